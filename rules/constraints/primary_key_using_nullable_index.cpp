#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  for (const Work* work : advice::causes(ctx, {Reason::add_primary_key})) {
    const ::AlterTableCmd* action = advice::action_at(ctx.statement, work->cause);
    const auto* constraint = action == nullptr ? nullptr : pg::as<::Constraint>(action->def);
    if (constraint == nullptr || constraint->indexname == nullptr || work->kind != WorkKind::scan) continue;
    Report report{.message = fmt::format("{} is read to prove that its key holds no null, while {}",
                                         pg::sql_name(work->relation), advice::waits(ctx, work->relation))};
    if (work->certainty == Certainty::assumed) {
      report.severity = Severity::amber;
      report.message += ", unless its columns, which no script shows, are NOT NULL";
    }
    if (!work->column.empty()) {
      report.instead = advice::first_steps(ctx, work->relation, work->cause) +
                       advice::not_null_steps(ctx, work->relation, work->column) +
                       advice::alter(work->relation, advice::text(ctx, work->cause));
    }
    out.report(*work, std::move(report));
  }
}

}  // namespace

namespace rules {

extern constinit const Rule primary_key_using_nullable_index = {
    .id = "primary-key-using-nullable-index",
    .family = Family::constraints,
    .severity = Severity::red,
    .concern = Concern::work,
    .summary = "PRIMARY KEY USING INDEX on columns that may hold nulls",
    .why =
        "The index is there, but a primary key also makes its columns NOT NULL: PostgreSQL reads the whole table under "
        "ACCESS EXCLUSIVE to prove it. Columns that are NOT NULL already need no proof.",
    .instead = R"(ALTER TABLE users ADD CONSTRAINT users_id_not_null CHECK (id IS NOT NULL) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT users_id_not_null;  -- in a later transaction
ALTER TABLE users ALTER COLUMN id SET NOT NULL;
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_pkey;)",
    .bad = R"(-- file: 1.sql
CREATE TABLE users (id bigint);
-- file: 2.sql
SET lock_timeout = '2s';
CREATE UNIQUE INDEX CONCURRENTLY users_pkey ON users (id);
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_pkey;)",
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
