// What goes away with a relation or a column. Source: the dependencies that heap.c, index.c, pg_constraint.c and
// rewriteDefine.c record; without CASCADE the server refuses, so a statement that succeeds drops exactly these.

#include <algorithm>
#include <unordered_set>

#include "pg/lexer.h"
#include "schema/editor.h"
#include "schema/families.h"
#include "schema/follow_names.h"

namespace pginterlock {

namespace {

bool has(const std::vector<std::string>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

bool uses(const TableIndex& index, std::string_view column) {
  return has(index.include, column) || has(index.predicate_columns, column) ||
         std::any_of(index.keys.begin(), index.keys.end(),
                     [&](const IndexKey& key) { return key.column == column || has(key.expression_columns, column); });
}

/// A view that is not known to name any column of the table may read all of them when those are not known; without
/// CASCADE the server would have refused, so that it does not.
bool reads_column(const Relation& view, const Relation& table, std::string_view column, bool cascade) {
  const bool any = cascade && !table.complete;
  return std::any_of(view.reads.begin(), view.reads.end(), [&](const Dependency& one) {
    return one.relation == table.name && (one.column == column || (any && one.column.empty()));
  });
}

}  // namespace

void SchemaEditor::drop(const QualifiedName& name) {
  std::vector<QualifiedName> list{name};
  std::unordered_set<QualifiedName> seen{name};
  const auto add = [&](const QualifiedName& other) {
    if (seen.insert(other).second) list.push_back(other);
  };
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Relation* relation = find(list[i]);
    if (relation == nullptr) continue;
    for (const QualifiedName& child : relation->children) add(child);
    for (const QualifiedName& view : relation->dependents) add(view);
    for (const auto& column : relation->columns) {
      if (column->owned_sequence) add(*column->owned_sequence);
    }
  }
  for (const QualifiedName& one : list) drop_one(one);
}

void SchemaEditor::drop_one(const QualifiedName& name) {
  const std::shared_ptr<const Relation> relation = schema_.relations.share(name);
  if (relation != nullptr) forget_relation(*relation);
  schema_.relations.erase(name);
  if (relation == nullptr || !schema::has_rows(relation->kind)) return;
  schema::drop_routines_of(name, *this);
  schema::forget_table(name, schema_);
}

/// Removes every trace of a relation from the objects around it.
void SchemaEditor::forget_relation(const Relation& relation) {
  const QualifiedName& name = relation.name;
  for (const auto& index : relation.indexes) schema_.relations.erase({name.schema, index->name});
  for (const auto& constraint : relation.constraints) {
    count_constraint({name.schema, constraint->name}, -1);
    if (!constraint->references || *constraint->references == name) continue;
    if (Relation* parent = edit(*constraint->references)) std::erase(parent->referencing, name);
  }
  for (const QualifiedName& table : relation.referencing) {
    drop_constraints_if(table, [&](const TableConstraint& one) { return one.references == name; });
  }
  for (const auto& use : relation.uses) {
    for (const QualifiedName& read : use->relations) {
      if (Relation* source = edit(read)) std::erase(source->part_users, name);
    }
  }
  for (const QualifiedName& user : relation.part_users) {
    Relation* other = edit(user);
    if (other == nullptr) continue;
    for (const auto& use : other->uses) {
      const bool gone = std::find(use->relations.begin(), use->relations.end(), name) != use->relations.end();
      if (gone && use->rule) std::erase(other->rules, use->part);
      if (gone && !use->rule) std::erase_if(other->policies, [&](const auto& one) { return one->name == use->part; });
    }
    std::erase_if(other->uses, [&](const auto& use) {
      return std::find(use->relations.begin(), use->relations.end(), name) != use->relations.end();
    });
  }
  for (const QualifiedName& parent_name : relation.parents) {
    if (Relation* parent = edit(parent_name)) std::erase(parent->children, name);
  }
  for (const QualifiedName* read : relations_read(relation)) {
    if (Relation* source = edit(*read)) std::erase(source->dependents, name);
  }
  for (const auto& column : relation.columns) {
    const UserType* type = column->type.builtin() ? nullptr : schema_.type(column->type.name);
    const bool used =
        type != nullptr && std::find(type->used_by.begin(), type->used_by.end(), name) != type->used_by.end();
    if (used) std::erase(schema_.types.edit(column->type.name).used_by, name);
  }
  if (relation.kind == RelationKind::index) drop_index(name);
  if (relation.kind == RelationKind::sequence && relation.owner_table && find(*relation.owner_table) != nullptr) {
    change_column(*relation.owner_table, relation.owner_column, [&](Column& column) {
      if (column.owned_sequence != name) return;
      column.owned_sequence.reset();
      column.default_sql.reset();
    });
  }
}

void SchemaEditor::drop_column(const QualifiedName& table, std::string_view column, bool cascade) {
  std::vector<std::string> columns{std::string(column)};
  while (!columns.empty()) {
    const std::string dropped = std::move(columns.back());
    columns.pop_back();
    for (std::string& generated : drop_one_column(table, dropped, cascade)) columns.push_back(std::move(generated));
  }
}

/// Out: the generated columns that read it and cannot be without it.
std::vector<std::string> SchemaEditor::drop_one_column(const QualifiedName& table, const std::string& column,
                                                       bool cascade) {
  const Relation* known = find(table);
  if (known == nullptr) return {};
  const std::vector<QualifiedName> dependents = known->dependents;
  const std::vector<QualifiedName> referencing = known->referencing;
  const std::vector<std::shared_ptr<const TableIndex>> indexes = known->indexes;

  drop_constraints_if(table, [&](const TableConstraint& one) { return has(one.columns, column); });
  for (const auto& index : indexes) {
    if (uses(*index, column)) drop_index({table.schema, index->name});
  }
  for (const QualifiedName& other : referencing) {
    drop_constraints_if(other, [&](const TableConstraint& one) {
      return one.references == table && has(one.referenced_columns, column);
    });
  }
  drop_constraints_if(table, [&](const TableConstraint& one) {
    return one.references == table && has(one.referenced_columns, column);
  });
  for (const QualifiedName& view : dependents) {
    const Relation* reader = find(view);
    const Relation* read = find(table);
    if (reader != nullptr && read != nullptr && reads_column(*reader, *read, column, cascade)) drop(view);
  }

  Relation& relation = learn(table);
  std::erase_if(relation.triggers, [&](const auto& one) { return has(one->update_columns, column); });
  std::erase_if(relation.policies, [&](const auto& one) { return has(one->columns, column); });
  std::optional<QualifiedName> sequence;
  std::vector<std::string> generated;
  std::optional<QualifiedName> type;
  for (const auto& one : relation.columns) {
    if (one->name == column) {
      sequence = one->owned_sequence;
      if (!one->type.builtin()) type = one->type.name;
    } else if (has(one->generated_from, column)) {
      generated.push_back(one->name);
    }
  }
  std::erase_if(relation.columns, [&](const auto& one) { return one->name == column; });
  const bool type_unused = type && std::none_of(relation.columns.begin(), relation.columns.end(),
                                                [&](const auto& one) { return one->type.name == *type; });
  if (type_unused && schema_.type(*type) != nullptr) std::erase(schema_.types.edit(*type).used_by, table);
  if (sequence) drop(*sequence);
  return generated;
}

}  // namespace pginterlock
