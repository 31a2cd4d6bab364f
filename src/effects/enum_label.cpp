// ALTER TYPE … ADD VALUE gives a label that cannot be used before its transaction is committed.
// Source: enum.c, check_safe_enum_use. Since 17 the labels of a type made in the same transaction can be used
// (pg_enum.c, EnumTypeUncommitted).
#include <algorithm>

#include "effects/expression_type.h"
#include "effects/query.h"
#include "pg/walk.h"

namespace pginterlock::effects {

namespace {

bool is_unsafe(const UserType& type, std::string_view label, const State& before) {
  if (type.labels_added_here.empty() || !before.session.in_transaction()) return false;
  if (before.pg_version >= 17 && type.origin && type.origin->transaction == before.session.transaction()) return false;
  return std::find(type.labels_added_here.begin(), type.labels_added_here.end(), label) != type.labels_added_here.end();
}

Problem unsafe_use(const UserType& type, std::string_view label) {
  return {FailureKind::unsafe_enum_value, "55P04",
          "unsafe use of new value " + quoted(label) + " of enum type " + type.name.name};
}

/// The strings that an operand is or, of IN, holds.
std::vector<std::string_view> constants_of(const ::Node* operand) {
  std::vector<std::string_view> constants;
  const auto add = [&](const ::Node* node) {
    const std::string_view constant = pg::string_constant(node);
    if (!constant.empty()) constants.push_back(constant);
  };
  const auto* list = pg::as<List>(operand);
  if (list == nullptr) add(operand);
  for (std::size_t i = 0; i < pg::length(list); ++i) add(pg::nth(list, i));
  return constants;
}

void check(const UserType& type, std::string_view label, EffectsBuilder& out) {
  if (!is_unsafe(type, label, out.before())) return;
  const Problem problem = unsafe_use(type, label);
  out.fail(problem.kind, problem.sqlstate, problem.message);
}

/// The type of a column when it has labels that cannot be used yet: almost never.
const UserType* new_labels_of(const Column* column, const EffectsBuilder& out) {
  if (column == nullptr || column->type.builtin() || column->type.array) return nullptr;
  const UserType* type = out.schema().type(column->type.name);
  return type == nullptr || type->labels_added_here.empty() ? nullptr : type;
}

}  // namespace

std::optional<Problem> problem_of_compared_label(const pg::DataType& type, const ::Node* operand, const State& before) {
  if (!type.known() || type.builtin() || type.array) return std::nullopt;
  const UserType* known = before.schema.type(type.name);
  if (known == nullptr || known->labels_added_here.empty()) return std::nullopt;
  for (const std::string_view label : constants_of(operand)) {
    if (is_unsafe(*known, label, before)) return unsafe_use(*known, label);
  }
  return std::nullopt;
}

void check_compared_labels(const ::A_Expr& expression, EffectsBuilder& out) {
  const auto* left = pg::as<ColumnRef>(expression.lexpr);
  const auto* column = left == nullptr ? pg::as<ColumnRef>(expression.rexpr) : left;
  if (column == nullptr) return;
  const ::Node* operand = left == nullptr ? expression.lexpr : expression.rexpr;
  const auto* field = pg::as<String>(pg::nth(column->fields, pg::length(column->fields) - 1));
  if (field == nullptr) return;
  // The column of that name in the relations of the statement, when there is but one.
  const Column* found = nullptr;
  for (const Lock& lock : out.effects().locks) {
    const Relation* relation = out.known(lock.relation);
    const Column* here = relation == nullptr ? nullptr : relation->column(pg::text(field->sval));
    if (here == nullptr) continue;
    if (found != nullptr && found->type != here->type) return;
    found = here;
  }
  if (found == nullptr) return;
  if (const auto problem = problem_of_compared_label(found->type, operand, out.before())) {
    out.fail(problem->kind, problem->sqlstate, problem->message);
  }
}

void check_enum_label(const QualifiedName& type, std::string_view label, EffectsBuilder& out) {
  if (type.schema == "pg_catalog") return;
  const UserType* known = out.schema().type(out.schema().resolve_type(type, out.before().session.search_path()));
  if (known != nullptr) check(*known, label, out);
}

void check_inserted_labels(const ::InsertStmt& statement, const Relation& table, EffectsBuilder& out) {
  const auto* source = pg::as<SelectStmt>(statement.selectStmt);
  if (source == nullptr) return;
  const auto check_column = [&](const Column* column, std::size_t position) {
    const UserType* type = new_labels_of(column, out);
    if (type == nullptr) return;
    for (const auto& row : pg::each<List>(source->valuesLists)) {
      const std::string_view label = pg::string_constant(pg::nth(&row, position));
      if (!label.empty()) check(*type, label, out);
    }
    const auto* result = pg::as<ResTarget>(pg::nth(source->targetList, position));
    if (result != nullptr) check(*type, pg::string_constant(result->val), out);
  };
  std::size_t position = 0;
  if (statement.cols != nullptr) {
    for (const auto& target : pg::each<ResTarget>(statement.cols)) {
      check_column(table.column(pg::text(target.name)), position++);
    }
  } else if (table.complete) {
    for (const auto& column : table.columns) check_column(column.get(), position++);
  }
}

void check_updated_labels(const ::List* targets, const Relation& table, EffectsBuilder& out) {
  for (const auto& target : pg::each<ResTarget>(targets)) {
    const UserType* type = new_labels_of(table.column(pg::text(target.name)), out);
    if (type != nullptr) check(*type, pg::string_constant(target.val), out);
  }
}

}  // namespace pginterlock::effects
