#include <algorithm>
#include <string>
#include <vector>

#include "effects/constraints.h"
#include "effects/existence.h"
#include "effects/families.h"
#include "effects/kept.h"
#include "effects/new_table.h"
#include "effects/query.h"
#include "effects/targets.h"
#include "pg/types.h"
#include "pg/walk.h"
#include "schema/definitions.h"
#include "schema/object_names.h"

namespace pginterlock::effects {

namespace {

/// Whether the name is taken: then the statement fails, or does nothing at all.
bool is_taken(const QualifiedName& name, bool if_not_exists, EffectsBuilder& out) {
  const Relation* there = out.known(name);
  if (there == nullptr) return false;
  if (!if_not_exists) {
    out.fail(FailureKind::duplicate_object, "42P07", "relation " + quoted(name.name) + " already exists",
             certainty_of(there->origin));
  }
  return true;
}

void make_sequence(const NewTable& table, std::string_view column) {
  table.out.lock_new({table.name.schema, new_part_name(table, column, "seq")}, RelationKind::sequence);
}

/// An identity's sequence, which may be given a name. Source: parse_utilcmd.c, generateSerialExtraStmts.
void make_identity_sequence(const NewTable& table, const ::Constraint& identity, std::string_view column) {
  for (const auto& option : pg::each<DefElem>(identity.options)) {
    if (pg::text(option.defname) != "sequence_name") continue;
    QualifiedName name = pg::name_of(reinterpret_cast<const ::List*>(option.arg));
    if (name.schema.empty()) name.schema = table.name.schema;
    table.out.lock_new(name, RelationKind::sequence);
    return;
  }
  make_sequence(table, column);
}

/// Keys are made when all of them are read: of equal ones there is one index.
void add_key(NewTable& table, const ::Constraint& constraint, std::vector<std::string> columns) {
  const std::string_view name = pg::text(constraint.conname);
  const auto equal = std::find_if(table.keys.begin(), table.keys.end(), [&](const NewKey& key) {
    return constraint.contype != CONSTR_EXCLUSION && key.constraint->contype != CONSTR_EXCLUSION &&
           schema::same_key(*key.constraint, key.columns, constraint, columns);
  });
  if (equal == table.keys.end()) {
    table.keys.push_back({&constraint, std::move(columns), name});
    return;
  }
  const bool primary = constraint.contype == CONSTR_PRIMARY;
  if (primary) equal->constraint = &constraint;
  if (equal->name.empty() || (primary && !name.empty())) equal->name = name;
}

void make_index(const NewKey& key, const NewTable& table) {
  const ::Constraint& constraint = *key.constraint;
  std::string name(key.name);
  if (name.empty() && constraint.contype == CONSTR_PRIMARY) name = new_part_name(table, "", "pkey");
  if (name.empty()) {
    std::vector<std::string> all = key.columns;
    for (std::string& column : pg::strings_of(constraint.including)) all.push_back(std::move(column));
    name = new_part_name(table, joined_for_name(all), constraint.contype == CONSTR_UNIQUE ? "key" : "excl");
  }
  table.out.lock_new({table.name.schema, name}, RelationKind::index);
}

void add_foreign_key(const NewTable& table, const ::Constraint& constraint, const std::vector<std::string>& columns) {
  EffectsBuilder& out = table.out;
  const QualifiedName referenced = lock_referenced_table(constraint, table.name, out);
  if (referenced == table.name) return;  // its keys are made by the same statement
  ReferencingColumns referencing{.created = &table.columns, .persistence = table.persistence(), .names = columns};
  for (const std::string& name : columns) {
    const NamedTable::Named* column = table.columns.column(name);
    referencing.types.push_back(column == nullptr ? pg::DataType{} : column->type);
  }
  refuses_foreign_key(constraint, referenced, referencing, out);
}

void add_table_constraint(NewTable& table, const ::Constraint& constraint, const std::vector<std::string>& columns) {
  EffectsBuilder& out = table.out;
  switch (constraint.contype) {
    case CONSTR_PRIMARY:
    case CONSTR_UNIQUE:
    case CONSTR_EXCLUSION:
      if (constraint.contype == CONSTR_EXCLUSION && table.partitioned) {
        require_version(17, "an exclusion constraint on a partitioned table", out, "0A000");
      }
      add_key(table, constraint, columns);
      return;
    case CONSTR_IDENTITY:
      if (!columns.empty()) make_identity_sequence(table, constraint, columns.front());
      return;
    case CONSTR_FOREIGN:
      add_foreign_key(table, constraint,
                      constraint.fk_attrs == nullptr ? columns : pg::strings_of(constraint.fk_attrs));
      return;
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

void add_column_definition(NewTable& table, const ::ColumnDef& column) {
  EffectsBuilder& out = table.out;
  const std::string name(pg::text(column.colname));
  if (column.typeName != nullptr && pg::serial_width(*column.typeName) != 0) make_sequence(table, name);
  check_default_label(column, out);
  for (const auto& constraint : pg::each<Constraint>(column.constraints)) {
    out.at(constraint.location < 0 ? out.statement().span : out.statement().token_at(constraint.location));
    add_table_constraint(table, constraint, {name});
  }
}

void add_elements(NewTable& table) {
  EffectsBuilder& out = table.out;
  const ::List* elements = table.statement.tableElts;
  for (std::size_t n = 0; n < pg::length(elements); ++n) {
    const ::Node* element = pg::nth(elements, n);
    if (const auto* column = pg::as<ColumnDef>(element)) {
      add_column_definition(table, *column);
    } else if (const auto* constraint = pg::as<Constraint>(element)) {
      out.at(constraint->location < 0 ? out.statement().span : out.statement().token_at(constraint->location));
      add_table_constraint(table, *constraint, key_columns_of(*constraint));
    }
  }
  for (const NewKey& key : table.keys) make_index(key, table);
  for (const auto& like : pg::each<TableLikeClause>(elements)) copy_source_indexes(like, table);
}

}  // namespace

std::string new_part_name(const NewTable& table, std::string_view name2, std::string_view label) {
  const auto& locks = table.out.effects().locks;
  QualifiedName name{table.name.schema, pg::make_object_name(table.name.name, name2, label)};
  const auto taken = [&] {
    return table.out.known(name) != nullptr || std::any_of(locks.begin(), locks.end(), [&](const Lock& lock) {
             return lock.is_new && lock.relation == name;
           });
  };
  for (std::size_t pass = 1; taken(); ++pass) {
    name.name = pg::make_object_name(table.name.name, name2, std::string(label) + std::to_string(pass));
  }
  return name.name.str();
}

// tablecmds.c, DefineRelation; parse_utilcmd.c, transformCreateStmt. The scans and builds of an empty table are no
// work.
void create_table(const ::CreateStmt& statement, EffectsBuilder& out) {
  if (statement.relation == nullptr) return;
  if (!check_creation_schema(*statement.relation, out)) return;
  NewTable table{.statement = statement,
                 .name = new_name(*statement.relation, out),
                 .partitioned = statement.partspec != nullptr,
                 .out = out};
  if (is_taken(table.name, statement.if_not_exists, out)) {
    if (statement.if_not_exists) keep_table(statement, *out.known(table.name), out);
    return;
  }
  if (!check_table_form(table)) return;
  table.columns.name = table.name;
  table.columns.complete = true;
  out.lock_new(table.name, table.partitioned ? RelationKind::partitioned_table : RelationKind::table);
  if (!join_parents(table) || !copy_type(table) || !check_new_columns(table)) return;
  out.at(out.statement().span);
  add_elements(table);
  out.at(out.statement().span);
  if (check_new_constraints(table)) check_partitioning(table);
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

}  // namespace pginterlock::effects
