#pragma once

#include <cstddef>
#include <unordered_map>
#include <utility>
#include <vector>

#include "risk/timeline.h"

namespace pginterlock {

/// Whether a lock on a relation of the kind stops someone of its own accord: indexes and sequences are used with their
/// tables.
bool stands_alone(RelationKind kind);

/// A lock that the open transaction holds since an earlier statement, on a relation that it did not make itself: there
/// nobody waits.
struct HeldLock {
  QualifiedName relation;
  RelationKind kind = RelationKind::table;
  LockMode mode = LockMode::access_share;
  std::size_t statement = 0;  // index of the statement that took this mode
  std::size_t migration = 0;  // counts the migrations that these locks saw
};

/// The locks that the open transaction holds before a statement, and what became of those of earlier transactions.
/// PostgreSQL keeps locks until the transaction ends; ROLLBACK TO SAVEPOINT gives back those taken after the savepoint.
class HeldLocks {
 public:
  /// The strongest lock on the relation; null: none.
  const HeldLock* on(const QualifiedName& relation) const;
  /// The tables, views and the like with a lock that stops readers or writers, in the order in which it was taken.
  const HeldLock* blocking(std::size_t n) const { return n < blocking_.size() ? &taken_[blocking_[n]].lock : nullptr; }
  std::size_t blocking_count() const { return blocking_.size(); }
  /// Those of the same that no long work was done under so far.
  std::vector<const HeldLock*> blocking_unworked() const;
  /// Whether an earlier migration of the run took the lock.
  bool is_earlier(const HeldLock& lock) const { return lock.migration != migration_; }

  /// What decides about release, as it is before a statement.
  struct Moment {
    std::size_t transaction = 0;
    bool in_transaction = false;
  };
  static Moment moment(const State& state) { return {state.session.transaction(), state.session.in_transaction()}; }
  /// Adds what a statement takes and does when it meets `before`.
  void take(const pg::Statement& statement, const Effects& effects, const State& before);
  /// Lets go of what PostgreSQL lets go of after the statement: everything when the transaction ended, what came after
  /// the savepoint on ROLLBACK TO SAVEPOINT.
  void release(const Moment& before, const Session& after);

  /// A block with handlers in a routine begins, and ends: undone, it gives back what was locked in it.
  void begin_subtransaction() { subtransactions_.push_back(taken_.size()); }
  void end_subtransaction(bool undone);

  /// A migration begins: nothing is held, unless it goes on in the transaction of the one before.
  void start_migration(bool goes_on);
  /// It ends, and with it what its runner opened, unless the next migration goes on in the same transaction.
  void end_migration(bool goes_on);
  /// What was held in each transaction of several statements since the migration began.
  std::vector<TransactionTimeline> take_timelines() { return std::exchange(timelines_, {}); }

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  struct Taken {
    HeldLock lock;
    std::size_t weaker = none;  // the lock on the same relation that this one made stronger
    bool blocks_first = false;  // it stands in blocking_
  };
  void add(const Lock& lock, std::size_t statement, const State& before);
  /// Those that are held, from the one of that number on.
  std::vector<LockInterval> intervals(std::size_t begin) const;
  void roll_back_to(std::size_t keep);
  void end_transaction();
  void tell(bool goes_on);
  void clear();

  std::vector<Taken> taken_;
  std::unordered_map<QualifiedName, std::size_t> strongest_;
  std::vector<std::size_t> blocking_;
  std::size_t unworked_ = 0;                  // locks from here on were taken after the last long work
  std::vector<std::size_t> savepoints_;       // how many locks were held at each
  std::vector<std::size_t> subtransactions_;  // the same, at each block of a routine that is being run
  TransactionTimeline open_;
  std::size_t statements_ = 0;  // of the open transaction, in this migration
  std::size_t migration_ = 0;
  std::vector<TransactionTimeline> timelines_;
};

}  // namespace pginterlock
