#include "migration/folders.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "migration/paths.h"
#include "text/read_file.h"

namespace pginterlock {

namespace {

constexpr std::size_t head_bytes = 4096;
constexpr std::size_t most_levels = 8;

Folders::Kind kind_of(const std::string& path, unsigned char type) {
  if (type == DT_REG) return Folders::Kind::file;
  if (type == DT_DIR) return Folders::Kind::folder;
  struct stat status = {};
  if (type == DT_UNKNOWN && ::lstat(path.c_str(), &status) == 0 && !S_ISLNK(status.st_mode)) {
    return S_ISDIR(status.st_mode) ? Folders::Kind::folder : Folders::Kind::file;
  }
  if (::stat(path.c_str(), &status) != 0) return Folders::Kind::broken_link;
  if (!S_ISDIR(status.st_mode)) return Folders::Kind::file;
  return type == DT_LNK || type == DT_UNKNOWN ? Folders::Kind::link_to_folder : Folders::Kind::folder;
}

bool by_name(const Folders::Entry& a, const Folders::Entry& b) { return a.name < b.name; }

}  // namespace

const Folders::Listing& Folders::list(std::string_view folder) {
  if (const auto listed = listings_.find(folder); listed != listings_.end()) return listed->second;
  const auto known = listings_.try_emplace(std::string(folder)).first;
  Listing& listing = known->second;
  ::DIR* const open = ::opendir(folder.empty() ? "." : known->first.c_str());
  if (open == nullptr) {
    listing.error = {errno, std::generic_category()};
    return listing;
  }
  for (errno = 0; const ::dirent* entry = ::readdir(open); errno = 0) {
    std::string name = entry->d_name;
    if (name == "." || name == "..") continue;
    const Kind kind = kind_of(entry->d_type == DT_REG || entry->d_type == DT_DIR ? std::string() : joined(folder, name),
                              entry->d_type);
    listing.entries.push_back({std::move(name), kind});
  }
  if (errno != 0) listing.error = {errno, std::generic_category()};
  ::closedir(open);
  std::sort(listing.entries.begin(), listing.entries.end(), by_name);
  return listing;
}

bool Folders::holds(std::string_view folder, std::string_view name) {
  if (const std::size_t slash = name.find('/'); slash != std::string_view::npos) {
    return holds(folder, name.substr(0, slash)) && holds(joined(folder, name.substr(0, slash)), name.substr(slash + 1));
  }
  const auto& entries = list(folder).entries;
  const auto entry = std::lower_bound(entries.begin(), entries.end(), name,
                                      [](const Entry& one, std::string_view wanted) { return one.name < wanted; });
  return entry != entries.end() && entry->name == name && entry->kind != Kind::broken_link;
}

std::string Folders::absolute(std::string_view folder) {
  if (!current_) {
    std::error_code unknown;
    current_ = std::filesystem::current_path(unknown).string();
  }
  if (!folder.starts_with('/') && current_->empty()) return {};
  std::string path = normal(folder.starts_with('/') ? std::string(folder) : joined(*current_, folder));
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

const std::vector<std::string>& Folders::upward(std::string_view folder) {
  if (const auto known = upward_.find(folder); known != upward_.end()) return known->second;
  std::vector<std::string>& levels = upward_[std::string(folder)];
  std::string at = absolute(folder);
  levels.emplace_back(folder);
  while (levels.size() < most_levels && !holds(levels.back(), ".git") && at != "/" && !at.empty()) {
    at = folder_of(at);
    levels.push_back(at);
  }
  return levels;
}

std::string Folders::nearest(std::string_view folder, std::string_view name) {
  for (const std::string& level : upward(folder)) {
    if (name.starts_with('*')) {
      for (const Entry& entry : list(level).entries) {
        if (entry.kind == Kind::file && entry.name.ends_with(name.substr(1))) return joined(level, entry.name);
      }
    } else if (holds(level, name)) {
      return joined(level, name);
    }
  }
  return {};
}

const std::string& Folders::text(const std::string& path) {
  const auto [known, added] = texts_.try_emplace(path);
  if (!added) return known->second;
  try {
    known->second = read_file(path);
  } catch (const FileError&) {
    known->second.clear();  // a description that cannot be read describes nothing
  }
  return known->second;
}

const std::string& Folders::head(const std::string& path) {
  const auto known =
      std::find_if(heads_.begin(), heads_.end(), [&](const Head& one) { return one.path == path && !path.empty(); });
  if (known != heads_.end()) return known->bytes;
  Head& head = heads_[next_head_];
  next_head_ = (next_head_ + 1) % heads_.size();
  head = {path, {}};
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return head.bytes;
  std::array<char, head_bytes> bytes;
  const ssize_t count = ::read(file, bytes.data(), bytes.size());
  ::close(file);
  if (count > 0) head.bytes.assign(bytes.data(), static_cast<std::size_t>(count));
  return head.bytes;
}

}  // namespace pginterlock
