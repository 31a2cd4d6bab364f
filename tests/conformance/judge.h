#pragma once

#include "case_file.h"
#include "compare.h"
#include "compute.h"
#include "observation.h"

namespace pginterlock::conformance {

/// What pginterlock says about the case that was observed: outside a transaction block when the server refused one.
Computed computed_for(const CaseFile& file, const Case& one, int version, const Observation& observation);

/// Compares it with what the server showed.
Comparison judge(const CaseFile& file, const Case& one, int version, const Observation& observation);

}  // namespace pginterlock::conformance
