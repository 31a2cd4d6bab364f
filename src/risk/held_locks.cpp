#include "risk/held_locks.h"

#include <algorithm>
#include <iterator>

#include "pg/ast.h"

namespace pginterlock {

bool stands_alone(RelationKind kind) { return kind != RelationKind::index && kind != RelationKind::sequence; }

const HeldLock* HeldLocks::on(const QualifiedName& relation) const {
  if (taken_.empty()) return nullptr;
  const auto it = strongest_.find(relation);
  return it == strongest_.end() ? nullptr : &taken_[it->second].lock;
}

std::vector<const HeldLock*> HeldLocks::blocking_unworked() const {
  std::vector<const HeldLock*> found;
  for (std::size_t i = unworked_; i < taken_.size(); ++i) {
    const HeldLock& lock = taken_[i].lock;
    const bool blocks = blocks_traffic(lock.mode) && stands_alone(lock.kind);
    if (blocks && strongest_.at(lock.relation) == i) found.push_back(&lock);
  }
  return found;
}

void HeldLocks::add(const Lock& lock, std::size_t statement, const State& before) {
  const HeldLock* held = on(lock.relation);
  if (held != nullptr && held->mode >= lock.mode) return;
  if (lock.is_new || !before.in_use(lock.relation)) return;
  const Relation* known = before.schema.relation(lock.relation);
  if (known != nullptr && before.made_in_this_transaction(*known)) return;
  Taken taken{{lock.relation, lock.kind, lock.mode, statement, migration_}};
  const auto [strongest, first] = strongest_.try_emplace(lock.relation, taken_.size());
  if (!first) taken.weaker = std::exchange(strongest->second, taken_.size());
  const bool blocked_before = held != nullptr && blocks_traffic(held->mode);
  taken.blocks_first = blocks_traffic(lock.mode) && stands_alone(lock.kind) && !blocked_before;
  if (taken.blocks_first) blocking_.push_back(taken_.size());
  taken_.push_back(std::move(taken));
}

void HeldLocks::take(const pg::Statement& statement, const Effects& effects, const State& before) {
  if (!before.session.joins_transaction()) return;
  const bool counts = pg::tag(statement.node) != T_TransactionStmt;
  if (counts && statements_++ == 0) open_.first = statement.index;
  open_.last = statement.index;
  bool works = false;
  for (const Work& work : effects.work) {
    if (!takes_long(work, before)) continue;
    works = true;
    open_.work.push_back({statement.index, work.kind, work.relation, work.index});
  }
  if (works) unworked_ = taken_.size();
  for (const Lock& lock : effects.locks) add(lock, statement.index, before);
}

std::vector<LockInterval> HeldLocks::intervals(std::size_t begin) const {
  std::vector<LockInterval> found(taken_.size() - begin);
  Duration longest = Duration::brief;
  std::size_t work = open_.work.size();
  for (std::size_t i = taken_.size(); i-- > begin;) {
    const HeldLock& lock = taken_[i].lock;
    const bool own = lock.migration == migration_;
    while (work > 0 && (!own || open_.work[work - 1].statement >= lock.statement)) {
      longest = longer(longest, duration_of(open_.work[--work].kind));
    }
    const auto from = own ? std::optional(lock.statement) : std::nullopt;
    found[i - begin] = {lock.relation, lock.kind, lock.mode, from, open_.last, longest};
  }
  return found;
}

void HeldLocks::roll_back_to(std::size_t keep) {
  std::vector<LockInterval> ended = intervals(keep);
  open_.locks.insert(open_.locks.end(), std::make_move_iterator(ended.begin()), std::make_move_iterator(ended.end()));
  for (; taken_.size() > keep; taken_.pop_back()) {
    const Taken& taken = taken_.back();
    if (taken.blocks_first) blocking_.pop_back();
    if (taken.weaker == none) {
      strongest_.erase(taken.lock.relation);
    } else {
      strongest_[taken.lock.relation] = taken.weaker;
    }
  }
  unworked_ = std::min(unworked_, keep);
}

void HeldLocks::tell(bool goes_on) {
  std::vector<LockInterval> held = intervals(0);
  std::vector<LockInterval>& locks = open_.locks;
  locks.insert(locks.end(), std::make_move_iterator(held.begin()), std::make_move_iterator(held.end()));
  std::stable_sort(locks.begin(), locks.end(),
                   [](const LockInterval& a, const LockInterval& b) { return a.from < b.from; });
  open_.goes_on = goes_on;
  timelines_.push_back(std::move(open_));
}

void HeldLocks::clear() {
  taken_.clear();
  strongest_.clear();
  blocking_.clear();
  savepoints_.clear();
  unworked_ = 0;
}

void HeldLocks::end_transaction() {
  const bool carried = !taken_.empty() && is_earlier(taken_.front().lock);
  if (statements_ > 1 || (carried && statements_ > 0)) tell(false);
  open_ = {};
  statements_ = 0;
  if (!taken_.empty()) clear();
}

void HeldLocks::release(const Moment& before, const Session& after) {
  if (!after.in_transaction() || after.transaction() != before.transaction) return end_transaction();
  const std::size_t depth = after.savepoints().size();
  savepoints_.resize(depth, taken_.size());
  // A lock that was made stronger after the savepoint is again what it was.
  if (const auto savepoint = after.rolled_back_to(); savepoint && *savepoint < depth) {
    roll_back_to(savepoints_[*savepoint]);
  }
}

// xact.c, AbortSubTransaction.
void HeldLocks::end_subtransaction(bool undone) {
  const std::size_t keep = std::min(subtransactions_.back(), taken_.size());
  subtransactions_.pop_back();
  if (undone) roll_back_to(keep);
}

void HeldLocks::start_migration(bool goes_on) {
  if (!goes_on) {
    open_ = {};
    statements_ = 0;
    clear();
  }
  ++migration_;
}

void HeldLocks::end_migration(bool goes_on) {
  if (!goes_on) return end_transaction();
  if (statements_ > 0) tell(true);
  open_ = {};
  statements_ = 0;
}

}  // namespace pginterlock
