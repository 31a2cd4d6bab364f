#include "growth.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "generated.h"
#include "measure.h"

namespace pginterlock::bench {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t megabyte = 1'000'000;
constexpr std::size_t whole = 100 * megabyte;

/// A folder that goes with the object.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "bench-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) {
      std::perror("bench: no temporary folder");
      std::exit(2);
    }
    path_ = pattern;
  }
  ~TemporaryFolder() { fs::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void write_file(const fs::path& path, std::size_t bytes) {
  std::ofstream file(path, std::ios::binary);
  std::size_t written = 0;
  for (std::size_t n = 0; written < bytes; ++n) {
    const std::string sql = migration(n);
    file << sql;
    written += sql.size();
  }
}

/// Files of one migration each, 500 in a folder. Out: how many.
std::size_t write_files(const fs::path& folder, std::size_t bytes) {
  std::size_t written = 0;
  std::size_t n = 0;
  for (; written < bytes; ++n) {
    char name[32];
    std::snprintf(name, sizeof name, "%04zu", n / 500);
    const fs::path inner = folder / name;
    fs::create_directories(inner);
    std::snprintf(name, sizeof name, "%07zu_change.sql", n);
    const std::string sql = migration(n);
    std::ofstream(inner / name, std::ios::binary) << sql;
    written += sql.size();
  }
  return n;
}

Spent check(const std::string& program, const fs::path& path, int jobs) {
  return run({program, "check", "--format", "json", "--jobs", std::to_string(jobs), path.string()});
}

double rate(std::size_t bytes, const Spent& spent) { return static_cast<double>(bytes) / spent.cpu_ms / 1e3; }

void print(const std::string& what, std::size_t bytes, const Spent& spent) {
  std::printf("%-34s %8.2f s CPU %8.2f s wall %6.1f MB/s %7.0f MB peak\n", what.c_str(), spent.cpu_ms / 1e3,
              spent.wall_ms / 1e3, rate(bytes, spent), static_cast<double>(spent.peak_kb) / 1024);
}

}  // namespace

int measure_growth(const std::string& program) {
  const TemporaryFolder folder;
  double slowest = 0;
  double fastest = 0;
  const auto note = [&](double of) {
    slowest = slowest == 0 ? of : std::min(slowest, of);
    fastest = std::max(fastest, of);
  };
  Spent one_thread;
  Spent two_threads;
  for (const std::size_t bytes : {5 * megabyte, 20 * megabyte, whole}) {
    const fs::path file = folder.path() / "long.sql";
    write_file(file, bytes);
    one_thread = check(program, file, 1);
    print("one file of " + std::to_string(bytes / megabyte) + " MB", bytes, one_thread);
    note(rate(bytes, one_thread));
    if (bytes == whole) two_threads = check(program, file, 2);
    fs::remove(file);
  }
  print("the last with two threads", whole, two_threads);
  const fs::path many = folder.path() / "many";
  const std::size_t files = write_files(many, whole);
  const Spent apart = check(program, many, 1);
  print(std::to_string(files) + " files of 100 MB", whole, apart);
  note(rate(whole, apart));
  const Spent apart_two = check(program, many, 2);
  print("the same with two threads", whole, apart_two);

  std::printf("fastest / slowest, CPU per byte    %6.2f   (bar: 2)\n", fastest / slowest);
  std::printf("one / two threads, wall, one file  %6.2f   (bar: 1.6)\n", one_thread.wall_ms / two_threads.wall_ms);
  std::printf("one / two threads, wall, files     %6.2f   (bar: 1.6)\n", apart.wall_ms / apart_two.wall_ms);
  const bool linear = fastest / slowest <= 2;
  return linear ? 0 : 1;
}

}  // namespace pginterlock::bench
