#pragma once

#include "effects/targets.h"

struct List;
struct Node;
struct WithClause;

namespace pginterlock::effects {

enum class RowFilter : std::uint8_t { all_rows, some_rows, bounded, one_row };

/// How much of a table the WHERE of an UPDATE or DELETE leaves. `all_rows`: there is none, it is always true, it only
/// joins the table with others (`from`: what stands in FROM or USING), or it asks for the nulls of a column that this
/// migration added and nothing filled. `bounded`: by a subquery with LIMIT. `one_row`: it gives constants for a known
/// unique key.
RowFilter row_filter(const ::Node* where, const ::List* from, const ::WithClause* with, const Target& table,
                     const EffectsBuilder& out);

}  // namespace pginterlock::effects
