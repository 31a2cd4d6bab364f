#include <fmt/format.h>

#include "lint/advice.h"

namespace pginterlock {
namespace {

/// Source: indexcmds.c, WaitForOlderSnapshots, which DefineIndex and ReindexRelationConcurrently call.
bool waits_for_snapshots(const ::Node* statement) {
  const bool builds = pg::tag(statement) == T_IndexStmt || pg::tag(statement) == T_ReindexStmt;
  return builds && advice::is_concurrently(statement);
}

void check(const Context& ctx, Reporter& out) {
  const std::string_view beside = ctx.migration.beside;
  if (beside.empty() || ctx.before.session.in_transaction() || !waits_for_snapshots(ctx.statement.node)) return;
  out.report({.message = fmt::format("waits for older transactions, and the runner keeps one open: {}", beside),
              .instead = "# flyway.conf; spring.flyway.postgresql.transactional-lock=false with Spring Boot\n"
                         "flyway.postgresql.transactional.lock=false",
              .certainty = Certainty::assumed,
              .once_per_run = true});
}

}  // namespace

namespace rules {

extern constinit const Rule concurrently_beside_runner = {
    .id = "concurrently-beside-runner",
    .family = Family::indexes,
    .severity = Severity::amber,
    .statements = {T_IndexStmt, T_ReindexStmt},
    .once = true,
    .summary = "CONCURRENTLY may wait for a transaction of the migration's own runner",
    .why =
        "An index that is built concurrently becomes valid only after every transaction that saw the table before is "
        "over. Flyway holds its lock in a transaction of its own for the whole run, and its documentation says that "
        "CREATE INDEX CONCURRENTLY can hang for ever because of it. PostgreSQL waits for such a transaction when it "
        "has a snapshot: under REPEATABLE READ, or while a second Flyway waits for the lock. No setting was found "
        "that turns it off.",
    .instead = R"(# flyway.conf; spring.flyway.postgresql.transactional-lock=false with Spring Boot
flyway.postgresql.transactional.lock=false)",
    .bad = R"(-- file: V1__users.sql
CREATE TABLE users (id bigint);
-- file: V2__index.sql
CREATE INDEX CONCURRENTLY users_id ON users (id);)",
    .good = R"(-- file: 0001_users.sql
CREATE TABLE users (id bigint);
-- file: 0002_index.sql
CREATE INDEX CONCURRENTLY users_id ON users (id);)",
    .see = "https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
