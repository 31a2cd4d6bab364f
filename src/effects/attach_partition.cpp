// ATTACH PARTITION, of tables and of indexes.
#include <algorithm>
#include <string>

#include "effects/alter_table.h"
#include "effects/constraints.h"
#include "effects/inheritance.h"
#include "effects/partition_check.h"
#include "effects/targets.h"
#include "schema/inherit.h"

namespace pginterlock::effects {

namespace {

bool wrong(std::string message, EffectsBuilder& out) {
  out.fail(FailureKind::wrong_object, "42809", std::move(message));
  return true;
}

/// Source: tablecmds.c, ATExecAttachPartition.
bool refuses_table(const Target& child, const Relation& parent, EffectsBuilder& out) {
  const Relation* known = child.known;
  if (known == nullptr || !child.kind_known()) return false;
  if (known->kind != RelationKind::table && known->kind != RelationKind::partitioned_table &&
      known->kind != RelationKind::foreign_table) {
    return wrong(quoted(known->name.name) + " is a " + std::string(noun(known->kind)), out);
  }
  if (known->partition_bound) return wrong(quoted(known->name.name) + " is already a partition", out);
  if (known->of_type) return wrong("cannot attach a typed table as partition", out);
  if (!known->parents.empty()) return wrong("cannot attach inheritance child as partition", out);
  if (is_above(child.name, parent.name, out)) {
    out.fail(FailureKind::duplicate_object, "42P07", "circular inheritance is not allowed");
    return true;
  }
  if (known->kind != RelationKind::partitioned_table && !known->children.empty()) {
    return wrong("cannot attach inheritance parent as partition", out);
  }
  return mixes_temporary(*known, parent, out);
}

bool refuses_columns(const Relation& child, const Relation& parent, EffectsBuilder& out) {
  if (!child.complete || !parent.complete) return false;
  for (const auto& column : child.columns) {
    if (parent.column(column->name) != nullptr) continue;
    out.fail(FailureKind::invalid_definition, "42804",
             "table " + quoted(child.name.name) + " contains column " + quoted(column->name) + " not found in parent " +
                 quoted(parent.name.name));
    return true;
  }
  return refuses_child(child, parent, Joining::partition, out);
}

/// Source: tablecmds.c, CloneRowTriggersToPartition and, for what keeps it out, ATExecAttachPartition.
bool refuses_triggers(const Relation& child, const Relation& parent, EffectsBuilder& out) {
  for (const auto& trigger : child.triggers) {
    if (!trigger->row_level || !trigger->transition_tables) continue;
    out.fail(FailureKind::wrong_object, "0A000",
             "trigger " + quoted(trigger->name) + " prevents the table from becoming a partition");
    return true;
  }
  for (const auto& trigger : parent.triggers) {
    const auto same = [&](const auto& other) { return other->name == trigger->name; };
    if (!trigger->row_level || std::none_of(child.triggers.begin(), child.triggers.end(), same)) continue;
    out.fail(FailureKind::duplicate_object, "42710",
             "trigger " + quoted(trigger->name) + " for relation " + quoted(child.name.name) + " already exists");
    return true;
  }
  return false;
}

/// Indexes of the parent without a counterpart are built on the partition.
/// Source: tablecmds.c, AttachPartitionEnsureIndexes.
void ensure_indexes(const Relation& parent, const QualifiedName& partition, EffectsBuilder& out) {
  const Relation* child = out.known(partition);
  for (const auto& index : parent.indexes) {
    const QualifiedName parent_index{parent.name.schema, index->name};
    if (child != nullptr &&
        schema::fitting_index(*child, *index, parent_index, out.schema(), out.version()) != nullptr) {
      continue;
    }
    const TableConstraint* owner = index->constraint ? parent.constraint(*index->constraint) : nullptr;
    const bool primary = owner != nullptr && owner->kind == ConstraintKind::primary_key;
    if (primary && child != nullptr && child->primary_key() != nullptr) {
      out.fail(FailureKind::invalid_definition, "42P16",
               "table " + pg::sql_name(partition) + " already has a primary key");
      return;
    }
    const Certainty certainty = child != nullptr && child->complete ? Certainty::proved : Certainty::assumed;
    for (const QualifiedName& member : out.schema().with_descendants(partition)) {
      const std::string name = schema::partition_index_name(*index, parent, member, out.schema());
      if (certainty == Certainty::proved) out.lock_new({member.schema, name}, RelationKind::index);
      for (Storage& storage : storage_of(member, false, out)) {
        out.work({.kind = WorkKind::build,
                  .reason = Reason::attach_partition,
                  .relation = std::move(storage.name),
                  .index = name,
                  .certainty = certainty});
      }
    }
  }
}

void add_foreign_keys(const Relation& parent, const QualifiedName& partition, EffectsBuilder& out) {
  for (const auto& constraint : parent.constraints) {
    if (constraint->kind != ConstraintKind::foreign_key || !constraint->references) continue;
    if (has_foreign_key(out.known(partition), *constraint, out.version())) {
      // The key of the partition gives its triggers on the other table back.
      lock_with_partitions(*constraint->references, LockMode::access_exclusive, out);
    }
    if (has_foreign_key(out.known(partition), *constraint, 12)) continue;  // checked already
    for (Storage& storage : storage_of(partition, true, out)) {
      out.work({.kind = WorkKind::scan, .reason = Reason::attach_partition, .relation = std::move(storage.name)});
    }
    lock_indexes_for_check(partition, *constraint->references, out);
  }
}

/// ALTER INDEX … ATTACH PARTITION. Source: tablecmds.c, ATExecAttachPartitionIdx.
void attach_index(const ::PartitionCmd& command, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const auto child = find_target(*command.name, out);
  if (!child) return;
  const Relation* owner = out.schema().table_of_index(table.name);
  const Relation* partition = out.schema().table_of_index(child->name);
  if (owner != nullptr && owner->complete && owner->kind != RelationKind::partitioned_table) {
    out.fail(FailureKind::wrong_object, "42P17", "index " + quoted(table.name.name) + " is not partitioned");
    return;
  }
  if (owner != nullptr && partition != nullptr) {
    const auto& parents = partition->parents;
    if (std::find(parents.begin(), parents.end(), owner->name) == parents.end()) {
      out.fail(FailureKind::wrong_object, "55000",
               "index " + quoted(child->name.name) + " is not on a partition of table " + quoted(owner->name.name));
      return;
    }
    const TableIndex* index = owner->index(table.name.name);
    const TableIndex* other = partition->index(child->name.name);
    if (index != nullptr && other != nullptr && !schema::same_index(*index, *other)) {
      out.fail(FailureKind::invalid_definition, "42P17",
               "the definition of index " + quoted(child->name.name) + " does not match");
      return;
    }
  }
  out.lock(child->name, LockMode::access_exclusive, Certainty::proved, RelationKind::index);
  for (const Relation* one : {owner, partition}) {
    if (one != nullptr) out.lock(one->name, LockMode::access_share);
  }
}

}  // namespace

void attach_partition(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const auto* command = pg::as<PartitionCmd>(action.def);
  if (command == nullptr || command->name == nullptr) return;
  const bool index = table.statement.objtype == OBJECT_INDEX;
  // Before 13 ALTER TABLE may name an index, and the bound is not looked at.
  const bool known_index = table.relation != nullptr && table.relation->kind == RelationKind::index;
  if ((index && table.relation == nullptr) || (known_index && (index || out.version() < 13))) {
    attach_index(*command, table);
    return;
  }
  if (table.complete() && !table.partitioned()) {
    out.fail(FailureKind::wrong_object,
             out.version() >= 18 && table.relation->kind != RelationKind::index ? "42809" : "42P17",
             quoted(table.name.name) + " is not a partitioned table");
    return;
  }
  const auto child = find_target(*command->name, out);
  if (!child) return;
  out.lock_with_descendants(child->name, LockMode::access_exclusive);
  if (table.relation == nullptr || command->bound == nullptr) {
    for (Storage& storage : storage_of(child->name, true, out)) {
      out.work({.kind = WorkKind::scan,
                .reason = Reason::attach_partition,
                .relation = std::move(storage.name),
                .certainty = Certainty::assumed});
    }
    return;
  }
  const Relation& parent = *table.relation;
  if (refuses_bound(child->name, parent, *command->bound, out) || refuses_table(*child, parent, out)) return;
  if (child->known != nullptr &&
      (refuses_columns(*child->known, parent, out) || refuses_triggers(*child->known, parent, out))) {
    return;
  }
  lock_upper_parents(parent.name, out);
  scan_new_partition(child->name, parent, *command->bound, out);
  ensure_indexes(parent, child->name, out);
  add_foreign_keys(parent, child->name, out);
  join_partitioned_table(child->name, parent.name, *command->bound, out);
}

}  // namespace pginterlock::effects
