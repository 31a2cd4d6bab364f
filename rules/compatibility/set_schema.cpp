#include <fmt/format.h>

#include "lint/made_again.h"
#include "pg/ast.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  if (pg::tag(ctx.statement.node) == T_TransactionStmt) return settle_made_again(ctx.before, out);
  for (const Break& broken : ctx.effects.breaks) {
    if (broken.kind != BreakKind::set_schema) continue;
    if (!broken.relation.name.empty() && !ctx.in_use(broken.relation)) continue;
    const bool table = broken.object_kind == ObjectKind::table;
    Report report{
        .span = broken.cause,
        .message = fmt::format("clients do not find {} {} in schema {}, unless it is in their search_path",
                               name(broken.object_kind), broken.object, pg::quote_identifier(broken.new_name))};
    if (!table) {
      report.severity = Severity::amber;
    } else {
      report.instead = fmt::format(
          "BEGIN;\nSET LOCAL lock_timeout = '2s';\n{0};\n"
          "CREATE VIEW {1} AS SELECT * FROM {2};  -- the old name, can be written to as well\nCOMMIT;",
          ctx.statement.text(), broken.object, pg::sql_name({broken.new_name, broken.relation.name}));
      if (ctx.before.session.in_transaction()) {
        report.subject = broken.relation;
        report.was = relation_before(ctx, broken.relation);
      }
    }
    out.report(std::move(report));
  }
}

/// A view that has the old name in the same transaction serves those clients.
void at_end(const MigrationContext& ctx, Reporter& out) { settle_made_again(ctx.after, out); }

}  // namespace

namespace rules {

extern constinit const Rule set_schema = {
    .id = "set-schema",
    .family = Family::compatibility,
    .severity = Severity::red,
    .statements = {T_AlterObjectSchemaStmt, T_TransactionStmt},
    .summary = "SET SCHEMA, which takes a table or another object out of its clients' sight",
    .why =
        "Statements that name the old schema fail from then on, and those without a schema find the object only where "
        "the new schema is in search_path and the client may use it.",
    .instead = R"(BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE users SET SCHEMA crm;
CREATE VIEW users AS SELECT * FROM crm.users;  -- the old name, can be written to as well
COMMIT;)",
    .bad = R"(SET lock_timeout = '2s';
ALTER TABLE users SET SCHEMA crm;)",
    .good = R"(BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE users SET SCHEMA crm;
CREATE VIEW users AS SELECT * FROM crm.users;
COMMIT;)",
    .see = "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-SCHEMA",
    .check = check,
    .at_end = at_end,
};

}  // namespace rules
}  // namespace pginterlock
