#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  if (ctx.held.blocking_count() == 0) return;
  for (const Lock& lock : ctx.effects.locks) {
    if (!may_deadlock(lock, ctx.before)) continue;
    const auto opposite = ctx.orders.opposite(ctx.held, lock, ctx.migration.up.source->path());
    if (!opposite) continue;
    const HeldLock& held = opposite->held;
    // Those that are new may run at the same time; those of a whole history have run, one after the other.
    const bool both_new = ctx.migration.change != nullptr;
    out.report(lock, {.severity = both_new ? Severity::amber : Severity::info,
                      .message = fmt::format("{} is locked after {}; {} locks them in the opposite order",
                                             pg::sql_name(lock.relation), pg::sql_name(held.relation),
                                             *opposite->seen.migration),
                      .instead = advice::alone(ctx),
                      .impacts = {{held.relation, held.mode, Duration::brief},
                                  {lock.relation, lock.mode, duration_of(ctx.effects, lock.relation)}},
                      .once_per_run = !both_new});
    return;
  }
}

}  // namespace

namespace rules {

extern constinit const Rule opposite_lock_order = {
    .id = "opposite-lock-order",
    .family = Family::transactions,
    .severity = Severity::amber,
    .concern = Concern::locks,
    .once = true,
    .summary = "two migrations lock the same tables in opposite orders",
    .why =
        "When both run at the same time, from two deployments or two runners, each can hold the table that the other "
        "one waits for: a deadlock, in which PostgreSQL aborts one of them. Migrations that are new since the "
        "revision of the run are AMBER, in a history that was applied long ago it is told once.",
    .instead = R"(-- always in the same order, or each in a transaction of its own:
BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD COLUMN email text;
COMMIT;
BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE orders ADD COLUMN note text;
COMMIT;)",
    .bad = R"(-- file: 0001_first.sql
BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD COLUMN email text;
ALTER TABLE orders ADD COLUMN note text;
COMMIT;
-- file: 0002_second.sql
BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE orders ADD COLUMN state text;
ALTER TABLE users ADD COLUMN phone text;
COMMIT;)",
    .good = R"(-- file: 0001_first.sql
BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD COLUMN email text;
COMMIT;
-- file: 0002_second.sql
BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE orders ADD COLUMN state text;
COMMIT;
BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD COLUMN phone text;
COMMIT;)",
    .see = "https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
