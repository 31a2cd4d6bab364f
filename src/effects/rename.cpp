// ALTER … RENAME and ALTER … SET SCHEMA.
#include <algorithm>
#include <vector>

#include "effects/alter_table.h"
#include "effects/existence.h"
#include "effects/families.h"
#include "effects/routine_lookup.h"
#include "effects/targets.h"
#include "schema/families.h"
#include "schema/system_column.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::text;

ObjectKind object_kind(const Target& target, ObjectType asked) {
  if (target.kind_known()) return effects::object_kind(target.known->kind);
  switch (asked) {
    case OBJECT_VIEW:
      return ObjectKind::view;
    case OBJECT_MATVIEW:
      return ObjectKind::materialized_view;
    case OBJECT_INDEX:
      return ObjectKind::index;
    case OBJECT_SEQUENCE:
      return ObjectKind::sequence;
    default:
      return ObjectKind::table;
  }
}

RelationKind relation_kind(ObjectType asked) {
  switch (asked) {
    case OBJECT_VIEW:
      return RelationKind::view;
    case OBJECT_MATVIEW:
      return RelationKind::materialized_view;
    case OBJECT_INDEX:
      return RelationKind::index;
    case OBJECT_SEQUENCE:
      return RelationKind::sequence;
    case OBJECT_FOREIGN_TABLE:
      return RelationKind::foreign_table;
    default:
      return RelationKind::table;
  }
}

/// ALTER word … is for relations of one kind; ALTER TABLE for all but composite types, ALTER INDEX … RENAME for all.
/// Source: tablecmds.c, RangeVarCallbackForAlterRelation.
bool refuses_word(const Target& target, ObjectType asked, EffectsBuilder& out) {
  if (target.name.schema == "pg_catalog") {
    out.fail(FailureKind::wrong_object, "42501", quoted(target.name.name) + " is a system catalog");
    return true;
  }
  if (!target.kind_known()) return false;
  const RelationKind kind = target.known->kind;
  const bool any = asked == OBJECT_TABLE || asked == OBJECT_INDEX;
  const bool fits = any ? kind != RelationKind::composite_type : kind == relation_kind(asked);
  if (fits) return false;
  out.fail(FailureKind::wrong_object, "42809", quoted(target.name.name) + " is a " + std::string(noun(kind)));
  return true;
}

/// ALTER INDEX … RENAME of an index takes SHARE UPDATE EXCLUSIVE (12 and later), all else ACCESS EXCLUSIVE.
/// Source: tablecmds.c, RenameRelation.
void rename_relation(const ::RenameStmt& statement, EffectsBuilder& out) {
  const auto target = find_target(*statement.relation, out, statement.missing_ok);
  if (!target) return;
  const bool index = statement.renameType == OBJECT_INDEX && (!target->kind_known() || target->is(RelationKind::index));
  if (refuses_word(*target, statement.renameType, out)) return;
  out.lock(target->name, index ? LockMode::share_update_exclusive : LockMode::access_exclusive, Certainty::proved,
           relation_kind(statement.renameType));
  const QualifiedName renamed{target->name.schema, pg::truncate_identifier(text(statement.newname))};
  const bool may_be_absent = target->known == nullptr && statement.missing_ok;  // then nothing happens
  if (!may_be_absent && out.known(renamed) != nullptr) {
    out.fail(FailureKind::duplicate_object, "42P07", "relation " + quoted(renamed.name) + " already exists");
  } else if (!may_be_absent && out.schema().type(renamed) != nullptr && !index) {
    out.fail(FailureKind::duplicate_object, "42710", "type " + quoted(renamed.name) + " already exists");
  }
  if (target->temporary()) return;
  out.breaks({.kind = BreakKind::rename,
              .object_kind = object_kind(*target, statement.renameType),
              .relation = target->name,
              .object = pg::sql_name(target->name),
              .new_name = renamed.name});
}

bool refuse(std::string sqlstate, std::string message, EffectsBuilder& out) {
  out.fail(FailureKind::invalid_definition, std::move(sqlstate), std::move(message));
  return true;
}

/// Source: tablecmds.c, renameatt_check and check_for_column_name_collision.
bool refuses_column_names(const Target& table, std::string_view from, std::string_view to, EffectsBuilder& out) {
  if (is_system_column(from)) return refuse("0A000", "system column " + quoted(from) + " cannot be renamed", out);
  if (is_system_column(to)) {
    return refuse("42701", "column name " + quoted(to) + " conflicts with a system column name", out);
  }
  if (!table.kind_known()) return false;
  const RelationKind kind = table.known->kind;
  if (kind == RelationKind::sequence) {
    out.fail(FailureKind::wrong_object, "42809", "columns of a sequence cannot be renamed");
    return true;
  }
  if (table.known->of_type) {
    out.fail(FailureKind::wrong_object, "42809", "a column of a typed table cannot be renamed");
    return true;
  }
  return false;
}

/// Whether a parent has the column, too.
bool is_inherited_column(const Relation& table, std::string_view column, const EffectsBuilder& out) {
  return std::any_of(table.parents.begin(), table.parents.end(), [&](const QualifiedName& name) {
    const Relation* parent = out.known(name);
    return parent != nullptr && parent->column(column) != nullptr;
  });
}

void check_new_column(const Target& table, std::string_view from, std::string_view to, EffectsBuilder& out) {
  if (table.known == nullptr) return;
  if (table.known->complete && !table.known->columns.empty() && table.known->column(from) == nullptr) {
    out.fail(FailureKind::undefined_object, "42703", "column " + quoted(from) + " does not exist");
  } else if (table.known->column(to) != nullptr) {
    out.fail(FailureKind::duplicate_object, "42701",
             "column " + quoted(to) + " of relation " + quoted(table.name.name) + " already exists");
  }
}

/// Typed tables follow with CASCADE. Source: typecmds.c and tablecmds.c, renameatt (ATTRIBUTE).
void rename_attribute(const ::RenameStmt& statement, EffectsBuilder& out) {
  const auto type = find_target(*statement.relation, out, statement.missing_ok);
  if (!type) return;
  out.lock(type->name, LockMode::access_exclusive, Certainty::proved, RelationKind::composite_type);
  if (!reach_typed_tables(type->name, statement.behavior == DROP_CASCADE, out)) return;
  out.breaks({.kind = BreakKind::rename,
              .object_kind = ObjectKind::type,
              .relation = type->name,
              .column = std::string(text(statement.subname)),
              .object = pg::sql_name(type->name) + "." + pg::quote_identifier(text(statement.subname)),
              .new_name = std::string(text(statement.newname))});
}

/// Source: tablecmds.c, renameatt, renameatt_internal.
void rename_column(const ::RenameStmt& statement, EffectsBuilder& out) {
  const auto table = find_target(*statement.relation, out, statement.missing_ok);
  if (!table) return;
  if (table->is(RelationKind::composite_type)) return rename_attribute(statement, out);
  if (statement.relationType == OBJECT_VIEW) require_version(13, "ALTER VIEW … RENAME COLUMN", out);
  const std::string_view from = text(statement.subname);
  const std::string to = pg::truncate_identifier(text(statement.newname));
  if (refuses_column_names(*table, from, to, out)) return;
  check_new_column(*table, from, to, out);
  for (const QualifiedName& name : out.schema().with_descendants(table->name)) {
    const Relation* child = name == table->name ? nullptr : out.known(name);
    if (child == nullptr || child->column(to) == nullptr) continue;
    out.fail(FailureKind::duplicate_object, "42701",
             "column " + quoted(to) + " of relation " + quoted(name.name) + " already exists");
  }
  if (!statement.relation->inh && table->known != nullptr && !table->known->children.empty()) {
    out.fail(FailureKind::invalid_definition, "42P16",
             "inherited column " + quoted(from) + " must be renamed in child tables too");
  } else if (table->known != nullptr &&
             (table->known->partition_bound || is_inherited_column(*table->known, from, out))) {
    out.fail(FailureKind::invalid_definition, "42P16", "cannot rename inherited column " + quoted(from));
  }
  out.lock_with_descendants(table->name, LockMode::access_exclusive, !statement.relation->inh,
                            relation_kind(statement.relationType));
  if (table->temporary()) return;
  out.breaks({.kind = BreakKind::rename,
              .object_kind = ObjectKind::column,
              .relation = table->name,
              .column = std::string(from),
              .object = pg::sql_name(table->name) + "." + pg::quote_identifier(from),
              .new_name = to});
}

/// Source: tablecmds.c, rename_constraint_internal; pg_constraint.c, RenameConstraintById.
bool refuses_constraint_names(const ::RenameStmt& statement, const Target& table, EffectsBuilder& out) {
  if (table.known == nullptr) return false;
  const std::string from(text(statement.subname));
  const std::string to = pg::truncate_identifier(text(statement.newname));
  const TableConstraint* constraint = table.known->constraint(from);
  if (constraint == nullptr) {
    if (!table.known->complete) return false;
    out.fail(FailureKind::undefined_object, "42704",
             "constraint " + quoted(from) + " for table " + quoted(table.name.name) + " does not exist");
    return true;
  }
  const bool handed_down =
      (constraint->kind == ConstraintKind::check || constraint->kind == ConstraintKind::not_null) &&
      !constraint->no_inherit;
  if (handed_down && !statement.relation->inh && !table.known->children.empty()) {
    return refuse("42P16", "inherited constraint " + quoted(from) + " must be renamed in child tables too", out);
  }
  if (handed_down && is_inherited(*constraint, *table.known, out)) {
    return refuse("42P16", "inherited constraint " + quoted(from) + " cannot be renamed", out);
  }
  const bool has_index = constraint->kind == ConstraintKind::primary_key ||
                         constraint->kind == ConstraintKind::unique || constraint->kind == ConstraintKind::exclusion;
  if (has_index && out.known({table.name.schema, to}) != nullptr) {
    out.fail(FailureKind::duplicate_object, "42P07", "relation " + quoted(to) + " already exists");
    return true;
  }
  if (table.known->constraint(to) == nullptr) return false;
  out.fail(FailureKind::duplicate_object, "42710",
           "constraint " + quoted(to) + " for table " + quoted(table.name.name) + " already exists");
  return true;
}

/// The index of a constraint is renamed with it. Source: tablecmds.c, rename_constraint_internal.
void rename_constraint(const ::RenameStmt& statement, EffectsBuilder& out) {
  const auto table = find_target(*statement.relation, out, statement.missing_ok);
  if (!table) return;
  const TableConstraint* constraint =
      table->known == nullptr ? nullptr : table->known->constraint(text(statement.subname));
  if (refuses_constraint_names(statement, *table, out)) return;
  // CHECK and NOT NULL constraints are inherited.
  const bool inherited = constraint != nullptr &&
                         (constraint->kind == ConstraintKind::check || constraint->kind == ConstraintKind::not_null);
  out.lock_with_descendants(table->name, LockMode::access_exclusive, !(inherited && statement.relation->inh));
  if (table->known == nullptr) return;
  for (const auto& index : table->known->indexes) {
    if (index->constraint == text(statement.subname)) {
      out.lock({table->name.schema, index->name}, LockMode::share_update_exclusive, Certainty::proved,
               RelationKind::index);
    }
  }
}

template <typename Part>
bool holds_named(const std::vector<std::shared_ptr<const Part>>& parts, std::string_view name) {
  return std::any_of(parts.begin(), parts.end(), [&](const auto& part) { return part->name == name; });
}

/// A part that is not there, or whose new name another has.
bool refuses_part(const ::RenameStmt& statement, const Target& table, EffectsBuilder& out) {
  if (table.known == nullptr || !table.known->complete) return false;
  const std::string_view from = text(statement.subname);
  const std::string_view to = text(statement.newname);
  const Relation& relation = *table.known;
  const bool trigger = statement.renameType == OBJECT_TRIGGER;
  const bool policy = statement.renameType == OBJECT_POLICY;
  if (!trigger && !policy && from == "_RETURN" && relation.kind == RelationKind::view) {
    return refuse("42P17", "the rule of a view cannot be renamed", out);
  }
  const auto has = [&](std::string_view name) {
    if (trigger) return holds_named(relation.triggers, name);
    if (policy) return holds_named(relation.policies, name);
    return std::find(relation.rules.begin(), relation.rules.end(), name) != relation.rules.end();
  };
  const std::string where = " for table " + quoted(relation.name.name);
  if (!has(from)) {
    out.fail(FailureKind::undefined_object, "42704", quoted(from) + where + " does not exist");
    return true;
  }
  if (has(to)) {
    out.fail(FailureKind::duplicate_object, "42710", quoted(to) + where + " already exists");
    return true;
  }
  // A trigger of a partition that is its parent's keeps the parent's name. Source: trigger.c, renametrig.
  const bool cloned = trigger && out.version() >= 15 &&
                      std::any_of(relation.triggers.begin(), relation.triggers.end(),
                                  [&](const auto& one) { return one->name == from && one->inherited; });
  return cloned &&
         refuse(out.version() >= 18 ? "0A000" : "XX000", "trigger " + quoted(from) + where + " is the parent's", out);
}

/// Triggers, policies, rules. Source: trigger.c, renametrig; policy.c, rename_policy; rewriteDefine.c,
/// RenameRewriteRule.
void rename_part(const ::RenameStmt& statement, EffectsBuilder& out) {
  const auto table = find_target(*statement.relation, out, statement.missing_ok);
  if (!table) return;
  if (refuses_part(statement, *table, out)) return;
  const bool recurses =
      statement.renameType == OBJECT_TRIGGER && out.version() >= 15 && table->is(RelationKind::partitioned_table);
  out.lock_with_descendants(table->name, LockMode::access_exclusive, !recurses);
}

std::optional<ObjectKind> kind_of_named(ObjectType type) {
  switch (type) {
    case OBJECT_TYPE:
      return ObjectKind::type;
    case OBJECT_DOMAIN:
      return ObjectKind::domain;
    case OBJECT_SCHEMA:
      return ObjectKind::schema;
    case OBJECT_DATABASE:
      return ObjectKind::database;
    case OBJECT_ROLE:
      return ObjectKind::role;
    case OBJECT_FUNCTION:
    case OBJECT_ROUTINE:
    case OBJECT_AGGREGATE:
      return ObjectKind::function;
    case OBJECT_PROCEDURE:
      return ObjectKind::procedure;
    case OBJECT_PUBLICATION:
      return ObjectKind::publication;
    default:
      return std::nullopt;
  }
}

QualifiedName name_of_object(const ::Node* object) {
  if (const auto* list = as<List>(object)) return pg::name_of(list);
  if (const auto* with_args = as<ObjectWithArgs>(object)) return pg::name_of(with_args->objname);
  if (const auto* type = as<TypeName>(object)) return pg::name_of(type->names);
  if (const auto* string = as<String>(object)) return {"", std::string(text(string->sval))};
  return {};
}

bool is_routine(ObjectType type) {
  return type == OBJECT_FUNCTION || type == OBJECT_PROCEDURE || type == OBJECT_ROUTINE || type == OBJECT_AGGREGATE;
}

/// A routine's name with the same arguments must be free. Source: alter.c, AlterObjectRename_internal,
/// AlterObjectNamespace_internal.
void check_free_routine(const Routine& routine, const QualifiedName& to, EffectsBuilder& out) {
  const QualifiedName key = routine_key(to, routine.argument_types);
  if (out.schema().routines.find(key) == nullptr) return;
  out.fail(FailureKind::duplicate_object, "42723",
           "function " + key.name + " already exists in schema " + quoted(to.schema.str()));
}

/// Whether the statement goes on: the object is there, and its new name is free.
bool check_renamed(const ::RenameStmt& statement, EffectsBuilder& out) {
  if (is_routine(statement.renameType)) {
    const auto* object = as<ObjectWithArgs>(statement.object);
    const auto routine =
        object == nullptr ? std::nullopt : find_routine(statement.renameType, *object, out, statement.missing_ok);
    if (!routine) return false;
    if (routine->known != nullptr) {
      check_free_routine(*routine->known, {routine->name.schema, text(statement.newname)}, out);
    }
    return true;
  }
  std::optional<QualifiedName> key;
  if (statement.object != nullptr) {
    key = existing_object(statement.renameType, statement.object, out.schema(), out.before().session.search_path());
  } else if (const std::string kind = schema::kind_name(statement.renameType); !kind.empty()) {
    key = QualifiedName{kind, std::string(text(statement.subname))};
  }
  if (!key) return true;
  if (!find_object(statement.renameType, *key, out, statement.missing_ok)) return false;
  check_free_key(statement.renameType, renamed_key(*key, text(statement.newname)), out);
  return true;
}

/// What has no relation's lock: types, functions, schemas, roles, … A composite type has one.
void rename_named_object(const ::RenameStmt& statement, EffectsBuilder& out) {
  if (!check_renamed(statement, out)) return;
  QualifiedName name = name_of_object(statement.object);
  if (name.name.empty()) name.name = text(statement.subname);
  if (statement.renameType == OBJECT_TYPE) {
    name = out.schema().resolve_type(name, out.before().session.search_path());
    const UserType* type = out.schema().type(name);
    if (type != nullptr && type->kind == TypeKind::composite) {
      out.lock(name, LockMode::access_exclusive, Certainty::proved, RelationKind::composite_type);
    }
  }
  const auto kind = kind_of_named(statement.renameType);
  if (!kind) return;
  out.breaks({.kind = BreakKind::rename,
              .object_kind = *kind,
              .object = pg::sql_name(name),
              .new_name = std::string(text(statement.newname))});
}

/// Source: tablecmds.c, AlterTableNamespace; namespace.c, CheckSetNamespace.
bool refuses_schema(const ::AlterObjectSchemaStmt& statement, const Target& target, EffectsBuilder& out) {
  const std::string_view schema = text(statement.newschema);
  if (schema == "pg_temp" || target.temporary()) {
    out.fail(FailureKind::wrong_object, "0A000", "objects cannot be moved into or out of temporary schemas");
    return true;
  }
  if (schema == "pg_toast") {
    out.fail(FailureKind::wrong_object, "0A000", "objects cannot be moved into or out of the schema of TOAST tables");
    return true;
  }
  if (out.schema().others.known_absent({"schema", std::string(schema)})) {
    out.fail(FailureKind::undefined_object, "3F000", "schema " + quoted(schema) + " does not exist");
    return true;
  }
  if (target.is(RelationKind::index)) {
    out.fail(FailureKind::wrong_object, "42809", "an index cannot be moved by itself");
    return true;
  }
  const bool may_be_absent = target.known == nullptr && statement.missing_ok;  // then nothing happens
  if (!may_be_absent && target.name.schema != schema && out.known({std::string(schema), target.name.name}) != nullptr) {
    out.fail(FailureKind::duplicate_object, "42P07",
             "relation " + quoted(target.name.name) + " already exists in schema " + quoted(schema));
    return true;
  }
  if (target.known != nullptr && target.known->kind == RelationKind::sequence && target.known->owner_table) {
    out.fail(FailureKind::wrong_object, "0A000", "a sequence that a table owns cannot be moved by itself");
    return true;
  }
  return false;
}

}  // namespace

// alter.c, ExecRenameStmt.
void rename(const ::RenameStmt& statement, EffectsBuilder& out) {
  switch (statement.renameType) {
    case OBJECT_TABLE:
    case OBJECT_VIEW:
    case OBJECT_MATVIEW:
    case OBJECT_INDEX:
    case OBJECT_SEQUENCE:
    case OBJECT_FOREIGN_TABLE:
      return rename_relation(statement, out);
    case OBJECT_COLUMN:
      return rename_column(statement, out);
    case OBJECT_ATTRIBUTE:
      return rename_attribute(statement, out);
    case OBJECT_TABCONSTRAINT:
      return rename_constraint(statement, out);
    case OBJECT_TRIGGER:
    case OBJECT_POLICY:
    case OBJECT_RULE:
      return rename_part(statement, out);
    case OBJECT_DOMCONSTRAINT:
      return;
    default:
      return rename_named_object(statement, out);
  }
}

namespace {

bool check_moved(const ::AlterObjectSchemaStmt& statement, EffectsBuilder& out) {
  if (is_routine(statement.objectType)) {
    const auto* object = as<ObjectWithArgs>(statement.object);
    const auto routine =
        object == nullptr ? std::nullopt : find_routine(statement.objectType, *object, out, statement.missing_ok);
    if (!routine) return false;
    if (routine->known != nullptr && routine->name.schema != text(statement.newschema)) {
      check_free_routine(*routine->known, {text(statement.newschema), routine->name.name}, out);
    }
    return true;
  }
  const auto key =
      existing_object(statement.objectType, statement.object, out.schema(), out.before().session.search_path());
  if (!key) return true;
  if (!find_object(statement.objectType, *key, out, statement.missing_ok)) return false;
  const QualifiedName moved = moved_key(*key, text(statement.newschema));
  if (moved != *key) check_free_key(statement.objectType, moved, out);
  return true;
}

}  // namespace

// tablecmds.c, AlterTableNamespace: ACCESS EXCLUSIVE on the relation and on the sequences that it owns.
void set_schema(const ::AlterObjectSchemaStmt& statement, EffectsBuilder& out) {
  if (text(statement.newschema).starts_with("pg_temp")) {
    out.fail(FailureKind::invalid_definition, "0A000", "cannot move objects into or out of temporary schemas");
    return;
  }
  if (!check_schema(text(statement.newschema), out)) return;
  if (statement.relation == nullptr) {
    if (!check_moved(statement, out)) return;
    const QualifiedName name = name_of_object(statement.object);
    const auto kind = kind_of_named(statement.objectType);
    if (!kind) return;
    out.breaks({.kind = BreakKind::set_schema,
                .object_kind = *kind,
                .object = pg::sql_name(name),
                .new_name = std::string(text(statement.newschema))});
    return;
  }
  const auto target = find_target(*statement.relation, out, statement.missing_ok);
  if (!target) return;
  if (refuses_word(*target, statement.objectType, out) || refuses_schema(statement, *target, out)) return;
  out.lock(target->name, LockMode::access_exclusive, Certainty::proved, relation_kind(statement.objectType));
  if (target->known != nullptr) {
    for (const auto& column : target->known->columns) {
      if (column->owned_sequence) {
        out.lock(*column->owned_sequence, LockMode::access_exclusive, Certainty::proved, RelationKind::sequence);
      }
    }
  }
  out.breaks({.kind = BreakKind::set_schema,
              .object_kind = object_kind(*target, statement.objectType),
              .relation = target->name,
              .object = pg::sql_name(target->name),
              .new_name = std::string(text(statement.newschema))});
}

}  // namespace pginterlock::effects
