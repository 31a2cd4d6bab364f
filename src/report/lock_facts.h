#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "effects/effects.h"
#include "migration/migration.h"
#include "report/report.h"
#include "risk/timeline.h"

namespace pginterlock::report {

/// What one statement does on one major version.
struct VersionFacts {
  int version = 0;
  Effects effects;
  std::vector<Duration> durations;    // for each lock: the longest work on its relation, an index's on its table
  std::vector<QualifiedName> unseen;  // relations that it locks and that no SQL made
};

/// One statement, and what it does on each version of a range, lowest first.
struct StatementFacts {
  Span span;
  std::string_view kind;  // PostgreSQL's command tag
  std::vector<VersionFacts> versions;
};

/// What each statement of `sql` does when it meets what `history` made, as earlier migrations, and what the statements
/// before it made. Each is sent on its own: only a BEGIN in `sql` opens a transaction block.
/// What the parser refuses is a statement that has an Unknown only: ask first_error() before.
std::vector<StatementFacts> facts_of(const SourceFile& sql, std::span<const Migration> history,
                                     const VersionRange& versions);

/// The first place in `range` that PostgreSQL's parser refuses, as "path:line:column: message"; empty: there is none.
std::string first_error(const SourceFile& source, Span range);

/// SQL from elsewhere as a migration of no framework.
Migration plain_migration(std::string name, std::string sql);

/// Versions that answer the same, lowest first, and their answer.
struct VersionGroup {
  std::vector<int> versions;
  std::string answer;
  const VersionFacts* facts = nullptr;  // of the lowest of them

  std::string range() const;  // "12-14, 16"
};

/// Puts the versions together whose answers, as written by `write`, are the same.
template <typename Write>
std::vector<VersionGroup> grouped(const StatementFacts& statement, Write&& write) {
  std::vector<VersionGroup> groups;
  for (const VersionFacts& facts : statement.versions) {
    std::string answer = write(facts);
    auto group = groups.begin();
    while (group != groups.end() && group->answer != answer) ++group;
    if (group == groups.end()) group = groups.insert(groups.end(), {{}, std::move(answer), &facts});
    group->versions.push_back(facts.version);
  }
  return groups;
}

}  // namespace pginterlock::report
