#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

std::string what(const Work& work) {
  const std::string table = pg::sql_name(work.relation);
  switch (work.kind) {
    case WorkKind::rewrite:
      return table + " is written anew";
    case WorkKind::scan:
      return work.whole_table ? "every row of " + table + " is read" : "a sample of " + table + " is read";
    case WorkKind::build:
    case WorkKind::rebuild:
      return "an index of " + table + " is built";
    case WorkKind::copy:
      return "the files of " + table + " are copied";
    case WorkKind::bulk:
      return "rows of " + table + " are changed in bulk";
    case WorkKind::query:
      return work.whole_table ? "a query of unknown length runs" : "a query of unknown length reads " + table;
  }
  return "long work goes on";
}

/// Another rule speaks of this statement's own blocking lock on the same table, or of VALIDATE under the lock of its
/// table.
bool is_told_elsewhere(const Context& ctx, const Work& work, const HeldLock& held) {
  const Lock* own = ctx.effects.lock_on(held.relation);
  if (work.reason == Reason::validate_constraint) return own != nullptr;
  return own != nullptr && blocks_traffic(own->mode) && work.kind != WorkKind::bulk;
}

/// The locks that are held while it goes on.
struct Held {
  std::vector<std::string> names;
  std::vector<Impact> impacts;
  bool earlier = false;

  void add(const Context& ctx, const HeldLock& held, Duration duration) {
    names.push_back(fmt::format("{} on {}", name(held.mode), pg::sql_name(held.relation)));
    impacts.push_back({held.relation, held.mode, duration});
    earlier = earlier || ctx.held.is_earlier(held);
  }
  std::string message(std::string_view meanwhile) const {
    return fmt::format("{} while the transaction holds {} since an earlier {}", meanwhile, advice::listing(names),
                       earlier ? "migration of the same transaction" : "statement");
  }
};

bool report_work(const Context& ctx, const std::vector<const HeldLock*>& held_locks, Reporter& out) {
  for (const Work& work : ctx.effects.work) {
    const bool some_rows = may_take_long(work, ctx.before);
    if (!some_rows && !takes_long(work, ctx.before)) continue;
    Held during;
    for (const HeldLock* held : held_locks) {
      if (!ctx.in_use(held->relation) || is_told_elsewhere(ctx, work, *held)) continue;
      during.add(ctx, *held, duration_of(work.kind));
    }
    if (during.names.empty()) continue;
    if (some_rows && out.is_spoken_for(work.cause)) return true;
    out.report(work, {.severity = some_rows ? Severity::amber : Severity::red,
                      .message = during.message(what(work)),
                      .instead = advice::alone(ctx),
                      .impacts = std::move(during.impacts),
                      .certainty = some_rows ? Certainty::assumed : Certainty::proved,
                      .once = some_rows});
    return true;
  }
  return false;
}

void report_wait(const Context& ctx, const std::vector<const HeldLock*>& held_locks, Reporter& out) {
  for (const Wait& wait : ctx.effects.waits) {
    if (wait.ends_by_lock_timeout && ctx.before.session.lock_timeout().count() > 0) continue;
    Held during;
    for (const HeldLock* held : held_locks) {
      if (ctx.in_use(held->relation)) during.add(ctx, *held, Duration::query);
    }
    if (during.names.empty()) return;
    out.report({.severity = Severity::amber,
                .span = wait.cause,
                .message = during.message(wait.function + "() waits"),
                .instead = "-- before the transaction, or after it",
                .impacts = std::move(during.impacts),
                .once = true});
    return;
  }
}

void check(const Context& ctx, Reporter& out) {
  if (ctx.effects.work.empty() && ctx.effects.waits.empty()) return;
  const std::vector<const HeldLock*> held_locks = ctx.held.blocking_unworked();
  if (!held_locks.empty() && !report_work(ctx, held_locks, out)) report_wait(ctx, held_locks, out);
}

}  // namespace

namespace rules {

extern constinit const Rule lock_held_during_bulk_work = {
    .id = "lock-held-during-bulk-work",
    .family = Family::transactions,
    .severity = Severity::red,
    .summary = "long work in a transaction that holds a blocking lock since an earlier statement",
    .why =
        "PostgreSQL keeps every lock until its transaction ends. A change of schema that takes a moment stops readers "
        "or writers for as long as the work that follows it in the same transaction, or as what that waits for: "
        "pg_sleep(), an advisory lock, another server. It is reported where the first such work begins.",
    .instead = R"(BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD COLUMN active boolean;
COMMIT;
-- the long work in a transaction, or better a migration, of its own, and in batches:
UPDATE users SET active = true
WHERE ctid = ANY (ARRAY(SELECT ctid FROM users WHERE active IS NULL LIMIT 5000));)",
    .bad = R"(BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD COLUMN active boolean;
INSERT INTO audit SELECT * FROM imported_audit;
COMMIT;)",
    .good = R"(BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD COLUMN active boolean;
COMMIT;
INSERT INTO audit SELECT * FROM imported_audit;)",
    .see = "https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
