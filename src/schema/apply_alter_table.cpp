#include <algorithm>

#include "pg/ast.h"
#include "schema/definitions.h"
#include "schema/families.h"
#include "schema/inherit.h"
#include "schema/partition_bound.h"
#include "schema/sql_text.h"

namespace pginterlock::schema {

namespace {

RelationKind kind_of(ObjectType type) {
  switch (type) {
    case OBJECT_VIEW:
      return RelationKind::view;
    case OBJECT_MATVIEW:
      return RelationKind::materialized_view;
    case OBJECT_INDEX:
      return RelationKind::index;
    case OBJECT_SEQUENCE:
      return RelationKind::sequence;
    case OBJECT_FOREIGN_TABLE:
      return RelationKind::foreign_table;
    case OBJECT_TYPE:
      return RelationKind::composite_type;
    default:
      return RelationKind::table;
  }
}

void add_column(const ::AlterTableCmd& command, const QualifiedName& table, bool only, SchemaEditor& editor) {
  const auto* definition = pg::as<::ColumnDef>(command.def);
  if (definition == nullptr) return;
  const Relation* relation = editor.find(table);
  if (relation != nullptr && relation->column(pg::text(definition->colname)) != nullptr) return;
  const bool may_be_there = command.missing_ok && (relation == nullptr || !relation->complete);
  define_constraints(define_column(*definition, table, editor), table, editor);
  if (may_be_there) {
    editor.change_column(table, pg::text(definition->colname), [](Column& column) { column.origin->certain = false; });
  }
  if (!only) hand_down(table, editor);
}

void drop_column(const ::AlterTableCmd& command, const QualifiedName& table, bool only, SchemaEditor& editor) {
  const std::vector<QualifiedName> family = only ? std::vector{table} : editor.schema().with_descendants(table);
  for (const QualifiedName& name : family)
    editor.drop_column(name, pg::text(command.name), command.behavior == DROP_CASCADE);
}

void add_constraint(const ::AlterTableCmd& command, const QualifiedName& table, bool only, SchemaEditor& editor) {
  const auto* constraint = pg::as<::Constraint>(command.def);
  if (constraint == nullptr) return;
  define_constraints({{constraint, "", constraint->deferrable, constraint->is_enforced}}, table, editor);
  if (only) return;
  hand_down(table, editor);
  if (constraint->contype != CONSTR_PRIMARY) return;
  const TableConstraint* key = editor.find(table)->primary_key();
  const std::vector<std::string> columns = key == nullptr ? std::vector<std::string>{} : key->columns;
  for (const QualifiedName& name : editor.schema().with_descendants(table)) {
    for (const std::string& column : columns) {
      editor.change_column(name, column, [](Column& one) { one.not_null = true; });
    }
  }
}

/// Partitions have the constraint under another name when an index belongs to it.
void drop_constraint(std::string_view constraint, const QualifiedName& table, bool only, SchemaEditor& editor) {
  const Relation* relation = editor.find(table);
  const TableConstraint* known = relation == nullptr ? nullptr : relation->constraint(constraint);
  if (known == nullptr) return;
  const TableConstraint dropped = *known;
  const bool by_name = dropped.kind == ConstraintKind::check || dropped.kind == ConstraintKind::not_null;
  const bool partitioned = relation->kind == RelationKind::partitioned_table;
  const std::vector<QualifiedName> family =
      only || !(by_name || partitioned) ? std::vector{table} : editor.schema().with_descendants(table);
  for (const QualifiedName& name : family) {
    if (name == table) {
      editor.drop_constraint(name, constraint);
      continue;
    }
    editor.drop_constraints_if(name, [&](const TableConstraint& one) {
      return one.kind == dropped.kind &&
             (by_name ? one.name == dropped.name
                      : one.columns == dropped.columns && one.references == dropped.references);
    });
  }
}

template <typename Change>
void change_constraint(const QualifiedName& table, std::string_view constraint, SchemaEditor& editor, Change change) {
  for (const QualifiedName& name : editor.schema().with_descendants(table)) {
    editor.change_constraint(name, constraint, change);
  }
}

void validate_constraint(std::string_view constraint, const QualifiedName& table, SchemaEditor& editor) {
  change_constraint(table, constraint, editor, [](TableConstraint& one) { one.valid = true; });
  const Relation* relation = editor.find(table);
  const TableConstraint* known = relation == nullptr ? nullptr : relation->constraint(constraint);
  if (known == nullptr || known->kind != ConstraintKind::not_null || known->columns.empty()) return;
  const std::string column = known->columns.front();
  for (const QualifiedName& name : editor.schema().with_descendants(table)) {
    editor.change_column(name, column, [](Column& one) { one.not_null_valid = true; });
  }
}

void alter_constraint(const ::AlterTableCmd& command, const QualifiedName& table, SchemaEditor& editor) {
  const auto* change = pg::as<::ATAlterConstraint>(command.def);
  if (change == nullptr) return;
  change_constraint(table, pg::text(change->conname), editor, [&](TableConstraint& one) {
    if (change->alterDeferrability) one.deferrable = change->deferrable;
    if (change->alterInheritability) one.no_inherit = change->noinherit;
    if (!change->alterEnforceability) return;
    one.enforced = change->is_enforced;
    one.valid = change->is_enforced;
  });
}

void attach_partition(const ::PartitionCmd& command, const QualifiedName& table, SchemaEditor& editor) {
  if (command.name == nullptr) return;
  const QualifiedName partition = editor.existing(*command.name);
  if (const Relation* index = editor.find(table); index != nullptr && index->kind == RelationKind::index) {
    // ALTER INDEX … ATTACH PARTITION: when every partition has one, the parent's is whole.
    set_parent_index(partition, table, editor);
    const Relation* owner = editor.schema().table_of_index(table);
    const TableIndex* parent = owner == nullptr ? nullptr : owner->index(table.name);
    if (parent == nullptr || !parent->only) return;
    const bool whole = std::all_of(owner->children.begin(), owner->children.end(), [&](const QualifiedName& name) {
      const Relation* child = editor.find(name);
      return child != nullptr && std::any_of(child->indexes.begin(), child->indexes.end(),
                                             [&](const auto& one) { return one->parent == table; });
    });
    if (!whole) return;
    auto changed = std::make_shared<TableIndex>(*parent);
    changed->only = false;
    for (auto& one : editor.learn(owner->name).indexes) {
      if (one->name == table.name) one = changed;
    }
    return;
  }
  link_child(table, partition, true, editor);
  Relation& child = editor.learn(partition);
  if (command.bound != nullptr) {
    child.partition_bound = bound_text(editor.statement(), *command.bound);
    child.default_partition = command.bound->is_default;
    child.bound = std::make_shared<const PartitionBound>(bound_of(*command.bound));
  }
  const bool rows = child.populated || !child.origin;
  if (rows) {
    Relation& parent = editor.learn(table);
    parent.populated = true;
    parent.emptied.reset();
  }
  inherit_columns(table, partition, true, editor);
  inherit_indexes(table, partition, true, editor);
}

void set_persistence(const QualifiedName& table, Persistence persistence, SchemaEditor& editor) {
  Relation& relation = editor.learn(table);
  relation.persistence = persistence;
  const auto indexes = relation.indexes;
  for (const auto& index : indexes) {
    if (Relation* entry = editor.edit({table.schema, index->name})) entry->persistence = persistence;
  }
}

void set_replica_identity(const ::ReplicaIdentityStmt& identity, Relation& relation) {
  switch (identity.identity_type) {  // pg_class.relreplident
    case 'n':
      relation.replica_identity = "nothing";
      return;
    case 'f':
      relation.replica_identity = "full";
      return;
    case 'i':
      relation.replica_identity = "index " + std::string(pg::text(identity.name));
      return;
    default:
      relation.replica_identity = "default";
      return;
  }
}

/// Actions on the table itself.
void alter_relation(const ::AlterTableCmd& command, const QualifiedName& table, SchemaEditor& editor) {
  Relation& relation = editor.learn(table);
  switch (command.subtype) {
    case AT_SetLogged:
      return set_persistence(table, Persistence::permanent, editor);
    case AT_SetUnLogged:
      return set_persistence(table, Persistence::unlogged, editor);
    case AT_SetAccessMethod:
      relation.access_method = pg::text(command.name);
      return;
    case AT_SetTableSpace:
      relation.tablespace = pg::text(command.name);
      return;
    case AT_ReplicaIdentity:
      if (const auto* identity = pg::as<::ReplicaIdentityStmt>(command.def)) set_replica_identity(*identity, relation);
      return;
    case AT_ChangeOwner:
      if (command.newowner == nullptr) return;
      relation.owner =
          command.newowner->roletype == ROLESPEC_CSTRING ? pg::text(command.newowner->rolename) : std::string_view{};
      return;
    case AT_ClusterOn:
      relation.clustered_index = pg::text(command.name);
      return;
    case AT_DropCluster:
      relation.clustered_index.clear();
      return;
    case AT_EnableRowSecurity:
      relation.row_security = true;
      return;
    case AT_DisableRowSecurity:
      relation.row_security = false;
      return;
    case AT_ForceRowSecurity:
      relation.force_row_security = true;
      return;
    case AT_NoForceRowSecurity:
      relation.force_row_security = false;
      return;
    default:
      return;
  }
}

void alter_family(const ::AlterTableCmd& command, const QualifiedName& table, SchemaEditor& editor) {
  if (const auto* partition = pg::as<::PartitionCmd>(command.def)) {
    if (command.subtype == AT_AttachPartition) return attach_partition(*partition, table, editor);
    if (partition->name != nullptr) unlink_child(table, editor.existing(*partition->name), editor);
    return;
  }
  const auto* parent = pg::as<::RangeVar>(command.def);
  if (parent == nullptr) return;
  const QualifiedName name = editor.existing(*parent);
  if (command.subtype == AT_DropInherit) return unlink_child(name, table, editor);
  link_child(name, table, false, editor);
}

void alter(const ::AlterTableCmd& command, std::size_t n, const QualifiedName& table, bool only, SchemaEditor& editor) {
  switch (command.subtype) {
    case AT_AddColumn:
      return add_column(command, table, only, editor);
    case AT_DropColumn:
      return drop_column(command, table, only, editor);
    case AT_AddConstraint:
      return add_constraint(command, table, only, editor);
    case AT_AlterConstraint:
      return alter_constraint(command, table, editor);
    case AT_ValidateConstraint:
      return validate_constraint(pg::text(command.name), table, editor);
    case AT_DropConstraint:
      return drop_constraint(pg::text(command.name), table, only, editor);
    case AT_AttachPartition:
    case AT_DetachPartition:
    case AT_DetachPartitionFinalize:
    case AT_AddInherit:
    case AT_DropInherit:
      return alter_family(command, table, editor);
    default:
      if (!alter_column(command, n, table, only, editor)) alter_relation(command, table, editor);
      return;
  }
}

bool drops(AlterTableType subtype) {
  return subtype == AT_DropColumn || subtype == AT_DropConstraint || subtype == AT_DropNotNull ||
         subtype == AT_DropExpression || subtype == AT_DropIdentity;
}

}  // namespace

void alter_table(const ::AlterTableStmt& statement, SchemaEditor& editor) {
  if (statement.relation == nullptr) return;
  const QualifiedName table = editor.existing(*statement.relation);
  if (editor.schema().relations.known_absent(table)) return;  // it fails, or IF EXISTS makes it nothing
  editor.learn(table, kind_of(statement.objtype));
  const bool only = !statement.relation->inh;
  // What drops goes first, whatever the order in which it is written. Source: tablecmds.c, AT_PASS_DROP.
  for (const bool dropping : {true, false}) {
    std::size_t n = 0;
    for (const auto& command : pg::each<::AlterTableCmd>(statement.cmds)) {
      if (drops(command.subtype) == dropping) alter(command, n, table, only, editor);
      ++n;
    }
  }
}

}  // namespace pginterlock::schema
