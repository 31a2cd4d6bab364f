#pragma once

#include <optional>
#include <string>
#include <vector>

#include "effects/semantics.h"
#include "pg/ast.h"

namespace pginterlock::effects {

/// What is wrong with the definition of a column by itself, of CREATE TABLE or ADD COLUMN: its type and collation, two
/// defaults, a NULL that contradicts, an identity of a type that is no integer.
/// Source: parse_utilcmd.c, transformColumnDefinition; sequence.c, init_params.
std::optional<Problem> problem_of_definition(const ::ColumnDef& column, std::string_view table, const State& before);

/// The name that an identity's SEQUENCE NAME gives to its sequence; none: PostgreSQL makes one.
std::optional<QualifiedName> sequence_name_of(const ::ColumnDef& column);

}  // namespace pginterlock::effects
