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

/// The index of one member of a partition tree that stands for the one that is made.
struct MadeIndex {
  QualifiedName table;
  TableIndex index;
};

const TableIndex* index_made_for(const QualifiedName& table, const std::vector<MadeIndex>& made) {
  const auto it = std::find_if(made.begin(), made.end(), [&](const MadeIndex& one) { return one.table == table; });
  return it == made.end() ? nullptr : &it->index;
}

}  // namespace

TableIndex index_of(const ::IndexStmt& statement, const pg::Statement& source) {
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

void create_index(const ::IndexStmt& statement, SchemaEditor& editor) {
  if (statement.relation == nullptr) return;
  const QualifiedName table = editor.existing(*statement.relation);
  TableIndex index = index_of(statement, editor.statement());
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
  std::vector<MadeIndex> made{{table, index}};
  for (std::size_t i = 1; i < family.size(); ++i) {
    const Relation* partition = editor.find(family[i]);
    const TableIndex* above =
        partition == nullptr || partition->parents.empty() ? nullptr : index_made_for(partition->parents.front(), made);
    if (above == nullptr) continue;
    const QualifiedName parent_index{partition->parents.front().schema, above->name};
    if (const TableIndex* fitting = fitting_index(*partition, index, parent_index, editor.schema(), editor.version())) {
      made.push_back({family[i], *fitting});
      set_parent_index({family[i].schema, fitting->name}, parent_index, editor);
      continue;
    }
    TableIndex own = index;
    own.parent = parent_index;
    own.name =
        choose_relation_name(family[i].name, index_name_addition(statement.indexParams, statement.indexIncludingParams),
                             "idx", family[i].schema, editor.schema());
    made.push_back({family[i], own});
    editor.add_index(family[i], std::move(own));
  }
}

void cluster(const ::ClusterStmt& statement, SchemaEditor& editor) {
  if (statement.relation == nullptr || statement.indexname == nullptr) return;
  if (Relation* table = editor.edit(editor.existing(*statement.relation))) {
    table->clustered_index = pg::text(statement.indexname);
  }
}

}  // namespace pginterlock::schema
