#pragma once

#include <vector>

#include "schema/schema.h"

namespace pginterlock {

/// An index with those of the partitions that are parts of it, at any depth. The index comes first.
std::vector<QualifiedName> with_partition_indexes(const Schema& schema, const QualifiedName& index);

}  // namespace pginterlock
