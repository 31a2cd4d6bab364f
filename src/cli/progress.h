#pragma once

#include <chrono>
#include <cstddef>

namespace pginterlock::cli {

/// Tells on a terminal's standard error how far a run is, once it has taken longer than a second. The line goes away
/// at the end.
class Progress {
 public:
  explicit Progress(std::size_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void reached(std::size_t done);

 private:
  using Clock = std::chrono::steady_clock;

  std::size_t total_;
  Clock::time_point next_;
  bool terminal_;
  bool shown_ = false;
};

}  // namespace pginterlock::cli
