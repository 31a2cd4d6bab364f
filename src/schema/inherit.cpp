#include "schema/inherit.h"

#include <algorithm>

#include "pg/ast.h"
#include "schema/definitions.h"
#include "schema/index_name.h"
#include "schema/object_names.h"

namespace pginterlock::schema {

std::string name_addition_of(const TableIndex& index) {
  if (!index.first_names.empty()) return index.first_names;
  std::vector<std::string> names;
  for (const IndexKey& key : index.keys) {
    std::string name = key.column;
    if (name.empty()) {
      const std::size_t call = key.expression.find('(');
      const bool is_call = call != std::string::npos && call > 0 && key.expression.find_first_of(" .+-*/|<>=") > call &&
                           key.expression.back() == ')';
      name = is_call ? key.expression.substr(0, call) : "expr";
    }
    const std::string original = name;
    for (int i = 1; std::find(names.begin(), names.end(), name) != names.end(); ++i) {
      name = original + std::to_string(i);
    }
    names.push_back(std::move(name));
  }
  names.insert(names.end(), index.include.begin(), index.include.end());
  return joined_for_name(names);
}

namespace {

/// Copies an index, and the constraint that owns it, under names of the table's own. `part`: of the index, since the
/// table is a partition.
void clone_index(const TableIndex& index, const Relation& from, const QualifiedName& table, bool part,
                 SchemaEditor& editor) {
  TableIndex own = index;
  own.origin = editor.origin();
  own.only = false;
  own.parent.reset();
  if (part) own.parent = QualifiedName{from.name.schema, index.name};
  const TableConstraint* owner = index.constraint ? from.constraint(*index.constraint) : nullptr;
  if (owner == nullptr) {
    own.constraint.reset();
    own.name = partition_index_name(index, from, table, editor.schema());
    editor.add_index(table, std::move(own));
    return;
  }
  TableConstraint constraint = *owner;
  const bool primary = constraint.kind == ConstraintKind::primary_key;
  constraint.name = partition_index_name(index, from, table, editor.schema());
  own.name = constraint.name;
  own.constraint = constraint.name;
  const std::vector<std::string> columns = constraint.columns;
  editor.add_index(table, std::move(own));
  editor.add_constraint(table, std::move(constraint));
  for (std::size_t i = 0; primary && i < columns.size(); ++i) define_not_null(table, columns[i], "", true, editor);
}

bool copies(const ::TableLikeClause& like, bits32 option) { return (like.options & option) != 0; }

Column copy_of(const Column& column, const ::TableLikeClause& like) {
  Column copy = column;
  copy.owned_sequence.reset();
  const bool generated = column.generated != Generated::none;
  if (generated && !copies(like, CREATE_TABLE_LIKE_GENERATED)) {
    copy.generated = Generated::none;
    copy.generated_from.clear();
    copy.default_sql.reset();
  }
  if (!generated && !copies(like, CREATE_TABLE_LIKE_DEFAULTS)) copy.default_sql.reset();
  if (!copies(like, CREATE_TABLE_LIKE_IDENTITY)) copy.identity = Identity::none;
  if (!copy.default_sql) copy.default_volatility = pg::Volatility::immutable;
  copy.not_null_valid = true;  // there are no rows yet
  return copy;
}

}  // namespace

std::string partition_index_name(const TableIndex& index, const Relation& from, const QualifiedName& partition,
                                 const Schema& schema) {
  const TableConstraint* owner = index.constraint ? from.constraint(*index.constraint) : nullptr;
  if (owner == nullptr) {
    return choose_relation_name(partition.name, name_addition_of(index), "idx", partition.schema, schema);
  }
  const bool primary = owner->kind == ConstraintKind::primary_key;
  const char* label = primary ? "pkey" : owner->kind == ConstraintKind::exclusion ? "excl" : "key";
  return choose_index_constraint_name(schema, partition, primary ? "" : name_addition_of(index), label);
}

// Source: index.c, CompareIndexInfo.
bool same_index(const TableIndex& a, const TableIndex& b) {
  return a.method == b.method && a.unique == b.unique && a.predicate == b.predicate && a.include == b.include &&
         a.keys.size() == b.keys.size() &&
         std::equal(a.keys.begin(), a.keys.end(), b.keys.begin(), [](const IndexKey& x, const IndexKey& y) {
           return x.column == y.column && x.expression == y.expression && x.opclass == y.opclass &&
                  x.collation == y.collation;
         });
}

void link_child(const QualifiedName& parent, const QualifiedName& child, bool partition, SchemaEditor& editor) {
  Relation& known = editor.learn(parent, partition ? RelationKind::partitioned_table : RelationKind::table);
  if (partition && known.kind == RelationKind::table) known.kind = RelationKind::partitioned_table;
  if (std::find(known.children.begin(), known.children.end(), child) == known.children.end()) {
    known.children.push_back(child);
  }
  Relation& relation = editor.learn(child);
  if (std::find(relation.parents.begin(), relation.parents.end(), parent) == relation.parents.end()) {
    relation.parents.push_back(parent);
  }
}

void unlink_child(const QualifiedName& parent, const QualifiedName& child, SchemaEditor& editor) {
  if (Relation* known = editor.edit(parent)) std::erase(known->children, child);
  Relation* relation = editor.edit(child);
  if (relation == nullptr) return;
  std::erase(relation->parents, parent);
  relation->partition_bound.reset();
  relation->bound.reset();
  for (auto& index : relation->indexes) {
    if (!index->parent) continue;
    auto changed = std::make_shared<TableIndex>(*index);
    changed->parent.reset();
    index = std::move(changed);
  }
  relation->default_partition = false;
}

void inherit_columns(const QualifiedName& parent, const QualifiedName& child, bool partition, SchemaEditor& editor) {
  const std::shared_ptr<const Relation> source = editor.schema().relations.share(parent);
  if (source == nullptr) return;
  for (const auto& column : source->columns) {
    if (editor.learn(child).column(column->name) != nullptr) continue;
    Column copy = *column;
    copy.owned_sequence.reset();
    if (!partition || editor.version() < 17) copy.identity = Identity::none;
    editor.add_column(child, std::move(copy));
  }
  for (const auto& constraint : source->constraints) {
    const bool inherited = constraint->kind == ConstraintKind::check || constraint->kind == ConstraintKind::not_null;
    if (!inherited || constraint->no_inherit) continue;
    if (constraint->kind == ConstraintKind::not_null && !constraint->columns.empty()) {
      define_not_null(child, constraint->columns.front(), constraint->name, constraint->valid, editor);
    } else if (editor.learn(child).constraint(constraint->name) == nullptr) {
      editor.add_constraint(child, *constraint);
    }
  }
}

void hand_down(const QualifiedName& table, SchemaEditor& editor) {
  const std::vector<QualifiedName> family = editor.schema().with_descendants(table);
  for (const QualifiedName& name : family) {
    const Relation* parent = editor.find(name);
    if (parent == nullptr || parent->children.empty()) continue;
    const bool partition = parent->kind == RelationKind::partitioned_table;
    const std::vector<QualifiedName> children = parent->children;
    for (const QualifiedName& child : children) {
      inherit_columns(name, child, partition, editor);
      if (partition) inherit_indexes(name, child, false, editor);
    }
  }
}

const TableIndex* fitting_index(const Relation& partition, const TableIndex& index, const QualifiedName& parent_index,
                                const Schema& schema, int version) {
  const Relation* parent = schema.table_of_index(parent_index);
  const TableConstraint* wanted =
      parent == nullptr || !index.constraint ? nullptr : parent->constraint(*index.constraint);
  const TableIndex* fitting = nullptr;
  for (const auto& one : partition.indexes) {
    if (one->parent == parent_index) return one.get();
    const TableConstraint* owner = one->constraint ? partition.constraint(*one->constraint) : nullptr;
    // Before 17, a UNIQUE constraint could become part of a primary key.
    const bool same_kind = version < 17 || wanted == nullptr || owner == nullptr || owner->kind == wanted->kind;
    const bool fits =
        !one->parent && !one->only && (one->constraint || !index.constraint) && same_kind && same_index(*one, index);
    if (fits && fitting == nullptr) fitting = one.get();
  }
  return fitting;
}

void set_parent_index(const QualifiedName& index, const std::optional<QualifiedName>& parent, SchemaEditor& editor) {
  const Relation* owner = editor.schema().table_of_index(index);
  if (owner == nullptr) return;
  for (auto& one : editor.learn(owner->name).indexes) {
    if (one->name != index.name || one->parent == parent) continue;
    auto changed = std::make_shared<TableIndex>(*one);
    changed->parent = parent;
    one = std::move(changed);
  }
}

void inherit_indexes(const QualifiedName& parent, const QualifiedName& partition, bool joins, SchemaEditor& editor) {
  const std::shared_ptr<const Relation> source = editor.schema().relations.share(parent);
  if (source == nullptr || editor.find(partition) == nullptr) return;
  for (const auto& index : source->indexes) {
    if (index->only && !joins) continue;
    const QualifiedName parent_index{parent.schema, index->name};
    if (const TableIndex* own =
            fitting_index(*editor.find(partition), *index, parent_index, editor.schema(), editor.version())) {
      set_parent_index({partition.schema, own->name}, parent_index, editor);
      continue;
    }
    clone_index(*index, *source, partition, true, editor);
  }
  for (const auto& constraint : source->constraints) {
    if (constraint->kind != ConstraintKind::foreign_key) continue;
    const auto& own = editor.find(partition)->constraints;
    const bool has = std::any_of(own.begin(), own.end(), [&](const auto& one) {
      return one->kind == ConstraintKind::foreign_key && one->columns == constraint->columns &&
             one->references == constraint->references;
    });
    if (has) continue;
    TableConstraint copy = *constraint;
    if (editor.find(partition)->constraint(copy.name) != nullptr) {
      copy.name = choose_constraint_name(editor.schema(), partition, joined_for_name(copy.columns), "fkey");
    }
    editor.add_constraint(partition, std::move(copy));
  }
  Relation& relation = editor.learn(partition);
  for (const auto& trigger : source->triggers) {
    const bool has = std::any_of(relation.triggers.begin(), relation.triggers.end(),
                                 [&](const auto& one) { return one->name == trigger->name; });
    if (!trigger->row_level || has) continue;
    auto part = std::make_shared<Trigger>(*trigger);
    part->inherited = true;
    relation.triggers.push_back(std::move(part));
  }
}

void copy_columns(const ::TableLikeClause& like, const QualifiedName& table, SchemaEditor& editor) {
  if (like.relation == nullptr) return;
  const QualifiedName name = editor.existing(*like.relation);
  const std::shared_ptr<const Relation> source = editor.schema().relations.share(name);
  if (source == nullptr || !source->complete) editor.learn(table).complete = false;
  if (source == nullptr) return;
  for (const auto& column : source->columns) {
    Column copy = copy_of(*column, like);
    if (copy.identity != Identity::none) copy.owned_sequence = define_owned_sequence(table, copy.name, editor);
    const bool not_null = copy.not_null && editor.version() < 18;
    editor.add_column(table, std::move(copy));
    if (not_null) define_not_null(table, column->name, "", true, editor);
  }
  for (const auto& constraint : source->constraints) {
    if (constraint->kind != ConstraintKind::not_null) continue;
    TableConstraint copy = *constraint;
    copy.valid = true;
    editor.add_constraint(table, std::move(copy));
  }
}

void copy_parts(const ::TableLikeClause& like, const QualifiedName& table, SchemaEditor& editor) {
  if (like.relation == nullptr) return;
  const std::shared_ptr<const Relation> source = editor.schema().relations.share(editor.existing(*like.relation));
  if (source == nullptr) return;
  for (const auto& constraint : source->constraints) {
    if (constraint->kind == ConstraintKind::check && copies(like, CREATE_TABLE_LIKE_CONSTRAINTS)) {
      TableConstraint copy = *constraint;
      copy.valid = copy.enforced;  // there are no rows yet
      editor.add_constraint(table, std::move(copy));
    }
  }
  for (const auto& index : source->indexes) {
    if (copies(like, CREATE_TABLE_LIKE_INDEXES)) clone_index(*index, *source, table, false, editor);
  }
}

}  // namespace pginterlock::schema
