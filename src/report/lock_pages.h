#pragma once

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

}  // namespace pginterlock::report
