#pragma once

#include <cstdint>
#include <string_view>

#include "effects/builder.h"

struct AlterTableCmd;
struct List;

namespace pginterlock::effects {

struct AlteredTable;

/// What storage parameters are for: an index of an access method has its own. Source: reloptions.h, relopt_kind.
enum class StorageKind : std::uint8_t {
  table,
  partitioned_table,
  view,
  btree,
  hash,
  gist,
  gin,
  spgist,
  brin,
  other,  // an extension's: not known
};
StorageKind storage_kind_of_index(std::string_view access_method);

/// Whether WITH (…) of a new relation holds only parameters that there are, with values that they can have; tells which
/// is not. Source: reloptions.c, transformRelOptions, parseRelOptions.
bool check_storage_parameters(const ::List* options, StorageKind kind, EffectsBuilder& out);

/// SET (…) and RESET (…) of a table, an index, a view. Source: reloptions.c, parseRelOptions.
void set_storage_parameters(const ::AlterTableCmd& action, const AlteredTable& table);

/// ALTER COLUMN … SET (…) and RESET (…). Source: reloptions.c, attribute_reloptions.
void set_column_options(const ::AlterTableCmd& action, const AlteredTable& table);

}  // namespace pginterlock::effects
