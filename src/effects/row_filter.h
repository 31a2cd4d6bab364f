#pragma once

#include "effects/targets.h"

struct Node;

namespace pginterlock::effects {

enum class RowFilter : std::uint8_t { all_rows, some_rows, one_row };

/// How much of a table the WHERE of an UPDATE or DELETE leaves. `all_rows`: there is none, it is always true, it only
/// joins the table with another one (`joined`: the statement has FROM or USING), or it asks for the nulls of a column
/// that this migration added without a default. `one_row`: it gives constants for a known unique key.
RowFilter row_filter(const ::Node* where, const Target& table, bool joined, const EffectsBuilder& out);

}  // namespace pginterlock::effects
