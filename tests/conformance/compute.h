#pragma once

#include <optional>
#include <string>
#include <vector>

#include "case_file.h"
#include "effects/effects.h"

namespace pginterlock::conformance {

/// What pginterlock says about a case: the set-up replayed as an earlier migration, the statement in a later one.
struct Computed {
  Effects effects;
  bool unreadable = false;                // PostgreSQL 18's parser refuses the statement
  std::vector<std::string> unread_setup;  // statements of the set-up that the parser refuses
};

/// transaction: BEGIN stands before the statement unless the session opened a transaction itself.
enum class Around { nothing, transaction };

Computed compute(const CaseFile& file, const Case& one, int version, Around around);

}  // namespace pginterlock::conformance
