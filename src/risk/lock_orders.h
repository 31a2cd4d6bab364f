#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "risk/held_locks.h"

namespace pginterlock {

/// Whether others may hold the lock's relation and wait for one that this transaction holds.
bool may_deadlock(const Lock& lock, const State& before);

/// In which order the transactions of a run lock tables that others use, with modes that stop readers or writers. Two
/// transactions that lock the same two tables in opposite orders can wait for each other.
class LockOrders {
 public:
  struct Seen {
    std::shared_ptr<const std::string> migration;  // path of the first that did it
    LockMode first = LockMode::share;
    LockMode second = LockMode::share;
  };

  /// Notes that `migration` locks `next` while it holds other tables. Of those the first few count, and of a run's
  /// pairs the first hundred thousand: what is kept must stay small whatever the input.
  void note(const HeldLocks& held, const QualifiedName& next, LockMode mode, const std::string& migration);
  /// A table that is held, and the migration that locked it after the one of `lock`, in modes that are in the way of
  /// these. None: nobody did. Of the tables that are held the same first few count.
  struct Opposite {
    const HeldLock& held;
    const Seen& seen;
  };
  std::optional<Opposite> opposite(const HeldLocks& held, const Lock& lock, const std::string& migration) const;
  /// The migration that locked `first` and then `second`, in modes that are in the way of the given ones; null: none.
  const Seen* seen(const QualifiedName& first, LockMode first_mode, const QualifiedName& second,
                   LockMode second_mode) const;

 private:
  struct Pair {
    QualifiedName first, second;
    friend bool operator==(const Pair&, const Pair&) = default;
  };
  struct Hash {
    std::size_t operator()(const Pair& pair) const noexcept {
      return std::hash<QualifiedName>{}(pair.first) * 31 + std::hash<QualifiedName>{}(pair.second);
    }
  };

  std::unordered_map<Pair, Seen, Hash> pairs_;
  std::shared_ptr<const std::string> last_;  // the migration of the last pair
};

}  // namespace pginterlock
