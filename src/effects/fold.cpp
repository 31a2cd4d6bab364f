#include "effects/fold.h"

#include <algorithm>

#include "pg/lexer.h"
#include "pg/names.h"
#include "text/lower_case.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::each;
using pg::text;

constexpr int deepest = 500;
constexpr std::size_t longest = 100'000;  // bytes of a text that is made
constexpr std::size_t most_rows = 1000;

std::optional<std::string> fold(const ::Node* node, const Values& values, int depth);

std::optional<std::string> constant_text(const ::A_Const& constant) {
  if (constant.isnull) return std::nullopt;
  switch (constant.val.node.type) {
    case T_String:
      return std::string(text(constant.val.sval.sval));
    case T_Integer:
      return std::to_string(constant.val.ival.ival);
    case T_Float:
      return std::string(text(constant.val.fval.fval));
    case T_Boolean:
      return constant.val.boolval.boolval ? "t" : "f";
    default:
      return std::nullopt;
  }
}

std::string upper(std::string word) {
  std::transform(word.begin(), word.end(), word.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return word;
}

bool is_ascii(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::optional<std::string> replaced(std::string text, const std::string& from, const std::string& to) {
  if (from.empty()) return text;
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
    if (text.size() > longest) return std::nullopt;
  }
  return text;
}

std::optional<std::string> fold_call(const ::FuncCall& call, const Values& values, int depth) {
  const QualifiedName name = pg::name_of(call.funcname);
  if (!name.schema.empty() && name.schema != "pg_catalog") return std::nullopt;
  std::vector<std::string> arguments;
  for (std::size_t i = 0; i < pg::length(call.args); ++i) {
    auto argument = fold(pg::nth(call.args, i), values, depth + 1);
    if (!argument) return std::nullopt;
    arguments.push_back(*std::move(argument));
  }
  if (arguments.empty()) return std::nullopt;
  if (name.name == "format") {
    const std::string pattern = arguments.front();
    arguments.erase(arguments.begin());
    return fold_format(pattern, arguments);
  }
  if (name.name == "concat") {
    std::string all;
    for (const std::string& one : arguments) all += one;
    return all;
  }
  if (name.name == "replace" && arguments.size() == 3) {
    return replaced(std::move(arguments[0]), arguments[1], arguments[2]);
  }
  if (arguments.size() != 1) return std::nullopt;
  if (name.name == "quote_ident") return pg::quote_identifier(arguments[0]);
  if (name.name == "quote_literal" || name.name == "quote_nullable") return pg::quote_literal(arguments[0]);
  if (!is_ascii(arguments[0])) return std::nullopt;
  if (name.name == "lower") return lower_case(arguments[0]);
  if (name.name == "upper") return upper(arguments[0]);
  return std::nullopt;
}

std::optional<std::string> fold(const ::Node* node, const Values& values, int depth) {
  if (node == nullptr || depth > deepest) return std::nullopt;
  if (const auto* constant = as<A_Const>(node)) return constant_text(*constant);
  if (const auto* cast = as<TypeCast>(node)) {
    const auto argument = fold(cast->arg, values, depth + 1);
    if (!argument || cast->typeName == nullptr || pg::length(cast->typeName->arrayBounds) > 0) return std::nullopt;
    // Types that show what they are given; char(n) and numbers with a scale may cut it.
    const std::string type = pg::name_of(cast->typeName->names).name.str();
    const bool same = cast->typeName->typmods == nullptr &&
                      (type == "text" || type == "varchar" || type == "name" || type == "regclass" || type == "int4" ||
                       type == "int8" || type == "bool" || type == "regtype" || type == "regnamespace");
    return same ? argument : std::nullopt;
  }
  if (const auto* reference = as<ColumnRef>(node)) {
    const auto* first = as<String>(pg::nth(reference->fields, 0));
    const auto* second = as<String>(pg::nth(reference->fields, 1));
    if (first == nullptr || pg::length(reference->fields) > 2) return std::nullopt;
    if (pg::length(reference->fields) == 1) return values({}, text(first->sval));
    return second == nullptr ? std::nullopt : values(text(first->sval), text(second->sval));
  }
  if (const auto* call = as<FuncCall>(node)) return fold_call(*call, values, depth);
  if (const auto* access = as<A_Indirection>(node)) return fold_element(*access, values, depth + 1);
  const auto* operation = as<A_Expr>(node);
  if (operation == nullptr || operation->kind != AEXPR_OP || pg::name_of(operation->name).name != "||")
    return std::nullopt;
  auto left = fold(operation->lexpr, values, depth + 1);
  const auto right = left ? fold(operation->rexpr, values, depth + 1) : std::nullopt;
  if (!right || left->size() + right->size() > longest) return std::nullopt;
  return *left + *right;
}

const ::FuncCall* unnest_call(const ::Node* node) {
  const auto* call = as<FuncCall>(node);
  const bool is_unnest = call != nullptr && pg::length(call->args) == 1 && pg::name_of(call->funcname).name == "unnest";
  return is_unnest ? call : nullptr;
}

std::optional<FoldedRows> rows_of_array(const ::Node* array, std::string column, const Values& values) {
  const auto elements = fold_array(array, values, 0);
  if (!elements) return std::nullopt;
  FoldedRows rows{{std::move(column)}, {}};
  for (const std::string& element : *elements) rows.rows.push_back({element});
  return rows;
}

std::optional<FoldedRows> rows_of_values(const ::SelectStmt& query, const Values& values) {
  FoldedRows folded;
  for (const auto& row : each<List>(query.valuesLists)) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < pg::length(&row); ++i) {
      auto value = fold_text(pg::nth(&row, i), values);
      if (!value) return std::nullopt;
      texts.push_back(*std::move(value));
    }
    folded.rows.push_back(std::move(texts));
    if (folded.rows.size() > most_rows) return std::nullopt;
  }
  const std::size_t width = folded.rows.empty() ? 0 : folded.rows.front().size();
  for (std::size_t i = 1; i <= width; ++i) folded.columns.push_back("column" + std::to_string(i));
  return folded;
}

/// The one element of FROM, with the names that its alias gives.
std::optional<FoldedRows> rows_of_source(const ::Node* source, const Values& values) {
  const ::Alias* alias = nullptr;
  std::optional<FoldedRows> rows;
  if (const auto* subselect = as<RangeSubselect>(source)) {
    const auto* query = as<SelectStmt>(subselect->subquery);
    alias = subselect->alias;
    if (query != nullptr && query->valuesLists != nullptr) rows = rows_of_values(*query, values);
  } else if (const auto* function = as<RangeFunction>(source)) {
    const auto* first = as<List>(pg::nth(function->functions, 0));
    const auto* call = unnest_call(pg::nth(first, 0));
    alias = function->alias;
    const bool plain = pg::length(function->functions) == 1 && !function->ordinality;
    if (call != nullptr && plain) {
      rows = rows_of_array(pg::nth(call->args, 0), std::string(alias == nullptr ? "unnest" : text(alias->aliasname)),
                           values);
    }
  }
  if (!rows || alias == nullptr) return rows;
  const std::vector<std::string> names = pg::strings_of(alias->colnames);
  for (std::size_t i = 0; i < names.size() && i < rows->columns.size(); ++i) rows->columns[i] = names[i];
  return rows;
}

bool is_plain(const ::SelectStmt& query) {
  return query.op == SETOP_NONE && query.whereClause == nullptr && query.groupClause == nullptr &&
         query.havingClause == nullptr && query.withClause == nullptr && query.limitCount == nullptr &&
         query.limitOffset == nullptr && query.distinctClause == nullptr;
}

/// The columns of the result of SELECT … FROM one element: all of them, or some by name.
std::optional<FoldedRows> projected(const ::SelectStmt& query, FoldedRows from) {
  FoldedRows result;
  std::vector<std::size_t> places;
  for (const auto& target : each<ResTarget>(query.targetList)) {
    const auto* reference = as<ColumnRef>(target.val);
    if (reference == nullptr) return std::nullopt;
    const std::size_t fields = pg::length(reference->fields);
    const ::Node* last = fields == 0 ? nullptr : pg::nth(reference->fields, fields - 1);
    if (as<A_Star>(last) != nullptr && pg::length(query.targetList) == 1) return from;
    const auto* name = as<String>(last);
    const auto column =
        name == nullptr ? from.columns.end() : std::find(from.columns.begin(), from.columns.end(), text(name->sval));
    if (column == from.columns.end()) return std::nullopt;
    places.push_back(static_cast<std::size_t>(column - from.columns.begin()));
    result.columns.push_back(target.name == nullptr ? *column : std::string(text(target.name)));
  }
  for (const auto& row : from.rows) {
    std::vector<std::string> kept;
    for (const std::size_t place : places) {
      if (place >= row.size()) return std::nullopt;
      kept.push_back(row[place]);
    }
    result.rows.push_back(std::move(kept));
  }
  return result;
}

}  // namespace

std::optional<std::string> fold_text(const ::Node* expression, const Values& values, int depth) {
  return fold(expression, values, depth);
}

std::optional<FoldedRows> fold_rows(const ::SelectStmt& query, const Values& values) {
  if (!is_plain(query)) return std::nullopt;
  if (query.valuesLists != nullptr) return rows_of_values(query, values);
  if (pg::length(query.fromClause) == 1) {
    auto rows = rows_of_source(pg::nth(query.fromClause, 0), values);
    return rows ? projected(query, *std::move(rows)) : std::nullopt;
  }
  if (pg::length(query.fromClause) > 0 || pg::length(query.targetList) != 1) return std::nullopt;
  const auto* target = as<ResTarget>(pg::nth(query.targetList, 0));
  const auto* call = target == nullptr ? nullptr : unnest_call(target->val);
  if (call == nullptr) return std::nullopt;
  return rows_of_array(pg::nth(call->args, 0), target->name == nullptr ? "unnest" : std::string(text(target->name)),
                       values);
}

std::optional<std::string> fold_format(std::string_view pattern, const std::vector<std::string>& arguments) {
  std::string made;
  std::size_t next = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%') {
      made += pattern[i];
      continue;
    }
    if (++i >= pattern.size()) return std::nullopt;
    if (pattern[i] == '%') {
      made += '%';
      continue;
    }
    std::size_t number = 0;
    std::size_t at = i;
    while (at < pattern.size() && pattern[at] >= '0' && pattern[at] <= '9' && number < 1000) {
      number = number * 10 + static_cast<std::size_t>(pattern[at++] - '0');
    }
    if (at > i) {
      if (at >= pattern.size() || pattern[at] != '$' || number == 0) return std::nullopt;  // a width
      next = number - 1;
      i = at + 1;
    }
    if (i >= pattern.size() || next >= arguments.size()) return std::nullopt;
    const std::string& argument = arguments[next++];
    switch (pattern[i]) {
      case 's':
        made += argument;
        break;
      case 'I':
        made += pg::quote_identifier(argument);
        break;
      case 'L':
        made += pg::quote_literal(argument);
        break;
      default:
        return std::nullopt;
    }
    if (made.size() > longest) return std::nullopt;
  }
  return made;
}

}  // namespace pginterlock::effects
