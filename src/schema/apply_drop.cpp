#include <algorithm>

#include "pg/ast.h"
#include "schema/column_use.h"
#include "schema/families.h"
#include "schema/follow_names.h"
#include "schema/inherit.h"
#include "schema/named_objects.h"
#include "schema/partition_index.h"

namespace pginterlock::schema {

namespace {

bool fits(const Relation& relation, ObjectType kind) {
  if (!relation.complete && !relation.origin) return true;  // what it is was guessed
  switch (relation.kind) {
    case RelationKind::table:
    case RelationKind::partitioned_table:
      return kind == OBJECT_TABLE;
    case RelationKind::view:
      return kind == OBJECT_VIEW;
    case RelationKind::materialized_view:
      return kind == OBJECT_MATVIEW;
    case RelationKind::index:
      return kind == OBJECT_INDEX;
    case RelationKind::sequence:
      return kind == OBJECT_SEQUENCE;
    case RelationKind::foreign_table:
      return kind == OBJECT_FOREIGN_TABLE;
    case RelationKind::composite_type:
      return kind == OBJECT_TYPE;
  }
  return false;
}

/// DROP TABLE, VIEW, INDEX, …: with another kind of relation under that name the server refuses.
void drop_relation(const ::Node* object, ObjectType kind, SchemaEditor& editor) {
  const auto* list = pg::as<::List>(object);
  if (list == nullptr) return;
  const QualifiedName name = editor.existing(list);
  const Relation* relation = editor.find(name);
  if (relation != nullptr && !fits(*relation, kind)) return;
  if (kind != OBJECT_INDEX) return editor.drop(name);
  const Relation* table = editor.schema().table_of_index(name);
  const TableIndex* index = table == nullptr ? nullptr : table->index(name.name);
  if (index != nullptr && index->constraint) return;  // refused: the constraint is to be dropped
  for (const QualifiedName& one : with_partition_indexes(editor.schema(), name)) editor.drop_index(one);
}

void drop_type_named(const ::Node* object, SchemaEditor& editor) {
  const auto* type = pg::as<::TypeName>(object);
  if (type != nullptr) drop_type(editor.existing_type(type->names), editor);
}

/// DROP TRIGGER, POLICY, RULE name ON table: the name is the last of the list.
void drop_part(const ::Node* object, ObjectType kind, SchemaEditor& editor) {
  std::vector<std::string> path = pg::strings_of(pg::as<::List>(object));
  if (path.size() < 2) return;
  const std::string part = path.back();
  path.pop_back();
  const QualifiedName written{path.size() > 1 ? path[path.size() - 2] : "", path.back()};
  const QualifiedName table = editor.schema().resolve(written, editor.context().search_path);
  const auto named = [&](const auto& one) { return one->name == part; };
  for (const QualifiedName& name : editor.schema().with_descendants(table)) {
    Relation* relation = name == table || kind == OBJECT_TRIGGER ? editor.edit(name) : nullptr;
    if (relation == nullptr) continue;
    if (kind == OBJECT_TRIGGER) std::erase_if(relation->triggers, named);
    if (kind == OBJECT_POLICY) std::erase_if(relation->policies, named);
    if (kind == OBJECT_RULE) std::erase(relation->rules, part);
    if (kind != OBJECT_TRIGGER) {
      std::erase_if(relation->uses,
                    [&](const auto& use) { return use->part == part && use->rule == (kind == OBJECT_RULE); });
    }
    if (kind == OBJECT_RULE) {
      std::erase_if(relation->rule_actions, [&](const auto& one) { return one->rule == part; });
    }
  }
}

/// DROP SCHEMA: with CASCADE all that is in it goes; without, nothing is.
void drop_schema(const std::string& name, SchemaEditor& editor) {
  Schema& schema = editor.schema();
  for (const QualifiedName& one : names_in(schema.relations, name)) {
    if (editor.find(one) != nullptr) editor.drop(one);
  }
  for (const QualifiedName& one : names_in(schema.types, name)) drop_type(one, editor);
  for (const QualifiedName& one : names_in(schema.routines, name)) schema.routines.erase(one);
  for (const QualifiedName& one : names_in(schema.overloads, name)) schema.overloads.erase(one);
  follow_schema(name, {}, schema);
}

/// With CASCADE what was made for the object goes too: the servers of a wrapper, the foreign tables of a server.
void drop_what_belongs_to(const QualifiedName& key, SchemaEditor& editor) {
  std::vector<QualifiedName> parts;
  const bool wrapper = key.schema == "foreign data wrapper";
  if (!wrapper && key.schema != "server") return;
  editor.schema().others.for_each_mentioning(key.name, [&](const QualifiedName& part, const NamedObject& object) {
    const bool of_kind = wrapper ? object.kind == "server" : object.kind == "user mapping";
    if (of_kind && object.belongs_to == key.name.str()) parts.push_back(part);
  });
  std::vector<QualifiedName> tables;
  if (!wrapper) {
    editor.schema().relations.for_each_mentioning(key.name, [&](const QualifiedName& name, const Relation& relation) {
      if (relation.kind == RelationKind::foreign_table && relation.server == key.name.str()) tables.push_back(name);
    });
  }
  for (const QualifiedName& table : tables) editor.drop(table);
  for (const QualifiedName& part : parts) {
    if (wrapper) drop_what_belongs_to(part, editor);  // a server, which has no servers
    editor.schema().others.erase(part);
  }
}

void drop_other(const ::Node* object, ObjectType type, bool cascade, SchemaEditor& editor) {
  const auto key = existing_object(type, object, editor.schema(), editor.context().search_path);
  if (!key) return;
  if (type == OBJECT_SCHEMA) drop_schema(key->name, editor);
  if (type == OBJECT_PUBLICATION) forget_column_uses("publication " + key->name, editor.schema());
  if (cascade) drop_what_belongs_to(*key, editor);
  editor.schema().others.erase(*key);
}

}  // namespace

void drop_objects(const ::DropStmt& statement, SchemaEditor& editor) {
  const bool cascade = statement.behavior == DROP_CASCADE;
  for (std::size_t i = 0; i < pg::length(statement.objects); ++i) {
    const ::Node* object = pg::nth(statement.objects, i);
    switch (statement.removeType) {
      case OBJECT_TABLE:
      case OBJECT_VIEW:
      case OBJECT_MATVIEW:
      case OBJECT_INDEX:
      case OBJECT_SEQUENCE:
      case OBJECT_FOREIGN_TABLE:
        drop_relation(object, statement.removeType, editor);
        break;
      case OBJECT_TYPE:
      case OBJECT_DOMAIN:
        drop_type_named(object, editor);
        break;
      case OBJECT_FUNCTION:
      case OBJECT_PROCEDURE:
      case OBJECT_ROUTINE:
      case OBJECT_AGGREGATE:
        if (const auto* routine = pg::as<::ObjectWithArgs>(object)) drop_routine(*routine, cascade, editor);
        break;
      case OBJECT_TRIGGER:
      case OBJECT_POLICY:
      case OBJECT_RULE:
        drop_part(object, statement.removeType, editor);
        break;
      case OBJECT_CAST:
        drop_cast(object, editor);
        drop_other(object, statement.removeType, cascade, editor);
        break;
      case OBJECT_OPERATOR:
        if (const auto* one = pg::as<::ObjectWithArgs>(object)) {
          editor.schema().others.erase({"operator", editor.created(one->objname).plain()});
        }
        drop_other(object, statement.removeType, cascade, editor);
        break;
      default:
        drop_other(object, statement.removeType, cascade, editor);
        break;
    }
  }
}

}  // namespace pginterlock::schema
