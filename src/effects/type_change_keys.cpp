#include <algorithm>

#include "effects/constraints.h"
#include "effects/type_change.h"

namespace pginterlock::effects {

namespace {

/// The triggers of the old constraint are dropped, which needs the strongest mode; one that is not enforced has none,
/// and before 15 a referenced partitioned table has them on its partitions alone. Source: trigger.c, RemoveTriggerById.
void lock_other_table(const TableConstraint& constraint, const QualifiedName& other, bool referenced,
                      EffectsBuilder& out) {
  if (!constraint.enforced) {
    lock_with_partitions(other, LockMode::share_row_exclusive, out);
    return;
  }
  const Relation* known = out.known(other);
  const bool partitioned = known != nullptr && known->kind == RelationKind::partitioned_table;
  if (!referenced || !partitioned || out.version() >= 15) {
    lock_with_partitions(other, LockMode::access_exclusive, out);
    return;
  }
  for (const QualifiedName& name : out.schema().with_descendants(other)) {
    out.lock(name, name == other ? LockMode::share_row_exclusive : LockMode::access_exclusive);
  }
}

/// A foreign key over the column is made anew, and checked again when the comparison may come out otherwise.
void redo_foreign_key(const TableConstraint& constraint, const QualifiedName& referencing,
                      const QualifiedName& referenced, const QualifiedName& other, const Column* other_column,
                      const TypeChange& change) {
  EffectsBuilder& out = change.table.out;
  if (other != change.table.name) lock_other_table(constraint, other, other == referenced, out);
  const bool changes_referencing = change.table.name == referencing && contains(constraint.columns, change.column);
  if (other_column != nullptr && incomparable(changes_referencing ? change.type : other_column->type,
                                              changes_referencing ? other_column->type : change.type, out.before())) {
    out.fail(FailureKind::invalid_definition, "42804",
             "foreign key constraint " + pg::quote_identifier(constraint.name) + " cannot be implemented: type " +
                 pg::sql_type(change.type) + " does not compare with " + pg::sql_type(other_column->type));
    return;
  }
  const bool checked_again = change.rewrites() || change.conversion == Conversion::reindex;
  if (!checked_again || !constraint.valid || !constraint.enforced) return;
  lock_indexes_for_check(referencing, referenced, out);
  for (const QualifiedName& side : {referencing, referenced}) {
    for (Storage& storage : storage_of(side, true, out)) {
      out.work({.kind = WorkKind::scan,
                .reason = Reason::type_change_foreign_key,
                .relation = std::move(storage.name),
                .column = change.column,
                .certainty = std::max(storage.certainty, change.certainty())});
    }
  }
}

/// The column at the other end of a foreign key.
const Column* column_across(const std::vector<std::string>& here, const std::vector<std::string>& there,
                            const std::string& column, const Relation* other) {
  const auto at = std::find(here.begin(), here.end(), column);
  if (other == nullptr || at == here.end()) return nullptr;
  const auto n = static_cast<std::size_t>(at - here.begin());
  return n < there.size() ? other->column(there[n]) : nullptr;
}

/// Whether the statement drops the key that a foreign key rests on, which takes it along: CASCADE.
bool drops_key_over(const std::vector<std::string>& columns, const AlteredTable& table) {
  const auto& constraints = table.relation->constraints;
  return std::any_of(constraints.begin(), constraints.end(), [&](const auto& constraint) {
    return constraint->kind != ConstraintKind::foreign_key && constraint->columns == columns &&
           constraint->kind != ConstraintKind::check && drops_constraint(table.statement, *constraint);
  });
}

}  // namespace

void redo_foreign_keys(const TypeChange& change) {
  const AlteredTable& table = change.table;
  if (table.relation == nullptr) return;
  const auto key_of = [](const TableConstraint& constraint, const Relation* referenced) {
    if (!constraint.referenced_columns.empty() || referenced == nullptr) return constraint.referenced_columns;
    const TableConstraint* key = referenced->primary_key();
    return key == nullptr ? std::vector<std::string>{} : key->columns;
  };
  for (const auto& constraint : table.relation->constraints) {
    if (constraint->kind != ConstraintKind::foreign_key || !constraint->references) continue;
    if (!contains(constraint->columns, change.column) || drops_constraint(table.statement, *constraint)) continue;
    const Relation* other = table.out.known(*constraint->references);
    redo_foreign_key(*constraint, table.name, *constraint->references, *constraint->references,
                     column_across(constraint->columns, key_of(*constraint, other), change.column, other), change);
  }
  for (const QualifiedName& name : table.relation->referencing) {
    const Relation* other = table.out.known(name);
    if (other == nullptr) continue;
    for (const auto& constraint : other->constraints) {
      if (constraint->kind != ConstraintKind::foreign_key || constraint->references != table.name) continue;
      const std::vector<std::string> key = key_of(*constraint, table.relation);
      if (!contains(key, change.column) || drops_key_over(key, table)) continue;
      redo_foreign_key(*constraint, name, table.name, name,
                       column_across(key, constraint->columns, change.column, other), change);
    }
  }
}

}  // namespace pginterlock::effects
