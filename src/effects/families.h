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
void create_table_as(const ::CreateTableAsStmt& statement, EffectsBuilder& out);

// index.cpp
void create_index(const ::IndexStmt& statement, EffectsBuilder& out);
void drop_index(const ::DropStmt& statement, EffectsBuilder& out);
void reindex(const ::ReindexStmt& statement, EffectsBuilder& out);

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
void refresh_materialized_view(const ::RefreshMatViewStmt& statement, EffectsBuilder& out);

// drop.cpp, drop_other.cpp
void drop(const ::DropStmt& statement, EffectsBuilder& out);
void drop_database(const ::DropdbStmt& statement, EffectsBuilder& out);
void drop_roles(const ::DropRoleStmt& statement, EffectsBuilder& out);
void drop_owned(const ::DropOwnedStmt& statement, EffectsBuilder& out);
void drop_subscription(const ::DropSubscriptionStmt& statement, EffectsBuilder& out);

// rename.cpp
void rename(const ::RenameStmt& statement, EffectsBuilder& out);
void set_schema(const ::AlterObjectSchemaStmt& statement, EffectsBuilder& out);

// sequence.cpp
void create_sequence(const ::CreateSeqStmt& statement, EffectsBuilder& out);
void alter_sequence(const ::AlterSeqStmt& statement, EffectsBuilder& out);

// type.cpp
void create_composite_type(const ::CompositeTypeStmt& statement, EffectsBuilder& out);
void create_enum(const ::CreateEnumStmt& statement, EffectsBuilder& out);
void alter_enum(const ::AlterEnumStmt& statement, EffectsBuilder& out);
void alter_composite_type(const ::AlterTableStmt& statement, EffectsBuilder& out);
void alter_domain(const ::AlterDomainStmt& statement, EffectsBuilder& out);

// routine.cpp
void create_function(const ::CreateFunctionStmt& statement, EffectsBuilder& out);
void call(const ::CallStmt& statement, EffectsBuilder& out);
void do_block(const ::DoStmt& statement, EffectsBuilder& out);

// objects.cpp
void create_trigger(const ::CreateTrigStmt& statement, EffectsBuilder& out);
void create_policy(const ::CreatePolicyStmt& statement, EffectsBuilder& out);
void alter_policy(const ::AlterPolicyStmt& statement, EffectsBuilder& out);
void create_rule(const ::RuleStmt& statement, EffectsBuilder& out);
void create_statistics(const ::CreateStatsStmt& statement, EffectsBuilder& out);
void describe_object(ObjectType type, const ::Node* object, EffectsBuilder& out);
void grant(const ::GrantStmt& statement, EffectsBuilder& out);
void alter_depends(const ::AlterObjectDependsStmt& statement, EffectsBuilder& out);
void create_publication(const ::CreatePublicationStmt& statement, EffectsBuilder& out);
void alter_publication(const ::AlterPublicationStmt& statement, EffectsBuilder& out);
void create_subscription(const ::CreateSubscriptionStmt& statement, EffectsBuilder& out);
void alter_subscription(const ::AlterSubscriptionStmt& statement, EffectsBuilder& out);
void create_schema(const ::CreateSchemaStmt& statement, EffectsBuilder& out);
void alter_database(const ::AlterDatabaseStmt& statement, EffectsBuilder& out);

// dispatch.cpp
/// Hands the statement to its family; false when its kind is not known.
bool dispatch(const ::Node* node, EffectsBuilder& out);

}  // namespace pginterlock::effects
