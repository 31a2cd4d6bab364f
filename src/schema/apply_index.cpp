#include <algorithm>

#include "pg/ast.h"
#include "pg/walk.h"
#include "schema/definitions.h"
#include "schema/families.h"
#include "schema/index_name.h"
#include "schema/inherit.h"
#include "schema/sql_text.h"

namespace pginterlock::schema {

namespace {

std::vector<const ::IndexElem*> elements_of(const ::List* list) {
  std::vector<const ::IndexElem*> elements;
  for (const auto& element : pg::each<::IndexElem>(list)) elements.push_back(&element);
  return elements;
}

bool has_expression(const ::List* list) {
  for (const auto& element : pg::each<::IndexElem>(list)) {
    if (element.expr != nullptr) return true;
  }
  return false;
}

TableIndex index_of(const ::IndexStmt& statement, const SchemaEditor& editor) {
  const pg::Statement& source = editor.statement();
  TableIndex index;
  index.method = statement.accessMethod == nullptr ? "btree" : std::string(pg::text(statement.accessMethod));
  const auto texts =
      has_expression(statement.indexParams) ? key_texts(source, source.span.begin, "on") : std::vector<std::string>{};
  index.keys = index_keys(elements_of(statement.indexParams), texts);
  for (const auto& element : pg::each<::IndexElem>(statement.indexIncludingParams)) {
    index.include.emplace_back(pg::text(element.name));
  }
  if (statement.whereClause != nullptr) {
    index.predicate = where_text(source, source.span.begin);
    index.predicate_columns = owned(pg::columns_mentioned(statement.whereClause));
  }
  index.unique = statement.unique;
  return index;
}

}  // namespace

void create_index(const ::IndexStmt& statement, SchemaEditor& editor) {
  if (statement.relation == nullptr) return;
  const QualifiedName table = editor.existing(*statement.relation);
  TableIndex index = index_of(statement, editor);
  index.name = index_name(statement, table, editor.schema());
  const QualifiedName name{table.schema, index.name};
  if (statement.if_not_exists && editor.find(name) != nullptr) return;
  index.origin = editor.origin(!statement.if_not_exists || editor.schema().relations.known_absent(name));
  index.only = !statement.relation->inh;
  const bool only = index.only;
  if (editor.find(name) != nullptr) editor.drop_index(name);
  editor.add_index(table, index);
  if (only) return;
  // Partitions get an index of their own each. Source: indexcmds.c, DefineIndex.
  const std::vector<QualifiedName> family = editor.schema().with_descendants(table);
  const Relation* parent = editor.find(table);
  if (parent == nullptr || parent->kind != RelationKind::partitioned_table) return;
  for (std::size_t i = 1; i < family.size(); ++i) {
    const Relation* partition = editor.find(family[i]);
    const bool has = partition != nullptr && std::any_of(partition->indexes.begin(), partition->indexes.end(),
                                                         [&](const auto& one) { return same_index(*one, index); });
    if (has) continue;
    TableIndex own = index;
    own.name =
        choose_relation_name(family[i].name, index_name_addition(statement.indexParams, statement.indexIncludingParams),
                             "idx", family[i].schema, editor.schema());
    editor.add_index(family[i], std::move(own));
  }
}

}  // namespace pginterlock::schema
