#include "schema/predicate.h"

#include <algorithm>
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

Predicate with_operand(Kind kind, std::string operand) { return {.kind = kind, .operand = std::move(operand)}; }

Predicate spelt(const ::Node* node, bool negated) {
  std::string text = operand_of(node);
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
  std::string operand = operand_of(left);
  if (operand.empty() || elements == nullptr || constant_of(left).kind != Constant::Kind::other) return std::nullopt;
  std::vector<Constant> constants;
  for (std::size_t i = 0; i < pg::length(elements); ++i) {
    constants.push_back(constant_of(pg::nth(elements, i)));
    if (constants.back().kind == Constant::Kind::other) return std::nullopt;
  }
  return compared_with_each(operand, comparison, std::move(constants), any);
}

/// Source: parse_expr.c, transformAExprBetween.
std::optional<Predicate> between(const ::A_Expr& expression) {
  const auto* bounds = pg::as<::List>(expression.rexpr);
  if (pg::length(bounds) != 2) return std::nullopt;
  const bool inside = expression.kind == AEXPR_BETWEEN || expression.kind == AEXPR_BETWEEN_SYM;
  const bool symmetric = expression.kind == AEXPR_BETWEEN_SYM || expression.kind == AEXPR_NOT_BETWEEN_SYM;
  std::vector<Predicate> orders;
  for (const std::size_t first : symmetric ? std::vector<std::size_t>{0, 1} : std::vector<std::size_t>{0}) {
    auto low =
        comparison_of(expression.lexpr, inside ? Comparison::greater_equal : Comparison::less, pg::nth(bounds, first));
    auto high = comparison_of(expression.lexpr, inside ? Comparison::less_equal : Comparison::greater,
                              pg::nth(bounds, 1 - first));
    if (!low || !high) return std::nullopt;
    orders.push_back(inside ? all_of({std::move(*low), std::move(*high)})
                            : any_of({std::move(*low), std::move(*high)}));
  }
  return inside ? any_of(std::move(orders)) : all_of(std::move(orders));
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
    case AEXPR_BETWEEN_SYM:
    case AEXPR_NOT_BETWEEN_SYM:
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

/// IS [NOT] DISTINCT FROM NULL. Source: parse_expr.c, transformAExprDistinct.
std::optional<Predicate> distinct_from_null(const ::A_Expr& expression) {
  const bool distinct = expression.kind == AEXPR_DISTINCT;
  if (!distinct && expression.kind != AEXPR_NOT_DISTINCT) return std::nullopt;
  const ::Node* tested = expression.lexpr;
  if (pg::is_null_constant(tested)) tested = expression.rexpr;
  if (tested == expression.lexpr && !pg::is_null_constant(expression.rexpr)) return std::nullopt;
  return with_operand(distinct ? Kind::is_not_null : Kind::is_null, operand_of(tested));
}

/// A condition that is compared with TRUE or FALSE is the condition or its negation: told by `negated`.
/// Source: clauses.c, simplify_boolean_equality.
const ::Node* compared_with_boolean(const ::A_Expr& expression, bool& negated) {
  const std::string name = operator_name(expression);
  if (expression.kind != AEXPR_OP || (name != "=" && name != "<>")) return nullptr;
  for (const bool constant_first : {false, true}) {
    const Constant constant = constant_of(constant_first ? expression.lexpr : expression.rexpr);
    if (constant.kind != Constant::Kind::boolean) continue;
    if ((constant.number != 0) != (name == "=")) negated = !negated;
    return constant_first ? expression.rexpr : expression.lexpr;
  }
  return nullptr;
}

/// A row is null when all of its fields are, and not null when none is. Source: clauses.c, eval_const_expressions,
/// T_NullTest.
Predicate null_test_of(const ::NullTest& test) {
  const Kind kind = test.nulltesttype == IS_NULL ? Kind::is_null : Kind::is_not_null;
  const auto* row = pg::as<::RowExpr>(test.arg);
  if (row == nullptr) return with_operand(kind, operand_of(reinterpret_cast<const ::Node*>(test.arg)));
  std::vector<Predicate> fields;
  for (std::size_t i = 0; i < pg::length(row->args); ++i) {
    fields.push_back(with_operand(kind, operand_of(pg::nth(row->args, i))));
  }
  return all_of(std::move(fields));
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
    bool inner_negated = negated;
    if (const ::Node* inner = compared_with_boolean(*expression, inner_negated)) {
      return build(inner, inner_negated, depth + 1);
    }
    found = distinct_from_null(*expression);
    if (!found) found = predicate_of_expression(*expression);
  } else if (const auto* null_test = pg::as<::NullTest>(node)) {
    found = null_test_of(*null_test);
  } else if (const auto* test = pg::as<::BooleanTest>(node)) {
    if (const auto kind = kind_of(*test)) {
      found = with_operand(*kind, operand_of(reinterpret_cast<const ::Node*>(test->arg)));
    }
  } else if (pg::as<::ColumnRef>(node) != nullptr) {
    found = with_operand(Kind::holds, operand_of(node));
  } else if (const Constant constant = constant_of(node); constant.kind == Constant::Kind::boolean) {
    found = Predicate{.kind = constant.number != 0 ? Kind::all : Kind::any};
  }
  if (!found) return spelt(node, negated);
  return negated ? negation_of(*found) : std::move(*found);
}

Predicate joined(Kind kind, std::vector<Predicate> parts) {
  Predicate result{.kind = kind};
  for (Predicate& part : parts) {
    // FALSE makes AND false, TRUE makes OR true. Source: clauses.c, simplify_and_arguments.
    const bool settles = part.parts.empty() && part.kind != kind && (part.kind == Kind::all || part.kind == Kind::any);
    if (settles) return part;
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

}  // namespace

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

Predicate compared_with_each(const std::string& operand, Comparison comparison, std::vector<Constant> constants,
                             bool any) {
  constexpr std::size_t most = 100;
  if (constants.size() > most) {
    std::string spelt = operand + ' ' + std::to_string(static_cast<int>(comparison)) + (any ? " ANY" : " ALL");
    for (const Constant& one : constants) {
      spelt += ' ' + (one.kind == Constant::Kind::text ? pg::quote_literal(one.text) : std::to_string(one.number));
    }
    return with_operand(Kind::other, std::move(spelt));
  }
  std::vector<Predicate> parts;
  for (Constant& one : constants) parts.push_back(compared(operand, comparison, std::move(one)));
  return any ? any_of(std::move(parts)) : all_of(std::move(parts));
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
