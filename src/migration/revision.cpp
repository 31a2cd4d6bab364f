#include "migration/revision.h"

#include <algorithm>
#include <map>
#include <memory>
#include <system_error>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "migration/changesets.h"
#include "migration/file_names.h"
#include "migration/git.h"
#include "migration/paths.h"
#include "text/read_file.h"

namespace pginterlock {

namespace fs = std::filesystem;

namespace {

bool is_sql(std::string_view path) { return path.ends_with(".sql"); }

/// The name that tells a migration from others of its folder: the file's, or that of its own folder.
fs::path naming_part(const fs::path& path) {
  const fs::path name = path.filename();
  return name == "up.sql" || name == "migration.sql" ? path.parent_path().filename() : name;
}

/// The folder whose migrations are ordered among each other.
fs::path group_of(const fs::path& path) {
  const fs::path name = path.filename();
  return name == "up.sql" || name == "migration.sql" ? path.parent_path().parent_path() : path.parent_path();
}

MigrationFile recognised(const std::string& path) { return std::move(recognise_files({path}).front()); }

/// Paths as git names them, and as they were given.
class Places {
 public:
  explicit Places(const fs::path& root) : root_(root) {}

  /// The path below the root of the repository; empty for the root itself. Throws git::Error for what is elsewhere.
  std::string in_repository(const fs::path& path) {
    const fs::path parent = path.parent_path();
    const auto [it, added] = folders_.try_emplace(parent.native());
    if (added) it->second = below_root(parent.empty() ? fs::path(".") : parent, path);
    const std::string name = path.filename().string();
    return it->second.empty() ? name : it->second + "/" + name;
  }
  std::string folder(const fs::path& path) const { return below_root(path, path); }

  /// A path of the repository as reports show it: written like `like`, a path of a file of the repository.
  static std::string shown(const std::string& in_repository, const std::string& like, const std::string& like_shown) {
    const fs::path way = fs::path(in_repository).lexically_relative(fs::path(like).parent_path());
    return (fs::path(like_shown).parent_path() / way).lexically_normal().generic_string();
  }

 private:
  std::string below_root(const fs::path& path, const fs::path& named) const {
    const fs::path whole = fs::weakly_canonical(path);
    const fs::path below = whole.lexically_relative(root_);
    const std::string text = below.generic_string();
    if (text.empty() || text == ".." || text.starts_with("../")) {
      throw git::Error(named.string() + ": is not in the git repository " + root_.string() +
                       "; check one repository at a time");
    }
    return text == "." ? std::string() : text;
  }

  fs::path root_;
  std::unordered_map<std::string, std::string> folders_;
};

/// The folder of the first path, where the repository is looked for.
fs::path start_of(const std::vector<std::string>& paths) {
  const fs::path first = paths.empty() ? fs::path(".") : fs::path(paths.front());
  std::error_code ignored;
  if (fs::is_directory(first, ignored)) return first;
  return first.has_parent_path() ? first.parent_path() : fs::path(".");
}

class Comparison {
 public:
  Comparison(std::vector<MigrationFile>& files, const std::vector<std::string>& paths, const RevisionOptions& options)
      : files_(files),
        options_(options),
        repository_(start_of(paths)),
        places_(repository_.root()),
        name_(options.staged ? "HEAD" : options.since),
        resolved_(repository_.resolve(name_)) {
    for (const std::string& path : paths) {
      std::error_code ignored;
      const fs::path folder = fs::is_directory(path, ignored) ? fs::path(path) : fs::path(path).parent_path();
      paths_.push_back(places_.folder(folder.empty() ? fs::path(".") : folder));
    }
  }

  void run() {
    std::vector<git::Delta> deltas = repository_.changes(resolved_.base, options_.staged, paths_);
    for (git::Delta& delta : deltas) {
      if (!is_sql(delta.path)) continue;
      if (delta.kind == git::DeltaKind::deleted || delta.kind == git::DeltaKind::renamed) gone_.insert(delta.old_path);
      std::string path = delta.path;
      changed_.emplace(std::move(path), std::move(delta));
    }
    if (options_.staged) {
      for (git::Delta& delta : repository_.unstaged(paths_)) {
        if (is_sql(delta.path)) unstaged_.insert(std::move(delta.path));
      }
      drop_untracked();
      add_staged_files_that_are_gone();
    }
    for (MigrationFile& file : files_) settle(file);
    find_late_ones();
    add_deleted();
  }

 private:
  const git::Delta* delta_of(const std::string& path) const {
    const auto it = changed_.find(path);
    return it == changed_.end() ? nullptr : &it->second;
  }

  /// What the index does not hold is not going to be committed.
  void drop_untracked() {
    std::erase_if(files_, [&](const MigrationFile& file) {
      const std::string path = places_.in_repository(file.path);
      return unstaged_.contains(path) && !repository_.staged_text(path);
    });
    for (MigrationFile& file : files_) {
      if (!file.down) continue;
      const std::string path = places_.in_repository(*file.down);
      if (unstaged_.contains(path) && !repository_.staged_text(path)) file.down.reset();
    }
  }

  void add_staged_files_that_are_gone() {
    std::unordered_set<std::string> known;
    for (const MigrationFile& file : files_) {
      known.insert(places_.in_repository(file.path));
      if (file.down) known.insert(places_.in_repository(*file.down));
    }
    for (const auto& [path, delta] : changed_) {
      if (delta.kind == git::DeltaKind::deleted || known.contains(path) || files_.empty()) continue;
      MigrationFile file = recognised(shown(path));
      if (file.direction == Direction::down) continue;
      const auto place = std::find_if(files_.begin(), files_.end(), [&](const MigrationFile& other) {
        return natural_less(file.shown, other.shown);
      });
      files_.insert(place, std::move(file));
    }
  }

  /// A path of the repository as the other migrations are shown.
  std::string shown(const std::string& path) {
    const MigrationFile& like = files_.front();
    return Places::shown(path, places_.in_repository(like.path), like.shown);
  }

  /// The text of a file that is judged, when the working tree holds something else.
  std::optional<std::string> other_text(const std::string& path) const {
    if (!unstaged_.contains(path)) return std::nullopt;
    std::optional<std::string> text = repository_.staged_text(path);
    if (!text) throw git::Error(path + ": has conflicts in the index; resolve them and stage the file");
    return text;
  }

  void settle(MigrationFile& file) {
    const std::string path = places_.in_repository(file.path);
    const std::string down = file.down ? places_.in_repository(*file.down) : std::string();
    const git::Delta* delta = delta_of(path);
    Change change;
    change.revision = name_;
    change.text = other_text(path);
    if (!down.empty()) change.down_text = other_text(down);
    if (delta != nullptr) {
      const std::string gone = delta->kind == git::DeltaKind::added ? gone_with_version(path, file) : std::string();
      git::Delta retitled = *delta;
      if (!gone.empty()) {
        retitled.kind = git::DeltaKind::renamed;
        retitled.old_path = gone;
        changed_.erase(gone);
      }
      note_delta(retitled, file, change);
      if (file.unit) note_unit(*file.unit, file.version, change);
    } else if (!down.empty() && delta_of(down) != nullptr) {
      change.judged = Judged::way_back;
    }
    const bool plain =
        change.kind == Change::Kind::none && change.judged == Judged::nothing && !change.text && !change.down_text;
    if (plain && unchanged_ == nullptr) unchanged_ = std::make_shared<const Change>(change);
    file.change = plain ? unchanged_ : std::make_shared<const Change>(std::move(change));
  }

  /// The file that the revision has for a migration whose runner knows it by its version, when it has another title now
  /// and git does not take the one for the other; empty: there is none.
  std::string gone_with_version(const std::string& path, const MigrationFile& file) const {
    if (file.framework == nullptr || !knows_by_version(*file.framework) || file.version.empty()) return {};
    for (const auto& [old, delta] : changed_) {
      if (delta.kind != git::DeltaKind::deleted || group_of(old) != group_of(path)) continue;
      const FileName name = read_name(name_of(old), name_of(folder_of(old)));
      if (!name.down && versions_equal(name.version, file.version)) return old;
    }
    return {};
  }

  void note_delta(const git::Delta& delta, const MigrationFile& file, Change& change) {
    change.judged = Judged::all;
    change.kind = delta.kind == git::DeltaKind::added     ? Change::Kind::added
                  : delta.kind == git::DeltaKind::renamed ? Change::Kind::renamed
                                                          : Change::Kind::modified;
    if (change.kind == Change::Kind::added) return;
    change.old_path = Places::shown(delta.old_path, delta.path, file.shown);
    change.old_version = recognised(change.old_path).version;
    change.old_text = repository_.text(resolved_.base, delta.old_path);
    if (change.kind != Change::Kind::renamed) return;
    // Its folder moved, or its title is another one; its runner knows it by what it still has.
    const bool moved = naming_part(delta.path) == naming_part(delta.old_path);
    const bool by_version = file.framework != nullptr && knows_by_version(*file.framework);
    if (!moved && !(by_version && versions_equal(change.old_version, file.version))) return;
    change.kind = Change::Kind::modified;
    const std::optional<std::string> staged = options_.staged ? repository_.staged_text(delta.path) : std::nullopt;
    if (change.old_text != (staged ? *staged : read_file(file.path))) return;
    change.kind = Change::Kind::none;
    change.judged = Judged::nothing;
  }

  /// Of a file of several units, those that it held before in the same words are history.
  static void note_unit(const MigrationFile::Unit& unit, const std::string& id, Change& change) {
    if (!change.old_text) return;
    const std::string_view now = unit.source->slice(unit.range);
    for (const Changeset& old : changesets_in(*change.old_text)) {
      if (old.id != id) continue;
      const bool same = std::string_view(*change.old_text).substr(old.range.begin, old.range.size()) == now;
      if (!same) return;
      change.kind = Change::Kind::none;
      change.judged = Judged::nothing;
      change.old_text.reset();
      return;
    }
    change.kind = Change::Kind::added;
    change.old_path.clear();
    change.old_text.reset();
  }

  /// Notes for each new migration the last one of the revision that does not come before it.
  void find_late_ones() {
    std::map<std::string, std::vector<MigrationFile*>> new_ones;
    for (MigrationFile& file : files_) {
      if (file.change->kind != Change::Kind::added && file.change->kind != Change::Kind::renamed) continue;
      if (file.version.empty() || file.unit || file.direction == Direction::down) continue;
      // Its number has its place already; what another name means is told of the edit.
      const bool kept = file.change->kind == Change::Kind::renamed;
      if (kept && versions_equal(file.change->old_version, file.version)) continue;
      new_ones[group_of(file.path).generic_string()].push_back(&file);
    }
    for (auto& [group, added] : new_ones) {
      const std::vector<MigrationFile> old_ones = at_revision(*added.front());
      for (MigrationFile* file : added) compare(*file, old_ones);
    }
  }

  /// The migrations that the revision has in the folder of this one.
  std::vector<MigrationFile> at_revision(const MigrationFile& like) {
    std::vector<std::string> paths;
    const std::string path = places_.in_repository(like.path);
    const std::string group = group_of(path).generic_string();
    for (const std::string& old : repository_.files(resolved_.tip, group)) {
      if (!is_sql(old) || gone_.contains(old) || group_of(old).generic_string() != group) continue;
      paths.push_back(Places::shown(old, path, like.shown));
    }
    std::vector<MigrationFile> found = recognise_files(paths);
    std::erase_if(found, [](const MigrationFile& file) { return file.direction == Direction::down; });
    return found;
  }

  /// Only numbers are an order: sqitch's plan, for one, orders names.
  static bool is_numbered(const MigrationFile& file) {
    return !file.version.empty() && file.version[0] >= '0' && file.version[0] <= '9';
  }

  static void compare(MigrationFile& file, const std::vector<MigrationFile>& old_ones) {
    if (!is_numbered(file)) return;
    const MigrationFile* latest = nullptr;
    const MigrationFile* same = nullptr;
    for (const MigrationFile& old : old_ones) {
      if (!is_numbered(old) || old.shown == file.change->old_path || old.shown == file.shown) continue;
      if (versions_equal(old.version, file.version)) {
        same = &old;
      } else if (natural_less(file.version, old.version) &&
                 (latest == nullptr || natural_less(latest->version, old.version))) {
        latest = &old;
      }
    }
    if (latest == nullptr && same == nullptr) return;
    Change change = *file.change;
    change.later = (latest != nullptr ? latest : same)->shown;
    change.same_version = latest == nullptr;
    file.change = std::make_shared<const Change>(std::move(change));
  }

  static bool versions_equal(const std::string& a, const std::string& b) {
    const auto digits = [](std::string_view text) {
      const bool number = text.find_first_not_of("0123456789") == std::string_view::npos;
      while (number && text.size() > 1 && text[0] == '0') text.remove_prefix(1);
      return text;
    };
    return digits(a) == digits(b);
  }

  /// Migrations that were there and are gone, told together for each folder: only where others are left, so that a
  /// folder that moved away says nothing.
  void add_deleted() {
    std::map<std::string, const MigrationFile*> groups;
    for (const MigrationFile& file : files_) {
      groups.emplace(group_of(places_.in_repository(file.path)).generic_string(), &file);
    }
    std::map<std::string, std::vector<std::pair<MigrationFile, std::string>>> gone;
    for (const auto& [path, delta] : changed_) {
      if (delta.kind != git::DeltaKind::deleted) continue;
      const auto group = groups.find(group_of(path).generic_string());
      if (group == groups.end()) continue;
      const MigrationFile& like = *group->second;
      MigrationFile file = recognised(Places::shown(path, places_.in_repository(like.path), like.shown));
      if (file.direction == Direction::down || file.version.empty()) continue;
      if (file.framework == nullptr) file.framework = like.framework;
      gone[group->first].emplace_back(std::move(file), path);
    }
    for (auto& [group, files] : gone) files_.push_back(as_deleted(files));
  }

  MigrationFile as_deleted(std::vector<std::pair<MigrationFile, std::string>>& files) const {
    std::sort(files.begin(), files.end(),
              [](const auto& a, const auto& b) { return natural_less(a.first.shown, b.first.shown); });
    auto& [first, path] = files.front();
    Change change;
    change.kind = Change::Kind::deleted;
    change.judged = Judged::all;
    change.revision = name_;
    change.old_path = first.shown;
    change.old_version = first.version;
    change.text = repository_.text(resolved_.base, path);
    for (std::size_t i = 1; i < files.size(); ++i) change.others.push_back(files[i].first.shown);
    first.down.reset();
    first.change = std::make_shared<const Change>(std::move(change));
    return std::move(first);
  }

  std::vector<MigrationFile>& files_;
  const RevisionOptions& options_;
  git::Repository repository_;
  Places places_;
  std::string name_;
  git::Resolved resolved_;
  std::vector<std::string> paths_;
  std::map<std::string, git::Delta> changed_;  // by the path that it has now
  std::unordered_set<std::string> gone_;       // paths of the revision at which nothing is now
  std::unordered_set<std::string> unstaged_;   // paths at which the index is not what the working tree holds
  std::shared_ptr<const Change> unchanged_;    // shared by all that did not change
};

}  // namespace

void compare_with_revision(std::vector<MigrationFile>& files, const std::vector<std::string>& paths,
                           const RevisionOptions& options) {
  Comparison(files, paths, options).run();
}

}  // namespace pginterlock
