#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "lint/rule.h"

namespace pginterlock {

/// What one statement does and how it was judged. It owns all that it says: the tree is gone by then.
struct StatementReport {
  std::size_t index = 0;
  Span span;
  std::string_view kind;  // command tag: "ALTER TABLE"
  Verdict verdict = Verdict::green;
  Effects effects;          // empty when LintOptions::keep_effects is off
  std::string_view inside;  // "do", "function", …: hidden SQL; empty for a statement of the file
};

struct MigrationReport {
  Migration migration;
  Verdict verdict = Verdict::green;
  std::vector<StatementReport> statements;
  std::vector<TransactionTimeline> transactions;  // those of several statements; empty when keep_effects is off
  std::vector<Finding> findings;                  // in the order of the file
  std::vector<Span> blanked;  // what was taken for something else than SQL: placeholders, psql variables
};

struct LintOptions {
  std::span<const Rule* const> rules;      // those that run
  std::span<const Rule* const> all_rules;  // those that exist: a suppression may name them
  bool keep_effects = true;
  RunNotes* notes = nullptr;  // of the run; null: every migration is a run of its own
};

/// A migration whose statements are cut and whose first batch is parsed. It may be made in another thread than the one
/// that judges it.
struct Prepared {
  Migration migration;
  std::shared_ptr<pg::Script> script;
  std::shared_ptr<pg::Script> down;                       // null: there is no way back
  std::vector<std::shared_ptr<pg::Script>> earlier_down;  // as in Migration
};
Prepared prepare(Migration migration);

/// Whether it only tells what later migrations meet: it did not change since the revision that the run compares with.
bool is_history(const Migration& migration);

/// Judges and applies one migration: one pass over its statements. `state` goes from migration to migration, so
/// the second knows what the first made. `ordinal` counts migrations from 1.
MigrationReport lint(Prepared prepared, std::size_t ordinal, State& state, const LintOptions& options);
MigrationReport lint(const Migration& migration, std::size_t ordinal, State& state, const LintOptions& options);

/// Applies a migration that is history only: makes `state` what it is after it, and nothing else.
void replay(Prepared prepared, std::size_t ordinal, State& state);

}  // namespace pginterlock
