#include "schema/editor.h"

#include <algorithm>

#include "pg/ast.h"
#include "schema/named_objects.h"

namespace pginterlock {

namespace {

template <typename T>
bool holds(const std::vector<T>& list, const T& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

template <typename T>
void add_once(std::vector<T>& list, const T& value) {
  if (!holds(list, value)) list.push_back(value);
}

}  // namespace

Persistence persistence_of(const ::RangeVar& relation) {
  if (relation.relpersistence == 't' || pg::text(relation.schemaname) == "pg_temp") return Persistence::temporary;
  return relation.relpersistence == 'u' ? Persistence::unlogged : Persistence::permanent;
}

std::vector<const QualifiedName*> relations_read(const Relation& view) {
  std::vector<const QualifiedName*> relations;
  for (const Dependency& read : view.reads) {
    const bool listed = std::any_of(relations.rbegin(), relations.rend(),
                                    [&](const QualifiedName* one) { return *one == read.relation; });
    if (!listed) relations.push_back(&read.relation);
  }
  return relations;
}

QualifiedName SchemaEditor::existing(const ::RangeVar& relation) const {
  return schema_.resolve(relation, context_.search_path);
}

QualifiedName SchemaEditor::existing(const ::List* name) const {
  return schema_.resolve(pg::name_of(name), context_.search_path);
}

QualifiedName SchemaEditor::existing_type(const ::List* name) const {
  return schema_.resolve_type(pg::name_of(name), context_.search_path);
}

QualifiedName SchemaEditor::created(const ::RangeVar& relation) const {
  QualifiedName name = pg::name_of(relation);
  if (persistence_of(relation) == Persistence::temporary) {
    name.schema = "pg_temp";
  } else if (name.schema.empty()) {
    name.schema = creation_schema(schema_, context_.search_path).value_or("public");
  }
  return name;
}

QualifiedName SchemaEditor::created(const ::List* name) const {
  QualifiedName written = pg::name_of(name);
  if (written.schema.empty()) written.schema = creation_schema(schema_, context_.search_path).value_or("public");
  return written;
}

pg::DataType SchemaEditor::type(const ::TypeName& type) const {
  return schema_.resolve_type(pg::type_of(type), context_.search_path);
}

Relation& SchemaEditor::learn(const QualifiedName& name, RelationKind kind) {
  if (Relation* known = schema_.relations.edit_if_known(name)) return *known;
  Relation relation;
  relation.name = name;
  relation.kind = kind;
  if (name.schema == "pg_temp") relation.persistence = Persistence::temporary;
  return schema_.relations.put(name, std::move(relation));
}

bool SchemaEditor::is_absent(const QualifiedName& name) const {
  if (schema_.relation(name) != nullptr) return false;
  return certainly_absent(schema_, name) || (context_.whole_history && name.schema == "public");
}

Relation* SchemaEditor::edit(const QualifiedName& name) { return schema_.relations.edit_if_known(name); }

Relation& SchemaEditor::create(Relation&& relation) {
  const QualifiedName name = relation.name;
  const bool table = relation.kind == RelationKind::table || relation.kind == RelationKind::partitioned_table;
  if (table && relation.origin && !relation.populated) schema_.fresh_tables.add(name);
  if (relation.on_commit != OnCommit::preserve_rows) schema_.acts_on_commit = true;
  return schema_.relations.put(name, std::move(relation));
}

void SchemaEditor::count_constraint(const QualifiedName& name, int by) {
  const std::size_t* known = schema_.constraint_names.find(name);
  const std::size_t tables = known == nullptr ? 0 : *known;
  if (by > 0) {
    schema_.constraint_names.put(name, tables + 1);
  } else if (tables > 1) {
    schema_.constraint_names.put(name, tables - 1);
  } else if (tables == 1) {
    schema_.constraint_names.erase(name);
  }
}

void SchemaEditor::note_type_use(const pg::DataType& type, const QualifiedName& table) {
  const UserType* known = type.builtin() ? nullptr : schema_.type(type.name);
  if (known != nullptr && !holds(known->used_by, table)) schema_.types.edit(type.name).used_by.push_back(table);
  // The row type of a table.
  if (known != nullptr || type.builtin() || !type.known()) return;
  if (Relation* relation = edit(type.name)) add_once(relation->part_users, table);
}

void SchemaEditor::add_column(const QualifiedName& table, Column column) {
  add_column(learn(table), std::move(column));
}

void SchemaEditor::add_column(Relation& relation, Column&& column) {
  column.origin = origin();
  note_type_use(column.type, relation.name);
  auto added = std::make_shared<const Column>(std::move(column));
  for (auto& known : relation.columns) {
    if (known->name != added->name) continue;
    known = std::move(added);
    return;
  }
  relation.columns.push_back(std::move(added));
}

void SchemaEditor::add_constraint(const QualifiedName& table, TableConstraint constraint) {
  count_constraint({table.schema, constraint.name}, 1);
  if (constraint.references && *constraint.references != table) {
    add_once(learn(*constraint.references).referencing, table);
  }
  learn(table).constraints.push_back(std::make_shared<const TableConstraint>(std::move(constraint)));
}

void SchemaEditor::add_index(const QualifiedName& table, TableIndex index) {
  const QualifiedName name{table.schema, index.name};
  Relation& relation = learn(table);
  Relation entry;
  entry.name = name;
  entry.kind = RelationKind::index;
  entry.persistence = relation.persistence;
  entry.complete = true;
  entry.origin = index.origin;
  entry.owner_table = table;
  relation.indexes.push_back(std::make_shared<const TableIndex>(std::move(index)));
  create(std::move(entry));
}

void SchemaEditor::add_reads(const QualifiedName& view) {
  const std::shared_ptr<const Relation> known = schema_.relations.share(view);
  if (known == nullptr) return;
  for (const QualifiedName* source : relations_read(*known)) {
    if (*source != view) add_once(learn(*source).dependents, view);
  }
}

void SchemaEditor::forget_reads(const QualifiedName& view) {
  const std::shared_ptr<const Relation> known = schema_.relations.share(view);
  if (known == nullptr) return;
  for (const QualifiedName* name : relations_read(*known)) {
    if (Relation* source = edit(*name)) std::erase(source->dependents, view);
  }
}

void SchemaEditor::drop_index(const QualifiedName& index) {
  const Relation* entry = find(index);
  if (entry != nullptr && entry->owner_table) {
    if (Relation* table = edit(*entry->owner_table)) {
      std::erase_if(table->indexes, [&](const auto& one) { return one->name == index.name; });
      if (index.name == table->clustered_index) table->clustered_index.clear();
    }
  }
  schema_.relations.erase(index);
}

void SchemaEditor::forget_reference(const QualifiedName& table, const QualifiedName& referenced) {
  const Relation* child = find(table);
  const bool still = child != nullptr && std::any_of(child->constraints.begin(), child->constraints.end(),
                                                     [&](const auto& one) { return one->references == referenced; });
  Relation* parent = still ? nullptr : edit(referenced);
  if (parent != nullptr) std::erase(parent->referencing, table);
}

void SchemaEditor::drop_constraint(const QualifiedName& table, std::string_view constraint) {
  Relation* relation = edit(table);
  if (relation == nullptr) return;
  const auto it = std::find_if(relation->constraints.begin(), relation->constraints.end(),
                               [&](const auto& one) { return one->name == constraint; });
  if (it == relation->constraints.end()) return;
  const std::shared_ptr<const TableConstraint> dropped = *it;
  relation->constraints.erase(it);
  count_constraint({table.schema, dropped->name}, -1);
  if (dropped->references) forget_reference(table, *dropped->references);
  const auto owned = std::find_if(relation->indexes.begin(), relation->indexes.end(),
                                  [&](const auto& index) { return index->constraint == dropped->name; });
  if (owned != relation->indexes.end()) drop_index({table.schema, (*owned)->name});
  if (dropped->kind == ConstraintKind::unique || dropped->kind == ConstraintKind::primary_key) {
    drop_references_to(table, dropped->columns, dropped->kind == ConstraintKind::primary_key);
  }
  if (dropped->kind == ConstraintKind::not_null && !dropped->columns.empty()) {
    change_column(table, dropped->columns.front(), [](Column& column) { column.not_null = false; });
  }
}

/// Drops the foreign keys that lead to exactly these columns: their key is gone.
void SchemaEditor::drop_references_to(const QualifiedName& table, const std::vector<std::string>& columns,
                                      bool primary_key) {
  const Relation* parent = find(table);
  if (parent == nullptr) return;
  std::vector<QualifiedName> referencing = parent->referencing;
  referencing.push_back(table);
  for (const QualifiedName& name : referencing) {
    drop_constraints_if(name, [&](const TableConstraint& one) {
      return one.references == table &&
             (one.referenced_columns == columns || (primary_key && one.referenced_columns.empty()));
    });
  }
}

}  // namespace pginterlock
