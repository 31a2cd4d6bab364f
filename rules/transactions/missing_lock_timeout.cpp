#include <fmt/format.h>

#include <algorithm>

#include "lint/advice.h"
#include "lint/unmade.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

/// Statements of which a rule of their own says that they queue: one cause is one finding.
bool has_own_rule(const Context& ctx) {
  if (pg::tag(ctx.statement.node) == T_LockStmt) return true;
  if (const auto* drop = pg::as<::DropStmt>(ctx.statement.node)) return drop->removeType == OBJECT_INDEX;
  const auto* alter = pg::as<::AlterTableStmt>(ctx.statement.node);
  const auto* action = alter == nullptr ? nullptr : pg::as<::AlterTableCmd>(pg::nth(alter->cmds, 0));
  return action != nullptr && action->subtype == AT_DetachPartition && ctx.before.pg_version >= 14;
}

/// Whether work on the relation makes this lock a long one, which the rule about that work reports.
bool works_on(const Context& ctx, const Lock& lock) {
  return std::any_of(ctx.effects.work.begin(), ctx.effects.work.end(), [&](const Work& work) {
    return work.relation == lock.relation || (work.cause == lock.cause && ctx.in_use(work.relation));
  });
}

bool waits_unbounded(const Context& ctx, const Lock& lock) {
  if (!may_deadlock(lock, ctx.before) || works_on(ctx, lock) || is_hardly_there(ctx, lock.relation)) return false;
  const HeldLock* held = ctx.held.on(lock.relation);
  return held == nullptr || held->mode < lock.mode;
}

void check(const Context& ctx, Reporter& out) {
  if (ctx.effects.locks.empty() || advice::waits_bounded(ctx)) return;
  std::vector<const Lock*> locks;
  for (const Lock& lock : ctx.effects.locks) {
    if (waits_unbounded(ctx, lock)) locks.push_back(&lock);
  }
  if (locks.empty() || has_own_rule(ctx)) return;
  const std::vector<QualifiedName> for_key = advice::locked_for_foreign_key(ctx);
  std::erase_if(locks, [&](const Lock* lock) {
    return std::find(for_key.begin(), for_key.end(), lock->relation) != for_key.end();
  });
  if (locks.empty() || out.is_spoken_for(locks.front()->cause)) return;

  std::vector<std::string> names;
  std::vector<Impact> impacts;
  for (const Lock* lock : locks) {
    names.push_back(pg::sql_name(lock->relation));
    impacts.push_back({lock->relation, lock->mode, Duration::brief});
  }
  out.report(
      *locks.front(),
      {.message = fmt::format("{} on {} is waited for without an end, and everybody who comes later queues behind it",
                              name(locks.front()->mode), advice::listing(names)),
       .instead = advice::with_lock_timeout(ctx),
       .impacts = std::move(impacts),
       .fix = advice::set_lock_timeout(ctx)});
}

}  // namespace

namespace rules {

extern constinit const Rule missing_lock_timeout = {
    .id = "missing-lock-timeout",
    .family = Family::transactions,
    .severity = Severity::amber,
    .concern = Concern::locks,
    .once = true,
    .summary = "a strong lock on a table in use, without a lock_timeout",
    .why =
        "The change takes a moment, but only after its lock is granted. One long query or an idle transaction makes it "
        "wait, and every later reader or writer of the table queues behind the waiting lock. A lock_timeout gives up "
        "instead, and the migration can be tried again. It is reported once for a migration, at the first statement.",
    .instead = R"(SET lock_timeout = '2s';  -- SET LOCAL inside a transaction; try again when it strikes
ALTER TABLE users ADD COLUMN email text;)",
    .bad = "ALTER TABLE users ADD COLUMN email text;",
    .good = R"(SET lock_timeout = '2s';
ALTER TABLE users ADD COLUMN email text;)",
    .see = "https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
