#include <fmt/format.h>

#include "lint/rule.h"

namespace pginterlock {
namespace {

void at_end(const MigrationContext& ctx, Reporter& out) {
  const Migration& migration = ctx.migration;
  if (migration.down || !ctx.changes_anything || migration.direction != Direction::up) return;
  const bool convention = migration.framework->rollback != RollbackConvention::none && !migration.expected_down.empty();
  const Span start{migration.up.range.begin, migration.up.range.begin};
  Report report{.span = start, .message = "nothing says how to take this migration back"};
  if (convention) {
    report.message = fmt::format("there is no way back: {} is missing", migration.expected_down);
  } else {
    report.severity = Severity::info;
  }
  // Where nobody writes ways back, the project has decided, and one word about it is enough.
  report.once_per_run = !convention || !ctx.others_have_way_back;
  if (report.once_per_run && !ctx.others_have_way_back) {
    // Sections are seen as they come; of files it is known whether there are any.
    const bool all = migration.framework->rollback != RollbackConvention::section;
    report.message = all ? "no migration of this run has a way back" : "no migration so far has a way back";
    if (convention) report.message += fmt::format(": {} is the first that is missing", migration.expected_down);
  }
  out.report(std::move(report));
}

}  // namespace

namespace rules {

extern constinit const Rule missing_rollback = {
    .id = "missing-rollback",
    .family = Family::rollback,
    .severity = Severity::amber,
    .summary = "a migration without a way back",
    .why =
        "When a release must be taken back at night, someone has to write under pressure what could be reviewed today. "
        "Where the migration framework has no place for a way back, this is for information only. Where no migration "
        "has one, it is said once for the run.",
    .instead = R"(-- golang-migrate: 0002_email.down.sql beside 0002_email.up.sql; diesel: down.sql
-- goose: a section "-- +goose Down"; dbmate: "-- migrate:down"; sqitch: revert/email.sql; Flyway: U2__email.sql
ALTER TABLE users DROP COLUMN email;)",
    .bad = R"(SET lock_timeout = '2s';
ALTER TABLE users ADD COLUMN email text;)",
    .good = "SELECT 1;",
    .see = "",
    .at_end = at_end,
};

}  // namespace rules
}  // namespace pginterlock
