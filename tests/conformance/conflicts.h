#pragma once

#include "compare.h"
#include "database.h"

namespace pginterlock::conformance {

/// Whether each pair of lock modes conflicts on the server as conflicts() says.
Comparison compare_conflicts(Database& database);

}  // namespace pginterlock::conformance
