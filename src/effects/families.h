#pragma once

#include "effects/builder.h"
#include "pg/ast.h"

// One function for each family of statements, in the file of its name. Each fills the builder with what PostgreSQL does
// and names its source there.
namespace pginterlock::effects {

// alter_table.cpp, with constraints.cpp and column_type.cpp
void alter_table(const ::AlterTableStmt& statement, EffectsBuilder& out);

// create_table.cpp
void create_table(const ::CreateStmt& statement, EffectsBuilder& out);
void create_foreign_table(const ::CreateForeignTableStmt& statement, EffectsBuilder& out);

// create_table_as.cpp
void create_table_as(const ::CreateTableAsStmt& statement, EffectsBuilder& out);

// table_option.cpp
void move_all(const ::AlterTableMoveAllStmt& statement, EffectsBuilder& out);

// index.cpp
void create_index(const ::IndexStmt& statement, EffectsBuilder& out);
void drop_index(const ::DropStmt& statement, EffectsBuilder& out);

// reindex.cpp
void reindex(const ::ReindexStmt& statement, EffectsBuilder& out);

// prepared.cpp: prepared statements and cursors
void execute_prepared(const ::ExecuteStmt& statement, EffectsBuilder& out);
void deallocate(const ::DeallocateStmt& statement, EffectsBuilder& out);
void fetch(const ::FetchStmt& statement, EffectsBuilder& out);
void close_cursor(const ::ClosePortalStmt& statement, EffectsBuilder& out);

// statements.cpp: queries, data changes and what wraps them
void select(const ::SelectStmt& statement, EffectsBuilder& out);
void explain(const ::ExplainStmt& statement, EffectsBuilder& out);
void declare_cursor(const ::DeclareCursorStmt& statement, EffectsBuilder& out);
void copy(const ::CopyStmt& statement, EffectsBuilder& out);
void truncate(const ::TruncateStmt& statement, EffectsBuilder& out);
void lock_table(const ::LockStmt& statement, EffectsBuilder& out);

// maintenance.cpp
void vacuum(const ::VacuumStmt& statement, EffectsBuilder& out);
void cluster(const ::ClusterStmt& statement, EffectsBuilder& out);
void transaction_control(const ::TransactionStmt& statement, EffectsBuilder& out);

// view.cpp
void create_view(const ::ViewStmt& statement, EffectsBuilder& out);
/// Whether the columns of a query's result can have these names; tells why not.
bool check_result_columns(const ::Node* query, const ::List* names, bool view, EffectsBuilder& out);
void refresh_materialized_view(const ::RefreshMatViewStmt& statement, EffectsBuilder& out);

// drop.cpp, drop_other.cpp
void drop(const ::DropStmt& statement, EffectsBuilder& out);
void drop_database(const ::DropdbStmt& statement, EffectsBuilder& out);
void drop_roles(const ::DropRoleStmt& statement, EffectsBuilder& out);
void drop_subscription(const ::DropSubscriptionStmt& statement, EffectsBuilder& out);

// named_objects.cpp, existence.h: what is no relation, type or routine
/// CREATE of such an object: whether it is there already, and what it is made of.
bool create_named_object(const ::Node* statement, EffectsBuilder& out);
/// ALTER of such an object, but for RENAME, SET SCHEMA and OWNER: whether it is there.
bool alter_named_object(const ::Node* statement, EffectsBuilder& out);
void change_owner(const ::AlterOwnerStmt& statement, EffectsBuilder& out);
void drop_user_mapping(const ::DropUserMappingStmt& statement, EffectsBuilder& out);
void alter_extension_contents(const ::AlterExtensionContentsStmt& statement, EffectsBuilder& out);

// comment.cpp
/// Locks the object that is described, and fails when it is not there.
void describe_object(ObjectType type, const ::Node* object, EffectsBuilder& out);

// grant.cpp
void grant(const ::GrantStmt& statement, EffectsBuilder& out);
void grant_role(const ::GrantRoleStmt& statement, EffectsBuilder& out);
void alter_default_privileges(const ::AlterDefaultPrivilegesStmt& statement, EffectsBuilder& out);

// setting.cpp
void set_variable(const ::VariableSetStmt& statement, EffectsBuilder& out);
void show_variable(const ::VariableShowStmt& statement, EffectsBuilder& out);
void alter_system(const ::AlterSystemStmt& statement, EffectsBuilder& out);
void set_constraints(const ::ConstraintsSetStmt& statement, EffectsBuilder& out);
void discard(const ::DiscardStmt& statement, EffectsBuilder& out);

// owned.cpp: roles and what they own
void drop_owned(const ::DropOwnedStmt& statement, EffectsBuilder& out);
void reassign_owned(const ::ReassignOwnedStmt& statement, EffectsBuilder& out);

// rename.cpp
void rename(const ::RenameStmt& statement, EffectsBuilder& out);
void set_schema(const ::AlterObjectSchemaStmt& statement, EffectsBuilder& out);

// sequence.cpp
void create_sequence(const ::CreateSeqStmt& statement, EffectsBuilder& out);
void alter_sequence(const ::AlterSeqStmt& statement, EffectsBuilder& out);

// type.cpp, domain.cpp
void create_composite_type(const ::CompositeTypeStmt& statement, EffectsBuilder& out);
void create_enum(const ::CreateEnumStmt& statement, EffectsBuilder& out);
void alter_enum(const ::AlterEnumStmt& statement, EffectsBuilder& out);
void alter_composite_type(const ::AlterTableStmt& statement, EffectsBuilder& out);
void create_range(const ::CreateRangeStmt& statement, EffectsBuilder& out);
void define_type(const ::DefineStmt& statement, EffectsBuilder& out);
void alter_type(const ::AlterTypeStmt& statement, EffectsBuilder& out);
void create_domain(const ::CreateDomainStmt& statement, EffectsBuilder& out);
void alter_domain(const ::AlterDomainStmt& statement, EffectsBuilder& out);
void change_type_owner(const ::AlterOwnerStmt& statement, EffectsBuilder& out);

// routine.cpp
void create_function(const ::CreateFunctionStmt& statement, EffectsBuilder& out);
void create_aggregate(const ::DefineStmt& statement, EffectsBuilder& out);
void alter_function(const ::AlterFunctionStmt& statement, EffectsBuilder& out);
void call(const ::CallStmt& statement, EffectsBuilder& out);
void do_block(const ::DoStmt& statement, EffectsBuilder& out);

// trigger.cpp
void create_trigger(const ::CreateTrigStmt& statement, EffectsBuilder& out);
void create_rule(const ::RuleStmt& statement, EffectsBuilder& out);

// objects.cpp
void create_policy(const ::CreatePolicyStmt& statement, EffectsBuilder& out);
void alter_policy(const ::AlterPolicyStmt& statement, EffectsBuilder& out);
void create_statistics(const ::CreateStatsStmt& statement, EffectsBuilder& out);
void alter_depends(const ::AlterObjectDependsStmt& statement, EffectsBuilder& out);
void create_publication(const ::CreatePublicationStmt& statement, EffectsBuilder& out);
void alter_publication(const ::AlterPublicationStmt& statement, EffectsBuilder& out);
void create_subscription(const ::CreateSubscriptionStmt& statement, EffectsBuilder& out);
void alter_subscription(const ::AlterSubscriptionStmt& statement, EffectsBuilder& out);
void create_schema(const ::CreateSchemaStmt& statement, EffectsBuilder& out);
/// schema_elements.cpp: what stands inside CREATE SCHEMA.
void create_schema_elements(const ::CreateSchemaStmt& statement, const std::string& schema, EffectsBuilder& out);
void create_tablespace(const ::CreateTableSpaceStmt& statement, EffectsBuilder& out);
void alter_database(const ::AlterDatabaseStmt& statement, EffectsBuilder& out);

// dispatch.cpp
/// Hands the statement to its family; false when its kind is not known.
bool dispatch(const ::Node* node, EffectsBuilder& out);

}  // namespace pginterlock::effects
