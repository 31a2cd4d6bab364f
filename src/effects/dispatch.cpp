// Which family a statement belongs to.
#include "effects/existence.h"
#include "effects/families.h"
#include "effects/query.h"

namespace pginterlock::effects {

namespace {

using pg::as;

template <typename Statement>
bool run(void (*family)(const Statement&, EffectsBuilder&), const ::Node* node, EffectsBuilder& out) {
  family(*as<Statement>(node), out);
  return true;
}

/// Queries, data changes, and what wraps a query.
bool query_statement(const ::Node* node, EffectsBuilder& out) {
  switch (pg::tag(node)) {
    case T_InsertStmt:
    case T_UpdateStmt:
    case T_DeleteStmt:
    case T_MergeStmt:
      lock_query(node, QueryUse::executed, out);
      return true;
    case T_SelectStmt:
      return run(select, node, out);
    case T_ExplainStmt:
      return run(explain, node, out);
    case T_DeclareCursorStmt:
      return run(declare_cursor, node, out);
    case T_PrepareStmt:
      lock_query(as<PrepareStmt>(node)->query, QueryUse::analyzed, out);
      return true;
    case T_ExecuteStmt:
      return run(execute_prepared, node, out);
    case T_DeallocateStmt:
      return run(deallocate, node, out);
    case T_FetchStmt:
      return run(fetch, node, out);
    case T_ClosePortalStmt:
      return run(close_cursor, node, out);
    case T_CopyStmt:
      return run(copy, node, out);
    case T_TransactionStmt:
      return run(transaction_control, node, out);
    default:
      return false;
  }
}

/// ALTER TABLE is also what ALTER VIEW, ALTER INDEX, … and ALTER TYPE … ATTRIBUTE are in the tree.
bool alter_table_statement(const ::AlterTableStmt& statement, EffectsBuilder& out) {
  if (statement.objtype == OBJECT_TYPE) {
    alter_composite_type(statement, out);
  } else {
    alter_table(statement, out);
  }
  return true;
}

/// Tables, views and indexes.
bool relation_statement(const ::Node* node, EffectsBuilder& out) {
  switch (pg::tag(node)) {
    case T_AlterTableStmt:
      return alter_table_statement(*as<AlterTableStmt>(node), out);
    case T_CreateStmt:
      return run(create_table, node, out);
    case T_CreateForeignTableStmt:
      return run(create_foreign_table, node, out);
    case T_CreateTableAsStmt:
      return run(create_table_as, node, out);
    case T_IndexStmt:
      return run(create_index, node, out);
    case T_ReindexStmt:
      return run(reindex, node, out);
    case T_ViewStmt:
      return run(create_view, node, out);
    case T_RefreshMatViewStmt:
      return run(refresh_materialized_view, node, out);
    case T_DropStmt:
      return run(drop, node, out);
    case T_RenameStmt:
      return run(rename, node, out);
    case T_AlterObjectSchemaStmt:
      return run(set_schema, node, out);
    case T_TruncateStmt:
      return run(truncate, node, out);
    case T_LockStmt:
      return run(lock_table, node, out);
    case T_VacuumStmt:
      return run(vacuum, node, out);
    case T_ClusterStmt:
      return run(cluster, node, out);
    case T_CreateSeqStmt:
      return run(create_sequence, node, out);
    case T_AlterSeqStmt:
      return run(alter_sequence, node, out);
    case T_AlterTableMoveAllStmt:
      move_all(*pg::as<AlterTableMoveAllStmt>(node), out);
      return true;
    default:
      return false;
  }
}

/// What hangs on relations, and what is described or granted.
bool object_statement(const ::Node* node, EffectsBuilder& out) {
  switch (pg::tag(node)) {
    case T_CreateTrigStmt:
      return run(create_trigger, node, out);
    case T_CreatePolicyStmt:
      return run(create_policy, node, out);
    case T_AlterPolicyStmt:
      return run(alter_policy, node, out);
    case T_RuleStmt:
      return run(create_rule, node, out);
    case T_CreateStatsStmt:
      return run(create_statistics, node, out);
    case T_CommentStmt:
      describe_object(as<CommentStmt>(node)->objtype, as<CommentStmt>(node)->object, out);
      return true;
    case T_SecLabelStmt:
      describe_object(as<SecLabelStmt>(node)->objtype, as<SecLabelStmt>(node)->object, out);
      return true;
    case T_GrantStmt:
      return run(grant, node, out);
    case T_GrantRoleStmt:
      return run(grant_role, node, out);
    case T_AlterDefaultPrivilegesStmt:
      return run(alter_default_privileges, node, out);
    case T_AlterObjectDependsStmt:
      return run(alter_depends, node, out);
    case T_CreatePublicationStmt:
      if (!check_made_object(node, out)) return true;
      return run(create_publication, node, out);
    case T_AlterPublicationStmt:
      return run(alter_publication, node, out);
    case T_CreateSubscriptionStmt:
      return run(create_subscription, node, out);
    case T_AlterSubscriptionStmt:
      return run(alter_subscription, node, out);
    case T_DropSubscriptionStmt:
      return run(drop_subscription, node, out);
    case T_CreateSchemaStmt:
      return run(create_schema, node, out);
    case T_DropOwnedStmt:
      return run(drop_owned, node, out);
    case T_ReassignOwnedStmt:
      return run(reassign_owned, node, out);
    case T_AlterOwnerStmt:
      return run(change_owner, node, out);
    case T_DropUserMappingStmt:
      return run(drop_user_mapping, node, out);
    case T_AlterExtensionContentsStmt:
      return run(alter_extension_contents, node, out);
    case T_AlterExtensionStmt:
      if (find_object(OBJECT_EXTENSION,
                      QualifiedName{"extension", std::string(pg::text(as<AlterExtensionStmt>(node)->extname))}, out)) {
        out.unknown("what the update script of the extension does is not known");
      }
      return true;
    default:
      return false;
  }
}

bool type_or_routine_statement(const ::Node* node, EffectsBuilder& out) {
  switch (pg::tag(node)) {
    case T_CompositeTypeStmt:
      return run(create_composite_type, node, out);
    case T_CreateEnumStmt:
      return run(create_enum, node, out);
    case T_AlterEnumStmt:
      return run(alter_enum, node, out);
    case T_CreateRangeStmt:
      return run(create_range, node, out);
    case T_AlterTypeStmt:
      return run(alter_type, node, out);
    case T_CreateDomainStmt:
      return run(create_domain, node, out);
    case T_AlterDomainStmt:
      return run(alter_domain, node, out);
    case T_DefineStmt:
      if (as<DefineStmt>(node)->kind == OBJECT_TYPE) return run(define_type, node, out);
      if (as<DefineStmt>(node)->kind == OBJECT_AGGREGATE) return run(create_aggregate, node, out);
      return false;
    case T_AlterFunctionStmt:
      return run(alter_function, node, out);
    case T_CreateFunctionStmt:
      return run(create_function, node, out);
    case T_CallStmt:
      return run(call, node, out);
    case T_DoStmt:
      return run(do_block, node, out);
    default:
      return false;
  }
}

/// Databases and what else belongs to the whole cluster. Source: utility.c, standard_ProcessUtility, the calls of
/// PreventInTransactionBlock.
bool cluster_statement(const ::Node* node, EffectsBuilder& out) {
  switch (pg::tag(node)) {
    case T_AlterSystemStmt:
      return run(alter_system, node, out);
    case T_VariableSetStmt:
      return run(set_variable, node, out);
    case T_VariableShowStmt:
      return run(show_variable, node, out);
    case T_ConstraintsSetStmt:
      return run(set_constraints, node, out);
    case T_CreateTableSpaceStmt:
      return run(create_tablespace, node, out);
    case T_CreatedbStmt:
    case T_DropTableSpaceStmt:
      out.forbid_transaction_block();
      return true;
    case T_AlterDatabaseRefreshCollStmt:
      if (out.version() < 15) {
        out.fail(FailureKind::version, "42601", "REFRESH COLLATION VERSION of a database needs PostgreSQL 15");
      }
      return true;
    case T_DropdbStmt:
      return run(drop_database, node, out);
    case T_AlterDatabaseStmt:
      return run(alter_database, node, out);
    case T_DropRoleStmt:
      return run(drop_roles, node, out);
    case T_DiscardStmt:
      return run(discard, node, out);
    default:
      return false;
  }
}

/// Statements that lock no relation of the user's and need no transaction block.
bool touches_no_relation(const ::Node* node) {
  switch (pg::tag(node)) {
    // The session: see session/.
    case T_ListenStmt:
    case T_UnlistenStmt:
    case T_NotifyStmt:
    case T_LoadStmt:
    case T_CheckPointStmt:
    // Roles and databases.
    case T_CreateRoleStmt:
    case T_AlterRoleStmt:
    case T_AlterRoleSetStmt:
    case T_AlterDatabaseSetStmt:
    case T_AlterTableSpaceOptionsStmt:
    // Types, functions, operators and what is made of them.
    case T_AlterStatsStmt:
    case T_AlterCollationStmt:
    case T_AlterOperatorStmt:
    case T_AlterOpFamilyStmt:
    case T_CreateOpClassStmt:
    case T_CreateOpFamilyStmt:
    case T_CreateCastStmt:
    case T_CreateConversionStmt:
    case T_CreateTransformStmt:
    case T_CreatePLangStmt:
    case T_CreateAmStmt:
    case T_AlterTSConfigurationStmt:
    case T_AlterTSDictionaryStmt:
    // Extensions: their scripts make objects of their own.
    case T_CreateExtensionStmt:
    case T_CreateEventTrigStmt:
    case T_AlterEventTrigStmt:
    // Foreign data.
    case T_CreateFdwStmt:
    case T_AlterFdwStmt:
    case T_CreateForeignServerStmt:
    case T_AlterForeignServerStmt:
    case T_CreateUserMappingStmt:
    case T_AlterUserMappingStmt:
    case T_ImportForeignSchemaStmt:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool dispatch(const ::Node* node, EffectsBuilder& out) {
  return relation_statement(node, out) || query_statement(node, out) || object_statement(node, out) ||
         type_or_routine_statement(node, out) || cluster_statement(node, out) || create_named_object(node, out) ||
         alter_named_object(node, out) || touches_no_relation(node);
}

}  // namespace pginterlock::effects
