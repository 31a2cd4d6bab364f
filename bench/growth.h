#pragma once

#include <string>

namespace pginterlock::bench {

/// Checks generated SQL as one file of 5, 20 and 100 MB and as 100 MB in many files, with one thread and with two, and
/// prints throughput and memory. Out: the exit status, 1 when a bar is missed.
int measure_growth(const std::string& program);

}  // namespace pginterlock::bench
