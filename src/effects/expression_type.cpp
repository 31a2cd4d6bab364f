#include "effects/expression_type.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>
#include <vector>

#include "effects/column_type.h"
#include "pg/catalog.h"
#include "pg/signatures.h"
#include "pg/walk.h"

namespace pginterlock::effects {

namespace {

using pg::Volatility;

Volatility worse(Volatility a, Volatility b) {
  if (a == Volatility::volatile_ || b == Volatility::volatile_) return Volatility::volatile_;
  if (a == Volatility::unknown || b == Volatility::unknown) return Volatility::unknown;
  return std::max(a, b);
}

Meaning of_type(const char* name, Volatility volatility = Volatility::immutable) {
  return {.type = type_of_catalog(name), .volatility = volatility};
}

Meaning problem(std::string sqlstate, std::string message, FailureKind kind = FailureKind::invalid_definition) {
  return {.problem = Problem{kind, std::move(sqlstate), std::move(message)}};
}

const Meaning& at(const void* node, const Meanings& below) {
  const auto found = below.find(static_cast<const ::Node*>(node));
  return found == below.end() ? below.at(nullptr) : found->second;
}

std::string_view type_of_keyword(SQLValueFunctionOp op) {
  switch (op) {
    case SVFOP_CURRENT_DATE:
      return "date";
    case SVFOP_CURRENT_TIME:
    case SVFOP_CURRENT_TIME_N:
      return "timetz";
    case SVFOP_CURRENT_TIMESTAMP:
    case SVFOP_CURRENT_TIMESTAMP_N:
      return "timestamptz";
    case SVFOP_LOCALTIME:
    case SVFOP_LOCALTIME_N:
      return "time";
    case SVFOP_LOCALTIMESTAMP:
    case SVFOP_LOCALTIMESTAMP_N:
      return "timestamp";
    case SVFOP_CURRENT_ROLE:
    case SVFOP_CURRENT_USER:
    case SVFOP_USER:
    case SVFOP_SESSION_USER:
    case SVFOP_CURRENT_CATALOG:
    case SVFOP_CURRENT_SCHEMA:
      return "name";
  }
  return "";
}

/// A number that is no int4: int8 when it fits, else numeric. Source: parse_node.c, make_const.
Meaning meaning_of_number(std::string_view digits) {
  constexpr std::string_view largest = "9223372036854775807";
  const bool whole = std::all_of(digits.begin(), digits.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
  const bool fits = digits.size() < largest.size() || (digits.size() == largest.size() && digits <= largest);
  return of_type(whole && fits ? "int8" : "numeric");
}

Meaning meaning_of_constant(const ::A_Const& constant) {
  if (constant.isnull) return of_type("unknown");
  switch (constant.val.node.type) {
    case T_Integer:
      return of_type("int4");
    case T_Float:
      return meaning_of_number(pg::text(constant.val.fval.fval));
    case T_Boolean:
      return of_type("bool");
    case T_String:
      return of_type("unknown");
    case T_BitString:
      return of_type("bit");
    default:
      return {};
  }
}

/// What a cast between two types runs. Casts of constants are done when the statement is read.
Volatility cast_volatility(const std::string& source, const std::string& target, int version) {
  if (source.empty() || target.empty()) return Volatility::unknown;
  if (source == "unknown" || source == target) return Volatility::immutable;
  if (const auto cast = pg::builtin_cast(source, target, version)) return cast->volatility;
  if (source.starts_with('_') && target.starts_with('_')) {
    return cast_volatility(source.substr(1), target.substr(1), version);
  }
  const auto from = pg::builtin_type(source, version);
  const auto to = pg::builtin_type(target, version);
  if (!from || !to) return Volatility::unknown;
  return worse(from->output_volatility, to->input_volatility);
}

Meaning meaning_of_cast(const ::TypeCast& cast, const Meanings& below, const State& before) {
  const Meaning& argument = at(cast.arg, below);
  if (cast.typeName == nullptr) return {};
  Meaning result{.type = before.schema.resolve_type(pg::type_of(*cast.typeName), before.session.search_path()),
                 .volatility = argument.volatility};
  const pg::DataType& to = result.type;
  if (!to.known() || pg::as<A_ArrayExpr>(cast.arg) != nullptr || pg::as<RowExpr>(cast.arg) != nullptr) return result;
  if (argument.literal()) {
    if (const auto* constant = pg::as<A_Const>(cast.arg);
        constant != nullptr && !constant->isnull && unreadable(pg::string_constant(cast.arg), to, before)) {
      return problem("22P02", "invalid input syntax for type " + pg::sql_type(to) + ": \"" +
                                  std::string(pg::string_constant(cast.arg)) + "\"");
    }
    return result;
  }
  if (!argument.type.known()) {
    result.volatility = worse(result.volatility, Volatility::unknown);
    return result;
  }
  return with_cast(argument, to, before);
}

std::string_view last_name(const ::List* names) {
  const auto* name = pg::as<String>(pg::nth(names, pg::length(names) - 1));
  return name == nullptr ? std::string_view{} : pg::text(name->sval);
}

/// Operators whose meaning no extension changes for PostgreSQL's own types.
bool is_common_operator(std::string_view name) {
  constexpr std::array common = {std::string_view("="), std::string_view("<>"), std::string_view("<"),
                                 std::string_view(">"), std::string_view("<="), std::string_view(">="),
                                 std::string_view("+"), std::string_view("-"),  std::string_view("*"),
                                 std::string_view("/"), std::string_view("~~"), std::string_view("||")};
  return std::find(common.begin(), common.end(), name) != common.end();
}

/// An operator that a script made: what its function gives, of all functions by that name.
std::optional<Meaning> meaning_of_made_operator(const ::List* names, const State& before) {
  const QualifiedName written = pg::name_of(names);
  std::vector<std::string> schemas = before.session.search_path();
  if (!written.schema.empty()) schemas = {written.schema.str()};
  for (const std::string& schema : schemas) {
    const NamedObject* made = before.schema.others.find({"operator", schema + "." + written.name});
    if (made == nullptr) continue;
    const std::size_t dot = made->kind.find('.');
    if (dot == std::string::npos) return Meaning{.volatility = Volatility::unknown};
    return meaning_of_routine({made->kind.substr(0, dot), made->kind.substr(dot + 1)}, before);
  }
  return std::nullopt;
}

Meaning meaning_of_operator(const ::A_Expr& expression, const Meanings& below, const State& before) {
  const Meaning& right = at(expression.rexpr, below);
  const Meaning& left = at(expression.lexpr, below);
  const std::string left_type = catalog_type(left.type, before);
  const std::string right_type = catalog_type(right.type, before);
  Meaning result{.volatility = worse(left.volatility, right.volatility)};
  const std::string_view name = last_name(expression.name);
  const bool prefix = expression.lexpr == nullptr;
  const pg::Resolution found = pg::resolve_operator(
      name, prefix ? std::nullopt : std::optional<std::string_view>(left_type), right_type, before.pg_version);
  const bool told = right_type.size() > 0 && (prefix || left_type.size() > 0);
  const bool missing = found.outcome == pg::Resolved::none || found.outcome == pg::Resolved::no_name;
  if (missing) {
    if (const auto made = meaning_of_made_operator(expression.name, before)) {
      result.type = made->type;
      result.volatility = worse(result.volatility, made->volatility);
      return result;
    }
  }
  if (found.outcome == pg::Resolved::none && told && is_common_operator(name)) {
    return problem("42883",
                   "operator does not exist: " + (prefix ? "" : words_of(left.type) + " ") + std::string(name) + " " +
                       words_of(right.type),
                   FailureKind::undefined_object);
  }
  if (missing) {
    result.volatility = worse(result.volatility, Volatility::unknown);
    return result;
  }
  result.type = type_of_catalog(found.result);
  result.volatility = worse(result.volatility, found.volatility);
  if (found.outcome == pg::Resolved::one) {
    note_cast(expression.rexpr, right_type, found.arguments.back(), below);
    if (!prefix) note_cast(expression.lexpr, left_type, found.arguments.front(), below);
  }
  return result;
}

/// The result with what the operands run. The right one may be a list: a IN (1, 2), a BETWEEN 1 AND 2.
Meaning with_operands(const ::A_Expr& expression, const Meanings& below, Meaning result) {
  result.volatility = worse(result.volatility, at(expression.lexpr, below).volatility);
  const auto* list = pg::as<List>(expression.rexpr);
  if (list == nullptr) result.volatility = worse(result.volatility, at(expression.rexpr, below).volatility);
  for (std::size_t i = 0; i < pg::length(list); ++i) {
    result.volatility = worse(result.volatility, at(pg::nth(list, i), below).volatility);
  }
  return result;
}

Meaning meaning_of_expression(const ::A_Expr& expression, const Meanings& below, const State& before) {
  if (!before.schema.uncommitted_enums.empty()) {
    auto unsafe = problem_of_compared_label(at(expression.lexpr, below).type, expression.rexpr, before);
    if (!unsafe) unsafe = problem_of_compared_label(at(expression.rexpr, below).type, expression.lexpr, before);
    if (unsafe) return {.problem = std::move(unsafe)};
  }
  switch (expression.kind) {
    case AEXPR_OP: {
      const bool rows = pg::as<RowExpr>(expression.lexpr) != nullptr || pg::as<RowExpr>(expression.rexpr) != nullptr;
      if (rows) return with_operands(expression, below, of_type("bool"));
      return meaning_of_operator(expression, below, before);
    }
    case AEXPR_NULLIF: {
      Meaning result = with_operands(expression, below, {});
      result.type = at(expression.lexpr, below).type;
      if (result.type.is("unknown")) result.type = type_of_catalog("text");
      return result;
    }
    default:
      return with_operands(expression, below, of_type("bool"));
  }
}

/// The type of several expressions of which one is the result. Source: parse_coerce.c, select_common_type.
Meaning common_of(const std::vector<const ::Node*>& nodes, const char* what, const Meanings& below,
                  const State& before) {
  Meaning result;
  std::string common;
  bool unclear = false;
  for (const ::Node* node : nodes) {
    const Meaning& meaning = at(node, below);
    result.volatility = worse(result.volatility, meaning.volatility);
    if (meaning.literal()) continue;
    const std::string type = catalog_type(meaning.type, before);
    unclear |= type.empty();
    if (type.empty() || common.empty() || type == common) {
      if (common.empty()) common = type;
      continue;
    }
    const auto a = pg::builtin_type(common, before.pg_version);
    const auto b = pg::builtin_type(type, before.pg_version);
    if (!unclear && a && b && a->category != b->category) {
      return problem("42804", std::string(what) + " types " + words_of(type_of_catalog(common)) + " and " +
                                  words_of(meaning.type) + " cannot be matched");
    }
    const bool takes_over = a && !a->preferred && pg::implicitly_coercible(common, type, before.pg_version) &&
                            !pg::implicitly_coercible(type, common, before.pg_version);
    if (takes_over) common = type;
  }
  if (!unclear) result.type = type_of_catalog(common.empty() ? "text" : common);
  return result;
}

std::vector<const ::Node*> nodes_of(const ::List* list) {
  std::vector<const ::Node*> nodes;
  for (std::size_t i = 0; i < pg::length(list); ++i) nodes.push_back(pg::nth(list, i));
  return nodes;
}

/// Whether an expression must be a boolean and is certainly none.
bool is_no_boolean(const Meaning& meaning, const State& before) {
  if (!meaning.type.known() || meaning.literal()) return false;
  return conversion_of(meaning.type, type_of_catalog("bool"), CastContext::assignment, before) ==
             Conversion::impossible ||
         (catalog_type(meaning.type, before) != "bool" && !catalog_type(meaning.type, before).empty());
}

Meaning want_boolean(const void* node, const char* what, const Meanings& below, const State& before) {
  const Meaning& meaning = at(node, below);
  if (is_no_boolean(meaning, before)) {
    return problem("42804",
                   "argument of " + std::string(what) + " must be type boolean, not type " + words_of(meaning.type));
  }
  return {.type = type_of_catalog("bool"), .volatility = meaning.volatility};
}

Meaning meaning_of_bool(const ::BoolExpr& expression, const Meanings& below, const State& before) {
  Meaning result = of_type("bool");
  const char* what = expression.boolop == AND_EXPR ? "AND" : expression.boolop == OR_EXPR ? "OR" : "NOT";
  for (const ::Node* node : nodes_of(expression.args)) {
    const Meaning one = want_boolean(node, what, below, before);
    if (one.problem) return one;
    result.volatility = worse(result.volatility, one.volatility);
  }
  return result;
}

/// The constant that a condition is; none when it is no constant.
std::optional<bool> constant_condition(const ::Node* node) {
  const auto* constant = pg::as<A_Const>(node);
  if (constant == nullptr || constant->isnull || constant->val.node.type != T_Boolean) return std::nullopt;
  return constant->val.boolval.boolval;
}

/// What is certainly never run does not count. Source: clauses.c, eval_const_expressions_mutator.
Meaning meaning_of_case(const ::CaseExpr& expression, const Meanings& below, const State& before) {
  std::vector<const ::Node*> results;
  std::vector<const ::Node*> run;
  Volatility conditions = at(expression.arg, below).volatility;
  bool decided = false;
  for (const auto& when : pg::each<CaseWhen>(expression.args)) {
    const auto* condition = reinterpret_cast<const ::Node*>(when.expr);
    const auto* value = reinterpret_cast<const ::Node*>(when.result);
    results.push_back(value);
    if (expression.arg == nullptr) {
      const Meaning one = want_boolean(condition, "CASE/WHEN", below, before);
      if (one.problem) return one;
    }
    if (decided) continue;
    const auto constant = expression.arg == nullptr ? constant_condition(condition) : std::nullopt;
    if (constant && !*constant) continue;
    conditions = worse(conditions, at(condition, below).volatility);
    run.push_back(value);
    decided = constant.has_value();
  }
  if (expression.defresult != nullptr) {
    results.push_back(reinterpret_cast<const ::Node*>(expression.defresult));
    if (!decided) run.push_back(results.back());
  }
  Meaning result = common_of(results, "CASE", below, before);
  if (result.problem) return result;
  result.volatility = conditions;
  for (const ::Node* node : run) result.volatility = worse(result.volatility, at(node, below).volatility);
  return result;
}

Meaning meaning_of_coalesce(const ::CoalesceExpr& expression, const Meanings& below, const State& before) {
  std::vector<const ::Node*> nodes = nodes_of(expression.args);
  Meaning result = common_of(nodes, "COALESCE", below, before);
  if (result.problem) return result;
  result.volatility = Volatility::immutable;
  for (const ::Node* node : nodes) {
    result.volatility = worse(result.volatility, at(node, below).volatility);
    if (pg::is_constant(node) && !pg::is_null_constant(node)) break;  // the rest is never run
  }
  return result;
}

Meaning meaning_of_array(const ::A_ArrayExpr& array, const Meanings& below, const State& before) {
  Meaning result = common_of(nodes_of(array.elements), "ARRAY", below, before);
  if (result.problem) return result;
  const std::string element = catalog_type(result.type, before);
  if (array.elements == nullptr || element.empty()) {
    result.type = {};
  } else if (!element.starts_with('_')) {
    result.type = type_of_catalog("_" + element);
  }
  return result;
}

Meaning meaning_of_indirection(const ::A_Indirection& indirection, const Meanings& below, const State& before) {
  const Meaning& argument = at(indirection.arg, below);
  Meaning result{.volatility = argument.volatility};
  const bool subscripts = pg::as<A_Indices>(pg::nth(indirection.indirection, 0)) != nullptr;
  const std::string type = catalog_type(argument.type, before);
  if (!subscripts || !type.starts_with('_')) return result;
  const auto* first = pg::as<A_Indices>(pg::nth(indirection.indirection, 0));
  result.type = first->is_slice ? argument.type : type_of_catalog(type.substr(1));
  return result;
}

Meaning meaning_of_collate(const ::CollateClause& clause, const Meanings& below, const State& before) {
  Meaning result = at(clause.arg, below);
  const std::string type = catalog_type(result.type, before);
  const auto fact = pg::builtin_type(type, before.pg_version);
  if (fact && !result.literal() && !fact->collatable && !type.starts_with('_')) {
    return problem("42804", "collations are not supported by type " + words_of(result.type));
  }
  if (result.literal()) result.type = type_of_catalog("text");
  return result;
}

Volatility worst_of(const ::List* list, const Meanings& below) {
  Volatility worst = Volatility::immutable;
  for (const ::Node* node : nodes_of(list)) worst = worse(worst, at(node, below).volatility);
  return worst;
}

}  // namespace

void note_cast(const ::Node* argument, const std::string& type, std::string_view taken_as, const Meanings& below) {
  if (below.casts == nullptr || type == taken_as || taken_as.starts_with("any")) return;
  (*below.casts)[argument] = type_of_catalog(std::string(taken_as));
}

Meaning with_cast(Meaning meaning, const pg::DataType& to, const State& before) {
  if (meaning.problem || !meaning.type.known()) return meaning;
  if (meaning.literal()) {
    meaning.type = to;
    return meaning;
  }
  if (conversion_of(meaning.type, to, CastContext::explicit_, before) == Conversion::impossible) {
    return problem("42846", "cannot cast type " + words_of(meaning.type) + " to " + pg::sql_type(to));
  }
  const Volatility runs =
      cast_volatility(catalog_type(meaning.type, before), catalog_type(to, before), before.pg_version);
  meaning.volatility = worse(meaning.volatility, meaning.type == to ? Volatility::immutable : runs);
  meaning.type = to;
  return meaning;
}

Meaning meaning_of_node(const ::Node* node, const Meanings& below, const State& before) {
  switch (pg::tag(node)) {
    case T_A_Const:
      return meaning_of_constant(*pg::as<A_Const>(node));
    case T_TypeCast:
      return meaning_of_cast(*pg::as<TypeCast>(node), below, before);
    case T_SQLValueFunction: {
      const std::string type(type_of_keyword(pg::as<SQLValueFunction>(node)->op));
      return of_type(type.c_str(), Volatility::stable);
    }
    case T_A_Expr:
      return meaning_of_expression(*pg::as<A_Expr>(node), below, before);
    case T_BoolExpr:
      return meaning_of_bool(*pg::as<BoolExpr>(node), below, before);
    case T_NullTest:
      return of_type("bool", at(pg::as<NullTest>(node)->arg, below).volatility);
    case T_BooleanTest:
      return want_boolean(pg::as<BooleanTest>(node)->arg, "IS TRUE", below, before);
    case T_CaseExpr:
      return meaning_of_case(*pg::as<CaseExpr>(node), below, before);
    case T_CoalesceExpr:
      return meaning_of_coalesce(*pg::as<CoalesceExpr>(node), below, before);
    case T_MinMaxExpr: {
      const auto* expression = pg::as<MinMaxExpr>(node);
      return common_of(nodes_of(expression->args), expression->op == IS_GREATEST ? "GREATEST" : "LEAST", below, before);
    }
    case T_A_ArrayExpr:
      return meaning_of_array(*pg::as<A_ArrayExpr>(node), below, before);
    case T_RowExpr:
      return {.volatility = worst_of(pg::as<RowExpr>(node)->args, below)};
    case T_A_Indirection:
      return meaning_of_indirection(*pg::as<A_Indirection>(node), below, before);
    case T_CollateClause:
      return meaning_of_collate(*pg::as<CollateClause>(node), below, before);
    case T_NamedArgExpr:
      return at(pg::as<NamedArgExpr>(node)->arg, below);
    case T_XmlExpr:
      return of_type(pg::as<XmlExpr>(node)->op == IS_DOCUMENT ? "bool" : "xml",
                     worst_of(pg::as<XmlExpr>(node)->args, below));
    case T_JsonIsPredicate:
      return of_type("bool");
    default:
      return {.volatility = Volatility::unknown};
  }
}

}  // namespace pginterlock::effects
