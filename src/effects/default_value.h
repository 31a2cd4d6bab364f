#pragma once

#include "effects/alter_table.h"

namespace pginterlock::effects {

/// Whether the expression can be the default of a column of ALTER TABLE; if not, the statement fails.
/// Source: heap.c, cookDefault.
bool check_default(const ::Node* expression, std::string_view column, const pg::DataType& type,
                   const AlteredTable& table);
/// Whether it can be what generates the column.
bool check_generated(const ::Node* expression, std::string_view column, const pg::DataType& type, bool is_virtual,
                     const AlteredTable& table);
/// Whether the default can be computed, which a new column's is at once: no division by zero, no text that is too long.
/// The sequences that it reads or moves are locked. Source: tablecmds.c, ATExecAddColumn.
bool check_computed(const ::Node* expression, const pg::DataType& type, const AlteredTable& table);

}  // namespace pginterlock::effects
