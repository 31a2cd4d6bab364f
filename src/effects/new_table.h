#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "effects/semantics.h"
#include "effects/targets.h"
#include "pg/ast.h"

// The parts of CREATE TABLE, for the files create_table*.cpp alone.
namespace pginterlock::effects {

/// A constraint with an index.
struct NewKey {
  const ::Constraint* constraint = nullptr;
  std::vector<std::string> columns = {};
  std::string_view name = {};  // empty: PostgreSQL makes one
};

/// One CREATE TABLE.
struct NewTable {
  const ::CreateStmt& statement;
  QualifiedName name;
  bool partitioned = false;
  EffectsBuilder& out;
  NamedTable columns = {};   // what its expressions may name
  bool primary_key = false;  // it has one already
  std::vector<NewKey> keys = {};

  bool temporary() const { return name.schema == "pg_temp"; }
  Persistence persistence() const {
    return temporary()                                 ? Persistence::temporary
           : statement.relation->relpersistence == 'u' ? Persistence::unlogged
                                                       : Persistence::permanent;
  }
};

/// A name that PostgreSQL makes for an index, a constraint with an index or a sequence of the table: table_name2_label,
/// with a number behind it until no known relation has it and none that this statement makes.
/// Source: indexcmds.c, ChooseRelationName.
std::string new_part_name(const NewTable& table, std::string_view name2, std::string_view label);

// create_table_check.cpp: each answers whether the table can be made, and tells why not.

/// What the statement says of the table as a whole: kind, options, name. Source: tablecmds.c, DefineRelation.
bool check_table_form(const NewTable& table);
/// The columns of its own: names, types, constraints that contradict each other. Fills `table.columns`.
/// Source: parse_utilcmd.c, transformColumnDefinition; heap.c, CheckAttributeNamesTypes.
bool check_new_columns(NewTable& table);
/// Keys, CHECK constraints, defaults and generated columns, when all columns are known.
bool check_new_constraints(const NewTable& table);

// create_table_family.cpp

/// INHERITS, PARTITION OF: locks and what is refused. Adds the columns of the parents.
bool join_parents(NewTable& table);
/// LIKE: the lock on the source, its columns, and what INCLUDING makes.
bool copy_source(const ::TableLikeClause& like, NewTable& table);
/// The indexes that LIKE … INCLUDING INDEXES copies.
void copy_source_indexes(const ::TableLikeClause& like, NewTable& table);
/// OF type.
bool copy_type(NewTable& table);
/// PARTITION BY. Source: tablecmds.c, transformPartitionSpec, ComputePartitionAttrs.
bool check_partitioning(const NewTable& table);

/// A column that the table has by now. False, and told, when it has one of that name.
bool add_new_column(std::string_view name, NamedTable::Named column, NewTable& table);

}  // namespace pginterlock::effects
