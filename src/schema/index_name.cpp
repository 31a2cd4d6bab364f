#include "schema/index_name.h"

#include <algorithm>
#include <vector>

#include "pg/ast.h"

namespace pginterlock {

namespace {

constexpr std::size_t name_data_length = 64;  // NAMEDATALEN

/// A name for an expression, and how good it is: 2 settles it, 1 yields to a better one from the arguments of a cast or
/// of CASE, 0 is none.
struct Figured {
  std::string_view name;
  int strength = 0;
};

std::string_view last_string(const ::List* list) {
  std::string_view last;
  for (const auto& string : pg::each<String>(list)) last = pg::text(string.sval);
  return last;
}

std::string_view name_of_value_function(SQLValueFunctionOp op) {
  switch (op) {
    case SVFOP_CURRENT_DATE:
      return "current_date";
    case SVFOP_CURRENT_TIME:
    case SVFOP_CURRENT_TIME_N:
      return "current_time";
    case SVFOP_CURRENT_TIMESTAMP:
    case SVFOP_CURRENT_TIMESTAMP_N:
      return "current_timestamp";
    case SVFOP_LOCALTIME:
    case SVFOP_LOCALTIME_N:
      return "localtime";
    case SVFOP_LOCALTIMESTAMP:
    case SVFOP_LOCALTIMESTAMP_N:
      return "localtimestamp";
    case SVFOP_CURRENT_ROLE:
      return "current_role";
    case SVFOP_CURRENT_USER:
      return "current_user";
    case SVFOP_USER:
      return "user";
    case SVFOP_SESSION_USER:
      return "session_user";
    case SVFOP_CURRENT_CATALOG:
      return "current_catalog";
    case SVFOP_CURRENT_SCHEMA:
      return "current_schema";
  }
  return {};
}

/// Nodes that name themselves. Source: parse_target.c, FigureColnameInternal.
Figured figure_leaf(const ::Node* node) {
  switch (pg::tag(node)) {
    case T_ColumnRef:
      return {last_string(pg::as<ColumnRef>(node)->fields), 2};
    case T_FuncCall:
      return {last_string(pg::as<FuncCall>(node)->funcname), 2};
    case T_A_Expr:
      if (pg::as<A_Expr>(node)->kind == AEXPR_NULLIF) return {"nullif", 2};
      return {};
    case T_A_ArrayExpr:
      return {"array", 2};
    case T_RowExpr:
      return {"row", 2};
    case T_CoalesceExpr:
      return {"coalesce", 2};
    case T_GroupingFunc:
      return {"grouping", 2};
    case T_MinMaxExpr:
      return {pg::as<MinMaxExpr>(node)->op == IS_GREATEST ? "greatest" : "least", 2};
    case T_SQLValueFunction:
      return {name_of_value_function(pg::as<SQLValueFunction>(node)->op), 2};
    case T_XmlSerialize:
      return {"xmlserialize", 2};
    default:
      return {};
  }
}

/// Source: parse_target.c, FigureIndexColname. A loop over the nodes that hand the question on to one argument.
std::string_view figure_name(const ::Node* node) {
  std::string_view fallback;  // the outermost name of strength 1
  const auto weakly = [&](std::string_view name) {
    if (fallback.empty()) fallback = name;
  };
  while (node != nullptr) {
    if (const auto* cast = pg::as<TypeCast>(node)) {
      if (cast->typeName != nullptr) weakly(last_string(cast->typeName->names));
      node = cast->arg;
    } else if (const auto* collate = pg::as<CollateClause>(node)) {
      node = collate->arg;
    } else if (const auto* when = pg::as<CaseExpr>(node)) {
      weakly("case");
      node = reinterpret_cast<const ::Node*>(when->defresult);
    } else if (const auto* part = pg::as<A_Indirection>(node)) {
      const std::string_view field = last_string(part->indirection);
      if (!field.empty()) return field;
      node = part->arg;
    } else {
      const Figured leaf = figure_leaf(node);
      return leaf.strength == 2 ? leaf.name : fallback;
    }
  }
  return fallback;
}

void append_column_name(const ::IndexElem& element, std::vector<std::string>& names) {
  std::string_view original = pg::text(element.name);
  if (original.empty()) original = figure_name(element.expr);
  if (original.empty()) original = "expr";
  std::string name(original);
  for (int i = 1; std::find(names.begin(), names.end(), name) != names.end(); ++i) {
    const std::string number = std::to_string(i);
    name = pg::truncate_identifier(original.substr(0, name_data_length - 1 - number.size())) + number;
  }
  names.push_back(std::move(name));
}

std::string joined(const std::vector<std::string>& names) {
  std::string addition;
  for (const std::string& name : names) {
    if (!addition.empty()) addition += '_';
    addition += name;
    if (addition.size() >= name_data_length) break;
  }
  return addition;
}

}  // namespace

std::string choose_relation_name(std::string_view name1, std::string_view name2, std::string_view label,
                                 std::string_view namespace_name, const Schema& schema) {
  QualifiedName candidate{std::string(namespace_name), pg::make_object_name(name1, name2, label)};
  for (int pass = 1; schema.relation(candidate) != nullptr; ++pass) {
    candidate.name = pg::make_object_name(name1, name2, std::string(label) + std::to_string(pass));
  }
  return std::move(candidate.name);
}

std::string index_name_addition(const ::List* keys, const ::List* including) {
  std::vector<std::string> names;
  for (const auto& element : pg::each<::IndexElem>(keys)) append_column_name(element, names);
  for (const auto& element : pg::each<::IndexElem>(including)) append_column_name(element, names);
  return joined(names);
}

std::string index_name_addition(const std::vector<const ::IndexElem*>& elements) {
  std::vector<std::string> names;
  for (const ::IndexElem* element : elements) append_column_name(*element, names);
  return joined(names);
}

std::string column_name_of(const ::Node* expression) { return std::string(figure_name(expression)); }

std::string index_name(const ::IndexStmt& statement, const QualifiedName& table, const Schema& schema) {
  if (statement.idxname != nullptr) return pg::truncate_identifier(statement.idxname);
  return choose_relation_name(table.name, index_name_addition(statement.indexParams, statement.indexIncludingParams),
                              "idx", table.schema, schema);
}

}  // namespace pginterlock
