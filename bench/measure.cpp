#include "measure.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace pginterlock::bench {

namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

double milliseconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
}

Spent run(const std::vector<std::string>& command) {
  std::vector<char*> argv;
  for (const std::string& word : command) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  std::fflush(nullptr);  // or the child writes these lines once more
  const auto begin = Clock::now();
  const pid_t child = fork();
  if (child == 0) {
    std::freopen("/dev/null", "w", stdout);
    std::freopen("/dev/null", "w", stderr);
    execvp(argv[0], argv.data());
    _exit(127);
  }
  rusage usage{};
  int status = 0;
  wait4(child, &status, 0, &usage);
  if (!WIFEXITED(status) || WEXITSTATUS(status) == 127) {
    std::fprintf(stderr, "bench: %s did not run (status %d)\n", argv[0], status);
    std::exit(2);
  }
  const std::chrono::duration<double, std::milli> wall = Clock::now() - begin;
  return {wall.count(), milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime), usage.ru_maxrss};
}

Spent best(const std::vector<std::string>& command, int times) {
  Spent least = run(command);
  for (int i = 1; i < times; ++i) {
    const Spent cost = run(command);
    if (cost.cpu_ms < least.cpu_ms) least = cost;
  }
  return least;
}

Spent typical(const std::vector<std::string>& command, int times) {
  std::vector<Spent> runs;
  for (int i = 0; i < times; ++i) runs.push_back(run(command));
  std::sort(runs.begin(), runs.end(), [](const Spent& a, const Spent& b) { return a.wall_ms < b.wall_ms; });
  return runs[runs.size() / 2];
}

}  // namespace pginterlock::bench
