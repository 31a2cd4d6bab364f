#pragma once

#include <string>
#include <vector>

#include "schema/schema.h"

namespace pginterlock {

/// What is different now from what was there at the mark, one line of words each, in a stable order:
/// "table public.users: column email is gone". Only what was changed since the mark is looked at.
std::vector<std::string> differences_since(const Schema& schema, const Schema::Mark& mark);

/// How an index that is there differs from another definition, in words: "its columns are (a), not (b)"; empty: it does
/// not.
std::string difference_of_definition(const TableIndex& there, const TableIndex& wanted);

/// Whether anything was changed since the mark, taken back or not.
bool changed_since(const Schema& schema, const Schema::Mark& mark);

}  // namespace pginterlock
