#include <algorithm>
#include <string>

#include "effects/alter_table.h"
#include "effects/partition_check.h"
#include "effects/targets.h"

namespace pginterlock::effects {

namespace {

/// The default partition of a partitioned table, when one is known.
const Relation* default_partition_of(const Relation& parent, const EffectsBuilder& out) {
  for (const QualifiedName& name : parent.children) {
    const Relation* child = out.known(name);
    if (child != nullptr && child->default_partition) return child;
  }
  return nullptr;
}

/// The foreign keys of the parent, and those that reference it, are copied to the partition or taken from it.
void lock_foreign_key_tables(const Relation& parent, bool joining, EffectsBuilder& out) {
  for (const auto& constraint : parent.constraints) {
    if (constraint->kind == ConstraintKind::foreign_key && constraint->references) {
      lock_with_partitions(*constraint->references, LockMode::share_row_exclusive, out);
    }
  }
  for (const QualifiedName& name : parent.referencing) {
    // Joining: CloneFkReferenced; leaving: the rows that still reference the partition are looked for.
    const LockMode joining_mode = out.version() >= 15 ? LockMode::share_row_exclusive : LockMode::access_share;
    out.lock(name, joining ? joining_mode : LockMode::access_exclusive);
  }
}

/// Indexes that belong to those of the parent, and copies of its foreign keys, come loose.
void detach_parts(const Relation& parent, const QualifiedName& partition, EffectsBuilder& out) {
  const Relation* child = out.known(partition);
  for (std::size_t i = 0; child != nullptr && i < child->indexes.size(); ++i) {
    const TableIndex& index = *child->indexes[i];
    if (index.parent) out.lock({partition.schema, index.name}, LockMode::access_exclusive);
  }
  const bool foreign_keys = std::any_of(parent.constraints.begin(), parent.constraints.end(),
                                        [](const auto& other) { return other->kind == ConstraintKind::foreign_key; });
  if (foreign_keys || !parent.referencing.empty()) out.lock_with_descendants(partition, LockMode::access_exclusive);
}

}  // namespace

void join_partitioned_table(const QualifiedName& partition, const QualifiedName& parent,
                            const ::PartitionBoundSpec& bound, EffectsBuilder& out) {
  const Relation* relation = out.known(parent);
  if (relation == nullptr) return;
  out.lock_indexes(parent, LockMode::share_update_exclusive);
  lock_foreign_key_tables(*relation, true, out);
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

void detach_partition(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const auto* command = pg::as<PartitionCmd>(action.def);
  if (command == nullptr || command->name == nullptr) return;
  const QualifiedName partition = out.resolve(*command->name);
  if (action.subtype == AT_DetachPartitionFinalize) {
    require_version(14, "DETACH PARTITION … FINALIZE", out);
    out.lock(partition, LockMode::access_exclusive);
    return;
  }
  const Relation* default_one = table.relation == nullptr ? nullptr : default_partition_of(*table.relation, out);
  if (command->concurrent) {
    require_version(14, "DETACH PARTITION … CONCURRENTLY", out);
    out.forbid_transaction_block();
    // Its second transaction takes ACCESS EXCLUSIVE when nobody uses the partition through its parent any more.
    out.lock(partition, LockMode::access_exclusive);
    if (default_one != nullptr) {
      out.fail(FailureKind::concurrently_unsupported, "55000",
               "partitions cannot be detached concurrently while a default partition exists");
    }
    return;
  }
  out.lock(partition, out.version() >= 14 ? LockMode::access_exclusive : LockMode::share_update_exclusive);
  if (default_one != nullptr) out.lock(default_one->name, LockMode::access_exclusive);
  if (table.relation == nullptr) return;
  detach_parts(*table.relation, partition, out);
  lock_foreign_key_tables(*table.relation, false, out);
  if (table.relation->referencing.empty()) return;
  // No referencing row may point into the partition. Source: ri_triggers.c, RI_PartitionRemove_Check.
  for (const QualifiedName& name : table.relation->referencing) {
    out.lock_indexes(name, LockMode::access_share);
    out.work({.kind = WorkKind::scan, .reason = Reason::validate_constraint, .relation = name});
  }
}

}  // namespace pginterlock::effects
