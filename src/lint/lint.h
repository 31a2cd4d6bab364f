#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "lint/rule.h"

namespace pginterlock {

/// What one statement does and how it was judged; owns everything it says, so that the tree can go.
struct StatementReport {
  std::size_t index = 0;
  Span span;
  std::string_view kind;  // command tag: "ALTER TABLE"
  Verdict verdict = Verdict::green;
  Effects effects;
  std::string_view inside;  // "do", "function", …: hidden SQL; empty for a statement of the file
};

struct MigrationReport {
  Migration migration;
  Verdict verdict = Verdict::green;
  std::vector<StatementReport> statements;
  std::vector<Finding> findings;  // in the order of the file
};

struct LintOptions {
  std::span<const Rule* const> rules;
  bool keep_effects = true;  // false: reports that print no effects need not carry them
};

/// Reads, judges and applies one migration: one pass over its statements. `state` goes from migration to migration, so
/// the second knows what the first made. `ordinal` counts migrations from 1.
MigrationReport lint(const Migration& migration, std::size_t ordinal, State& state, const LintOptions& options);

}  // namespace pginterlock
