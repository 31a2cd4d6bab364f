#include <fmt/format.h>

#include <optional>

#include "lint/advice.h"
#include "lint/made_again.h"
#include "lint/unmade.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  if (pg::tag(ctx.statement.node) == T_TransactionStmt) return settle_made_again(ctx.before, out);
  for (const Break& broken : ctx.effects.breaks) {
    if (broken.kind != BreakKind::rename || broken.object_kind != ObjectKind::table) continue;
    if (!ctx.in_use(broken.relation)) continue;
    const bool together = ctx.before.session.in_transaction();
    Report report{
        .span = broken.cause,
        .message = fmt::format("clients that still say {} fail as soon as it is {}", broken.object,
                               pg::quote_identifier(broken.new_name)),
        .instead = fmt::format("BEGIN;\nSET LOCAL lock_timeout = '2s';\nALTER TABLE {0} RENAME TO {2};\n"
                               "CREATE VIEW {0} AS SELECT * FROM {1};  -- can be written to as well\nCOMMIT;\n"
                               "-- when no client uses the old name any more\nDROP VIEW {0};",
                               broken.object, pg::sql_name({broken.relation.schema, broken.new_name}),
                               pg::quote_identifier(broken.new_name)),
        .subject = together ? std::optional(broken.relation) : std::nullopt,
        .was = together ? relation_before(ctx, broken.relation) : nullptr};
    if (is_hardly_there(ctx, broken.relation)) {
      report.message += should_it_be_there;
      report.severity = Severity::amber;
      report.certainty = Certainty::assumed;
    }
    out.report(std::move(report));
  }
}

/// A view, or another table, that has the old name in the same transaction serves those clients.
void at_end(const MigrationContext& ctx, Reporter& out) { settle_made_again(ctx.after, out); }

}  // namespace

namespace rules {

extern constinit const Rule rename_table = {
    .id = "rename-table",
    .family = Family::compatibility,
    .severity = Severity::red,
    .statements = {T_RenameStmt, T_TransactionStmt},
    .summary = "a table is renamed while clients use its old name",
    .why =
        "The rename takes a moment, and from then on every statement with the old name fails: in releases that are "
        "still "
        "running, in functions, in reports. Old and new release cannot both work without a view.",
    .instead = R"(BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE users RENAME TO accounts;
CREATE VIEW users AS SELECT * FROM accounts;  -- can be written to as well
COMMIT;
-- when no client uses the old name any more
DROP VIEW users;)",
    .bad = R"(SET lock_timeout = '2s';
ALTER TABLE users RENAME TO accounts;)",
    .good = R"(BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE users RENAME TO accounts;
CREATE VIEW users AS SELECT * FROM accounts;
COMMIT;)",
    .see = "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-RENAME",
    .check = check,
    .at_end = at_end,
};

}  // namespace rules
}  // namespace pginterlock
