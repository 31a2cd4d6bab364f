#pragma once

#include <vector>

#include "effects/effects.h"

// What tests/conformance/mutate puts around each lock mode and each kind of work in a copy of src/effects: one number
// for each change. In the program that users get there is nothing of this.
namespace pginterlock::mutant {

inline int active = 0;                      // the change that is made; 0: none
inline std::vector<bool> reached(1 << 14);  // the changes that the run came by

inline LockMode of(int weaker, int stronger, LockMode mode) {
  reached[static_cast<std::size_t>(weaker)] = mode != LockMode::access_share;
  reached[static_cast<std::size_t>(stronger)] = mode != LockMode::access_exclusive;
  if (active == weaker && mode != LockMode::access_share) return static_cast<LockMode>(static_cast<int>(mode) - 1);
  if (active == stronger && mode != LockMode::access_exclusive) {
    return static_cast<LockMode>(static_cast<int>(mode) + 1);
  }
  return mode;
}

inline WorkKind of(int other, WorkKind kind) {
  reached[static_cast<std::size_t>(other)] = true;
  if (active != other) return kind;
  switch (kind) {
    case WorkKind::rewrite:
    case WorkKind::copy:
      return WorkKind::scan;
    case WorkKind::scan:
    case WorkKind::bulk:
    case WorkKind::query:
      return WorkKind::rewrite;
    case WorkKind::build:
    case WorkKind::rebuild:
      return WorkKind::copy;
  }
  return kind;
}

}  // namespace pginterlock::mutant
