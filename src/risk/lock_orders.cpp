#include "risk/lock_orders.h"

#include <algorithm>

namespace pginterlock {

namespace {

constexpr std::size_t most_held = 8;
constexpr std::size_t most_pairs = 100'000;

}  // namespace

bool may_deadlock(const Lock& lock, const State& before) {
  if (!blocks_traffic(lock.mode) || lock.is_new || !stands_alone(lock.kind) || !before.in_use(lock.relation))
    return false;
  // CREATE TABLE IF NOT EXISTS leaves some doubt, but is mostly written for tables that are not there.
  const Relation* known = before.schema.relation(lock.relation);
  return known == nullptr || !before.made_in_this_transaction(*known);
}

void LockOrders::note(const HeldLocks& held, const QualifiedName& next, LockMode mode, const std::string& migration) {
  const std::size_t count = std::min(held.blocking_count(), most_held);
  for (std::size_t i = 0; i < count && pairs_.size() < most_pairs; ++i) {
    const HeldLock& before = *held.blocking(i);
    if (before.relation == next) return;  // it is held already
    if (last_ == nullptr || *last_ != migration) last_ = std::make_shared<const std::string>(migration);
    pairs_.try_emplace({before.relation, next}, Seen{last_, before.mode, mode});
  }
}

std::optional<LockOrders::Opposite> LockOrders::opposite(const HeldLocks& held, const Lock& lock,
                                                         const std::string& migration) const {
  const std::size_t count = std::min(held.blocking_count(), most_held);
  for (std::size_t i = 0; i < count; ++i) {
    const HeldLock& before = *held.blocking(i);
    if (before.relation == lock.relation) return std::nullopt;  // it is held already
    const Seen* found = seen(lock.relation, lock.mode, before.relation, before.mode);
    if (found != nullptr && *found->migration != migration) return Opposite{before, *found};
  }
  return std::nullopt;
}

const LockOrders::Seen* LockOrders::seen(const QualifiedName& first, LockMode first_mode, const QualifiedName& second,
                                         LockMode second_mode) const {
  const auto it = pairs_.find({first, second});
  if (it == pairs_.end()) return nullptr;
  const Seen& seen = it->second;
  return conflicts(seen.first, first_mode) && conflicts(seen.second, second_mode) ? &seen : nullptr;
}

}  // namespace pginterlock
