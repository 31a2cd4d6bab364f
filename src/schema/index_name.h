#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

struct IndexElem;
struct IndexStmt;
struct List;
struct Node;

namespace pginterlock {

/// The name that PostgreSQL makes, "name1_name2_label", with a number behind the label when a known relation of the
/// schema has it: t_a_idx, t_a_idx1, … Source: indexcmds.c, ChooseRelationName.
std::string choose_relation_name(std::string_view name1, std::string_view name2, std::string_view label,
                                 std::string_view namespace_name, const Schema& schema);

/// The columns of an index as its name shows them: "a_lower_expr_c1". In: the lists of IndexElem of the key and of
/// INCLUDE. Source: indexcmds.c, ChooseIndexColumnNames and ChooseIndexNameAddition.
std::string index_name_addition(const ::List* keys, const ::List* including);
std::string index_name_addition(const std::vector<const ::IndexElem*>& elements);

/// The name that an expression gives its column; empty when it gives none. Source: parse_target.c, FigureColname.
std::string column_name_of(const ::Node* expression);

/// The name of the index that CREATE INDEX makes on `table` (resolved): the one that was written, cut to what fits, or
/// PostgreSQL's own. Source: indexcmds.c, ChooseIndexName.
std::string index_name(const ::IndexStmt& statement, const QualifiedName& table, const Schema& schema);

}  // namespace pginterlock
