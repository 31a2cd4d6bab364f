// What ALTER TABLE refuses before it does anything: relations of another kind, columns that are not there.
#include <algorithm>
#include <array>

#include "effects/alter_table.h"
#include "effects/targets.h"
#include "schema/system_column.h"

namespace pginterlock::effects {

namespace {

// The kinds of relations that a sub-command is for, as ATSimplePermissions names them.
using Kinds = unsigned;
constexpr Kinds plain_table = 1;
constexpr Kinds partitioned_table = 2;
constexpr Kinds view = 4;
constexpr Kinds materialized_view = 8;
constexpr Kinds plain_index = 16;
constexpr Kinds partitioned_index = 32;
constexpr Kinds composite_type = 64;
constexpr Kinds foreign_table = 128;
constexpr Kinds sequence = 256;
constexpr Kinds tables = plain_table | partitioned_table;
constexpr Kinds every_kind = ~0U;

/// Source: tablecmds.c, the calls of ATSimplePermissions in ATPrepCmd.
Kinds kinds_for(AlterTableType subtype, int version) {
  switch (subtype) {
    case AT_AddColumn:
    case AT_DropColumn:
    case AT_AlterColumnType:
      return tables | composite_type | foreign_table;
    case AT_ColumnDefault:
    case AT_AddIdentity:
    case AT_SetIdentity:
    case AT_DropIdentity:
      return tables | view | foreign_table;
    case AT_DropNotNull:
    case AT_SetNotNull:
    case AT_SetExpression:
    case AT_DropExpression:
    case AT_AddConstraint:
    case AT_DropConstraint:
    case AT_ValidateConstraint:
    case AT_DropInherit:
    case AT_DropOids:
    case AT_EnableTrig:
    case AT_EnableAlwaysTrig:
    case AT_EnableReplicaTrig:
    case AT_EnableTrigAll:
    case AT_EnableTrigUser:
    case AT_DisableTrig:
    case AT_DisableTrigAll:
    case AT_DisableTrigUser:
      return tables | foreign_table;
    case AT_AddInherit:
      return tables | foreign_table;
    case AT_SetStatistics:
      return tables | materialized_view | plain_index | partitioned_index | foreign_table;
    case AT_SetOptions:
    case AT_ResetOptions:
      return tables | materialized_view | foreign_table | (version < 13 ? plain_index | partitioned_index : 0U);
    case AT_SetStorage:
      return tables | materialized_view | foreign_table;
    case AT_SetCompression:
    case AT_ClusterOn:
    case AT_DropCluster:
    case AT_SetAccessMethod:
    case AT_ReplicaIdentity:
      return tables | materialized_view;
    case AT_SetTableSpace:
      return tables | materialized_view | plain_index | partitioned_index;
    case AT_SetLogged:
    case AT_SetUnLogged:
      return tables | (version >= 15 ? sequence : 0U);
    case AT_SetRelOptions:
    case AT_ResetRelOptions:
    case AT_ReplaceRelOptions:
      return tables | view | materialized_view | plain_index;
    case AT_AlterConstraint:
    case AT_EnableRule:
    case AT_EnableAlwaysRule:
    case AT_EnableReplicaRule:
    case AT_DisableRule:
    case AT_EnableRowSecurity:
    case AT_DisableRowSecurity:
    case AT_ForceRowSecurity:
    case AT_NoForceRowSecurity:
    case AT_AddOf:
    case AT_DropOf:
      return tables;
    case AT_AlterColumnGenericOptions:
    case AT_GenericOptions:
      return foreign_table;
    case AT_AttachPartition:
      // Before 18 a plain table, before 13 a plain index, is refused in words of its own.
      return (version >= 18 ? partitioned_table : tables) | partitioned_index | (version < 13 ? plain_index : 0U);
    case AT_DetachPartition:
    case AT_DetachPartitionFinalize:
      return version >= 18 ? partitioned_table : tables;
    default:
      return every_kind;
  }
}

Kinds kind_of(const Relation& relation, const EffectsBuilder& out) {
  switch (relation.kind) {
    case RelationKind::table:
      return plain_table;
    case RelationKind::partitioned_table:
      return partitioned_table;
    case RelationKind::view:
      return view;
    case RelationKind::materialized_view:
      return materialized_view;
    case RelationKind::index: {
      const Relation* owner = out.schema().table_of_index(relation.name);
      return owner != nullptr && owner->kind == RelationKind::partitioned_table ? partitioned_index : plain_index;
    }
    case RelationKind::composite_type:
      return composite_type;
    case RelationKind::foreign_table:
      return foreign_table;
    case RelationKind::sequence:
      return sequence;
  }
  return every_kind;
}

/// The kinds that ALTER word … is for, by the word. Source: tablecmds.c, RangeVarCallbackForAlterRelation.
Kinds kinds_of_word(ObjectType word) {
  switch (word) {
    case OBJECT_VIEW:
      return view;
    case OBJECT_MATVIEW:
      return materialized_view;
    case OBJECT_INDEX:
      return plain_index | partitioned_index;
    case OBJECT_SEQUENCE:
      return sequence;
    case OBJECT_FOREIGN_TABLE:
      return foreign_table;
    case OBJECT_TYPE:
      return composite_type;
    case OBJECT_TABLE:
      return every_kind & ~composite_type;
    default:
      return every_kind;
  }
}

// Catalogues that people have tried to alter. Others are recognised by their schema when it is written.
constexpr std::array<std::string_view, 12> catalogs = {"pg_attribute", "pg_class", "pg_constraint", "pg_database",
                                                       "pg_depend",    "pg_enum",  "pg_index",      "pg_namespace",
                                                       "pg_operator",  "pg_proc",  "pg_trigger",    "pg_type"};

bool is_catalog(const QualifiedName& name) {
  return name.schema == "pg_catalog" && std::find(catalogs.begin(), catalogs.end(), name.name) != catalogs.end();
}

/// Whether what the relation is follows from the scripts, and is no guess from the words of a statement.
bool kind_is_known(const Relation* relation) {
  return relation != nullptr && (relation->complete || relation->origin || relation->owner_table);
}

bool names_column(const ::AlterTableCmd& action) {
  switch (action.subtype) {
    case AT_SetStatistics:
    case AT_SetOptions:
    case AT_ResetOptions:
    case AT_SetStorage:
    case AT_SetCompression:
    case AT_ColumnDefault:
    case AT_SetNotNull:
    case AT_DropNotNull:
    case AT_DropColumn:
    case AT_AlterColumnType:
    case AT_AddIdentity:
    case AT_SetIdentity:
    case AT_DropIdentity:
    case AT_SetExpression:
    case AT_DropExpression:
      return action.name != nullptr;
    default:
      return false;
  }
}

/// Sub-commands run in passes: what drops comes first, whatever the order in which it is written.
/// Source: tablecmds.c, ATPrepCmd, AT_PASS_DROP.
bool runs_with_drop(const ::AlterTableCmd& action) {
  switch (action.subtype) {
    case AT_DropColumn:
    case AT_DropNotNull:
    case AT_DropExpression:
    case AT_DropIdentity:
      return true;
    case AT_ColumnDefault:
      return action.def == nullptr;
    default:
      return false;
  }
}

/// A column that the statement adds is not there yet.
bool runs_before_add(const ::AlterTableCmd& action) {
  return runs_with_drop(action) || action.subtype == AT_AlterColumnType;
}

}  // namespace

bool refuses_target(const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  if (is_catalog(table.name)) {
    out.fail(FailureKind::wrong_object, "42501", pg::sql_name(table.name) + " is a system catalog");
    return true;
  }
  if (!kind_is_known(table.relation)) return false;
  if ((kind_of(*table.relation, out) & kinds_of_word(table.statement.objtype)) != 0) return false;
  out.fail(FailureKind::wrong_object, "42809",
           quoted(table.name.name) + " is a " + std::string(noun(table.relation->kind)));
  return true;
}

bool refuses_kind(const ::AlterTableCmd& action, const AlteredTable& table) {
  if (!kind_is_known(table.relation)) return false;
  if ((kind_of(*table.relation, table.out) & kinds_for(action.subtype, table.out.version())) != 0) return false;
  table.out.fail(FailureKind::wrong_object, "42809",
                 "the action cannot be performed on the " + std::string(noun(table.relation->kind)) + " " +
                     quoted(table.name.name));
  return true;
}

bool refuses_column(const ::AlterTableCmd& action, const AlteredTable& table) {
  if (!names_column(action)) return false;
  EffectsBuilder& out = table.out;
  const std::string_view name = pg::text(action.name);
  const auto column = [&] { return "column " + pg::quote_identifier(name) + " of table " + pg::sql_name(table.name); };
  if (is_system_column(name)) {
    // The type is looked at first. Source: parse_utilcmd.c, transformAlterTableStmt, by generateSerialExtraStmts.
    const bool identity = action.subtype == AT_AddIdentity;
    out.fail(FailureKind::wrong_object, identity ? "22023" : "0A000", column() + " is a system column");
    return true;
  }
  if (action.missing_ok && action.subtype == AT_DropColumn) return false;
  // What an index calls its columns is not kept.
  if (table.relation != nullptr && table.relation->kind == RelationKind::index) return false;
  const bool added = added_column(table.statement, name) != nullptr && !runs_before_add(action);
  const bool dropped = has_action(table.statement, AT_DropColumn, name) && !runs_with_drop(action);
  if (added || (!dropped && (!table.complete() || table.column(name) != nullptr))) return false;
  out.fail(FailureKind::undefined_object, "42703", column() + " does not exist");
  return true;
}

}  // namespace pginterlock::effects
