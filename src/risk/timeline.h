#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "effects/effects.h"

namespace pginterlock {

/// How long a lock is needed for.
enum class Duration : std::uint8_t { brief, scan, rewrite, build, bulk, query };
std::string_view name(Duration duration);
Duration duration_of(WorkKind kind);
/// The one that tells more about how long it takes: a rewrite above all.
Duration longer(Duration a, Duration b);
/// The longest work that the statement does on the relation while it holds the lock.
Duration duration_of(const Effects& effects, const QualifiedName& relation);

/// Whether the work takes a time that grows with a table in use, or with the data that is put into a new one.
bool takes_long(const Work& work, const State& before);
/// Whether it may: a WHERE leaves some of the rows, nobody knows how many, and all may have to be looked at for them.
bool may_take_long(const Work& work, const State& before);

/// A lock that a transaction holds on a relation which others may use. Statements are those of the migration's report.
struct LockInterval {
  QualifiedName relation;
  RelationKind kind = RelationKind::table;
  LockMode mode = LockMode::access_share;
  std::optional<std::size_t> from;      // the statement that takes it; none: an earlier migration of the same run did
  std::size_t until = 0;                // the last statement during which it is held
  Duration duration = Duration::brief;  // of the longest work that is done meanwhile, on whatever relation
};

/// Work of a transaction that takes long.
struct TimelineWork {
  std::size_t statement = 0;
  WorkKind kind = WorkKind::scan;
  QualifiedName relation;
  std::string index;  // build, rebuild
};

/// What one transaction of several statements holds and does, from its first statement to its last.
struct TransactionTimeline {
  std::size_t first = 0;
  std::size_t last = 0;
  bool goes_on = false;             // into the next migration of the run
  std::vector<LockInterval> locks;  // in the order in which they are taken; a stronger mode is an interval of its own
  std::vector<TimelineWork> work;   // in the order of the statements
};

}  // namespace pginterlock
