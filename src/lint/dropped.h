#pragma once

#include <optional>

#include "lint/rule.h"
#include "pg/ast.h"

namespace pginterlock {

/// The object that is lost, as the schema keeps it: a relation, a type, or the key of a routine, whose arguments make
/// it another one than its namesakes. `object`: where DROP names it, if it does.
std::optional<QualifiedName> dropped_object(const Context& context, const Loss& loss, const ::Node* object);

}  // namespace pginterlock
