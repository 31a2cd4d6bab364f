#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "effects/builder.h"
#include "pg/ast.h"
#include "pg/types.h"

namespace pginterlock::effects {

/// What it costs to turn a column's values into those of another type.
enum class Conversion : std::uint8_t {
  same,        // nothing differs
  relabel,     // the bytes stay, and so do the operators of its indexes
  reindex,     // the bytes stay, the indexes that hold the column sort otherwise
  rewrite,     // every row is written anew
  impossible,  // PostgreSQL has no such cast
  unknown,     // one of the types, or what decides, is unknown
};

/// assignment: what ALTER COLUMN TYPE does by itself. explicit_: what a cast in USING may do.
enum class CastContext : std::uint8_t { assignment, explicit_ };

/// In: two resolved types, of the column before and after.
/// Source: tablecmds.c, ATColumnChangeRequiresRewrite; indexcmds.c, CheckIndexCompatible; parse_coerce.c,
/// find_coercion_pathway; the planner support functions of varchar, numeric, timestamp, time, interval, varbit.
Conversion conversion_of(const pg::DataType& from, const pg::DataType& to, CastContext context, const State& before);

/// The conversion of `column` by ALTER COLUMN TYPE … USING `expression` (null: none). Casts of the column itself are
/// followed; any other expression rewrites.
Conversion conversion_using(const ::Node* expression, std::string_view column, const pg::DataType& from,
                            const pg::DataType& to, const State& before);

/// Whether the length or precision of a type is out of range: then it has failed.
bool refuses_modifiers(const pg::DataType& type, EffectsBuilder& out);

/// A table that stores values of a table's row type, which then cannot be changed. Source: tablecmds.c,
/// find_composite_type_dependencies.
std::optional<std::string> column_of_row_type(const QualifiedName& table, const EffectsBuilder& out);

}  // namespace pginterlock::effects
