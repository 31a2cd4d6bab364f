#include "schema/predicate.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "pg/ast.h"
#include "pg/names.h"
#include "pg/types.h"
#include "pg/walk.h"

namespace pginterlock {

namespace {

constexpr int deepest = 40;  // nobody writes conditions that are nested deeper

using Kind = Predicate::Kind;

std::optional<Comparison> comparison_named(std::string_view name) {
  if (name == "=") return Comparison::equal;
  if (name == "<>") return Comparison::not_equal;
  if (name == "<") return Comparison::less;
  if (name == "<=") return Comparison::less_equal;
  if (name == ">") return Comparison::greater;
  if (name == ">=") return Comparison::greater_equal;
  return std::nullopt;
}

Comparison commuted(Comparison comparison) {
  switch (comparison) {
    case Comparison::less:
      return Comparison::greater;
    case Comparison::less_equal:
      return Comparison::greater_equal;
    case Comparison::greater:
      return Comparison::less;
    case Comparison::greater_equal:
      return Comparison::less_equal;
    case Comparison::equal:
    case Comparison::not_equal:
      return comparison;
  }
  return comparison;
}

Comparison negated_comparison(Comparison comparison) {
  switch (comparison) {
    case Comparison::equal:
      return Comparison::not_equal;
    case Comparison::not_equal:
      return Comparison::equal;
    case Comparison::less:
      return Comparison::greater_equal;
    case Comparison::less_equal:
      return Comparison::greater;
    case Comparison::greater:
      return Comparison::less_equal;
    case Comparison::greater_equal:
      return Comparison::less;
  }
  return comparison;
}

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

Predicate with_operand(Kind kind, std::string operand) { return {.kind = kind, .operand = std::move(operand)}; }

Predicate spelt(const ::Node* node, bool negated, int depth) {
  std::string text = spelling(node, depth);
  if (!text.empty() && negated) text = "NOT " + text;
  return with_operand(Kind::other, std::move(text));
}

/// operand comparison constant, whichever side the constant is on.
std::optional<Predicate> comparison_of(const ::Node* left, Comparison comparison, const ::Node* right) {
  if (constant_of(left).kind != Constant::Kind::other) {
    std::swap(left, right);
    comparison = commuted(comparison);
  }
  Constant constant = constant_of(right);
  if (constant.kind == Constant::Kind::other) return std::nullopt;
  std::string operand = operand_of(left);
  if (operand.empty()) return std::nullopt;
  return compared(std::move(operand), comparison, std::move(constant));
}

/// operand comparison each of the elements, joined by OR or AND.
std::optional<Predicate> comparisons_of(const ::Node* left, Comparison comparison, const ::List* elements, bool any) {
  std::vector<Predicate> parts;
  for (std::size_t i = 0; i < pg::length(elements); ++i) {
    auto part = comparison_of(left, comparison, pg::nth(elements, i));
    if (!part) return std::nullopt;
    parts.push_back(std::move(*part));
  }
  if (parts.empty()) return std::nullopt;
  return any ? any_of(std::move(parts)) : all_of(std::move(parts));
}

std::optional<Predicate> between(const ::A_Expr& expression) {
  const auto* bounds = pg::as<::List>(expression.rexpr);
  if (pg::length(bounds) != 2) return std::nullopt;
  const bool inside = expression.kind == AEXPR_BETWEEN;
  auto low = comparison_of(expression.lexpr, inside ? Comparison::greater_equal : Comparison::less, pg::nth(bounds, 0));
  auto high =
      comparison_of(expression.lexpr, inside ? Comparison::less_equal : Comparison::greater, pg::nth(bounds, 1));
  if (!low || !high) return std::nullopt;
  return inside ? all_of({std::move(*low), std::move(*high)}) : any_of({std::move(*low), std::move(*high)});
}

std::optional<Predicate> predicate_of_expression(const ::A_Expr& expression) {
  const std::optional<Comparison> comparison = comparison_named(operator_name(expression));
  switch (expression.kind) {
    case AEXPR_OP:
      return comparison ? comparison_of(expression.lexpr, *comparison, expression.rexpr) : std::nullopt;
    case AEXPR_IN:
      if (!comparison) return std::nullopt;
      return comparisons_of(expression.lexpr, *comparison, pg::as<::List>(expression.rexpr),
                            *comparison == Comparison::equal);
    case AEXPR_OP_ANY:
    case AEXPR_OP_ALL: {
      const auto* array = pg::as<::A_ArrayExpr>(expression.rexpr);
      if (!comparison || array == nullptr) return std::nullopt;
      return comparisons_of(expression.lexpr, *comparison, array->elements, expression.kind == AEXPR_OP_ANY);
    }
    case AEXPR_BETWEEN:
    case AEXPR_NOT_BETWEEN:
      return between(expression);
    default:
      return std::nullopt;
  }
}

std::optional<Kind> kind_of(const ::BooleanTest& test) {
  switch (test.booltesttype) {
    case IS_TRUE:
      return Kind::is_true;
    case IS_NOT_TRUE:
      return Kind::is_not_true;
    case IS_FALSE:
      return Kind::is_false;
    case IS_NOT_FALSE:
      return Kind::is_not_false;
    case IS_UNKNOWN:
    case IS_NOT_UNKNOWN:
      return std::nullopt;
  }
  return std::nullopt;
}

Predicate build(const ::Node* node, bool negated, int depth) {
  if (depth > deepest) return {};
  if (const auto* boolean = pg::as<::BoolExpr>(node)) {
    if (boolean->boolop == NOT_EXPR) return build(pg::nth(boolean->args, 0), !negated, depth + 1);
    std::vector<Predicate> parts;
    for (std::size_t i = 0; i < pg::length(boolean->args); ++i) {
      parts.push_back(build(pg::nth(boolean->args, i), negated, depth + 1));
    }
    return (boolean->boolop == AND_EXPR) != negated ? all_of(std::move(parts)) : any_of(std::move(parts));
  }
  std::optional<Predicate> found;
  if (const auto* expression = pg::as<::A_Expr>(node)) {
    found = predicate_of_expression(*expression);
  } else if (const auto* null_test = pg::as<::NullTest>(node)) {
    found = with_operand(null_test->nulltesttype == IS_NULL ? Kind::is_null : Kind::is_not_null,
                         operand_of(reinterpret_cast<const ::Node*>(null_test->arg)));
  } else if (const auto* test = pg::as<::BooleanTest>(node)) {
    if (const auto kind = kind_of(*test)) {
      found = with_operand(*kind, operand_of(reinterpret_cast<const ::Node*>(test->arg)));
    }
  } else if (pg::as<::ColumnRef>(node) != nullptr) {
    found = with_operand(Kind::holds, operand_of(node));
  }
  if (!found) return spelt(node, negated, depth);
  return negated ? negation_of(*found) : std::move(*found);
}

Predicate joined(Kind kind, std::vector<Predicate> parts) {
  Predicate result{.kind = kind};
  for (Predicate& part : parts) {
    if (part.kind == kind) {
      std::move(part.parts.begin(), part.parts.end(), std::back_inserter(result.parts));
    } else {
      result.parts.push_back(std::move(part));
    }
  }
  if (result.parts.size() == 1) return Predicate(std::move(result.parts.front()));
  return result;
}

Kind negated_kind(Kind kind) {
  switch (kind) {
    case Kind::is_null:
      return Kind::is_not_null;
    case Kind::is_not_null:
      return Kind::is_null;
    case Kind::holds:
      return Kind::holds_not;
    case Kind::holds_not:
      return Kind::holds;
    case Kind::is_true:
      return Kind::is_not_true;
    case Kind::is_not_true:
      return Kind::is_true;
    case Kind::is_false:
      return Kind::is_not_false;
    case Kind::is_not_false:
      return Kind::is_false;
    case Kind::all:
      return Kind::any;
    case Kind::any:
      return Kind::all;
    case Kind::other:
    case Kind::comparison:
      return kind;
  }
  return kind;
}

std::optional<Constant> folded(const ::A_Expr& expression) {
  if (expression.kind != AEXPR_OP || expression.lexpr == nullptr) return std::nullopt;
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
  return left;
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
      constant.kind = Constant::Kind::number;
      constant.number = std::strtold(written->val.fval.fval, nullptr);
    } else if (pg::tag(&written->val) == T_Boolean) {
      constant.kind = Constant::Kind::boolean;
      constant.number = written->val.boolval.boolval ? 1 : 0;
    } else if (pg::tag(&written->val) == T_String) {
      constant.kind = Constant::Kind::text;
      constant.text = pg::text(written->val.sval.sval);
    }
  }
  constant.type = std::move(type);
  return constant;
}

Predicate compared(std::string operand, Comparison comparison, Constant constant) {
  // Source: clauses.c, simplify_boolean_equality.
  const bool equality = comparison == Comparison::equal || comparison == Comparison::not_equal;
  if (equality && constant.kind == Constant::Kind::boolean) {
    const bool holds = (constant.number != 0) == (comparison == Comparison::equal);
    return with_operand(holds ? Kind::holds : Kind::holds_not, std::move(operand));
  }
  return {.kind = Kind::comparison,
          .operand = std::move(operand),
          .comparison = comparison,
          .constant = std::move(constant)};
}

Predicate all_of(std::vector<Predicate> parts) { return joined(Kind::all, std::move(parts)); }
Predicate any_of(std::vector<Predicate> parts) { return joined(Kind::any, std::move(parts)); }

Predicate negation_of(const Predicate& predicate) {
  Predicate result = predicate;
  result.kind = negated_kind(predicate.kind);
  if (predicate.kind == Kind::comparison) result.comparison = negated_comparison(predicate.comparison);
  if (predicate.kind == Kind::other && !predicate.operand.empty()) {
    result.operand = predicate.operand.starts_with("NOT ") ? predicate.operand.substr(4) : "NOT " + predicate.operand;
  }
  for (Predicate& part : result.parts) part = negation_of(part);
  return result;
}

Predicate predicate_of(const ::Node* expression, bool negated) { return build(expression, negated, 0); }

Predicate with_column_renamed(Predicate predicate, std::string_view from, const std::string& to) {
  const std::string quoted = pg::quote_identifier(from);
  if (predicate.operand == quoted) {
    predicate.operand = pg::quote_identifier(to);
  } else if (predicate.operand.find(quoted) != std::string::npos) {
    predicate.operand.clear();  // an expression that may mention it
  }
  for (Predicate& part : predicate.parts) part = with_column_renamed(std::move(part), from, to);
  return predicate;
}

}  // namespace pginterlock
