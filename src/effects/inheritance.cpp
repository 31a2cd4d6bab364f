// INHERIT, NO INHERIT, OF and NOT OF, and what a new child must have.
#include "effects/inheritance.h"

#include <algorithm>

#include "effects/targets.h"
#include "schema/sql_text.h"

namespace pginterlock::effects {

namespace {

bool differs(const Column& child, const Column& parent) {
  return child.complete && parent.complete && child.type.known() && parent.type.known() && child.type != parent.type;
}

std::string named(const Relation& table) { return "table " + quoted(table.name.name); }

const TableConstraint* not_null_constraint(const Relation& table, std::string_view column) {
  for (const auto& one : table.constraints) {
    if (one->kind == ConstraintKind::not_null && contains(one->columns, column)) return one.get();
  }
  return nullptr;
}

bool refuses_column(const Column& column, const Relation& child, Joining joining, EffectsBuilder& out) {
  const Column* there = child.column(column.name);
  const std::string name = "column " + quoted(column.name);
  if (there == nullptr) {
    out.fail(FailureKind::invalid_definition, "42804", "child table is missing " + name);
    return true;
  }
  if (differs(*there, column)) {
    out.fail(FailureKind::invalid_definition, "42804", "child " + named(child) + " has a different type for " + name);
    return true;
  }
  if (!there->complete || !column.complete) return false;
  const TableConstraint* own = not_null_constraint(child, column.name);
  if (column.not_null && !there->not_null) {
    out.fail(FailureKind::invalid_definition, "42804", name + " in child table must be marked NOT NULL");
    return true;
  }
  if (own != nullptr && own->no_inherit && column.not_null) {
    out.fail(FailureKind::invalid_definition, "42P17", "a NOT NULL constraint of the child table is NO INHERIT");
    return true;
  }
  const bool stored = column.generated != Generated::none;
  const bool stored_there = there->generated != Generated::none;
  if (stored != stored_there) {
    // Before 16, an inheritance child could generate what its parent does not.
    const bool told = stored || out.version() >= 16;
    if (told) {
      out.fail(FailureKind::invalid_definition, "42804",
               name + (stored ? " in child table must be a generated column"
                              : " in child table must not be a generated column"));
    }
    return told;
  }
  if (stored && column.generated != there->generated) {
    out.fail(FailureKind::invalid_definition, "42804", name + " inherits from a generated column of another kind");
    return true;
  }
  // Source: tablecmds.c, ATExecAttachPartition: the parent's identity is the partition's.
  if (joining == Joining::partition && there->identity != Identity::none && out.version() >= 17) {
    out.fail(FailureKind::wrong_object, "55000", "table being attached contains an identity " + name);
    return true;
  }
  return false;
}

bool refuses_check(const TableConstraint& check, const Relation& child, EffectsBuilder& out) {
  const TableConstraint* there = child.constraint(check.name);
  const std::string name = "constraint " + quoted(check.name);
  if (there == nullptr || there->kind != ConstraintKind::check) {
    out.fail(FailureKind::invalid_definition, "42804", "child table is missing " + name);
    return true;
  }
  if (!same_expression(there->expression, check.expression)) {
    out.fail(FailureKind::invalid_definition, "42804",
             "child " + named(child) + " has a different definition for check " + name);
    return true;
  }
  if (there->no_inherit) {
    out.fail(FailureKind::invalid_definition, "42P17",
             name + " conflicts with a constraint on child " + named(child) + " that is not inherited");
    return true;
  }
  if (check.valid && there->enforced && !there->valid) {
    out.fail(FailureKind::invalid_definition, "42P17",
             name + " conflicts with a NOT VALID constraint on child " + named(child));
    return true;
  }
  if (check.enforced && !there->enforced) {
    out.fail(FailureKind::invalid_definition, "42P17",
             name + " conflicts with a NOT ENFORCED constraint on child " + named(child));
    return true;
  }
  return false;
}

}  // namespace

bool refuses_child(const Relation& child, const Relation& parent, Joining joining, EffectsBuilder& out) {
  if (!child.complete || !parent.complete) return false;
  const bool column_refused = std::any_of(parent.columns.begin(), parent.columns.end(), [&](const auto& column) {
    return refuses_column(*column, child, joining, out);
  });
  if (column_refused) return true;
  return std::any_of(parent.constraints.begin(), parent.constraints.end(), [&](const auto& one) {
    return one->kind == ConstraintKind::check && !one->no_inherit && refuses_check(*one, child, out);
  });
}

bool is_above(const QualifiedName& table, const QualifiedName& descendant, const EffectsBuilder& out) {
  const std::vector<QualifiedName> family = out.schema().with_descendants(table);
  return std::find(family.begin(), family.end(), descendant) != family.end();
}

bool mixes_temporary(const Relation& child, const Relation& parent, EffectsBuilder& out) {
  const bool temporary = child.persistence == Persistence::temporary;
  const bool other = parent.persistence == Persistence::temporary;
  if (temporary == other || !child.origin || !parent.origin) return false;
  out.fail(FailureKind::wrong_object, "42809", "a temporary table and a permanent one cannot be child and parent");
  return true;
}

namespace {

bool wrong(std::string message, EffectsBuilder& out) {
  out.fail(FailureKind::wrong_object, "42809", std::move(message));
  return true;
}

/// Source: tablecmds.c, ATPrepAddInherit and, for NO INHERIT, ATPrepCmd.
bool refuses_change_of_parents(const AlteredTable& table) {
  if (table.relation == nullptr) return false;
  if (table.relation->of_type) return wrong("cannot change inheritance of a typed table", table.out);
  if (table.relation->partition_bound) return wrong("cannot change inheritance of a partition", table.out);
  if (table.partitioned()) return wrong("cannot change inheritance of a partitioned table", table.out);
  return false;
}

bool refuses_parent(const Target& parent, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const Relation* known = parent.known;
  if (known == nullptr || !parent.kind_known()) return false;
  if (known->kind == RelationKind::partitioned_table) {
    return wrong("cannot inherit from partitioned table " + quoted(known->name.name), out);
  }
  if (known->kind != RelationKind::table && known->kind != RelationKind::foreign_table) {
    return wrong(quoted(known->name.name) + " is a " + std::string(noun(known->kind)), out);
  }
  if (known->partition_bound) return wrong("cannot inherit from a partition", out);
  if (table.relation == nullptr) return false;
  if (mixes_temporary(*table.relation, *known, out)) return true;
  const auto& parents = table.relation->parents;
  const bool leaves = has_action(table.statement, AT_DropInherit, "");
  if (!leaves && std::find(parents.begin(), parents.end(), parent.name) != parents.end()) {
    out.fail(FailureKind::duplicate_object, "42P07",
             "relation " + quoted(parent.name.name) + " would be inherited from more than once");
    return true;
  }
  if (is_above(table.name, parent.name, out)) {
    out.fail(FailureKind::duplicate_object, "42P07", "circular inheritance is not allowed");
    return true;
  }
  return false;
}

/// The composite type of OF, when the scripts tell; it fails when it is none.
const Relation* composite_type(const ::TypeName& written, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const QualifiedName name = out.schema().resolve_type(pg::name_of(written.names), out.before().session.search_path());
  const Relation* relation = out.known(name);
  if (relation != nullptr && relation->kind == RelationKind::composite_type) return relation;
  if (relation != nullptr || (out.schema().type(name) != nullptr)) {
    wrong("type " + quoted(name.name) + " is not a composite type", out);
  } else if (out.schema().types.known_absent(name)) {
    out.fail(FailureKind::undefined_object, "42704", "type " + quoted(name.name) + " does not exist");
  } else if (pg::type_of(written).builtin()) {
    wrong("type " + quoted(name.name) + " is not a composite type", out);
  }
  return nullptr;
}

}  // namespace

// tablecmds.c, ATExecAddInherit.
void add_inherit(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const auto* written = pg::as<RangeVar>(action.def);
  if (written == nullptr || refuses_change_of_parents(table)) return;
  const auto parent = find_target(*written, out);
  if (!parent || refuses_parent(*parent, table)) return;
  if (table.relation != nullptr && parent->known != nullptr &&
      refuses_child(*table.relation, *parent->known, Joining::inherit, out)) {
    return;
  }
  out.lock(parent->name, LockMode::share_update_exclusive);
  for (const QualifiedName& name : out.schema().with_descendants(table.name)) out.lock(name, LockMode::access_share);
}

// tablecmds.c, ATExecDropInherit.
void drop_inherit(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const auto* written = pg::as<RangeVar>(action.def);
  if (written == nullptr) return;
  if (table.relation != nullptr && table.relation->partition_bound) {
    wrong("cannot change inheritance of a partition", out);
    return;
  }
  const auto parent = find_target(*written, out);
  if (!parent) return;
  if (table.complete()) {
    const auto& parents = table.relation->parents;
    if (std::find(parents.begin(), parents.end(), parent->name) == parents.end()) {
      out.fail(FailureKind::undefined_object, "42P01",
               "relation " + quoted(parent->name.name) + " is not a parent of relation " + quoted(table.name.name));
      return;
    }
  }
  out.lock(parent->name, LockMode::access_share);
}

// tablecmds.c, ATExecAddOf.
void add_of(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const auto* written = pg::as<TypeName>(action.def);
  if (written == nullptr) return;
  const Relation* type = composite_type(*written, table);
  if (type == nullptr) return;
  if (table.relation != nullptr && !table.relation->parents.empty()) {
    wrong("typed tables cannot inherit", out);
    return;
  }
  if (table.complete()) {
    const auto& columns = table.relation->columns;
    for (std::size_t i = 0; i < std::max(columns.size(), type->columns.size()); ++i) {
      const bool both = i < columns.size() && i < type->columns.size();
      if (both && columns[i]->name == type->columns[i]->name && !differs(*columns[i], *type->columns[i])) continue;
      out.fail(FailureKind::invalid_definition, "42804",
               named(*table.relation) + " does not have the columns of type " + quoted(type->name.name));
      return;
    }
  }
  out.lock(type->name, LockMode::access_share, Certainty::proved, RelationKind::composite_type);
}

void drop_of(const AlteredTable& table) {
  if (table.complete() && !table.relation->of_type) wrong(quoted(table.name.name) + " is not a typed table", table.out);
}

}  // namespace pginterlock::effects
