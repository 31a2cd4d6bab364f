// CREATE INDEX, DROP INDEX.
#include <algorithm>

#include "effects/families.h"
#include "effects/index_check.h"
#include "effects/kept.h"
#include "effects/targets.h"
#include "schema/definitions.h"
#include "schema/index_name.h"
#include "schema/inherit.h"

namespace pginterlock::effects {

namespace {

using pg::each;
using pg::text;

/// The index on each partition. They are named as if nothing had been written; an index that a partition has already
/// and that fits is taken over, with those below it. Source: indexcmds.c, DefineIndex.
void build_on_partitions(const ::IndexStmt& statement, const QualifiedName& parent, EffectsBuilder& out) {
  const TableIndex wanted = schema::index_of(statement, out.statement());
  const std::string addition = index_name_addition(statement.indexParams, statement.indexIncludingParams);
  std::vector<QualifiedName> tables{parent};
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const Relation* table = out.known(tables[i]);
    if (i > 0) {
      if (table != nullptr && table->kind == RelationKind::foreign_table) continue;
      if (const TableIndex* own =
              table == nullptr ? nullptr : schema::fitting_index(*table, wanted, {}, out.schema(), out.version())) {
        out.lock({tables[i].schema, own->name}, LockMode::share, Certainty::proved, RelationKind::index);
        continue;
      }
      const std::string name = choose_relation_name(tables[i].name, addition, "idx", tables[i].schema, out.schema());
      out.lock_new({tables[i].schema, name}, RelationKind::index);
      if (table == nullptr || table->kind != RelationKind::partitioned_table) {
        out.work({.kind = WorkKind::build, .reason = Reason::create_index, .relation = tables[i], .index = name});
      }
    }
    if (table == nullptr || table->kind != RelationKind::partitioned_table) continue;
    tables.insert(tables.end(), table->children.begin(), table->children.end());
  }
}

/// False when the statement cannot make an index there.
bool can_have_index(const Target& table, bool concurrently, EffectsBuilder& out) {
  if (!table.kind_known()) return true;
  switch (table.known->kind) {
    case RelationKind::table:
    case RelationKind::materialized_view:
      return true;
    case RelationKind::partitioned_table:
      if (!concurrently) return true;
      out.fail(FailureKind::concurrently_unsupported, "0A000",
               "cannot create index on partitioned table " + quoted(table.name.name) + " concurrently");
      return false;
    case RelationKind::view:
    case RelationKind::index:
    case RelationKind::sequence:
    case RelationKind::foreign_table:
    case RelationKind::composite_type:
      out.fail(FailureKind::wrong_object, "42809",
               "cannot create index on " + std::string(noun(table.known->kind)) + " " + quoted(table.name.name));
      return false;
  }
  return true;
}

/// The table of an index that a statement names; none when no script made the index: PostgreSQL locks that table all
/// the same, but which one it is cannot be told, and the lock on the index stands for it.
std::optional<QualifiedName> table_of(const Target& index) {
  if (index.known == nullptr || !index.known->owner_table) return std::nullopt;
  return index.known->owner_table;
}

void lock_table_of_index(const std::optional<QualifiedName>& table, const Relation* known, LockMode mode,
                         EffectsBuilder& out) {
  if (!table) return;
  out.lock_with_descendants(*table, mode, known == nullptr || known->kind != RelationKind::partitioned_table);
}

}  // namespace

// indexcmds.c, DefineIndex; utility.c, ProcessUtilitySlow: SHARE, or SHARE UPDATE EXCLUSIVE for CONCURRENTLY.
void create_index(const ::IndexStmt& statement, EffectsBuilder& out) {
  if (statement.concurrent) out.forbid_transaction_block();
  const auto table = find_target(*statement.relation, out);
  if (!table) return;
  // Nobody else sees a temporary table: CONCURRENTLY is ignored.
  const bool concurrently = statement.concurrent && !table->temporary();
  const LockMode mode = concurrently ? LockMode::share_update_exclusive : LockMode::share;
  // All partitions are locked before anything is looked at. Source: utility.c, ProcessUtilitySlow.
  const bool partitions = table->is(RelationKind::partitioned_table) && statement.relation->inh;
  out.lock_with_descendants(table->name, mode, !partitions);
  if (!can_have_index(*table, concurrently, out)) return;

  const std::string name = index_name(statement, table->name, out.schema());
  const QualifiedName index{table->name.schema, name};
  if (const Relation* there = out.known(index)) {
    if (!statement.if_not_exists) {
      out.fail(FailureKind::duplicate_object, "42P07", "relation " + quoted(name) + " already exists");
    } else {
      keep_index(statement, table->name, *there, out);
    }
    return;
  }
  if (!check_index(statement, *table, out)) return;

  out.lock_new(index, RelationKind::index);
  const bool only = !statement.relation->inh;
  if (table->is(RelationKind::partitioned_table)) {
    if (!only) build_on_partitions(statement, table->name, out);
    return;
  }
  // ON ONLY is written for partitioned tables, where nothing is built; IF NOT EXISTS may find the index there.
  const bool known_whole = table->known != nullptr && table->known->complete;
  const bool in_doubt = !known_whole && (only || statement.if_not_exists);
  out.work({.kind = WorkKind::build,
            .reason = concurrently ? Reason::create_index_concurrently : Reason::create_index,
            .relation = table->name,
            .index = name,
            .certainty = in_doubt ? Certainty::assumed : Certainty::proved});
}

namespace {

/// A constraint of another table that needs a unique index: a foreign key to just its columns.
const Relation* foreign_key_on(const TableIndex& index, const Relation& table, const EffectsBuilder& out) {
  if (!index.unique || index.keys.empty() || !index.predicate.empty()) return nullptr;
  const auto same_columns = [&](const std::vector<std::string>& columns) {
    return columns.size() == index.keys.size() &&
           std::all_of(index.keys.begin(), index.keys.end(), [&](const IndexKey& key) {
             return std::find(columns.begin(), columns.end(), key.column) != columns.end();
           });
  };
  // Another unique index on the same columns may be the one that the foreign key uses.
  const auto twins = std::count_if(table.indexes.begin(), table.indexes.end(), [&](const auto& other) {
    return other->unique && other->predicate.empty() && other->keys.size() == index.keys.size() &&
           std::all_of(other->keys.begin(), other->keys.end(), [&](const IndexKey& key) {
             return std::any_of(index.keys.begin(), index.keys.end(),
                                [&](const IndexKey& own) { return own.column == key.column; });
           });
  });
  if (twins != 1) return nullptr;
  for (const QualifiedName& name : table.referencing) {
    const Relation* child = out.known(name);
    if (child == nullptr) continue;
    for (const auto& constraint : child->constraints) {
      if (constraint->kind == ConstraintKind::foreign_key && constraint->references == table.name &&
          same_columns(constraint->referenced_columns)) {
        return child;
      }
    }
  }
  return nullptr;
}

/// What keeps an index from being dropped. Source: dependency.c, reportDependentObjects.
bool check_needed(const TableIndex& index, const Relation& table, bool cascade, EffectsBuilder& out) {
  if (index.constraint) {
    out.fail(FailureKind::dependent_objects, "2BP01",
             "cannot drop index " + index.name + " because constraint " + *index.constraint + " on table " +
                 table.name.name + " requires it");
    return false;
  }
  const Relation* child = foreign_key_on(index, table, out);
  if (child == nullptr) return true;
  if (cascade) {
    // The foreign keys go with it. Source: pg_constraint.c, RemoveConstraintById.
    out.lock(child->name, LockMode::access_exclusive);
    return true;
  }
  out.fail(
      FailureKind::dependent_objects, "2BP01",
      "cannot drop index " + index.name + " because a foreign key of table " + child->name.name + " depends on it");
  return false;
}

/// Whether the index of a partition stands for one of its parent. Only indexes on plain columns are compared.
bool stands_for(const TableIndex& child, const TableIndex& parent) {
  if (child.unique != parent.unique || child.method != parent.method || parent.only) return false;
  if (!child.predicate.empty() || !parent.predicate.empty() || child.include != parent.include) return false;
  return child.keys.size() == parent.keys.size() &&
         std::equal(child.keys.begin(), child.keys.end(), parent.keys.begin(), [](const auto& a, const auto& b) {
           return !a.column.empty() && a.column == b.column && a.opclass == b.opclass && a.collation == b.collation;
         });
}

/// The indexes of the partitions go with that of the partitioned table.
void lock_partition_indexes(const TableIndex& index, const Relation& table, EffectsBuilder& out) {
  if (table.kind != RelationKind::partitioned_table) return;
  const auto names = out.schema().with_descendants(table.name);
  for (std::size_t i = 1; i < names.size(); ++i) {
    const Relation* partition = out.known(names[i]);
    if (partition == nullptr) continue;
    const auto& indexes = partition->indexes;
    const auto child =
        std::find_if(indexes.begin(), indexes.end(), [&](const auto& one) { return stands_for(*one, index); });
    if (child == indexes.end()) continue;
    out.lock({names[i].schema, (*child)->name}, LockMode::access_exclusive, Certainty::proved, RelationKind::index);
  }
}

/// A partition's index that the index of the partitioned table needs.
bool check_parent_index(const TableIndex& index, const Relation& table, EffectsBuilder& out) {
  if (!table.partition_bound) return true;
  const auto twins = std::count_if(table.indexes.begin(), table.indexes.end(),
                                   [&](const auto& other) { return stands_for(*other, index); });
  for (const QualifiedName& name : table.parents) {
    const Relation* parent = out.known(name);
    if (parent == nullptr || twins != 1) continue;
    for (const auto& above : parent->indexes) {
      if (!stands_for(index, *above)) continue;
      out.fail(FailureKind::dependent_objects, "2BP01",
               "cannot drop index " + index.name + " because index " + above->name + " requires it");
      return false;
    }
  }
  return true;
}

void drop_one_index(const Target& index, const ::DropStmt& statement, EffectsBuilder& out) {
  if (index.kind_known() && index.known->kind != RelationKind::index) {
    out.fail(FailureKind::wrong_object, "42809", quoted(index.name.name) + " is not an index");
    return;
  }
  const auto table = table_of(index);
  const Relation* owner = table ? out.known(*table) : nullptr;
  const bool concurrently = statement.concurrent && !(owner != nullptr && owner->persistence == Persistence::temporary);
  const LockMode mode = concurrently ? LockMode::share_update_exclusive : LockMode::access_exclusive;
  if (owner != nullptr && owner->kind == RelationKind::partitioned_table && concurrently) {
    out.fail(FailureKind::concurrently_unsupported, "0A000",
             "cannot drop partitioned index " + quoted(index.name.name) + " concurrently");
    return;
  }
  // tablecmds.c, RangeVarCallbackForDropRelation: the table is locked before its index.
  lock_table_of_index(table, owner, mode, out);
  out.lock(index.name, mode, Certainty::proved, RelationKind::index);
  const TableIndex* known = owner == nullptr ? nullptr : owner->index(index.name.name);
  if (known != nullptr) {
    if (!check_needed(*known, *owner, statement.behavior == DROP_CASCADE, out)) return;
    if (!check_parent_index(*known, *owner, out)) return;
    lock_partition_indexes(*known, *owner, out);
  }
  out.lose(
      {.kind = ObjectKind::index, .object = pg::sql_name(index.name), .relation = table.value_or(QualifiedName{})});
}

}  // namespace

// tablecmds.c, RemoveRelations.
void drop_index(const ::DropStmt& statement, EffectsBuilder& out) {
  if (statement.concurrent) {
    out.forbid_transaction_block();
    if (pg::length(statement.objects) > 1) {
      out.fail(FailureKind::concurrently_unsupported, "0A000",
               "DROP INDEX CONCURRENTLY does not support dropping multiple objects");
    } else if (statement.behavior == DROP_CASCADE) {
      out.fail(FailureKind::concurrently_unsupported, "0A000", "DROP INDEX CONCURRENTLY does not support CASCADE");
    }
  }
  for (const auto& object : each<List>(statement.objects)) {
    const auto index = find_target(pg::name_of(&object), out, statement.missing_ok, "index", "42704");
    if (index) drop_one_index(*index, statement, out);
  }
}

}  // namespace pginterlock::effects
