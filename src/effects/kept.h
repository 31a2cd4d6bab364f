#pragma once

#include "effects/alter_table.h"
#include "effects/builder.h"
#include "pg/ast.h"

// What IF NOT EXISTS leaves as it is although it is defined in another way.
namespace pginterlock::effects {

/// CREATE TABLE IF NOT EXISTS that finds a relation: its columns are compared, not its constraints, and what the table
/// has beyond the statement is no difference: later migrations may have added it.
void keep_table(const ::CreateStmt& statement, const Relation& there, EffectsBuilder& out);
/// ADD COLUMN IF NOT EXISTS that finds a column.
void keep_column(const ::ColumnDef& definition, const Column& there, const AlteredTable& table);
/// CREATE INDEX IF NOT EXISTS that finds a relation of the name.
void keep_index(const ::IndexStmt& statement, const QualifiedName& table, const Relation& there, EffectsBuilder& out);

}  // namespace pginterlock::effects
