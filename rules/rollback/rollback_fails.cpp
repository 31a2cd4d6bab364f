#include <fmt/format.h>

#include "lint/rule.h"

namespace pginterlock {
namespace {

void at_end(const MigrationContext& ctx, Reporter& out) {
  const bool certain = ctx.way_back.failure.has_value();
  if (!certain && !ctx.way_back.assumed) return;
  const auto& [down, span, message] = certain ? *ctx.way_back.failure : *ctx.way_back.assumed;
  const bool here = down.source == ctx.migration.up.source;
  const std::size_t begin = ctx.migration.up.range.begin;
  const std::string place =
      here ? std::string() : fmt::format(" ({}:{})", down.source->path(), down.source->position(span.begin).line);
  Report report{.span = here ? span : Span{begin, begin},
                .message = fmt::format("the way back fails after this migration{}: {}", place, message),
                .instead = "-- take back what the way up made, in the reverse order, under the names that it has then"};
  if (!certain) {
    report.severity = Severity::amber;
    report.certainty = Certainty::assumed;
  }
  out.report(std::move(report));
}

}  // namespace

namespace rules {

extern constinit const Rule rollback_fails = {
    .id = "rollback-fails",
    .family = Family::rollback,
    .severity = Severity::red,
    .summary = "a way back that PostgreSQL refuses",
    .why =
        "Run right after the migration, on the schema that it leaves, the way back stops with an error. It will be "
        "found out when a release must be taken back in a hurry.",
    .instead = R"(-- take back what the way up made, in the reverse order, under the names that it has then
ALTER TABLE users DROP COLUMN email;)",
    .bad = R"(-- +goose Up
CREATE TABLE users (id bigint);

-- +goose Down
SET LOCAL lock_timeout = '2s';
ALTER TABLE users DROP COLUMN email;
DROP TABLE users;
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
