#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "case_file.h"
#include "compare.h"
#include "observation.h"

namespace pginterlock::conformance {

/// What pginterlock says about the text of a case that is sent: the set-up replayed as an earlier migration, the text
/// as a migration that `one.sending` puts around it. It stops at the first statement that certainly fails, as the
/// server does; what the open transaction did is then undone.
struct ComputedSent {
  SentFacts facts;
  std::string trouble;  // what the case must not hold: set-up or statements that are not read; empty: nothing
};
ComputedSent compute_sent(const CaseFile& file, const Case& one, int version);

/// A fact: where the text stops and with which error, each relation that is there afterwards, which of them one
/// transaction made, each lock that is held at the end, lock_timeout.
Comparison compare_sent(const Case& one, const SentFacts& server, const ComputedSent& ours);

/// All that one side says, a fact a line.
std::string describe(const SentFacts& facts, std::string_view side);

}  // namespace pginterlock::conformance
