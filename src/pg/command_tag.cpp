#include "pg/command_tag.h"

#include <algorithm>
#include <array>

#include "pg/ast.h"

namespace pginterlock::pg {

namespace {

struct ObjectTags {
  ObjectType type;
  std::string_view create, alter, drop;
};

// A column's, attribute's or constraint's tag is that of the object around it. Source: utility.c,
// AlterObjectTypeCommandTag, and the cases T_DropStmt and T_DefineStmt of CreateCommandTag.
constexpr std::array object_tags = std::to_array<ObjectTags>({
    {OBJECT_ACCESS_METHOD, "CREATE ACCESS METHOD", "ALTER ACCESS METHOD", "DROP ACCESS METHOD"},
    {OBJECT_AGGREGATE, "CREATE AGGREGATE", "ALTER AGGREGATE", "DROP AGGREGATE"},
    {OBJECT_ATTRIBUTE, "CREATE TYPE", "ALTER TYPE", "DROP TYPE"},
    {OBJECT_CAST, "CREATE CAST", "ALTER CAST", "DROP CAST"},
    {OBJECT_COLUMN, "CREATE TABLE", "ALTER TABLE", "DROP TABLE"},
    {OBJECT_COLLATION, "CREATE COLLATION", "ALTER COLLATION", "DROP COLLATION"},
    {OBJECT_CONVERSION, "CREATE CONVERSION", "ALTER CONVERSION", "DROP CONVERSION"},
    {OBJECT_DATABASE, "CREATE DATABASE", "ALTER DATABASE", "DROP DATABASE"},
    {OBJECT_DOMAIN, "CREATE DOMAIN", "ALTER DOMAIN", "DROP DOMAIN"},
    {OBJECT_DOMCONSTRAINT, "CREATE DOMAIN", "ALTER DOMAIN", "DROP DOMAIN"},
    {OBJECT_EVENT_TRIGGER, "CREATE EVENT TRIGGER", "ALTER EVENT TRIGGER", "DROP EVENT TRIGGER"},
    {OBJECT_EXTENSION, "CREATE EXTENSION", "ALTER EXTENSION", "DROP EXTENSION"},
    {OBJECT_FDW, "CREATE FOREIGN DATA WRAPPER", "ALTER FOREIGN DATA WRAPPER", "DROP FOREIGN DATA WRAPPER"},
    {OBJECT_FOREIGN_SERVER, "CREATE SERVER", "ALTER SERVER", "DROP SERVER"},
    {OBJECT_FOREIGN_TABLE, "CREATE FOREIGN TABLE", "ALTER FOREIGN TABLE", "DROP FOREIGN TABLE"},
    {OBJECT_FUNCTION, "CREATE FUNCTION", "ALTER FUNCTION", "DROP FUNCTION"},
    {OBJECT_INDEX, "CREATE INDEX", "ALTER INDEX", "DROP INDEX"},
    {OBJECT_LANGUAGE, "CREATE LANGUAGE", "ALTER LANGUAGE", "DROP LANGUAGE"},
    {OBJECT_LARGEOBJECT, "CREATE LARGE OBJECT", "ALTER LARGE OBJECT", "DROP LARGE OBJECT"},
    {OBJECT_MATVIEW, "CREATE MATERIALIZED VIEW", "ALTER MATERIALIZED VIEW", "DROP MATERIALIZED VIEW"},
    {OBJECT_OPCLASS, "CREATE OPERATOR CLASS", "ALTER OPERATOR CLASS", "DROP OPERATOR CLASS"},
    {OBJECT_OPERATOR, "CREATE OPERATOR", "ALTER OPERATOR", "DROP OPERATOR"},
    {OBJECT_OPFAMILY, "CREATE OPERATOR FAMILY", "ALTER OPERATOR FAMILY", "DROP OPERATOR FAMILY"},
    {OBJECT_POLICY, "CREATE POLICY", "ALTER POLICY", "DROP POLICY"},
    {OBJECT_PROCEDURE, "CREATE PROCEDURE", "ALTER PROCEDURE", "DROP PROCEDURE"},
    {OBJECT_PUBLICATION, "CREATE PUBLICATION", "ALTER PUBLICATION", "DROP PUBLICATION"},
    {OBJECT_ROLE, "CREATE ROLE", "ALTER ROLE", "DROP ROLE"},
    {OBJECT_ROUTINE, "CREATE ROUTINE", "ALTER ROUTINE", "DROP ROUTINE"},
    {OBJECT_RULE, "CREATE RULE", "ALTER RULE", "DROP RULE"},
    {OBJECT_SCHEMA, "CREATE SCHEMA", "ALTER SCHEMA", "DROP SCHEMA"},
    {OBJECT_SEQUENCE, "CREATE SEQUENCE", "ALTER SEQUENCE", "DROP SEQUENCE"},
    {OBJECT_SUBSCRIPTION, "CREATE SUBSCRIPTION", "ALTER SUBSCRIPTION", "DROP SUBSCRIPTION"},
    {OBJECT_STATISTIC_EXT, "CREATE STATISTICS", "ALTER STATISTICS", "DROP STATISTICS"},
    {OBJECT_TABCONSTRAINT, "CREATE TABLE", "ALTER TABLE", "DROP TABLE"},
    {OBJECT_TABLE, "CREATE TABLE", "ALTER TABLE", "DROP TABLE"},
    {OBJECT_TABLESPACE, "CREATE TABLESPACE", "ALTER TABLESPACE", "DROP TABLESPACE"},
    {OBJECT_TRANSFORM, "CREATE TRANSFORM", "ALTER TRANSFORM", "DROP TRANSFORM"},
    {OBJECT_TRIGGER, "CREATE TRIGGER", "ALTER TRIGGER", "DROP TRIGGER"},
    {OBJECT_TSCONFIGURATION, "CREATE TEXT SEARCH CONFIGURATION", "ALTER TEXT SEARCH CONFIGURATION",
     "DROP TEXT SEARCH CONFIGURATION"},
    {OBJECT_TSDICTIONARY, "CREATE TEXT SEARCH DICTIONARY", "ALTER TEXT SEARCH DICTIONARY",
     "DROP TEXT SEARCH DICTIONARY"},
    {OBJECT_TSPARSER, "CREATE TEXT SEARCH PARSER", "ALTER TEXT SEARCH PARSER", "DROP TEXT SEARCH PARSER"},
    {OBJECT_TSTEMPLATE, "CREATE TEXT SEARCH TEMPLATE", "ALTER TEXT SEARCH TEMPLATE", "DROP TEXT SEARCH TEMPLATE"},
    {OBJECT_TYPE, "CREATE TYPE", "ALTER TYPE", "DROP TYPE"},
    {OBJECT_USER_MAPPING, "CREATE USER MAPPING", "ALTER USER MAPPING", "DROP USER MAPPING"},
    {OBJECT_VIEW, "CREATE VIEW", "ALTER VIEW", "DROP VIEW"},
});

constexpr std::string_view unknown = "unknown";

std::string_view object_tag(ObjectType type, std::string_view ObjectTags::*verb) {
  const auto tags = std::find_if(object_tags.begin(), object_tags.end(),
                                 [&](const ObjectTags& candidate) { return candidate.type == type; });
  return tags == object_tags.end() ? unknown : (*tags).*verb;
}

std::string_view alter(ObjectType type) { return object_tag(type, &ObjectTags::alter); }

std::string_view transaction_tag(TransactionStmtKind kind) {
  switch (kind) {
    case TRANS_STMT_BEGIN:
      return "BEGIN";
    case TRANS_STMT_START:
      return "START TRANSACTION";
    case TRANS_STMT_COMMIT:
      return "COMMIT";
    case TRANS_STMT_ROLLBACK:
    case TRANS_STMT_ROLLBACK_TO:
      return "ROLLBACK";
    case TRANS_STMT_SAVEPOINT:
      return "SAVEPOINT";
    case TRANS_STMT_RELEASE:
      return "RELEASE";
    case TRANS_STMT_PREPARE:
      return "PREPARE TRANSACTION";
    case TRANS_STMT_COMMIT_PREPARED:
      return "COMMIT PREPARED";
    case TRANS_STMT_ROLLBACK_PREPARED:
      return "ROLLBACK PREPARED";
  }
  return unknown;
}

std::string_view discard_tag(DiscardMode target) {
  switch (target) {
    case DISCARD_ALL:
      return "DISCARD ALL";
    case DISCARD_PLANS:
      return "DISCARD PLANS";
    case DISCARD_SEQUENCES:
      return "DISCARD SEQUENCES";
    case DISCARD_TEMP:
      return "DISCARD TEMP";
  }
  return unknown;
}

std::string_view table_as_tag(const ::CreateTableAsStmt& statement) {
  if (statement.objtype == OBJECT_MATVIEW) return "CREATE MATERIALIZED VIEW";
  return statement.is_select_into ? "SELECT INTO" : "CREATE TABLE AS";
}

/// Statements whose tag depends on more than their node.
std::string_view tag_by_content(const ::Node* node) {
  if (const auto* stmt = as<::SelectStmt>(node)) return stmt->intoClause != nullptr ? "SELECT INTO" : "SELECT";
  if (const auto* stmt = as<::AlterTableStmt>(node)) return alter(stmt->objtype);
  if (const auto* stmt = as<::DropStmt>(node)) return object_tag(stmt->removeType, &ObjectTags::drop);
  if (const auto* stmt = as<::DefineStmt>(node)) return object_tag(stmt->kind, &ObjectTags::create);
  if (const auto* stmt = as<::RenameStmt>(node)) {
    // A renamed column's tag is that of its relation.
    return alter(stmt->renameType == OBJECT_COLUMN ? stmt->relationType : stmt->renameType);
  }
  if (const auto* stmt = as<::AlterObjectSchemaStmt>(node)) return alter(stmt->objectType);
  if (const auto* stmt = as<::AlterOwnerStmt>(node)) return alter(stmt->objectType);
  if (const auto* stmt = as<::AlterObjectDependsStmt>(node)) return alter(stmt->objectType);
  if (const auto* stmt = as<::AlterFunctionStmt>(node)) return alter(stmt->objtype);
  if (const auto* stmt = as<::AlterTableMoveAllStmt>(node)) return alter(stmt->objtype);
  if (const auto* stmt = as<::TransactionStmt>(node)) return transaction_tag(stmt->kind);
  if (const auto* stmt = as<::CreateTableAsStmt>(node)) return table_as_tag(*stmt);
  if (const auto* stmt = as<::CreateFunctionStmt>(node)) {
    return stmt->is_procedure ? "CREATE PROCEDURE" : "CREATE FUNCTION";
  }
  if (const auto* stmt = as<::GrantStmt>(node)) return stmt->is_grant ? "GRANT" : "REVOKE";
  if (const auto* stmt = as<::GrantRoleStmt>(node)) return stmt->is_grant ? "GRANT ROLE" : "REVOKE ROLE";
  if (const auto* stmt = as<::VariableSetStmt>(node)) {
    return stmt->kind == VAR_RESET || stmt->kind == VAR_RESET_ALL ? "RESET" : "SET";
  }
  if (const auto* stmt = as<::VacuumStmt>(node)) return stmt->is_vacuumcmd ? "VACUUM" : "ANALYZE";
  if (const auto* stmt = as<::FetchStmt>(node)) return stmt->ismove ? "MOVE" : "FETCH";
  if (const auto* stmt = as<::ClosePortalStmt>(node)) {
    return stmt->portalname == nullptr ? "CLOSE CURSOR ALL" : "CLOSE CURSOR";
  }
  if (const auto* stmt = as<::DeallocateStmt>(node)) return stmt->name == nullptr ? "DEALLOCATE ALL" : "DEALLOCATE";
  if (const auto* stmt = as<::DiscardStmt>(node)) return discard_tag(stmt->target);
  return unknown;
}

}  // namespace

std::string_view command_tag(const ::Node* statement) {
  if (statement == nullptr) return "unreadable";
  switch (statement->type) {
    case T_AlterCollationStmt:
      return "ALTER COLLATION";
    case T_AlterDatabaseRefreshCollStmt:
    case T_AlterDatabaseSetStmt:
    case T_AlterDatabaseStmt:
      return "ALTER DATABASE";
    case T_AlterDefaultPrivilegesStmt:
      return "ALTER DEFAULT PRIVILEGES";
    case T_AlterDomainStmt:
      return "ALTER DOMAIN";
    case T_AlterEnumStmt:
    case T_AlterTypeStmt:
      return "ALTER TYPE";
    case T_AlterEventTrigStmt:
      return "ALTER EVENT TRIGGER";
    case T_AlterExtensionContentsStmt:
    case T_AlterExtensionStmt:
      return "ALTER EXTENSION";
    case T_AlterFdwStmt:
      return "ALTER FOREIGN DATA WRAPPER";
    case T_AlterForeignServerStmt:
      return "ALTER SERVER";
    case T_AlterOpFamilyStmt:
      return "ALTER OPERATOR FAMILY";
    case T_AlterOperatorStmt:
      return "ALTER OPERATOR";
    case T_AlterPolicyStmt:
      return "ALTER POLICY";
    case T_AlterPublicationStmt:
      return "ALTER PUBLICATION";
    case T_AlterRoleSetStmt:
    case T_AlterRoleStmt:
      return "ALTER ROLE";
    case T_AlterSeqStmt:
      return "ALTER SEQUENCE";
    case T_AlterStatsStmt:
      return "ALTER STATISTICS";
    case T_AlterSubscriptionStmt:
      return "ALTER SUBSCRIPTION";
    case T_AlterSystemStmt:
      return "ALTER SYSTEM";
    case T_AlterTSConfigurationStmt:
      return "ALTER TEXT SEARCH CONFIGURATION";
    case T_AlterTSDictionaryStmt:
      return "ALTER TEXT SEARCH DICTIONARY";
    case T_AlterTableSpaceOptionsStmt:
      return "ALTER TABLESPACE";
    case T_AlterUserMappingStmt:
      return "ALTER USER MAPPING";
    case T_CallStmt:
      return "CALL";
    case T_CheckPointStmt:
      return "CHECKPOINT";
    case T_ClusterStmt:
      return "CLUSTER";
    case T_CommentStmt:
      return "COMMENT";
    case T_CompositeTypeStmt:
    case T_CreateEnumStmt:
    case T_CreateRangeStmt:
      return "CREATE TYPE";
    case T_ConstraintsSetStmt:
      return "SET CONSTRAINTS";
    case T_CopyStmt:
      return "COPY";
    case T_CreateAmStmt:
      return "CREATE ACCESS METHOD";
    case T_CreateCastStmt:
      return "CREATE CAST";
    case T_CreateConversionStmt:
      return "CREATE CONVERSION";
    case T_CreateDomainStmt:
      return "CREATE DOMAIN";
    case T_CreateEventTrigStmt:
      return "CREATE EVENT TRIGGER";
    case T_CreateExtensionStmt:
      return "CREATE EXTENSION";
    case T_CreateFdwStmt:
      return "CREATE FOREIGN DATA WRAPPER";
    case T_CreateForeignServerStmt:
      return "CREATE SERVER";
    case T_CreateForeignTableStmt:
      return "CREATE FOREIGN TABLE";
    case T_CreateOpClassStmt:
      return "CREATE OPERATOR CLASS";
    case T_CreateOpFamilyStmt:
      return "CREATE OPERATOR FAMILY";
    case T_CreatePLangStmt:
      return "CREATE LANGUAGE";
    case T_CreatePolicyStmt:
      return "CREATE POLICY";
    case T_CreatePublicationStmt:
      return "CREATE PUBLICATION";
    case T_CreateRoleStmt:
      return "CREATE ROLE";
    case T_CreateSchemaStmt:
      return "CREATE SCHEMA";
    case T_CreateSeqStmt:
      return "CREATE SEQUENCE";
    case T_CreateStatsStmt:
      return "CREATE STATISTICS";
    case T_CreateStmt:
      return "CREATE TABLE";
    case T_CreateSubscriptionStmt:
      return "CREATE SUBSCRIPTION";
    case T_CreateTableSpaceStmt:
      return "CREATE TABLESPACE";
    case T_CreateTransformStmt:
      return "CREATE TRANSFORM";
    case T_CreateTrigStmt:
      return "CREATE TRIGGER";
    case T_CreateUserMappingStmt:
      return "CREATE USER MAPPING";
    case T_CreatedbStmt:
      return "CREATE DATABASE";
    case T_DeclareCursorStmt:
      return "DECLARE CURSOR";
    case T_DeleteStmt:
      return "DELETE";
    case T_DoStmt:
      return "DO";
    case T_DropOwnedStmt:
      return "DROP OWNED";
    case T_DropRoleStmt:
      return "DROP ROLE";
    case T_DropSubscriptionStmt:
      return "DROP SUBSCRIPTION";
    case T_DropTableSpaceStmt:
      return "DROP TABLESPACE";
    case T_DropUserMappingStmt:
      return "DROP USER MAPPING";
    case T_DropdbStmt:
      return "DROP DATABASE";
    case T_ExecuteStmt:
      return "EXECUTE";
    case T_ExplainStmt:
      return "EXPLAIN";
    case T_ImportForeignSchemaStmt:
      return "IMPORT FOREIGN SCHEMA";
    case T_IndexStmt:
      return "CREATE INDEX";
    case T_InsertStmt:
      return "INSERT";
    case T_ListenStmt:
      return "LISTEN";
    case T_LoadStmt:
      return "LOAD";
    case T_LockStmt:
      return "LOCK TABLE";
    case T_MergeStmt:
      return "MERGE";
    case T_NotifyStmt:
      return "NOTIFY";
    case T_PrepareStmt:
      return "PREPARE";
    case T_ReassignOwnedStmt:
      return "REASSIGN OWNED";
    case T_RefreshMatViewStmt:
      return "REFRESH MATERIALIZED VIEW";
    case T_ReindexStmt:
      return "REINDEX";
    case T_RuleStmt:
      return "CREATE RULE";
    case T_SecLabelStmt:
      return "SECURITY LABEL";
    case T_TruncateStmt:
      return "TRUNCATE TABLE";
    case T_UnlistenStmt:
      return "UNLISTEN";
    case T_UpdateStmt:
      return "UPDATE";
    case T_VariableShowStmt:
      return "SHOW";
    case T_ViewStmt:
      return "CREATE VIEW";
    default:
      return tag_by_content(statement);
  }
}

}  // namespace pginterlock::pg
