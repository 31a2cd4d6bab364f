#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "effects/effects.h"
#include "lint/finding.h"
#include "lint/rewritten.h"
#include "lint/rules_by_statement.h"
#include "lint/statements.h"
#include "lint/suppressions.h"
#include "lint/way_back.h"
#include "migration/migration.h"
#include "pg/script.h"
#include "risk/held_locks.h"
#include "risk/lock_orders.h"
#include "session/state.h"
#include "text/encoding.h"

namespace pginterlock {

/// All that a rule may know about a statement: the facts, and what was there before it.
struct Context {
  const pg::Statement& statement;
  const Effects& effects;
  const State& before;
  const HeldLocks& held;     // by the open transaction, since earlier statements
  const LockOrders& orders;  // of the run's transactions so far
  const Migration& migration;

  /// Whether this migration made the relation and nothing can have come into it since: nobody waits for it, and work
  /// on it is no work.
  bool is_new_and_empty(const QualifiedName& relation) const;
  /// Whether this migration made the relation: nobody else can use it yet.
  bool is_new(const QualifiedName& relation) const;
  /// Whether someone may wait for a lock on the relation, or work on it takes time: not a temporary table, and not one
  /// that this migration made for certain and did not fill. A relation that no script made is in use.
  bool in_use(const QualifiedName& relation) const;
  /// The same for a column: not one that this migration added.
  bool in_use(const QualifiedName& relation, std::string_view column) const;
};

/// What a whole migration leaves behind, for rules about its end.
struct MigrationContext {
  const Migration& migration;
  const State& after;
  const WayBack& way_back;
  std::size_t statements = 0;            // of the up part
  bool changes_anything = false;         // the up part changed schema or data
  bool others_have_way_back = true;      // some migration of the run has one
  std::optional<Span> template_control;  // the first place where a template decides which SQL there is
  std::optional<Rewritten> rewritten;    // against the revision that the run compares with, when statements differ
  std::span<const TextProblem> text_problems;
  std::span<const SuppressionProblem> suppression_problems;  // only for Rule::on_suppressions
};

class Reporter;

enum class Family : std::uint8_t {
  locking,
  constraints,
  indexes,
  transactions,
  destruction,
  compatibility,
  rollback,
  history,
  security,
  data,
  engine
};
std::string_view name(Family family);

/// The facts without which a rule's check() has nothing to say: most statements have none, and most rules need not be
/// asked about them.
enum class Concern : std::uint8_t { statement, locks, work, losses, breaks, failures, kept, overloads, unknown };

/// One rule: what it looks for, why, what to do instead, and examples that the tests execute.
struct Rule {
  std::string_view id;  // kebab-case; reads well after "allow"
  Family family = Family::locking;
  Severity severity = Severity::amber;  // the worst that it reports
  bool default_on = true;
  Concern concern = Concern::statement;  // statement: check() is called whatever facts there are
  Statements statements = {};            // the kinds that check() has something to say about
  bool once = false;         // one finding stands for all of its kind in a migration: the first that is not suppressed
  std::string_view summary;  // one sentence: what
  std::string_view why;
  std::string_view instead;                            // SQL with comments
  std::string_view bad;                                // must be found. "-- file: name" lines separate migrations
  std::string_view good;                               // must be clean under all default rules
  std::string_view see = {};                           // manual page
  void (*check)(const Context&, Reporter&) = nullptr;  // for each statement
  void (*at_end)(const MigrationContext&, Reporter&) = nullptr;           // once for each migration
  void (*on_suppressions)(const MigrationContext&, Reporter&) = nullptr;  // after suppressions were applied
};

/// What a rule adds to a finding beyond the rule's own texts.
struct Report {
  std::optional<Severity> severity = {};  // default: the rule's
  std::optional<Span> span = {};          // default: the whole statement
  std::string message;
  std::string why = {};
  std::string instead = {};
  std::vector<Impact> impacts = {};
  Certainty certainty = Certainty::proved;
  std::optional<Fix> fix = {};
  std::optional<QualifiedName> subject = {};  // the object that it is about, for a rule that looks again later,
  std::string part = {};                      // and which part of it: a column, a list of columns
  std::shared_ptr<const Relation> was = {};   // as in Finding
  bool once_per_run = false;                  // it holds for further migrations in the same way, and is not said again
  bool once = false;                          // the first report of that kind speaks for all in its migration
};

/// What the pieces of one migration before this one were.
struct EarlierPieces {
  Schema::Mark before;  // the first of them
  bool opaque = false;  // one ran what is not read and may have changed the schema
};

/// What a run remembers from migration to migration besides the state of the database.
struct RunNotes {
  std::vector<const Rule*> said;  // once for the run
  bool way_back_seen = false;     // some migration has one
  HeldLocks held;                 // by a transaction that goes on from migration to migration
  LockOrders orders;
  RulesByStatement rules_by_statement;
  std::optional<EarlierPieces> pieces;  // of the migration whose next piece comes
};

/// Where findings stand that speak for all of their kind in a migration, as long as its statements come in the order of
/// its file and no suppression may take one of them back.
struct Spokesmen {
  struct Spokesman {
    const Rule* rule = nullptr;
    std::size_t begin = 0;
  };
  std::vector<Spokesman> all;
};

/// Takes a rule's findings.
class Reporter {
 public:
  Reporter(const Rule& rule, const Context* context, std::vector<Finding>& findings, const RunNotes* notes = nullptr,
           Spokesmen* spokesmen = nullptr)
      : rule_(rule), context_(context), findings_(findings), notes_(notes), spokesmen_(spokesmen) {}

  void report(Report&& report);
  /// A finding about work under a lock: place, certainty and impacts are those of the work: all blocking locks that the
  /// same part of the statement takes. On a relation that this migration filled after making it, or that
  /// CREATE … IF NOT EXISTS may or may not have made here, RED becomes AMBER (and "assumed" in the second case).
  void report(const Work& work, Report&& report);
  /// A finding about a lock.
  void report(const Lock& lock, Report&& report);
  /// A finding that would be reported once speaks for this statement already, so its words need not be made: then the
  /// statement is noted as one more of them. False: report it.
  bool is_spoken_for(Span span);

  /// The first finding that this rule has in the migration so far; null: none.
  Finding* first();
  /// Calls `change` with each of the rule's findings of this migration: a later statement made something else of them.
  template <typename Change>
  void revise(Change&& change) {
    for (Finding& finding : findings_) {
      if (finding.rule == &rule_) change(finding);
    }
  }
  /// Takes back the rule's findings of this migration for which `no_longer` holds: a later statement settled them.
  template <typename Predicate>
  void withdraw_if(Predicate&& no_longer) {
    std::erase_if(findings_, [&](const Finding& finding) { return finding.rule == &rule_ && no_longer(finding); });
  }

 private:
  const Rule& rule_;
  const Context* context_;  // null at the end of a migration
  std::vector<Finding>& findings_;
  const RunNotes* notes_;  // null: every migration is a run of its own
  Spokesmen* spokesmen_;   // null: a finding that is reported later may come to speak for the earlier ones
};

}  // namespace pginterlock
