#pragma once

#include "schema/editor.h"

// One function for each family of statements. Each takes the statement's node and changes the schema as it does.

struct AlterTableStmt;
struct CreateStmt;
struct DropStmt;
struct IndexStmt;

namespace pginterlock::schema {

void create_table(const ::CreateStmt& statement, SchemaEditor& editor, RelationKind kind = RelationKind::table);
void alter_table(const ::AlterTableStmt& statement, SchemaEditor& editor);
void create_index(const ::IndexStmt& statement, SchemaEditor& editor);
void drop_objects(const ::DropStmt& statement, SchemaEditor& editor);

}  // namespace pginterlock::schema
