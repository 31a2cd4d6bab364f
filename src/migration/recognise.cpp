#include <algorithm>
#include <array>
#include <set>
#include <unordered_set>

#include "migration/frameworks.h"
#include "migration/paths.h"
#include "migration/place.h"

namespace pginterlock {

namespace {

using Strength = Choice::Strength;

constexpr unsigned bit(NameShape shape) { return 1U << static_cast<unsigned>(shape); }
constexpr unsigned sequence = bit(NameShape::sequence);
constexpr unsigned any_name = sequence | bit(NameShape::other);
constexpr unsigned pair = bit(NameShape::up_down);
constexpr unsigned versioned = bit(NameShape::versioned) | bit(NameShape::repeatable);
constexpr unsigned folder_pair = bit(NameShape::folder_up_down);
constexpr unsigned folder_one = bit(NameShape::folder_migration);

/// A file of the project that tells which framework files of these shapes belong to.
struct Sign {
  enum class Where : std::uint8_t { beside, near };
  Where where;
  std::string_view file;
  std::string_view mentions;  // empty: that there is such a file is enough
  std::string_view framework;
  unsigned shapes;
};
using enum Sign::Where;

// In the order in which they are believed: what stands beside the files, configuration, then manifests of dependencies.
constexpr std::array signs = {
    Sign{beside, "migration_lock.toml", "", "prisma", folder_one},
    Sign{beside, "meta/_journal.json", "", "drizzle", any_name},
    Sign{beside, "atlas.sum", "", "atlas", any_name},
    Sign{near, "flyway.conf", "", "flyway", versioned},
    Sign{near, "flyway.toml", "", "flyway", versioned},
    Sign{near, "refinery.toml", "", "refinery", versioned},
    Sign{beside, "../migrations.yml", "", "pgmigrate", versioned},
    Sign{near, "diesel.toml", "", "diesel", folder_pair},
    Sign{near, "tern.conf", "", "tern", sequence},
    Sign{near, "yoyo.ini", "", "yoyo", any_name},
    Sign{near, "dbconfig.yml", "", "sql-migrate", any_name},
    Sign{near, "sqlx.toml", "", "sqlx", sequence | pair},
    Sign{near, ".sqlx", "", "sqlx", sequence | pair},
    Sign{near, "Cargo.toml", "refinery", "refinery", versioned},
    Sign{near, "Cargo.toml", "diesel", "diesel", folder_pair},
    Sign{near, "Cargo.toml", "sqlx", "sqlx", sequence | pair},
    Sign{near, "*.csproj", "\"Evolve\"", "evolve", versioned},
    Sign{near, "pom.xml", "flyway", "flyway", versioned},
    Sign{near, "build.gradle", "flyway", "flyway", versioned},
    Sign{near, "build.gradle.kts", "flyway", "flyway", versioned},
    Sign{near, "go.mod", "golang-migrate/migrate", "golang-migrate", pair},
    Sign{near, "go.mod", "mattermost/morph", "morph", pair},
    Sign{near, "go.mod", "gobuffalo/pop", "popx", pair},
    Sign{near, "go.mod", "ory/pop", "popx", pair},
    Sign{near, "go.mod", "ory/x", "popx", pair},
    Sign{near, "go.mod", "pressly/goose", "goose", sequence},
    Sign{near, "go.mod", "jackc/tern", "tern", sequence},
    Sign{near, "go.mod", "rubenv/sql-migrate", "sql-migrate", any_name},
    Sign{near, "package.json", "\"node-pg-migrate\"", "node-pg-migrate", sequence},
    Sign{near, "package.json", "\"postgres-migrations\"", "postgres-migrations", sequence},
    Sign{near, "package.json", "\"prisma\"", "prisma", folder_one},
    Sign{near, "package.json", "\"@prisma/client\"", "prisma", folder_one},
};

/// Whether a manifest names a dependency of its own.
bool mentions(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    if (line_at(text, at).find("// indirect") == std::string_view::npos) return true;
  }
  return false;
}

class Chooser {
 public:
  Chooser(const Place& place, Folders& folders)
      : place_(place), folders_(folders), shape_(common_shape(place)), folder_(place.folder) {}

  Choice run() {
    for (auto step :
         {&Chooser::by_place, &Chooser::by_marker, &Chooser::by_sign, &Chooser::by_folder_pair, &Chooser::by_name}) {
      if ((this->*step)()) break;
    }
    return std::move(choice_);
  }

 private:
  bool take(std::string_view framework, std::string reason, Strength strength = Strength::evidence) {
    choice_.framework = find_framework(framework);
    choice_.reason = std::move(reason);
    choice_.strength = strength;
    return true;
  }

  /// What only the place itself tells.
  bool by_place() {
    if (folders_.holds(folder_, "sqitch.plan")) {
      const std::string& config = folders_.text(joined(folder_, "sqitch.conf"));
      const std::size_t engine = config.find("engine = ");
      if (engine != std::string::npos) choice_.other_database = other_engine(line_at(config, engine + 9));
      return take("sqitch", "sqitch.plan");
    }
    const std::string whole = folders_.absolute(folder_);
    const std::string_view parent = folder_of(whole);
    if (name_of(whole) == "migrations" && shape_ == NameShape::sequence &&
        (name_of(parent) == "supabase" ||
         folders_.text(joined(parent, "config.toml")).find("project_id") != std::string::npos)) {
      return take("supabase", "the folder supabase/migrations");
    }
    if (shape_ == NameShape::dashed_up_down) return take("db-migrate", "the folder sqls");
    const bool graphile = folders_.holds(folder_, "committed") || folders_.holds(folder_, "current.sql");
    if (graphile && (!folders_.nearest(folder_, ".gmrc").empty() || !folders_.nearest(folder_, ".gmrc.js").empty())) {
      return take("graphile-migrate", "committed/ and .gmrc");
    }
    if ((bit(shape_) & versioned) != 0 && any_entry(".sql.conf")) return take("flyway", "a .sql.conf file beside");
    return false;
  }

  /// An engine or a provider as configurations write it, unless it is PostgreSQL's.
  static std::string other_engine(std::string_view name) {
    name = trimmed(name);
    if (name.empty() || name == "pg" || name.starts_with("postgres")) return {};
    const std::string_view known = foreign_database(name);
    return std::string(known.empty() ? name : known);
  }

  bool any_entry(std::string_view ending) {
    const auto& entries = folders_.list(folder_).entries;
    return std::any_of(entries.begin(), entries.end(),
                       [&](const Folders::Entry& entry) { return entry.name.ends_with(ending); });
  }

  /// A few files speak for all: runners that read markers want them in each file.
  bool by_marker() {
    if (shape_ == NameShape::folder_migration || shape_ == NameShape::versioned) return false;
    const std::size_t last = place_.files.size() - 1;
    for (const std::size_t at : std::set{std::size_t{0}, last / 2, last}) {
      const std::string& head = folders_.head(place_.files[at].path);
      const Marker marker = marker_in(head, shape_);
      if (marker.framework == nullptr) continue;
      if (marker.framework->id == "drizzle" && folders_.holds(folder_, "meta/_journal.json")) continue;
      const std::string words(trimmed(marker.words));
      const bool one_line = words.find('\n') == std::string::npos;
      return take(marker.framework->id, (one_line ? "\"" + words + "\"" : "its comments") + " in the files");
    }
    return false;
  }

  bool by_sign() {
    for (const Sign& sign : signs) {
      if ((sign.shapes & bit(shape_)) == 0) continue;
      std::string path;
      if (sign.where == near) {
        path = folders_.nearest(folder_, sign.file);
      } else if (sign.file.starts_with("../")) {
        if (folders_.holds(folder_of(folder_), sign.file.substr(3))) path = sign.file;
      } else if (folders_.holds(folder_, sign.file)) {
        path = joined(folder_, sign.file);
      }
      // A manifest says nothing about SQL with any name in any folder.
      const bool vague = sign.where == near && shape_ == NameShape::other && !is_migration_folder(name_of(folder_));
      if (vague || path.empty() || (!sign.mentions.empty() && !mentions(folders_.text(path), sign.mentions))) continue;
      return take_sign(sign, path);
    }
    return false;
  }

  bool take_sign(const Sign& sign, const std::string& path) {
    std::string reason(sign.file);
    reason += sign.mentions.empty() ? (sign.where == beside ? " beside" : " in the project") : " names it";
    if (sign.framework == "prisma") {
      if (sign.where == beside) note_provider(folders_.text(path), "provider = ");
      choice_ = merged(prisma_by_version(folder_, folders_), std::move(reason));
      return true;
    }
    if (sign.framework == "drizzle") note_provider(folders_.text(path), "\"dialect\": ");
    const bool one_way = sign.framework == "sqlx" && shape_ != NameShape::up_down;
    return take(one_way ? "sqlx-simple" : sign.framework, std::move(reason));
  }

  void note_provider(std::string_view text, std::string_view key) {
    const std::size_t at = text.find(key);
    if (at == std::string_view::npos) return;
    std::string_view value = line_at(text, at + key.size());
    value = value.substr(std::min(value.size(), value.find('"') + 1));
    choice_.other_database = other_engine(value.substr(0, value.find('"')));
  }

  Choice merged(Choice version, std::string reason) const {
    version.reason = std::move(reason) + "; " + version.reason;
    version.strength = Strength::evidence;
    version.other_database = choice_.other_database;
    return version;
  }

  /// x/up.sql: Diesel's, Hasura's or Sourcegraph's. Hasura numbers with milliseconds; its model is Diesel's.
  bool by_folder_pair() {
    if (shape_ != NameShape::folder_up_down) return false;
    const PlaceFile& first = place_.files.front();
    const std::string_view own = folder_of(first.path);
    if (folders_.holds(own, "metadata.yaml")) return take("sourcegraph", "metadata.yaml beside");
    const bool milliseconds =
        first.name.version.size() >= 13 && std::all_of(first.name.version.begin(), first.name.version.end(), is_digit);
    const std::string config = folders_.nearest(folder_, "config.yaml");
    if (milliseconds && !config.empty() && folders_.holds(folder_of(config), "metadata")) {
      return take("hasura", "config.yaml and metadata/ in the project");
    }
    if (milliseconds && first.name.version.size() == 13) return take("hasura", "numbers in milliseconds");
    return take("diesel", "file names alone");
  }

  bool by_name() {
    switch (shape_) {
      case NameShape::up_down: {
        const bool dialects = std::any_of(place_.files.begin(), place_.files.end(), [](const PlaceFile& file) {
          return file.path.find(".autocommit.") != std::string::npos ||
                 file.path.find(".postgres.") != std::string::npos;
        });
        if (dialects) return take("popx", "file names alone");
        if (!folders_.nearest(folder_, "Cargo.toml").empty() && folders_.nearest(folder_, "go.mod").empty()) {
          return take("sqlx", "Cargo.toml in the project");
        }
        return take("golang-migrate", "file names alone");
      }
      case NameShape::versioned:
      case NameShape::repeatable:
        if (has_lone_u()) return take("refinery", "U files without a V file of their version");
        return take("flyway", "file names alone");
      case NameShape::folder_migration:
        return by_snapshot();
      case NameShape::folder_up_down:
      case NameShape::dashed_up_down:
        return false;
      case NameShape::sequence:
      case NameShape::rollback:
      case NameShape::other:
        return by_rollback_files();
    }
    return false;
  }

  /// A U file takes a migration back for Flyway, and is a migration of its own for refinery.
  bool has_lone_u() const {
    std::unordered_set<std::string_view> versions;
    for (const PlaceFile& file : place_.files) {
      if (!file.name.down) versions.insert(file.name.version);
    }
    return std::any_of(place_.files.begin(), place_.files.end(),
                       [&](const PlaceFile& file) { return file.name.down && !versions.contains(file.name.version); });
  }

  bool by_snapshot() {
    if (folders_.holds(folder_of(place_.files.front().path), "snapshot.json")) {
      return take("drizzle-1", "snapshot.json beside");
    }
    choice_ = merged(prisma_by_version(folder_, folders_), "file names alone");
    return true;
  }

  bool by_rollback_files() {
    const bool any = std::any_of(place_.files.begin(), place_.files.end(),
                                 [](const PlaceFile& file) { return file.name.shape == NameShape::rollback; });
    if (any) return take("rollback-file", "rollback files beside");
    choice_.strength = shape_ == NameShape::sequence ? Strength::numbers : Strength::nothing;
    choice_.reason = shape_ == NameShape::sequence ? "numbered files" : "SQL files";
    return true;
  }

  const Place& place_;
  Folders& folders_;
  NameShape shape_;
  std::string folder_;
  Choice choice_;
};

}  // namespace

NameShape common_shape(const Place& place) {
  std::array<std::size_t, 8> counts{};
  std::size_t forward = 0;
  for (const PlaceFile& file : place.files) {
    if (file.name.shape == NameShape::rollback) continue;
    ++counts[static_cast<std::size_t>(file.name.shape)];
    ++forward;
  }
  const auto most = std::max_element(counts.begin() + 1, counts.end());
  if (forward == 0) return NameShape::rollback;
  if (*most == 0 || *most * 2 < forward) return NameShape::other;
  return static_cast<NameShape>(most - counts.begin());
}

Choice choose_framework(const Place& place, Folders& folders) { return Chooser(place, folders).run(); }

}  // namespace pginterlock
