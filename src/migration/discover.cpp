#include "migration/discover.h"

#include <algorithm>
#include <map>
#include <system_error>
#include <unordered_set>

#include "migration/folders.h"
#include "migration/frameworks.h"
#include "migration/sections.h"
#include "text/read_file.h"

namespace pginterlock {

namespace fs = std::filesystem;

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The digits (and the dots, dashes and underscores between digits) at the front of a name: 0002, 1.2, 2024-01-31-1200.
std::string leading_version(std::string_view name) {
  std::size_t end = 0;
  while (end < name.size() && (is_digit(name[end]) || ((name[end] == '.' || name[end] == '-' || name[end] == '_') &&
                                                       end + 1 < name.size() && is_digit(name[end + 1])))) {
    ++end;
  }
  return end > 0 && is_digit(name[0]) ? std::string(name.substr(0, end)) : std::string{};
}

bool ends_with(std::string_view text, std::string_view end) { return text.ends_with(end); }

/// The path without ".", ".." and doubled slashes. Nearly every path is so already; taking one apart costs thousands of
/// times as much as looking.
std::string normal(const fs::path& path) {
  const std::string& text = path.native();
  const bool clean = !text.empty() && text.find("//") == std::string::npos && text.find("/.") == std::string::npos &&
                     text.front() != '.';
  return clean ? text : path.lexically_normal().generic_string();
}

/// Whether a file name says that it takes a migration back: x.down.sql, x_rollback.sql, x.rollback.sql, rollback_x.sql.
bool is_rollback_name(std::string_view name) {
  return ends_with(name, ".down.sql") || ends_with(name, "_rollback.sql") || ends_with(name, ".rollback.sql") ||
         ends_with(name, "-rollback.sql") || name.starts_with("rollback_") || name.starts_with("rollback-");
}

/// The rollback file for "N_x.sql" in its folder: N_x_rollback.sql, N_x.rollback.sql, or N_rollback.sql and the like.
std::optional<fs::path> plain_rollback_file(const fs::path& up, Folders& folders) {
  const std::string stem = up.stem().string();
  const std::string version = leading_version(stem);
  for (const auto& [name, kind] : folders.list(up.parent_path()).entries) {
    if (!ends_with(name, ".sql") || !is_rollback_name(name) || ends_with(name, ".down.sql")) continue;
    const bool same_stem =
        name.starts_with(stem) || name == "rollback_" + stem + ".sql" || name == "rollback-" + stem + ".sql";
    std::string_view rest = name;
    if (rest.starts_with("rollback")) rest.remove_prefix(9);
    if (same_stem || (!version.empty() && leading_version(rest) == version)) return up.parent_path() / name;
  }
  return std::nullopt;
}

/// Recognises one file by its name and its place.
class Recogniser {
 public:
  Recogniser(const DiscoveryOptions& options, Folders& folders) : options_(options), folders_(folders) {}

  MigrationFile recognise(const fs::path& path) {
    MigrationFile file;
    file.path = path.string();
    file.shown = normal(path);
    const std::string name = path.filename().string();
    file.version = leading_version(name);
    if (!by_folder_shape(name, file) && !by_name_shape(name, file)) by_rollback_file(name, file);
    if (options_.framework != nullptr) file.framework = options_.framework;
    return file;
  }

 private:
  void found(MigrationFile& file, std::string_view framework, const fs::path& down) {
    file.framework = find_framework(framework);
    if (file.direction == Direction::down) return;
    file.expected_down = "the file " + normal(down);
    if (folders_.exists(down)) file.down = down.string();
  }

  bool by_folder_shape(std::string_view name, MigrationFile& file) {
    const fs::path folder = fs::path(file.path).parent_path();
    if (name == "up.sql" || name == "down.sql") {
      file.version = leading_version(folder.filename().string());
      if (name == "down.sql") file.direction = Direction::down;
      if (fs::path metadata = folder / "metadata.toml"; folders_.exists(metadata)) file.metadata = metadata.string();
      found(file, "diesel", folder / "down.sql");
      return true;
    }
    if (name == "migration.sql") {
      file.version = leading_version(folder.filename().string());
      file.framework = find_framework("prisma");
      return true;
    }
    if (by_sqitch_folder(folder, file)) return true;
    if (folder.filename() == "migrations" && folder.parent_path().filename() == "supabase") {
      file.framework = find_framework("supabase");
      return true;
    }
    return false;
  }

  bool by_sqitch_folder(const fs::path& folder, MigrationFile& file) {
    const std::string& text = folder.native();
    if (text.find("deploy") == std::string::npos && text.find("revert") == std::string::npos) return false;
    for (fs::path at = folder; at.has_filename(); at = at.parent_path()) {
      const std::string part = at.filename().string();
      if (part != "deploy" && part != "revert") continue;
      if (!folders_.exists(at.parent_path() / "sqitch.plan")) continue;
      if (part == "revert") file.direction = Direction::down;
      found(file, "sqitch", at.parent_path() / "revert" / fs::path(file.path).lexically_relative(at));
      file.version =
          (fs::path(file.path).lexically_relative(at).parent_path() / fs::path(file.path).stem()).generic_string();
      return true;
    }
    return false;
  }

  bool by_name_shape(std::string_view name, MigrationFile& file) {
    const fs::path folder = fs::path(file.path).parent_path();
    if (ends_with(name, ".up.sql") || ends_with(name, ".down.sql")) {
      const bool cargo = folders_.near(folder, "Cargo.toml");
      const bool go = folders_.near(folder, "go.mod");
      if (ends_with(name, ".down.sql")) file.direction = Direction::down;
      const std::string stem(name.substr(0, name.size() - (ends_with(name, ".up.sql") ? 7 : 9)));
      found(file, cargo && !go ? "sqlx" : "golang-migrate", folder / (stem + ".down.sql"));
      return true;
    }
    const std::size_t separator = name.find("__");
    if (separator != std::string_view::npos && separator > 1 && (name[0] == 'V' || name[0] == 'U') &&
        is_digit(name[1])) {
      file.version = std::string(name.substr(1, separator - 1));
      if (name[0] == 'U') file.direction = Direction::down;
      found(file, "flyway", undo_file(folder, file.version, name.substr(separator)));
      return true;
    }
    return false;
  }

  fs::path undo_file(const fs::path& folder, const std::string& version, std::string_view rest) {
    for (const auto& [name, kind] : folders_.list(folder).entries) {
      if (name.starts_with("U" + version + "__") && ends_with(name, ".sql")) return folder / name;
    }
    return folder / ("U" + version + std::string(rest));
  }

  void by_rollback_file(std::string_view name, MigrationFile& file) {
    if (is_rollback_name(name)) {
      file.direction = Direction::down;
      file.framework = find_framework("rollback-file");
      return;
    }
    const fs::path folder = fs::path(file.path).parent_path();
    if (const auto down = plain_rollback_file(file.path, folders_)) file.down = down->string();
    const auto& entries = folders_.list(folder).entries;
    const bool convention = file.down || std::any_of(entries.begin(), entries.end(), [](const Folders::Entry& entry) {
                              return ends_with(entry.name, ".sql") && is_rollback_name(entry.name);
                            });
    if (!convention) return;
    file.framework = find_framework("rollback-file");
    const std::string stem = file.version.empty() ? fs::path(file.path).stem().string() : file.version;
    file.expected_down = "the file " + normal(folder / (stem + "_rollback.sql"));
  }

  const DiscoveryOptions& options_;
  Folders& folders_;
};

/// The SQL files below a folder. Hidden folders, node_modules and linked folders are not entered.
std::vector<fs::path> sql_files_below(const fs::path& folder, Folders& folders) {
  std::vector<fs::path> files;
  std::vector<fs::path> todo{folder};
  while (!todo.empty()) {
    const fs::path at = std::move(todo.back());
    todo.pop_back();
    const auto& [entries, error] = folders.list(at);
    const bool unreadable_below = error == std::errc::permission_denied && at != folder;
    if (error && !unreadable_below) {
      throw DiscoveryError(at.generic_string() + ": " + error.message() + "; check the path and its permissions");
    }
    for (const auto& [name, kind] : entries) {
      if (kind == Folders::Kind::folder && name[0] != '.' && name != "node_modules") todo.push_back(at / name);
      const bool file = kind == Folders::Kind::file || kind == Folders::Kind::broken_link;
      if (file && name[0] != '.' && ends_with(name, ".sql")) files.push_back(at / name);
    }
  }
  return files;
}

/// The changes of sqitch.plan in their order; the plan's other lines (%pragma, @tag, comments) are skipped.
std::map<std::string, std::size_t> sqitch_order(const fs::path& plan) {
  std::map<std::string, std::size_t> order;
  const std::string text = read_file(plan);
  std::size_t line = 0;
  while (line < text.size()) {
    const std::size_t end = std::min(text.find('\n', line), text.size());
    const std::string_view words = std::string_view(text).substr(line, end - line);
    const std::size_t name_end = words.find_first_of(" \t\r[");
    if (!words.empty() && words[0] != '%' && words[0] != '@' && words[0] != '#') {
      order.try_emplace(std::string(words.substr(0, name_end)), order.size());
    }
    line = end + 1;
  }
  return order;
}

/// The name by which a migration is ordered. Diesel leaves the dashes out of versions, so that 2017-08-31-230457 comes
/// after 20140924113530. Source: diesel_migrations, version_from_string.
std::string ordering_name(const MigrationFile& file) {
  std::string name = file.shown;
  if (file.framework == nullptr || file.framework->id != "diesel") return name;
  const std::size_t folder = name.rfind(fs::path(file.path).parent_path().filename().generic_string());
  if (folder == std::string::npos) return name;
  std::string version = file.version;
  std::erase(version, '-');
  return name.replace(folder, file.version.size(), version);
}

/// Puts the migrations of a folder into the order in which their runner applies them.
void order_by_version(std::vector<MigrationFile>& files, Folders& folders) {
  std::map<fs::path, std::map<std::string, std::size_t>> plans;
  const auto place = [&](const MigrationFile& file) -> std::size_t {
    if (file.framework == nullptr || file.framework->id != "sqitch") return 0;
    fs::path root = fs::path(file.path).parent_path();
    while (root.has_filename() && !folders.exists(root / "sqitch.plan")) root = root.parent_path();
    const auto [it, added] = plans.try_emplace(root);
    if (added) it->second = sqitch_order(root / "sqitch.plan");
    const auto found = it->second.find(file.version);
    return found == it->second.end() ? it->second.size() : found->second;
  };
  using Key = std::pair<std::size_t, std::string>;
  std::vector<std::pair<Key, MigrationFile>> keyed;
  keyed.reserve(files.size());
  for (MigrationFile& file : files) {
    Key key{place(file), ordering_name(file)};
    keyed.emplace_back(std::move(key), std::move(file));
  }
  std::stable_sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) {
    const auto& [place_a, name_a] = a.first;
    const auto& [place_b, name_b] = b.first;
    return place_a != place_b ? place_a < place_b : natural_less(name_a, name_b);
  });
  files.clear();
  for (auto& [key, file] : keyed) files.push_back(std::move(file));
}

bool is_reference_only(const MigrationFile& file, Folders& folders) {
  // Sqitch's verify/ scripts only look.
  if (file.path.find("verify") == std::string::npos) return false;
  for (fs::path at = fs::path(file.path).parent_path(); at.has_filename(); at = at.parent_path()) {
    if (at.filename() == "verify" && folders.exists(at.parent_path() / "sqitch.plan")) return true;
  }
  return false;
}

std::vector<MigrationFile> discover_folder(const fs::path& folder, Recogniser& recogniser, Folders& folders) {
  const std::vector<fs::path> paths = sql_files_below(folder, folders);
  if (paths.empty()) {
    throw DiscoveryError(folder.generic_string() +
                         ": no SQL files in this folder; name a folder or a file with migrations");
  }
  std::vector<MigrationFile> files;
  for (const fs::path& path : paths) {
    MigrationFile file = recogniser.recognise(path);
    if (!is_reference_only(file, folders)) files.push_back(std::move(file));
  }
  // A way back is read with its migration; alone it is nothing that runs forward. A folder of nothing else is meant.
  const auto is_down = [](const MigrationFile& file) { return file.direction == Direction::down; };
  if (!std::all_of(files.begin(), files.end(), is_down)) std::erase_if(files, is_down);
  order_by_version(files, folders);
  return files;
}

}  // namespace

bool natural_less(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      std::size_t end_a = i;
      std::size_t end_b = j;
      while (end_a < a.size() && is_digit(a[end_a])) ++end_a;
      while (end_b < b.size() && is_digit(b[end_b])) ++end_b;
      std::string_view x = a.substr(i, end_a - i);
      std::string_view y = b.substr(j, end_b - j);
      while (x.size() > 1 && x[0] == '0') x.remove_prefix(1);
      while (y.size() > 1 && y[0] == '0') y.remove_prefix(1);
      if (x.size() != y.size()) return x.size() < y.size();
      if (x != y) return x < y;
      i = end_a;
      j = end_b;
      continue;
    }
    if (a[i] != b[j]) {
      // A folder's files come before those of folders whose name goes on: "a/b" before "a-c/b".
      if (a[i] == '/' || b[j] == '/') return a[i] == '/';
      return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]);
    }
    ++i;
    ++j;
  }
  if (a.size() - i != b.size() - j) return a.size() - i < b.size() - j;
  return a < b;
}

Discovery discover(const std::vector<std::string>& paths, const DiscoveryOptions& options) {
  Folders folders;
  Recogniser recogniser(options, folders);
  std::vector<MigrationFile> files;
  std::unordered_set<std::string> named_downs;
  for (const std::string& given : paths) {
    const fs::path path(given);
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (!fs::exists(status)) {
      const bool link = fs::is_symlink(fs::symlink_status(path, error));
      throw DiscoveryError(given + (link ? ": the symbolic link leads nowhere; correct or remove it"
                                         : ": no such file or folder; check the path"));
    }
    if (fs::is_directory(status)) {
      std::vector<MigrationFile> found = discover_folder(path, recogniser, folders);
      std::move(found.begin(), found.end(), std::back_inserter(files));
    } else {
      files.push_back(recogniser.recognise(path));
    }
  }
  for (const MigrationFile& file : files) {
    if (file.down) named_downs.insert(normal(*file.down));
  }
  std::erase_if(files, [&](const MigrationFile& file) {
    return file.direction == Direction::down && named_downs.contains(file.shown);
  });
  Discovery discovery;
  discovery.files = std::move(files);
  return discovery;
}

namespace {

bool says_no_transaction(const MigrationFile& file, std::string_view text) {
  if (file.framework == nullptr) return false;
  if (file.framework->id == "sqlx" || file.framework->id == "sqlx-simple") return text.starts_with("-- no-transaction");
  if (file.framework->id != "diesel") return false;
  return file.metadata && read_file(*file.metadata).find("run_in_transaction = true") == std::string::npos;
}

/// Flyway runs a script without a transaction when it holds a statement that it knows to need that.
/// Source: Flyway's PostgreSQLParser, non-transactional statement patterns.
bool flyway_sees_no_transaction(std::string_view text) {
  std::string upper(text);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; });
  for (const std::string_view words : {"INDEX CONCURRENTLY", "VACUUM", "ALTER SYSTEM", "CREATE DATABASE",
                                       "DROP DATABASE", "CREATE SUBSCRIPTION", "DROP SUBSCRIPTION"}) {
    const std::size_t at = upper.find(words);
    if (at == std::string::npos) continue;
    const std::size_t line = upper.rfind('\n', at);
    const std::size_t begin = line == std::string::npos ? 0 : line + 1;
    if (upper.substr(begin, at - begin).find("--") == std::string::npos) return true;
  }
  return false;
}

Migration settle(const MigrationFile& file, std::shared_ptr<const SourceFile> source) {
  const std::string_view text = source->text();
  Migration migration;
  migration.version = file.version;
  migration.direction = file.direction;
  migration.framework = file.framework;
  migration.expected_down = file.expected_down;
  migration.up = {source, {0, text.size()}};

  const Sections sections = find_sections(text);
  bool no_transaction = sections.no_transaction || says_no_transaction(file, text);
  if (sections.framework != nullptr && (file.framework == nullptr || file.framework == sections.framework)) {
    migration.framework = sections.framework;
    if (sections.framework->rollback == RollbackConvention::section) {
      migration.up.range = sections.up;
      if (sections.down) migration.down = Part{source, *sections.down};
      migration.expected_down = "the down section of " + source->path();
    }
  }
  if (migration.framework == nullptr) {
    const bool sqlx = text.starts_with("-- no-transaction");
    no_transaction = no_transaction || sqlx;
    migration.framework = find_framework(sqlx ? "sqlx-simple" : "plain");
  }
  if (migration.framework->id == "flyway") no_transaction = no_transaction || flyway_sees_no_transaction(text);
  migration.wrap = no_transaction ? Wrap::none : migration.framework->wrap;
  migration.send = migration.framework->send;
  migration.opted_out = no_transaction;
  migration.history = file.history;
  return migration;
}

}  // namespace

namespace {

Migration read_migration(const MigrationFile& file, std::string text) {
  Migration migration = settle(file, std::make_shared<SourceFile>(file.shown, std::move(text)));
  if (file.down && !migration.down) {
    auto down = std::make_shared<SourceFile>(normal(*file.down), read_file(*file.down));
    const std::size_t size = down->text().size();
    migration.down = Part{std::move(down), {0, size}};
  }
  return migration;
}

}  // namespace

Migration load(const MigrationFile& file) { return read_migration(file, read_file(file.path)); }

Migration load_text(const std::string& path, std::string text, const Framework* framework) {
  const DiscoveryOptions options{framework};
  Folders folders;
  return read_migration(Recogniser(options, folders).recognise(path), std::move(text));
}

}  // namespace pginterlock
