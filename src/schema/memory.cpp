#include "schema/memory.h"

#include <algorithm>
#include <optional>

#include "pg/ast.h"
#include "schema/families.h"
#include "schema/named_objects.h"
#include "schema/remembered_text.h"

namespace pginterlock::schema {

namespace {

/// The thing that a part goes with.
std::string_view whole_of(std::string_view thing) {
  if (thing == thing::routine || thing == thing::type || thing == thing::object || thing == thing::defaults) {
    return thing;
  }
  return thing == thing::type_constraint ? thing::type : thing::relation;
}

QualifiedName remembered_as(const std::string& key) {
  static const Name schema(remembered);
  return {schema, key};
}

/// As QualifiedName::plain() tells the name, without a string of its own: a key is made for each look at what is kept.
void append_plain(const QualifiedName& name, std::string& key) {
  if (!name.schema.empty()) key.append(name.schema.str()).append(".");
  key.append(name.name.str());
}

QualifiedName key_of(const Text& text) {
  std::string key;
  key.reserve(text.about.size() + text.thing.size() + text.of.schema.size() + text.of.name.size() + text.part.size() +
              4);
  key.append(text.about).append(" ").append(text.thing).append(" ");
  append_plain(text.of, key);
  key.append(" ").append(text.part);
  return remembered_as(key);
}

QualifiedName list_of(std::string_view thing, const QualifiedName& of) {
  const std::string_view whole = whole_of(thing);
  std::string key;
  key.reserve(whole.size() + of.schema.size() + of.name.size() + 9);
  key.append("all of ").append(whole).append(" ");
  append_plain(of, key);
  return remembered_as(key);
}

/// The keys of what is remembered of the object; a copy, as they are going to change.
std::vector<QualifiedName> keys_of(std::string_view thing, const QualifiedName& of, const Schema& schema) {
  const NamedObject* list = schema.others.find(list_of(thing, of));
  return list == nullptr ? std::vector<QualifiedName>{} : list->tables;
}

}  // namespace

std::vector<const NamedObject*> texts_of(std::string_view thing, const QualifiedName& of, const Schema& schema) {
  std::vector<const NamedObject*> texts;
  for (const QualifiedName& key : keys_of(thing, of, schema)) {
    const NamedObject* text = schema.others.find(key);
    if (text != nullptr) texts.push_back(text);
  }
  return texts;
}

namespace {

template <typename Condition>
void forget_if(std::string_view thing, const QualifiedName& of, Schema& schema, Condition&& condition) {
  for (const QualifiedName& key : keys_of(thing, of, schema)) {
    const NamedObject* text = schema.others.find(key);
    if (text != nullptr && condition(*text)) schema.others.erase(key);
  }
}

/// The privileges on a column have its new name, or are gone with it (empty).
void follow_column(const QualifiedName& table, std::string_view column, std::string_view to, Schema& schema) {
  const std::string words = "(" + std::string(column) + ")";
  for (const QualifiedName& key : keys_of(thing::relation, table, schema)) {
    const NamedObject* text = schema.others.find(key);
    if (text == nullptr || text->kind != about::grant || text->text.find(words) == std::string::npos) continue;
    const std::string had = text->text;
    std::string left;
    for (std::size_t at = 0; at < had.size();) {
      const std::size_t end = std::min(had.find(' ', at), had.size());
      std::string word = had.substr(at, end - at);
      at = end + 1;
      const std::size_t place = word.find(words);
      if (place != std::string::npos && to.empty()) continue;
      if (place != std::string::npos) word.replace(place + 1, column.size(), to);
      left += word + " ";
    }
    if (left.empty()) {
      schema.others.erase(key);
    } else {
      schema.others.edit(key).text = left;
    }
  }
}

/// Puts the text again as that of something else.
void put_again(const NamedObject& text, const QualifiedName& of, std::string part, Schema& schema) {
  const std::string thing = text.belongs_to;
  const std::string about = text.kind;
  remember({of, thing, std::move(part), about}, text.text, schema);
}

bool is_relation(ObjectType type) {
  return type == OBJECT_TABLE || type == OBJECT_VIEW || type == OBJECT_MATVIEW || type == OBJECT_SEQUENCE ||
         type == OBJECT_INDEX || type == OBJECT_FOREIGN_TABLE;
}

bool is_routine(ObjectType type) {
  return type == OBJECT_FUNCTION || type == OBJECT_PROCEDURE || type == OBJECT_ROUTINE || type == OBJECT_AGGREGATE;
}

std::string_view part_word(ObjectType type) {
  switch (type) {
    case OBJECT_COLUMN:
    case OBJECT_ATTRIBUTE:
      return thing::column;
    case OBJECT_TABCONSTRAINT:
      return thing::constraint;
    case OBJECT_TRIGGER:
      return thing::trigger;
    case OBJECT_POLICY:
      return thing::policy;
    case OBJECT_RULE:
      return thing::rule;
    default:
      return {};
  }
}

/// A relation with its indexes, and with CASCADE the views that read it, at any depth.
void forget_relation(const QualifiedName& name, bool cascade, Schema& schema) {
  std::vector<QualifiedName> open{name};
  std::vector<QualifiedName> seen;
  while (!open.empty()) {
    const QualifiedName one = open.back();
    open.pop_back();
    if (std::find(seen.begin(), seen.end(), one) != seen.end()) continue;
    seen.push_back(one);
    forget_all(thing::relation, one, schema);
    const Relation* relation = schema.relation(one);
    if (relation == nullptr) continue;
    for (const auto& index : relation->indexes) forget_all(thing::relation, {one.schema, index->name}, schema);
    if (cascade) open.insert(open.end(), relation->dependents.begin(), relation->dependents.end());
  }
}

void follow_drop(const ::DropStmt& statement, const SchemaEditor& editor, Schema& schema) {
  const ObjectType type = statement.removeType;
  const std::string_view part = part_word(type);
  for (std::size_t i = 0; i < pg::length(statement.objects); ++i) {
    const ::Node* object = pg::nth(statement.objects, i);
    if (is_relation(type)) {
      const auto* list = pg::as<::List>(object);
      if (list != nullptr) forget_relation(editor.existing(list), statement.behavior == DROP_CASCADE, schema);
    } else if (is_routine(type)) {
      const auto* routine = pg::as<::ObjectWithArgs>(object);
      const auto key = routine == nullptr ? std::nullopt : routine_named(*routine, editor);
      if (key) forget_all(thing::routine, *key, schema);
    } else if (type == OBJECT_TYPE || type == OBJECT_DOMAIN) {
      const auto* name = pg::as<::TypeName>(object);
      if (name != nullptr) forget_all(thing::type, editor.existing_type(name->names), schema);
    } else if (!part.empty()) {
      std::vector<std::string> path = pg::strings_of(pg::as<::List>(object));
      if (path.size() < 2) continue;
      const std::string name = path.back();
      path.pop_back();
      const QualifiedName written{path.size() > 1 ? path[path.size() - 2] : "", path.back()};
      forget_part(part, schema.resolve(written, editor.context().search_path), name, schema);
    } else if (const auto key = existing_object(type, object, schema, editor.context().search_path)) {
      forget_all(thing::object, *key, schema);
      if (type != OBJECT_SCHEMA) continue;
      for (const std::string_view kind : {"tables", "sequences", "types", "functions"}) {
        forget_all(thing::defaults, {key->name, kind}, schema);
      }
    }
  }
}

void follow_alter(const ::AlterTableStmt& statement, const SchemaEditor& editor, Schema& schema) {
  if (statement.relation == nullptr) return;
  for (const auto& command : pg::each<::AlterTableCmd>(statement.cmds)) {
    if (command.subtype != AT_DropColumn && command.subtype != AT_DropConstraint) continue;
    const QualifiedName table = editor.existing(*statement.relation);
    const std::string_view name = pg::text(command.name);
    const bool column = command.subtype == AT_DropColumn;
    forget_part(column ? thing::column : thing::constraint, table, name, schema);
    if (column) follow_column(table, name, {}, schema);
    // The index of a constraint has its name.
    if (!column) forget_all(thing::relation, {table.schema, name}, schema);
  }
}

void follow_alter(const ::AlterDomainStmt& statement, const SchemaEditor& editor, Schema& schema) {
  if (statement.subtype != 'X') return;
  forget_part(thing::type_constraint, editor.existing_type(statement.typeName), pg::text(statement.name), schema);
}

/// The routine under another name or in another schema.
void move_routine(const ::Node* object, const std::string& to_schema, const std::string& to_name,
                  const SchemaEditor& editor, Schema& schema) {
  const auto* routine = pg::as<::ObjectWithArgs>(object);
  const auto key = routine == nullptr ? std::nullopt : routine_named(*routine, editor);
  const Routine* known = key ? schema.routines.find(*key) : nullptr;
  if (known == nullptr) return;
  const QualifiedName to{to_schema.empty() ? known->name.schema : Name(to_schema),
                         to_name.empty() ? known->name.name : Name(to_name)};
  move_all(thing::routine, *key, routine_key(to, known->argument_types), schema);
}

void follow_rename(const ::RenameStmt& statement, const SchemaEditor& editor, Schema& schema) {
  const ObjectType type = statement.renameType;
  const std::string to(pg::text(statement.newname));
  const std::string_view part = part_word(type);
  if (is_routine(type)) return move_routine(statement.object, {}, to, editor, schema);
  if (is_relation(type) || !part.empty()) {
    if (statement.relation == nullptr) return;
    const QualifiedName from = editor.existing(*statement.relation);
    if (part.empty()) return move_all(thing::relation, from, {from.schema, to}, schema);
    if (part == thing::column) follow_column(from, pg::text(statement.subname), to, schema);
    return move_part(part, from, pg::text(statement.subname), to, schema);
  }
  const auto* list = pg::as<::List>(statement.object);
  if (type == OBJECT_DOMCONSTRAINT && list != nullptr) {
    return move_part(thing::type_constraint, editor.existing_type(list), pg::text(statement.subname), to, schema);
  }
  if ((type == OBJECT_TYPE || type == OBJECT_DOMAIN) && list != nullptr) {
    const QualifiedName from = editor.existing_type(list);
    return move_all(thing::type, from, {from.schema, to}, schema);
  }
  const auto from = statement.object != nullptr
                        ? existing_object(type, statement.object, schema, editor.context().search_path)
                        : std::optional(QualifiedName{kind_name(type), std::string(pg::text(statement.subname))});
  if (from && !from->schema.empty()) move_all(thing::object, *from, renamed_key(*from, to), schema);
}

void follow_schema(const ::AlterObjectSchemaStmt& statement, const SchemaEditor& editor, Schema& schema) {
  const ObjectType type = statement.objectType;
  const std::string to(pg::text(statement.newschema));
  if (is_routine(type)) return move_routine(statement.object, to, {}, editor, schema);
  if (is_relation(type) && statement.relation != nullptr) {
    const QualifiedName from = editor.existing(*statement.relation);
    return move_all(thing::relation, from, {to, from.name}, schema);
  }
  const auto* list = pg::as<::List>(statement.object);
  if ((type != OBJECT_TYPE && type != OBJECT_DOMAIN) || list == nullptr) return;
  const QualifiedName from = editor.existing_type(list);
  move_all(thing::type, from, {to, from.name}, schema);
}

}  // namespace

const NamedObject* recall(const Text& text, const Schema& schema) { return schema.others.find(key_of(text)); }

void remember(const Text& text, std::string content, Schema& schema) {
  const QualifiedName key = key_of(text);
  if (schema.others.find(key) == nullptr) {
    const QualifiedName list = list_of(text.thing, text.of);
    if (schema.others.find(list) == nullptr) schema.others.put(list, NamedObject{});
    schema.others.edit(list).tables.push_back(key);
  }
  NamedObject object;
  object.kind = text.about;
  object.text = std::move(content);
  object.relation = text.of;
  object.part = text.part;
  object.belongs_to = text.thing;
  schema.others.put(key, std::move(object));
}

void forget(const Text& text, Schema& schema) {
  const QualifiedName key = key_of(text);
  if (schema.others.find(key) != nullptr) schema.others.erase(key);
}

void forget_all(std::string_view thing, const QualifiedName& of, Schema& schema) {
  forget_if(thing, of, schema, [](const NamedObject&) { return true; });
}

void forget_part(std::string_view thing, const QualifiedName& of, std::string_view part, Schema& schema) {
  forget_if(thing, of, schema, [&](const NamedObject& text) { return text.belongs_to == thing && text.part == part; });
}

void forget_about(std::string_view thing, const QualifiedName& of, std::string_view about, Schema& schema) {
  forget_if(thing, of, schema, [&](const NamedObject& text) { return text.belongs_to == thing && text.kind == about; });
}

void move_all(std::string_view thing, const QualifiedName& from, const QualifiedName& to, Schema& schema) {
  if (from == to) return;
  for (const QualifiedName& key : keys_of(thing, from, schema)) {
    const auto text = schema.others.share(key);
    if (text == nullptr) continue;
    schema.others.erase(key);
    put_again(*text, to, text->part, schema);
  }
}

void move_part(std::string_view thing, const QualifiedName& of, std::string_view from, const std::string& to,
               Schema& schema) {
  for (const QualifiedName& key : keys_of(thing, of, schema)) {
    const auto text = schema.others.share(key);
    if (text == nullptr || text->belongs_to != thing || text->part != from) continue;
    schema.others.erase(key);
    put_again(*text, of, to, schema);
  }
}

void follow_texts(const ::Node* node, const SchemaEditor& editor, Schema& schema) {
  switch (pg::tag(node)) {
    case T_DropStmt:
      return follow_drop(*pg::as<::DropStmt>(node), editor, schema);
    case T_AlterTableStmt:
      return follow_alter(*pg::as<::AlterTableStmt>(node), editor, schema);
    case T_AlterDomainStmt:
      return follow_alter(*pg::as<::AlterDomainStmt>(node), editor, schema);
    case T_RenameStmt:
      return follow_rename(*pg::as<::RenameStmt>(node), editor, schema);
    case T_AlterObjectSchemaStmt:
      return follow_schema(*pg::as<::AlterObjectSchemaStmt>(node), editor, schema);
    default:
      return;
  }
}

}  // namespace pginterlock::schema
