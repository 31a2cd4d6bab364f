#pragma once

#include <cstddef>
#include <memory>

#include "lint/lint.h"
#include "lint/walk.h"

namespace pginterlock {

/// Judges a migration while a walk goes through it, or afterwards from a recording of the walk (recording.h).
class Pass : public WalkObserver {
 public:
  /// The judgement, once the walk has ended. The migration goes with it.
  virtual MigrationReport take_report() = 0;
};

/// `state` is what the walk changes or a follower of it; it is as the walk left it whenever the pass is told something.
/// `prepared` and `options` stay as long as the pass.
std::unique_ptr<Pass> make_pass(Prepared& prepared, std::size_t ordinal, State& state, const LintOptions& options);

}  // namespace pginterlock
