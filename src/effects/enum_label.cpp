// ALTER TYPE … ADD VALUE gives a label that cannot be used before its transaction is committed.
// Source: enum.c, check_safe_enum_use. Since 17 the labels of a type made in the same transaction can be used
// (pg_enum.c, EnumTypeUncommitted).
#include <algorithm>

#include "effects/query.h"
#include "pg/walk.h"

namespace pginterlock::effects {

namespace {

bool is_unsafe(const UserType& type, std::string_view label, const EffectsBuilder& out) {
  if (type.labels_added_here.empty() || !out.before().session.in_transaction()) return false;
  if (out.version() >= 17 && type.origin && type.origin->transaction == out.before().session.transaction()) {
    return false;
  }
  return std::find(type.labels_added_here.begin(), type.labels_added_here.end(), label) != type.labels_added_here.end();
}

void check(const UserType& type, std::string_view label, EffectsBuilder& out) {
  if (!is_unsafe(type, label, out)) return;
  out.fail(FailureKind::unsafe_enum_value, "55P04",
           "unsafe use of new value " + quoted(label) + " of enum type " + type.name.name);
}

/// The type of a column when it has labels that cannot be used yet: almost never.
const UserType* new_labels_of(const Column* column, const EffectsBuilder& out) {
  if (column == nullptr || column->type.builtin() || column->type.array) return nullptr;
  const UserType* type = out.schema().type(column->type.name);
  return type == nullptr || type->labels_added_here.empty() ? nullptr : type;
}

}  // namespace

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
