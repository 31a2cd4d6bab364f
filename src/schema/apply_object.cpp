// Objects of which only their existence matters, publications, and comments.

#include <algorithm>

#include "pg/ast.h"
#include "pg/lexer.h"
#include "pg/walk.h"
#include "schema/apply.h"
#include "schema/column_use.h"
#include "schema/families.h"
#include "schema/named_objects.h"

namespace pginterlock::schema {

namespace {

/// The columns that row filters and column lists name. Source: pg_publication.c, publication_add_relation.
void note_columns(const ::PublicationTable& table, const std::string& user, const QualifiedName& name,
                  SchemaEditor& editor) {
  for (const std::string& column : pg::strings_of(table.columns))
    note_column_use(user, {name, column}, editor.schema());
  for (const std::string_view column : pg::columns_mentioned(table.whereClause)) {
    note_column_use(user, {name, std::string(column)}, editor.schema());
  }
}

void change_columns(const ::List* objects, AlterPublicationAction action, std::string_view publication,
                    SchemaEditor& editor) {
  const std::string user = "publication " + std::string(publication);
  if (action == AP_SetObjects) forget_column_uses(user, editor.schema());
  for (const auto& object : pg::each<::PublicationObjSpec>(objects)) {
    if (object.pubtable == nullptr || object.pubtable->relation == nullptr || action == AP_DropObjects) continue;
    note_columns(*object.pubtable, user, editor.existing(*object.pubtable->relation), editor);
  }
}

/// The schema of TABLES IN SCHEMA. Source: publicationcmds.c, ObjectsInPublicationToOids.
std::optional<std::string> published_schema(const ::PublicationObjSpec& object, const SchemaEditor& editor) {
  if (object.pubobjtype == PUBLICATIONOBJ_TABLES_IN_SCHEMA) return std::string(pg::text(object.name));
  if (object.pubobjtype != PUBLICATIONOBJ_TABLES_IN_CUR_SCHEMA) return std::nullopt;
  const std::vector<std::string>& path = editor.context().search_path;
  return path.empty() ? std::nullopt : std::optional(path.front());
}

void change_tables(const ::List* objects, AlterPublicationAction action, NamedObject& publication,
                   const SchemaEditor& editor) {
  if (action == AP_SetObjects) {
    publication.tables.clear();
    publication.schemas.clear();
    publication.reads.clear();
  }
  for (const auto& object : pg::each<::PublicationObjSpec>(objects)) {
    if (const auto name = published_schema(object, editor)) {
      std::erase(publication.schemas, *name);
      if (action != AP_DropObjects) publication.schemas.push_back(*name);
    }
    if (object.pubtable == nullptr || object.pubtable->relation == nullptr) continue;
    const QualifiedName table = editor.existing(*object.pubtable->relation);
    std::erase(publication.tables, table);
    std::erase_if(publication.reads, [&](const Dependency& one) { return one.relation == table; });
    if (action == AP_DropObjects) continue;
    publication.tables.push_back(table);
    for (std::string& column : pg::strings_of(object.pubtable->columns)) {
      publication.reads.push_back({table, std::move(column)});
    }
    for (const std::string_view column : pg::columns_mentioned(object.pubtable->whereClause)) {
      publication.reads.push_back({table, std::string(column)});
    }
  }
}

}  // namespace

std::string kind_name(int object_type) {
  switch (object_type) {
    case OBJECT_ACCESS_METHOD:
      return "access method";
    case OBJECT_CAST:
      return "cast";
    case OBJECT_COLLATION:
      return "collation";
    case OBJECT_CONVERSION:
      return "conversion";
    case OBJECT_DATABASE:
      return "database";
    case OBJECT_EVENT_TRIGGER:
      return "event trigger";
    case OBJECT_EXTENSION:
      return "extension";
    case OBJECT_FDW:
      return "foreign data wrapper";
    case OBJECT_FOREIGN_SERVER:
      return "server";
    case OBJECT_LANGUAGE:
      return "language";
    case OBJECT_OPCLASS:
      return "operator class";
    case OBJECT_OPERATOR:
      return "operator";
    case OBJECT_OPFAMILY:
      return "operator family";
    case OBJECT_PUBLICATION:
      return "publication";
    case OBJECT_ROLE:
      return "role";
    case OBJECT_SCHEMA:
      return "schema";
    case OBJECT_STATISTIC_EXT:
      return "statistics";
    case OBJECT_SUBSCRIPTION:
      return "subscription";
    case OBJECT_TABLESPACE:
      return "tablespace";
    case OBJECT_TSCONFIGURATION:
      return "text search configuration";
    case OBJECT_TSDICTIONARY:
      return "text search dictionary";
    case OBJECT_TSPARSER:
      return "text search parser";
    case OBJECT_TSTEMPLATE:
      return "text search template";
    case OBJECT_TRANSFORM:
      return "transform";
    case OBJECT_USER_MAPPING:
      return "user mapping";
    default:
      return {};
  }
}

void create_object(const std::string& kind, const std::string& name, bool if_not_exists, SchemaEditor& editor) {
  Registry<NamedObject>& others = editor.schema().others;
  const QualifiedName key{kind, name};
  if (if_not_exists && others.find(key) != nullptr) return;
  NamedObject object;
  object.kind = kind;
  object.origin = editor.origin(!if_not_exists || others.known_absent(key));
  object.closed = kind == "schema" && object.origin->certain;
  others.put(key, std::move(object));
}

namespace {

/// What the object is made of or for, so that it goes with that.
std::string needed_by(const ::Node* node) {
  switch (pg::tag(node)) {
    case T_CreateForeignServerStmt:
      return std::string(pg::text(pg::as<::CreateForeignServerStmt>(node)->fdwname));
    case T_CreateUserMappingStmt:
      return std::string(pg::text(pg::as<::CreateUserMappingStmt>(node)->servername));
    case T_CreateOpClassStmt:
      return std::string(pg::text(pg::as<::CreateOpClassStmt>(node)->amname));
    case T_CreateOpFamilyStmt:
      return std::string(pg::text(pg::as<::CreateOpFamilyStmt>(node)->amname));
    default:
      return {};
  }
}

bool is_off(const ::DefElem& option) {
  if (option.arg == nullptr) return false;
  if (const auto* word = pg::as<::String>(option.arg)) {
    return pg::same_word(pg::text(word->sval), "false") || pg::same_word(pg::text(word->sval), "off") ||
           pg::same_word(pg::text(word->sval), "none");
  }
  const auto* boolean = pg::as<::Boolean>(option.arg);
  return boolean != nullptr && !boolean->boolval;
}

/// Source: subscriptioncmds.c, parse_subscription_options: without a connection nothing is enabled.
void apply_subscription_options(const ::List* options, NamedObject& subscription) {
  for (const auto& option : pg::each<::DefElem>(options)) {
    const std::string_view name = pg::text(option.defname);
    if (name == "connect" && is_off(option)) subscription.enabled = false;
    if (name == "enabled") subscription.enabled = !is_off(option);
    if (name == "slot_name") subscription.has_slot = !is_off(option);
  }
}

/// HANDLER name or NO HANDLER. Source: foreigncmds.c, parse_func_options.
void apply_handler(const ::List* options, NamedObject& wrapper, bool when_absent) {
  wrapper.has_handler = when_absent;
  for (const auto& option : pg::each<::DefElem>(options)) {
    if (pg::text(option.defname) == "handler") wrapper.has_handler = option.arg != nullptr;
  }
}

/// The scripts of an extension make objects that are told nowhere.
void open_schema_of(const ::CreateExtensionStmt& extension, SchemaEditor& editor) {
  std::string schema = creation_schema(editor.schema(), editor.context().search_path).value_or("public");
  for (const auto& option : pg::each<::DefElem>(extension.options)) {
    const auto* name = pg::text(option.defname) == "schema" ? pg::as<::String>(option.arg) : nullptr;
    if (name != nullptr) schema = pg::text(name->sval);
  }
  open_schema(schema, editor);
}

}  // namespace

void open_schema(const std::string& name, SchemaEditor& editor) {
  const NamedObject* known = editor.schema().others.find({"schema", name});
  if (known != nullptr && known->closed) editor.schema().others.edit({"schema", name}).closed = false;
}

void make_object(const MadeObject& made, const ::Node* node, SchemaEditor& editor) {
  Registry<NamedObject>& others = editor.schema().others;
  if (others.find(made.key) != nullptr && (made.if_not_exists || made.or_replace)) return;
  NamedObject object;
  object.kind = kind_name(made.object_type);
  object.origin = editor.origin(!(made.if_not_exists || made.or_replace) || others.known_absent(made.key));
  object.belongs_to = needed_by(node);
  if (const auto* subscription = pg::as<::CreateSubscriptionStmt>(node)) {
    apply_subscription_options(subscription->options, object);
  }
  if (const auto* wrapper = pg::as<::CreateFdwStmt>(node)) apply_handler(wrapper->func_options, object, false);
  if (const auto* statistics = pg::as<::CreateStatsStmt>(node)) {
    for (const auto& relation : pg::each<::RangeVar>(statistics->relations)) {
      object.tables.push_back(editor.existing(relation));
    }
  }
  if (const auto* extension = pg::as<::CreateExtensionStmt>(node)) open_schema_of(*extension, editor);
  others.put(made.key, std::move(object));
}

void alter_wrapper(const ::AlterFdwStmt& statement, SchemaEditor& editor) {
  NamedObject* known =
      editor.schema().others.edit_if_known({"foreign data wrapper", std::string(pg::text(statement.fdwname))});
  if (known != nullptr) apply_handler(statement.func_options, *known, known->has_handler);
}

void alter_subscription(const ::AlterSubscriptionStmt& statement, SchemaEditor& editor) {
  NamedObject* known = editor.schema().others.edit_if_known({"subscription", std::string(pg::text(statement.subname))});
  if (known == nullptr) return;
  apply_subscription_options(statement.options, *known);
}

void forget_closed_schemas(SchemaEditor& editor) {
  Registry<NamedObject>& others = editor.schema().others;
  for (const QualifiedName& key : others.take(closed_schema)) {
    if (others.find(key)->closed) others.edit(key).closed = false;
  }
}

namespace {

std::vector<QualifiedName> relations_of_owner(const std::string& role, const SchemaEditor& editor) {
  std::vector<QualifiedName> names;
  editor.schema().relations.for_each([&](const QualifiedName& name, const Relation& relation) {
    if (relation.owner == role) names.push_back(name);
  });
  return names;
}

}  // namespace

void drop_owned(const ::DropOwnedStmt& statement, SchemaEditor& editor) {
  for (const auto& role : pg::each<::RoleSpec>(statement.roles)) {
    if (role.roletype != ROLESPEC_CSTRING) continue;
    for (const QualifiedName& name : relations_of_owner(std::string(pg::text(role.rolename)), editor)) {
      editor.drop(name);
    }
  }
}

void reassign_owned(const ::ReassignOwnedStmt& statement, SchemaEditor& editor) {
  const std::string owner(statement.newrole == nullptr ? std::string_view{} : pg::text(statement.newrole->rolename));
  for (const auto& role : pg::each<::RoleSpec>(statement.roles)) {
    if (role.roletype != ROLESPEC_CSTRING) continue;
    for (const QualifiedName& name : relations_of_owner(std::string(pg::text(role.rolename)), editor)) {
      editor.learn(name).owner = owner;
    }
    NamedObject note;
    note.origin = editor.origin();
    editor.schema().others.put(reassigned_key(pg::text(role.rolename)), std::move(note));
  }
}

void discard(const ::DiscardStmt& statement, SchemaEditor& editor) {
  if (statement.target != DISCARD_ALL && statement.target != DISCARD_TEMP) return;
  std::vector<QualifiedName> temporary;
  editor.schema().relations.for_each([&](const QualifiedName& name, const Relation&) {
    if (name.schema == "pg_temp") temporary.push_back(name);
  });
  for (const QualifiedName& name : temporary) {
    if (editor.find(name) != nullptr) editor.drop(name);
  }
}

void create_schema(const ::CreateSchemaStmt& statement, SchemaEditor& editor) {
  std::string name(pg::text(statement.schemaname));
  if (name.empty() && statement.authrole != nullptr) name = pg::text(statement.authrole->rolename);
  if (name.empty()) return;
  create_object("schema", name, statement.if_not_exists, editor);
  // Its elements are made in it. They are no schemas again, so this goes no deeper.
  const std::vector<std::string> path{name};
  for (std::size_t i = 0; i < pg::length(statement.schemaElts); ++i) {
    pg::Statement element = editor.statement();
    element.node = pg::nth(statement.schemaElts, i);
    if (pg::as<::CreateSchemaStmt>(element.node) != nullptr) continue;
    ApplyContext context = {.statement = element,
                            .search_path = path,
                            .migration = editor.context().migration,
                            .transaction = editor.context().transaction,
                            .pg_version = editor.version(),
                            .in_transaction = editor.context().in_transaction,
                            .whole_history = editor.context().whole_history};
    apply_to_schema(context, editor.schema());
  }
}

namespace {

/// WITH (publish = 'insert, update'): what it does not name is not published. Source: publicationcmds.c,
/// parse_publication_options.
void set_published_changes(const ::List* options, NamedObject& publication) {
  for (const auto& option : pg::each<::DefElem>(options)) {
    const auto* value = pg::as<::String>(option.arg);
    if (pg::text(option.defname) != "publish" || value == nullptr) continue;
    const std::string_view words = pg::text(value->sval);
    publication.publishes_updates = words.find("update") != std::string_view::npos;
    publication.publishes_deletes = words.find("delete") != std::string_view::npos;
  }
}

}  // namespace

void create_publication(const ::CreatePublicationStmt& statement, SchemaEditor& editor) {
  const std::string name(pg::text(statement.pubname));
  create_object("publication", name, false, editor);
  NamedObject& publication = editor.schema().others.edit({"publication", name});
  publication.all_tables = statement.for_all_tables;
  set_published_changes(statement.options, publication);
  change_tables(statement.pubobjects, AP_AddObjects, publication, editor);
  change_columns(statement.pubobjects, AP_AddObjects, name, editor);
}

void alter_publication(const ::AlterPublicationStmt& statement, SchemaEditor& editor) {
  const QualifiedName key{"publication", std::string(pg::text(statement.pubname))};
  if (editor.schema().others.find(key) == nullptr) return;
  NamedObject& publication = editor.schema().others.edit(key);
  set_published_changes(statement.options, publication);
  change_tables(statement.pubobjects, statement.action, publication, editor);
  change_columns(statement.pubobjects, statement.action, pg::text(statement.pubname), editor);
}

void comment_on(const ::CommentStmt& statement, SchemaEditor& editor) {
  if (statement.objtype != OBJECT_TABLE && statement.objtype != OBJECT_VIEW && statement.objtype != OBJECT_MATVIEW) {
    return;
  }
  const auto* name = pg::as<::List>(statement.object);
  Relation* relation = name == nullptr ? nullptr : editor.edit(editor.existing(name));
  if (relation == nullptr) return;
  relation->comment.reset();
  if (statement.comment != nullptr) relation->comment = std::string(pg::text(statement.comment));
}

}  // namespace pginterlock::schema
