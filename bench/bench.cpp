// Time and memory of `pginterlock check --format json` on the SQL files under a folder, beside the bare parse of the
// same files by libpg_query and, where it is installed, squawk on the same files in the same run.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "pg/ast.h"
#include "text/read_file.h"

extern "C" {
#include "pg_query.h"
#include "pg_query/pg_query_internal.h"
}

namespace fs = std::filesystem;

namespace {

constexpr int rounds = 7;
using Clock = std::chrono::steady_clock;

struct Spent {
  double wall_ms = 0;
  double cpu_ms = 0;
  long peak_kb = 0;
};

double milliseconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
}

/// Runs a program with its output thrown away and measures the child.
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

/// The run with the least CPU time of several: what the machine's other work disturbed least.
Spent best(const std::vector<std::string>& command, int times = rounds) {
  Spent least = run(command);
  for (int i = 1; i < times; ++i) {
    const Spent cost = run(command);
    if (cost.cpu_ms < least.cpu_ms) least = cost;
  }
  return least;
}

/// The run with the median time on the clock.
Spent typical(const std::vector<std::string>& command, int times) {
  std::vector<Spent> runs;
  for (int i = 0; i < times; ++i) runs.push_back(run(command));
  std::sort(runs.begin(), runs.end(), [](const Spent& a, const Spent& b) { return a.wall_ms < b.wall_ms; });
  return runs[runs.size() / 2];
}

struct Parsed {
  double cpu_ms = 0;
  std::size_t statements = 0;
  std::size_t refused = 0;
};

Parsed parse_all(const std::vector<std::string>& texts) {
  Parsed result;
  rusage before{};
  rusage after{};
  getrusage(RUSAGE_THREAD, &before);
  for (const std::string& text : texts) {
    MemoryContext context = pg_query_enter_memory_context();
    const PgQueryInternalParsetreeAndError tree = pg_query_raw_parse(text.c_str(), 0);
    result.statements += pginterlock::pg::length(tree.tree);
    if (tree.error != nullptr) {
      ++result.refused;
      pg_query_free_error(tree.error);
    }
    std::free(tree.stderr_buffer);
    pg_query_exit_memory_context(context);
  }
  getrusage(RUSAGE_THREAD, &after);
  result.cpu_ms = milliseconds(after.ru_utime) - milliseconds(before.ru_utime) + milliseconds(after.ru_stime) -
                  milliseconds(before.ru_stime);
  return result;
}

std::string find_squawk() {
  if (const char* given = std::getenv("SQUAWK"); given != nullptr) return given;
  std::string path = std::getenv("PATH") == nullptr ? "" : std::getenv("PATH");
  path += ":node_modules/.bin";
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find(':', begin), path.size());
    const std::string candidate = path.substr(begin, end - begin) + "/squawk";
    if (access(candidate.c_str(), X_OK) == 0) return candidate;
    begin = end + 1;
  }
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: bench DIR [DIR…]\n");
    return 2;
  }
  std::vector<std::string> files;
  for (int i = 1; i < argc; ++i) {
    for (const auto& entry : fs::recursive_directory_iterator(argv[i])) {
      if (entry.is_regular_file() && entry.path().extension() == ".sql") files.push_back(entry.path().string());
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> texts;
  std::size_t bytes = 0;
  for (const std::string& file : files) {
    texts.push_back(pginterlock::read_file(file));
    bytes += texts.back().size();
  }
  if (files.empty()) {
    std::fprintf(stderr, "bench: no SQL files there\n");
    return 2;
  }

  Parsed parse = parse_all(texts);
  for (int i = 1; i < rounds; ++i) {
    const Parsed again = parse_all(texts);
    if (again.cpu_ms < parse.cpu_ms) parse = again;
  }
  const fs::path here = fs::read_symlink("/proc/self/exe").parent_path();
  const std::string program = (here / "pginterlock").string();
  std::vector<std::string> check{program, "check", "--format", "json"};
  for (int i = 1; i < argc; ++i) check.emplace_back(argv[i]);
  const Spent whole = best(check);
  std::size_t smallest = 0;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::size_t size = texts[i].size();
    if (size > 100 && (texts[smallest].size() <= 100 || size < texts[smallest].size())) smallest = i;
  }
  const Spent one = typical({program, "check", files[smallest]}, 3 * rounds);

  std::printf("files                 %10zu\n", files.size());
  std::printf("bytes                 %10zu\n", bytes);
  std::printf("statements            %10zu   (%zu files refused by the bare parse)\n", parse.statements, parse.refused);
  std::printf("bare parse, CPU       %10.1f ms   %.1f MB/s\n", parse.cpu_ms,
              static_cast<double>(bytes) / parse.cpu_ms / 1e3);
  std::printf("check, CPU            %10.1f ms   %.1f MB/s\n", whole.cpu_ms,
              static_cast<double>(bytes) / whole.cpu_ms / 1e3);
  std::printf("check, wall           %10.1f ms\n", whole.wall_ms);
  std::printf("check / bare parse    %10.2f      (bar: 3)\n", whole.cpu_ms / parse.cpu_ms);
  std::printf("peak memory           %10.1f MB   (bar: 64)\n", static_cast<double>(whole.peak_kb) / 1024);
  std::printf("one small file, wall  %10.1f ms   (bar: 10; %zu bytes)\n", one.wall_ms, texts[smallest].size());
  const std::string squawk = find_squawk();
  if (squawk.empty()) {
    std::printf("squawk                not installed (npm package squawk-cli; SQUAWK names the program)\n");
    return 0;
  }
  std::vector<std::string> command{squawk, "--reporter", "json"};
  command.insert(command.end(), files.begin(), files.end());
  const Spent other = best(command, 3);
  std::printf("squawk, wall          %10.1f ms   CPU %.1f ms\n", other.wall_ms, other.cpu_ms);
  std::printf("squawk / check, wall  %10.1f      (bar: 10)\n", other.wall_ms / whole.wall_ms);
  return 0;
}
