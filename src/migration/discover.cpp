#include "migration/discover.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <unordered_set>

#include "migration/changesets.h"
#include "migration/code_migrations.h"
#include "migration/command_line.h"
#include "migration/dialect.h"
#include "migration/file_names.h"
#include "migration/flyway_history.h"
#include "migration/folders.h"
#include "migration/left_out.h"
#include "migration/order.h"
#include "migration/paths.h"
#include "migration/pieces.h"
#include "migration/place.h"
#include "migration/recogniser.h"
#include "text/read_file.h"

namespace pginterlock {

namespace {

/// The SQL files below a folder. A path that a symbolic link loops through is met once: links to folders are not
/// followed.
std::vector<std::string> sql_files_below(const std::string& folder, Folders& folders) {
  std::vector<std::string> files;
  std::vector<std::string> todo{folder};
  while (!todo.empty()) {
    const std::string at = std::move(todo.back());
    todo.pop_back();
    const auto& [entries, error] = folders.list(at);
    if (error && at == folder) {
      throw DiscoveryError(at + ": this folder cannot be read: " + error.message());
    }
    for (const auto& [name, kind] : entries) {
      if (name[0] == '.') continue;
      if (kind == Folders::Kind::folder && name != "node_modules") todo.push_back(joined(at, name));
      const bool file = kind == Folders::Kind::file || kind == Folders::Kind::broken_link;
      if (file && name.ends_with(".sql")) files.push_back(joined(at, name));
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// Puts the units of Liquibase's files in the place of the files.
void cut_changesets(std::vector<MigrationFile>& files, Aside& aside) {
  std::vector<MigrationFile> units;
  for (const MigrationFile& file : files) {
    auto source = std::make_shared<const SourceFile>(file.shown, read_file(file.path));
    const std::vector<Changeset> changesets = changesets_in(source->text());
    for (const Changeset& changeset : changesets) {
      if (!runs_on_postgresql(changeset.dbms)) {
        aside.add("changesets for other databases", file.path);
        continue;
      }
      MigrationFile unit = file;
      unit.version = changeset.id;
      unit.unit = MigrationFile::Unit{source, changeset.range, rollback_of(changeset, source->text()),
                                      !changeset.run_in_transaction, !changeset.split_statements};
      units.push_back(std::move(unit));
    }
    if (changesets.empty()) units.push_back(file);
  }
  files = std::move(units);
}

constexpr std::string_view dump_of_rails = "dumped by Rails from migrations in code: give it with --schema";

struct DecidedPlace {
  Place place;
  Choice choice;
  NameShape shape = NameShape::other;
};

bool is_plain(const Choice& choice) { return choice.strength != Choice::Strength::evidence; }

/// One folder that was named: its places, their frameworks, and what of it is migrations.
class FolderSearch {
 public:
  FolderSearch(std::string root, const DiscoveryOptions& options, Recogniser& recogniser, Folders& folders)
      : root_(std::move(root)), options_(options), recogniser_(recogniser), folders_(folders) {}

  Discovery run() {
    collect();
    choose();
    leave_out_weak_places();
    for (auto& group : histories()) take_history(group);
    if (result_.files.empty()) throw DiscoveryError(nothing_found());
    result_.left_out = aside_.all();
    return std::move(result_);
  }

 private:
  void collect() {
    const std::vector<std::string> paths = sql_files_below(root_, folders_);
    if (paths.empty()) {
      throw DiscoveryError(root_ + ": no SQL files in this folder; name a folder or a file with migrations");
    }
    std::vector<AsideReason> reasons;
    reasons.reserve(paths.size());
    for (const std::string& path : paths) {
      reasons.push_back(is_dump_of_rails(path, folders_) ? AsideReason{std::string(dump_of_rails), true}
                                                         : reason_to_leave_out(path, root_));
    }
    // Dumps, seeds and tests are meant when there is nothing else.
    const bool any = std::any_of(reasons.begin(), reasons.end(),
                                 [](const AsideReason& one) { return one.text.empty() || one.text == dump_of_rails; });
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < paths.size(); ++i) {
      if (!reasons[i].text.empty() && (any || reasons[i].firm)) {
        aside_.add(reasons[i].text, paths[i]);
        continue;
      }
      PlaceFile file{paths[i], read_name(name_of(paths[i]), name_of(folder_of(paths[i])))};
      const bool own_folder =
          file.name.shape == NameShape::folder_up_down || file.name.shape == NameShape::folder_migration;
      std::string folder = recogniser_.place_of(file.path);
      const auto [known, added] = places.try_emplace(folder + (own_folder ? "\n" : ""), places_.size());
      if (added) places_.push_back({{std::move(folder), {}}, {}, NameShape::other});
      places_[known->second].place.files.push_back(std::move(file));
    }
  }

  void choose() {
    for (DecidedPlace& one : places_) {
      one.shape = common_shape(one.place);
      one.choice = choose_framework(one.place, folders_);
      // A file of Liquibase may have changesets for several databases.
      const bool mixed = one.choice.framework != nullptr && one.choice.framework->id == "liquibase";
      if (one.choice.other_database.empty() && !mixed)
        one.choice.other_database = foreign_dialect_of(one.place, folders_);
      if (options_.framework != nullptr) {
        one.choice.framework = options_.framework;
        one.choice.reason = "--framework";
        if (one.choice.strength == Choice::Strength::numbers) one.choice.strength = Choice::Strength::evidence;
      }
      if (one.choice.strength == Choice::Strength::numbers && in_migration_folder(one.place.folder)) {
        one.choice.reason += " in a folder of migrations";
      } else if (one.choice.strength == Choice::Strength::numbers) {
        one.choice.strength = Choice::Strength::nothing;
      }
    }
  }

  static bool in_migration_folder(std::string_view folder) {
    return is_migration_folder(name_of(folder)) || is_migration_folder(name_of(folder_of(folder)));
  }

  /// SQL that no framework runs is no migration where there is SQL that one does.
  void leave_out_weak_places() {
    for (DecidedPlace& one : places_) {
      if (one.choice.other_database.empty()) continue;
      for (const PlaceFile& file : one.place.files) aside_.add("for " + one.choice.other_database, file.path);
      one.place.files.clear();
    }
    for (DecidedPlace& one : places_) {
      if (!below_graphile(one)) continue;
      for (const PlaceFile& file : one.place.files) aside_.add(no_name_for("graphile-migrate"), file.path);
      one.place.files.clear();
    }
    std::erase_if(places_, [](const DecidedPlace& one) { return one.place.files.empty(); });
    const auto weak = [](const DecidedPlace& one) { return one.choice.strength == Choice::Strength::nothing; };
    if (std::all_of(places_.begin(), places_.end(), weak)) return;
    for (const DecidedPlace& one : places_) {
      if (!weak(one)) continue;
      for (const PlaceFile& file : one.place.files) aside_.add("no migrations of a framework", file.path);
    }
    std::erase_if(places_, weak);
  }

  /// What else stands below graphile-migrate's folder is for its actions and for includes.
  bool below_graphile(const DecidedPlace& one) const {
    return std::any_of(places_.begin(), places_.end(), [&](const DecidedPlace& other) {
      return other.choice.framework != nullptr && other.choice.framework->id == "graphile-migrate" &&
             other.place.folder != one.place.folder && one.place.folder.starts_with(joined(other.place.folder, ""));
    });
  }

  static std::string no_name_for(std::string_view framework) {
    if (framework == "graphile-migrate") return "neither committed nor current: graphile-migrate runs them otherwise";
    return "no name of a migration of " + std::string(framework);
  }

  /// Places whose migrations one runner applies to one database: all that no framework is known for; editions in
  /// folders with numbers for names; folders inside each other, where versions order across folders.
  std::vector<std::vector<DecidedPlace>> histories() {
    std::vector<std::string> keys;
    for (const DecidedPlace& one : places_) keys.push_back(history_key(one));
    std::vector<std::vector<DecidedPlace>> groups;
    std::map<std::string, std::size_t> known;
    for (std::size_t i = 0; i < places_.size(); ++i) {
      const auto [group, added] = known.try_emplace(keys[i], groups.size());
      if (added) groups.emplace_back();
      groups[group->second].push_back(std::move(places_[i]));
    }
    return groups;
  }

  std::string history_key(const DecidedPlace& one) {
    if (is_plain(one.choice)) return "plain";
    const Framework* framework = one.choice.framework;
    if (framework == nullptr) return "plain";
    std::string_view folder = one.place.folder;
    while (!folder.empty() && folder.size() > root_.size() && numbered(name_of(folder))) folder = folder_of(folder);
    if (framework->id == "flyway") {
      const FlywayLocation named = flyway_location(one.place.folder, folders_);
      if (!named.root.empty()) return "flyway locations below " + named.root;
    }
    if (framework->order == FileOrder::version || framework->id == "liquibase") folder = location(one, folder);
    return std::string(framework->id) + " " + std::string(folder);
  }

  /// The uppermost folder that a runner that looks into folders below its own would look into.
  std::string_view location(const DecidedPlace& one, std::string_view folder) const {
    for (std::string_view above = folder; above.size() > root_.size(); above = folder_of(above)) {
      if (is_migration_folder(name_of(above))) return above;
    }
    for (const DecidedPlace& other : places_) {
      const bool above = folder.starts_with(joined(other.place.folder, ""));
      if (above && other.choice.framework == one.choice.framework) folder = other.place.folder;
    }
    return folder;
  }

  static bool numbered(std::string_view name) {
    if (name.starts_with('v')) name.remove_prefix(1);
    return !name.empty() && leading_version(name).size() == name.size();
  }

  /// A changelog of Liquibase may have parts that are no SQL; what a tool writes out need not begin with its first
  /// migration.
  static bool tells_whole_history(const Framework& framework) {
    constexpr std::array<std::string_view, 4> others = {"liquibase", "alembic-sql", "django-sqlmigrate",
                                                        "efcore-script"};
    return std::find(others.begin(), others.end(), framework.id) == others.end();
  }

  void take_history(const std::vector<DecidedPlace>& group) {
    std::vector<MigrationFile> files;
    const Framework* framework = group.front().choice.framework;
    Plan plan;
    for (const DecidedPlace& one : group) {
      read_plan(one, plan);
      for (const PlaceFile& file : one.place.files) take_file(file, one, plan, files);
    }
    // A way back is read with its migration; alone it is nothing that runs forward. A folder of nothing else is meant.
    const auto is_down = [](const MigrationFile& file) { return file.direction == Direction::down; };
    if (!std::all_of(files.begin(), files.end(), is_down)) std::erase_if(files, is_down);
    if (files.empty()) return;
    if (framework != nullptr && framework->id == "popx") drop_other_dialects(files);
    for (const DecidedPlace& one : group) {
      std::vector<MigrationFile> code = code_migrations(one.place, framework, folders_);
      std::move(code.begin(), code.end(), std::back_inserter(files));
    }
    take_one_baseline(files, aside_);
    put_in_order(files, framework == nullptr ? FileOrder::natural : framework->order, plan);
    if (framework != nullptr && framework->id == "popx") note_pieces(files);
    take_out_code(files, aside_);
    if (framework != nullptr && framework->id == "liquibase") cut_changesets(files, aside_);
    const std::size_t number = result_.histories.size();
    const bool whole = framework != nullptr && tells_whole_history(*framework);
    const RunnerOption option =
        framework == nullptr ? RunnerOption{} : runner_option(*framework, group.front().place.folder, folders_);
    for (MigrationFile& file : files) {
      file.option = option.words;
      file.history = number;
      file.whole_history = whole;
    }
    const Place& first = group.front().place;
    std::string folder = group.size() == 1 ? first.folder : common_folder(group);
    std::string reason = reason_of(group);
    if (!option.words.empty()) reason += "; " + std::string(option.words) + " in " + std::string(option.where);
    result_.histories.push_back({normal(folder), framework, std::move(reason), files.size()});
    std::move(files.begin(), files.end(), std::back_inserter(result_.files));
  }

  /// What told the framework, and what put several folders together.
  std::string reason_of(const std::vector<DecidedPlace>& group) {
    std::string reason = group.front().choice.reason;
    const Framework* framework = group.front().choice.framework;
    if (group.size() == 1 || framework == nullptr || framework->id != "flyway") return reason;
    const FlywayLocation named = flyway_location(group.front().place.folder, folders_);
    return named.root.empty() ? reason : reason + "; the locations in " + named.configuration + " are one history";
  }

  static std::string common_folder(const std::vector<DecidedPlace>& group) {
    std::string_view common = group.front().place.folder;
    for (const DecidedPlace& one : group) {
      while (!common.empty() && !(one.place.folder + "/").starts_with(std::string(common) + "/"))
        common = folder_of(common);
    }
    return std::string(common);
  }

  void read_plan(const DecidedPlace& one, Plan& plan) {
    if (one.choice.framework == nullptr || one.choice.framework->order != FileOrder::plan) return;
    const bool sqitch = one.choice.framework->id == "sqitch";
    const std::string& text = folders_.text(joined(one.place.folder, sqitch ? "sqitch.plan" : "meta/_journal.json"));
    if (plan.empty()) plan = sqitch ? read_sqitch_plan(text) : read_drizzle_journal(text);
  }

  void take_file(const PlaceFile& from, const DecidedPlace& one, const Plan& plan, std::vector<MigrationFile>& files) {
    const Framework* framework = one.choice.framework;
    const bool known = framework != nullptr && options_.framework == nullptr;
    if (known && framework->id == "sqitch" && from.path.find("/verify/") != std::string::npos) {
      return aside_.add("checks that Sqitch runs after a deployment (verify)", from.path);
    }
    if (known && !Recogniser::runs(*framework, from, one.shape)) {
      return aside_.add(no_name_for(framework->id), from.path);
    }
    MigrationFile file = recogniser_.recognise(from, one.choice);
    if (known && !plan.empty() && file.direction == Direction::up && !plan.contains(plan_name(file))) {
      return aside_.add("not in the list that " + std::string(framework->id) + " follows", from.path);
    }
    files.push_back(std::move(file));
  }

  /// A file with "postgres" in its name takes the place of the one for all databases. Source: ory/x, popx/match.go.
  void drop_other_dialects(std::vector<MigrationFile>& files) {
    const auto base = [](const MigrationFile& file) {
      const std::string_view name = name_of(file.path);
      return std::string(name.substr(0, name.find('.')));
    };
    const auto is_own = [](const MigrationFile& file) { return file.path.find(".postgres.") != std::string::npos; };
    std::unordered_set<std::string> own;
    for (const MigrationFile& file : files) {
      if (is_own(file)) own.insert(base(file));
    }
    std::erase_if(files, [&](const MigrationFile& file) {
      const bool other = !is_own(file) && own.contains(base(file));
      if (other) aside_.add("another file of the same migration is for PostgreSQL", file.path);
      return other;
    });
  }

  std::string nothing_found() const {
    std::string text = root_ + ": no migrations for PostgreSQL in this folder";
    for (const LeftOut& one : aside_.all()) {
      text += "; left out: " + std::to_string(one.files) + " " + one.reason + " (" + one.example + ")";
    }
    return text + "; name the folder of the migrations";
  }

  std::string root_;
  const DiscoveryOptions& options_;
  Recogniser& recogniser_;
  Folders& folders_;
  std::vector<DecidedPlace> places_;
  Aside aside_;
  Discovery result_;
};

/// What there is at a path; throws when there is nothing.
bool is_folder(const std::string& path) {
  struct stat status = {};
  if (::stat(path.c_str(), &status) == 0) return S_ISDIR(status.st_mode);
  const bool link = ::lstat(path.c_str(), &status) == 0 && S_ISLNK(status.st_mode);
  throw DiscoveryError(path + (link ? ": the symbolic link leads nowhere; correct or remove it"
                                    : ": no such file or folder; check the path"));
}

/// Adds what a folder holds. Several folders with one history each are one history: they were named in its order.
void append(Discovery found, bool apart, Discovery& discovery, Aside& aside) {
  const std::size_t first = apart ? discovery.histories.size() : 0;
  for (MigrationFile& file : found.files) file.history += first;
  std::move(found.files.begin(), found.files.end(), std::back_inserter(discovery.files));
  std::move(found.histories.begin(), found.histories.end(), std::back_inserter(discovery.histories));
  aside.add(found.left_out);
}

void note_alone(const MigrationFile& file, const Choice& choice, Discovery& discovery) {
  const std::string folder = normal(folder_of(file.shown));
  std::vector<FoundHistory>& all = discovery.histories;
  const bool same = !all.empty() && all.back().framework == file.framework && all.back().folder == folder;
  if (!same) {
    const std::string reason = file.chosen                          ? "--framework"
                               : file.framework == choice.framework ? choice.reason
                                                                    : "its name";
    all.push_back({folder, file.framework, reason, 0});
  }
  ++all.back().migrations;
}

}  // namespace

Discovery discover(const std::vector<std::string>& paths, const DiscoveryOptions& options) {
  Folders folders;
  Recogniser recogniser(options, folders);
  Discovery discovery;
  Aside aside;
  for (const std::string& path : paths) {
    if (is_folder(path)) {
      Discovery found = FolderSearch(path, options, recogniser, folders).run();
      const bool apart = found.histories.size() > 1;
      append(std::move(found), apart, discovery, aside);
    } else {
      MigrationFile file = recogniser.recognise_alone(path);
      note_alone(file, recogniser.choice_for(path), discovery);
      std::vector<MigrationFile> units{std::move(file)};
      if (units[0].framework != nullptr && units[0].framework->id == "liquibase") cut_changesets(units, aside);
      std::move(units.begin(), units.end(), std::back_inserter(discovery.files));
    }
  }
  std::unordered_set<std::string> named_downs;
  for (const MigrationFile& file : discovery.files) {
    if (file.down) named_downs.insert(normal(*file.down));
  }
  std::erase_if(discovery.files, [&](const MigrationFile& file) {
    return file.direction == Direction::down && named_downs.contains(file.shown);
  });
  // What the migrations of one history use, those of another may make.
  if (discovery.histories.size() != 1) {
    for (MigrationFile& file : discovery.files) file.whole_history = false;
  }
  discovery.left_out = aside.all();
  return discovery;
}

}  // namespace pginterlock
