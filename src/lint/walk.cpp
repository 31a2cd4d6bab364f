#include "lint/walk.h"

#include <string>
#include <utility>
#include <vector>

#include "effects/body_run.h"
#include "lint/meta_commands.h"
#include "lint/template_names.h"
#include "lint/way_back.h"
#include "text/read_file.h"

namespace pginterlock {

namespace {

constexpr std::size_t deepest_include = 8;  // scripts that include scripts

/// A migration in code ran before this one, or a template decides which of its SQL there is. Names that the runner
/// fills in are not known either: whether something makes a relation of such a name, nobody can tell.
void doubt_what_is_not_read(const Migration& migration, const pg::Script& script, State& state) {
  if (!migration.after_code.empty() || template_control_in(script.blanks())) note_unread_changes(state);
  for (const pg::Blank& blank : script.blanks()) {
    if (blank.kind == pg::BlankKind::placeholder || blank.kind == pg::BlankKind::variable) state.whole_history = false;
  }
}

class Walk {
 public:
  Walk(const Migration& migration, pg::Script& script, State& state, WalkObserver* observer)
      : source_(migration.up.source), script_(script), state_(state), observer_(observer) {}

  void run() {
    commands_ = meta_commands(*source_, script_.blanks());
    while (script_.next_batch()) {
      if (observer_ != nullptr) observer_->hold(script_.batch());
      for (const pg::Statement& statement : script_.statements()) {
        if (!commands_.empty()) take_commands(statement.span.begin);
        take(statement);
      }
    }
    take_commands(source_->text().size());
  }

 private:
  void take(const pg::Statement& statement) {
    if (observer_ == nullptr) {
      execute(statement, state_);
      return;
    }
    observer_->begin_statement();
    Effects sum = execute(statement, state_, observer_);
    observer_->end_statement(&statement, std::move(sum));
  }

  /// What psql runs besides the statements of the script, up to a place in it.
  void take_commands(std::size_t before) {
    for (; next_command_ < commands_.size() && commands_[next_command_].span.begin < before; ++next_command_) {
      take_command(commands_[next_command_], source_->path(), pg::TextOrigin::at(0), 0);
    }
  }

  /// `origin` is that of the script in which the command stands.
  void take_command(const MetaCommand& command, const std::filesystem::path& script, const pg::TextOrigin& origin,
                    std::size_t depth) {
    const pg::TextOrigin place = pg::TextOrigin::made_at(origin.map(command.span));
    switch (command.kind) {
      case MetaCommand::Kind::include: {
        const std::filesystem::path file = depth < deepest_include ? included_file(command, script) : "";
        if (!file.empty()) return take_included(file, place, depth + 1);
        return not_read("the script " + command.argument + " is not analysed: it is not there", true, place);
      }
      case MetaCommand::Kind::run_result:
        return not_read("dynamic SQL is not analysed: \\gexec runs what the query gives", true, place);
      case MetaCommand::Kind::copy:
        return take_text(std::string(copy_of_psql), "COPY " + command.argument, place, depth);
      case MetaCommand::Kind::condition:
        return not_read("\\if decides when it runs what is skipped; all of it is taken as run", false, place);
    }
  }

  void take_included(const std::filesystem::path& file, const pg::TextOrigin& place, std::size_t depth) {
    std::string text;
    try {
      text = read_file(file);
    } catch (const FileError& error) {
      return not_read(error.what(), true, place);
    }
    take_text(file.string(), std::move(text), place, depth);
  }

  void take_text(const std::string& path, std::string text, const pg::TextOrigin& place, std::size_t depth) {
    const auto included = std::make_shared<effects::BodyText>(path, std::move(text));
    pg::Script& script = included->script;
    const std::vector<MetaCommand> commands = meta_commands(included->source, script.blanks());
    std::size_t next = 0;
    const auto take_before = [&](std::size_t before) {
      for (; next < commands.size() && commands[next].span.begin < before; ++next) {
        take_command(commands[next], path, place, depth);
      }
    };
    while (script.next_batch()) {
      const std::shared_ptr<const void> owner = effects::owner_of(included);
      for (const pg::Statement& statement : script.statements()) {
        take_before(statement.span.begin);
        take_from_psql(statement, owner, place);
      }
    }
    take_before(included->source.text().size());
  }

  /// The statements of a script that psql includes stand where it is included.
  class Included : public Observer {
   public:
    Included(WalkObserver& observer, const std::shared_ptr<const void>& owner, const pg::TextOrigin& place)
        : observer_(observer), owner_(owner), place_(place) {}
    void see(const Executed& executed) override {
      const auto& owner = executed.owner != nullptr ? executed.owner : owner_;
      observer_.see({executed.statement, executed.effects, executed.before, "psql", &place_, executed.kind, owner,
                     executed.runs_bodies});
    }
    void begin_subtransaction() override { observer_.begin_subtransaction(); }
    void end_subtransaction(bool undone) override { observer_.end_subtransaction(undone); }

   private:
    WalkObserver& observer_;
    const std::shared_ptr<const void> owner_;
    const pg::TextOrigin& place_;
  };

  void take_from_psql(const pg::Statement& statement, const std::shared_ptr<const void>& owner,
                      const pg::TextOrigin& place) {
    if (observer_ == nullptr) {
      execute(statement, state_);
      return;
    }
    Included included(*observer_, owner, place);
    observer_->begin_statement();
    Effects sum = execute(statement, state_, &included);
    observer_->end_statement(nullptr, std::move(sum));
  }

  void not_read(std::string why, bool schema, const pg::TextOrigin& place) {
    if (observer_ != nullptr) {
      Effects effects;
      effects.unknown.push_back({.what = std::move(why), .cause = {}, .schema = schema});
      pg::Statement statement;
      statement.source = source_.get();
      observer_->begin_statement();
      observer_->see({statement, effects, state_, "psql", &place, "psql", source_});
    }
    if (schema) note_unread_changes(state_);
    if (observer_ != nullptr) observer_->end_statement(nullptr, {});
  }

  const std::shared_ptr<const SourceFile> source_;
  pg::Script& script_;
  State& state_;
  WalkObserver* observer_;
  std::vector<MetaCommand> commands_;  // of psql
  std::size_t next_command_ = 0;
};

}  // namespace

void walk(const Migration& migration, pg::Script& script, std::size_t ordinal, State& state, WalkObserver* observer) {
  // The observer may have taken the migration away before the end.
  const bool shares_run = observer != nullptr && migration.shares_run();
  const bool has_next_piece = migration.piece_follows;

  const Schema::Mark before = state.schema.mark();
  const Envelope envelope = envelope_of(migration, script.statement_count());
  const bool goes_on = shares_run && state.session.is_paused();
  // All new migrations of a run share the connection of their runner, and the transaction that it opened until one of
  // them ends that.
  if (goes_on) {
    state.session.continue_with_migration(ordinal, envelope);
  } else {
    state.session.start_migration(ordinal, envelope);
  }
  if (migration.change && migration.change->kind == Change::Kind::added) state.new_migrations.push_back(ordinal);
  doubt_what_is_not_read(migration, script, state);
  if (observer != nullptr) observer->begin_migration(before, goes_on);

  Walk(migration, script, state, observer).run();

  const bool stays_open = shares_run && state.session.in_explicit_transaction();
  if (observer != nullptr) observer->end_migration(stays_open);
  if (shares_run) {
    state.session.pause_migration(state.schema);
  } else {
    state.session.end_migration();
  }
  if (stays_open) return;
  state.schema.end_transaction();
  if (!has_next_piece) state.schema.forget_journal();
}

}  // namespace pginterlock
