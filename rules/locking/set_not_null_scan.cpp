#include <fmt/format.h>

#include "lint/advice.h"
#include "lint/advice_table.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

/// PostgreSQL 18 has the constraint as NOT VALID already: validating it reads the table without stopping anybody.
std::string instead(const Context& ctx, const Work& work) {
  const QualifiedName name = advice::altered_table(ctx, work);
  const Relation* table = ctx.before.schema.relation(name);
  if (work.column.empty()) return {};
  if (table != nullptr) {
    for (const auto& constraint : table->constraints) {
      if (constraint->kind != ConstraintKind::not_null || constraint->valid) continue;
      if (constraint->columns != std::vector<std::string>{work.column}) continue;
      return "-- reads and writes go on:\n" +
             advice::alter(name, fmt::format("VALIDATE CONSTRAINT {}", pg::quote_identifier(constraint->name)));
    }
  }
  return advice::first_steps(ctx, name, work.cause) + advice::not_null_steps(ctx, name, work.column);
}

void check(const Context& ctx, Reporter& out) {
  for (const Work* work : advice::causes(ctx, {Reason::set_not_null, Reason::add_not_null_constraint})) {
    out.report(*work, {.message = fmt::format("every row of {} is read to prove that {} holds no null, while {}",
                                              pg::sql_name(work->relation),
                                              work->column.empty() ? "the column" : pg::quote_identifier(work->column),
                                              advice::waits(ctx, work->relation)),
                       .instead = instead(ctx, *work)});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule set_not_null_scan = {
    .id = "set-not-null-scan",
    .family = Family::locking,
    .severity = Severity::red,
    .concern = Concern::work,
    .statements = {T_AlterTableStmt},
    .summary = "SET NOT NULL that reads the whole table",
    .why =
        "Without a validated constraint that proves it, PostgreSQL reads every row under ACCESS EXCLUSIVE to see that "
        "none is null. With one it reads nothing. Whether the migration fails depends on the rows.",
    .instead = R"(ALTER TABLE users ADD CONSTRAINT users_email_not_null CHECK (email IS NOT NULL) NOT VALID;
-- in a later transaction; reads and writes go on:
ALTER TABLE users VALIDATE CONSTRAINT users_email_not_null;
-- the validated constraint spares the scan:
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
ALTER TABLE users DROP CONSTRAINT users_email_not_null;
-- PostgreSQL 18: ADD CONSTRAINT users_email_not_null NOT NULL email NOT VALID, and VALIDATE it)",
    .bad = R"(SET lock_timeout = '2s';
ALTER TABLE users ALTER COLUMN email SET NOT NULL;)",
    .good = R"(SET lock_timeout = '2s';
ALTER TABLE users ADD CONSTRAINT users_email_not_null CHECK (email IS NOT NULL) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT users_email_not_null;
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
ALTER TABLE users DROP CONSTRAINT users_email_not_null;)",
    .see = "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
