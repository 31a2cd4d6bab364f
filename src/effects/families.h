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

// the dispatch over statement kinds is in effects.cpp

}  // namespace pginterlock::effects
