#include <algorithm>
#include <string>

#include "effects/alter_table.h"

namespace pginterlock::effects {

namespace {

/// Whether a foreign key needs this very key of the table. Source: tablecmds.c, transformFkeyCheckAttrs.
bool needs_key(const TableConstraint& foreign_key, const TableConstraint& key, const Relation& table) {
  if (foreign_key.kind != ConstraintKind::foreign_key || foreign_key.references != table.name) return false;
  if (foreign_key.referenced_columns.empty()) return key.kind == ConstraintKind::primary_key;
  return foreign_key.referenced_columns.size() == key.columns.size() &&
         std::all_of(key.columns.begin(), key.columns.end(),
                     [&](const std::string& column) { return contains(foreign_key.referenced_columns, column); });
}

/// A dropped key takes its index along, and needs CASCADE when foreign keys depend on it.
void drop_key(const TableConstraint& key, const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  for (const auto& index : table.relation->indexes) {
    if (index->constraint != key.name) continue;
    out.lock({table.name.schema, index->name}, LockMode::access_exclusive);
    out.lose({.kind = ObjectKind::index,
              .object = pg::quote_identifier(index->name),
              .relation = table.name,
              .implicit = true});
  }
  for (const QualifiedName& name : table.relation->referencing) {
    const Relation* other = out.known(name);
    if (other == nullptr) continue;
    for (const auto& constraint : other->constraints) {
      if (!needs_key(*constraint, key, *table.relation)) continue;
      const std::string object = pg::quote_identifier(constraint->name);
      if (action.behavior != DROP_CASCADE) {
        out.fail(FailureKind::dependent_objects, "2BP01",
                 "constraint " + object + " of table " + pg::sql_name(name) + " depends on the key");
        continue;
      }
      lock_with_partitions(name, LockMode::access_exclusive, out);
      out.lose({.kind = ObjectKind::constraint, .object = object, .relation = name, .implicit = true});
    }
  }
}

const TableConstraint* existing_constraint(std::string_view name, const AlteredTable& table) {
  const TableConstraint* constraint = table.relation == nullptr ? nullptr : table.relation->constraint(name);
  if (constraint == nullptr && table.complete()) {
    table.out.fail(
        FailureKind::undefined_object, "42704",
        "constraint " + pg::quote_identifier(name) + " of table " + pg::sql_name(table.name) + " does not exist");
  }
  return constraint;
}

/// Source: tablecmds.c, QueueFKConstraintValidation; the referenced rows are read through RI_Initial_Check.
void validate_foreign_key(const TableConstraint& constraint, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  work_on_storage(table, table.partitioned(), {.kind = WorkKind::scan, .reason = Reason::validate_constraint});
  if (!constraint.references) return;
  out.lock(*constraint.references, LockMode::row_share);
  lock_indexes_for_check(table.name, *constraint.references, out);
  for (Storage& storage : storage_of(*constraint.references, true, out)) {
    if (storage.name != *constraint.references) out.lock(storage.name, LockMode::access_share);
    out.work({.kind = WorkKind::scan,
              .reason = Reason::validate_constraint,
              .relation = std::move(storage.name),
              .certainty = storage.certainty});
  }
}

}  // namespace

void drop_constraint(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const std::string_view name = pg::text(action.name);
  if (action.missing_ok && table.complete() && table.relation->constraint(name) == nullptr) return;
  const TableConstraint* constraint = existing_constraint(name, table);
  if (constraint == nullptr && table.complete()) return;
  out.lose({.kind = ObjectKind::constraint, .object = pg::quote_identifier(name), .relation = table.name});
  if (constraint == nullptr) return;
  // ONLY leaves the children their constraint, but they are told. Source: tablecmds.c, dropconstraint_internal.
  const bool inherited = constraint->kind == ConstraintKind::check || constraint->kind == ConstraintKind::not_null;
  if (table.only && table.partitioned() && inherited && !table.relation->children.empty()) {
    if (out.version() < 18) {
      out.fail(FailureKind::wrong_object, "42P16",
               "a constraint cannot be removed from only the partitioned table when partitions exist");
      return;
    }
    out.lock_with_descendants(table.name, table.mode);
  } else if (table.only && table.partitioned()) {
    out.lock_with_descendants(table.name, table.mode);
  } else if (table.only && inherited) {
    for (const QualifiedName& child : table.relation->children) out.lock(child, table.mode);
  }
  switch (constraint->kind) {
    case ConstraintKind::foreign_key:
      if (constraint->references) lock_with_partitions(*constraint->references, LockMode::access_exclusive, out);
      return;
    case ConstraintKind::primary_key:
    case ConstraintKind::unique:
    case ConstraintKind::exclusion:
      drop_key(*constraint, action, table);
      return;
    case ConstraintKind::check:
    case ConstraintKind::not_null:
      return;
  }
}

void alter_constraint(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const auto* change = pg::as<ATAlterConstraint>(action.def);
  if (change == nullptr) return;
  const TableConstraint* constraint = existing_constraint(pg::text(change->conname), table);
  if (constraint == nullptr || !change->alterEnforceability || !constraint->references) return;
  if (constraint->enforced == change->is_enforced) return;
  // The triggers on both sides come or go. Source: tablecmds.c, ATExecAlterConstrEnforceability.
  lock_with_partitions(*constraint->references, LockMode::access_exclusive, out);
  if (!change->is_enforced) return;
  work_on_storage(table, table.partitioned(), {.kind = WorkKind::scan, .reason = Reason::add_foreign_key});
}

void validate_constraint(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const std::string_view name = pg::text(action.name);
  // It may be one that this statement adds: the scan is the same.
  const bool added = [&] {
    for (const auto& other : pg::each<AlterTableCmd>(table.statement.cmds)) {
      const auto* constraint = other.subtype == AT_AddConstraint ? pg::as<Constraint>(other.def) : nullptr;
      if (constraint != nullptr && pg::text(constraint->conname) == name) return true;
    }
    return false;
  }();
  const TableConstraint* constraint = added ? nullptr : existing_constraint(name, table);
  if (constraint == nullptr) {
    if (table.complete() && !added) return;
    work_on_storage(table, !table.only,
                    {.kind = WorkKind::scan,
                     .reason = Reason::validate_constraint,
                     .certainty = added ? Certainty::proved : Certainty::assumed});
    return;
  }
  if (constraint->valid) return;
  if (!constraint->enforced) {
    out.fail(FailureKind::invalid_definition, "42809",
             "constraint " + pg::quote_identifier(name) + " is NOT ENFORCED and cannot be validated");
    return;
  }
  if (constraint->kind == ConstraintKind::foreign_key) {
    validate_foreign_key(*constraint, table);
    return;
  }
  if (table.only && !table.relation->children.empty()) {
    out.fail(FailureKind::wrong_object, "42P16", "the constraint must be validated on the child tables too");
    return;
  }
  const bool not_null = constraint->kind == ConstraintKind::not_null && !constraint->columns.empty();
  work_on_storage(table, true,
                  {.kind = WorkKind::scan,
                   .reason = Reason::validate_constraint,
                   .column = not_null ? constraint->columns.front() : std::string()});
}

}  // namespace pginterlock::effects
