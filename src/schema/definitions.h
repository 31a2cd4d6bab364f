#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/editor.h"

struct ColumnDef;
struct Constraint;
struct IndexElem;
struct IndexStmt;
struct List;
struct Node;

namespace pginterlock {
struct Predicate;
}

namespace pginterlock::schema {

/// A constraint whose column, when it stands behind one, is known.
struct PendingConstraint {
  const ::Constraint* constraint = nullptr;
  std::string column;
  /// DEFERRABLE and NOT ENFORCED of a column constraint stand in nodes of their own.
  bool deferrable = false;
  bool enforced = true;
  std::string_view name = {};  // of an equal key that was written with one
};

/// Adds the column with its default, NOT NULL, identity, generation and owned sequence. Out: the constraints that stand
/// behind it and are objects of their own, to be added with add_constraints.
std::vector<PendingConstraint> define_column(const ::ColumnDef& definition, const QualifiedName& table,
                                             SchemaEditor& editor);

/// Whether two keys of one CREATE TABLE become one. In: each with its columns, which do not stand in the node of a
/// column constraint. Source: parse_utilcmd.c, transformIndexConstraints.
bool same_key(const ::Constraint& a, const std::vector<std::string>& a_columns, const ::Constraint& b,
              const std::vector<std::string>& b_columns);

/// The collation that is written for a column: empty when it is the database's, none, or the type's own.
std::string column_collation(const ::ColumnDef& definition);

/// Adds constraints in the order in which PostgreSQL does, which decides about their names: CHECK, then those with an
/// index, then foreign keys.
void define_constraints(const std::vector<PendingConstraint>& pending, const QualifiedName& table,
                        SchemaEditor& editor);

/// Marks a column NOT NULL; from 18 on that is a constraint with a name.
void define_not_null(const QualifiedName& table, std::string_view column, std::string_view name, bool valid,
                     SchemaEditor& editor);

/// Makes a sequence that a column owns, named as PostgreSQL does. Source: parse_utilcmd.c, generateSerialExtraStmts.
/// `options`: those of an identity column, which may name it.
QualifiedName define_owned_sequence(const QualifiedName& table, std::string_view column, SchemaEditor& editor,
                                    const ::List* options = nullptr);

/// Which of the columns a CHECK proves to hold no null. Source: tablecmds.c, NotNullImpliedByRelConstraints.
std::vector<std::string> columns_proved_not_null(const Predicate& check, const std::vector<std::string>& columns);

/// The worst volatility of what an expression calls; `unknown` when it calls something that no script made.
pg::Volatility volatility_of(const ::Node* expression, const SchemaEditor& editor);

/// The keys of an index; `texts` are their spellings.
std::vector<IndexKey> index_keys(const std::vector<const ::IndexElem*>& elements,
                                 const std::vector<std::string>& texts);

/// The index that CREATE INDEX describes, without its name and origin.
TableIndex index_of(const ::IndexStmt& statement, const pg::Statement& source);

/// Strings of a list of string_view.
std::vector<std::string> owned(const std::vector<std::string_view>& names);

}  // namespace pginterlock::schema
