#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <utility>
#include <vector>

namespace pginterlock {

/// What stands in the folders around migrations. Each folder is listed once, and what a listing tells is not asked
/// again.
class Folders {
 public:
  enum class Kind : std::uint8_t { file, folder, link_to_folder, broken_link };
  struct Entry {
    std::string name;
    Kind kind = Kind::file;
  };

  /// The entries of a folder by name, without "." and ".."; `error` says why there are no (more) of them.
  struct Listing {
    std::vector<Entry> entries;
    std::error_code error;
  };
  const Listing& list(const std::filesystem::path& folder);

  /// Whether there is a file or folder of that path.
  bool exists(const std::filesystem::path& path);
  /// Whether `folder` or one of the seven above it holds the name.
  bool near(const std::filesystem::path& folder, std::string_view name);

 private:
  std::unordered_map<std::string, Listing> listings_;
  std::unordered_map<std::string, bool> asked_;  // paths in folders that were not listed
  std::unordered_map<std::string, std::vector<std::pair<std::string, bool>>> near_;  // by folder
};

}  // namespace pginterlock
