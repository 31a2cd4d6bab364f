#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

std::string_view what(WorkKind kind) {
  switch (kind) {
    case WorkKind::rewrite:
      return "a table is written anew";
    case WorkKind::scan:
      return "a whole table is read";
    case WorkKind::build:
    case WorkKind::rebuild:
      return "an index is built";
    case WorkKind::copy:
      return "files are copied";
    case WorkKind::bulk:
      return "rows are changed in number";
    case WorkKind::query:
      return "a query of unknown length runs";
  }
  return "long work goes on";
}

/// Work whose time grows with a table, or with the data that is put into a new one.
bool is_long(const Context& ctx, const Work& work) {
  if (work.kind == WorkKind::bulk && !work.whole_table) return false;
  if (work.reason == Reason::insert || work.reason == Reason::copy || work.reason == Reason::merge) return true;
  return work.kind == WorkKind::query || ctx.in_use(work.relation);
}

/// The rule about this statement's own work on the table says who waits, or the one about VALIDATE does.
bool is_told_elsewhere(const Context& ctx, const Work& work, const HeldLock& held) {
  if (work.reason == Reason::validate_constraint) return ctx.effects.lock_on(held.relation) != nullptr;
  const Lock* own = ctx.effects.lock_on(held.relation);
  return own != nullptr && blocks_traffic(own->mode) && work.kind != WorkKind::bulk;
}

void check(const Context& ctx, Reporter& out) {
  if (ctx.effects.work.empty() || ctx.held.all().empty()) return;
  for (const Work& work : ctx.effects.work) {
    if (!is_long(ctx, work)) continue;
    std::vector<std::string> names;
    std::vector<Impact> impacts;
    for (const HeldLock& held : ctx.held.all()) {
      if (!blocks_traffic(held.mode) || held.made_here || held.kind == RelationKind::index) continue;
      if (held.statement >= ctx.statement.index || !ctx.in_use(held.relation)) continue;
      if (is_told_elsewhere(ctx, work, held)) continue;
      names.push_back(fmt::format("{} on {}", name(held.mode), pg::sql_name(held.relation)));
      impacts.push_back({held.relation, held.mode, duration_of(work.kind)});
    }
    if (names.empty()) continue;
    out.report({.span = work.cause,
                .message = fmt::format("{} while the transaction holds {} since an earlier statement", what(work.kind),
                                       advice::listing(names)),
                .impacts = std::move(impacts),
                .certainty = work.certainty});
    return;
  }
}

}  // namespace

namespace rules {

extern constinit const Rule lock_held_during_bulk_work = {
    .id = "lock-held-during-bulk-work",
    .family = Family::transactions,
    .severity = Severity::red,
    .once = true,
    .summary = "long work in a transaction that holds a blocking lock since an earlier statement",
    .why =
        "PostgreSQL keeps every lock until its transaction ends. A change of schema that takes a moment stops readers "
        "or "
        "writers for as long as the work that follows it in the same transaction. It is reported once for a migration, "
        "at the "
        "first statement.",
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
