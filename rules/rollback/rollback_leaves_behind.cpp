#include <fmt/format.h>

#include "lint/advice.h"

namespace pginterlock {
namespace {

void at_end(const MigrationContext& ctx, Reporter& out) {
  // A way back that does nothing at all has a rule of its own.
  if (ctx.way_back.left_behind.empty() || ctx.way_back.idle || ctx.way_back.empty) return;
  const Span start{ctx.migration.up.range.begin, ctx.migration.up.range.begin};
  const std::string drops = advice::take_back(ctx.way_back.left_behind);
  out.report({.span = start,
              .message = fmt::format("the way back does not restore what was there: {}",
                                     advice::listing(ctx.way_back.left_behind)),
              .instead = drops.empty() ? "" : "-- what is missing from the way back:\n" + drops});
}

}  // namespace

namespace rules {

extern constinit const Rule rollback_leaves_behind = {
    .id = "rollback-leaves-behind",
    .family = Family::rollback,
    .severity = Severity::amber,
    .summary = "a way back that does not restore the schema",
    .why =
        "Replaying the migration and its way back does not give the schema that was there before. The next way forward "
        "may fail on what is left, or the old release may miss what is gone.",
    .instead = R"(-- take back everything that the way up made, in the reverse order
DROP TABLE orders;
ALTER TABLE users DROP COLUMN email;)",
    .bad = R"(-- +goose Up
CREATE TABLE users (id bigint);
CREATE TABLE orders (id bigint);

-- +goose Down
DROP TABLE users;
)",
    .good = R"(-- +goose Up
CREATE TABLE users (id bigint);
CREATE TABLE orders (id bigint);

-- +goose Down
DROP TABLE orders;
DROP TABLE users;
)",
    .see = "",
    .at_end = at_end,
};

}  // namespace rules
}  // namespace pginterlock
