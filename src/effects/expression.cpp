#include "effects/expression.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pg/ast.h"
#include "pg/catalog.h"
#include "pg/walk.h"

namespace pginterlock::effects {

namespace {

using pg::Volatility;
using Named = std::pair<std::string_view, std::string_view>;

// Volatile functions of the extensions that migrations use most; PostgreSQL 13 took gen_random_uuid() in.
constexpr std::array volatile_extension_functions = {
    std::string_view("gen_random_bytes"), std::string_view("gen_random_uuid"),    std::string_view("gen_salt"),
    std::string_view("uuid_generate_v1"), std::string_view("uuid_generate_v1mc"), std::string_view("uuid_generate_v4"),
};

// What the functions of everyday defaults return: it decides between overloads of the function around them.
constexpr std::array result_types = {
    Named{"clock_timestamp", "timestamptz"},
    Named{"concat", "text"},
    Named{"format", "text"},
    Named{"gen_random_uuid", "uuid"},
    Named{"lower", "text"},
    Named{"md5", "text"},
    Named{"nextval", "int8"},
    Named{"now", "timestamptz"},
    Named{"random", "float8"},
    Named{"statement_timestamp", "timestamptz"},
    Named{"to_char", "text"},
    Named{"to_timestamp", "timestamptz"},
    Named{"transaction_timestamp", "timestamptz"},
    Named{"upper", "text"},
};

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

std::string_view type_of_constant(const ::A_Const& constant) {
  if (constant.isnull) return "unknown";
  switch (constant.val.node.type) {
    case T_Integer:
      return "int4";
    case T_Boolean:
      return "bool";
    case T_String:
      return "unknown";
    case T_BitString:
      return "bit";
    default:
      return "";  // a number that is no int4: bigint or numeric
  }
}

std::string_view last_name(const ::List* names) {
  const auto* name = pg::as<String>(pg::nth(names, pg::length(names) - 1));
  return name == nullptr ? std::string_view{} : pg::text(name->sval);
}

/// The catalogue's name of the type that an expression has, "" when that is not plain to see.
std::string_view type_of(const ::Node* node, int depth = 0) {
  constexpr int deep_enough = 8;  // an answer of "" is never wrong
  if (depth == deep_enough) return "";
  switch (pg::tag(node)) {
    case T_A_Const:
      return type_of_constant(*pg::as<A_Const>(node));
    case T_SQLValueFunction:
      return type_of_keyword(pg::as<SQLValueFunction>(node)->op);
    case T_TypeCast: {
      const ::TypeName* type = pg::as<TypeCast>(node)->typeName;
      if (type == nullptr || type->arrayBounds != nullptr || type->pct_type) return "";
      const std::string_view name = last_name(type->names);
      return pg::builtin_type(name) ? name : std::string_view{};
    }
    case T_FuncCall: {
      const auto* call = pg::as<FuncCall>(node);
      const std::string_view name = last_name(call->funcname);
      const auto found = std::find_if(result_types.begin(), result_types.end(),
                                      [&](const Named& function) { return function.first == name; });
      if (found != result_types.end()) return found->second;
      const std::string_view argument = type_of(pg::nth(call->args, 1), depth + 1);
      if (name == "date_trunc") return argument;
      if (name == "timezone") {
        return argument == "timestamptz" ? "timestamp" : argument == "timestamp" ? "timestamptz" : "";
      }
      return "";
    }
    case T_A_Expr: {
      const auto* expression = pg::as<A_Expr>(node);
      const std::string_view left = type_of(expression->lexpr, depth + 1);
      const bool moment = left == "timestamptz" || left == "timestamp";
      return moment && type_of(expression->rexpr, depth + 1) == "interval" ? left : std::string_view{};
    }
    default:
      return "";
  }
}

/// The worst of the user functions that an unqualified or qualified name can mean.
Volatility user_function_volatility(const ::List* funcname, const State& before) {
  const QualifiedName written = pg::name_of(funcname);
  std::vector<std::string> schemas = before.session.search_path();
  if (!written.schema.empty()) schemas = {written.schema};
  for (const std::string& schema : schemas) {
    const std::vector<const Routine*> routines = before.schema.routines_named({schema, written.name});
    if (routines.empty()) continue;
    Volatility worst = Volatility::immutable;
    for (const Routine* routine : routines) worst = std::max(worst, routine->volatility);
    return worst;
  }
  const bool known_volatile = std::find(volatile_extension_functions.begin(), volatile_extension_functions.end(),
                                        written.name) != volatile_extension_functions.end();
  return known_volatile ? Volatility::volatile_ : Volatility::unknown;
}

Volatility function_volatility(const ::FuncCall& call, const State& before) {
  const std::string_view name = last_name(call.funcname);
  const auto* schema = pg::length(call.funcname) > 1 ? pg::as<String>(pg::nth(call.funcname, 0)) : nullptr;
  if (schema == nullptr || pg::text(schema->sval) == "pg_catalog") {
    std::vector<std::string_view> types;
    for (std::size_t i = 0; i < pg::length(call.args); ++i) types.push_back(type_of(pg::nth(call.args, i)));
    const Volatility builtin = pg::builtin_function_volatility(name, types, before.pg_version);
    if (builtin != Volatility::unknown) return builtin;
  }
  return user_function_volatility(call.funcname, before);
}

Volatility operator_volatility(const ::A_Expr& expression, const State& before) {
  if (expression.kind != AEXPR_OP) return Volatility::immutable;  // IN, LIKE, BETWEEN, …: comparisons
  const std::string_view right = type_of(expression.rexpr);
  const auto left = expression.lexpr == nullptr ? std::nullopt : std::optional(type_of(expression.lexpr));
  return pg::builtin_operator_volatility(last_name(expression.name), left, right, before.pg_version);
}

/// A constant is read when the statement is, so casting one costs nothing later. Other conversions are at worst stable.
Volatility cast_volatility(const ::TypeCast& cast, int version) {
  if (pg::is_constant(cast.arg) || cast.typeName == nullptr) return Volatility::immutable;
  const std::string_view source = type_of(cast.arg);
  const std::string_view target = last_name(cast.typeName->names);
  if (source == target) return Volatility::immutable;
  const auto known = pg::builtin_cast(source, target, version);
  return known ? known->volatility : Volatility::stable;
}

Volatility volatility_of_node(const ::Node* node, const State& before) {
  switch (pg::tag(node)) {
    case T_FuncCall:
      return function_volatility(*pg::as<FuncCall>(node), before);
    case T_A_Expr:
      return operator_volatility(*pg::as<A_Expr>(node), before);
    case T_TypeCast:
      return cast_volatility(*pg::as<TypeCast>(node), before.pg_version);
    case T_SQLValueFunction:
      return Volatility::stable;
    default:
      return Volatility::immutable;
  }
}

}  // namespace

Volatility volatility_of(const ::Node* expression, const State& before) {
  if (pg::is_constant(expression)) return Volatility::immutable;
  Volatility worst = Volatility::immutable;
  bool unknown = false;
  pg::walk(expression, [&](const ::Node* node) {
    const Volatility volatility = volatility_of_node(node, before);
    if (volatility == Volatility::unknown) {
      unknown = true;
    } else {
      worst = std::max(worst, volatility);
    }
    return worst != Volatility::volatile_;
  });
  return worst == Volatility::volatile_ ? worst : unknown ? Volatility::unknown : worst;
}

}  // namespace pginterlock::effects
