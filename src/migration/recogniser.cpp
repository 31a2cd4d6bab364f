#include "migration/recogniser.h"

#include <algorithm>

#include "migration/command_line.h"
#include "migration/frameworks.h"
#include "migration/paths.h"

namespace pginterlock {

namespace {

bool in_own_folder(NameShape shape) {
  return shape == NameShape::folder_up_down || shape == NameShape::folder_migration;
}

/// "x" of "x.up.sql", "x-up.sql".
std::string_view without_direction(std::string_view name) {
  return name.substr(0, name.find_last_of(".-", name.size() - 5));
}

}  // namespace

const std::string& Recogniser::sqitch_root(std::string_view folder) {
  const auto [known, added] = sqitch_.try_emplace(std::string(folder));
  if (!added) return known->second;
  std::string root;
  for (std::string_view at = folder; !at.empty() && at != "/" && root.empty(); at = folder_of(at)) {
    const std::string_view name = name_of(at);
    if (name != "deploy" && name != "revert" && name != "verify") continue;
    const std::string_view above = folder_of(at);
    if (folders_.holds(above, "sqitch.plan")) root = above.empty() ? "." : std::string(above);
  }
  return sqitch_[std::string(folder)] = std::move(root);
}

std::string Recogniser::place_of(std::string_view path) {
  const std::string_view folder = folder_of(path);
  if (const std::string& root = sqitch_root(folder); !root.empty()) return root;
  const std::string_view leaf = name_of(folder);
  const std::string_view above = folder_of(folder);
  const bool graphile = leaf == "committed" || (leaf == "current" && folders_.holds(above, "committed"));
  if (graphile || in_own_folder(read_name(name_of(path), leaf).shape)) {
    return above.empty() && !folder.empty() && folder != "/" ? "." : std::string(above);
  }
  return std::string(folder);
}

bool Recogniser::runs(const Framework& framework, const PlaceFile& file, NameShape common) {
  const NameShape shape = file.name.shape;
  if (framework.id == "sqitch") {
    const std::string path = "/" + file.path;
    return path.find("/deploy/") != std::string::npos || path.find("/revert/") != std::string::npos;
  }
  if (framework.id == "graphile-migrate") {
    const std::string_view name = name_of(file.path);
    const std::string_view folder = name_of(folder_of(file.path));
    return folder == "committed" || folder == "current" || name == "current.sql";
  }
  switch (common) {
    case NameShape::versioned:
    case NameShape::repeatable:
      return shape == NameShape::versioned || shape == NameShape::repeatable;
    case NameShape::up_down:
    case NameShape::dashed_up_down:
    case NameShape::folder_up_down:
    case NameShape::folder_migration:
      return shape == common;
    case NameShape::sequence:
      // These read any name; the others want a number in front.
      return shape == NameShape::sequence || shape == NameShape::rollback || framework.id == "atlas" ||
             framework.id == "sql-migrate" || framework.id == "drizzle" || framework.id == "liquibase" ||
             framework.id == "yoyo" || framework.id == "rollback-file" || framework.id == "bytebase" ||
             framework.id == "plain";
    case NameShape::other:
    case NameShape::rollback:
      return true;
  }
  return true;
}

MigrationFile Recogniser::recognise(const PlaceFile& from, const Choice& choice) {
  MigrationFile file;
  file.path = from.path;
  file.shown = normal(from.path);
  file.version = from.name.version;
  file.direction = from.name.down ? Direction::down : Direction::up;
  file.framework = choice.framework;
  if (options_.framework != nullptr) {
    file.framework = options_.framework;
    file.chosen = true;
  }
  find_way_back(file, from);
  return file;
}

/// popx chooses the file for PostgreSQL, or else the one for all databases, in each direction on its own.
/// Source: ory/x, popx/match.go.
std::optional<std::string> Recogniser::popx_down(const MigrationFile& file, std::string_view stem) {
  if (file.framework == nullptr || file.framework->id != "popx") return std::nullopt;
  constexpr std::string_view dialect = ".postgres";
  const bool own = stem.ends_with(dialect);
  const std::string other = own ? std::string(stem.substr(0, stem.size() - dialect.size())) + ".down.sql"
                                : std::string(stem) + std::string(dialect) + ".down.sql";
  const bool taken = own && folders_.holds(folder_of(file.path), std::string(stem) + ".down.sql");
  if (taken || !folders_.holds(folder_of(file.path), other)) return std::nullopt;
  return other;
}

void Recogniser::take_down(MigrationFile& file, std::string path) {
  if (file.direction == Direction::down) return;
  file.expected_down = "the file " + normal(path);
  if (folders_.holds(folder_of(path), name_of(path))) file.down = std::move(path);
}

void Recogniser::find_way_back(MigrationFile& file, const PlaceFile& from) {
  const std::string_view folder = folder_of(file.path);
  const std::string_view name = name_of(file.path);
  if (file.framework != nullptr && file.framework->id == "sqitch") {
    const std::string root = place_of(file.path);
    const std::string_view below =
        std::string_view(file.path).substr(root == "." && !file.path.starts_with("./") ? 0 : root.size() + 1);
    const std::string_view rest = below.substr(below.find('/') + 1);
    if (below.starts_with("revert/")) file.direction = Direction::down;
    file.version = std::string(rest.substr(0, rest.size() - 4));
    take_down(file, joined(joined(folder_of(file.path.substr(0, file.path.size() - rest.size() - 1)), "revert"), rest));
    return;
  }
  switch (from.name.shape) {
    case NameShape::up_down: {
      const std::string stem(without_direction(name));
      return take_down(file, joined(folder, popx_down(file, stem).value_or(stem + ".down.sql")));
    }
    case NameShape::dashed_up_down:
      return take_down(file, joined(folder, std::string(without_direction(name)) + "-down.sql"));
    case NameShape::folder_up_down:
      for (const char* beside : {"metadata.toml", "metadata.yaml"}) {
        if (folders_.holds(folder, beside)) file.metadata = joined(folder, beside);
      }
      return take_down(file, joined(folder, "down.sql"));
    case NameShape::versioned:
    case NameShape::repeatable: {
      const std::string conf = std::string(name) + ".conf";
      if (folders_.holds(folder, conf)) file.metadata = joined(folder, conf);
      // Refinery's U is a migration that may come out of order, Flyway's takes one back.
      if (file.framework != nullptr && file.framework->id != "flyway") file.direction = Direction::up;
      if (file.framework == nullptr || file.framework->id != "flyway" || file.version.empty()) return;
      return settle_flyway(file, from.name.title);
    }
    case NameShape::folder_migration:
      return;
    case NameShape::sequence:
    case NameShape::rollback:
    case NameShape::other:
      break;
  }
  const bool own = file.framework == nullptr || file.framework->id == "rollback-file" || file.framework->id == "yoyo";
  if (own || file.chosen) find_plain_rollback(file, !file.chosen);
}

void Recogniser::settle_flyway(MigrationFile& file, std::string_view title) {
  const std::string folder(folder_of(file.path));
  const auto known = flyway_.find(folder);
  file.flyway = known != flyway_.end() ? known->second : flyway_[folder] = flyway_settings(folder, folders_);
  // Undo scripts are for a paid edition: one is missing only where others are there.
  std::string expected;
  for (const Folders::Entry& entry : folders_.list(folder).entries) {
    if (!entry.name.starts_with('U') || !entry.name.ends_with(".sql")) continue;
    if (expected.empty()) expected = "U" + file.version + "__" + std::string(title) + ".sql";
    if (entry.name.starts_with("U" + file.version + "__")) expected = entry.name;
  }
  if (!expected.empty()) take_down(file, joined(folder, expected));
}

/// The rollback file for "N_x.sql" in its folder: N_x_rollback.sql, N_x.rollback.sql, or N_rollback.sql and the like.
void Recogniser::find_plain_rollback(MigrationFile& file, bool convention) {
  if (file.direction == Direction::down) return;
  const std::string_view folder = folder_of(file.path);
  const std::string_view stem = stem_of(name_of(file.path));
  bool any = false;
  for (const Folders::Entry& entry : folders_.list(folder).entries) {
    if (!entry.name.ends_with(".sql") || entry.name.find("rollback") == std::string::npos) continue;
    const FileName name = read_name(entry.name, {});
    if (name.shape != NameShape::rollback) continue;
    any = true;
    const std::string_view other = stem_of(entry.name);
    const bool same_stem = other.starts_with(stem) || (other.starts_with("rollback") && other.substr(9) == stem);
    if (!same_stem && (file.version.empty() || name.version != file.version)) continue;
    file.down = joined(folder, entry.name);
    break;
  }
  if (!any || !convention) return;
  if (file.framework == nullptr) file.framework = find_framework("rollback-file");
  file.expected_down =
      "the file " + normal(joined(folder, (file.version.empty() ? std::string(stem) : file.version) + "_rollback.sql"));
}

const Recogniser::Decided& Recogniser::decide_alone(const PlaceFile& file) {
  const bool folders = in_own_folder(file.name.shape);
  Place place{place_of(file.path), {}};
  const auto [known, added] = decided_.try_emplace(place.folder + (folders ? "\n" : ""));
  if (!added) return known->second;
  place.files.push_back(file);
  const std::string_view folder = folder_of(file.path);
  for (const Folders::Entry& entry : folders_.list(folder).entries) {
    if (folders || entry.kind == Folders::Kind::folder || !entry.name.ends_with(".sql")) continue;
    if (entry.name == name_of(file.path)) continue;
    place.files.push_back({joined(folder, entry.name), read_name(entry.name, name_of(folder))});
  }
  known->second = {choose_framework(place, folders_), common_shape(place)};
  return known->second;
}

MigrationFile Recogniser::recognise_alone(const std::string& path) {
  const PlaceFile file{path, read_name(name_of(path), name_of(folder_of(path)))};
  const Decided& decided = decide_alone(file);
  const Framework* framework = decided.choice.framework;
  if (framework != nullptr && !runs(*framework, file, decided.shape)) return recognise(file, {});
  MigrationFile recognised = recognise(file, decided.choice);
  if (recognised.framework != nullptr) {
    recognised.option = runner_option(*recognised.framework, folder_of(path), folders_).words;
  }
  return recognised;
}

const Choice& Recogniser::choice_for(const std::string& path) {
  return decide_alone({path, read_name(name_of(path), name_of(folder_of(path)))}).choice;
}

}  // namespace pginterlock
