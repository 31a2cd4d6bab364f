#include <algorithm>
#include <array>

#include "effects/alter_table.h"

namespace pginterlock::effects {

namespace {

// The storage parameters that need ACCESS EXCLUSIVE; all others that PostgreSQL has need SHARE UPDATE EXCLUSIVE.
// Source: reloptions.c, the lockmode of each relopt_gen.
constexpr std::array exclusive_parameters = {
    std::string_view("autosummarize"),          std::string_view("buffering"),
    std::string_view("check_option"),           std::string_view("fastupdate"),
    std::string_view("gin_pending_list_limit"), std::string_view("pages_per_range"),
    std::string_view("security_barrier"),       std::string_view("security_invoker"),
    std::string_view("user_catalog_table"),
};

/// Source: reloptions.c, AlterTableGetRelOptionsLockLevel.
LockMode storage_parameter_mode(const ::List* parameters) {
  for (const auto& parameter : pg::each<DefElem>(parameters)) {
    const bool exclusive = std::find(exclusive_parameters.begin(), exclusive_parameters.end(),
                                     pg::text(parameter.defname)) != exclusive_parameters.end();
    if (exclusive) return LockMode::access_exclusive;
  }
  return LockMode::share_update_exclusive;
}

bool is_foreign_key(const ::Node* definition) {
  const auto* constraint = pg::as<Constraint>(definition);
  return constraint != nullptr && constraint->contype == CONSTR_FOREIGN;
}

/// Whether ADD constraint locks the descendants in the mode of the statement.
bool constraint_recurses(const ::Constraint& constraint, const AlteredTable& table) {
  // Since 18 the preparation locks all of them, whatever the constraint does later.
  if (table.out.version() >= 18) return true;
  switch (constraint.contype) {
    case CONSTR_CHECK:
      return false;  // check_constraint.cpp goes down level by level
    case CONSTR_NOTNULL:
      return true;
    case CONSTR_FOREIGN:
      return table.partitioned();
    case CONSTR_PRIMARY: {
      // The key's columns become NOT NULL in all descendants; with partitions that are NOT NULL there is nothing to do.
      if (!table.partitioned()) return true;
      const std::vector<std::string> keys = pg::strings_of(constraint.keys);
      return std::any_of(keys.begin(), keys.end(), [&](const std::string& key) {
        const Column* column = table.column(key);
        return column == nullptr || !column->not_null;
      });
    }
    default:
      return false;  // the index is built under SHARE on the partitions: see constraints.cpp
  }
}

bool drop_constraint_recurses(const ::AlterTableCmd& action, const AlteredTable& table) {
  if (table.partitioned()) return true;
  const TableConstraint* constraint = table.relation->constraint(pg::text(action.name));
  if (constraint == nullptr) return !(action.missing_ok && table.complete());
  const bool handed_down = constraint->kind == ConstraintKind::check || constraint->kind == ConstraintKind::not_null;
  return handed_down && !constraint->no_inherit;
}

bool validation_recurses(const ::AlterTableCmd& action, const AlteredTable& table) {
  const TableConstraint* constraint = table.relation->constraint(pg::text(action.name));
  if (constraint == nullptr) return true;
  if (constraint->valid || constraint->no_inherit) return false;
  return constraint->kind != ConstraintKind::foreign_key || table.partitioned();
}

/// Triggers of partitioned tables have a copy on every partition.
bool triggers_recurse(const ::AlterTableCmd& action, const Relation& relation) {
  const bool all = action.subtype == AT_EnableTrigAll || action.subtype == AT_DisableTrigAll;
  const auto foreign_key = [](const auto& constraint) { return constraint->kind == ConstraintKind::foreign_key; };
  const auto row_level = [](const auto& trigger) { return trigger->row_level; };
  if (std::any_of(relation.triggers.begin(), relation.triggers.end(), row_level)) return true;
  return all && (!relation.referencing.empty() ||
                 std::any_of(relation.constraints.begin(), relation.constraints.end(), foreign_key));
}

}  // namespace

LockMode lock_mode_of(const ::AlterTableCmd& action) {
  switch (action.subtype) {
    case AT_SetStatistics:
    case AT_SetOptions:
    case AT_ResetOptions:
    case AT_ClusterOn:
    case AT_DropCluster:
    case AT_ValidateConstraint:
    case AT_AttachPartition:
    case AT_DetachPartitionFinalize:
      return LockMode::share_update_exclusive;
    case AT_EnableTrig:
    case AT_EnableAlwaysTrig:
    case AT_EnableReplicaTrig:
    case AT_EnableTrigAll:
    case AT_EnableTrigUser:
    case AT_DisableTrig:
    case AT_DisableTrigAll:
    case AT_DisableTrigUser:
      return LockMode::share_row_exclusive;
    case AT_SetRelOptions:
    case AT_ResetRelOptions:
    case AT_ReplaceRelOptions:
      return storage_parameter_mode(pg::as<List>(action.def));
    case AT_AddConstraint:
    case AT_ReAddConstraint:
    case AT_ReAddDomainConstraint:
      return is_foreign_key(action.def) ? LockMode::share_row_exclusive : LockMode::access_exclusive;
    case AT_DetachPartition: {
      const auto* partition = pg::as<PartitionCmd>(action.def);
      return partition != nullptr && partition->concurrent ? LockMode::share_update_exclusive
                                                           : LockMode::access_exclusive;
    }
    case AT_AddColumn:
    case AT_AddColumnToView:
    case AT_ColumnDefault:
    case AT_CookedColumnDefault:
    case AT_DropNotNull:
    case AT_SetNotNull:
    case AT_SetExpression:
    case AT_DropExpression:
    case AT_SetStorage:
    case AT_SetCompression:
    case AT_DropColumn:
    case AT_AddIndex:
    case AT_ReAddIndex:
    case AT_AlterConstraint:
    case AT_AddIndexConstraint:
    case AT_DropConstraint:
    case AT_ReAddComment:
    case AT_AlterColumnType:
    case AT_AlterColumnGenericOptions:
    case AT_ChangeOwner:
    case AT_SetLogged:
    case AT_SetUnLogged:
    case AT_DropOids:
    case AT_SetAccessMethod:
    case AT_SetTableSpace:
    case AT_EnableRule:
    case AT_EnableAlwaysRule:
    case AT_EnableReplicaRule:
    case AT_DisableRule:
    case AT_AddInherit:
    case AT_DropInherit:
    case AT_AddOf:
    case AT_DropOf:
    case AT_ReplicaIdentity:
    case AT_EnableRowSecurity:
    case AT_DisableRowSecurity:
    case AT_ForceRowSecurity:
    case AT_NoForceRowSecurity:
    case AT_GenericOptions:
    case AT_AddIdentity:
    case AT_SetIdentity:
    case AT_DropIdentity:
    case AT_ReAddStatistics:
      break;
  }
  return LockMode::access_exclusive;
}

bool recurses(const ::AlterTableCmd& action, const AlteredTable& table) {
  if (table.relation == nullptr || table.relation->children.empty()) return false;
  // ONLY does not keep the copies of a partitioned table's foreign key as they are.
  const int version = table.out.version();
  if (table.only) {
    // Before 18, the partitions are asked whether they are NOT NULL. Source: tablecmds.c, ATPrepSetNotNull.
    const Column* column = action.subtype == AT_SetNotNull ? table.column(pg::text(action.name)) : nullptr;
    const bool asked = column != nullptr && !column->not_null && version < 18;
    return (asked || action.subtype == AT_AlterConstraint) && table.partitioned();
  }
  switch (action.subtype) {
    case AT_AddColumn: {
      const auto* column = pg::as<ColumnDef>(action.def);
      return !(action.missing_ok && column != nullptr && table.column(pg::text(column->colname)) != nullptr);
    }
    case AT_ColumnDefault:
    case AT_SetExpression:
    case AT_DropExpression:
    case AT_SetStatistics:
    case AT_SetStorage:
    case AT_DropColumn:
    case AT_AlterColumnType:
      return true;
    case AT_DropNotNull: {
      const Column* column = table.column(pg::text(action.name));
      return version < 18 || column == nullptr || column->not_null;
    }
    case AT_SetNotNull: {
      // What is NOT NULL already is so in the partitions; before 18, inheritance children are asked all the same.
      const Column* column = table.column(pg::text(action.name));
      if (column == nullptr || !column->not_null || !column->not_null_valid) return true;
      return version < 18 && !table.partitioned();
    }
    case AT_AddConstraint: {
      const auto* constraint = pg::as<Constraint>(action.def);
      return constraint != nullptr && constraint_recurses(*constraint, table);
    }
    case AT_DropConstraint:
      return drop_constraint_recurses(action, table);
    case AT_AlterConstraint:
      return table.partitioned();
    case AT_ValidateConstraint:
      return validation_recurses(action, table);
    case AT_EnableTrig:
    case AT_EnableAlwaysTrig:
    case AT_EnableReplicaTrig:
    case AT_EnableTrigAll:
    case AT_EnableTrigUser:
    case AT_DisableTrig:
    case AT_DisableTrigAll:
    case AT_DisableTrigUser:
      return table.partitioned() && triggers_recurse(action, *table.relation);
    case AT_SetIdentity:
      return table.partitioned() && version >= 17 && changes_generation(action);
    case AT_AddIdentity:
    case AT_DropIdentity:
      return table.partitioned() && version >= 17;
    default:
      return false;
  }
}

}  // namespace pginterlock::effects
