#include "migration/changesets.h"
#include "migration/command_line.h"
#include "migration/discover.h"
#include "migration/file_names.h"
#include "migration/folders.h"
#include "migration/frameworks.h"
#include "migration/opt_out.h"
#include "migration/paths.h"
#include "migration/place.h"
#include "migration/recogniser.h"
#include "migration/sections.h"
#include "migration/template.h"
#include "text/read_file.h"

namespace pginterlock {

namespace {

constexpr std::size_t head_bytes = 4096;

/// A file as PostgreSQL's migrations are made of it.
std::shared_ptr<const SourceFile> source_of(const std::string& path, std::string text) {
  if (auto rendered = template_for_postgresql(text)) text = *std::move(rendered);
  return std::make_shared<const SourceFile>(path, std::move(text));
}

/// Whether markers in the file count for it: they are those of its framework, or they say more than its place does.
bool markers_count(const Sections& sections, const MigrationFile& file) {
  if (sections.framework == nullptr) return false;
  if (file.framework == nullptr || file.framework == sections.framework) return true;
  return !file.chosen && sections.framework->rollback == RollbackConvention::section;
}

/// The sections of a file that run in one direction. Several are read as one, with blanks for all between them, so that
/// each byte keeps its place.
Part part_of(const std::shared_ptr<const SourceFile>& source, const std::vector<Span>& sections) {
  if (sections.empty()) return {source, {source->text().size(), source->text().size()}};
  if (sections.size() == 1) return {source, sections.front()};
  std::string text(source->text());
  for (std::size_t i = 1; i < sections.size(); ++i) {
    for (std::size_t at = sections[i - 1].end; at < sections[i].begin; ++at) {
      if (text[at] != '\n') text[at] = ' ';
    }
  }
  return {std::make_shared<const SourceFile>(source->path(), std::move(text)),
          {sections.front().begin, sections.back().end}};
}

void settle_transaction(Migration& migration, const MigrationFile& file, bool opted_out) {
  const Framework& framework = *migration.framework;
  migration.opted_out = opted_out;
  migration.wrap = opted_out ? Wrap::none : framework.wrap;
  migration.send = framework.send;
  // tern cuts a file that opts out by itself. Source: tern, migrate.go, doSQLMigration.
  if (opted_out && framework.id == "tern") migration.send = Send::statement;
  // A file with a statement that its splitter cannot read goes in one message, and this is such a statement.
  // Source: prisma-engines, issue 5847.
  const std::string_view text = migration.up.source->text();
  if (framework.id == "prisma-7.4" && contains_any_case(text, "drop index concurrently")) migration.send = Send::whole;
  apply_runner_option(file.option, migration.wrap, migration.send);
  if (framework.id != "flyway") return;
  if (file.flyway.group && !opted_out) migration.wrap = Wrap::run;
  if (file.flyway.transactional_lock) {
    migration.beside = "that of Flyway's advisory lock (flyway.postgresql.transactional.lock)";
  }
  if (file.metadata || file.flyway.mixed) return;
  if (flyway_transaction(text).refused) {
    migration.refusal =
        "Flyway refuses a migration that holds statements that need no transaction (such as CREATE INDEX CONCURRENTLY) "
        "beside others, SET included: \"Detected both transactional and non-transactional statements\"";
  }
}

Migration settle(const MigrationFile& file, std::shared_ptr<const SourceFile> source) {
  const std::string_view text = source->text();
  Migration migration;
  migration.version = file.version;
  migration.direction = file.direction;
  migration.framework = file.framework;
  migration.expected_down = file.expected_down;
  migration.history = file.history;
  migration.whole_history = file.whole_history;
  migration.after_code = file.after_code;
  migration.piece = file.piece;
  migration.piece_follows = file.piece_follows;
  migration.up = {source, {0, text.size()}};

  const Sections sections = find_sections(text);
  if (markers_count(sections, file)) {
    migration.framework = sections.framework;
    if (sections.framework->rollback == RollbackConvention::section) {
      migration.up = part_of(source, sections.up);
      if (!sections.down.empty()) migration.down = part_of(source, sections.down);
      migration.expected_down = "the down section of " + source->path();
    }
  }
  if (migration.framework == nullptr) {
    migration.framework = marker_in(text.substr(0, head_bytes), NameShape::sequence).framework;
  }
  if (migration.framework == nullptr) migration.framework = find_framework("plain");
  const bool opted_out = (sections.no_transaction && markers_count(sections, file)) ||
                         opts_out(*migration.framework, file, text, migration.up.source->slice(migration.up.range));
  settle_transaction(migration, file, opted_out);
  return migration;
}

Migration settle_unit(const MigrationFile& file) {
  const MigrationFile::Unit& unit = *file.unit;
  Migration migration;
  migration.version = file.version;
  migration.framework = file.framework;
  migration.history = file.history;
  migration.whole_history = file.whole_history;
  migration.after_code = file.after_code;
  migration.up = {unit.source, unit.range};
  migration.expected_down = "the --rollback of changeset " + file.version;
  migration.opted_out = unit.no_transaction;
  migration.wrap = unit.no_transaction ? Wrap::none : file.framework->wrap;
  // A JDBC driver sends the statements of one string together. Source: pgjdbc, QueryExecutorImpl.
  migration.send = unit.unsplit ? Send::pipeline : file.framework->send;
  if (unit.rollback) {
    auto down = std::make_shared<SourceFile>(file.shown, *unit.rollback);
    const std::size_t size = down->text().size();
    migration.down = Part{std::move(down), {0, size}};
  }
  return migration;
}

/// Adds what the git revision held in place of the migration.
void add_change(const MigrationFile& file, Migration& migration) {
  migration.change = file.change;
  const Change& change = *file.change;
  if (change.kind == Change::Kind::deleted) migration.up.range = {};
  if (!change.old_text) return;
  auto old = source_of(change.old_path, *change.old_text);
  if (!file.unit) {
    migration.before = settle(file, std::move(old)).up;
    return;
  }
  for (const Changeset& changeset : changesets_in(old->text())) {
    if (changeset.id == file.version) migration.before = Part{old, changeset.range};
  }
}

Migration read_migration(const MigrationFile& file, std::string text) {
  Migration migration = settle(file, source_of(file.shown, std::move(text)));
  if (file.down && !migration.down) {
    const bool other = file.change && file.change->down_text;
    auto down = source_of(normal(*file.down), other ? *file.change->down_text : read_file(*file.down));
    const std::size_t size = down->text().size();
    migration.down = Part{std::move(down), {0, size}};
  }
  for (const std::string& path : file.piece_follows ? std::vector<std::string>() : file.earlier_down) {
    auto down = source_of(normal(path), read_file(path));
    const std::size_t size = down->text().size();
    migration.earlier_down.push_back({std::move(down), {0, size}});
  }
  if (file.change) add_change(file, migration);
  return migration;
}

}  // namespace

Migration load(const MigrationFile& file) {
  if (file.unit) {
    Migration migration = settle_unit(file);
    if (file.change) add_change(file, migration);
    return migration;
  }
  const bool other = file.change && file.change->text;
  return read_migration(file, other ? *file.change->text : read_file(file.path));
}

std::vector<MigrationFile> recognise_files(const std::vector<std::string>& paths) {
  Folders folders;
  Recogniser recogniser({}, folders);
  std::vector<MigrationFile> files;
  files.reserve(paths.size());
  for (const std::string& path : paths) files.push_back(recogniser.recognise_alone(path));
  return files;
}

Migration load_text(const std::string& path, std::string text, const Framework* framework) {
  Folders folders;
  Recogniser recogniser({framework}, folders);
  return read_migration(recogniser.recognise_alone(path), std::move(text));
}

}  // namespace pginterlock
