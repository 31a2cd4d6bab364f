#include "effects/constraints.h"

#include <algorithm>

#include "effects/targets.h"
#include "schema/system_column.h"

namespace pginterlock::effects {

namespace {

/// Source: tablecmds.c, ATExecAddConstraint and AddRelationNewConstraints; pg_constraint.c,
/// AdjustNotNullInheritance.
bool refuses_not_null(const ::Constraint& constraint, std::string_view column, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const auto refuse = [&](const char* sqlstate, std::string message) {
    out.fail(FailureKind::invalid_definition, sqlstate, std::move(message));
    return true;
  };
  if (is_system_column(column)) return refuse("0A000", "a system column can have no NOT NULL constraint");
  if (table.relation == nullptr) return false;
  if (table.complete() && table.column(column) == nullptr && added_column(table.statement, column) == nullptr) {
    return refuse("42703", "column " + quoted(column) + " of table " + pg::sql_name(table.name) + " does not exist");
  }
  if (constraint.is_no_inherit && table.partitioned()) {
    return refuse("0A000", "NOT NULL constraints of partitioned tables cannot be NO INHERIT");
  }
  if (table.only && !constraint.is_no_inherit && !table.relation->children.empty()) {
    return refuse("42P16", "the constraint must be added to the child tables too");
  }
  for (const auto& one : table.relation->constraints) {
    if (one->kind != ConstraintKind::not_null || !contains(one->columns, column)) continue;
    if (!one->valid && !constraint.skip_validation) {
      return refuse("55000", "the column has the NOT VALID constraint " + quoted(one->name));
    }
    const bool other_name = constraint.conname != nullptr && pg::text(constraint.conname) != one->name;
    if (other_name) return refuse("55000", "the column has the NOT NULL constraint " + quoted(one->name));
    if (one->no_inherit != constraint.is_no_inherit) {
      return refuse("0A000", "whether constraint " + quoted(one->name) + " is inherited cannot be changed so");
    }
  }
  return false;
}

void add_not_null(const ::Constraint& constraint, const AlteredTable& table) {
  for (const auto& key : pg::each<String>(constraint.keys)) {
    if (refuses_not_null(constraint, pg::text(key.sval), table)) return;
  }
  if (constraint.skip_validation) return;
  for (const auto& key : pg::each<String>(constraint.keys)) {
    set_not_null(pg::text(key.sval), Reason::add_not_null_constraint, !table.only && !constraint.is_no_inherit, table);
  }
}

}  // namespace

bool refuses_constraint_name(const ::Constraint& constraint, const AlteredTable& table) {
  const std::string name = pg::truncate_identifier(pg::text(constraint.conname));
  if (name.empty() || table.relation == nullptr) return false;
  const TableConstraint* there = table.relation->constraint(name);
  const bool dropped = there != nullptr ? drops_constraint(table.statement, *there)
                                        : has_action(table.statement, AT_DropConstraint, name);
  if (dropped) return false;
  const bool index = constraint.contype == CONSTR_PRIMARY || constraint.contype == CONSTR_UNIQUE ||
                     constraint.contype == CONSTR_EXCLUSION;
  // The index gets the name, and is made first. Source: index.c, index_create.
  const bool own_index = constraint.indexname != nullptr && name == pg::text(constraint.indexname);
  if (index && !own_index && table.out.known({table.name.schema, name}) != nullptr) {
    table.out.fail(FailureKind::duplicate_object, "42P07", "relation " + quoted(name) + " already exists");
    return true;
  }
  if (there == nullptr) return false;
  const bool same = constraint.contype == CONSTR_NOTNULL && there->kind == ConstraintKind::not_null &&
                    there->columns == pg::strings_of(constraint.keys);
  if (same) return false;
  table.out.fail(FailureKind::duplicate_object, "42710",
                 "constraint " + quoted(name) + " of table " + pg::sql_name(table.name) + " already exists");
  return true;
}

void add_constraint(const ::Constraint& constraint, const AlteredTable& table) {
  if (refuses_constraint_name(constraint, table)) return;
  switch (constraint.contype) {
    case CONSTR_CHECK:
      add_check(constraint, table);
      return;
    case CONSTR_NOTNULL:
      add_not_null(constraint, table);
      return;
    case CONSTR_FOREIGN:
      add_foreign_key(constraint, table);
      return;
    case CONSTR_PRIMARY:
    case CONSTR_UNIQUE:
    case CONSTR_EXCLUSION:
      add_index_constraint(constraint, table);
      return;
    default:
      return;
  }
}

}  // namespace pginterlock::effects
