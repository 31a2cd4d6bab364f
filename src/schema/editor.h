#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/apply.h"
#include "schema/schema.h"

struct List;
struct RangeVar;
struct TypeName;

namespace pginterlock {

/// Of a relation that a statement makes. The letters are pg_class.relpersistence's; the schema pg_temp says it, too.
Persistence persistence_of(const ::RangeVar& relation);

/// Each relation that a view reads, once, in the order of `reads`; they point into the view.
std::vector<const QualifiedName*> relations_read(const Relation& view);

/// The words with which one statement changes the schema. Every statement family goes through them, so that both ends
/// of a relationship (foreign key and referenced table, view and what it reads, …) always agree.
class SchemaEditor {
 public:
  SchemaEditor(const ApplyContext& context, Schema& schema) : context_(context), schema_(schema) {}

  const pg::Statement& statement() const { return context_.statement; }
  const ApplyContext& context() const { return context_; }
  const Schema& schema() const { return schema_; }
  Schema& schema() { return schema_; }
  int version() const { return context_.pg_version; }
  Origin origin(bool certain = true) const { return {context_.migration, context_.transaction, certain}; }

  /// The object that a name means: a relation, a type.
  QualifiedName existing(const ::RangeVar& relation) const;
  QualifiedName existing(const ::List* name) const;
  QualifiedName existing_type(const ::List* name) const;
  /// Where a new object of that name goes: the schema that is written, pg_temp, or the first of the search path.
  QualifiedName created(const ::RangeVar& relation) const;
  QualifiedName created(const ::List* name) const;
  pg::DataType type(const ::TypeName& type) const;

  const Relation* find(const QualifiedName& name) const { return schema_.relations.find(name); }
  /// Whether no relation of the name is there, for certain or because a whole history began with an empty schema.
  bool is_absent(const QualifiedName& name) const;
  /// The relation, to be changed. One of which nothing is known starts to be known, as incomplete.
  Relation& learn(const QualifiedName& name, RelationKind kind = RelationKind::table);
  /// The relation, to be changed, when anything is known about it; else null.
  Relation* edit(const QualifiedName& name);
  /// Makes a relation in place of whatever had its name.
  Relation& create(Relation&& relation);

  /// Removes a relation with everything that cannot be without it: its indexes, the sequences that it owns, its
  /// partitions, the views that read it and the foreign keys of other tables. It is known to be absent afterwards.
  void drop(const QualifiedName& name);
  /// Gives a relation another name or schema, everywhere. When nothing is known about it, `kind` is what it is taken
  /// for.
  void rename(const QualifiedName& from, const QualifiedName& to, RelationKind kind = RelationKind::table);

  // Parts of a relation. Each also changes what lives elsewhere because of the part.
  void add_column(const QualifiedName& table, Column column);
  void add_column(Relation& relation, Column&& column);  // one that is going to be created
  void drop_column(const QualifiedName& table, std::string_view column, bool cascade);
  void rename_column(const QualifiedName& table, std::string_view from, const std::string& to);
  void add_constraint(const QualifiedName& table, TableConstraint constraint);
  void drop_constraint(const QualifiedName& table, std::string_view constraint);
  template <typename Condition>
  void drop_constraints_if(const QualifiedName& table, Condition&& condition);
  void rename_constraint(const QualifiedName& table, std::string_view from, const std::string& to);
  void add_index(const QualifiedName& table, TableIndex index);
  void drop_index(const QualifiedName& index);
  /// Makes a view known to the relations that it reads, or unknown to them again.
  void add_reads(const QualifiedName& view);
  void forget_reads(const QualifiedName& view);

  /// Changes a column; on an incomplete relation one that is not known yet starts to be known.
  template <typename Change>
  void change_column(const QualifiedName& table, std::string_view column, Change&& change);
  /// Changes a constraint that is known.
  template <typename Change>
  void change_constraint(const QualifiedName& table, std::string_view constraint, Change&& change);

 private:
  void note_type_use(const pg::DataType& type, const QualifiedName& table);
  void count_constraint(const QualifiedName& name, int by);
  void forget_reference(const QualifiedName& table, const QualifiedName& referenced);
  void drop_references_to(const QualifiedName& table, const std::vector<std::string>& columns, bool primary_key);
  void drop_one(const QualifiedName& name);
  std::vector<std::string> drop_one_column(const QualifiedName& table, const std::string& column, bool cascade);
  void forget_relation(const Relation& relation);
  void rename_around(const Relation& relation, const QualifiedName& to);
  void rename_parent_index(const std::vector<QualifiedName>& partitions, const QualifiedName& from,
                           const QualifiedName& to);
  void move_to_schema(const Relation& relation, const std::string& schema);

  const ApplyContext& context_;
  Schema& schema_;
};

template <typename Change>
void SchemaEditor::change_column(const QualifiedName& table, std::string_view column, Change&& change) {
  Relation& relation = learn(table);
  for (auto& known : relation.columns) {
    if (known->name != column) continue;
    auto changed = std::make_shared<Column>(*known);
    change(*changed);
    known = std::move(changed);
    return;
  }
  if (relation.complete) return;
  auto learnt = std::make_shared<Column>();
  learnt->name = column;
  learnt->complete = false;
  change(*learnt);
  relation.columns.push_back(std::move(learnt));
}

template <typename Change>
void SchemaEditor::change_constraint(const QualifiedName& table, std::string_view constraint, Change&& change) {
  Relation* relation = edit(table);
  if (relation == nullptr) return;
  for (auto& known : relation->constraints) {
    if (known->name != constraint) continue;
    auto changed = std::make_shared<TableConstraint>(*known);
    change(*changed);
    known = std::move(changed);
    return;
  }
}

template <typename Condition>
void SchemaEditor::drop_constraints_if(const QualifiedName& table, Condition&& condition) {
  const Relation* relation = find(table);
  if (relation == nullptr) return;
  std::vector<std::string> dropped;
  for (const auto& one : relation->constraints) {
    if (condition(*one)) dropped.push_back(one->name);
  }
  for (const std::string& name : dropped) drop_constraint(table, name);
}

}  // namespace pginterlock
