// Time and memory of `pginterlock check --format json` on the SQL files under a folder, beside the bare parse of the
// same files by libpg_query and, where it is installed, squawk on the same files in the same run.
// Without a folder: how time and memory grow with the input, on generated SQL.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "growth.h"
#include "measure.h"
#include "pg/ast.h"
#include "text/read_file.h"

extern "C" {
#include "pg_query.h"
#include "pg_query/pg_query_internal.h"
}

namespace fs = std::filesystem;
using namespace pginterlock::bench;

namespace {

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

std::vector<std::string> sql_files(const std::vector<std::string>& folders) {
  std::vector<std::string> files;
  for (const std::string& folder : folders) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file() && entry.path().extension() == ".sql") files.push_back(entry.path().string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

constexpr const char* only_read = "--read-and-parse";

/// What no checker on this parser can do without: a process that finds the files, reads them and parses them.
int read_and_parse(const std::vector<std::string>& folders) {
  for (const std::string& file : sql_files(folders)) parse_all({pginterlock::read_file(file)});
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const fs::path self = fs::read_symlink("/proc/self/exe");
  const std::string program = (self.parent_path() / "pginterlock").string();
  if (argc < 2) return measure_growth(program);
  const std::vector<std::string> folders(argv + (std::string_view(argv[1]) == only_read ? 2 : 1), argv + argc);
  if (std::string_view(argv[1]) == only_read) return read_and_parse(folders);
  const std::vector<std::string> files = sql_files(folders);
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
  std::vector<std::string> check{program, "check", "--format", "json"};
  check.insert(check.end(), folders.begin(), folders.end());
  const Spent whole = best(check);
  std::vector<std::string> reading{self.string(), only_read};
  reading.insert(reading.end(), folders.begin(), folders.end());
  const Spent least = best(reading);
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
  std::printf("read and parse, CPU   %10.1f ms   (a process that finds, reads and parses them and does nothing else)\n",
              least.cpu_ms);
  std::printf("check, CPU            %10.1f ms   %.1f MB/s\n", whole.cpu_ms,
              static_cast<double>(bytes) / whole.cpu_ms / 1e3);
  std::printf("check, wall           %10.1f ms\n", whole.wall_ms);
  std::printf("check / bare parse    %10.2f      (bar: 3)\n", whole.cpu_ms / parse.cpu_ms);
  std::printf("check / read and parse%9.2f\n", whole.cpu_ms / least.cpu_ms);
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
