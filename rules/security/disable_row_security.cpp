#include <fmt/format.h>

#include "effects/targets.h"
#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  const auto* alter = pg::as<::AlterTableStmt>(ctx.statement.node);
  if (alter == nullptr) return;
  const auto off = {AT_DisableRowSecurity, AT_NoForceRowSecurity};
  advice::each_action(ctx.statement, off, [&](const ::AlterTableCmd& command, Span place) {
    const bool force = command.subtype == AT_NoForceRowSecurity;
    const QualifiedName name = ctx.before.schema.resolve(*alter->relation, ctx.before.session.search_path());
    const Relation* table = ctx.before.schema.relation(name);
    const bool known = table != nullptr && table->complete;
    if (known && !(force ? table->force_row_security : table->row_security)) return;
    out.report(
        {.severity = force ? Severity::amber : Severity::red,
         .span = place,
         .message = force ? fmt::format("the owner of {} sees and changes all rows from then on", pg::sql_name(name))
                          : fmt::format("whoever has a privilege on {} sees and changes all rows from then on",
                                        pg::sql_name(name)),
         .certainty = known ? effects::certainty_of(table->origin) : Certainty::assumed,
         .subject = name});
  });
}

/// It is on again at the end, or the table is gone.
void at_end(const MigrationContext& ctx, Reporter& out) {
  if (out.first() == nullptr) return;
  out.withdraw_if([&](const Finding& finding) {
    const Relation* table = ctx.after.schema.relation(*finding.subject);
    if (table == nullptr) return true;
    return finding.severity == Severity::amber ? table->force_row_security : table->row_security;
  });
}

}  // namespace

namespace rules {

extern constinit const Rule disable_row_security = {
    .id = "disable-row-security",
    .family = Family::security,
    .severity = Severity::red,
    .statements = {T_AlterTableStmt},
    .summary = "row security of a table is switched off",
    .why =
        "Policies are not looked at any more: every role that may read or write the table reads and writes the rows of "
        "all tenants. A migration that needs to see all rows runs as a role with BYPASSRLS, or as the owner of a table "
        "without FORCE.",
    .instead = R"(-- as a role that policies do not bind
SET ROLE migrations;  -- has BYPASSRLS
UPDATE account SET plan = 'free' WHERE plan IS NULL AND id < 1000;)",
    .bad = R"(-- file: 0001_account.sql
CREATE TABLE account (id bigint PRIMARY KEY, tenant text);
ALTER TABLE account ENABLE ROW LEVEL SECURITY;
-- file: 0002_account.sql
SET lock_timeout = '2s';
ALTER TABLE account DISABLE ROW LEVEL SECURITY;
)",
    .good = R"(-- file: 0001_account.sql
CREATE TABLE account (id bigint PRIMARY KEY, tenant text);
-- file: 0002_account.sql
SET lock_timeout = '2s';
ALTER TABLE account ENABLE ROW LEVEL SECURITY;
)",
    .see = "https://www.postgresql.org/docs/current/ddl-rowsecurity.html",
    .check = check,
    .at_end = at_end,
};

}  // namespace rules
}  // namespace pginterlock
