#pragma once

#include <optional>

#include "effects/builder.h"
#include "pg/ast.h"

namespace pginterlock::effects {

/// What adding a constraint does to the other table: a foreign key locks the table that it references, with all of that
/// table's partitions. For CREATE TABLE and ALTER TABLE alike. `table` is the referencing table.
void lock_referenced_table(const ::Constraint& constraint, const QualifiedName& table, EffectsBuilder& out);

/// What a new column of an existing table costs: rewrite, scan, index build, lock on a referenced table.
void add_column(const ::ColumnDef& column, const QualifiedName& table, EffectsBuilder& out);

/// ALTER TABLE … ADD constraint (not ADD COLUMN).
void add_constraint(const ::Constraint& constraint, const QualifiedName& table, EffectsBuilder& out);

}  // namespace pginterlock::effects
