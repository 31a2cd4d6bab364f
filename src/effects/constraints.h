#pragma once

#include "effects/alter_table.h"
#include "effects/semantics.h"

namespace pginterlock::effects {

inline constexpr char generated_virtual = 'v';  // ATTRIBUTE_GENERATED_VIRTUAL of pg_attribute.h

/// What adding a foreign key does to the other table: it locks the table that is referenced, with its partitions.
/// For CREATE TABLE and ALTER TABLE alike. `referencing` is the table that gets the constraint. Gives the referenced
/// table's name. Source: tablecmds.c, ATAddForeignKeyConstraint.
QualifiedName lock_referenced_table(const ::Constraint& constraint, const QualifiedName& referencing,
                                    EffectsBuilder& out);

/// The columns that get a foreign key, with their types as far as they are known.
struct ReferencingColumns {
  const AlteredTable* altered = nullptr;     // null: a new table,
  const NamedTable* created = nullptr;       // which is this
  std::optional<Persistence> persistence{};  // of the table, when it is known
  std::vector<std::string> names = {};
  std::vector<pg::DataType> types = {};
};
/// Of a table that a script made.
std::optional<Persistence> persistence_of(const AlteredTable& table);
/// Whether the two tables cannot have this foreign key between them: then it has failed. `referenced` is empty when the
/// table does not exist.
bool refuses_foreign_key(const ::Constraint& constraint, const QualifiedName& referenced,
                         const ReferencingColumns& columns, EffectsBuilder& out);
/// Whether a foreign key between the types cannot be implemented: no operator compares them, and the referencing value
/// does not become one of the referenced type by itself. Source: tablecmds.c, ATAddForeignKeyConstraint.
bool incomparable(const pg::DataType& referencing, const pg::DataType& referenced, const State& before);
/// Whether a partition has this foreign key already, so that it becomes a part of the parent's.
/// Source: tablecmds.c, tryAttachPartitionForeignKey.
bool has_foreign_key(const Relation* partition, const TableConstraint& wanted, int version);
/// ALTER TABLE … ADD FOREIGN KEY.
void add_foreign_key(const ::Constraint& constraint, const AlteredTable& table);

/// What a new column of an existing table costs: rewrite, scan, index build, lock on a referenced table.
void add_column(const ::ColumnDef& column, bool if_not_exists, const AlteredTable& table);

/// ALTER TABLE … ADD constraint (not ADD COLUMN).
void add_constraint(const ::Constraint& constraint, const AlteredTable& table);

/// Whether the name that is written for a constraint is taken: then it has failed.
bool refuses_constraint_name(const ::Constraint& constraint, const AlteredTable& table);

// identity.cpp

/// Whether the type is none that an identity column can have: then it has failed.
bool refuses_identity_type(const pg::DataType& type, EffectsBuilder& out);
/// The sequence that a serial or identity column gets. `options`: those of the identity, or null.
/// Source: parse_utilcmd.c, generateSerialExtraStmts.
QualifiedName name_of_owned_sequence(const QualifiedName& table, std::string_view column, const ::List* options,
                                     const EffectsBuilder& out);

/// The state with which a constraint of a foreign table is refused. Before 13, ALTER TABLE did not look at what it
/// alters before the index was made. Source: parse_utilcmd.c, transformAlterTableStmt.
inline const char* state_of_foreign_table_refusal(const AlteredTable& table) {
  return table.out.version() < 13 && table.statement.objtype == OBJECT_TABLE ? "42809" : "0A000";
}

// key_constraint.cpp

/// ALTER TABLE … ADD PRIMARY KEY, UNIQUE, EXCLUDE.
void add_index_constraint(const ::Constraint& constraint, const AlteredTable& table);
/// Whether a key on these columns is refused: no such column, a column twice, a type without order, a second primary
/// key, a table that has no keys. `types`: of the columns, as far as they are known. Then it has failed.
bool refuses_key(const ::Constraint& constraint, const std::vector<std::string>& columns,
                 const std::vector<pg::DataType>& types, const AlteredTable& table);

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
