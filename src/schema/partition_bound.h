#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schema/predicate.h"
#include "schema/schema.h"

struct PartitionBoundSpec;

namespace pginterlock {

/// One end of a range in one column.
struct RangeDatum {
  enum class Kind : std::uint8_t { minvalue, value, maxvalue };
  Kind kind = Kind::value;
  Constant value = {};
};

/// What FOR VALUES … says.
struct PartitionBound {
  char strategy = 'r';  // PARTITION_STRATEGY_*: 'l' list, 'r' range, 'h' hash
  bool is_default = false;
  int modulus = 0;
  int remainder = 0;
  std::vector<Constant> values = {};  // list
  std::vector<RangeDatum> from = {};  // range
  std::vector<RangeDatum> to = {};
};

PartitionBound bound_of(const ::PartitionBoundSpec& spec);

/// The letter that a bound of this partitioning has for its strategy.
char strategy_letter(const Partitioning& partitioning);

/// The names in pg_type of a relation's columns, as predicates name the columns.
std::vector<OperandType> operand_types(const Relation& relation, const Schema& schema);

/// What the rows of a partition with this bound obey, in the partitions of `parent`. For a default partition: what the
/// other partitions do not take. None when it is unknown; an `all` without parts when there is nothing to obey.
/// Source: partbounds.c, get_qual_from_partbound.
std::optional<Predicate> bound_predicate(const Relation& parent, const PartitionBound& bound, const Schema& schema);
/// The same with the bounds of the partitioned tables above. Source: partcache.c, RelationGetPartitionQual.
std::optional<Predicate> partition_constraint(const Relation& parent, const PartitionBound& bound,
                                              const Schema& schema);

/// How one end of a range lies to another, column by column; `lower`: the end is one where a range begins.
Order compare_ends(const std::vector<RangeDatum>& left, const std::vector<RangeDatum>& right, const Relation& parent,
                   const Schema& schema);

/// A partition of `parent` that takes something of what the bound takes; null when none is known to.
/// Source: partbounds.c, check_new_partition_bound.
const Relation* overlapping_partition(const Relation& parent, const PartitionBound& bound, const Schema& schema);

}  // namespace pginterlock
