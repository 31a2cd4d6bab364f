#include "effects/constraints.h"
#include "effects/semantics.h"
#include "schema/sql_text.h"

namespace pginterlock::effects {

namespace {

/// A CHECK that is being added.
struct NewCheck {
  const ::Constraint& constraint;
  std::string name;
  std::string expression;
  const AlteredTable& table;

  bool validated() const { return !constraint.skip_validation && constraint.is_enforced; }
};

enum class Merge : std::uint8_t { none, merged, failed };

/// What becomes of a constraint of the name that a child has. Source: heap.c, MergeWithExistingConstraint.
Merge merge(const NewCheck& check, const Relation& child) {
  const TableConstraint* known = check.name.empty() ? nullptr : child.constraint(check.name);
  if (known == nullptr || drops_constraint(check.table.statement, *known)) return Merge::none;
  EffectsBuilder& out = check.table.out;
  const std::string words = "constraint " + pg::quote_identifier(check.name);
  const std::string on = " of table " + pg::sql_name(child.name);
  if (known->kind != ConstraintKind::check || !same_expression(known->expression, check.expression)) {
    out.fail(FailureKind::duplicate_object, "42710", words + on + " already exists");
    return Merge::failed;
  }
  const char* conflict = known->no_inherit                                       ? "non-inherited"
                         : known->enforced && !known->valid && check.validated() ? "NOT VALID"
                         : !known->enforced && check.constraint.is_enforced      ? "NOT ENFORCED"
                                                                                 : nullptr;
  if (conflict == nullptr) return Merge::merged;
  out.fail(FailureKind::duplicate_object, "42P17", words + " conflicts with the " + conflict + " constraint" + on);
  return Merge::failed;
}

void scan(const QualifiedName& name, const NewCheck& check) {
  if (!check.validated()) return;
  for (Storage& storage : storage_of(name, false, check.table.out)) {
    check.table.out.work({.kind = WorkKind::scan, .reason = Reason::add_check, .relation = std::move(storage.name)});
  }
}

/// The children of the table and theirs, but for those below one that has the constraint already.
/// Source: tablecmds.c, ATAddCheckNNConstraint.
void add_to_children(const NewCheck& check) {
  EffectsBuilder& out = check.table.out;
  std::vector<QualifiedName> pending = check.table.relation->children;
  for (std::size_t i = 0; i < pending.size(); ++i) {
    const QualifiedName name = pending[i];
    out.lock(name, check.table.mode);
    const Relation* child = out.known(name);
    const Merge merged = child == nullptr ? Merge::none : merge(check, *child);
    if (merged == Merge::failed) return;
    if (merged == Merge::merged) continue;
    scan(name, check);
    if (child != nullptr) pending.insert(pending.end(), child->children.begin(), child->children.end());
  }
}

}  // namespace

void add_check(const ::Constraint& constraint, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const std::vector<NamedTable> tables{names_of(table)};
  if (check_expression(constraint.raw_expr, ExpressionPlace::check_constraint, tables, out).problem) return;
  if (table.partitioned() && constraint.is_no_inherit) {
    out.fail(FailureKind::wrong_object, "42P16",
             "a NO INHERIT constraint cannot be added to partitioned table " + pg::sql_name(table.name));
    return;
  }
  const bool alone = table.relation == nullptr || table.relation->children.empty() || constraint.is_no_inherit;
  if (alone) {
    if (constraint.skip_validation || !constraint.is_enforced) return;
    work_on_storage(table, !table.only && !constraint.is_no_inherit,
                    {.kind = WorkKind::scan, .reason = Reason::add_check});
    return;
  }
  if (table.only) {
    out.fail(FailureKind::wrong_object, "42P16", "the constraint must be added to the child tables too");
    return;
  }
  const NewCheck check{.constraint = constraint,
                       .name = std::string(pg::text(constraint.conname)),
                       .expression = text_in_parentheses(out.statement(), constraint.location, "check"),
                       .table = table};
  scan(table.name, check);
  add_to_children(check);
}

}  // namespace pginterlock::effects
