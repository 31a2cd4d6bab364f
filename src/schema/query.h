#pragma once

#include <vector>

#include "schema/editor.h"

struct Node;

namespace pginterlock::schema {

/// What the query of a view, a materialized view or CREATE TABLE AS reads and gives.
struct QueryFacts {
  std::vector<Dependency> reads;     // a relation none of whose columns is named is read as a whole
  std::vector<QualifiedName> calls;  // the functions of the user's own
  std::vector<Column> columns;       // of its result, as far as they are known
  bool columns_known = true;         // false: * stands for columns that no script tells
};

/// A column goes to the relation that it is qualified with, or to the only one in FROM that can have it. Where several
/// that are unknown can, it goes to each of them.
QueryFacts facts_of_query(const ::Node* query, const SchemaEditor& editor);

/// The functions that an expression or a query calls and that are not known to be built in, each once.
std::vector<QualifiedName> routines_called(const void* expression, const SchemaEditor& editor);
/// The relations that the queries inside an expression or a list of statements name, each once.
std::vector<QualifiedName> relations_named(const void* expression, const SchemaEditor& editor);
/// The tables of FROM whose primary key is in GROUP BY while other columns of theirs are given beside it: without the
/// key the query is refused. Source: parse_agg.c, check_ungrouped_columns.
std::vector<QualifiedName> tables_grouped_by_key(const ::Node* query, const SchemaEditor& editor);

}  // namespace pginterlock::schema
