#include <algorithm>
#include <string>

#include "effects/alter_table.h"

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

/// Whether the partition's validated CHECK constraints may imply the bound: PostgreSQL then reads nothing. The bound
/// and the expressions are not compared here, so a table with such a CHECK on the partition key is read "assumed".
Certainty scan_certainty(const Relation& partition, const Relation& parent) {
  if (!parent.partitioning) return Certainty::proved;
  const bool checked = std::any_of(partition.constraints.begin(), partition.constraints.end(), [&](const auto& check) {
    if (check->kind != ConstraintKind::check || !check->valid || !check->enforced) return false;
    return std::all_of(parent.partitioning->keys.begin(), parent.partitioning->keys.end(),
                       [&](const std::string& key) { return !key.empty() && contains(check->columns, key); });
  });
  return checked ? Certainty::assumed : Certainty::proved;
}

/// Reads a table to see that its rows obey a partition's bound.
void scan_for_bound(const QualifiedName& name, Reason reason, Certainty certainty, EffectsBuilder& out) {
  for (Storage& storage : storage_of(name, true, out)) {
    out.work({.kind = WorkKind::scan,
              .reason = reason,
              .relation = std::move(storage.name),
              .certainty = std::max(certainty, storage.certainty)});
  }
}

bool same_definition(const TableIndex& a, const TableIndex& b) {
  const auto same_key = [](const IndexKey& x, const IndexKey& y) {
    return x.column == y.column && x.expression == y.expression && x.opclass == y.opclass && x.collation == y.collation;
  };
  return a.method == b.method && a.unique == b.unique && a.include == b.include && a.predicate == b.predicate &&
         std::equal(a.keys.begin(), a.keys.end(), b.keys.begin(), b.keys.end(), same_key);
}

/// Indexes of the parent without a counterpart are built on the partition, under its ACCESS EXCLUSIVE.
/// Source: tablecmds.c, AttachPartitionEnsureIndexes.
void build_missing_indexes(const Relation& parent, const QualifiedName& partition, EffectsBuilder& out) {
  const Relation* child = out.known(partition);
  for (const auto& index : parent.indexes) {
    const bool present =
        child != nullptr && std::any_of(child->indexes.begin(), child->indexes.end(),
                                        [&](const auto& other) { return same_definition(*index, *other); });
    if (present) continue;
    const Certainty certainty = child != nullptr && child->complete ? Certainty::proved : Certainty::assumed;
    for (Storage& storage : storage_of(partition, true, out)) {
      out.work({.kind = WorkKind::build,
                .reason = Reason::attach_partition,
                .relation = std::move(storage.name),
                .index = index->name,
                .certainty = certainty});
    }
  }
}

/// ALTER INDEX … ATTACH PARTITION. Source: tablecmds.c, ATExecAttachPartitionIdx.
void attach_index(const ::PartitionCmd& command, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const QualifiedName child = out.resolve(*command.name);
  out.lock(child, LockMode::access_exclusive);
  for (const QualifiedName& index : {table.name, child}) {
    const Relation* owner = out.schema().table_of_index(index);
    if (owner != nullptr) out.lock(owner->name, LockMode::access_share);
  }
}

/// Indexes that belong to those of the parent, and copies of its foreign keys, come loose.
void detach_parts(const Relation& parent, const QualifiedName& partition, EffectsBuilder& out) {
  const Relation* child = out.known(partition);
  for (std::size_t i = 0; child != nullptr && i < child->indexes.size(); ++i) {
    const TableIndex& index = *child->indexes[i];
    const bool attached = std::any_of(parent.indexes.begin(), parent.indexes.end(), [&](const auto& other) {
      return !other->only && same_definition(*other, index);
    });
    if (attached) out.lock({partition.schema, index.name}, LockMode::access_exclusive);
  }
  const bool foreign_keys = std::any_of(parent.constraints.begin(), parent.constraints.end(),
                                        [](const auto& other) { return other->kind == ConstraintKind::foreign_key; });
  if (foreign_keys || !parent.referencing.empty()) out.lock_with_descendants(partition, LockMode::access_exclusive);
}

}  // namespace

void join_partitioned_table(const QualifiedName& partition, const QualifiedName& parent, bool default_partition,
                            EffectsBuilder& out) {
  const Relation* relation = out.known(parent);
  if (relation == nullptr) return;
  out.lock_indexes(parent, LockMode::share_update_exclusive);
  lock_foreign_key_tables(*relation, true, out);
  const Relation* default_one = default_partition_of(*relation, out);
  if (default_one == nullptr || default_one->name == partition) return;
  if (default_partition) {
    out.fail(FailureKind::duplicate_object, "42P17",
             "table " + pg::sql_name(parent) + " already has the default partition " + pg::sql_name(default_one->name));
    return;
  }
  // Rows that now belong elsewhere must not be in it. Source: partbounds.c, check_default_partition_contents.
  out.lock_with_descendants(default_one->name, LockMode::access_exclusive);
  scan_for_bound(default_one->name, Reason::default_partition, scan_certainty(*default_one, *relation), out);
}

void attach_partition(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const auto* command = pg::as<PartitionCmd>(action.def);
  if (command == nullptr || command->name == nullptr) return;
  if (table.statement.objtype == OBJECT_INDEX) {
    attach_index(*command, table);
    return;
  }
  const QualifiedName partition = out.resolve(*command->name);
  out.lock_with_descendants(partition, LockMode::access_exclusive);
  const bool default_partition = command->bound != nullptr && command->bound->is_default;
  if (table.relation == nullptr) {
    scan_for_bound(partition, Reason::attach_partition, Certainty::assumed, out);
    return;
  }
  if (table.relation->complete && !table.partitioned()) {
    out.fail(FailureKind::wrong_object, "42809", "table " + pg::sql_name(table.name) + " is not partitioned");
    return;
  }
  // The first partition may be the default one without being read: it holds what no other partition takes.
  const bool takes_everything = default_partition && table.complete() && table.relation->children.empty();
  const Relation* child = out.known(partition);
  if (!takes_everything) {
    scan_for_bound(partition, Reason::attach_partition,
                   child == nullptr ? Certainty::assumed : scan_certainty(*child, *table.relation), out);
  }
  build_missing_indexes(*table.relation, partition, out);
  for (const auto& constraint : table.relation->constraints) {
    if (constraint->kind != ConstraintKind::foreign_key) continue;
    for (Storage& storage : storage_of(partition, true, out)) {
      out.work({.kind = WorkKind::scan, .reason = Reason::attach_partition, .relation = std::move(storage.name)});
    }
    if (constraint->references) lock_indexes_for_check(partition, *constraint->references, out);
  }
  join_partitioned_table(partition, table.name, default_partition, out);
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

void add_inherit(const ::AlterTableCmd& action, const AlteredTable& table) {
  const auto* parent = pg::as<RangeVar>(action.def);
  if (parent == nullptr) return;
  table.out.lock(table.out.resolve(*parent), LockMode::share_update_exclusive);
  for (const QualifiedName& name : table.out.schema().with_descendants(table.name)) {
    table.out.lock(name, LockMode::access_share);
  }
}

void drop_inherit(const ::AlterTableCmd& action, const AlteredTable& table) {
  const auto* parent = pg::as<RangeVar>(action.def);
  if (parent != nullptr) table.out.lock(table.out.resolve(*parent), LockMode::access_share);
}

}  // namespace pginterlock::effects
