#include "lint/lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "lint/fingerprint.h"
#include "lint/way_back.h"
#include "pg/command_tag.h"
#include "schema/compare.h"

namespace pginterlock {

namespace {

bool concerns(const Rule& rule, const Effects& effects) {
  switch (rule.concern) {
    case Concern::statement:
      return true;
    case Concern::work:
      return !effects.work.empty();
    case Concern::losses:
      return !effects.losses.empty();
    case Concern::breaks:
      return !effects.breaks.empty();
    case Concern::failures:
      return !effects.failures.empty();
  }
  return true;
}

/// psql's \i and its like run a script that is not read here.
bool includes_other_scripts(const pg::Script& script, const SourceFile& source) {
  const auto blanks = script.blanks();
  return std::any_of(blanks.begin(), blanks.end(), [&](const pg::Blank& blank) {
    return blank.kind == pg::BlankKind::meta_command && source.slice(blank.span).starts_with("\\i");
  });
}

class Pass {
 public:
  Pass(Prepared prepared, std::size_t ordinal, State& state, const LintOptions& options)
      : migration_(std::move(prepared.migration)),
        source_(*migration_.up.source),
        ordinal_(ordinal),
        state_(state),
        options_(options),
        prepared_script_(std::move(prepared.script)),
        prepared_down_(std::move(prepared.down)),
        script_(*prepared_script_),
        suppressions_(source_, script_.comments()) {}

  MigrationReport run() {
    const Schema::Mark before_up = state_.schema.mark();
    state_.session.start_migration(ordinal_, envelope_of(migration_, script_.statement_count()));
    if (includes_other_scripts(script_, source_)) note_unread_changes(state_);
    while (script_.next_batch()) {
      for (const pg::Statement& statement : script_.statements()) take(statement);
    }
    judge_end(before_up);
    state_.session.end_migration();
    state_.schema.forget_journal();
    finish();
    report_.migration = std::move(migration_);
    return std::move(report_);
  }

 private:
  /// When only its way back changed since the revision, the rest of it was judged before.
  bool is_asked(const Rule& rule) const {
    const bool way_back_only = migration_.change && migration_.change->judged == Judged::way_back;
    return !way_back_only || rule.family == Family::rollback;
  }

  std::optional<Rewritten> rewritten() const {
    if (!migration_.before) return std::nullopt;
    return compare_statements(*migration_.before, migration_.up);
  }

  void take(const pg::Statement& statement) {
    suppressions_.add(statement);
    Effects effects = effects_of(statement, state_);
    const Context context{statement, effects, state_, held_, migration_};
    for (const Rule* rule : options_.rules) {
      if (rule->check == nullptr || !is_asked(*rule) || !concerns(*rule, effects)) continue;
      Reporter reporter(*rule, &context, report_.findings);
      rule->check(context, reporter);
    }
    advance(statement, effects);
    works_ = works_ || !effects.work.empty() || !effects.unknown.empty();
    if (may_define(effects)) {
      opaque_ = true;
      note_unread_changes(state_);
    }
    if (!options_.keep_effects) effects = {};
    report_.statements.push_back({.index = statement.index,
                                  .span = statement.span,
                                  .kind = statement.error ? "unreadable" : pg::command_tag(statement.node),
                                  .verdict = Verdict::green,
                                  .effects = std::move(effects),
                                  .inside = {}});
  }

  void advance(const pg::Statement& statement, const Effects& effects) {
    if (statement.error) return;
    const HeldLocks::Moment before = HeldLocks::moment(state_);
    held_.take(statement, effects, state_);
    apply(statement, state_);
    held_.release(before, state_.session);
  }

  void judge_end(const Schema::Mark& before_up) {
    if (options_.notes != nullptr && migration_.down) options_.notes->way_back_seen = true;
    const bool changes = works_ || changed_since(state_.schema, before_up);
    const WayBack way_back = replay_way_back(migration_, prepared_down_.get(), before_up, opaque_, ordinal_, state_);
    const std::vector<TextProblem> problems = text_problems(source_.text());
    MigrationContext context{.migration = migration_,
                             .after = state_,
                             .way_back = way_back,
                             .statements = report_.statements.size(),
                             .changes_anything = changes,
                             .others_have_way_back = options_.notes == nullptr || options_.notes->way_back_seen,
                             .rewritten = rewritten(),
                             .text_problems = problems,
                             .suppression_problems = {}};
    for (const Rule* rule : options_.rules) {
      if (rule->at_end == nullptr || !is_asked(*rule)) continue;
      Reporter reporter(*rule, nullptr, report_.findings, options_.notes);
      rule->at_end(context, reporter);
    }
    const auto suppression_problems = suppressions_.apply(report_.findings, options_.all_rules, options_.rules);
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
      if (!finding.rule->once || finding.suppressed) {
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
    for (const pg::Blank& blank : script_.blanks()) {
      if (blank.kind == pg::BlankKind::placeholder || blank.kind == pg::BlankKind::variable) {
        report_.blanked.push_back(blank.span);
      }
    }
  }

  Migration migration_;
  const SourceFile& source_;
  std::size_t ordinal_;
  State& state_;
  const LintOptions& options_;
  std::shared_ptr<pg::Script> prepared_script_;
  std::shared_ptr<pg::Script> prepared_down_;
  pg::Script& script_;
  Suppressions suppressions_;
  HeldLocks held_;
  bool works_ = false;   // some statement did work or was not analysed
  bool opaque_ = false;  // some statement ran what is not read and may have changed the schema
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
  return {std::move(migration), std::move(script), std::move(down)};
}

MigrationReport lint(Prepared prepared, std::size_t ordinal, State& state, const LintOptions& options) {
  return Pass(std::move(prepared), ordinal, state, options).run();
}

MigrationReport lint(const Migration& migration, std::size_t ordinal, State& state, const LintOptions& options) {
  return lint(prepare(migration), ordinal, state, options);
}

void replay(Prepared prepared, std::size_t ordinal, State& state) {
  pg::Script& script = *prepared.script;
  state.session.start_migration(ordinal, envelope_of(prepared.migration, script.statement_count()));
  if (includes_other_scripts(script, *prepared.migration.up.source)) note_unread_changes(state);
  while (script.next_batch()) {
    for (const pg::Statement& statement : script.statements()) {
      const bool unread = may_define(effects_of(statement, state));
      apply(statement, state);
      if (unread) note_unread_changes(state);
    }
  }
  state.session.end_migration();
  state.schema.forget_journal();
}

}  // namespace pginterlock
