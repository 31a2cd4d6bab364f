#pragma once

#include <string>
#include <string_view>

#include "effects/effects.h"
#include "observation.h"

namespace pginterlock::conformance {

std::string_view word(WorkKind kind);
std::string_view word(TransactionBlock block);

/// All that one side says about a case, a fact a line: for --verbose.
std::string describe(const Observation& server);
std::string describe(const Effects& ours);

}  // namespace pginterlock::conformance
