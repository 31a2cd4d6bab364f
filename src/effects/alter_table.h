#pragma once

#include <string_view>
#include <vector>

#include "effects/builder.h"
#include "effects/semantics.h"
#include "pg/ast.h"

// The parts of ALTER TABLE, for the files alter_*.cpp and constraints.cpp alone.
namespace pginterlock::effects {

/// The table that an ALTER TABLE works on.
struct AlteredTable {
  const ::AlterTableStmt& statement;
  QualifiedName name;
  const Relation* relation = nullptr;  // null: no script made it
  bool only = false;
  LockMode mode = LockMode::access_exclusive;  // of the whole statement
  EffectsBuilder& out;

  bool partitioned() const { return relation != nullptr && relation->kind == RelationKind::partitioned_table; }
  /// Whether all of its columns, constraints and indexes are known.
  bool complete() const { return relation != nullptr && relation->complete; }
  Certainty certainty() const { return complete() ? Certainty::proved : Certainty::assumed; }
  const Column* column(std::string_view column_name) const {
    return relation == nullptr ? nullptr : relation->column(column_name);
  }
};

/// A relation whose rows a sub-command reads or writes.
struct Storage {
  QualifiedName name;
  const Relation* relation = nullptr;  // null: unknown
  Certainty certainty = Certainty::proved;
};

/// The relations with rows of their own that a sub-command reaches: the table and, when it recurses, its descendants;
/// no partitioned and no foreign tables. A partitioned table that an earlier migration made and of which no partition
/// is known stands for its partitions, assumed: another program may make them.
std::vector<Storage> storage_of(const AlteredTable& table, bool recurse);
std::vector<Storage> storage_of(const QualifiedName& table, bool recurse, const EffectsBuilder& out);

/// Adds the work on every relation of storage_of(). `work.relation` is filled in here.
void work_on_storage(const AlteredTable& table, bool recurse, const Work& work);
/// The same for work that writes the relations anew, with the locks that it needs on their indexes.
void rewrite_storage(const AlteredTable& table, bool recurse, Reason reason, std::string_view column,
                     Certainty certainty);

/// Whether this statement has a sub-command of the type about this column or constraint.
bool has_action(const ::AlterTableStmt& statement, AlterTableType type, std::string_view name);
/// Whether this statement drops the constraint or a column of it, which takes the constraint along. Drops run before
/// what is added. Source: tablecmds.c, AT_PASS_DROP; dependency.c.
bool drops_constraint(const ::AlterTableStmt& statement, const TableConstraint& constraint);
/// The column definition that the statement adds under this name; null: none.
const ::ColumnDef* added_column(const ::AlterTableStmt& statement, std::string_view name);
/// The type that the column has when the statement adds constraints and indexes. Source: tablecmds.c, AlterTablePass:
/// drops, changes of types and new columns come before.
pg::DataType type_for_constraints(std::string_view column, const AlteredTable& table);

/// What an expression in the statement may name: drops run before, new columns are there, and a type that the statement
/// changes is not certain.
NamedTable names_of(const AlteredTable& table);

/// The server cannot do what is written before version `since`, though its parser reads it.
void require_version(int since, std::string_view what, EffectsBuilder& out, std::string_view sqlstate = "42601");

/// Whether a constraint of the table is its parent's, so that it cannot be dropped or renamed by itself.
/// Source: pg_constraint.coninhcount.
bool is_inherited(const TableConstraint& constraint, const Relation& table, const EffectsBuilder& out);

/// Whether the columns hold these names, in any order.
bool contains(const std::vector<std::string>& names, std::string_view name);

/// Locks a table that a foreign key references, with the partitions that PostgreSQL locks along.
void lock_with_partitions(const QualifiedName& table, LockMode mode, EffectsBuilder& out);

/// Whether the table or one of its partitions is partitioned by the column.
bool is_partition_key(std::string_view column, const AlteredTable& table);

/// Checking a foreign key opens the indexes of both tables. Source: ri_triggers.c, RI_Initial_Check, by the planner.
void lock_indexes_for_check(const QualifiedName& referencing, const QualifiedName& referenced, EffectsBuilder& out);

// alter_table_check.cpp: each answers whether it failed.

/// The statement is not for this kind of relation, or for a system catalogue.
bool refuses_target(const AlteredTable& table);
/// The sub-command is not for this kind of relation. Source: tablecmds.c, ATSimplePermissions.
bool refuses_kind(const ::AlterTableCmd& action, const AlteredTable& table);
/// The column that the sub-command is about is a system column, or not there.
bool refuses_column(const ::AlterTableCmd& action, const AlteredTable& table);

/// Whether SET of an identity column says how it is generated, and not only what its sequence does.
bool changes_generation(const ::AlterTableCmd& action);

// alter_table_mode.cpp

/// The mode that a sub-command needs on its table. Source: tablecmds.c, AlterTableGetLockLevel.
LockMode lock_mode_of(const ::AlterTableCmd& action);
/// Whether a sub-command also locks the partitions and inheritance children. Source: tablecmds.c, ATPrepCmd.
bool recurses(const ::AlterTableCmd& action, const AlteredTable& table);

/// Drops a view with all views that read it, as CASCADE does.
void lose_view(const QualifiedName& view, const AlteredTable& table);

// alter_column.cpp
void drop_column(const ::AlterTableCmd& action, const AlteredTable& table);
void column_default(const ::AlterTableCmd& action, const AlteredTable& table);
void set_not_null(std::string_view column, Reason reason, bool recurse, const AlteredTable& table);
void drop_not_null(const ::AlterTableCmd& action, const AlteredTable& table);
void set_expression(const ::AlterTableCmd& action, const AlteredTable& table);
void drop_expression(const ::AlterTableCmd& action, const AlteredTable& table);
void add_identity(const ::AlterTableCmd& action, const AlteredTable& table);
void change_identity(const ::AlterTableCmd& action, const AlteredTable& table);

// column_option.cpp
void set_statistics(const ::AlterTableCmd& action, const AlteredTable& table);
void set_storage(const ::AlterTableCmd& action, const AlteredTable& table);
void set_compression(const ::AlterTableCmd& action, const AlteredTable& table);

// alter_column_type.cpp
void alter_column_type(const ::AlterTableCmd& action, const AlteredTable& table);
/// What ALTER TYPE … ALTER ATTRIBUTE … TYPE does to a table made OF the type.
void alter_attribute_type(const ::AlterTableCmd& action, const AlteredTable& table);

// alter_constraint.cpp
void drop_constraint(const ::AlterTableCmd& action, const AlteredTable& table);
void alter_constraint(const ::AlterTableCmd& action, const AlteredTable& table);
void validate_constraint(const ::AlterTableCmd& action, const AlteredTable& table);

// inheritance.cpp
void add_inherit(const ::AlterTableCmd& action, const AlteredTable& table);
void drop_inherit(const ::AlterTableCmd& action, const AlteredTable& table);
void add_of(const ::AlterTableCmd& action, const AlteredTable& table);
void drop_of(const AlteredTable& table);

// attach_partition.cpp
void attach_partition(const ::AlterTableCmd& action, const AlteredTable& table);

// alter_partition.cpp
void detach_partition(const ::AlterTableCmd& action, const AlteredTable& table);
/// DETACH PARTITION … CONCURRENTLY, which is looked for before anything else. Source: utility.c, ProcessUtilitySlow.
void forbid_transaction_block_for_detach(const ::AlterTableStmt& statement, EffectsBuilder& out);
/// What a new partition does to the table around it: default partition, foreign keys, indexes.
void join_partitioned_table(const QualifiedName& partition, const QualifiedName& parent,
                            const ::PartitionBoundSpec& bound, EffectsBuilder& out);

}  // namespace pginterlock::effects
