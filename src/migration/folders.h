#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <vector>

namespace pginterlock {

/// What stands in the folders around migrations. Each folder is listed once, each file that tells about others is read
/// once, and what they tell is not asked again. Paths as they are written; "" is the current folder.
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
  const Listing& list(std::string_view folder);

  /// Whether the folder holds a file or folder of that name, or (with a slash) below it.
  bool holds(std::string_view folder, std::string_view name);
  /// Where `folder` or a folder above it holds the name ("*.x": the first that ends so): up to the root of the
  /// repository, at most eight of them. Empty: none does.
  std::string nearest(std::string_view folder, std::string_view name);
  /// The folder's whole path, without "." and "..".
  std::string absolute(std::string_view folder);
  /// The bytes of a file that describes a project; empty when there is none.
  const std::string& text(const std::string& path);
  /// The first bytes of a file, enough for the comments at its head; empty when it cannot be read. Of the last few
  /// files they are kept, so the reference is good until another file is asked for.
  const std::string& head(const std::string& path);

 private:
  const std::vector<std::string>& upward(std::string_view folder);

  /// Looks texts up without a copy.
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  template <typename Value>
  using ByPath = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;

  ByPath<Listing> listings_;
  ByPath<std::vector<std::string>> upward_;  // a folder and those above it
  std::unordered_map<std::string, std::string> texts_;
  struct Head {
    std::string path;
    std::string bytes;
  };
  std::array<Head, 4> heads_;
  std::size_t next_head_ = 0;           // the one that is forgotten next
  std::optional<std::string> current_;  // the folder that relative paths begin at
};

}  // namespace pginterlock
