#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "text/read_file.h"

using pginterlock::FileError;
using pginterlock::read_file;

namespace {

/// A folder of its own that goes away with the test.
struct Folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("pginterlock-read-file-" + std::to_string(::getpid()));
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }
};

std::string error_of(const std::filesystem::path& path) {
  try {
    read_file(path);
  } catch (const FileError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a file comes back byte for byte") {
  const Folder folder;
  const std::string bytes("a\0b\r\n\xFF", 6);
  std::ofstream(folder.path / "a.sql", std::ios::binary) << bytes;
  std::ofstream(folder.path / "empty.sql", std::ios::binary) << "";
  CHECK(read_file(folder.path / "a.sql") == bytes);
  CHECK(read_file(folder.path / "empty.sql").empty());
}

TEST_CASE("what is no file says so, with its name") {
  const Folder folder;
  const std::string missing = (folder.path / "none.sql").string();
  CHECK(error_of(missing) == missing + ": no such file or folder; check the path");
  CHECK(error_of(folder.path) == folder.path.string() + ": is a folder; name a file in it");
  std::filesystem::create_symlink("nowhere", folder.path / "dangling");
  CHECK(error_of(folder.path / "dangling").find("points to nothing") != std::string::npos);
  std::filesystem::create_symlink("loop", folder.path / "loop");
  CHECK(error_of(folder.path / "loop").find("points to itself") != std::string::npos);
  REQUIRE(::mkfifo((folder.path / "pipe").c_str(), 0600) == 0);
  CHECK(error_of(folder.path / "pipe").find("neither a file nor a folder") != std::string::npos);
}
