#include "cli/progress.h"

#include <unistd.h>

#include <cstdio>

namespace pginterlock::cli {

Progress::Progress(std::size_t total)
    : total_(total), next_(Clock::now() + std::chrono::seconds(1)), terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (shown_) std::fputs("\r\033[K", stderr);
}

void Progress::reached(std::size_t done) {
  if (!terminal_) return;
  const Clock::time_point now = Clock::now();
  if (now < next_) return;
  next_ = now + std::chrono::milliseconds(200);
  shown_ = true;
  std::fprintf(stderr, "\rpginterlock: %zu of %zu migrations", done, total_);
  std::fflush(stderr);
}

}  // namespace pginterlock::cli
