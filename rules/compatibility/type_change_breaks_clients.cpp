#include <fmt/format.h>

#include "lint/rule.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  for (const Break& broken : ctx.effects.breaks) {
    if (broken.kind != BreakKind::type_change || !ctx.in_use(broken.relation)) continue;
    out.report(
        {.span = broken.cause,
         .message = fmt::format("statements that clients prepared with {} of {} in their result fail until they are "
                                "prepared anew",
                                pg::quote_identifier(broken.column), pg::sql_name(broken.relation)),
         .instead = "-- after the migration, let the pool open new connections, or in each one:\nDISCARD PLANS;"});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule type_change_breaks_clients = {
    .id = "type-change-breaks-clients",
    .family = Family::compatibility,
    .severity = Severity::info,
    .concern = Concern::breaks,
    .summary = "a change of a column's type, which makes prepared statements fail once",
    .why =
        "PostgreSQL refuses to run a prepared statement whose result would have another type than before: \"cached "
        "plan "
        "must not change result type\". Connection pools that prepare statements show it until their connections are "
        "new.",
    .instead = R"(-- after the migration, let the pool open new connections, or in each one:
DISCARD PLANS;)",
    .bad = R"(-- file: 1.sql
CREATE TABLE users (id bigint, name varchar(20));
-- file: 2.sql
SET lock_timeout = '2s';
ALTER TABLE users ALTER COLUMN name TYPE text;)",
    .good = R"(CREATE TABLE users (id bigint, name varchar(20));
ALTER TABLE users ALTER COLUMN name TYPE text;)",
    .see = "https://www.postgresql.org/docs/current/sql-prepare.html",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
