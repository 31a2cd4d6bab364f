#include <fmt/format.h>

#include <algorithm>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  if (ctx.held.blocking_count() == 0 || pg::tag(ctx.statement.node) == T_LockStmt) return;
  const HeldLock& held = *ctx.held.blocking(0);
  // Of the table that a foreign key names, a rule of its own speaks.
  const std::vector<QualifiedName> for_key = advice::locked_for_foreign_key(ctx);
  for (const Lock& lock : ctx.effects.locks) {
    if (!may_deadlock(lock, ctx.before)) continue;
    const HeldLock* own = ctx.held.on(lock.relation);
    if (own != nullptr && blocks_traffic(own->mode)) continue;
    if (std::find(for_key.begin(), for_key.end(), lock.relation) != for_key.end()) continue;
    if (out.is_spoken_for(lock.cause)) return;
    const bool bounded = advice::waits_bounded(ctx);
    out.report(lock, {.severity = bounded ? Severity::info : Severity::amber,
                      .message = fmt::format(
                          "{} on {} is waited for while the transaction holds {} on {} since an "
                          "earlier {}",
                          name(lock.mode), pg::sql_name(lock.relation), name(held.mode), pg::sql_name(held.relation),
                          ctx.held.is_earlier(held) ? "migration of the same transaction" : "statement"),
                      .instead = advice::alone(ctx),
                      .impacts = {{held.relation, held.mode, Duration::brief},
                                  {lock.relation, lock.mode, duration_of(ctx.effects, lock.relation)}}});
    return;
  }
}

}  // namespace

namespace rules {

extern constinit const Rule locks_several_tables = {
    .id = "locks-several-tables",
    .family = Family::transactions,
    .severity = Severity::amber,
    .concern = Concern::locks,
    .once = true,
    .summary = "one transaction takes blocking locks on several tables, one after the other",
    .why =
        "While the transaction waits for the next table, it keeps everybody away from those that it has already. A "
        "client that uses the same tables in another order waits for the migration while the migration waits for it: "
        "a deadlock, in which PostgreSQL aborts one of the two. One table in each transaction cannot deadlock, and a "
        "lock_timeout bounds how long the first table is closed: with one in effect it is told, and changes no "
        "verdict.",
    .instead = R"(BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD COLUMN email text;
COMMIT;
-- a transaction, or better a migration, of its own:
BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE orders ADD COLUMN note text;
COMMIT;)",
    .bad = R"(BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD COLUMN email text;
ALTER TABLE orders ADD COLUMN note text;
COMMIT;)",
    .good = R"(BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD COLUMN email text;
COMMIT;
BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE orders ADD COLUMN note text;
COMMIT;)",
    .see = "https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
