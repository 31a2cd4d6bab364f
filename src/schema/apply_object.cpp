// Objects of which only their existence matters, publications, and comments.

#include <algorithm>

#include "pg/ast.h"
#include "pg/walk.h"
#include "schema/apply.h"
#include "schema/column_use.h"
#include "schema/families.h"

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

void change_tables(const ::List* objects, AlterPublicationAction action, NamedObject& publication,
                   const SchemaEditor& editor) {
  if (action == AP_SetObjects) publication.tables.clear();
  for (const auto& object : pg::each<::PublicationObjSpec>(objects)) {
    if (object.pubtable == nullptr || object.pubtable->relation == nullptr) continue;
    const QualifiedName table = editor.existing(*object.pubtable->relation);
    std::erase(publication.tables, table);
    if (action != AP_DropObjects) publication.tables.push_back(table);
  }
}

}  // namespace

std::string kind_name(int object_type) {
  switch (object_type) {
    case OBJECT_ACCESS_METHOD:
      return "access method";
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
    case OBJECT_PUBLICATION:
      return "publication";
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
  others.put(key, std::move(object));
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
                            .in_transaction = editor.context().in_transaction};
    apply_to_schema(context, editor.schema());
  }
}

void create_publication(const ::CreatePublicationStmt& statement, SchemaEditor& editor) {
  const std::string name(pg::text(statement.pubname));
  create_object("publication", name, false, editor);
  NamedObject& publication = editor.schema().others.edit({"publication", name});
  publication.all_tables = statement.for_all_tables;
  change_tables(statement.pubobjects, AP_AddObjects, publication, editor);
  change_columns(statement.pubobjects, AP_AddObjects, name, editor);
}

void alter_publication(const ::AlterPublicationStmt& statement, SchemaEditor& editor) {
  const QualifiedName key{"publication", std::string(pg::text(statement.pubname))};
  if (editor.schema().others.find(key) == nullptr) return;
  change_tables(statement.pubobjects, statement.action, editor.schema().others.edit(key), editor);
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
