#pragma once

#include <string_view>
#include <vector>

#include "effects/targets.h"
#include "pg/ast.h"

struct Constraint;

// What CREATE INDEX and the constraints with an index are refused for. Each answers whether the index can be made, and
// tells why not.
namespace pginterlock::effects {

/// Everything but the name. Source: parse_utilcmd.c, transformIndexStmt; indexcmds.c, DefineIndex, ComputeIndexAttrs.
bool check_index(const ::IndexStmt& statement, const Target& table, EffectsBuilder& out);

/// Whether an access method can index a type with an operator class (null: by default). A type that is not built in
/// fits all. Source: indexcmds.c, ResolveOpClass.
bool check_operator_class(std::string_view method, const ::List* operator_class, const pg::DataType& type,
                          EffectsBuilder& out);

/// A unique index of a partitioned table holds the columns of its partition key, and those of its partitioned
/// partitions. Source: indexcmds.c, DefineIndex.
bool check_partition_key(const std::vector<std::string>& columns, const Relation& table, bool only,
                         EffectsBuilder& out);
bool check_partition_key(const std::vector<std::string>& columns, const Partitioning& partitioning,
                         std::string_view what, EffectsBuilder& out);

}  // namespace pginterlock::effects
