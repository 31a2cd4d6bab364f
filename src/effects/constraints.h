#pragma once

#include "effects/alter_table.h"

namespace pginterlock::effects {

inline constexpr char generated_virtual = 'v';  // ATTRIBUTE_GENERATED_VIRTUAL of pg_attribute.h

/// What adding a foreign key does to the other table: it locks the table that is referenced, with its partitions.
/// For CREATE TABLE and ALTER TABLE alike. `referencing` is the table that gets the constraint. Gives the referenced
/// table's name. Source: tablecmds.c, ATAddForeignKeyConstraint.
QualifiedName lock_referenced_table(const ::Constraint& constraint, const QualifiedName& referencing,
                                    EffectsBuilder& out);

/// Whether the definition makes a foreign key that no referenced table can back: no key, wrong number of columns.
void check_foreign_key(const ::Constraint& constraint, const QualifiedName& referenced, EffectsBuilder& out);

/// What a new column of an existing table costs: rewrite, scan, index build, lock on a referenced table.
void add_column(const ::ColumnDef& column, bool if_not_exists, const AlteredTable& table);

/// ALTER TABLE … ADD constraint (not ADD COLUMN).
void add_constraint(const ::Constraint& constraint, const AlteredTable& table);

/// The columns of a key or an exclusion constraint, with "expr" for an expression.
std::vector<std::string> key_columns_of(const ::Constraint& constraint);

/// The index that a PRIMARY KEY, UNIQUE or EXCLUDE constraint makes, with its build. `columns`: of a column constraint
/// that names none itself.
void build_constraint_index(const ::Constraint& constraint, const std::vector<std::string>& columns,
                            const AlteredTable& table);

/// The name that PostgreSQL makes for the index of a constraint without a name.
std::string constraint_index_name(const ::Constraint& constraint, const QualifiedName& table,
                                  const std::vector<std::string>& columns, const Schema& schema);

/// ADD CHECK on a table and, level by level, on its partitions and children. (check_constraint.cpp)
void add_check(const ::Constraint& constraint, const AlteredTable& table);

}  // namespace pginterlock::effects
