#include "effects/guard.h"

#include <algorithm>
#include <charconv>

#include "effects/catalog_query.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::text;

constexpr int deepest = 100;

class Evaluation {
 public:
  Evaluation(const State& state, const Values& values) : state_(state), values_(values) {}

  std::optional<bool> holds(const ::Node* node, int depth) const {
    if (node == nullptr || depth > deepest) return std::nullopt;
    if (const auto* combination = as<BoolExpr>(node)) return combined(*combination, depth);
    if (const auto* sublink = as<SubLink>(node)) {
      const auto* query = as<SelectStmt>(sublink->subselect);
      if (query == nullptr) return std::nullopt;
      if (sublink->subLinkType == EXISTS_SUBLINK) return catalog_has_rows(*query, state_, values_);
      return sublink->subLinkType == EXPR_SUBLINK ? scalar(*query, depth) : std::nullopt;
    }
    if (const auto* test = as<NullTest>(node)) {
      const auto known = is_null(reinterpret_cast<const ::Node*>(test->arg));
      if (!known) return std::nullopt;
      return test->nulltesttype == IS_NULL ? *known : !*known;
    }
    if (const auto* operation = as<A_Expr>(node); operation != nullptr && operation->kind == AEXPR_OP) {
      return compared(*operation);
    }
    const auto value = fold_text(node, values_);
    if (!value) return std::nullopt;
    if (*value == "t" || *value == "true") return true;
    if (*value == "f" || *value == "false") return false;
    return std::nullopt;
  }

 private:
  /// (SELECT EXISTS (…)), without FROM.
  std::optional<bool> scalar(const ::SelectStmt& query, int depth) const {
    if (query.fromClause != nullptr || query.whereClause != nullptr || pg::length(query.targetList) != 1)
      return std::nullopt;
    const auto* target = as<ResTarget>(pg::nth(query.targetList, 0));
    return target == nullptr ? std::nullopt : holds(target->val, depth + 1);
  }

  /// AND, OR and NOT of three-valued logic.
  std::optional<bool> combined(const ::BoolExpr& combination, int depth) const {
    if (combination.boolop == NOT_EXPR) {
      const auto inner = holds(pg::nth(combination.args, 0), depth + 1);
      return inner ? std::optional(!*inner) : std::nullopt;
    }
    const bool decisive = combination.boolop == OR_EXPR;
    bool all_known = true;
    for (std::size_t i = 0; i < pg::length(combination.args); ++i) {
      const auto one = holds(pg::nth(combination.args, i), depth + 1);
      if (one && *one == decisive) return decisive;
      all_known = all_known && one.has_value();
    }
    return all_known ? std::optional(!decisive) : std::nullopt;
  }

  /// Of to_regclass('…'), to_regtype('…').
  std::optional<bool> is_null(const ::Node* node) const {
    while (const auto* cast = as<TypeCast>(node)) node = cast->arg;
    const auto* call = as<FuncCall>(node);
    if (call == nullptr || pg::length(call->args) != 1) return std::nullopt;
    const std::string name = pg::name_of(call->funcname).name.str();
    const auto named = fold_text(pg::nth(call->args, 0), values_);
    if (!named || (name != "to_regclass" && name != "to_regtype")) return std::nullopt;
    const auto exists = name == "to_regclass" ? relation_exists(*named, state_) : type_exists(*named, state_);
    return exists ? std::optional(!*exists) : std::nullopt;
  }

  /// A number: a constant, the server's version, count(*) of a query that gives no row.
  std::optional<long> number(const ::Node* node) const {
    while (const auto* cast = as<TypeCast>(node)) node = cast->arg;
    if (const auto* call = as<FuncCall>(node); call != nullptr && pg::length(call->args) == 1) {
      const bool version = pg::name_of(call->funcname).name == "current_setting" &&
                           fold_text(pg::nth(call->args, 0), values_) == "server_version_num";
      // Minor versions are not told apart: those are compared as if they were the next but one.
      return version ? std::optional(static_cast<long>(state_.pg_version) * 10000 + 2) : std::nullopt;
    }
    if (const auto* sublink = as<SubLink>(node)) {
      const auto* query = as<SelectStmt>(sublink->subselect);
      const bool counts = query != nullptr && sublink->subLinkType == EXPR_SUBLINK && counts_rows(*query);
      if (!counts || catalog_has_rows(*query, state_, values_) != false) return std::nullopt;
      return 0;
    }
    const auto value = fold_text(node, values_);
    if (!value) return std::nullopt;
    long result = 0;
    const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), result);
    return error == std::errc() && end == value->data() + value->size() ? std::optional(result) : std::nullopt;
  }

  /// count(*) of a query that gives rows is at least one.
  std::optional<bool> compared_count(const ::A_Expr& operation, std::string_view op) const {
    const auto* sublink = as<SubLink>(operation.lexpr);
    const auto* query = sublink == nullptr ? nullptr : as<SelectStmt>(sublink->subselect);
    const auto limit = number(operation.rexpr);
    if (query == nullptr || !limit || !counts_rows(*query)) return std::nullopt;
    if (catalog_has_rows(*query, state_, values_) != true) return std::nullopt;
    if (*limit <= 0) return op == ">" || op == ">=" || op == "<>" || op == "!=";
    if (*limit == 1 && op == ">=") return true;
    if (*limit == 1 && op == "<") return false;
    return std::nullopt;
  }

  std::optional<bool> compared(const ::A_Expr& operation) const {
    const std::string op = pg::name_of(operation.name).name.str();
    if (const auto by_count = compared_count(operation, op)) return by_count;
    const auto left = number(operation.lexpr);
    const auto right = left ? number(operation.rexpr) : std::nullopt;
    if (left && right) {
      if (op == "=") return *left == *right;
      if (op == "<>" || op == "!=") return *left != *right;
      if (op == "<") return *left < *right;
      if (op == "<=") return *left <= *right;
      if (op == ">") return *left > *right;
      if (op == ">=") return *left >= *right;
      return std::nullopt;
    }
    const auto first = fold_text(operation.lexpr, values_);
    const auto second = first ? fold_text(operation.rexpr, values_) : std::nullopt;
    if (!first || !second) return std::nullopt;
    if (op == "=") return *first == *second;
    if (op == "<>" || op == "!=") return *first != *second;
    return std::nullopt;
  }

  const State& state_;
  const Values& values_;
};

}  // namespace

std::optional<bool> holds(const ::Node* condition, const State& state, const Values& values) {
  return Evaluation(state, values).holds(condition, 0);
}

}  // namespace pginterlock::effects
