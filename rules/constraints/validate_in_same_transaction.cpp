#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

/// A blocking lock that the transaction holds since an earlier statement on a table that this one locks.
const HeldLock* blocking_since_before(const Context& ctx) {
  for (const Lock& lock : ctx.effects.locks) {
    const HeldLock* held = ctx.held.on(lock.relation);
    if (held != nullptr && blocks_traffic(held->mode) && ctx.in_use(lock.relation)) return held;
  }
  return nullptr;
}

void check(const Context& ctx, Reporter& out) {
  for (const Work* work : advice::causes(ctx, {Reason::validate_constraint})) {
    const HeldLock* held = blocking_since_before(ctx);
    if (held != nullptr) {
      out.report(*work,
                 {.message = fmt::format("every row of {} is read while the transaction still holds {} on {}",
                                         pg::sql_name(work->relation), name(held->mode), pg::sql_name(held->relation)),
                  .instead = "-- in a transaction, or better a migration, of its own:\n" +
                             advice::alter(work->relation, advice::text(ctx, work->cause)),
                  .impacts = {{held->relation, held->mode, Duration::scan}}});
      continue;
    }
    const Lock* own = ctx.effects.lock_on(work->relation);
    if (own == nullptr || !blocks_traffic(own->mode)) continue;
    out.report(*work, {.message = fmt::format("another action of this statement holds {} on {} while every row is read",
                                              name(own->mode), pg::sql_name(work->relation)),
                       .instead = "-- a statement and a transaction of its own:\n" +
                                  advice::alter(work->relation, advice::text(ctx, work->cause))});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule validate_in_same_transaction = {
    .id = "validate-in-same-transaction",
    .family = Family::constraints,
    .severity = Severity::red,
    .concern = Concern::work,
    .summary = "VALIDATE CONSTRAINT while a stronger lock is still held",
    .why =
        "VALIDATE reads the table under a lock that lets reads and writes go on, but ADD CONSTRAINT … NOT VALID took a "
        "stronger one, and PostgreSQL keeps every lock until its transaction ends: the scan stops everybody after all.",
    .instead = R"(BEGIN;
ALTER TABLE orders ADD CONSTRAINT orders_amount_check CHECK (amount > 0) NOT VALID;
COMMIT;
-- in a transaction, or better a migration, of its own:
ALTER TABLE orders VALIDATE CONSTRAINT orders_amount_check;)",
    .bad = R"(BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE orders ADD CONSTRAINT orders_amount_check CHECK (amount > 0) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT orders_amount_check;
COMMIT;)",
    .good = R"(BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE orders ADD CONSTRAINT orders_amount_check CHECK (amount > 0) NOT VALID;
COMMIT;
ALTER TABLE orders VALIDATE CONSTRAINT orders_amount_check;)",
    .see = "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-VALIDATE-CONSTRAINT",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
