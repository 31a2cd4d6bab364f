#include <fmt/format.h>

#include "lint/rule.h"
#include "migration/revision.h"

namespace pginterlock {
namespace {

std::string why_late(const Framework& framework, const Change& change) {
  if (change.same_version) return "A runner that knows migrations by their version takes the two for one, or stops.";
  switch (late_arrival(framework)) {
    case LateArrival::refused:
      return fmt::format("Where {} has run, {} finds a migration that it has passed, and stops.", change.later,
                         framework.id);
    case LateArrival::skipped:
      return fmt::format("Where {} has run, {} looks only at what comes after it: this migration is never run there.",
                         change.later, framework.id);
    case LateArrival::applied:
      return fmt::format(
          "Where {} has run, {} runs this migration after it; on a new database it runs before it. The "
          "two orders need not give the same schema.",
          change.later, framework.id);
    case LateArrival::unknown:
      return {};
  }
  return {};
}

void at_end(const MigrationContext& ctx, Reporter& out) {
  const Migration& migration = ctx.migration;
  if (migration.change == nullptr || migration.change->later.empty()) return;
  const Change& change = *migration.change;
  const Framework& framework = *migration.framework;
  // Elsewhere the rest of the name orders migrations of the same day.
  if (change.same_version && !knows_by_version(framework) && framework.id != "flyway") return;
  const std::size_t begin = migration.up.range.begin;
  out.report({.span = Span{begin, begin},
              .message = fmt::format("{} {}, which exists at {}",
                                     change.same_version ? "it has the version of" : "it is new and sorts before",
                                     change.later, change.revision),
              .why = why_late(framework, change),
              .instead = "-- give it a version behind the last one",
              .certainty = Certainty::assumed});
}

}  // namespace

namespace rules {

extern constinit const Rule migration_out_of_order = {
    .id = "migration-out-of-order",
    .family = Family::history,
    .severity = Severity::amber,
    .summary = "a new migration that sorts before one that exists at the revision compared with",
    .why =
        "Where the later migration has run, runners refuse this one, skip it for ever, or run it after the later one; "
        "a new database gets them in the order of their names.",
    .instead = "-- give it a version behind the last one: rename 0002_email.sql to 0004_email.sql",
    .bad = R"(-- at main: 0001_users.sql
CREATE TABLE users (id bigint);
-- at main: 0003_orders.sql
CREATE TABLE orders (id bigint);
-- file: 0001_users.sql
CREATE TABLE users (id bigint);
-- file: 0002_notes.sql
CREATE TABLE notes (id bigint);
-- file: 0003_orders.sql
CREATE TABLE orders (id bigint);
)",
    .good = R"(-- at main: 0001_users.sql
CREATE TABLE users (id bigint);
-- at main: 0003_orders.sql
CREATE TABLE orders (id bigint);
-- file: 0001_users.sql
CREATE TABLE users (id bigint);
-- file: 0003_orders.sql
CREATE TABLE orders (id bigint);
-- file: 0004_notes.sql
CREATE TABLE notes (id bigint);
)",
    .see = "",
    .at_end = at_end,
};

}  // namespace rules
}  // namespace pginterlock
