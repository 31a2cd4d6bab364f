// The expressions that give a column its values, and what the expressions of an ALTER TABLE may name.

#include <algorithm>

#include "effects/alter_table.h"

namespace pginterlock::effects {

namespace {

/// Source: heap.c, cookDefault.
bool check_value(const Meaning& meaning, const ::Node* expression, std::string_view column, const pg::DataType& type,
                 const AlteredTable& table) {
  if (meaning.problem) return false;
  const std::string what =
      "column " + pg::quote_identifier(column) + " is of type " + pg::sql_type(type) + " but default expression";
  const auto problem = problem_of_assignment(meaning, expression, type, what, table.out.before());
  if (!problem) return true;
  table.out.fail(problem->kind, problem->sqlstate, problem->message);
  return false;
}

}  // namespace

bool check_default(const ::Node* expression, std::string_view column, const pg::DataType& type,
                   const AlteredTable& table) {
  const Meaning meaning = check_expression(expression, ExpressionPlace::column_default, {}, table.out);
  return check_value(meaning, expression, column, type, table);
}

bool check_generated(const ::Node* expression, std::string_view column, const pg::DataType& type,
                     const AlteredTable& table) {
  NamedTable names = names_of(table);
  for (NamedTable::Named& one : names.columns) one.generated |= one.name == column;
  const Meaning meaning = check_expression(expression, ExpressionPlace::generated_column, {&names, 1}, table.out);
  return check_value(meaning, expression, column, type, table);
}

NamedTable names_of(const AlteredTable& table) {
  NamedTable names = named_table(table.name, table.relation);
  for (const auto& action : pg::each<AlterTableCmd>(table.statement.cmds)) {
    const std::string_view name = pg::text(action.name);
    if (action.subtype == AT_DropColumn) {
      std::erase_if(names.columns, [&](const NamedTable::Named& column) { return column.name == name; });
    } else if (action.subtype == AT_AlterColumnType) {
      for (NamedTable::Named& column : names.columns) {
        if (column.name == name) column.type = {};
      }
    } else if (const auto* definition = pg::as<ColumnDef>(action.def);
               action.subtype == AT_AddColumn && definition != nullptr &&
               names.column(pg::text(definition->colname)) == nullptr) {
      add_named_column(*definition, table.out.before(), names);
    }
  }
  return names;
}

}  // namespace pginterlock::effects
