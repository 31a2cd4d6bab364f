#include "risk/timeline.h"

#include <algorithm>
#include <array>
#include <utility>

namespace pginterlock {

const HeldLock* HeldLocks::on(const QualifiedName& relation) const {
  const auto it =
      std::find_if(locks_.begin(), locks_.end(), [&](const HeldLock& lock) { return lock.relation == relation; });
  return it == locks_.end() ? nullptr : &*it;
}

bool takes_long(const Work& work, const State& before) {
  if (work.kind == WorkKind::bulk && !work.whole_table) return false;
  if (work.reason == Reason::insert || work.reason == Reason::copy || work.reason == Reason::merge) return true;
  return work.kind == WorkKind::query || before.in_use(work.relation);
}

void HeldLocks::take(const pg::Statement& statement, const Effects& effects, const State& before) {
  if (std::any_of(effects.work.begin(), effects.work.end(),
                  [&](const Work& work) { return takes_long(work, before); })) {
    for (HeldLock& held : locks_) held.worked_under = true;
  }
  for (const Lock& lock : effects.locks) {
    const auto held = std::find_if(locks_.begin(), locks_.end(),
                                   [&](const HeldLock& other) { return other.relation == lock.relation; });
    if (held != locks_.end() && held->mode >= lock.mode) continue;
    const Relation* known = before.schema.relation(lock.relation);
    const bool made_here = lock.is_new || (known != nullptr && before.made_in_this_transaction(*known));
    HeldLock taken{lock.relation, lock.kind, lock.mode, statement.index, lock.cause, made_here, false};
    if (held == locks_.end()) {
      locks_.push_back(std::move(taken));
    } else {
      *held = std::move(taken);
    }
  }
}

void HeldLocks::release(const Moment& before, const Session& after) {
  if (!after.in_transaction() || after.transaction() != before.transaction) {
    locks_.clear();
    savepoints_.clear();
    return;
  }
  const std::size_t depth = after.savepoints().size();
  savepoints_.resize(depth, locks_);
  // A lock that was made stronger after the savepoint is again what it was.
  if (const auto savepoint = after.rolled_back_to(); savepoint && *savepoint < depth) locks_ = savepoints_[*savepoint];
}

std::string_view name(Duration duration) {
  static constexpr std::array names = {"brief", "scan", "rewrite", "build", "bulk", "query"};
  return names[static_cast<std::size_t>(duration)];
}

Duration duration_of(WorkKind kind) {
  switch (kind) {
    case WorkKind::rewrite:
    case WorkKind::copy:
      return Duration::rewrite;
    case WorkKind::scan:
      return Duration::scan;
    case WorkKind::build:
    case WorkKind::rebuild:
      return Duration::build;
    case WorkKind::bulk:
      return Duration::bulk;
    case WorkKind::query:
      return Duration::query;
  }
  return Duration::brief;
}

Duration duration_of(const Effects& effects, const QualifiedName& relation) {
  Duration longest = Duration::brief;
  for (const Work& work : effects.work) {
    if (work.relation != relation) continue;
    const Duration duration = duration_of(work.kind);
    if (duration == Duration::rewrite) return duration;
    longest = std::max(longest, duration);
  }
  return longest;
}

}  // namespace pginterlock
