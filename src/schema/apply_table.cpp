#include "pg/ast.h"
#include "pg/walk.h"
#include "schema/definitions.h"
#include "schema/families.h"
#include "schema/inherit.h"
#include "schema/partition_bound.h"
#include "schema/sql_text.h"

namespace pginterlock::schema {

namespace {

Partitioning partitioning_of(const ::PartitionSpec& spec) {
  Partitioning partitioning;
  switch (spec.strategy) {
    case PARTITION_STRATEGY_LIST:
      partitioning.strategy = "list";
      break;
    case PARTITION_STRATEGY_RANGE:
      partitioning.strategy = "range";
      break;
    case PARTITION_STRATEGY_HASH:
      partitioning.strategy = "hash";
      break;
  }
  for (const auto& element : pg::each<::PartitionElem>(spec.partParams)) {
    partitioning.keys.emplace_back(pg::text(element.name));
    if (element.expr == nullptr) {
      partitioning.operands.push_back(pg::quote_identifier(pg::text(element.name)));
      continue;
    }
    partitioning.operands.push_back(operand_of(element.expr));
    for (std::string& column : owned(pg::columns_mentioned(element.expr))) {
      partitioning.expression_columns.push_back(std::move(column));
    }
  }
  return partitioning;
}

/// A column of a partition or of a typed table that is already there: only its options are written.
void change_inherited_column(const ::ColumnDef& definition, const QualifiedName& table, SchemaEditor& editor,
                             std::vector<PendingConstraint>& pending) {
  const Column* inherited = editor.find(table)->column(pg::text(definition.colname));
  const std::optional<Column> before = inherited == nullptr ? std::nullopt : std::optional<Column>(*inherited);
  const auto more = define_column(definition, table, editor);
  pending.insert(pending.end(), more.begin(), more.end());
  if (!before) return;
  editor.change_column(table, before->name, [&](Column& column) {
    if (definition.typeName == nullptr) column.type = before->type;
    if (column.collation.empty()) column.collation = before->collation;
    column.not_null = column.not_null || before->not_null;
    if (!column.default_sql) {
      column.default_sql = before->default_sql;
      column.default_volatility = before->default_volatility;
    }
    if (column.generated == Generated::none) column.generated = before->generated;
    if (column.generated_from.empty()) column.generated_from = before->generated_from;
    if (column.identity == Identity::none) column.identity = before->identity;
  });
}

void define_elements(const ::CreateStmt& statement, const QualifiedName& table, SchemaEditor& editor) {
  std::vector<PendingConstraint> pending;
  for (std::size_t i = 0; i < pg::length(statement.tableElts); ++i) {
    const ::Node* element = pg::nth(statement.tableElts, i);
    if (const auto* column = pg::as<::ColumnDef>(element)) {
      change_inherited_column(*column, table, editor, pending);
    } else if (const auto* like = pg::as<::TableLikeClause>(element)) {
      copy_columns(*like, table, editor);
    } else if (const auto* constraint = pg::as<::Constraint>(element)) {
      pending.push_back({constraint, "", constraint->deferrable, constraint->is_enforced});
    }
  }
  for (const auto& constraint : pg::each<::Constraint>(statement.constraints)) {
    pending.push_back({&constraint, "", constraint.deferrable, constraint.is_enforced});
  }
  define_constraints(pending, table, editor);
  for (const auto& like : pg::each<::TableLikeClause>(statement.tableElts)) copy_parts(like, table, editor);
}

/// What a new table inherits holds for all of its rows: there are none. Source: heap.c, StoreConstraints.
void validate_constraints(Relation& table) {
  for (auto& constraint : table.constraints) {
    if (constraint->valid || !constraint->enforced) continue;
    auto changed = std::make_shared<TableConstraint>(*constraint);
    changed->valid = true;
    constraint = std::move(changed);
  }
  for (auto& column : table.columns) {
    if (column->not_null_valid) continue;
    auto changed = std::make_shared<Column>(*column);
    changed->not_null_valid = true;
    column = std::move(changed);
  }
}

/// CREATE TABLE … OF type.
void copy_type_columns(const ::TypeName& type, const QualifiedName& table, SchemaEditor& editor) {
  const QualifiedName name = editor.type(type).name;
  editor.learn(table).of_type = name;
  const Relation* composite = editor.find(name);
  if (composite == nullptr || composite->kind != RelationKind::composite_type) {
    editor.learn(table).complete = false;
    return;
  }
  const auto columns = composite->columns;
  for (const auto& column : columns) editor.add_column(table, *column);
}

/// IF NOT EXISTS makes a table where code with a condition dropped the view of that name, and else keeps the view: what
/// is done with a table from here on is done with a new one, or fails.
void doubt_what_is_there(const QualifiedName& name, SchemaEditor& editor) {
  const Relation& there = *editor.find(name);
  const bool may_be_gone = there.origin && !there.origin->certain && !there.complete;
  const bool table = there.kind == RelationKind::table || there.kind == RelationKind::partitioned_table;
  if (!may_be_gone || table) return;
  Relation& either = editor.learn(name);
  either.kind = RelationKind::table;
  either.origin = editor.origin(false);
  either.columns.clear();
}

}  // namespace

void create_table(const ::CreateStmt& statement, SchemaEditor& editor, RelationKind kind) {
  if (statement.relation == nullptr) return;
  Relation table;
  table.name = editor.created(*statement.relation);
  const bool known = editor.find(table.name) != nullptr;
  if (known && statement.if_not_exists) return doubt_what_is_there(table.name, editor);
  // History says that it is there; the statement knows better, else it would fail.
  if (known) editor.drop(table.name);
  const bool certain = !statement.if_not_exists || editor.is_absent(table.name);
  const QualifiedName name = table.name;
  table.kind = statement.partspec == nullptr ? kind : RelationKind::partitioned_table;
  table.persistence = persistence_of(*statement.relation);
  table.on_commit = on_commit_of(statement.oncommit);
  table.complete = true;
  table.origin = editor.origin(certain);
  table.access_method = pg::text(statement.accessMethod);
  table.tablespace = pg::text(statement.tablespacename);
  if (statement.partspec != nullptr) table.partitioning = partitioning_of(*statement.partspec);
  if (statement.partbound != nullptr) {
    table.partition_bound = bound_text(editor.statement(), *statement.partbound);
    table.default_partition = statement.partbound->is_default;
    table.bound = std::make_shared<const PartitionBound>(bound_of(*statement.partbound));
  }
  editor.create(std::move(table));
  const bool partition = statement.partbound != nullptr;
  for (const auto& parent : pg::each<::RangeVar>(statement.inhRelations)) {
    const QualifiedName parent_name = editor.existing(parent);
    link_child(parent_name, name, partition, editor);
    if (!editor.find(parent_name)->complete) editor.learn(name).complete = false;
    inherit_columns(parent_name, name, partition, editor);
  }
  if (statement.inhRelations != nullptr) validate_constraints(editor.learn(name));
  if (statement.ofTypename != nullptr) copy_type_columns(*statement.ofTypename, name, editor);
  define_elements(statement, name, editor);
  if (!partition) return;
  for (const auto& parent : pg::each<::RangeVar>(statement.inhRelations)) {
    inherit_indexes(editor.existing(parent), name, true, editor);
  }
}

void create_foreign_table(const ::CreateForeignTableStmt& statement, SchemaEditor& editor) {
  create_table(statement.base, editor, RelationKind::foreign_table);
  if (statement.base.relation == nullptr) return;
  if (Relation* table = editor.edit(editor.created(*statement.base.relation))) {
    table->server = pg::text(statement.servername);
  }
}

}  // namespace pginterlock::schema
