#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// Runs the real program, as a user would.
namespace program {

struct Result {
  int status = -1;  // exit status; -1 when a signal ended it
  std::string out, err;
};

struct Setting {
  std::string input = {};                     // standard input
  std::filesystem::path folder = {};          // working directory; empty: the one of the tests
  std::vector<std::string> environment = {};  // NAME=value, on top of what is there
};

Result run(const std::vector<std::string>& arguments, const Setting& setting = {});

/// Runs any command, found by PATH.
Result run_command(const std::vector<std::string>& command, const Setting& setting = {});

/// A new folder that goes away with its scope.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  /// Writes a file (and the folders above it) and gives its whole path.
  std::string write(const std::string& name, std::string_view bytes) const;
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

std::string read(const std::filesystem::path& path);
std::size_t lines(std::string_view text);
bool contains(std::string_view text, std::string_view part);

}  // namespace program
