#pragma once

#include <string>
#include <vector>

#include "lint/lint.h"
#include "migration/discover.h"
#include "rules/rules.h"

// Judging SQL in tests, with the result as short lines of text.
namespace pginterlock::test {

inline std::string line_of(const Finding& finding, const SourceFile& source) {
  std::string line = std::to_string(source.position(finding.span.begin).line) + " " +
                     std::string(name(finding.severity)) + " " + std::string(finding.rule->id);
  if (finding.suppressed) line += " (suppressed)";
  return line;
}

inline std::vector<std::string> lines_of(const MigrationReport& report) {
  std::vector<std::string> lines;
  for (const Finding& finding : report.findings) lines.push_back(line_of(finding, *report.migration.up.source));
  return lines;
}

/// Judges migrations in order, all rules on, and returns the report of the last.
inline MigrationReport judge(const std::vector<Migration>& migrations, int pg_version = 15) {
  State state;
  state.pg_version = pg_version;
  LintOptions options;
  options.rules = all_rules();
  options.all_rules = all_rules();
  MigrationReport last;
  for (std::size_t i = 0; i < migrations.size(); ++i) last = lint(migrations[i], i + 1, state, options);
  return last;
}

inline MigrationReport judge(const std::string& sql, int pg_version = 15) {
  return judge({load_text("test.sql", sql)}, pg_version);
}

}  // namespace pginterlock::test
