#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "case_file.h"
#include "compute.h"
#include "observation.h"

namespace pginterlock::conformance {

/// What came of comparing one case on one server. A fact is one thing that was compared: the lock on a relation, a
/// piece of work, whether a transaction block is allowed, whether it fails.
struct Comparison {
  std::size_t facts = 0;
  std::vector<std::string> disagreements;
  std::vector<std::string> undetermined;  // what could not be compared, and why
};

Comparison compare(const Case& one, const Observation& server, const Computed& computed);

}  // namespace pginterlock::conformance
