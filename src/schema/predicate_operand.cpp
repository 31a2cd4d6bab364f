// How operands and constants of conditions are read from expressions.
#include <cstdlib>
#include <utility>

#include "pg/ast.h"
#include "pg/names.h"
#include "pg/types.h"
#include "schema/predicate.h"

namespace pginterlock {

namespace {

constexpr int deepest = 40;  // nobody writes conditions that are nested deeper

std::string operator_name(const ::A_Expr& expression) { return pg::name_of(expression.name).name.str(); }

std::string spelling(const ::Node* node, int depth);

std::string spelling_of_list(const ::List* list, int depth) {
  std::string text;
  for (std::size_t i = 0; i < pg::length(list); ++i) {
    const std::string part = spelling(pg::nth(list, i), depth);
    if (part.empty()) return {};
    if (i > 0) text += ", ";
    text += part;
  }
  return text;
}

std::string spelling_of_constant(const ::A_Const& constant) {
  if (constant.isnull) return "NULL";
  switch (pg::tag(&constant.val)) {
    case T_Integer:
      return std::to_string(constant.val.ival.ival);
    case T_Float:
      return std::string(pg::text(constant.val.fval.fval));
    case T_Boolean:
      return constant.val.boolval.boolval ? "true" : "false";
    case T_String:
      return pg::quote_literal(pg::text(constant.val.sval.sval));
    default:
      return {};
  }
}

std::string spelling_of_expression(const ::A_Expr& expression, int depth) {
  if (expression.kind != AEXPR_OP) return {};
  const std::string left = expression.lexpr == nullptr ? " " : spelling(expression.lexpr, depth);
  const std::string right = spelling(expression.rexpr, depth);
  if (left.empty() || right.empty()) return {};
  return "(" + left + " " + operator_name(expression) + " " + right + ")";
}

/// A spelling of an expression that two spell alike only when they are the same; empty when it is not known.
std::string spelling(const ::Node* node, int depth) {
  if (node == nullptr || depth > deepest) return {};
  if (const auto* column = pg::as<::ColumnRef>(node)) {
    const auto* name = pg::as<::String>(pg::nth(column->fields, pg::length(column->fields) - 1));
    return name == nullptr ? std::string() : pg::quote_identifier(pg::text(name->sval));
  }
  if (const auto* constant = pg::as<::A_Const>(node)) return spelling_of_constant(*constant);
  if (const auto* expression = pg::as<::A_Expr>(node)) return spelling_of_expression(*expression, depth + 1);
  if (const auto* cast = pg::as<::TypeCast>(node)) {
    const std::string inner = spelling(cast->arg, depth + 1);
    return inner.empty() || cast->typeName == nullptr ? std::string()
                                                      : inner + "::" + pg::sql_type(pg::type_of(*cast->typeName));
  }
  const auto* call = pg::as<::FuncCall>(node);
  const bool plain = call != nullptr && call->agg_order == nullptr && call->agg_filter == nullptr &&
                     call->over == nullptr && !call->agg_star && !call->agg_distinct && !call->func_variadic;
  if (!plain) return {};
  const std::string arguments = spelling_of_list(call->args, depth + 1);
  if (arguments.empty() && call->args != nullptr) return {};
  return pg::name_of(call->funcname).plain() + "(" + arguments + ")";
}

std::optional<Constant> folded(const ::A_Expr& expression) {
  if (expression.kind != AEXPR_OP) return std::nullopt;
  if (expression.lexpr == nullptr) {
    const bool plus = operator_name(expression) == "+" && pg::as<::A_Const>(expression.rexpr) != nullptr;
    return plus ? std::optional(constant_of(expression.rexpr)) : std::nullopt;
  }
  // One level: nobody writes a tree of sums where a constant is meant.
  if (pg::as<::A_Const>(expression.lexpr) == nullptr || pg::as<::A_Const>(expression.rexpr) == nullptr) {
    return std::nullopt;
  }
  Constant left = constant_of(expression.lexpr);
  const Constant right = constant_of(expression.rexpr);
  if (left.kind != Constant::Kind::number || right.kind != Constant::Kind::number) return std::nullopt;
  const std::string name = operator_name(expression);
  if (name == "+") {
    left.number += right.number;
  } else if (name == "-") {
    left.number -= right.number;
  } else if (name == "*") {
    left.number *= right.number;
  } else {
    return std::nullopt;
  }
  if (left.type.empty()) left.type = right.type;
  return left;
}

/// A number that the grammar does not hold as an integer: int8 when it fits, else numeric. Source: parse_node.c,
/// make_const.
Constant large_or_fractional(const char* text) {
  constexpr std::size_t exact_digits = 18;  // as many as a long double always holds
  const std::string_view written = pg::text(text);
  if (written.size() > exact_digits || written.find_first_not_of("0123456789.eE+-") != std::string_view::npos)
    return {};
  Constant constant{.kind = Constant::Kind::number, .number = std::strtold(text, nullptr)};
  if (written.find_first_of(".eE") != std::string_view::npos) constant.type = "numeric";
  return constant;
}

}  // namespace

std::string operand_of(const ::Node* expression) { return spelling(expression, 0); }

Constant constant_of(const ::Node* expression) {
  std::string type;
  for (int depth = 0; depth < deepest; ++depth) {
    const auto* cast = pg::as<::TypeCast>(expression);
    if (cast == nullptr) break;
    if (cast->typeName == nullptr) return {};
    const pg::DataType cast_type = pg::type_of(*cast->typeName);
    if (cast_type.array || !cast_type.modifiers.empty()) return {};
    if (type.empty()) type = cast_type.name.name;
    expression = cast->arg;
  }
  Constant constant;
  if (const auto* operation = pg::as<::A_Expr>(expression)) {
    if (auto sum = folded(*operation)) constant = std::move(*sum);
  } else if (const auto* written = pg::as<::A_Const>(expression)) {
    if (written->isnull) {
      constant.kind = Constant::Kind::null;
    } else if (pg::tag(&written->val) == T_Integer) {
      constant.kind = Constant::Kind::number;
      constant.number = written->val.ival.ival;
    } else if (pg::tag(&written->val) == T_Float) {
      constant = large_or_fractional(written->val.fval.fval);
    } else if (pg::tag(&written->val) == T_Boolean) {
      constant.kind = Constant::Kind::boolean;
      constant.number = written->val.boolval.boolval ? 1 : 0;
    } else if (pg::tag(&written->val) == T_String) {
      constant.kind = Constant::Kind::text;
      constant.text = pg::text(written->val.sval.sval);
    }
  }
  if (!type.empty()) constant.type = std::move(type);
  return constant;
}

}  // namespace pginterlock
