#include "lint/pass.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "lint/fingerprint.h"
#include "lint/template_names.h"
#include "lint/way_back.h"
#include "pg/ast.h"
#include "pg/command_tag.h"
#include "schema/compare.h"

namespace pginterlock {

namespace {

class Judging : public Pass {
 public:
  Judging(Prepared& prepared, std::size_t ordinal, State& state, const LintOptions& options)
      : prepared_(prepared),
        migration_(prepared.migration),
        source_(*migration_.up.source),
        ordinal_(ordinal),
        state_(state),
        options_(options),
        held_(options.notes == nullptr ? own_held_ : options.notes->held),
        orders_(options.notes == nullptr ? own_orders_ : options.notes->orders),
        rules_by_statement_(options.notes == nullptr ? own_rules_by_statement_ : options.notes->rules_by_statement),
        script_(*prepared.script),
        suppressions_(source_, script_.comments()) {}

  MigrationReport take_report() override {
    report_.migration = std::move(migration_);
    return std::move(report_);
  }

  void begin_migration(const Schema::Mark& before, bool goes_on) override {
    before_ = begin_piece(before);
    held_.start_migration(goes_on && state_.session.in_explicit_transaction());
    opaque_ = template_control_in(script_.blanks()).has_value();
  }

  void begin_statement() override {
    outer_ = report_.statements.size();
    outer_moment_ = HeldLocks::moment(state_);
  }

  void end_statement(const pg::Statement* statement, Effects sum) override {
    held_.release(outer_moment_, state_.session);
    if (statement == nullptr) return;
    // With what it ran; what hides in it has been seen on its own.
    if (options_.keep_effects) report_.statements[outer_].effects = std::move(sum);
    if (pg::tag(statement->node) == T_CreateFunctionStmt) {
      Called called(*this);
      preview_body(*statement, state_, called);
    }
  }

  void end_migration(bool stays_open) override {
    held_.end_migration(stays_open);
    auto transactions = held_.take_timelines();
    if (options_.keep_effects) report_.transactions = std::move(transactions);
    judge_end();
    if (options_.notes != nullptr && !has_next_piece()) options_.notes->pieces.reset();
    finish();
  }

  void begin_subtransaction() override { held_.begin_subtransaction(); }
  void end_subtransaction(bool undone) override { held_.end_subtransaction(undone); }

  void see(const Executed& executed) override {
    if (executed.inside.empty() && executed.statement.index == report_.statements.size()) {
      take(executed.statement, executed);
      return;
    }
    // Statements that hide in earlier ones are counted, too.
    pg::Statement numbered = executed.statement;
    numbered.index = report_.statements.size();
    if (executed.inside.empty()) {
      take(numbered, executed);
      return;
    }
    held_.release(moment_, state_.session);  // COMMIT in a procedure
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

 private:
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
    return !is_way_back_only() || rule.family == Family::rollback;
  }
  bool is_way_back_only() const { return migration_.change && migration_.change->judged == Judged::way_back; }

  /// Rules about ways back say nothing of single statements.
  std::span<const RulesByStatement::Asked> rules_about(const pg::Statement& statement) {
    if (is_way_back_only()) return {};
    return rules_by_statement_.about(pg::tag(statement.node), options_.rules);
  }

  std::optional<Rewritten> rewritten() const {
    if (!migration_.before) return std::nullopt;
    return compare_statements(*migration_.before, migration_.up);
  }

  /// The body of a routine that is made here, as if it were called.
  class Called : public Observer {
   public:
    explicit Called(Judging& pass) : pass_(pass) {}
    void see(const Executed& executed) override { pass_.judge_called(executed, said_); }

   private:
    Judging& pass_;
    std::set<const Rule*> said_;  // of this body
  };

  /// For information: each rule speaks once of a body, and what cannot be known of it yet is left to the call.
  void judge_called(const Executed& executed, std::set<const Rule*>& said) {
    pg::Statement numbered = executed.statement;
    numbered.index = outer_;
    const Context context{numbered, executed.effects, state_, nothing_held_, orders_, migration_};
    std::vector<Finding> found;
    const unsigned concerns = concerns_of(executed.effects);
    for (const auto& [rule, concern] : rules_about(executed.statement)) {
      if ((concern & concerns) == 0 || rule->family == Family::engine || said.contains(rule)) continue;
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

  void take(const pg::Statement& statement, const Executed& executed) {
    suppressions_.add(statement);
    judge(statement, executed);
  }

  void judge(const pg::Statement& statement, const Executed& executed) {
    const Effects& effects = executed.effects;
    const Context context{statement, effects, state_, held_, orders_, migration_};
    const unsigned concerns = concerns_of(effects);
    const bool ordered = executed.inside.empty() && suppressions_.empty();
    for (const auto& [rule, concern] : rules_about(statement)) {
      if ((concern & concerns) == 0) continue;
      Reporter reporter(*rule, &context, report_.findings, options_.notes, ordered ? &spokesmen_ : nullptr);
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

  WayBack go_back() {
    bool opaque = opaque_;
    if (is_piece()) opaque = options_.notes->pieces->opaque = options_.notes->pieces->opaque || opaque_;
    if (has_next_piece()) return {};
    std::vector<WayBackScript> scripts;
    if (prepared_.down != nullptr) scripts.push_back({&*migration_.down, prepared_.down.get()});
    for (std::size_t i = 0; is_piece() && i < prepared_.earlier_down.size(); ++i) {
      scripts.push_back({&migration_.earlier_down[i], prepared_.earlier_down[i].get()});
    }
    return replay_way_back(migration_, scripts, before_, opaque, ordinal_, state_);
  }

  void judge_end() {
    if (options_.notes != nullptr && migration_.down) options_.notes->way_back_seen = true;
    const bool changes = works_ || changed_since(state_.schema, before_);
    const WayBack way_back = go_back();
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

  Prepared& prepared_;
  Migration& migration_;
  const SourceFile& source_;
  std::size_t ordinal_;
  State& state_;
  const LintOptions& options_;
  const HeldLocks nothing_held_;
  HeldLocks own_held_;  // when no run remembers them
  LockOrders own_orders_;
  RulesByStatement own_rules_by_statement_;
  Spokesmen spokesmen_;
  HeldLocks& held_;
  LockOrders& orders_;
  RulesByStatement& rules_by_statement_;
  const pg::Script& script_;
  Suppressions suppressions_;
  Schema::Mark before_;                // the migration, or the first of its pieces
  HeldLocks::Moment moment_;           // before the last statement that was seen
  HeldLocks::Moment outer_moment_;     // before the statement of the file that is being taken
  std::size_t outer_ = 0;              // the statement of the file that is being taken
  std::vector<std::size_t> outer_of_;  // for each statement, the one of the file in which it hides
  bool works_ = false;                 // some statement did work or was not analysed
  bool opaque_ = false;                // some statement ran what is not read and may have changed the schema
  MigrationReport report_;
};

}  // namespace

std::unique_ptr<Pass> make_pass(Prepared& prepared, std::size_t ordinal, State& state, const LintOptions& options) {
  return std::make_unique<Judging>(prepared, ordinal, state, options);
}

}  // namespace pginterlock
