#include "migration/left_out.h"

#include <algorithm>

#include "migration/file_names.h"
#include "migration/paths.h"

namespace pginterlock {

LeftOut& Aside::entry(std::string_view reason, const std::string& path) {
  const auto known = std::find_if(all_.begin(), all_.end(), [&](const LeftOut& one) { return one.reason == reason; });
  if (known != all_.end()) return *known;
  return all_.emplace_back(LeftOut{std::string(reason), 0, normal(path)});
}

void Aside::add(std::string_view reason, const std::string& path) { ++entry(reason, path).files; }

void Aside::add(const std::vector<LeftOut>& others) {
  for (const LeftOut& other : others) entry(other.reason, other.example).files += other.files;
}

AsideReason reason_to_leave_out(std::string_view path, std::string_view root) {
  std::string_view below = path.substr(std::min(path.size(), root.size()));
  std::string_view aside;
  for (std::size_t slash = below.find('/'); slash != std::string_view::npos; slash = below.find('/')) {
    const std::string_view part = below.substr(0, slash);
    if (const std::string_view other = foreign_database(part); !other.empty()) {
      return {"for " + std::string(other), true};
    }
    if (aside.empty()) aside = aside_by_folder(part);
    below.remove_prefix(slash + 1);
  }
  if (const std::string_view other = foreign_database_of_file(below); !other.empty()) {
    return {"for " + std::string(other), true};
  }
  if (aside.empty()) aside = aside_by_name(below);
  return {std::string(aside), false};
}

}  // namespace pginterlock
