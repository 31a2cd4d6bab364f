// What foreign keys ask of the two tables. Source: tablecmds.c, ATAddForeignKeyConstraint.
#include <algorithm>
#include <array>
#include <utility>

#include "effects/column_type.h"
#include "effects/constraints.h"
#include "effects/expression_type.h"
#include "effects/targets.h"
#include "pg/signatures.h"
#include "schema/system_column.h"

namespace pginterlock::effects {

namespace {

std::vector<std::string> sorted(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  return names;
}

/// Whether an operator family compares the two types. Source: pg_amop, btree families with several types.
bool same_family(std::string_view a, std::string_view b) {
  constexpr std::array families = {std::array{"int2", "int4", "int8"}, std::array{"float4", "float8", "float8"},
                                   std::array{"date", "timestamp", "timestamptz"},
                                   std::array{"text", "varchar", "name"}};
  return std::any_of(families.begin(), families.end(), [&](const auto& family) {
    const auto holds = [&](std::string_view type) {
      return std::find(family.begin(), family.end(), type) != family.end();
    };
    return holds(a) && holds(b);
  });
}

enum class Key : std::uint8_t { none, deferrable, usable };

/// The key that backs a foreign key to these columns. Source: tablecmds.c, transformFkeyCheckAttrs.
Key key_of(const Relation& table, const std::vector<std::string>& columns) {
  const std::vector<std::string> wanted = sorted(columns);
  Key found = Key::none;
  for (const auto& constraint : table.constraints) {
    const bool key = constraint->kind == ConstraintKind::primary_key || constraint->kind == ConstraintKind::unique;
    if (!key || sorted(constraint->columns) != wanted) continue;
    if (!constraint->deferrable) return Key::usable;
    found = Key::deferrable;
  }
  for (const auto& index : table.indexes) {
    if (!index->unique || !index->predicate.empty() || index->constraint) continue;
    std::vector<std::string> keys;
    for (const IndexKey& key : index->keys) keys.push_back(key.column);
    if (sorted(std::move(keys)) == wanted) return Key::usable;
  }
  return found;
}

bool invalid(std::string sqlstate, std::string message, EffectsBuilder& out) {
  out.fail(FailureKind::invalid_definition, std::move(sqlstate), std::move(message));
  return true;
}

bool sets(char action) { return action == FKCONSTR_ACTION_SETNULL || action == FKCONSTR_ACTION_SETDEFAULT; }

/// What the foreign key asks of the columns of a new table.
bool refuses_new_columns(const ::Constraint& constraint, const ReferencingColumns& columns, EffectsBuilder& out) {
  const bool changes = sets(constraint.fk_upd_action) || sets(constraint.fk_del_action) ||
                       constraint.fk_upd_action == FKCONSTR_ACTION_CASCADE;
  for (const std::string& name : columns.names) {
    if (is_system_column(name)) return invalid("0A000", "system columns cannot be used in foreign keys", out);
    const NamedTable::Named* column = columns.created->column(name);
    if (column == nullptr && columns.created->complete) {
      return invalid("42703", "column " + quoted(name) + " referenced in foreign key constraint does not exist", out);
    }
    if (column != nullptr && column->generated && changes) {
      return invalid("42601", "invalid action for a foreign key with a generated column", out);
    }
  }
  return false;
}

/// Columns that are no columns of the table. `added`: of a statement that adds the column, too.
bool refuses_columns(const std::vector<std::string>& columns, const Relation* table, const AlteredTable* altered,
                     EffectsBuilder& out) {
  for (const std::string& column : columns) {
    if (is_system_column(column)) return invalid("0A000", "system columns cannot be used in foreign keys", out);
    if (table == nullptr || !table->complete) continue;
    const bool dropped = altered != nullptr && has_action(altered->statement, AT_DropColumn, column);
    const bool added = altered != nullptr && added_column(altered->statement, column) != nullptr;
    if ((table->column(column) != nullptr && !dropped) || added) continue;
    return invalid("42703", "column " + quoted(column) + " referenced in foreign key constraint does not exist", out);
  }
  return false;
}

bool refuses_persistence(Persistence own, const Relation& referenced, EffectsBuilder& out) {
  if (!referenced.origin) return false;
  const Persistence other = referenced.persistence;
  const bool refused = (own == Persistence::permanent && other != Persistence::permanent) ||
                       (own == Persistence::unlogged && other == Persistence::temporary) ||
                       (own == Persistence::temporary && other != Persistence::temporary);
  return refused && invalid("42P16", "a table may reference only tables that are kept as long as itself", out);
}

/// Generated columns cannot be changed by an action. Source: tablecmds.c, ATAddForeignKeyConstraint.
bool refuses_actions(const ::Constraint& constraint, const std::vector<std::string>& columns, const Relation* table,
                     EffectsBuilder& out) {
  for (const std::string& name : columns) {
    const Column* column = table == nullptr ? nullptr : table->column(name);
    if (column == nullptr || column->generated == Generated::none) continue;
    if (column->generated == Generated::virtual_) {
      return invalid("0A000", "foreign key constraints on virtual generated columns are not supported", out);
    }
    if (sets(constraint.fk_upd_action) || constraint.fk_upd_action == FKCONSTR_ACTION_CASCADE) {
      return invalid("42601", "invalid ON UPDATE action for a foreign key with a generated column", out);
    }
    if (sets(constraint.fk_del_action)) {
      return invalid("42601", "invalid ON DELETE action for a foreign key with a generated column", out);
    }
  }
  for (const std::string& name : pg::strings_of(constraint.fk_del_set_cols)) {
    if (contains(columns, name)) continue;
    return invalid("42P10", "column " + quoted(name) + " of the ON DELETE SET action must be part of the foreign key",
                   out);
  }
  return false;
}

bool adds_key(const ::AlterTableStmt& statement) {
  for (const auto& action : pg::each<AlterTableCmd>(statement.cmds)) {
    const auto* constraint = action.subtype == AT_AddConstraint ? pg::as<Constraint>(action.def) : nullptr;
    if (constraint != nullptr && (constraint->contype == CONSTR_PRIMARY || constraint->contype == CONSTR_UNIQUE)) {
      return true;
    }
    const auto* column = action.subtype == AT_AddColumn ? pg::as<ColumnDef>(action.def) : nullptr;
    if (column != nullptr && column->constraints != nullptr) return true;
  }
  return false;
}

bool refuses_types(const ReferencingColumns& columns, const std::vector<std::string>& keys, const Relation& referenced,
                   EffectsBuilder& out) {
  const bool self = columns.altered != nullptr && columns.altered->relation == &referenced;
  for (std::size_t i = 0; i < columns.types.size() && i < keys.size(); ++i) {
    const Column* key = referenced.column(keys[i]);
    if (key == nullptr || !key->complete) continue;
    const pg::DataType type = self ? type_for_constraints(keys[i], *columns.altered) : key->type;
    if (!incomparable(columns.types[i], type, out.before())) continue;
    return invalid("42804",
                   "the foreign key cannot be implemented: " + pg::sql_type(columns.types[i]) + " and " +
                       pg::sql_type(type) + " have no equality",
                   out);
  }
  return false;
}

}  // namespace

bool incomparable(const pg::DataType& referencing, const pg::DataType& referenced, const State& before) {
  const std::string from = catalog_type(referencing, before);
  const std::string to = catalog_type(referenced, before);
  if (from.empty() || to.empty()) return false;
  return !same_family(from, to) && !pg::implicitly_coercible(from, to, before.pg_version);
}

std::optional<Persistence> persistence_of(const AlteredTable& table) {
  if (table.relation == nullptr || !table.relation->origin) return std::nullopt;
  return table.relation->persistence;
}

QualifiedName lock_referenced_table(const ::Constraint& constraint, const QualifiedName& referencing,
                                    EffectsBuilder& out) {
  if (constraint.pktable == nullptr) return {};
  if (out.resolve(*constraint.pktable) == referencing) return referencing;  // it may be made by this very statement
  const auto referenced = find_target(*constraint.pktable, out);
  if (!referenced) return {};
  lock_with_partitions(referenced->name, LockMode::share_row_exclusive, out);
  return referenced->name;
}

bool refuses_foreign_key(const ::Constraint& constraint, const QualifiedName& referenced,
                         const ReferencingColumns& columns, EffectsBuilder& out) {
  if (referenced.name.empty()) return true;  // it does not exist
  if (referenced.schema == "pg_catalog") {
    out.fail(FailureKind::wrong_object, "42501", quoted(referenced.name) + " is a system catalog");
    return true;
  }
  const Relation* table = out.known(referenced);
  const bool kind_known = table != nullptr && (table->complete || table->origin);
  const bool is_table =
      !kind_known || table->kind == RelationKind::table || table->kind == RelationKind::partitioned_table;
  if (!is_table) {
    out.fail(FailureKind::wrong_object, "42809",
             "the referenced relation " + quoted(referenced.name) + " is a " + std::string(noun(table->kind)));
    return true;
  }
  const Relation* referencing = columns.altered == nullptr ? nullptr : columns.altered->relation;
  if (table != nullptr && columns.persistence && refuses_persistence(*columns.persistence, *table, out)) return true;
  if (columns.created != nullptr && refuses_new_columns(constraint, columns, out)) return true;
  if (refuses_columns(columns.names, referencing, columns.altered, out)) return true;
  if (refuses_actions(constraint, columns.names, referencing, out)) return true;
  std::vector<std::string> keys = pg::strings_of(constraint.pk_attrs);
  const AlteredTable* self = referencing == table ? columns.altered : nullptr;
  if (table != nullptr && refuses_columns(keys, table, self, out)) return true;
  // A key that the same statement adds is not known yet.
  const bool own_key = columns.altered != nullptr && referencing == table && adds_key(columns.altered->statement);
  const bool known = table != nullptr && table->complete && !own_key;
  if (known && keys.empty()) {
    const TableConstraint* primary = table->primary_key();
    if (primary == nullptr) {
      return invalid("42704", "the referenced table " + pg::sql_name(referenced) + " has no primary key", out);
    }
    if (primary->deferrable) {
      return invalid("55000", "the primary key of the referenced table " + pg::sql_name(referenced) + " is deferrable",
                     out);
    }
    keys = primary->columns;
  } else if (known && key_of(*table, keys) != Key::usable) {
    const bool deferrable = key_of(*table, keys) == Key::deferrable;
    return invalid(
        deferrable ? "55000" : "42830",
        deferrable ? "the key of the referenced table " + pg::sql_name(referenced) + " is deferrable"
                   : "no unique constraint of the referenced table " + pg::sql_name(referenced) + " has these columns",
        out);
  }
  if (!keys.empty() && !columns.names.empty() && keys.size() != columns.names.size()) {
    return invalid("42830", "the foreign key has another number of columns than the key that it references", out);
  }
  return known && refuses_types(columns, keys, *table, out);
}

bool has_foreign_key(const Relation* partition, const TableConstraint& wanted, int version) {
  return partition != nullptr &&
         std::any_of(partition->constraints.begin(), partition->constraints.end(), [&](const auto& one) {
           return one->kind == ConstraintKind::foreign_key && one->references == wanted.references &&
                  one->columns == wanted.columns && one->referenced_columns == wanted.referenced_columns &&
                  one->on_delete == wanted.on_delete && one->on_update == wanted.on_update &&
                  one->deferrable == wanted.deferrable && one->enforced == wanted.enforced &&
                  (one->valid || version >= 18);
         });
}

namespace {

/// The key as the schema will have it.
TableConstraint defined(const ::Constraint& constraint, const QualifiedName& referenced) {
  TableConstraint result;
  result.kind = ConstraintKind::foreign_key;
  result.columns = pg::strings_of(constraint.fk_attrs);
  result.references = referenced;
  result.referenced_columns = pg::strings_of(constraint.pk_attrs);
  result.deferrable = constraint.deferrable;
  if (constraint.fk_del_action != '\0') result.on_delete = constraint.fk_del_action;
  if (constraint.fk_upd_action != '\0') result.on_update = constraint.fk_upd_action;
  return result;
}

/// Whether the table has no rows for certain: this very migration made it, and nothing was put into it.
bool is_empty(const Relation* table, const EffectsBuilder& out) {
  return table != nullptr && !table->populated && out.before().made_here(*table) && table->origin->certain;
}

/// Reads both tables: every referencing row looks for its key, so that without rows the other table is not read. A
/// partition that has the key is not read again.
/// Source: ri_triggers.c, RI_Initial_Check; tablecmds.c, tryAttachPartitionForeignKey.
void scan_for_foreign_key(const TableConstraint& key, bool period, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const QualifiedName& referenced = *key.references;
  bool checked = false;
  bool rows = false;
  for (Storage& storage : storage_of(table, table.partitioned())) {
    if (storage.name != table.name && has_foreign_key(storage.relation, key, 12)) continue;
    checked = true;
    rows = rows || !is_empty(storage.relation, out);
    out.work({.kind = WorkKind::scan,
              .reason = Reason::add_foreign_key,
              .relation = std::move(storage.name),
              .certainty = storage.certainty});
  }
  if (!checked || period) return;
  lock_indexes_for_check(table.name, referenced, out);
  const Relation* known = out.known(referenced);
  if (!rows) return;
  const bool partitions = known == nullptr || known->kind == RelationKind::partitioned_table;
  for (Storage& storage : storage_of(referenced, partitions, out)) {
    out.work({.kind = WorkKind::scan,
              .reason = Reason::add_foreign_key,
              .relation = std::move(storage.name),
              .certainty = storage.certainty});
  }
}

}  // namespace

void add_foreign_key(const ::Constraint& constraint, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const bool foreign = table.relation != nullptr && table.relation->kind == RelationKind::foreign_table;
  if (foreign && (out.version() >= 13 || table.statement.objtype == OBJECT_FOREIGN_TABLE)) {
    out.fail(FailureKind::wrong_object, "0A000", "foreign key constraints are not supported on foreign tables");
    return;
  }
  const QualifiedName referenced = lock_referenced_table(constraint, table.name, out);
  ReferencingColumns columns{
      .altered = &table, .persistence = persistence_of(table), .names = pg::strings_of(constraint.fk_attrs)};
  for (const std::string& name : columns.names) columns.types.push_back(type_for_constraints(name, table));
  if (refuses_foreign_key(constraint, referenced, columns, out)) return;
  if (table.partitioned() && table.only) {
    out.fail(FailureKind::wrong_object, "42809", "a foreign key on a partitioned table cannot be added with ONLY");
    return;
  }
  // A partition's own key becomes a part of it, and gives its triggers on the other table back.
  const TableConstraint key = defined(constraint, referenced);
  const std::vector<QualifiedName> family =
      table.partitioned() ? out.schema().with_descendants(table.name) : std::vector<QualifiedName>{};
  if (std::any_of(family.begin(), family.end(), [&](const QualifiedName& name) {
        return name != table.name && has_foreign_key(out.known(name), key, out.version());
      })) {
    lock_with_partitions(referenced, LockMode::access_exclusive, out);
  }
  if (constraint.skip_validation || !constraint.is_enforced) {
    // Source: tablecmds.c, ATAddForeignKeyConstraint: "This feature is not yet supported on partitioned tables."
    if (table.partitioned() && out.version() < 18) {
      out.fail(FailureKind::version, "42809", "NOT VALID foreign keys on partitioned tables need PostgreSQL 18");
    }
    return;
  }
  scan_for_foreign_key(key, constraint.fk_with_period, table);
}

}  // namespace pginterlock::effects
