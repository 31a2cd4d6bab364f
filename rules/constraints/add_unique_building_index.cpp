#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  for (const Work* work : advice::causes(ctx, {Reason::add_unique})) {
    const ::AlterTableCmd* action = advice::action_at(ctx.statement, work->cause);
    const auto* constraint = action == nullptr ? nullptr : pg::as<::Constraint>(action->def);
    if (constraint != nullptr && constraint->indexname != nullptr) continue;  // no index is built
    out.report(*work, {.message = fmt::format("the index of the UNIQUE constraint on {} is built while {}",
                                              pg::sql_name(work->relation), advice::waits(ctx, work->relation)),
                       .instead = advice::constraint_using_index(ctx, *work, "UNIQUE", "key")});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule add_unique_building_index = {
    .id = "add-unique-building-index",
    .family = Family::constraints,
    .severity = Severity::red,
    .concern = Concern::work,
    .summary = "a UNIQUE constraint that builds its index under ACCESS EXCLUSIVE",
    .why =
        "The table is locked in ACCESS EXCLUSIVE for as long as the index takes to build: reads and writes wait. An "
        "index "
        "that was built CONCURRENTLY becomes the constraint's in a moment. Rows that are equal make it fail.",
    .instead = R"(CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON users (email);  -- outside a transaction block
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key;)",
    .bad = R"(SET lock_timeout = '2s';
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);)",
    .good = R"(SET lock_timeout = '2s';
CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON users (email);
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key;)",
    .see =
        "https://www.postgresql.org/docs/current/"
        "sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
