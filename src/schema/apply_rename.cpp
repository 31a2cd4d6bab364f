#include <algorithm>

#include "pg/ast.h"
#include "schema/families.h"
#include "schema/follow_names.h"
#include "schema/named_objects.h"

namespace pginterlock::schema {

namespace {

RelationKind relation_kind(ObjectType type) {
  switch (type) {
    case OBJECT_VIEW:
      return RelationKind::view;
    case OBJECT_MATVIEW:
      return RelationKind::materialized_view;
    case OBJECT_SEQUENCE:
      return RelationKind::sequence;
    case OBJECT_INDEX:
      return RelationKind::index;
    case OBJECT_FOREIGN_TABLE:
      return RelationKind::foreign_table;
    default:
      return RelationKind::table;
  }
}

bool is_relation(ObjectType type) {
  return type == OBJECT_TABLE || type == OBJECT_VIEW || type == OBJECT_MATVIEW || type == OBJECT_SEQUENCE ||
         type == OBJECT_INDEX || type == OBJECT_FOREIGN_TABLE;
}

bool is_routine(ObjectType type) {
  return type == OBJECT_FUNCTION || type == OBJECT_PROCEDURE || type == OBJECT_ROUTINE || type == OBJECT_AGGREGATE;
}

template <typename Part>
void rename_part(std::vector<std::shared_ptr<const Part>>& parts, std::string_view from, const std::string& to) {
  for (auto& part : parts) {
    if (part->name != from) continue;
    auto changed = std::make_shared<Part>(*part);
    changed->name = to;
    part = std::move(changed);
  }
}

/// ALTER SCHEMA … RENAME: all that is in it moves.
void rename_schema(const std::string& from, const std::string& to, SchemaEditor& editor) {
  Schema& schema = editor.schema();
  if (schema.others.find({"schema", from}) != nullptr) schema.others.rename({"schema", from}, {"schema", to});
  follow_schema(from, to, schema);
  for (const QualifiedName& name : names_in(schema.relations, from)) {
    const Relation* relation = editor.find(name);
    const bool moves_with_table = relation == nullptr || relation->owner_table;
    if (!moves_with_table) editor.rename(name, {to, name.name});
  }
  for (const QualifiedName& name : names_in(schema.types, from)) rename_type(name, {to, name.name}, editor);
  for (const QualifiedName& key : names_in(schema.routines, from)) {
    const std::string routine = schema.routines.find(key)->name.name;
    rename_routine(key, {to, routine}, editor);
  }
}

/// What belongs to a relation: columns, constraints, triggers, policies, rules.
void rename_part(const ::RenameStmt& statement, SchemaEditor& editor) {
  if (statement.relation == nullptr) return;
  const QualifiedName name = editor.existing(*statement.relation);
  if (editor.find(name) == nullptr) return;
  const std::string from(pg::text(statement.subname));
  const std::string to(pg::text(statement.newname));
  const std::vector<QualifiedName> family =
      statement.relation->inh ? editor.schema().with_descendants(name) : std::vector{name};
  switch (statement.renameType) {
    case OBJECT_COLUMN:
    case OBJECT_ATTRIBUTE:
      for (const QualifiedName& table : family) editor.rename_column(table, from, to);
      return;
    case OBJECT_TABCONSTRAINT: {
      const TableConstraint* constraint = editor.find(name)->constraint(from);
      const bool inherited = constraint != nullptr && (constraint->kind == ConstraintKind::check ||
                                                       constraint->kind == ConstraintKind::not_null);
      if (!inherited) return editor.rename_constraint(name, from, to);
      for (const QualifiedName& table : family) editor.rename_constraint(table, from, to);
      return;
    }
    case OBJECT_TRIGGER:
      for (const QualifiedName& table : family) rename_part(editor.learn(table).triggers, from, to);
      return;
    case OBJECT_POLICY:
      return rename_part(editor.learn(name).policies, from, to);
    case OBJECT_RULE: {
      std::vector<std::string>& rules = editor.learn(name).rules;
      std::replace(rules.begin(), rules.end(), from, to);
      for (auto& action : editor.learn(name).rule_actions) {
        if (action->rule != from) continue;
        auto changed = std::make_shared<RuleAction>(*action);
        changed->rule = to;
        action = std::move(changed);
      }
      return;
    }
    default:
      return;
  }
}

void rename_domain_constraint(const ::RenameStmt& statement, SchemaEditor& editor) {
  const auto* list = pg::as<::List>(statement.object);
  const QualifiedName name = list == nullptr ? QualifiedName{} : editor.existing_type(list);
  if (editor.schema().type(name) == nullptr) return;
  for (DomainConstraint& one : editor.schema().types.edit(name).constraints) {
    if (one.name == pg::text(statement.subname)) one.name = pg::text(statement.newname);
  }
}

}  // namespace

void rename_object(const ::RenameStmt& statement, SchemaEditor& editor) {
  const std::string to(pg::text(statement.newname));
  const ObjectType type = statement.renameType;
  if (is_relation(type)) {
    if (statement.relation == nullptr) return;
    const QualifiedName from = editor.existing(*statement.relation);
    if (editor.schema().relations.known_absent(from)) return;
    if (editor.find(from) == nullptr && statement.missing_ok) return;
    return editor.rename(from, {from.schema, to}, relation_kind(type));
  }
  if (is_routine(type)) {
    const auto* routine = pg::as<::ObjectWithArgs>(statement.object);
    const auto key = routine == nullptr ? std::nullopt : routine_named(*routine, editor);
    if (key) rename_routine(*key, {key->schema, to}, editor);
    return;
  }
  switch (type) {
    case OBJECT_TYPE:
    case OBJECT_DOMAIN:
      if (const auto* list = pg::as<::List>(statement.object)) {
        const QualifiedName from = editor.existing_type(list);
        rename_type(from, {from.schema, to}, editor);
      }
      return;
    case OBJECT_DOMCONSTRAINT:
      return rename_domain_constraint(statement, editor);
    case OBJECT_SCHEMA:
      return rename_schema(std::string(pg::text(statement.subname)), to, editor);
    default:
      break;
  }
  if (kind_name(type).empty()) return rename_part(statement, editor);
  Registry<NamedObject>& others = editor.schema().others;
  std::optional<QualifiedName> from;
  if (statement.object != nullptr) {
    from = existing_object(type, statement.object, editor.schema(), editor.context().search_path);
  } else {
    from = QualifiedName{kind_name(type), std::string(pg::text(statement.subname))};
  }
  if (from && others.find(*from) != nullptr) others.rename(*from, renamed_key(*from, to));
}

void set_schema(const ::AlterObjectSchemaStmt& statement, SchemaEditor& editor) {
  const std::string to(pg::text(statement.newschema));
  const ObjectType type = statement.objectType;
  open_schema(to, editor);
  if (is_relation(type)) {
    if (statement.relation == nullptr) return;
    const QualifiedName from = editor.existing(*statement.relation);
    if (editor.schema().relations.known_absent(from)) return;
    if (editor.find(from) == nullptr && statement.missing_ok) return;
    return editor.rename(from, {to, from.name}, relation_kind(type));
  }
  if (is_routine(type)) {
    const auto* routine = pg::as<::ObjectWithArgs>(statement.object);
    const auto key = routine == nullptr ? std::nullopt : routine_named(*routine, editor);
    const Routine* known = key ? editor.schema().routines.find(*key) : nullptr;
    if (known != nullptr) rename_routine(*key, {to, std::string(known->name.name)}, editor);
    return;
  }
  const auto* list = pg::as<::List>(statement.object);
  if (type != OBJECT_TYPE && type != OBJECT_DOMAIN) {
    const auto key = existing_object(type, statement.object, editor.schema(), editor.context().search_path);
    if (key && editor.schema().others.find(*key) != nullptr) {
      editor.schema().others.rename(*key, moved_key(*key, to));
    }
    return;
  }
  if (list == nullptr) return;
  const QualifiedName from = editor.existing_type(list);
  rename_type(from, {to, from.name}, editor);
}

}  // namespace pginterlock::schema
