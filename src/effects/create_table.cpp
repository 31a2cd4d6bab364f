#include <string>
#include <vector>

#include "effects/constraints.h"
#include "effects/existence.h"
#include "effects/families.h"
#include "effects/partition_check.h"
#include "effects/query.h"
#include "effects/routine_lookup.h"
#include "effects/targets.h"
#include "pg/types.h"
#include "pg/walk.h"
#include "schema/index_name.h"
#include "schema/inherit.h"

namespace pginterlock::effects {

namespace {

/// One CREATE TABLE.
struct NewTable {
  const ::CreateStmt& statement;
  QualifiedName name;
  bool partitioned = false;
  EffectsBuilder& out;

  bool temporary() const { return name.schema == "pg_temp"; }
};

/// Whether the name is taken: then the statement fails, or does nothing at all.
bool is_taken(const QualifiedName& name, bool if_not_exists, EffectsBuilder& out) {
  const Relation* there = out.known(name);
  if (there == nullptr) return false;
  if (!if_not_exists) {
    out.fail(FailureKind::duplicate_object, "42P07", "relation " + quoted(name.name) + " already exists",
             there->origin && !there->origin->certain ? Certainty::assumed : Certainty::proved);
  }
  return true;
}

void lock_parent(const NewTable& table, const ::RangeVar& relation) {
  EffectsBuilder& out = table.out;
  const auto parent = find_target(relation, out);
  if (!parent) return;
  if (table.statement.partbound == nullptr && parent->known != nullptr && parent->kind_known() &&
      (parent->is(RelationKind::partitioned_table) || parent->known->partition_bound)) {
    out.fail(FailureKind::wrong_object, "42809", "a table cannot inherit from a partitioned table or a partition");
    return;
  }
  if (table.statement.partbound == nullptr) {
    out.lock(parent->name, LockMode::share_update_exclusive);  // tablecmds.c, MergeAttributes
    return;
  }
  out.lock(parent->name, LockMode::access_exclusive);  // tablecmds.c, DefineRelation
  if (parent->known != nullptr && parent->known->complete && parent->known->kind != RelationKind::partitioned_table) {
    out.fail(FailureKind::wrong_object, "42809", "table " + pg::sql_name(parent->name) + " is not partitioned");
    return;
  }
  if (parent->known != nullptr && refuses_bound(table.name, *parent->known, *table.statement.partbound, out)) return;
  join_partitioned_table(table.name, parent->name, *table.statement.partbound, out);
}

void make_sequence(const NewTable& table, std::string_view column) {
  table.out.lock_new(
      {table.name.schema, choose_relation_name(table.name.name, column, "seq", table.name.schema, table.out.schema())},
      RelationKind::sequence);
}

void add_table_constraint(const NewTable& table, const ::Constraint& constraint,
                          const std::vector<std::string>& columns) {
  EffectsBuilder& out = table.out;
  switch (constraint.contype) {
    case CONSTR_PRIMARY:
    case CONSTR_UNIQUE:
    case CONSTR_EXCLUSION:
      if (constraint.contype == CONSTR_EXCLUSION && table.partitioned) {
        require_version(17, "an exclusion constraint on a partitioned table", out, "0A000");
      }
      out.lock_new({table.name.schema, constraint.conname != nullptr
                                           ? std::string(pg::text(constraint.conname))
                                           : constraint_index_name(constraint, table.name, columns, out.schema())},
                   RelationKind::index);
      return;
    case CONSTR_IDENTITY:
      if (!columns.empty()) make_sequence(table, columns.front());
      return;
    case CONSTR_FOREIGN: {
      const QualifiedName referenced = lock_referenced_table(constraint, table.name, out);
      if (referenced == table.name) return;  // its keys are made by the same statement
      ReferencingColumns referencing{.names = pg::strings_of(constraint.fk_attrs)};
      if (referencing.names.empty()) referencing.names = columns;
      if (refuses_foreign_key(constraint, referenced, referencing, out)) return;
      const Relation* known = out.known(referenced);
      if (table.temporary() && known != nullptr && known->persistence != Persistence::temporary) {
        out.fail(FailureKind::wrong_object, "42P16", "a temporary table can reference only temporary tables");
      }
      return;
    }
    default:
      return;
  }
}

/// enum.c, enum_in, for a default that is a literal of the column's type.
void check_default_label(const ::ColumnDef& column, EffectsBuilder& out) {
  if (column.typeName == nullptr || column.typeName->arrayBounds != nullptr) return;
  for (const auto& constraint : pg::each<Constraint>(column.constraints)) {
    if (constraint.contype != CONSTR_DEFAULT) continue;
    const std::string_view label = pg::string_constant(constraint.raw_expr);
    if (!label.empty()) check_enum_label(pg::type_of(*column.typeName).name, label, out);
  }
}

void add_column_definition(const NewTable& table, const ::ColumnDef& column) {
  EffectsBuilder& out = table.out;
  const std::string name(pg::text(column.colname));
  if (column.typeName != nullptr && !check_type(*column.typeName, out)) return;
  if (column.typeName != nullptr && pg::serial_width(*column.typeName) != 0) make_sequence(table, name);
  check_default_label(column, out);
  for (const auto& constraint : pg::each<Constraint>(column.constraints)) {
    out.at(constraint.location < 0 ? out.statement().span : out.statement().token_at(constraint.location));
    add_table_constraint(table, constraint, {name});
  }
}

/// The table that is copied from is read; its indexes get copies. Source: parse_utilcmd.c, expandTableLikeClause.
void copy_like(const NewTable& table, const ::TableLikeClause& like, const Target& source) {
  EffectsBuilder& out = table.out;
  out.lock(source.name, LockMode::access_share);
  if ((like.options & CREATE_TABLE_LIKE_INDEXES) == 0 || source.known == nullptr) return;
  for (const auto& index : source.known->indexes) {
    out.lock_new({table.name.schema, schema::partition_index_name(*index, *source.known, table.name, out.schema())},
                 RelationKind::index);
  }
}

void add_elements(const NewTable& table) {
  EffectsBuilder& out = table.out;
  const ::List* elements = table.statement.tableElts;
  for (std::size_t n = 0; n < pg::length(elements); ++n) {
    const ::Node* element = pg::nth(elements, n);
    if (const auto* column = pg::as<ColumnDef>(element)) {
      add_column_definition(table, *column);
    } else if (const auto* constraint = pg::as<Constraint>(element)) {
      out.at(constraint->location < 0 ? out.statement().span : out.statement().token_at(constraint->location));
      add_table_constraint(table, *constraint, key_columns_of(*constraint));
    } else if (const auto* like = pg::as<TableLikeClause>(element); like != nullptr && like->relation != nullptr) {
      out.at(out.statement().token_at(like->relation->location));
      if (const auto source = find_target(*like->relation, out)) copy_like(table, *like, *source);
    }
  }
}

}  // namespace

// tablecmds.c, DefineRelation; parse_utilcmd.c, transformCreateStmt. The scans and builds of an empty table are no
// work.
void create_table(const ::CreateStmt& statement, EffectsBuilder& out) {
  if (statement.relation == nullptr) return;
  if (!check_creation_schema(*statement.relation, out)) return;
  NewTable table{.statement = statement,
                 .name = new_name(*statement.relation, out),
                 .partitioned = statement.partspec != nullptr,
                 .out = out};
  if (is_taken(table.name, statement.if_not_exists, out)) return;
  out.lock_new(table.name, table.partitioned ? RelationKind::partitioned_table : RelationKind::table);
  for (const auto& parent : pg::each<RangeVar>(statement.inhRelations)) {
    out.at(out.statement().token_at(parent.location));
    lock_parent(table, parent);
  }
  if (statement.ofTypename != nullptr) {
    const QualifiedName type = out.resolve(pg::name_of(statement.ofTypename->names));
    if (out.known(type) != nullptr) out.lock(type, LockMode::access_share);
  }
  add_elements(table);
}

// foreigncmds.c, CreateForeignTable.
void create_foreign_table(const ::CreateForeignTableStmt& statement, EffectsBuilder& out) {
  const ::List* elements = statement.base.tableElts;
  for (std::size_t n = 0; n < pg::length(elements); ++n) {
    if (const auto* constraint = pg::as<Constraint>(pg::nth(elements, n))) {
      if (!check_foreign_table_constraint(*constraint, out)) return;
    }
    const auto* column = pg::as<ColumnDef>(pg::nth(elements, n));
    for (const auto& constraint : pg::each<Constraint>(column == nullptr ? nullptr : column->constraints)) {
      if (!check_foreign_table_constraint(constraint, out)) return;
    }
  }
  create_table(statement.base, out);
  const std::string server(pg::text(statement.servername));
  find_object(OBJECT_FOREIGN_SERVER, QualifiedName{"server", server}, out);
}

// createas.c, ExecCreateTableAs.
void create_table_as(const ::CreateTableAsStmt& statement, EffectsBuilder& out) {
  const ::IntoClause* into = statement.into;
  if (into == nullptr || into->rel == nullptr) return;
  if (!check_creation_schema(*into->rel, out)) return;
  const QualifiedName table = new_name(*into->rel, out);
  if (is_taken(table, statement.if_not_exists, out)) return;
  lock_query(statement.query, into->skipData ? QueryUse::analyzed : QueryUse::executed, out);
  const bool materialized_view = statement.objtype == OBJECT_MATVIEW;
  out.lock_new(table, materialized_view ? RelationKind::materialized_view : RelationKind::table);
  if (into->skipData) return;
  out.work({.kind = WorkKind::query, .reason = Reason::create_table_as, .relation = table});
}

}  // namespace pginterlock::effects
