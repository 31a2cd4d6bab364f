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

// the dispatch over statement kinds is in effects.cpp

}  // namespace pginterlock::effects
