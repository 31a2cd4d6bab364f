// New names. PostgreSQL's objects know each other by number, so a name changes everywhere at once.

#include <algorithm>

#include "pg/lexer.h"
#include "schema/editor.h"
#include "schema/families.h"
#include "schema/follow_names.h"
#include "schema/inherit.h"
#include "schema/predicate.h"

namespace pginterlock {

namespace {

template <typename T>
void replace_in(std::vector<T>& list, const T& from, const T& to) {
  std::replace(list.begin(), list.end(), from, to);
}

bool may_mention(std::string_view sql, std::string_view column) { return sql.find(column) != std::string_view::npos; }

/// The SQL with a column's name replaced, in its quoted and unquoted spelling.
std::string with_column_renamed(const std::string& sql, std::string_view from, const std::string& to) {
  if (!may_mention(sql, from)) return sql;
  const std::string quoted = pg::quote_identifier(from);
  std::string out;
  std::size_t copied = 0;
  pg::Lexer lexer(sql);
  for (pg::Token token = lexer.next(); token.kind != pg::TokenKind::end; token = lexer.next()) {
    const std::string_view word = std::string_view(sql).substr(token.span.begin, token.span.size());
    const bool plain = token.kind == pg::TokenKind::word && pg::same_word(word, from);
    const bool in_quotes = token.kind == pg::TokenKind::quoted_identifier &&
                           (word == quoted || (word.size() == from.size() + 2 && word.substr(1, from.size()) == from));
    if (!plain && !in_quotes) continue;
    out.append(sql, copied, token.span.begin - copied);
    out += pg::quote_identifier(to);
    copied = token.span.end;
  }
  out.append(sql, copied);
  return out;
}

bool holds(const std::vector<std::string>& list, const std::string& name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

bool mentions(const TableIndex& index, const std::string& column) {
  return holds(index.include, column) || holds(index.predicate_columns, column) ||
         may_mention(index.predicate, column) ||
         std::any_of(index.keys.begin(), index.keys.end(), [&](const auto& key) {
           return key.column == column || holds(key.expression_columns, column) || may_mention(key.expression, column);
         });
}

bool mentions(const TableConstraint& constraint, const QualifiedName& table, const std::string& column) {
  return holds(constraint.columns, column) || holds(constraint.proves_not_null, column) ||
         may_mention(constraint.expression, column) ||
         (constraint.references == table && holds(constraint.referenced_columns, column));
}

std::shared_ptr<const TableIndex> with_column_renamed(const TableIndex& index, const std::string& from,
                                                      const std::string& to) {
  auto changed = std::make_shared<TableIndex>(index);
  // An index has columns of its own, whose names stay: copies are named after them.
  if (changed->first_names.empty()) changed->first_names = schema::name_addition_of(index);
  for (IndexKey& key : changed->keys) {
    if (key.column == from) key.column = to;
    replace_in(key.expression_columns, from, to);
    key.expression = with_column_renamed(key.expression, from, to);
  }
  replace_in(changed->include, from, to);
  replace_in(changed->predicate_columns, from, to);
  changed->predicate = with_column_renamed(changed->predicate, from, to);
  return changed;
}

std::shared_ptr<const TableConstraint> with_column_renamed(const TableConstraint& constraint,
                                                           const QualifiedName& table, const std::string& from,
                                                           const std::string& to) {
  auto changed = std::make_shared<TableConstraint>(constraint);
  replace_in(changed->columns, from, to);
  replace_in(changed->proves_not_null, from, to);
  changed->expression = with_column_renamed(changed->expression, from, to);
  if (changed->predicate != nullptr) {
    changed->predicate = std::make_shared<const Predicate>(with_column_renamed(*changed->predicate, from, to));
  }
  if (changed->references == table) replace_in(changed->referenced_columns, from, to);
  return changed;
}

}  // namespace

void SchemaEditor::rename(const QualifiedName& from, const QualifiedName& to, RelationKind kind) {
  if (from == to) return;
  const std::shared_ptr<const Relation> old = schema_.relations.share(from);
  if (old == nullptr) {
    schema_.relations.erase(from);
    Relation unknown;
    unknown.name = to;
    unknown.kind = kind;
    create(std::move(unknown));
    return;
  }
  if (from.schema != to.schema) move_to_schema(*old, to.schema);
  Relation& renamed = schema_.relations.rename(from, to);
  renamed.name = to;
  for (auto& constraint : renamed.constraints) {
    if (constraint->references != from) continue;
    auto changed = std::make_shared<TableConstraint>(*constraint);
    changed->references = to;
    constraint = std::move(changed);
  }
  if ((renamed.origin && !renamed.populated) || renamed.emptied) schema_.fresh_tables.add(to);
  rename_around(*old, to);
  if (old->kind == RelationKind::sequence) schema::follow_sequence(from, to, schema_);
  if (!schema::has_rows(old->kind)) return;
  schema::follow_table(from, to, schema_);
  schema::retype_routines(from, to, *this);
}

/// What other objects know about a relation follows its name.
void SchemaEditor::rename_around(const Relation& relation, const QualifiedName& to) {
  const QualifiedName& from = relation.name;
  for (const auto& index : relation.indexes) {
    if (Relation* entry = edit({to.schema, index->name})) entry->owner_table = to;
  }
  for (const auto& constraint : relation.constraints) {
    if (!constraint->references || *constraint->references == from) continue;
    if (Relation* parent = edit(*constraint->references)) replace_in(parent->referencing, from, to);
  }
  for (const QualifiedName& table : relation.referencing) {
    Relation* child = edit(table);
    for (std::size_t i = 0; child != nullptr && i < child->constraints.size(); ++i) {
      if (child->constraints[i]->references != from) continue;
      auto changed = std::make_shared<TableConstraint>(*child->constraints[i]);
      changed->references = to;
      child->constraints[i] = std::move(changed);
    }
  }
  for (const QualifiedName& name : relation.parents) {
    if (Relation* parent = edit(name)) replace_in(parent->children, from, to);
  }
  for (const QualifiedName& name : relation.children) {
    if (Relation* child = edit(name)) replace_in(child->parents, from, to);
  }
  for (const QualifiedName& name : relation.part_users) {
    Relation* user = edit(name);
    for (std::size_t i = 0; user != nullptr && i < user->uses.size(); ++i) {
      auto changed = std::make_shared<PartUse>(*user->uses[i]);
      replace_in(changed->relations, from, to);
      user->uses[i] = std::move(changed);
    }
  }
  for (const auto& use : relation.uses) {
    for (const QualifiedName& read : use->relations) {
      if (Relation* source = edit(read)) replace_in(source->part_users, from, to);
    }
  }
  for (const QualifiedName& name : relation.dependents) {
    Relation* view = edit(name);
    if (view == nullptr) continue;
    for (Dependency& read : view->reads) {
      if (read.relation == from) read.relation = to;
    }
    replace_in(view->grouped_by, from, to);
  }
  for (const QualifiedName* read : relations_read(relation)) {
    if (Relation* source = edit(*read)) replace_in(source->dependents, from, to);
  }
  for (const auto& column : relation.columns) {
    const QualifiedName& type = column->type.name;
    if (!column->type.builtin() && schema_.type(type) != nullptr) {
      replace_in(schema_.types.edit(type).used_by, from, to);
    }
    if (!column->owned_sequence) continue;
    const bool moved = from.schema != to.schema;
    const QualifiedName sequence{moved ? to.schema : column->owned_sequence->schema, column->owned_sequence->name};
    if (Relation* owned = edit(sequence)) owned->owner_table = to;
  }
  if (!relation.owner_table) return;
  Relation* table = edit(*relation.owner_table);
  if (table == nullptr) return;
  if (relation.kind == RelationKind::sequence) {
    change_column(*relation.owner_table, relation.owner_column, [&](Column& column) {
      if (column.owned_sequence == from) column.owned_sequence = to;
    });
    return;
  }
  if (from.name == table->clustered_index) table->clustered_index = to.name;
  std::optional<std::string> constraint;
  rename_parent_index(table->children, from, to);
  for (auto& index : table->indexes) {
    if (index->name != from.name) continue;
    auto changed = std::make_shared<TableIndex>(*index);
    changed->name = to.name;
    constraint = index->constraint;
    if (constraint) changed->constraint = to.name;
    index = std::move(changed);
    break;
  }
  if (!constraint) return;
  count_constraint({from.schema, *constraint}, -1);
  count_constraint({to.schema, to.name}, 1);
  change_constraint(*relation.owner_table, *constraint, [&](TableConstraint& one) { one.name = to.name; });
}

/// The indexes of partitions know the one that they are a part of.
void SchemaEditor::rename_parent_index(const std::vector<QualifiedName>& partitions, const QualifiedName& from,
                                       const QualifiedName& to) {
  for (const QualifiedName& name : partitions) {
    Relation* partition = edit(name);
    for (std::size_t i = 0; partition != nullptr && i < partition->indexes.size(); ++i) {
      if (partition->indexes[i]->parent != from) continue;
      auto changed = std::make_shared<TableIndex>(*partition->indexes[i]);
      changed->parent = to;
      partition->indexes[i] = std::move(changed);
    }
  }
}

/// Indexes, constraints and owned sequences live in the schema of their table.
void SchemaEditor::move_to_schema(const Relation& relation, const std::string& schema) {
  for (const auto& index : relation.indexes) {
    const QualifiedName name{relation.name.schema, index->name};
    if (find(name) != nullptr) schema_.relations.rename(name, {schema, index->name}).name.schema = schema;
    rename_parent_index(relation.children, name, {schema, index->name});
  }
  for (const auto& constraint : relation.constraints) {
    count_constraint({relation.name.schema, constraint->name}, -1);
    count_constraint({schema, constraint->name}, 1);
  }
  std::vector<QualifiedName> sequences;
  for (const auto& column : relation.columns) {
    if (column->owned_sequence) sequences.push_back(*column->owned_sequence);
  }
  for (const QualifiedName& sequence : sequences) rename(sequence, {schema, sequence.name});
}

void SchemaEditor::rename_column(const QualifiedName& table, std::string_view column, const std::string& to) {
  const std::string from(column);
  Relation& relation = learn(table);
  for (auto& one : relation.columns) {
    const bool reads =
        std::find(one->generated_from.begin(), one->generated_from.end(), from) != one->generated_from.end();
    if (one->name != from && !reads) continue;
    auto changed = std::make_shared<Column>(*one);
    if (changed->name == from) changed->name = to;
    replace_in(changed->generated_from, from, to);
    if (reads && changed->default_sql) changed->default_sql = with_column_renamed(*changed->default_sql, from, to);
    if (changed->name == to && changed->owned_sequence) {
      if (Relation* sequence = edit(*changed->owned_sequence)) sequence->owner_column = to;
    }
    one = std::move(changed);
  }
  for (auto& one : relation.constraints) {
    if (mentions(*one, table, from)) one = with_column_renamed(*one, table, from, to);
  }
  for (auto& one : relation.indexes) {
    if (mentions(*one, from)) one = with_column_renamed(*one, from, to);
  }
  for (auto& one : relation.triggers) {
    if (!holds(one->update_columns, from) && !holds(one->when_columns, from)) continue;
    auto changed = std::make_shared<Trigger>(*one);
    replace_in(changed->update_columns, from, to);
    replace_in(changed->when_columns, from, to);
    one = std::move(changed);
  }
  for (auto& one : relation.policies) {
    if (!holds(one->columns, from)) continue;
    auto changed = std::make_shared<Policy>(*one);
    replace_in(changed->columns, from, to);
    one = std::move(changed);
  }
  if (relation.partitioning) {
    replace_in(relation.partitioning->keys, from, to);
    replace_in(relation.partitioning->expression_columns, from, to);
    for (std::string& operand : relation.partitioning->operands) {
      operand = with_column_renamed(Predicate{.operand = operand}, from, to).operand;
    }
  }
  replace_in(relation.rule_columns, from, to);
  const std::vector<QualifiedName> referencing = relation.referencing;
  const std::vector<QualifiedName> dependents = relation.dependents;
  for (const QualifiedName& name : referencing) {
    Relation* child = edit(name);
    for (std::size_t i = 0; child != nullptr && i < child->constraints.size(); ++i) {
      if (child->constraints[i]->references != table) continue;
      auto changed = std::make_shared<TableConstraint>(*child->constraints[i]);
      replace_in(changed->referenced_columns, from, to);
      child->constraints[i] = std::move(changed);
    }
  }
  for (const QualifiedName& name : dependents) {
    Relation* view = edit(name);
    if (view == nullptr) continue;
    for (Dependency& read : view->reads) {
      if (read.relation == table && read.column == from) read.column = to;
    }
  }
}

void SchemaEditor::rename_constraint(const QualifiedName& table, std::string_view from, const std::string& to) {
  const Relation* relation = find(table);
  if (relation == nullptr) return;
  const auto owned = std::find_if(relation->indexes.begin(), relation->indexes.end(),
                                  [&](const auto& index) { return index->constraint == from; });
  if (owned != relation->indexes.end()) {
    rename({table.schema, (*owned)->name}, {table.schema, to});
    return;
  }
  if (relation->constraint(from) == nullptr) return;
  count_constraint({table.schema, std::string(from)}, -1);
  count_constraint({table.schema, to}, 1);
  change_constraint(table, from, [&](TableConstraint& one) { one.name = to; });
}

}  // namespace pginterlock
