#include <fmt/format.h>

#include "lint/advice.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  if (pg::tag(ctx.statement.node) != T_DropOwnedStmt) return;
  for (const Loss& loss : ctx.effects.losses) {
    if (loss.implicit || !loss.data) continue;
    const std::string others = advice::lost_with(ctx, loss.cause);
    out.report({.span = loss.cause,
                .message = fmt::format("{} is dropped, tables with their rows as well{}{}", loss.object,
                                       others.empty() ? "" : ": ", others),
                .instead = fmt::format("-- keep what it owns; what is left for DROP OWNED are its privileges:\n"
                                       "REASSIGN OWNED BY … TO …;\n{};",
                                       ctx.statement.text()),
                .certainty = loss.certainty});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule drop_owned = {
    .id = "drop-owned",
    .family = Family::destruction,
    .severity = Severity::red,
    .concern = Concern::losses,
    .statements = {T_DropOwnedStmt},
    .summary = "DROP OWNED of a role that may own tables",
    .why =
        "DROP OWNED is written to get rid of the privileges of a role before DROP ROLE, and drops every table, view "
        "and function in the database that the role owns, with all rows. After REASSIGN OWNED nothing but privileges "
        "is left for it.",
    .instead = R"(REASSIGN OWNED BY reporting TO owner;
DROP OWNED BY reporting;
DROP ROLE reporting;)",
    .bad = R"(-- file: 0001_report.sql
CREATE ROLE reporting;
CREATE ROLE keeper;
CREATE TABLE report (id bigint);
ALTER TABLE report OWNER TO reporting;
-- file: 0002_reporting.sql
SET lock_timeout = '2s';
DROP OWNED BY reporting;
)",
    .good = R"(-- file: 0001_report.sql
CREATE ROLE reporting;
CREATE ROLE keeper;
CREATE TABLE report (id bigint);
ALTER TABLE report OWNER TO reporting;
-- file: 0002_reporting.sql
SET lock_timeout = '2s';
REASSIGN OWNED BY reporting TO keeper;
DROP OWNED BY reporting;
)",
    .see = "https://www.postgresql.org/docs/current/sql-drop-owned.html",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
