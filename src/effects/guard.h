#pragma once

#include <optional>

#include "effects/fold.h"
#include "session/state.h"

// Conditions of a routine's body that history decides: does a table, a column, a constraint … exist?
namespace pginterlock::effects {

/// Whether the condition holds; none: history does not tell. Understood are AND, OR, NOT, EXISTS and count(*) over
/// information_schema and pg_catalog, to_regclass() and to_regtype() IS [NOT] NULL, comparisons of what can be folded,
/// and the server's version.
std::optional<bool> holds(const ::Node* condition, const State& state, const Values& values);

}  // namespace pginterlock::effects
