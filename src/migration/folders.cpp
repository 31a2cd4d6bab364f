#include "migration/folders.h"

#include <algorithm>
#include <system_error>

namespace pginterlock {

namespace fs = std::filesystem;

namespace {

Folders::Kind kind_of(const fs::directory_entry& entry) {
  std::error_code error;
  if (!entry.is_symlink(error)) return entry.is_directory(error) ? Folders::Kind::folder : Folders::Kind::file;
  const fs::file_status target = fs::status(entry.path(), error);
  if (!fs::exists(target)) return Folders::Kind::broken_link;
  return fs::is_directory(target) ? Folders::Kind::link_to_folder : Folders::Kind::file;
}

bool by_name(const Folders::Entry& a, const Folders::Entry& b) { return a.name < b.name; }

}  // namespace

const Folders::Listing& Folders::list(const fs::path& folder) {
  const auto [known, added] = listings_.try_emplace(folder.native());
  Listing& listing = known->second;
  if (!added) return listing;
  fs::directory_iterator entry(folder.empty() ? fs::path(".") : folder, listing.error);
  for (const fs::directory_iterator end; !listing.error && entry != end; entry.increment(listing.error)) {
    const std::string& path = entry->path().native();
    listing.entries.push_back({path.substr(path.rfind('/') + 1), kind_of(*entry)});
  }
  std::sort(listing.entries.begin(), listing.entries.end(), by_name);
  return listing;
}

bool Folders::exists(const fs::path& path) {
  const std::string& text = path.native();
  const std::size_t slash = text.rfind('/');
  const std::string name = text.substr(slash == std::string::npos ? 0 : slash + 1);
  const auto listed = listings_.find(slash == std::string::npos ? std::string() : text.substr(0, slash));
  if (listed != listings_.end() && !listed->second.error) {
    const auto& entries = listed->second.entries;
    const auto entry = std::lower_bound(entries.begin(), entries.end(), Entry{name}, by_name);
    return entry != entries.end() && entry->name == name && entry->kind != Kind::broken_link;
  }
  const auto [known, added] = asked_.try_emplace(text);
  std::error_code ignored;
  if (added) known->second = fs::exists(path, ignored);
  return known->second;
}

bool Folders::near(const fs::path& folder, std::string_view name) {
  auto& names = near_[folder.native()];
  const auto known = std::find_if(names.begin(), names.end(), [&](const auto& one) { return one.first == name; });
  if (known != names.end()) return known->second;
  bool found = false;
  fs::path at = fs::absolute(folder.empty() ? fs::path(".") : folder).lexically_normal();
  if (!at.has_filename()) at = at.parent_path();
  for (int level = 0; level < 8 && !found; ++level) {
    found = exists(at / name);
    if (at == at.parent_path()) break;
    at = at.parent_path();
  }
  names.emplace_back(name, found);
  return found;
}

}  // namespace pginterlock
