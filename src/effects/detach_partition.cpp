#include <algorithm>

#include "effects/alter_table.h"
#include "effects/partition_check.h"
#include "effects/targets.h"

namespace pginterlock::effects {

namespace {

/// One DETACH PARTITION.
struct Detachment {
  QualifiedName partition;
  const Relation* known = nullptr;  // the partition; null: no script made it
  const Relation& parent;
  EffectsBuilder& out;
};

/// Indexes that belong to those of the parent come loose. Source: tablecmds.c, DetachPartitionFinalize.
void detach_indexes(const Detachment& detachment) {
  const Relation* child = detachment.known;
  if (child == nullptr) return;
  for (const auto& index : child->indexes) {
    if (index->parent) detachment.out.lock({detachment.partition.schema, index->name}, LockMode::access_exclusive);
  }
}

/// No referencing row may point into the partition: both are read. Source: ri_triggers.c, RI_PartitionRemove_Check.
void check_references(const Detachment& detachment) {
  EffectsBuilder& out = detachment.out;
  for (const QualifiedName& name : detachment.parent.referencing) {
    out.lock(name, LockMode::access_exclusive);
    out.lock_indexes(name, LockMode::access_share);
    for (const QualifiedName& table : {name, detachment.partition}) {
      for (Storage& storage : storage_of(table, true, out)) {
        out.work({.kind = WorkKind::scan,
                  .reason = Reason::validate_constraint,
                  .relation = std::move(storage.name),
                  .certainty = storage.certainty});
      }
    }
  }
}

/// Source: tablecmds.c, DetachPartitionFinalize.
void loosen(const Detachment& detachment) {
  EffectsBuilder& out = detachment.out;
  detach_indexes(detachment);
  for (const auto& constraint : detachment.parent.constraints) {
    if (constraint->kind == ConstraintKind::foreign_key && constraint->references) {
      lock_with_partitions(*constraint->references, LockMode::share_row_exclusive, out);
    }
  }
  check_references(detachment);
}

bool drops_triggers(const Detachment& detachment) {
  return std::any_of(detachment.parent.triggers.begin(), detachment.parent.triggers.end(),
                     [](const auto& trigger) { return trigger->row_level; }) ||
         !detachment.parent.referencing.empty();
}

/// Whether a table that is not partitioned is detached from. Source: parse_utilcmd.c, transformPartitionCmd.
bool is_not_partitioned(const AlteredTable& table) {
  if (!table.complete() || table.partitioned()) return false;
  table.out.fail(FailureKind::wrong_object, "42P17", "table " + quoted(table.name.name) + " is not partitioned");
  return true;
}

bool is_partition_of(const Relation& partition, const QualifiedName& parent) {
  return std::find(partition.parents.begin(), partition.parents.end(), parent) != partition.parents.end();
}

bool refuses_detach(const QualifiedName& partition, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const Relation* known = out.known(partition);
  if (known == nullptr && out.schema().relations.known_absent(partition)) {
    out.fail(FailureKind::undefined_object, "42P01", "relation " + pg::sql_name(partition) + " does not exist");
    return true;
  }
  if (known == nullptr || !known->complete || is_partition_of(*known, table.name)) return false;
  out.fail(FailureKind::undefined_object, "42P01",
           "relation " + pg::sql_name(partition) + " is not a partition of relation " + pg::sql_name(table.name));
  return true;
}

void detach_concurrently(const Detachment& detachment) {
  EffectsBuilder& out = detachment.out;
  const Relation* default_one = default_partition_of(detachment.parent, out);
  if (default_one != nullptr) {
    out.fail(FailureKind::concurrently_unsupported, "55000",
             "partitions cannot be detached concurrently while a default partition exists");
    return;
  }
  // Its second transaction takes ACCESS EXCLUSIVE when nobody uses the partition through its parent any more.
  out.lock_with_descendants(detachment.partition, LockMode::access_exclusive);
  loosen(detachment);
}

}  // namespace

void forbid_transaction_block_for_detach(const ::AlterTableStmt& statement, EffectsBuilder& out) {
  if (out.version() < 14) return;
  for (const auto& action : pg::each<AlterTableCmd>(statement.cmds)) {
    const auto* command = action.subtype == AT_DetachPartition ? pg::as<PartitionCmd>(action.def) : nullptr;
    if (command != nullptr && command->concurrent) out.forbid_transaction_block();
  }
}

// tablecmds.c, ATExecDetachPartition and ATExecDetachPartitionFinalize
void detach_partition(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const auto* command = pg::as<PartitionCmd>(action.def);
  if (command == nullptr || command->name == nullptr) return;
  const QualifiedName partition = out.resolve(*command->name);
  const bool finalize = action.subtype == AT_DetachPartitionFinalize;
  if (is_not_partitioned(table)) return;
  if (finalize) {
    // Whether a DETACH … CONCURRENTLY was interrupted, no script tells.
    out.lock(partition, LockMode::access_exclusive);
    return;
  }
  if (refuses_detach(partition, table)) return;
  const Relation nothing;
  const Detachment detachment{.partition = partition,
                              .known = out.known(partition),
                              .parent = table.relation == nullptr ? nothing : *table.relation,
                              .out = out};
  if (command->concurrent) return detach_concurrently(detachment);
  const bool exclusive = out.version() >= 14 || drops_triggers(detachment);
  out.lock(partition, exclusive ? LockMode::access_exclusive : LockMode::share_update_exclusive);
  for (const QualifiedName& name : out.schema().with_descendants(partition)) {
    if (name != partition) out.lock(name, LockMode::access_exclusive);
  }
  const Relation* default_one = default_partition_of(detachment.parent, out);
  if (default_one != nullptr) out.lock(default_one->name, LockMode::access_exclusive);
  loosen(detachment);
}

}  // namespace pginterlock::effects
