#include "migration/code_migrations.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

#include "migration/paths.h"

namespace pginterlock {

namespace {

/// A language in which a framework lets migrations be written; "plain": any runner that is not known.
struct Language {
  std::string_view framework;
  std::string_view ending;
};

constexpr std::array languages = {
    Language{"goose", ".go"},
    Language{"flyway", ".java"},
    Language{"flyway", ".kt"},
    Language{"refinery", ".rs"},
    Language{"yoyo", ".py"},
    Language{"node-pg-migrate", ".js"},
    Language{"node-pg-migrate", ".ts"},
    Language{"node-pg-migrate", ".cjs"},
    Language{"node-pg-migrate", ".mjs"},
    Language{"postgres-migrations", ".js"},
    Language{"plain", ".go"},
    Language{"plain", ".js"},
    Language{"plain", ".ts"},
    Language{"plain", ".cjs"},
    Language{"plain", ".mjs"},
    Language{"plain", ".py"},
    Language{"plain", ".rb"},
    Language{"plain", ".java"},
};

bool is_code(std::string_view name, const Framework* framework) {
  const std::string_view id = framework == nullptr || framework->id == "rollback-file" ? "plain" : framework->id;
  const bool known = std::any_of(languages.begin(), languages.end(), [&](const Language& one) {
    return one.framework == id && name.ends_with(one.ending);
  });
  const std::string_view stem = stem_of(name);
  const bool beside = stem.ends_with("_test") || stem.ends_with(".test") || stem.ends_with(".spec") ||
                      stem.ends_with(".d");  // tests, and declarations of types
  return known && !beside;
}

bool is_sql(const MigrationFile& file) { return file.path.ends_with(".sql"); }

}  // namespace

std::vector<MigrationFile> code_migrations(const Place& place, const Framework* framework, Folders& folders) {
  std::vector<MigrationFile> code;
  std::unordered_set<std::string_view> versions;
  for (const PlaceFile& file : place.files) versions.insert(file.name.version);
  const bool in_folders = std::any_of(place.files.begin(), place.files.end(),
                                      [&](const PlaceFile& file) { return folder_of(file.path) != place.folder; });
  if (in_folders) return code;
  for (const auto& [name, kind] : folders.list(place.folder).entries) {
    if (kind != Folders::Kind::file || !is_code(name, framework)) continue;
    const FileName read = read_name(name, {});
    const bool named = read.shape == NameShape::versioned ||
                       (!read.title.empty() && (read.title[0] == '_' || read.title[0] == '-' || read.title[0] == '.'));
    if (read.version.empty() || !named || versions.contains(read.version)) continue;
    MigrationFile file;
    file.path = joined(place.folder, name);
    file.shown = normal(file.path);
    file.version = read.version;
    file.framework = framework;
    code.push_back(std::move(file));
  }
  return code;
}

void take_out_code(std::vector<MigrationFile>& files, Aside& aside) {
  std::string before;
  for (MigrationFile& file : files) {
    if (is_sql(file)) {
      file.after_code = std::exchange(before, {});
      continue;
    }
    aside.add("migrations in code, not read", file.path);
    if (before.empty()) before = file.shown;
  }
  std::erase_if(files, [](const MigrationFile& file) { return !is_sql(file); });
}

bool is_dump_of_rails(std::string_view path, Folders& folders) {
  constexpr std::string_view ending = "structure.sql";
  const std::string_view name = name_of(path);
  if (!name.ends_with(ending)) return false;
  const std::string_view folder = folder_of(path);
  const std::string migrations = std::string(name.substr(0, name.size() - ending.size())) + "migrate";
  if (!folders.holds(folder, migrations)) return false;
  const auto& entries = folders.list(joined(folder, migrations)).entries;
  return std::any_of(entries.begin(), entries.end(),
                     [](const Folders::Entry& entry) { return entry.name.ends_with(".rb"); });
}

}  // namespace pginterlock
