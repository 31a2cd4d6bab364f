#pragma once

#include <optional>
#include <string_view>

#include "effects/fold.h"
#include "session/state.h"

// What queries of information_schema and pg_catalog find, as far as history tells.
namespace pginterlock::effects {

/// Whether the query gives a row; none: history does not tell, or it reads something else. A WHERE of conditions joined
/// by AND is understood: names of schemas, relations, columns, constraints, indexes, types, labels, routines, triggers,
/// policies, extensions and roles that equal a constant.
std::optional<bool> catalog_has_rows(const ::SelectStmt& query, const State& state, const Values& values);
/// Whether its result is count(*) alone.
bool counts_rows(const ::SelectStmt& query);
/// How many rows it counts; none: history does not tell.
std::optional<int> catalog_row_count(const ::SelectStmt& query, const State& state, const Values& values);

/// Whether the relation, or the type, of that name (as in to_regclass) exists.
std::optional<bool> relation_exists(std::string_view written, const State& state);
std::optional<bool> type_exists(std::string_view written, const State& state);

}  // namespace pginterlock::effects
