#include <algorithm>

#include "pg/ast.h"
#include "schema/families.h"
#include "schema/query.h"
#include "schema/view_query.h"

namespace pginterlock::schema {

namespace {

/// The columns of a query's result under the names that the statement gives them.
void name_columns(std::vector<Column>& columns, const ::List* names) {
  std::size_t n = 0;
  for (const std::string& name : pg::strings_of(names)) {
    if (n == columns.size()) columns.emplace_back().complete = false;
    columns[n++].name = name;
  }
}

/// Gives a relation that is not in the schema yet the columns of a query's result.
void add_columns(Relation& relation, QueryFacts facts, const ::List* names, SchemaEditor& editor) {
  name_columns(facts.columns, names);
  if (!facts.columns_known) relation.complete = false;
  relation.columns.reserve(facts.columns.size());
  for (Column& column : facts.columns) editor.add_column(relation, std::move(column));
}

}  // namespace

void create_view(const ::ViewStmt& statement, SchemaEditor& editor) {
  if (statement.view == nullptr) return;
  Relation view;
  view.name = editor.created(*statement.view);
  view.kind = RelationKind::view;
  view.persistence = persistence_of(*statement.view);
  view.complete = true;
  view.origin = editor.origin(!statement.replace || editor.schema().relations.known_absent(view.name));
  QueryFacts facts = facts_of_query(statement.query, editor);
  view.reads = std::move(facts.reads);
  view.calls = std::move(facts.calls);
  view.grouped_by = tables_grouped_by_key(statement.query, editor);
  if (const ::RangeVar* behind = relation_behind_view(statement.query, editor.version())) {
    const Relation* relation = editor.find(editor.existing(*behind));
    const bool never =
        relation != nullptr &&
        (relation->kind == RelationKind::materialized_view || relation->kind == RelationKind::sequence ||
         (relation->kind == RelationKind::view && relation->complete && !relation->updates && relation->rules.empty()));
    if (!never) view.updates = editor.existing(*behind);
  }
  // What reads a temporary relation is temporary. Source: view.c, DefineView.
  const bool reads_temporary = std::any_of(view.reads.begin(), view.reads.end(), [&](const Dependency& read) {
    const Relation* relation = editor.find(read.relation);
    return relation != nullptr && relation->persistence == Persistence::temporary;
  });
  if (reads_temporary && view.persistence != Persistence::temporary) {
    view.persistence = Persistence::temporary;
    view.name.schema = "pg_temp";
  }
  const QualifiedName name = view.name;
  const Relation* known = editor.find(name);
  if (known != nullptr && statement.replace) {
    // The same view with another query: what depends on it stays.
    view.origin = known->origin;
    view.dependents = known->dependents;
    view.triggers = known->triggers;
    view.rules = known->rules;
    view.uses = known->uses;
    view.part_users = known->part_users;
    view.owner = known->owner;
    view.comment = known->comment;
    editor.forget_reads(name);
  } else if (known != nullptr) {
    editor.drop(name);
  }
  add_columns(view, std::move(facts), statement.aliases, editor);
  editor.create(std::move(view));
  editor.add_reads(name);
}

void create_table_as(const ::Node* query, const ::IntoClause& into, bool materialized_view, bool if_not_exists,
                     SchemaEditor& editor) {
  if (into.rel == nullptr) return;
  Relation table;
  table.name = editor.created(*into.rel);
  const QualifiedName name = table.name;
  if (editor.find(name) != nullptr) {
    if (if_not_exists) return;
    editor.drop(name);
  }
  table.kind = materialized_view ? RelationKind::materialized_view : RelationKind::table;
  table.persistence = persistence_of(*into.rel);
  table.on_commit = on_commit_of(into.onCommit);
  table.complete = true;
  table.origin = editor.origin(!if_not_exists || editor.is_absent(name));
  table.access_method = pg::text(into.accessMethod);
  table.tablespace = pg::text(into.tableSpaceName);
  table.populated = !into.skipData;
  table.with_data = !into.skipData;
  QueryFacts facts = facts_of_query(query, editor);
  if (materialized_view) {
    table.reads = std::move(facts.reads);
    table.calls = std::move(facts.calls);
    table.grouped_by = tables_grouped_by_key(query, editor);
  }
  if (pg::as<::SelectStmt>(query) == nullptr) facts.columns_known = false;  // EXECUTE
  add_columns(table, std::move(facts), into.colNames, editor);
  editor.create(std::move(table));
  if (materialized_view) editor.add_reads(name);
}

void refresh_view(const ::RefreshMatViewStmt& statement, SchemaEditor& editor) {
  if (statement.relation == nullptr) return;
  Relation* view = editor.edit(editor.existing(*statement.relation));
  if (view == nullptr) return;
  view->with_data = !statement.skipData;
  view->populated = view->with_data;
}

}  // namespace pginterlock::schema
