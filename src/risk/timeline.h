#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "effects/effects.h"

namespace pginterlock {

/// A lock that the open transaction holds since an earlier statement.
struct HeldLock {
  QualifiedName relation;
  RelationKind kind = RelationKind::table;
  LockMode mode = LockMode::access_share;
  std::size_t statement = 0;  // index of the statement that took this mode
  Span cause;
  bool made_here = false;     // the transaction itself made the relation: nobody else waits for it
  bool worked_under = false;  // an earlier statement already did long work while it was held
};

/// Whether the work takes a time that grows with a table in use, or with the data that is put into a new one.
bool takes_long(const Work& work, const State& before);

/// The locks that the open transaction holds before a statement. PostgreSQL keeps them until the transaction ends;
/// ROLLBACK TO SAVEPOINT gives back those taken after the savepoint.
class HeldLocks {
 public:
  const std::vector<HeldLock>& all() const { return locks_; }
  const HeldLock* on(const QualifiedName& relation) const;
  /// What decides about release, as it is before a statement.
  struct Moment {
    std::size_t transaction = 0;
    bool in_transaction = false;
  };
  static Moment moment(const State& state) { return {state.session.transaction(), state.session.in_transaction()}; }
  /// Adds what a statement takes when it meets `before`.
  void take(const pg::Statement& statement, const Effects& effects, const State& before);
  /// Lets go of what PostgreSQL lets go of after the statement: everything when the transaction ended, what came after
  /// the savepoint on ROLLBACK TO SAVEPOINT.
  void release(const Moment& before, const Session& after);

 private:
  std::vector<HeldLock> locks_;
  std::vector<std::vector<HeldLock>> savepoints_;  // what was held at each savepoint
};

/// How long a lock is needed for.
enum class Duration : std::uint8_t { brief, scan, rewrite, build, bulk, query };
std::string_view name(Duration duration);
Duration duration_of(WorkKind kind);
/// The longest work that the statement does on the relation while it holds the lock.
Duration duration_of(const Effects& effects, const QualifiedName& relation);

}  // namespace pginterlock
