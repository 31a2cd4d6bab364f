#include "history.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>

#include "catalogue_of_schema.h"
#include "catalogue_of_server.h"
#include "database.h"
#include "effects/execute.h"
#include "lint/meta_commands.h"
#include "lint/way_back.h"
#include "migration/discover.h"
#include "runner.h"
#include "session/state.h"

namespace pginterlock::conformance {

namespace {

constexpr const char* not_compared = R"(not compared, since pginterlock does not keep it:
  the text of views, policies, rules, triggers and routine bodies; roles and privileges but EXECUTE of PUBLIC;
  defaults, CHECK expressions and the base's collation of domains; the operators of EXCLUDE; INITIALLY DEFERRED;
  NULLS NOT DISTINCT, parameters and validity of indexes; parameters of tables; types and caches of sequences;
  when triggers fire; which columns a view takes from what it reads, and the types of rows that it reads from functions;
  comments but of tables; statistics made by LIKE; operators, casts, text search, languages; owners; objects of
  extensions; temporary objects
)";

/// Of a statement that the server refuses, what the reason rests on.
enum class Cause { statement, missing, data, server };

Cause cause_of(const SqlFailure& failure) {
  // undefined_table, undefined_column, undefined_object, invalid_schema_name, undefined_function
  static constexpr std::array<std::string_view, 5> missing = {"42P01", "42703", "42704", "3F000", "42883"};
  const std::string_view state = failure.sqlstate;
  if (std::find(missing.begin(), missing.end(), state) != missing.end()) return Cause::missing;
  const bool about_data = state.starts_with("22") || state.starts_with("23") || state.starts_with("P0");
  if (about_data) return Cause::data;
  const bool unavailable = failure.message.find("is not available") != std::string::npos;
  if (unavailable || state.starts_with("57") || state.starts_with("53") || state.starts_with("58"))
    return Cause::server;
  return Cause::statement;
}

std::string_view in_words(Cause cause) {
  switch (cause) {
    case Cause::statement:
      return "does not say so";
    case Cause::missing:
      return "does not know whether it is there: no script made it";
    case Cause::data:
      return "does not know: rows or a body decide";
    case Cause::server:
      return "does not know: this server lacks it";
  }
  return {};
}

/// The first failure that is certain whatever rows there are.
const Failure* certain_failure(const Effects& effects) {
  const auto it = std::find_if(effects.failures.begin(), effects.failures.end(), [](const Failure& failure) {
    return failure.certainty == Certainty::proved && failure.kind != FailureKind::not_null_without_default;
  });
  return it == effects.failures.end() ? nullptr : &*it;
}

/// A failure that the server shows as well.
const Failure* failure_with(const Effects& effects, std::string_view sqlstate) {
  const auto it = std::find_if(effects.failures.begin(), effects.failures.end(),
                               [&](const Failure& failure) { return failure.sqlstate == sqlstate; });
  return it == effects.failures.end() ? nullptr : &*it;
}

/// An object that is taken to be missing since no migration made it.
const Failure* missing_object(const Effects& effects) {
  const auto it = std::find_if(effects.failures.begin(), effects.failures.end(), [](const Failure& failure) {
    return failure.kind == FailureKind::undefined_object && failure.certainty == Certainty::assumed;
  });
  return it == effects.failures.end() ? nullptr : &*it;
}

class HistoryRun {
 public:
  HistoryRun(int version, Database& database) : database_(database), connection_(database.set_up({})) {
    state_.pg_version = version;
  }

  void take(const MigrationFile& file) {
    if (!stopped_.empty()) return;
    const Migration migration = load(file);
    if (migration.direction == Direction::down) return;
    if (!migration.refusal.empty()) {
      outcome_.text += fmt::format("  {}: its runner refuses it: {}\n", file.shown, migration.refusal);
      return;
    }
    ++outcome_.migrations;
    const std::vector<SentStatement> statements = statements_of(migration);
    outcome_.statements += statements.size();
    connection_->tell("DISCARD ALL");
    const Applied applied = apply(migration, statements, *connection_);
    replay(migration, statements.size(), applied);
    stopped_ = applied.stopped;
    if (!stopped_.empty()) difference(fmt::format("{}: {}", file.shown, stopped_));
  }

  HistoryOutcome finish(const std::string& title) {
    connection_->tell("DISCARD ALL");
    const Catalogue server = catalogue_of(*connection_);
    ReplayedCatalogue replayed = catalogue_of(state_.schema, state_.pg_version);
    add_kept_sql(replayed, *connection_);
    CatalogueComparison comparison = compare(server, replayed.catalogue);
    outcome_.objects = comparison.objects;
    outcome_.attributes = comparison.attributes;
    outcome_.unknown = std::move(comparison.unknown);
    for (const CatalogueDifference& one : comparison.differences) {
      const bool alone = one.relation.kind != "relation" || one.only_on_server;
      if (replayed.doubted.contains(one.relation) || (alone && state_.unread_changes)) {
        ++outcome_.doubted;
        outcome_.text += "  in doubt for pginterlock: " + one.text + "\n";
      } else {
        difference(one.text);
      }
    }
    outcome_.text = fmt::format(
                        "{}, {} migrations, {} statements, {} left out: {} objects, {} attributes compared, {} "
                        "differences, {} in doubt\n",
                        title, outcome_.migrations, outcome_.statements, outcome_.left_out, outcome_.objects,
                        outcome_.attributes, outcome_.differences, outcome_.doubted) +
                    outcome_.text;
    return std::move(outcome_);
  }

 private:
  void difference(const std::string& text) {
    ++outcome_.differences;
    outcome_.text += "  DIFFERENCE " + text + "\n";
  }

  void replay(const Migration& migration, std::size_t count, const Applied& applied) {
    const SourceFile& source = *migration.up.source;
    pg::Script script(source, migration.up.range);
    for (const MetaCommand& command : meta_commands(source, script.blanks())) {
      outcome_.text += fmt::format("  {}:{}: neither side runs {}\n", source.path(),
                                   source.position(command.span.begin).line, source.slice(command.span));
    }
    state_.session.start_migration(++ordinal_, envelope_of(migration, count));
    // The database began empty. A name that the runner fills in may be that of anything.
    const auto filled_in = [](const pg::Blank& blank) {
      return blank.kind != pg::BlankKind::copy_data && blank.kind != pg::BlankKind::meta_command &&
             blank.kind != pg::BlankKind::byte_order_mark && blank.kind != pg::BlankKind::nul;
    };
    names_known_ = names_known_ && std::none_of(script.blanks().begin(), script.blanks().end(), filled_in);
    whole_history_ = migration.whole_history && names_known_;
    auto refused = applied.refused.begin();
    while (script.next_batch()) {
      for (const pg::Statement& statement : script.statements()) {
        if (refused != applied.refused.end() && refused->statement == statement.index) {
          take_refused(statement, refused->failure);
          ++refused;
          continue;
        }
        state_.whole_history = whole_history_ && !state_.unread_changes;
        const Effects effects = execute(statement, state_);
        const Failure* failure = certain_failure(effects);
        if (failure == nullptr && whole_history_ && !state_.unread_changes) failure = missing_object(effects);
        if (statement.error) difference(at(statement) + ": pginterlock cannot read it: " + statement.error->message);
        if (failure != nullptr) {
          difference(fmt::format("{}: only pginterlock says that it fails: {} {}", at(statement), failure->sqlstate,
                                 failure->message));
        }
      }
    }
    state_.session.end_migration();
    state_.schema.end_transaction();
    state_.schema.forget_journal();
  }

  void take_refused(const pg::Statement& statement, const SqlFailure& failure) {
    ++outcome_.left_out;
    state_.whole_history = whole_history_ && !state_.unread_changes;
    const Effects effects = effects_of(statement, state_);
    const Failure* said = certain_failure(effects);
    if (said == nullptr) said = failure_with(effects, failure.sqlstate);
    std::string line = fmt::format("{}: fails: {} {}; pginterlock ", at(statement), failure.sqlstate, failure.message);
    if (said != nullptr || statement.error) {
      ++outcome_.named;
      line += "says so: ";
      line += statement.error ? statement.error->message : said->sqlstate + " " + said->message;
      outcome_.text += "  " + line + "\n";
      return;
    }
    const Cause cause = cause_of(failure);
    if (!effects.failures.empty()) {
      outcome_.text += fmt::format("  {}says that it may: {}\n", line, effects.failures.front().message);
    } else if (cause == Cause::statement) {
      difference(line + std::string(in_words(cause)));
    } else {
      outcome_.text += fmt::format("  {}{}\n", line, in_words(cause));
    }
  }

  static std::string at(const pg::Statement& statement) {
    return fmt::format("{}:{}", statement.source->path(), statement.source->position(statement.span.begin).line);
  }

  Database& database_;
  std::unique_ptr<Connection> connection_;
  State state_;
  bool names_known_ = true;     // so far no name was filled in
  bool whole_history_ = false;  // the migrations are there from the first on
  std::size_t ordinal_ = 0;
  std::string stopped_;
  HistoryOutcome outcome_;
};

void run_found(const Server& server, const HistoryInput& input, Database& database,
               const std::vector<MigrationFile>& schema, const std::vector<MigrationFile>& files, HistoryOutcome& sum) {
  HistoryRun run(server.major, database);
  for (const MigrationFile& file : schema) run.take(file);
  for (const MigrationFile& file : files) run.take(file);
  const Framework* framework = load(files.front()).framework;
  sum.add(run.finish(fmt::format("{} on {}: {}", input.path, server.major, framework->id)));
}

HistoryOutcome run_in(Database& database, const Server& server, const HistoryInput& input) {
  std::vector<MigrationFile> schema;
  if (!input.schema.empty()) schema = discover({input.schema}).files;
  std::map<std::size_t, std::vector<MigrationFile>> histories;
  for (MigrationFile& file : discover({input.path}, {.framework = input.framework}).files) {
    histories[file.history].push_back(std::move(file));
  }
  HistoryOutcome sum;
  for (const auto& [number, files] : histories) run_found(server, input, database, schema, files, sum);
  return sum;
}

std::string database_name(const Server& server) { return fmt::format("conf_history_{}_{}", getpid(), server.major); }

}  // namespace

void HistoryOutcome::add(const HistoryOutcome& other) {
  text += other.text;
  migrations += other.migrations;
  statements += other.statements;
  left_out += other.left_out;
  named += other.named;
  objects += other.objects;
  attributes += other.attributes;
  differences += other.differences;
  doubted += other.doubted;
  for (const auto& [attribute, count] : other.unknown) unknown[attribute] += count;
}

bool run_histories(const std::vector<Server>& servers, const std::vector<HistoryInput>& inputs, std::string& text) {
  HistoryOutcome all;
  for (const Server& server : servers) {
    Database database(server.conninfo, database_name(server));
    for (const HistoryInput& input : inputs) {
      try {
        all.add(run_in(database, server, input));
      } catch (const std::exception& error) {
        ++all.differences;
        all.text += fmt::format("{} on {}: DIFFERENCE {}\n", input.path, server.major, error.what());
      }
    }
  }
  text = all.text + not_compared;
  for (const auto& [attribute, count] : all.unknown) {
    text += fmt::format("not known to pginterlock there: {} ({} times)\n", attribute, count);
  }
  text += fmt::format(
      "histories: {} migrations, {} statements, of which the servers refuse {} ({} named by pginterlock); {} objects, "
      "{} "
      "attributes compared, {} differences, {} in doubt\n",
      all.migrations, all.statements, all.left_out, all.named, all.objects, all.attributes, all.differences,
      all.doubted);
  return all.differences == 0;
}

}  // namespace pginterlock::conformance
