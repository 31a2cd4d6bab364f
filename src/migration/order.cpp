#include "migration/order.h"

#include <algorithm>
#include <map>
#include <utility>

#include "migration/folders.h"
#include "migration/paths.h"

namespace pginterlock {

namespace {

struct Key {
  std::size_t rank = 0;
  std::string name;
};

/// Diesel leaves the dashes out of versions, so that 2017-08-31-230457 comes after 20140924113530.
/// Source: diesel_migrations_internals, version_from_string.
std::string without_dashes(std::string_view version) {
  std::string bare(version);
  std::erase(bare, '-');
  return bare;
}

Key key_of(const MigrationFile& file, FileOrder order, const Plan& plan) {
  switch (order) {
    case FileOrder::natural:
    case FileOrder::depends:
      return {0, file.shown};
    case FileOrder::bytes: {
      const bool folder = name_of(file.path) == "migration.sql";
      return {0, std::string(name_of(folder ? folder_of(file.shown) : std::string_view(file.shown)))};
    }
    case FileOrder::version: {
      if (file.version.empty()) return {1, std::string(name_of(file.shown))};  // repeatable: behind all others
      std::string version = file.version;
      std::replace(version.begin(), version.end(), '_', '.');
      return {0, std::move(version)};
    }
    case FileOrder::dashes:
      return {0, without_dashes(name_of(folder_of(file.shown)).substr(0, file.version.size()))};
    case FileOrder::plan: {
      const auto known = plan.find(plan_name(file));
      return {known == plan.end() ? plan.size() : known->second, file.shown};
    }
  }
  return {};
}

/// The words behind "-- depends:" among the comments at a file's head. Source: yoyo, migrations.py.
std::vector<std::string> dependencies(const MigrationFile& file, Folders& folders) {
  std::vector<std::string> names;
  const std::string& head = folders.head(file.path);
  const std::size_t at = head.find("depends:");
  if (at == std::string::npos || !trimmed(line_at(head, head.rfind('\n', at) + 1)).starts_with("--")) return names;
  std::string_view words = trimmed(line_at(head, at + 8));
  while (!words.empty()) {
    const std::size_t end = std::min(words.find_first_of(" \t"), words.size());
    names.emplace_back(words.substr(0, end));
    words = trimmed(words.substr(end));
  }
  return names;
}

/// What a file depends on comes before it; otherwise by name. Files in a circle keep the order of their names.
void order_by_dependencies(std::vector<MigrationFile>& files) {
  std::map<std::string, std::vector<std::string>, std::less<>> needs;
  Folders folders;
  for (const MigrationFile& file : files) needs[std::string(stem_of(name_of(file.path)))] = dependencies(file, folders);
  std::vector<MigrationFile> ordered;
  std::unordered_map<std::string, bool> done;
  bool progress = true;
  while (!files.empty()) {
    const auto ready = std::find_if(files.begin(), files.end(), [&](const MigrationFile& file) {
      const auto& all = needs[std::string(stem_of(name_of(file.path)))];
      return !progress || std::all_of(all.begin(), all.end(), [&](const std::string& need) {
        return done.contains(need) || !needs.contains(need);
      });
    });
    progress = ready != files.end();
    if (!progress) continue;
    done[std::string(stem_of(name_of(ready->path)))] = true;
    ordered.push_back(std::move(*ready));
    files.erase(ready);
  }
  files = std::move(ordered);
}

}  // namespace

std::string plan_name(const MigrationFile& file) {
  const bool sqitch = file.framework != nullptr && file.framework->id == "sqitch";
  return sqitch ? file.version : std::string(stem_of(name_of(file.path)));
}

void put_in_order(std::vector<MigrationFile>& files, FileOrder order, const Plan& plan) {
  std::vector<Key> keys;
  std::vector<std::size_t> places;  // moving these about costs less than moving the files
  for (const MigrationFile& file : files) {
    places.push_back(keys.size());
    keys.push_back(key_of(file, order, plan));
  }
  const bool bytes = order == FileOrder::bytes || order == FileOrder::dashes;
  std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
    if (keys[a].rank != keys[b].rank) return keys[a].rank < keys[b].rank;
    if (keys[a].name != keys[b].name) {
      return bytes ? keys[a].name < keys[b].name : natural_less(keys[a].name, keys[b].name);
    }
    return natural_less(files[a].shown, files[b].shown);
  });
  std::vector<MigrationFile> ordered;
  ordered.reserve(files.size());
  for (const std::size_t place : places) ordered.push_back(std::move(files[place]));
  files = std::move(ordered);
  if (order == FileOrder::depends) order_by_dependencies(files);
}

Plan read_sqitch_plan(std::string_view text) {
  Plan plan;
  std::vector<std::pair<std::string, std::size_t>> tags;  // with the number of changes before each
  std::size_t index = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view line = line_at(text, at);
    const std::string word(line.substr(0, line.find_first_of(" \t[")));
    if (word.starts_with('@')) {
      tags.emplace_back(word, index);
    } else if (!word.empty() && word[0] != '%' && word[0] != '#') {
      const auto [known, first] = plan.try_emplace(word, index);
      const std::size_t before = std::exchange(known->second, index++);
      for (auto tag = tags.rbegin(); !first && tag != tags.rend() && tag->second > before; ++tag) {
        plan.try_emplace(word + tag->first, before);
      }
    }
    const std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) break;
    at = end + 1;
  }
  return plan;
}

Plan read_drizzle_journal(std::string_view text) {
  constexpr std::string_view key = "\"tag\":";
  Plan plan;
  for (std::size_t at = text.find(key); at != std::string_view::npos; at = text.find(key, at + 1)) {
    const std::size_t begin = text.find('"', at + key.size());
    if (begin == std::string_view::npos) break;
    plan.try_emplace(std::string(text.substr(begin + 1, text.find('"', begin + 1) - begin - 1)), plan.size());
  }
  return plan;
}

}  // namespace pginterlock
