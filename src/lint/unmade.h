#pragma once

#include <optional>

#include "lint/rule.h"

namespace pginterlock {

// What a statement with IF EXISTS names, when no migration of a whole history made it (State::whole_history): most
// likely nothing is there and nothing happens. It may still be there, made by hand.

/// The same of a relation, or of an index, in the schema that a whole history begins empty.
bool is_hardly_there(const Context& ctx, const QualifiedName& relation);

/// The same of what DROP names; `subject` is its name as the schema keeps it, a routine's with its arguments; none:
/// what has no schema, by the name in `loss`.
bool is_hardly_there(const Context& ctx, const Loss& loss, const std::optional<QualifiedName>& subject);

/// What a message says about it, behind what would happen.
constexpr const char* should_it_be_there = ", should it be there: no migration makes it";

}  // namespace pginterlock
