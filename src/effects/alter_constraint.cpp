#include <algorithm>
#include <string>

#include "effects/alter_table.h"
#include "effects/targets.h"
#include "schema/partition_index.h"

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

/// Views that name columns beside GROUP BY of the primary key need it. Source: parse_agg.c,
/// check_functional_grouping.
void drop_grouped_views(const ::AlterTableCmd& action, const AlteredTable& table) {
  for (const QualifiedName& name : table.relation->dependents) {
    const Relation* view = table.out.known(name);
    const bool grouped = view != nullptr && std::find(view->grouped_by.begin(), view->grouped_by.end(), table.name) !=
                                                view->grouped_by.end();
    if (!grouped) continue;
    if (action.behavior == DROP_CASCADE) {
      lose_view(name, table);
    } else {
      table.out.fail(FailureKind::dependent_objects, "2BP01", "view " + pg::sql_name(name) + " depends on the key");
    }
  }
}

/// A dropped key takes its index along, and needs CASCADE when foreign keys depend on it.
void drop_key(const TableConstraint& key, const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  for (const auto& index : table.relation->indexes) {
    if (index->constraint != key.name) continue;
    for (const QualifiedName& name : with_partition_indexes(out.schema(), {table.name.schema, index->name})) {
      out.lock(name, LockMode::access_exclusive, Certainty::proved, RelationKind::index);
    }
    out.lose({.kind = ObjectKind::index,
              .object = pg::quote_identifier(index->name),
              .relation = table.name,
              .implicit = true});
  }
  if (key.kind == ConstraintKind::primary_key) drop_grouped_views(action, table);
  std::vector<QualifiedName> referencing = table.relation->referencing;
  referencing.push_back(table.name);
  for (const QualifiedName& name : referencing) {
    const Relation* other = out.known(name);
    if (other == nullptr) continue;
    for (const auto& constraint : other->constraints) {
      if (!needs_key(*constraint, key, *table.relation)) continue;
      if (name == table.name && has_action(table.statement, AT_DropConstraint, constraint->name)) continue;
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

/// Whether a child has the constraint validated already.
bool is_validated(const Relation* child, const TableConstraint& constraint) {
  if (child == nullptr) return false;
  return std::any_of(child->constraints.begin(), child->constraints.end(), [&](const auto& one) {
    const bool same =
        constraint.kind == ConstraintKind::not_null ? one->columns == constraint.columns : one->name == constraint.name;
    return one->kind == constraint.kind && same && one->valid;
  });
}

}  // namespace

bool is_inherited(const TableConstraint& constraint, const Relation& table, const EffectsBuilder& out) {
  return std::any_of(table.parents.begin(), table.parents.end(), [&](const QualifiedName& name) {
    const Relation* parent = out.known(name);
    if (parent == nullptr) return false;
    return std::any_of(parent->constraints.begin(), parent->constraints.end(), [&](const auto& one) {
      if (one->kind != constraint.kind || one->no_inherit) return false;
      switch (constraint.kind) {
        case ConstraintKind::check:
          return one->name == constraint.name;
        case ConstraintKind::not_null:
          return one->columns == constraint.columns;
        case ConstraintKind::foreign_key:
          return table.partition_bound && one->columns == constraint.columns &&
                 one->references == constraint.references;
        case ConstraintKind::unique:
        case ConstraintKind::primary_key:
        case ConstraintKind::exclusion:
          return table.partition_bound &&
                 std::any_of(table.indexes.begin(), table.indexes.end(), [&](const auto& index) {
                   return index->constraint == constraint.name && index->parent && index->parent->name == one->name;
                 });
      }
      return false;
    });
  });
}

void drop_constraint(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const std::string_view name = pg::text(action.name);
  if (action.missing_ok && table.complete() && table.relation->constraint(name) == nullptr) return;
  const TableConstraint* constraint = existing_constraint(name, table);
  if (constraint == nullptr && table.complete()) return;
  if (constraint != nullptr && is_inherited(*constraint, *table.relation, out)) {
    out.fail(FailureKind::dependent_objects, "42P16", "constraint " + quoted(name) + " is inherited");
    return;
  }
  if (constraint != nullptr && constraint->kind == ConstraintKind::not_null && !constraint->columns.empty()) {
    const TableConstraint* key = table.relation->primary_key();
    const bool in_key = key != nullptr && contains(key->columns, constraint->columns.front());
    if (in_key && !drops_constraint(table.statement, *key)) {
      out.fail(FailureKind::dependent_objects, "42P16",
               "column " + quoted(constraint->columns.front()) + " is in the primary key");
      return;
    }
  }
  out.lose({.kind = ObjectKind::constraint, .object = pg::quote_identifier(name), .relation = table.name});
  if (constraint == nullptr) return;
  // ONLY leaves the children their constraint, but they are told. Source: tablecmds.c, dropconstraint_internal.
  const bool handed_down = constraint->kind == ConstraintKind::check || constraint->kind == ConstraintKind::not_null;
  const bool inherited = handed_down && !constraint->no_inherit;
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

namespace {

/// NOT NULL … INHERIT gives the children the constraint, NO INHERIT leaves them theirs. Source: tablecmds.c,
/// ATExecAlterConstrInheritability.
void change_inheritance(const TableConstraint& constraint, const ::ATAlterConstraint& change,
                        const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  if (constraint.no_inherit == change.noinherit || constraint.columns.empty()) return;
  if (change.noinherit) {
    for (const QualifiedName& child : table.relation->children) out.lock(child, LockMode::access_exclusive);
    return;
  }
  out.lock_with_descendants(table.name, LockMode::access_exclusive);
  set_not_null(constraint.columns.front(), Reason::add_not_null_constraint, true, table);
}

}  // namespace

void alter_constraint(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const auto* change = pg::as<ATAlterConstraint>(action.def);
  if (change == nullptr) return;
  const TableConstraint* constraint = existing_constraint(pg::text(change->conname), table);
  if (constraint == nullptr) return;
  const bool of_inheritance = change->alterInheritability && constraint->kind == ConstraintKind::not_null;
  if (constraint->kind != ConstraintKind::foreign_key && !of_inheritance) {
    out.fail(FailureKind::wrong_object, "42809",
             "constraint " + quoted(constraint->name) + " of table " + pg::sql_name(table.name) +
                 " is not a foreign key constraint");
    return;
  }
  if (of_inheritance) {
    change_inheritance(*constraint, *change, table);
    return;
  }
  if (table.only && table.partitioned() && !table.relation->children.empty() && out.version() >= 18) {
    out.fail(FailureKind::wrong_object, "42P16", "the constraint must be altered in the child tables too");
    return;
  }
  if (is_inherited(*constraint, *table.relation, out)) {
    out.fail(FailureKind::dependent_objects, out.version() >= 18 ? "55000" : "XX000",
             "constraint " + quoted(constraint->name) + " is inherited");
    return;
  }
  if (!change->alterEnforceability || !constraint->references) return;
  if (constraint->enforced == change->is_enforced) return;
  // The triggers on both sides come or go. Source: tablecmds.c, ATExecAlterConstrEnforceability.
  lock_with_partitions(*constraint->references,
                       change->is_enforced ? LockMode::share_row_exclusive : LockMode::access_exclusive, out);
  if (!change->is_enforced) return;
  lock_indexes_for_check(table.name, *constraint->references, out);
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
  const bool checks = constraint->kind == ConstraintKind::check || constraint->kind == ConstraintKind::not_null ||
                      constraint->kind == ConstraintKind::foreign_key;
  if (!checks) {
    out.fail(FailureKind::wrong_object, "42809", "constraint " + quoted(name) + " is none that can be validated");
    return;
  }
  if (constraint->valid) return;
  if (!constraint->enforced) {
    out.fail(FailureKind::invalid_definition, "55000",
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
  for (Storage& storage : storage_of(table, !constraint->no_inherit)) {
    if (is_validated(storage.relation, *constraint)) continue;
    out.work({.kind = WorkKind::scan,
              .reason = Reason::validate_constraint,
              .relation = std::move(storage.name),
              .column = not_null ? constraint->columns.front() : std::string(),
              .certainty = storage.certainty});
  }
}

}  // namespace pginterlock::effects
