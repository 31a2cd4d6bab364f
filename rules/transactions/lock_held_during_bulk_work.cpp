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

void check(const Context& ctx, Reporter& out) {
  if (ctx.effects.work.empty()) return;
  const std::vector<const HeldLock*> held_locks = ctx.held.blocking_unworked();
  if (held_locks.empty()) return;
  for (const Work& work : ctx.effects.work) {
    const bool some_rows = may_take_long(work, ctx.before);
    if (!some_rows && !takes_long(work, ctx.before)) continue;
    std::vector<std::string> names;
    std::vector<Impact> impacts;
    bool earlier = false;
    for (const HeldLock* held : held_locks) {
      if (!ctx.in_use(held->relation) || is_told_elsewhere(ctx, work, *held)) continue;
      names.push_back(fmt::format("{} on {}", name(held->mode), pg::sql_name(held->relation)));
      impacts.push_back({held->relation, held->mode, duration_of(work.kind)});
      earlier = earlier || ctx.held.is_earlier(*held);
    }
    if (names.empty()) continue;
    if (some_rows && out.is_spoken_for(work.cause)) return;
    out.report(work, {.severity = some_rows ? Severity::amber : Severity::red,
                      .message = fmt::format("{} while the transaction holds {} since an earlier {}", what(work),
                                             advice::listing(names),
                                             earlier ? "migration of the same transaction" : "statement"),
                      .instead = advice::alone(ctx),
                      .impacts = std::move(impacts),
                      .certainty = some_rows ? Certainty::assumed : Certainty::proved,
                      .once = some_rows});
    return;
  }
}

}  // namespace

namespace rules {

extern constinit const Rule lock_held_during_bulk_work = {
    .id = "lock-held-during-bulk-work",
    .family = Family::transactions,
    .severity = Severity::red,
    .concern = Concern::work,
    .summary = "long work in a transaction that holds a blocking lock since an earlier statement",
    .why =
        "PostgreSQL keeps every lock until its transaction ends. A change of schema that takes a moment stops readers "
        "or writers for as long as the work that follows it in the same transaction. It is reported where the first "
        "such "
        "work begins.",
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
COPY audit FROM '/tmp/audit.csv';
COMMIT;)",
    .good = R"(BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD COLUMN active boolean;
COMMIT;
COPY audit FROM '/tmp/audit.csv';)",
    .see = "https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
