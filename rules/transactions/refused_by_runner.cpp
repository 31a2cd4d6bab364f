#include "lint/rule.h"

namespace pginterlock {
namespace {

void at_end(const MigrationContext& ctx, Reporter& out) {
  if (ctx.migration.refusal.empty()) return;
  const std::size_t begin = ctx.migration.up.range.begin;
  out.report({.span = Span{begin, begin},
              .message = ctx.migration.refusal,
              .instead = "-- put what needs no transaction alone into a migration of its own; timeouts that it needs\n"
                         "-- belong to the role or the connection"});
}

}  // namespace

namespace rules {

extern constinit const Rule refused_by_runner = {
    .id = "refused-by-runner",
    .family = Family::transactions,
    .severity = Severity::red,
    .summary = "a migration that its runner will not run",
    .why =
        "PostgreSQL would take the SQL, but the migration tool looks at it first. Flyway runs a script with CREATE "
        "INDEX "
        "CONCURRENTLY and its like outside a transaction, and refuses one that holds other statements as well, because "
        "half of it could stay behind.",
    .instead = R"(-- V2__email.sql
SET lock_timeout = '2s';
ALTER TABLE users ADD COLUMN email text;

-- V3__email_index.sql: alone. Timeouts that it needs belong to the role or the connection.
CREATE INDEX CONCURRENTLY users_email ON users (email);)",
    .bad = R"(-- file: V2__vacuum.sql
SET lock_timeout = '2s';
VACUUM users;)",
    .good = R"(-- file: V2__vacuum.sql
VACUUM users;)",
    .see = "",
    .at_end = at_end,
};

}  // namespace rules
}  // namespace pginterlock
