#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "migration/migration.h"

namespace pginterlock {

/// How the statements of a migration differ from those that its file held before.
struct Rewritten {
  std::size_t changed = 0;  // other statements in the place of others
  std::size_t added = 0;
  std::size_t removed = 0;
  Span first;       // of the first statement that differs; empty behind the last one when statements are gone
  std::string was;  // what stood there before; empty: nothing
};

/// Compares statement by statement, by tokens: white space, comments, the case of words that are not quoted and quotes
/// that change nothing do not count. (The fingerprint of libpg_query leaves out constants, and DEFAULT 1 is not
/// DEFAULT 2.) Nothing when they are the same.
std::optional<Rewritten> compare_statements(const Part& before, const Part& now);

}  // namespace pginterlock
