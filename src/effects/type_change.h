#pragma once

#include <string>

#include "effects/alter_table.h"
#include "effects/column_type.h"
#include "pg/types.h"

// The parts of ALTER COLUMN … TYPE, for alter_column_type.cpp and type_change_*.cpp alone.
namespace pginterlock::effects {

/// One ALTER COLUMN … TYPE.
struct TypeChange {
  const AlteredTable& table;
  const ::ColumnDef* definition = nullptr;  // null: SET EXPRESSION
  std::string column;
  const Column* before = nullptr;  // null: unknown
  pg::DataType type = {};
  std::string collation = {};
  const ::Node* expression = nullptr;  // USING
  Conversion conversion = Conversion::unknown;

  bool collation_changes() const { return before != nullptr && before->complete && before->collation != collation; }
  bool rewrites() const { return conversion == Conversion::rewrite || conversion == Conversion::unknown; }
  Certainty certainty() const { return conversion == Conversion::unknown ? Certainty::assumed : Certainty::proved; }
  std::string words() const {
    return "column " + pg::quote_identifier(column) + " of table " + pg::sql_name(table.name);
  }
};

// type_change_dependents.cpp

/// Whether an object that holds an expression over the column stops the statement. Source: tablecmds.c,
/// RememberAllDependentForRebuilding.
bool is_blocked(const TypeChange& change);
/// Whether an index or a CHECK constraint over the column cannot be made again with its new type.
bool dependents_fail(const TypeChange& change);
/// What happens to the indexes and CHECK constraints of a relation whose rows stay as they are.
void keep_rows(const Storage& storage, const TypeChange& change);
/// The indexes of partitioned tables go and come with those of their partitions.
void lock_partitioned_indexes(const TypeChange& change);

// type_change_keys.cpp

/// Foreign keys over the column are made anew. Source: tablecmds.c, ATPostAlterTypeCleanup.
void redo_foreign_keys(const TypeChange& change);

}  // namespace pginterlock::effects
