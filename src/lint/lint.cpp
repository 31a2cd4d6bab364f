#include "lint/lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "lint/fingerprint.h"
#include "pg/command_tag.h"
#include "schema/compare.h"

namespace pginterlock {

namespace {

Envelope envelope_of(const Migration& migration, std::size_t statements) {
  switch (migration.transaction()) {
    case TransactionMode::none:
      return Envelope::none;
    case TransactionMode::implicit:
      // One statement alone in its message stands in no block. Source: postgres.c, exec_simple_query.
      return statements > 1 ? Envelope::message : Envelope::none;
    case TransactionMode::file:
    case TransactionMode::run:
      return Envelope::transaction;
  }
  return Envelope::none;
}

/// Whether it runs something that is not read and may make, change or drop objects.
bool may_define(const Effects& effects) {
  return std::any_of(effects.unknown.begin(), effects.unknown.end(), [](const Unknown& one) { return one.schema; });
}

/// The first failure that is certain whatever rows there are; null: none.
const Failure* certain_failure(const Effects& effects) {
  const auto it = std::find_if(effects.failures.begin(), effects.failures.end(), [](const Failure& failure) {
    return failure.certainty == Certainty::proved && failure.kind != FailureKind::not_null_without_default;
  });
  return it == effects.failures.end() ? nullptr : &*it;
}

/// What the down part leaves behind of the up part, found by replaying it after the up part; nothing when one of them
/// runs code that is not read here, which may make and drop anything. A way back that fails says so instead. The schema
/// is afterwards what it was before the call.
struct WayBack {
  bool read = false;
  bool empty = false;
  std::vector<std::string> left_behind;
};

WayBack replay_down(const Migration& migration, pg::Script* prepared, const Schema::Mark& before_up, bool up_is_opaque,
                    std::size_t ordinal, State& state) {
  WayBack result;
  if (prepared == nullptr) return result;
  pg::Script& script = *prepared;
  result.empty = script.statement_count() == 0;
  result.read = !result.empty;
  if (!result.read) return result;

  const Schema::Mark after_up = state.schema.mark();
  const Session session = state.session;
  bool opaque = up_is_opaque;
  std::vector<std::string> failures;
  state.session.start_migration(ordinal, envelope_of(migration, script.statement_count()));
  while (script.next_batch()) {
    for (const pg::Statement& statement : script.statements()) {
      if (statement.error) {
        failures.push_back("it cannot be read: " + statement.error->message);
        continue;
      }
      const Effects effects = effects_of(statement, state);
      opaque = opaque || may_define(effects);
      const Failure* failure = opaque ? nullptr : certain_failure(effects);
      // What comes after the first failure depends on how the runner goes on.
      if (failure != nullptr && failures.empty()) failures.push_back("it fails: " + failure->message);
      apply(statement, state);
    }
  }
  state.session.end_migration();
  if (!failures.empty()) {
    result.left_behind = std::move(failures);
  } else if (!opaque) {
    result.left_behind = differences_since(state.schema, before_up);
  }
  state.schema.undo_to(after_up);
  state.session = session;
  return result;
}

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
    if (includes_other_scripts()) note_unread_changes(state_);
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
  /// psql's \i and its like run a script that is not read here.
  bool includes_other_scripts() const {
    const auto blanks = script_.blanks();
    return std::any_of(blanks.begin(), blanks.end(), [&](const pg::Blank& blank) {
      return blank.kind == pg::BlankKind::meta_command && source_.slice(blank.span).starts_with("\\i");
    });
  }

  void take(const pg::Statement& statement) {
    suppressions_.add(statement);
    Effects effects = effects_of(statement, state_);
    const Context context{statement, effects, state_, held_, migration_};
    for (const Rule* rule : options_.rules) {
      if (rule->check == nullptr || !concerns(*rule, effects)) continue;
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
    const bool changes = works_ || changed_since(state_.schema, before_up);
    const WayBack way_back = replay_down(migration_, prepared_down_.get(), before_up, opaque_, ordinal_, state_);
    const std::vector<TextProblem> problems = text_problems(source_.text());
    MigrationContext context{.migration = migration_,
                             .after = state_,
                             .left_behind = way_back.left_behind,
                             .down_read = way_back.read,
                             .down_empty = way_back.empty,
                             .statements = report_.statements.size(),
                             .changes_anything = changes,
                             .text_problems = problems,
                             .suppression_problems = {}};
    for (const Rule* rule : options_.rules) {
      if (rule->at_end == nullptr) continue;
      Reporter reporter(*rule, nullptr, report_.findings);
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
  std::unique_ptr<pg::Script> prepared_script_;
  std::unique_ptr<pg::Script> prepared_down_;
  pg::Script& script_;
  Suppressions suppressions_;
  HeldLocks held_;
  bool works_ = false;   // some statement did work or was not analysed
  bool opaque_ = false;  // some statement ran what is not read and may have changed the schema
  MigrationReport report_;
};

}  // namespace

Prepared prepare(Migration migration) {
  const SourceFile& source = *migration.up.source;
  const Span range = is_wide_encoding(source.text()) ? Span{} : migration.up.range;
  auto script = std::make_unique<pg::Script>(source, range);
  script->parse_ahead();
  std::unique_ptr<pg::Script> down;
  if (migration.down) {
    down = std::make_unique<pg::Script>(*migration.down->source, migration.down->range);
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

}  // namespace pginterlock
