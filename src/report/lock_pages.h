#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/lock_facts.h"

namespace pginterlock::report {

/// The answer of `pginterlock locks` for people.
/// `schema_given`: the user said what exists, so that is not asked for again.
std::string locks_as_text(const SourceFile& sql, const std::vector<StatementFacts>& statements, bool schema_given);

/// The same for programs: docs/locks.schema.json describes it.
std::string locks_as_json(const SourceFile& sql, const std::vector<StatementFacts>& statements,
                          const VersionRange& versions, std::string_view tool_version);

/// Who waits while the mode is held, in words; of the weak modes, which modes wait.
std::string who_waits(LockMode mode);

/// One statement of the reference.
struct ReferenceCase {
  std::string name;     // what is special about it
  std::string given;    // SQL that was run and committed before, after the set-up of its family
  std::string session;  // SQL that the same session ran right before
  std::string statement;
  VersionRange versions;
  std::vector<std::string> open;  // what the statement alone does not determine: "work: the rows decide"
};

/// Statements that belong together and meet the same tables.
struct ReferenceFamily {
  std::string title;
  std::string text;   // what the family is about
  std::string setup;  // SQL that made the tables
  std::vector<ReferenceCase> cases;
};

/// docs/locks.md: the conflicts of the lock modes, and for each family a table of its statements by version.
std::string locks_as_markdown(std::span<const ReferenceFamily> families);

}  // namespace pginterlock::report
