#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  for (const Break& broken : ctx.effects.breaks) {
    if (broken.kind != BreakKind::drop_not_null || !ctx.in_use(broken.relation)) continue;
    out.report({.span = broken.cause,
                .message = fmt::format("clients that read {} of {} may meet nulls from then on",
                                       pg::quote_identifier(broken.column), pg::sql_name(broken.relation)),
                .instead = fmt::format("-- first a release that can read nulls in {}, then\n",
                                       pg::quote_identifier(broken.column)) +
                           advice::alter(broken.relation, advice::text(ctx, broken.cause))});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule drop_not_null = {
    .id = "drop-not-null",
    .family = Family::compatibility,
    .severity = Severity::amber,
    .concern = Concern::breaks,
    .summary = "DROP NOT NULL of a column that clients read",
    .why =
        "A release that is running may not expect a null where there never was one. The way back needs a scan of the "
        "table, and fails once there is a null.",
    .instead = R"(-- first a release that can read nulls, then
ALTER TABLE users ALTER COLUMN email DROP NOT NULL;)",
    .bad = R"(SET lock_timeout = '2s';
ALTER TABLE users ALTER COLUMN email DROP NOT NULL;)",
    .good = R"(CREATE TABLE users (id bigint, email text NOT NULL);
ALTER TABLE users ALTER COLUMN email DROP NOT NULL;)",
    .see = "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
