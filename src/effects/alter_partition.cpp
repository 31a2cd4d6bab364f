#include <algorithm>
#include <string>

#include "effects/alter_table.h"
#include "effects/partition_check.h"
#include "effects/targets.h"

namespace pginterlock::effects {

namespace {

/// The foreign keys of the parent, and those that reference it, are copied to the partition.
/// Source: tablecmds.c, CloneForeignKeyConstraints.
void lock_foreign_key_tables(const Relation& parent, EffectsBuilder& out) {
  for (const auto& constraint : parent.constraints) {
    if (constraint->kind == ConstraintKind::foreign_key && constraint->references) {
      lock_with_partitions(*constraint->references, LockMode::share_row_exclusive, out);
    }
  }
  for (const QualifiedName& name : parent.referencing) {
    out.lock(name, out.version() >= 15 ? LockMode::share_row_exclusive : LockMode::access_share);
  }
}

}  // namespace

const Relation* default_partition_of(const Relation& parent, const EffectsBuilder& out) {
  for (const QualifiedName& name : parent.children) {
    const Relation* child = out.known(name);
    if (child != nullptr && child->default_partition) return child;
  }
  return nullptr;
}

void join_partitioned_table(const QualifiedName& partition, const QualifiedName& parent,
                            const ::PartitionBoundSpec& bound, EffectsBuilder& out) {
  const Relation* relation = out.known(parent);
  if (relation == nullptr) return;
  out.lock_indexes(parent, LockMode::share_update_exclusive);
  lock_foreign_key_tables(*relation, out);
  const Relation* default_one = default_partition_of(*relation, out);
  if (default_one == nullptr || default_one->name == partition) return;
  if (bound.is_default) {
    out.fail(FailureKind::duplicate_object, "42P17",
             "table " + pg::sql_name(parent) + " already has the default partition " + pg::sql_name(default_one->name));
    return;
  }
  // Rows that now belong elsewhere must not be in it.
  scan_default_partition(*default_one, *relation, bound, out);
}

void lock_upper_parents(const QualifiedName& partition, EffectsBuilder& out) {
  constexpr int deepest = 1000;  // a ring has no end, but no server has one
  const Relation* known = out.known(partition);
  for (int depth = 0; known != nullptr && known->partition_bound && !known->parents.empty(); ++depth) {
    out.lock(known->parents.front(), LockMode::access_share);
    known = depth < deepest ? out.known(known->parents.front()) : nullptr;
  }
}

}  // namespace pginterlock::effects
