#include "lint/lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "effects/execute.h"
#include "lint/fingerprint.h"
#include "lint/meta_commands.h"
#include "lint/template_names.h"
#include "lint/way_back.h"
#include "pg/command_tag.h"
#include "schema/compare.h"
#include "text/read_file.h"

namespace pginterlock {

namespace {

constexpr std::size_t deepest_include = 8;  // scripts that include scripts

/// The facts that a statement has, a bit for each Concern.
unsigned concerns_of(const Effects& effects) {
  const auto bit = [](Concern concern, bool present) { return present ? 1U << static_cast<unsigned>(concern) : 0U; };
  return bit(Concern::statement, true) | bit(Concern::work, !effects.work.empty()) |
         bit(Concern::losses, !effects.losses.empty()) | bit(Concern::breaks, !effects.breaks.empty()) |
         bit(Concern::failures, !effects.failures.empty()) | bit(Concern::kept, !effects.kept.empty()) |
         bit(Concern::overloads, !effects.overloads.empty());
}

bool is_among(Concern concern, unsigned concerns) { return (concerns >> static_cast<unsigned>(concern) & 1U) != 0; }

/// A migration in code ran before this one, or a template decides which of its SQL there is. Names that the runner
/// fills in are not known either: whether something makes a relation of such a name, nobody can tell.
void doubt_what_is_not_read(const Migration& migration, const pg::Script& script, State& state) {
  if (!migration.after_code.empty() || template_control_in(script.blanks())) note_unread_changes(state);
  for (const pg::Blank& blank : script.blanks()) {
    if (blank.kind == pg::BlankKind::placeholder || blank.kind == pg::BlankKind::variable) state.whole_history = false;
  }
}

class Pass : private Observer {
 public:
  Pass(Prepared prepared, std::size_t ordinal, State& state, const LintOptions& options)
      : migration_(std::move(prepared.migration)),
        source_(*migration_.up.source),
        ordinal_(ordinal),
        state_(state),
        options_(options),
        held_(options.notes == nullptr ? own_held_ : options.notes->held),
        orders_(options.notes == nullptr ? own_orders_ : options.notes->orders),
        prepared_script_(std::move(prepared.script)),
        prepared_down_(std::move(prepared.down)),
        prepared_earlier_down_(std::move(prepared.earlier_down)),
        script_(*prepared_script_),
        suppressions_(source_, script_.comments()) {
    for (const Rule* rule : options_.rules) {
      if (rule->check != nullptr && is_asked(*rule)) statement_rules_.push_back(rule);
    }
  }

  MigrationReport run() {
    const Schema::Mark before_up = begin_piece(state_.schema.mark());
    start();
    commands_ = meta_commands(source_, script_.blanks());
    while (script_.next_batch()) {
      for (const pg::Statement& statement : script_.statements()) {
        if (!commands_.empty()) take_commands(statement.span.begin);
        take(statement);
      }
    }
    take_commands(source_.text().size());
    const bool goes_on = migration_.shares_run();
    const bool stays_open = goes_on && state_.session.in_explicit_transaction();
    held_.end_migration(stays_open);
    auto transactions = held_.take_timelines();
    if (options_.keep_effects) report_.transactions = std::move(transactions);
    judge_end(before_up);
    if (goes_on) {
      state_.session.pause_migration(state_.schema);
    } else {
      state_.session.end_migration();
    }
    if (!stays_open) {
      state_.schema.end_transaction();
      if (!has_next_piece()) state_.schema.forget_journal();
    }
    if (options_.notes != nullptr && !has_next_piece()) options_.notes->pieces.reset();
    finish();
    report_.migration = std::move(migration_);
    return std::move(report_);
  }

 private:
  /// All new migrations of a run share the connection of their runner, and the transaction that it opened until one of
  /// them ends that.
  void start() {
    const Envelope envelope = envelope_of(migration_, script_.statement_count());
    const bool goes_on = migration_.shares_run() && state_.session.is_paused();
    if (goes_on) {
      state_.session.continue_with_migration(ordinal_, envelope);
    } else {
      state_.session.start_migration(ordinal_, envelope);
    }
    held_.start_migration(goes_on && state_.session.in_explicit_transaction());
    if (migration_.change && migration_.change->kind == Change::Kind::added) state_.new_migrations.push_back(ordinal_);
    doubt_what_is_not_read(migration_, script_, state_);
    opaque_ = template_control_in(script_.blanks()).has_value();
  }

  /// Where the migration begins that this is a piece of; of one that is whole, or whose first pieces are not judged in
  /// this run, where it begins itself.
  Schema::Mark begin_piece(const Schema::Mark& here) {
    if (options_.notes == nullptr) return here;
    auto& pieces = options_.notes->pieces;
    if (migration_.piece == 0) pieces.reset();
    if (migration_.piece == 0 && migration_.piece_follows) pieces = EarlierPieces{here};
    return pieces ? pieces->before : here;
  }

  bool is_piece() const { return options_.notes != nullptr && options_.notes->pieces.has_value(); }
  bool has_next_piece() const { return is_piece() && migration_.piece_follows; }

  /// When only its way back changed since the revision, the rest of it was judged before. The way back of a migration
  /// in pieces is judged with the last of them.
  bool is_asked(const Rule& rule) const {
    if (rule.family == Family::rollback && has_next_piece()) return false;
    const bool way_back_only = migration_.change && migration_.change->judged == Judged::way_back;
    return !way_back_only || rule.family == Family::rollback;
  }

  std::optional<Rewritten> rewritten() const {
    if (!migration_.before) return std::nullopt;
    return compare_statements(*migration_.before, migration_.up);
  }

  /// What psql runs besides the statements of the script, up to a place in it.
  void take_commands(std::size_t before) {
    for (; next_command_ < commands_.size() && commands_[next_command_].span.begin < before; ++next_command_) {
      take_command(commands_[next_command_], source_.path(), pg::TextOrigin::at(0), 0);
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
        return take_text("\\copy", "COPY " + command.argument, place, depth);
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
    const SourceFile source(path, std::move(text));
    pg::Script script(source);
    const std::vector<MetaCommand> commands = meta_commands(source, script.blanks());
    std::size_t next = 0;
    const auto take_before = [&](std::size_t before) {
      for (; next < commands.size() && commands[next].span.begin < before; ++next) {
        take_command(commands[next], path, place, depth);
      }
    };
    Included included(*this, place);
    while (script.next_batch()) {
      for (const pg::Statement& statement : script.statements()) {
        take_before(statement.span.begin);
        const HeldLocks::Moment before = HeldLocks::moment(state_);
        execute(statement, state_, &included);
        held_.release(before, state_.session);
      }
    }
    take_before(source.text().size());
  }

  void not_read(std::string why, bool schema, const pg::TextOrigin& place) {
    Effects effects;
    effects.unknown.push_back({.what = std::move(why), .cause = {}, .schema = schema});
    pg::Statement statement;
    statement.source = &source_;
    outer_ = report_.statements.size();
    see({statement, effects, state_, "psql", &place, "psql"});
    if (schema) note_unread_changes(state_);
  }

  /// The statements of a script that psql includes stand where it is included.
  class Included : public Observer {
   public:
    Included(Pass& pass, const pg::TextOrigin& place) : pass_(pass), place_(place) {}
    void see(const Executed& executed) override {
      if (executed.inside.empty()) pass_.outer_ = pass_.report_.statements.size();
      pass_.see({executed.statement, executed.effects, executed.before, "psql", &place_, executed.kind});
    }
    void begin_subtransaction() override { pass_.begin_subtransaction(); }
    void end_subtransaction(bool undone) override { pass_.end_subtransaction(undone); }

   private:
    Pass& pass_;
    const pg::TextOrigin& place_;
  };

  void take(const pg::Statement& statement) {
    if (statement.index == report_.statements.size()) return take_numbered(statement);
    // Statements that hide in earlier ones are counted, too.
    pg::Statement numbered = statement;
    numbered.index = report_.statements.size();
    take_numbered(numbered);
  }

  void take_numbered(const pg::Statement& statement) {
    suppressions_.add(statement);
    outer_ = statement.index;
    const HeldLocks::Moment before = HeldLocks::moment(state_);
    Effects effects = execute(statement, state_, this);
    held_.release(before, state_.session);
    // With what it ran; what hides in it has been seen on its own.
    if (options_.keep_effects) report_.statements[statement.index].effects = std::move(effects);
    if (pg::tag(statement.node) == T_CreateFunctionStmt) {
      Called called(*this);
      preview_body(statement, state_, called);
    }
  }

  /// The body of a routine that is made here, as if it were called.
  class Called : public Observer {
   public:
    explicit Called(Pass& pass) : pass_(pass) {}
    void see(const Executed& executed) override { pass_.judge_called(executed, said_); }

   private:
    Pass& pass_;
    std::set<const Rule*> said_;  // of this body
  };

  /// For information: each rule speaks once of a body, and what cannot be known of it yet is left to the call.
  void judge_called(const Executed& executed, std::set<const Rule*>& said) {
    pg::Statement numbered = executed.statement;
    numbered.index = outer_;
    const Context context{numbered, executed.effects, state_, nothing_held_, orders_, migration_};
    std::vector<Finding> found;
    const unsigned concerns = concerns_of(executed.effects);
    for (const Rule* rule : statement_rules_) {
      if (!is_among(rule->concern, concerns) || rule->family == Family::engine || said.contains(rule)) continue;
      Reporter reporter(*rule, &context, found);
      rule->check(context, reporter);
    }
    for (Finding& finding : found) {
      if (!said.insert(finding.rule).second) continue;
      finding.severity = Severity::info;
      finding.when_called = true;
      if (executed.origin != nullptr) finding.span = executed.origin->map(finding.span);
      finding.fix.reset();
      finding.message += fmt::format(" (when the {} is called)", executed.inside);
      report_.findings.push_back(std::move(finding));
    }
  }

  void begin_subtransaction() override { held_.begin_subtransaction(); }
  void end_subtransaction(bool undone) override { held_.end_subtransaction(undone); }

  void see(const Executed& executed) override {
    if (executed.inside.empty()) {
      judge(executed.statement, executed);
      return;
    }
    held_.release(moment_, state_.session);  // COMMIT in a procedure
    pg::Statement numbered = executed.statement;
    numbered.index = report_.statements.size();
    const std::size_t first = report_.findings.size();
    judge(numbered, executed);
    for (std::size_t i = first; i < report_.findings.size(); ++i) {
      Finding& finding = report_.findings[i];
      finding.span = executed.origin->map(finding.span);
      finding.fix.reset();  // it is made for a statement that stands alone
      if (executed.inside != "do" && executed.inside != "psql")
        finding.message += fmt::format(" (in a {} that runs here)", executed.inside);
    }
    StatementReport& statement = report_.statements.back();
    statement.span = executed.origin->map(statement.span);
    statement.inside = executed.inside;
    if (options_.keep_effects) statement.effects = executed.effects;
  }

  void judge(const pg::Statement& statement, const Executed& executed) {
    const Effects& effects = executed.effects;
    const Context context{statement, effects, state_, held_, orders_, migration_};
    const unsigned concerns = concerns_of(effects);
    for (const Rule* rule : statement_rules_) {
      if (!is_among(rule->concern, concerns)) continue;
      Reporter reporter(*rule, &context, report_.findings, options_.notes);
      rule->check(context, reporter);
    }
    moment_ = HeldLocks::moment(state_);
    if (!statement.error) hold(statement, effects);
    works_ = works_ || !effects.work.empty() || !effects.unknown.empty();
    opaque_ = opaque_ || may_define(effects);
    const bool made = statement.node == nullptr && !statement.error;
    report_.statements.push_back({.index = statement.index,
                                  .span = statement.span,
                                  .kind = statement.error ? "unreadable"
                                          : made          ? executed.kind
                                                          : pg::command_tag(statement.node),
                                  .verdict = Verdict::green,
                                  .effects = {},
                                  .inside = {}});
    outer_of_.push_back(outer_);
  }

  void hold(const pg::Statement& statement, const Effects& effects) {
    if (held_.blocking_count() > 0) {
      for (const Lock& lock : effects.locks) {
        if (may_deadlock(lock, state_)) orders_.note(held_, lock.relation, lock.mode, source_.path());
      }
    }
    held_.take(statement, effects, state_);
  }

  WayBack go_back(const Schema::Mark& before_up) {
    bool opaque = opaque_;
    if (is_piece()) opaque = options_.notes->pieces->opaque = options_.notes->pieces->opaque || opaque_;
    if (has_next_piece()) return {};
    std::vector<WayBackScript> scripts;
    if (prepared_down_ != nullptr) scripts.push_back({&*migration_.down, prepared_down_.get()});
    for (std::size_t i = 0; is_piece() && i < prepared_earlier_down_.size(); ++i) {
      scripts.push_back({&migration_.earlier_down[i], prepared_earlier_down_[i].get()});
    }
    return replay_way_back(migration_, scripts, before_up, opaque, ordinal_, state_);
  }

  void judge_end(const Schema::Mark& before_up) {
    if (options_.notes != nullptr && migration_.down) options_.notes->way_back_seen = true;
    const bool changes = works_ || changed_since(state_.schema, before_up);
    const WayBack way_back = go_back(before_up);
    const std::vector<TextProblem> problems = text_problems(source_.text());
    MigrationContext context{.migration = migration_,
                             .after = state_,
                             .way_back = way_back,
                             .statements = report_.statements.size(),
                             .changes_anything = changes,
                             .others_have_way_back = options_.notes == nullptr || options_.notes->way_back_seen,
                             .template_control = template_control_in(script_.blanks()),
                             .rewritten = rewritten(),
                             .text_problems = problems,
                             .suppression_problems = {}};
    for (const Rule* rule : options_.rules) {
      if (rule->at_end == nullptr || !is_asked(*rule)) continue;
      Reporter reporter(*rule, nullptr, report_.findings, options_.notes);
      rule->at_end(context, reporter);
    }
    const auto suppression_problems =
        suppressions_.apply(report_.findings, options_.all_rules, options_.rules, outer_of_);
    if (suppression_problems.empty()) return;
    context.suppression_problems = suppression_problems;
    for (const Rule* rule : options_.rules) {
      if (rule->on_suppressions == nullptr) continue;
      Reporter reporter(*rule, nullptr, report_.findings);
      rule->on_suppressions(context, reporter);
    }
  }

  /// Of a rule that speaks once for a migration, the first finding that stands speaks for the others.
  void fold() {
    std::map<const Rule*, std::size_t> spokesmen;
    std::vector<Finding> kept;
    kept.reserve(report_.findings.size());
    for (Finding& finding : report_.findings) {
      if (!finding.once || finding.suppressed || finding.when_called) {
        kept.push_back(std::move(finding));
        continue;
      }
      const auto [spokesman, first] = spokesmen.emplace(finding.rule, kept.size());
      if (first) {
        kept.push_back(std::move(finding));
      } else if (finding.statement) {
        kept[spokesman->second].also.push_back(*finding.statement);
      }
    }
    for (const auto& [rule, place] : spokesmen) {
      const std::size_t others = kept[place].also.size();
      if (others > 0)
        kept[place].message += others == 1 ? std::string(" (and for 1 later statement of this migration)")
                                           : fmt::format(" (and for {} later statements of this migration)", others);
    }
    report_.findings = std::move(kept);
  }

  /// Orders and names the findings and draws the verdicts from them.
  void finish() {
    std::stable_sort(report_.findings.begin(), report_.findings.end(), [](const Finding& a, const Finding& b) {
      return std::tie(a.span.begin, b.severity) < std::tie(b.span.begin, a.severity);
    });
    fold();
    std::map<std::uint64_t, std::size_t> occurrences;
    for (Finding& finding : report_.findings) {
      const std::string_view text =
          finding.statement ? source_.slice(report_.statements[*finding.statement].span) : std::string_view{};
      const Fingerprint fingerprint(finding.rule->id, source_.path(), text);
      finding.fingerprint = fingerprint.occurrence(occurrences[fingerprint.value()]++);
      if (finding.suppressed) continue;
      if (finding.once_per_run && options_.notes != nullptr) options_.notes->said.push_back(finding.rule);
      const Verdict verdict = verdict_of(finding.severity);
      report_.verdict = std::max(report_.verdict, verdict);
      if (finding.statement) {
        StatementReport& statement = report_.statements[*finding.statement];
        statement.verdict = std::max(statement.verdict, verdict);
      }
      for (const std::size_t other : finding.also) {
        report_.statements[other].verdict = std::max(report_.statements[other].verdict, verdict);
      }
    }
    for (std::size_t i = 0; i < outer_of_.size(); ++i) {
      StatementReport& outer = report_.statements[outer_of_[i]];
      outer.verdict = std::max(outer.verdict, report_.statements[i].verdict);
    }
    show_templates();
  }

  /// Notes what was not filled in, and shows it in the findings as it was written.
  void show_templates() {
    const TemplateNames names(source_, script_.blanks());
    if (!names.empty()) {
      for (Finding& finding : report_.findings) names.show(finding);
      for (StatementReport& statement : report_.statements) names.show(statement.effects);
      for (TransactionTimeline& transaction : report_.transactions) names.show(transaction);
    }
    for (const pg::Blank& blank : script_.blanks()) {
      const bool value = blank.kind == pg::BlankKind::placeholder || blank.kind == pg::BlankKind::quoted_value;
      if (value || blank.kind == pg::BlankKind::variable) report_.blanked.push_back(blank.span);
    }
  }

  Migration migration_;
  const SourceFile& source_;
  std::size_t ordinal_;
  State& state_;
  const LintOptions& options_;
  const HeldLocks nothing_held_;
  HeldLocks own_held_;  // when no run remembers them
  LockOrders own_orders_;
  HeldLocks& held_;
  LockOrders& orders_;
  std::shared_ptr<pg::Script> prepared_script_;
  std::shared_ptr<pg::Script> prepared_down_;
  std::vector<std::shared_ptr<pg::Script>> prepared_earlier_down_;
  pg::Script& script_;
  Suppressions suppressions_;
  std::vector<const Rule*> statement_rules_;  // that are asked about each statement
  std::vector<MetaCommand> commands_;         // of psql
  std::size_t next_command_ = 0;
  HeldLocks::Moment moment_;           // before the last statement
  std::size_t outer_ = 0;              // the statement of the file that is being taken
  std::vector<std::size_t> outer_of_;  // for each statement, the one of the file in which it hides
  bool works_ = false;                 // some statement did work or was not analysed
  bool opaque_ = false;                // some statement ran what is not read and may have changed the schema
  MigrationReport report_;
};

}  // namespace

bool is_history(const Migration& migration) { return migration.change && migration.change->judged == Judged::nothing; }

Prepared prepare(Migration migration) {
  const SourceFile& source = *migration.up.source;
  const Span range = is_wide_encoding(source.text()) ? Span{} : migration.up.range;
  auto script = std::make_shared<pg::Script>(source, range);
  script->parse_ahead();
  std::shared_ptr<pg::Script> down;
  if (migration.down && !is_history(migration)) {
    down = std::make_shared<pg::Script>(*migration.down->source, migration.down->range);
    down->parse_ahead();
  }
  std::vector<std::shared_ptr<pg::Script>> earlier_down;
  for (const Part& part : migration.earlier_down) {
    earlier_down.push_back(std::make_shared<pg::Script>(*part.source, part.range));
  }
  return {std::move(migration), std::move(script), std::move(down), std::move(earlier_down)};
}

MigrationReport lint(Prepared prepared, std::size_t ordinal, State& state, const LintOptions& options) {
  return Pass(std::move(prepared), ordinal, state, options).run();
}

MigrationReport lint(const Migration& migration, std::size_t ordinal, State& state, const LintOptions& options) {
  return lint(prepare(migration), ordinal, state, options);
}

void replay(Prepared prepared, std::size_t ordinal, State& state) {
  pg::Script& script = *prepared.script;
  // psql runs what is not in the script.
  if (!meta_commands(*prepared.migration.up.source, script.blanks()).empty()) {
    const LintOptions nothing_asked{.rules = {}, .all_rules = {}, .keep_effects = false};
    prepared.down.reset();
    Pass(std::move(prepared), ordinal, state, nothing_asked).run();
    return;
  }
  state.session.start_migration(ordinal, envelope_of(prepared.migration, script.statement_count()));
  doubt_what_is_not_read(prepared.migration, script, state);
  while (script.next_batch()) {
    for (const pg::Statement& statement : script.statements()) execute(statement, state);
  }
  state.session.end_migration();
  state.schema.end_transaction();
  state.schema.forget_journal();
}

}  // namespace pginterlock
