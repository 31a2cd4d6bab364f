#include <string>
#include <vector>

#include "effects/column_type.h"
#include "effects/dml_check.h"
#include "effects/semantics.h"

// The types of what INSERT and UPDATE give their columns, and of the condition of UPDATE and DELETE, where all tables
// that they name are plain ones: no subqueries, no names of WITH, no functions in FROM.
namespace pginterlock::effects {

namespace {

using pg::as;
using pg::each;
using pg::text;

// Subqueries may stand there, as in a query; what else a policy refuses is not asked here.
constexpr ExpressionPlace place = ExpressionPlace::policy;

/// The relation under the name that the query gives it; false: it gives its columns other names, too.
bool add_table(const ::RangeVar& relation, const EffectsBuilder& out, std::vector<NamedTable>& tables) {
  const QualifiedName name = out.resolve(relation);
  NamedTable table = named_table(name, out.known(name));
  if (relation.alias != nullptr) {
    if (relation.alias->colnames != nullptr) return false;
    table.name = QualifiedName{"", text(relation.alias->aliasname)};
  }
  tables.push_back(std::move(table));
  return true;
}

/// The tables of FROM; false: it holds something else.
bool add_tables(const ::List* from, const EffectsBuilder& out, std::vector<NamedTable>& tables) {
  std::vector<const ::Node*> pending;
  for (std::size_t i = 0; i < pg::length(from); ++i) pending.push_back(pg::nth(from, i));
  for (std::size_t i = 0; i < pending.size(); ++i) {
    if (const auto* relation = as<RangeVar>(pending[i])) {
      if (!add_table(*relation, out, tables)) return false;
      continue;
    }
    const auto* join = as<JoinExpr>(pending[i]);
    if (join == nullptr || join->alias != nullptr || join->isNatural || join->usingClause != nullptr) return false;
    pending.push_back(join->larg);
    pending.push_back(join->rarg);
  }
  return true;
}

/// Source: parse_target.c, transformAssignedExpr.
bool check_assigned(const ::Node* value, const Column& column, const std::vector<NamedTable>& tables,
                    EffectsBuilder& out) {
  if (!column.complete || !column.type.known()) return true;
  const Meaning meaning = meaning_of(value, place, tables, out.before());
  if (meaning.problem || meaning.literal()) return true;
  const std::string what =
      "column " + quoted(column.name) + " is of type " + pg::sql_type(column.type) + " but expression";
  const auto problem = problem_of_assignment(meaning, value, column.type, what, out.before());
  if (!problem) return true;
  out.fail(problem->kind, problem->sqlstate, problem->message);
  return false;
}

/// The columns that an INSERT gives values, in order; empty: they are not known.
std::vector<const Column*> given_columns(const ::InsertStmt& insert, const Relation& table) {
  std::vector<const Column*> columns;
  for (const auto& target : each<ResTarget>(insert.cols)) {
    columns.push_back(target.indirection != nullptr ? nullptr : table.column(text(target.name)));
  }
  if (insert.cols != nullptr || !table.complete) return columns;
  for (const auto& column : table.columns) columns.push_back(column.get());
  return columns;
}

bool is_star(const ::Node* value) {
  const auto* reference = as<ColumnRef>(value);
  return reference != nullptr && pg::tag(pg::nth(reference->fields, pg::length(reference->fields) - 1)) == T_A_Star;
}

/// SELECT * FROM one table: the types of its columns against those that it fills.
bool check_whole_rows(const std::vector<const Column*>& columns, const NamedTable& table, EffectsBuilder& out) {
  for (std::size_t i = 0; i < table.columns.size() && i < columns.size(); ++i) {
    if (columns[i] == nullptr || !columns[i]->complete) continue;
    const pg::DataType& from = table.columns[i].type;
    const pg::DataType& to = columns[i]->type;
    if (!from.known() || !to.known()) continue;
    if (conversion_of(from, to, CastContext::assignment, out.before()) != Conversion::impossible) continue;
    out.fail(FailureKind::invalid_definition, "42804",
             "column " + quoted(columns[i]->name) + " is of type " + pg::sql_type(to) + " but expression is of type " +
                 pg::sql_type(from));
    return false;
  }
  return true;
}

bool check_condition(const ::Node* condition, const std::vector<NamedTable>& tables, EffectsBuilder& out) {
  const Meaning meaning = meaning_of(condition, place, tables, out.before());
  // Names that are not there are told where the query is walked.
  if (!meaning.problem || meaning.problem->sqlstate != "42883") return true;
  out.fail(meaning.problem->kind, meaning.problem->sqlstate, meaning.problem->message);
  return false;
}

}  // namespace

bool check_selected_types(const ::InsertStmt& insert, const Target& table, EffectsBuilder& out) {
  const auto* query = as<SelectStmt>(insert.selectStmt);
  if (query == nullptr || table.known == nullptr) return true;
  if (query->op != SETOP_NONE || query->valuesLists != nullptr || query->withClause != nullptr) return true;
  const std::vector<const Column*> columns = given_columns(insert, *table.known);
  std::vector<NamedTable> tables;
  if (columns.empty() || !add_tables(query->fromClause, out, tables)) return true;
  if (pg::length(query->targetList) == 1 && tables.size() == 1 && tables.front().complete) {
    const auto* only = as<ResTarget>(pg::nth(query->targetList, 0));
    if (only != nullptr && is_star(only->val)) return check_whole_rows(columns, tables.front(), out);
  }
  std::size_t at = 0;
  for (const auto& target : each<ResTarget>(query->targetList)) {
    if (at >= columns.size() || is_star(target.val) || pg::tag(target.val) == T_A_Indirection) return true;
    const Column* column = columns[at++];
    if (column != nullptr && !check_assigned(target.val, *column, tables, out)) return false;
  }
  return true;
}

bool check_set_types(const ::UpdateStmt& update, const Target& table, EffectsBuilder& out) {
  std::vector<NamedTable> tables;
  if (table.known == nullptr) return true;
  if (!add_table(*update.relation, out, tables) || !add_tables(update.fromClause, out, tables)) return true;
  for (const auto& target : each<ResTarget>(update.targetList)) {
    const Column* column = table.known->column(text(target.name));
    const bool by_default = pg::tag(target.val) == T_SetToDefault || pg::tag(target.val) == T_MultiAssignRef;
    if (column == nullptr || by_default || target.indirection != nullptr) continue;
    if (!check_assigned(target.val, *column, tables, out)) return false;
  }
  return check_condition(update.whereClause, tables, out);
}

bool check_deleted_types(const ::DeleteStmt& deletion, EffectsBuilder& out) {
  std::vector<NamedTable> tables;
  if (!add_table(*deletion.relation, out, tables) || !add_tables(deletion.usingClause, out, tables)) return true;
  return check_condition(deletion.whereClause, tables, out);
}

}  // namespace pginterlock::effects
