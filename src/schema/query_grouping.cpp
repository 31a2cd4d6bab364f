#include <algorithm>

#include "pg/ast.h"
#include "pg/walk.h"
#include "schema/query.h"

namespace pginterlock::schema {

namespace {

std::vector<std::string_view> grouped_columns(const ::List* group) {
  std::vector<std::string_view> columns;
  for (const auto& column : pg::each<::ColumnRef>(group)) {
    const auto* name = pg::as<::String>(pg::nth(column.fields, pg::length(column.fields) - 1));
    if (name != nullptr) columns.push_back(pg::text(name->sval));
  }
  return columns;
}

bool among(const std::vector<std::string_view>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Whether a column of the table that is not grouped stands outside of calls, of which some may aggregate.
bool gives_other_column(const ::List* targets, const std::vector<std::string_view>& grouped, const Relation& table) {
  bool found = false;
  pg::walk(targets, [&](const ::Node* node) {
    if (pg::as<::FuncCall>(node) != nullptr || pg::as<::SubLink>(node) != nullptr) return false;
    const auto* column = pg::as<::ColumnRef>(node);
    if (column == nullptr) return true;
    const auto* name = pg::as<::String>(pg::nth(column->fields, pg::length(column->fields) - 1));
    if (name == nullptr || among(grouped, pg::text(name->sval))) return false;
    found = found || table.column(pg::text(name->sval)) != nullptr;
    return false;
  });
  return found;
}

}  // namespace

std::vector<QualifiedName> tables_grouped_by_key(const ::Node* query, const SchemaEditor& editor) {
  const auto* select = pg::as<::SelectStmt>(query);
  if (select == nullptr || select->groupClause == nullptr) return {};
  const std::vector<std::string_view> grouped = grouped_columns(select->groupClause);
  std::vector<QualifiedName> tables;
  pg::walk(select->fromClause, [&](const ::Node* node) {
    const auto* range = pg::as<::RangeVar>(node);
    const Relation* table = range == nullptr ? nullptr : editor.find(editor.existing(*range));
    const TableConstraint* key = table == nullptr ? nullptr : table->primary_key();
    if (key == nullptr) return true;
    const bool whole = std::all_of(key->columns.begin(), key->columns.end(),
                                   [&](const std::string& column) { return among(grouped, column); });
    if (whole && gives_other_column(select->targetList, grouped, *table)) tables.push_back(table->name);
    return true;
  });
  return tables;
}

}  // namespace pginterlock::schema
