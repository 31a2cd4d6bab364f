#pragma once

#include "effects/alter_table.h"

namespace pginterlock::effects {

/// SET (…) and RESET (…) of a table, an index, a view. Source: reloptions.c, parseRelOptions.
void set_storage_parameters(const ::AlterTableCmd& action, const AlteredTable& table);

/// ALTER COLUMN … SET (…) and RESET (…). Source: reloptions.c, attribute_reloptions.
void set_column_options(const ::AlterTableCmd& action, const AlteredTable& table);

}  // namespace pginterlock::effects
