#pragma once

#include <string>
#include <vector>

#include "run.h"

namespace pginterlock::conformance {

/// What a run came to, for people.
struct Report {
  std::string text;  // ends in the closing line
  std::size_t disagreements = 0;
  std::size_t errors = 0;  // cases and files that could not be compared
};

/// Each disagreement once, with the versions that have it, under its case. The order is that of the files.
Report report_of(const std::vector<CaseFile>& files, const std::vector<Outcome>& outcomes);

}  // namespace pginterlock::conformance
