#include "effects/row_filter.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "pg/ast.h"
#include "pg/walk.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::text;

/// The column's name without its table; empty when the node is no column.
std::string_view column_of(const ::Node* node) {
  const auto* reference = as<ColumnRef>(node);
  if (reference == nullptr) return {};
  const auto* last = as<String>(pg::nth(reference->fields, pg::length(reference->fields) - 1));
  return last == nullptr ? std::string_view{} : text(last->sval);
}

std::string_view operator_of(const ::A_Expr& expression) {
  const auto* last = as<String>(pg::nth(expression.name, pg::length(expression.name) - 1));
  return last == nullptr ? std::string_view{} : text(last->sval);
}

bool same_constant(const ::Node* a, const ::Node* b) {
  const auto* left = as<A_Const>(a);
  const auto* right = as<A_Const>(b);
  if (left == nullptr || right == nullptr || left->isnull || right->isnull) return false;
  if (left->val.node.type != right->val.node.type) return false;
  if (left->val.node.type == T_Integer) return left->val.ival.ival == right->val.ival.ival;
  if (left->val.node.type == T_String) return text(left->val.sval.sval) == text(right->val.sval.sval);
  if (left->val.node.type == T_Boolean) return left->val.boolval.boolval == right->val.boolval.boolval;
  return false;
}

bool is_true(const ::Node* node) {
  while (const auto* cast = as<TypeCast>(node)) node = cast->arg;
  const auto* constant = as<A_Const>(node);
  if (constant == nullptr || constant->isnull) return false;
  if (constant->val.node.type == T_Boolean) return constant->val.boolval.boolval;
  const std::string_view word = pg::string_constant(node);
  return word == "t" || word == "true" || word == "yes" || word == "on" || word == "1";
}

/// Every row that was there before has a null in the column: this migration added it, and no default filled it.
bool is_new_and_empty(std::string_view name, const Target& table, const EffectsBuilder& out) {
  const Column* column = table.known == nullptr ? nullptr : table.known->column(name);
  return column != nullptr && !column->filled && out.before().made_here(column->origin) && !column->default_sql &&
         column->identity == Identity::none && column->generated == Generated::none;
}

/// Whether a condition without AND, OR lets (nearly) every row pass.
bool passes_all(const ::Node* node, const Target& table, bool joined, const EffectsBuilder& out) {
  if (is_true(node)) return true;
  if (const auto* test = as<NullTest>(node)) {
    const std::string_view column = column_of(reinterpret_cast<const ::Node*>(test->arg));
    if (column.empty() || table.known == nullptr) return false;
    if (test->nulltesttype == IS_NOT_NULL) return table.known->proves_not_null(column);
    return is_new_and_empty(column, table, out);
  }
  const auto* expression = as<A_Expr>(node);
  if (expression == nullptr) return false;
  const std::string_view left = column_of(expression->lexpr);
  const std::string_view right = column_of(expression->rexpr);
  if (expression->kind == AEXPR_DISTINCT) {
    return (is_new_and_empty(left, table, out) && pg::is_constant(expression->rexpr)) ||
           (is_new_and_empty(right, table, out) && pg::is_constant(expression->lexpr));
  }
  if (expression->kind != AEXPR_OP) return false;
  const std::string_view name = operator_of(*expression);
  if (name == "=" && same_constant(expression->lexpr, expression->rexpr)) return true;
  // A condition between columns of two tables joins them; it does not bound the rows.
  return joined && name == "=" && !left.empty() && !right.empty();
}

/// AND passes all when all of its parts do, OR when one does. Evaluated with a stack: the depth is the writer's choice.
bool all_pass(const ::Node* where, const Target& table, bool joined, const EffectsBuilder& out) {
  struct Frame {
    const ::BoolExpr* expression;
    std::size_t next = 0;
  };
  std::vector<Frame> stack;
  const ::Node* node = where;
  while (true) {
    const auto* expression = as<BoolExpr>(node);
    bool value = false;
    if (expression != nullptr && expression->boolop != NOT_EXPR && pg::length(expression->args) > 0) {
      stack.push_back({expression, 1});
      node = pg::nth(expression->args, 0);
      continue;
    }
    if (expression == nullptr) value = passes_all(node, table, joined, out);
    while (true) {
      if (stack.empty()) return value;
      Frame& frame = stack.back();
      const bool decided = value == (frame.expression->boolop == OR_EXPR);
      if (!decided && frame.next < pg::length(frame.expression->args)) {
        node = pg::nth(frame.expression->args, frame.next++);
        break;
      }
      stack.pop_back();
    }
  }
}

/// A constant, a parameter, or a list of constants.
bool is_given(const ::Node* node) {
  while (const auto* cast = as<TypeCast>(node)) node = cast->arg;
  if (as<A_Const>(node) != nullptr || as<ParamRef>(node) != nullptr) return true;
  const auto* list = as<List>(node);
  if (list == nullptr) return false;
  for (std::size_t i = 0; i < pg::length(list); ++i) {
    if (!pg::is_constant(pg::nth(list, i))) return false;
  }
  return true;
}

/// The columns that the conjunction sets equal to constants.
std::vector<std::string_view> given_columns(const ::Node* where) {
  std::vector<std::string_view> columns;
  std::vector<const ::Node*> pending{where};
  while (!pending.empty()) {
    const ::Node* node = pending.back();
    pending.pop_back();
    if (const auto* all = as<BoolExpr>(node); all != nullptr && all->boolop == AND_EXPR) {
      for (std::size_t i = 0; i < pg::length(all->args); ++i) pending.push_back(pg::nth(all->args, i));
      continue;
    }
    const auto* expression = as<A_Expr>(node);
    if (expression == nullptr || (expression->kind != AEXPR_OP && expression->kind != AEXPR_IN)) continue;
    if (operator_of(*expression) != "=") continue;  // NOT IN is "<>"
    const std::string_view column = column_of(expression->lexpr);
    if (!column.empty() && is_given(expression->rexpr)) columns.push_back(column);
  }
  return columns;
}

bool covers_unique_key(const std::vector<std::string_view>& given, const Relation& table) {
  const auto is_given = [&](std::string_view column) {
    return std::find(given.begin(), given.end(), column) != given.end();
  };
  const auto key_constraint = [&](const auto& constraint) {
    const bool unique = constraint->kind == ConstraintKind::primary_key || constraint->kind == ConstraintKind::unique;
    return unique && !constraint->columns.empty() &&
           std::all_of(constraint->columns.begin(), constraint->columns.end(), is_given);
  };
  const auto key_index = [&](const auto& index) {
    return index->unique && index->predicate.empty() && !index->keys.empty() &&
           std::all_of(index->keys.begin(), index->keys.end(),
                       [&](const IndexKey& key) { return !key.column.empty() && is_given(key.column); });
  };
  return std::any_of(table.constraints.begin(), table.constraints.end(), key_constraint) ||
         std::any_of(table.indexes.begin(), table.indexes.end(), key_index);
}

/// A subquery with LIMIT: the usual form of a batch.
bool has_limit(const ::Node* where) {
  bool found = false;
  pg::walk(where, [&](const ::Node* node) {
    const auto* select = as<SelectStmt>(node);
    found = found || (select != nullptr && select->limitCount != nullptr);
    return !found;
  });
  return found;
}

/// Whether FROM or USING names tables alone: a subquery or a CTE may bound the rows itself.
bool joins_tables_alone(const ::List* from, const ::WithClause* with) {
  if (from == nullptr || with != nullptr) return false;
  std::vector<const ::Node*> pending;
  for (std::size_t i = 0; i < pg::length(from); ++i) pending.push_back(pg::nth(from, i));
  while (!pending.empty()) {
    const ::Node* item = pending.back();
    pending.pop_back();
    if (const auto* join = as<JoinExpr>(item)) {
      pending.push_back(join->larg);
      pending.push_back(join->rarg);
    } else if (as<RangeVar>(item) == nullptr) {
      return false;
    }
  }
  return true;
}

}  // namespace

RowFilter row_filter(const ::Node* where, const ::List* from, const ::WithClause* with, const Target& table,
                     const EffectsBuilder& out) {
  const bool joined = joins_tables_alone(from, with);
  if (where == nullptr) return RowFilter::all_rows;
  if (pg::tag(where) == T_CurrentOfExpr) return RowFilter::one_row;
  if (all_pass(where, table, joined, out)) return RowFilter::all_rows;
  if (has_limit(where)) return RowFilter::bounded;
  const std::vector<std::string_view> given = given_columns(where);
  // By its name, as far as nobody knows the table's keys.
  const bool whole = table.known != nullptr && table.known->complete;
  if (!whole && std::find(given.begin(), given.end(), "id") != given.end()) return RowFilter::bounded;
  if (from == nullptr && table.known != nullptr && covers_unique_key(given, *table.known)) {
    return RowFilter::one_row;
  }
  return RowFilter::some_rows;
}

}  // namespace pginterlock::effects
