#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

std::string instead(const MigrationContext& ctx) {
  const std::string& version = ctx.migration.version;
  const std::string drops = advice::take_back(ctx.way_back.left_behind);
  return fmt::format("{}{}-- {}when there is no way back, fail:\nDO $$ BEGIN RAISE EXCEPTION {}; END $$;",
                     drops.empty() ? "" : "-- in the way back:\n", drops,
                     drops.empty() ? "take back what the way up does or, " : "or, ",
                     pg::quote_literal(fmt::format("{} cannot be taken back",
                                                   version.empty() ? "this migration" : "migration " + version)));
}

void at_end(const MigrationContext& ctx, Reporter& out) {
  if (!ctx.changes_anything) return;
  const Span start{ctx.migration.up.range.begin, ctx.migration.up.range.begin};
  if (ctx.way_back.empty) {
    out.report({.span = start,
                .message = "the way back holds no statement: it takes nothing back and reports success",
                .instead = instead(ctx)});
  } else if (ctx.way_back.idle) {
    out.report({.span = start,
                .message = "the way back changes nothing: it takes nothing back and reports success",
                .instead = instead(ctx)});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule empty_rollback = {
    .id = "empty-rollback",
    .family = Family::rollback,
    .severity = Severity::amber,
    .summary = "a way back that holds no statement, or none that changes anything",
    .why =
        "The framework marks the migration as taken back although everything is still there, and the next way forward "
        "fails because it is. A change that cannot be taken back should say so by failing.",
    .instead = R"(-- goose Down, dbmate migrate:down, *.down.sql, …
ALTER TABLE users DROP COLUMN email;
-- or, when there is no way back, fail:
DO $$ BEGIN RAISE EXCEPTION 'migration 0002 cannot be taken back'; END $$;)",
    .bad = R"(-- +goose Up
SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD COLUMN email text;

-- +goose Down
)",
    .good = R"(-- +goose Up
CREATE TABLE users (id bigint);

-- +goose Down
SET LOCAL lock_timeout = '2s';
DROP TABLE users;
)",
    .see = "",
    .at_end = at_end,
};

}  // namespace rules
}  // namespace pginterlock
