#pragma once

#include <sys/time.h>

#include <string>
#include <vector>

namespace pginterlock::bench {

inline constexpr int rounds = 7;

struct Spent {
  double wall_ms = 0;
  double cpu_ms = 0;
  long peak_kb = 0;
};

double milliseconds(const timeval& time);
/// Runs a program with its output thrown away and measures the child. A program that cannot be run ends this one.
Spent run(const std::vector<std::string>& command);
/// The run with the least CPU time of several: what the machine's other work disturbed least.
Spent best(const std::vector<std::string>& command, int times = rounds);
/// The run with the median time on the clock.
Spent typical(const std::vector<std::string>& command, int times);

}  // namespace pginterlock::bench
