#include <fmt/format.h>

#include "lint/advice.h"

namespace pginterlock {
namespace {

std::string_view opened_by(const Session& session) {
  if (session.in_routine()) return "a DO block or a function always runs in one";
  if (session.is_wrapped() && session.in_explicit_transaction()) {
    return "the migration runner opens a transaction around this file";
  }
  if (session.in_message()) return "the statements of this file travel in one message, which is one transaction";
  if (session.in_pipeline()) return "after the first statement a pipeline is one transaction";
  return "a transaction is open here";
}

void check(const Context& ctx, Reporter& out) {
  for (const Failure& failure : ctx.effects.failures) {
    if (failure.kind != FailureKind::transaction_block || !advice::is_concurrently(ctx.statement.node)) continue;
    out.report(
        {.span = failure.cause,
         .message = fmt::format("CONCURRENTLY fails inside a transaction block, and {}", opened_by(ctx.before.session)),
         .instead = fmt::format("{}{};", advice::outside_transaction(ctx), ctx.statement.text()),
         .certainty = failure.certainty});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule concurrently_in_transaction = {
    .id = "concurrently-in-transaction",
    .family = Family::indexes,
    .severity = Severity::red,
    .concern = Concern::failures,
    .summary = "CONCURRENTLY inside a transaction block",
    .why =
        "CREATE INDEX, DROP INDEX, REINDEX and DETACH PARTITION commit in between when they run CONCURRENTLY, so "
        "PostgreSQL refuses them inside a transaction block: one that BEGIN opens, one that the migration runner "
        "opens, "
        "or the implicit one of several statements in one message.",
    .instead = R"(-- the statement alone, in a migration that runs without a transaction:
--   goose            -- +goose NO TRANSACTION
--   dbmate           -- migrate:up transaction:false
--   sql-migrate      -- +migrate Up notransaction
--   sqlx             -- no-transaction
--   diesel           run_in_transaction = false  (metadata.toml)
--   golang-migrate   one statement in a file
CREATE INDEX CONCURRENTLY orders_user_id_idx ON orders (user_id);)",
    .bad = R"(BEGIN;
CREATE INDEX CONCURRENTLY orders_user_id_idx ON orders (user_id);
COMMIT;)",
    .good = "CREATE INDEX CONCURRENTLY orders_user_id_idx ON orders (user_id);",
    .see = "https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
