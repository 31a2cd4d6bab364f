#include <fmt/format.h>

#include "lint/advice.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  for (const Failure& failure : ctx.effects.failures) {
    if (failure.kind != FailureKind::transaction_block || advice::is_concurrently(ctx.statement.node)) continue;
    Report report{.span = failure.cause,
                  .message = failure.message,
                  .instead = fmt::format("{}{};", advice::outside_transaction(ctx), ctx.statement.text()),
                  .certainty = failure.certainty};
    if (failure.certainty == Certainty::assumed) report.severity = Severity::amber;
    out.report(std::move(report));
  }
}

}  // namespace

namespace rules {

extern constinit const Rule statement_not_in_transaction = {
    .id = "statement-not-in-transaction",
    .family = Family::transactions,
    .severity = Severity::red,
    .concern = Concern::failures,
    .summary = "a statement on the wrong side of a transaction block",
    .why =
        "VACUUM, CREATE and DROP DATABASE, ALTER SYSTEM and some others cannot be rolled back, so PostgreSQL refuses "
        "them inside a transaction block, the migration runner's own included. LOCK TABLE, SAVEPOINT and DECLARE "
        "CURSOR "
        "are refused outside of one.",
    .instead = R"(-- the statement alone, in a migration that runs without a transaction
VACUUM (ANALYZE) orders;)",
    .bad = R"(BEGIN;
VACUUM orders;
COMMIT;)",
    .good = "VACUUM orders;",
    .see = "https://www.postgresql.org/docs/current/sql-vacuum.html",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
