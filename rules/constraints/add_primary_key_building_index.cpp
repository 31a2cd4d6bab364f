#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  for (const Work* work : advice::causes(ctx, {Reason::add_primary_key})) {
    const ::AlterTableCmd* action = advice::action_at(ctx.statement, work->cause);
    const auto* constraint = action == nullptr ? nullptr : pg::as<::Constraint>(action->def);
    if (constraint != nullptr && constraint->indexname != nullptr) continue;  // no index is built
    out.report(*work, {.message = fmt::format("the index of the PRIMARY KEY constraint on {} is built while {}",
                                              pg::sql_name(work->relation), advice::waits(ctx, work->relation)),
                       .instead = advice::constraint_using_index(ctx, *work, "PRIMARY KEY", "pkey")});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule add_primary_key_building_index = {
    .id = "add-primary-key-building-index",
    .family = Family::constraints,
    .severity = Severity::red,
    .concern = Concern::work,
    .summary = "a PRIMARY KEY constraint that builds its index under ACCESS EXCLUSIVE",
    .why =
        "The table is locked in ACCESS EXCLUSIVE for as long as the index takes to build, and is read once more when a "
        "column may hold nulls: reads and writes wait. An index that was built CONCURRENTLY on columns that are NOT "
        "NULL "
        "becomes the primary key's in a moment.",
    .instead = R"(-- make the column NOT NULL first (see set-not-null-scan), then, outside a transaction block:
CREATE UNIQUE INDEX CONCURRENTLY users_pkey ON users (id);
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_pkey;)",
    .bad = R"(SET lock_timeout = '2s';
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY (id);)",
    .good = R"(-- file: 1.sql
CREATE TABLE users (id bigint NOT NULL);
-- file: 2.sql
SET lock_timeout = '2s';
CREATE UNIQUE INDEX CONCURRENTLY users_pkey ON users (id);
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_pkey;)",
    .see =
        "https://www.postgresql.org/docs/current/"
        "sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
