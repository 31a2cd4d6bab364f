#include "effects/alter_table.h"

#include <algorithm>

#include "effects/constraints.h"
#include "effects/existence.h"
#include "effects/families.h"
#include "effects/storage_parameter.h"
#include "effects/table_option.h"
#include "effects/targets.h"

namespace pginterlock::effects {

namespace {

bool has_storage(RelationKind kind) {
  return kind == RelationKind::table || kind == RelationKind::materialized_view || kind == RelationKind::sequence;
}

void apply_action(const ::AlterTableCmd& action, const AlteredTable& table) {
  if (refuses_kind(action, table) || refuses_column(action, table)) return;
  switch (action.subtype) {
    case AT_AddColumn:
      if (const auto* column = pg::as<ColumnDef>(action.def)) add_column(*column, action.missing_ok, table);
      return;
    case AT_DropColumn:
      drop_column(action, table);
      return;
    case AT_ColumnDefault:
      column_default(action, table);
      return;
    case AT_SetNotNull:
      set_not_null(pg::text(action.name), Reason::set_not_null, !table.only, table);
      return;
    case AT_DropNotNull:
      drop_not_null(action, table);
      return;
    case AT_SetExpression:
      set_expression(action, table);
      return;
    case AT_DropExpression:
      drop_expression(action, table);
      return;
    case AT_AlterColumnType:
      alter_column_type(action, table);
      return;
    case AT_AddIdentity:
      add_identity(action, table);
      return;
    case AT_SetIdentity:
    case AT_DropIdentity:
      change_identity(action, table);
      return;
    case AT_AddConstraint:
      if (const auto* constraint = pg::as<Constraint>(action.def)) add_constraint(*constraint, table);
      return;
    case AT_DropConstraint:
      drop_constraint(action, table);
      return;
    case AT_AlterConstraint:
      alter_constraint(action, table);
      return;
    case AT_ValidateConstraint:
      validate_constraint(action, table);
      return;
    case AT_SetLogged:
      set_persistence(Persistence::permanent, table);
      return;
    case AT_SetUnLogged:
      set_persistence(Persistence::unlogged, table);
      return;
    case AT_SetAccessMethod:
      set_access_method(action, table);
      return;
    case AT_SetTableSpace:
      set_tablespace(action, table);
      return;
    case AT_ClusterOn:
    case AT_DropCluster:
      cluster_on(action, table);
      return;
    case AT_ReplicaIdentity:
      if (const auto* identity = pg::as<ReplicaIdentityStmt>(action.def)) replica_identity(*identity, table);
      return;
    case AT_ChangeOwner:
      change_owner(action, table);
      return;
    case AT_SetRelOptions:
    case AT_ResetRelOptions:
      set_storage_parameters(action, table);
      return;
    case AT_SetOptions:
    case AT_ResetOptions:
      set_column_options(action, table);
      return;
    case AT_SetStatistics:
      set_statistics(action, table);
      return;
    case AT_SetStorage:
      set_storage(action, table);
      return;
    case AT_SetCompression:
      set_compression(action, table);
      return;
    case AT_EnableTrig:
    case AT_EnableAlwaysTrig:
    case AT_EnableReplicaTrig:
    case AT_DisableTrig:
      refuse_missing_trigger(action, table);
      return;
    case AT_DisableTrigUser:
      refuse_user_triggers_of_partitions(table);
      return;
    case AT_EnableRule:
    case AT_EnableAlwaysRule:
    case AT_EnableReplicaRule:
    case AT_DisableRule:
      refuse_missing_rule(action, table);
      return;
    case AT_AttachPartition:
      attach_partition(action, table);
      return;
    case AT_DetachPartition:
    case AT_DetachPartitionFinalize:
      detach_partition(action, table);
      return;
    case AT_AddInherit:
      add_inherit(action, table);
      return;
    case AT_DropInherit:
      drop_inherit(action, table);
      return;
    case AT_AddOf:
      add_of(action, table);
      return;
    case AT_DropOf:
      drop_of(table);
      return;
    default:
      return;  // the lock on the table is all that it takes
  }
}

/// The strongest mode of all sub-commands, under which the whole statement runs.
LockMode strongest_mode(const ::List* actions) {
  LockMode strongest{};  // the weakest of all
  for (const auto& action : pg::each<AlterTableCmd>(actions)) strongest = std::max(strongest, lock_mode_of(action));
  return strongest;
}

/// Since 18, SET NOT NULL goes down until it meets a table whose column is NOT NULL. Source: tablecmds.c,
/// ATExecSetNotNull.
void lock_until_not_null(std::string_view column, const AlteredTable& table) {
  std::vector<QualifiedName> names{table.name};
  for (std::size_t i = 0; i < names.size(); ++i) {
    const QualifiedName name = names[i];
    table.out.lock(name, table.mode);
    const Relation* relation = table.out.known(name);
    const Column* there = relation == nullptr ? nullptr : relation->column(column);
    const bool done = i > 0 && there != nullptr && there->not_null && there->not_null_valid;
    for (std::size_t n = 0; relation != nullptr && !done && n < relation->children.size(); ++n) {
      const QualifiedName& child = relation->children[n];
      if (std::find(names.begin(), names.end(), child) == names.end()) names.push_back(child);
    }
  }
}

void lock_table(const AlteredTable& table) {
  bool recursing = false;
  std::string_view only_not_null;
  for (const auto& action : pg::each<AlterTableCmd>(table.statement.cmds)) {
    if (!recurses(action, table)) continue;
    only_not_null = action.subtype == AT_SetNotNull && !recursing ? pg::text(action.name) : std::string_view();
    recursing = true;
  }
  if (recursing && !only_not_null.empty() && table.out.version() >= 18) {
    lock_until_not_null(only_not_null, table);
    return;
  }
  table.out.lock_with_descendants(table.name, table.mode, !recursing);
}

/// Scans of a table that the statement writes anew cost nothing on their own: its constraints are checked on the way.
/// Source: tablecmds.c, ATRewriteTable.
bool is_part_of_rewrite(const Work& work) {
  switch (work.reason) {
    case Reason::set_not_null:
    case Reason::add_not_null_constraint:
    case Reason::add_check:
    case Reason::column_check:
    case Reason::add_primary_key:
    case Reason::type_change_check:
    case Reason::attach_partition:
      return work.index.empty();
    case Reason::validate_constraint:
    default:
      return false;
  }
}

/// Foreign tables have no keys. Before 13, ALTER TABLE finds that out later than ALTER FOREIGN TABLE does.
bool check_foreign_table(const AlteredTable& table) {
  if (table.relation == nullptr || table.relation->kind != RelationKind::foreign_table) return true;
  if (table.out.version() < 13 && table.statement.objtype != OBJECT_FOREIGN_TABLE) return true;
  for (const auto& action : pg::each<AlterTableCmd>(table.statement.cmds)) {
    const auto* constraint = action.subtype == AT_AddConstraint ? pg::as<Constraint>(action.def) : nullptr;
    if (constraint != nullptr && !check_foreign_table_constraint(*constraint, table.out)) return false;
  }
  return true;
}

}  // namespace

void alter_table(const ::AlterTableStmt& statement, EffectsBuilder& out) {
  if (statement.relation == nullptr) {
    out.unknown("ALTER TABLE without a table");
    return;
  }
  forbid_transaction_block_for_detach(statement, out);
  const std::optional<Target> target = find_target(*statement.relation, out, statement.missing_ok);
  if (!target) return;
  AlteredTable table{.statement = statement,
                     .name = target->name,
                     .relation = target->known,
                     .only = !statement.relation->inh,
                     .mode = strongest_mode(statement.cmds),
                     .out = out};
  if (refuses_target(table)) return;
  if (!check_foreign_table(table)) return;
  const std::vector<Span> spans = out.statement().actions();
  const auto cause_of = [&](std::size_t n) { return n < spans.size() ? spans[n] : out.statement().span; };

  std::size_t strongest = 0;
  for (std::size_t n = 0; n < pg::length(statement.cmds); ++n) {
    const auto* action = pg::as<AlterTableCmd>(pg::nth(statement.cmds, n));
    if (action == nullptr || lock_mode_of(*action) != table.mode) continue;
    strongest = n;
    break;
  }
  out.at(cause_of(strongest));
  lock_table(table);
  for (std::size_t n = 0; n < pg::length(statement.cmds); ++n) {
    const auto* action = pg::as<AlterTableCmd>(pg::nth(statement.cmds, n));
    if (action == nullptr) continue;
    out.at(cause_of(n));
    apply_action(*action, table);
  }
  out.forget_work([&](const Work& work) {
    return is_part_of_rewrite(work) &&
           std::any_of(out.effects().work.begin(), out.effects().work.end(), [&](const Work& other) {
             return other.kind == WorkKind::rewrite && other.relation == work.relation &&
                    other.certainty <= work.certainty;
           });
  });
}

std::vector<Storage> storage_of(const QualifiedName& table, bool recurse, const EffectsBuilder& out) {
  const Relation* relation = out.known(table);
  if (relation == nullptr) return {{table, nullptr, Certainty::proved}};
  std::vector<Storage> storage;
  if (!recurse || relation->children.empty()) {
    if (has_storage(relation->kind)) storage.push_back({table, relation, Certainty::proved});
  } else {
    for (QualifiedName& name : out.schema().with_descendants(table)) {
      const Relation* member = out.known(name);
      if (member == nullptr || has_storage(member->kind))
        storage.push_back({std::move(name), member, Certainty::proved});
    }
  }
  const bool unseen_partitions = recurse && storage.empty() && relation->kind == RelationKind::partitioned_table &&
                                 !out.before().made_here(*relation);
  if (unseen_partitions) storage.push_back({table, relation, Certainty::assumed});
  return storage;
}

std::vector<Storage> storage_of(const AlteredTable& table, bool recurse) {
  if (table.statement.objtype == OBJECT_FOREIGN_TABLE || table.statement.objtype == OBJECT_VIEW) return {};
  return storage_of(table.name, recurse, table.out);
}

void work_on_storage(const AlteredTable& table, bool recurse, const Work& work) {
  for (Storage& storage : storage_of(table, recurse)) {
    Work here = work;
    here.relation = std::move(storage.name);
    here.certainty = std::max(work.certainty, storage.certainty);
    table.out.work(std::move(here));
  }
}

void rewrite_storage(const AlteredTable& table, bool recurse, Reason reason, std::string_view column,
                     Certainty certainty) {
  for (const Storage& storage : storage_of(table, recurse)) {
    const Certainty here = std::max(certainty, storage.certainty);
    table.out.work({.kind = WorkKind::rewrite,
                    .reason = reason,
                    .relation = storage.name,
                    .column = std::string(column),
                    .certainty = here});
    if (here == Certainty::proved) table.out.lock_indexes(storage.name, LockMode::access_exclusive);
  }
}

bool has_action(const ::AlterTableStmt& statement, AlterTableType type, std::string_view name) {
  for (const auto& action : pg::each<AlterTableCmd>(statement.cmds)) {
    if (action.subtype == type && pg::text(action.name) == name) return true;
  }
  return false;
}

bool drops_constraint(const ::AlterTableStmt& statement, const TableConstraint& constraint) {
  if (has_action(statement, AT_DropConstraint, constraint.name)) return true;
  return std::any_of(constraint.columns.begin(), constraint.columns.end(),
                     [&](const std::string& column) { return has_action(statement, AT_DropColumn, column); });
}

const ::ColumnDef* added_column(const ::AlterTableStmt& statement, std::string_view name) {
  for (const auto& action : pg::each<AlterTableCmd>(statement.cmds)) {
    const auto* column = action.subtype == AT_AddColumn ? pg::as<ColumnDef>(action.def) : nullptr;
    if (column != nullptr && pg::text(column->colname) == name) return column;
  }
  return nullptr;
}

pg::DataType type_for_constraints(std::string_view column, const AlteredTable& table) {
  const State& before = table.out.before();
  const auto named = [&](const ::ColumnDef* definition) {
    if (definition == nullptr || definition->typeName == nullptr) return pg::DataType{};
    return before.schema.resolve_type(pg::type_of(*definition->typeName), before.session.search_path());
  };
  const Column* known = has_action(table.statement, AT_DropColumn, column) ? nullptr : table.column(column);
  if (known == nullptr) return named(added_column(table.statement, column));
  for (const auto& action : pg::each<AlterTableCmd>(table.statement.cmds)) {
    if (action.subtype == AT_AlterColumnType && pg::text(action.name) == column) {
      return named(pg::as<ColumnDef>(action.def));
    }
  }
  return known->complete ? known->type : pg::DataType{};
}

void require_version(int since, std::string_view what, EffectsBuilder& out, std::string_view sqlstate) {
  if (out.version() >= since) return;
  out.fail(FailureKind::version, std::string(sqlstate),
           std::string(what) + " needs PostgreSQL " + std::to_string(since));
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void lock_with_partitions(const QualifiedName& table, LockMode mode, EffectsBuilder& out) {
  const Relation* relation = out.known(table);
  const bool partitioned = relation != nullptr && relation->kind == RelationKind::partitioned_table;
  out.lock_with_descendants(table, mode, !partitioned);
}

bool is_partition_key(std::string_view column, const AlteredTable& table) {
  if (!table.partitioned()) return false;
  const std::vector<QualifiedName> names = table.out.schema().with_descendants(table.name);
  return std::any_of(names.begin(), names.end(), [&](const QualifiedName& name) {
    const Relation* member = table.out.known(name);
    if (member == nullptr || !member->partitioning) return false;
    return contains(member->partitioning->keys, column) || contains(member->partitioning->expression_columns, column);
  });
}

void lock_indexes_for_check(const QualifiedName& referencing, const QualifiedName& referenced, EffectsBuilder& out) {
  // Each referencing partition is read on its own, with ONLY.
  const Relation* table = out.known(referencing);
  const bool partitions = table != nullptr && table->kind == RelationKind::partitioned_table;
  for (const Storage& storage : storage_of(referencing, partitions, out)) {
    out.lock_indexes(storage.name, LockMode::access_share);
  }
  const Relation* relation = out.known(referenced);
  if (relation == nullptr) return;
  if (relation->kind != RelationKind::partitioned_table) {
    out.lock_indexes(referenced, LockMode::access_share);
    return;
  }
  for (const QualifiedName& name : out.schema().with_descendants(referenced)) {
    // Since 16 the planner opens those of partitioned tables, too.
    const Relation* member = out.known(name);
    const bool partitioned = member != nullptr && member->kind == RelationKind::partitioned_table;
    if (!partitioned || out.version() >= 16) out.lock_indexes(name, LockMode::access_share);
  }
}

}  // namespace pginterlock::effects
