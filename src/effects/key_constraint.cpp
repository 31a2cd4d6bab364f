// Constraints with an index: PRIMARY KEY, UNIQUE, EXCLUDE.
#include <algorithm>
#include <array>
#include <utility>

#include "effects/constraints.h"
#include "effects/targets.h"
#include "schema/index_name.h"
#include "schema/inherit.h"
#include "schema/object_names.h"
#include "schema/system_column.h"

namespace pginterlock::effects {

namespace {

bool is_key(ConstrType type) { return type == CONSTR_PRIMARY || type == CONSTR_UNIQUE; }

Reason reason_of(ConstrType type) {
  return type == CONSTR_PRIMARY  ? Reason::add_primary_key
         : type == CONSTR_UNIQUE ? Reason::add_unique
                                 : Reason::add_exclusion;
}

bool wrong(std::string sqlstate, std::string message, EffectsBuilder& out) {
  out.fail(FailureKind::wrong_object, std::move(sqlstate), std::move(message));
  return true;
}

/// Nullable columns become NOT NULL, which reads the table. Source: parse_utilcmd.c, transformIndexConstraint.
void make_primary_key_columns_not_null(const std::vector<std::string>& columns, const AlteredTable& table) {
  for (const std::string& column : columns) {
    // A new column without values is refused at the first row.
    const ::ColumnDef* added = added_column(table.statement, column);
    if (added == nullptr) set_not_null(column, Reason::add_primary_key, !table.only, table);
  }
}

/// Why an index cannot become a constraint's. Source: parse_utilcmd.c, transformIndexConstraint.
bool refuses_index(const TableIndex& index, EffectsBuilder& out) {
  const std::string name = "index " + quoted(index.name);
  if (index.constraint) return wrong("55000", name + " already belongs to a constraint", out);
  if (!index.unique) return wrong("42809", name + " is not unique", out);
  if (!index.predicate.empty()) return wrong("42809", name + " is partial", out);
  for (const IndexKey& key : index.keys) {
    if (key.column.empty()) return wrong("42809", name + " contains expressions", out);
    const bool other_order = key.descending || key.nulls_first || key.opclass.ends_with("_pattern_ops") ||
                             (!key.collation.empty() && key.collation != "default");
    if (other_order) return wrong("42809", name + " does not have the default sorting", out);
  }
  return false;
}

const TableIndex* index_to_use(const std::string& name, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const TableIndex* index = table.relation == nullptr ? nullptr : table.relation->index(name);
  if (index != nullptr || !table.complete()) return index;
  const Relation* owner = out.schema().table_of_index({table.name.schema, name});
  if (owner == nullptr) {
    out.fail(FailureKind::undefined_object, "42704", "index " + quoted(name) + " does not exist");
  } else {
    wrong("55000", "index " + quoted(name) + " belongs to table " + quoted(owner->name.name), out);
  }
  return nullptr;
}

/// Source: parse_utilcmd.c, transformIndexConstraint, the part for USING INDEX; tablecmds.c, ATExecAddIndexConstraint.
void use_index(const ::Constraint& constraint, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const std::string name(pg::text(constraint.indexname));
  if (table.partitioned()) {
    wrong("0A000", "a partitioned table cannot add a constraint with USING INDEX", out);
    return;
  }
  const TableIndex* index = index_to_use(name, table);
  if (index == nullptr) {
    if (!table.complete() && constraint.contype == CONSTR_PRIMARY) {
      work_on_storage(table, !table.only,
                      {.kind = WorkKind::scan, .reason = Reason::add_primary_key, .certainty = Certainty::assumed});
    }
    return;
  }
  if (refuses_index(*index, out)) return;
  // It is renamed when the constraint has another name.
  const bool renamed = constraint.conname != nullptr && pg::text(constraint.conname) != name;
  out.lock({table.name.schema, name}, renamed ? LockMode::share_update_exclusive : LockMode::access_share);
  if (constraint.contype != CONSTR_PRIMARY) return;
  std::vector<std::string> columns;
  for (const IndexKey& key : index->keys) columns.push_back(key.column);
  make_primary_key_columns_not_null(columns, table);
}

/// Source: indexcmds.c, DefineIndex, for partitioned tables.
bool fails_on_partitioned_table(const ::Constraint& constraint, const std::vector<std::string>& columns,
                                const AlteredTable& table) {
  if (!table.partitioned()) return false;
  EffectsBuilder& out = table.out;
  if (constraint.contype == CONSTR_EXCLUSION && out.version() < 17) {
    out.fail(FailureKind::version, "0A000", "exclusion constraints on partitioned tables need PostgreSQL 17");
    return true;
  }
  const std::vector<QualifiedName> members =
      table.only ? std::vector{table.name} : out.schema().with_descendants(table.name);
  for (const QualifiedName& name : members) {
    const Relation* member = out.known(name);
    if (member != nullptr && member->kind == RelationKind::foreign_table) {
      return wrong("42809", "a partitioned table with a foreign partition cannot have unique indexes", out);
    }
    if (member == nullptr || !member->partitioning) continue;
    for (const std::string& key : member->partitioning->keys) {
      if (key.empty()) return wrong("0A000", "a partition key with expressions supports no such constraint", out);
      if (contains(columns, key)) continue;
      out.fail(FailureKind::invalid_definition, "0A000",
               "a unique constraint on a partitioned table must include the partition key column " +
                   pg::quote_identifier(key));
      return true;
    }
  }
  return false;
}

bool has_other_primary_key(const AlteredTable& table) {
  const TableConstraint* key = table.relation == nullptr ? nullptr : table.relation->primary_key();
  return key != nullptr && !drops_constraint(table.statement, *key);
}

/// Why a column cannot be in a key. Source: parse_utilcmd.c, transformIndexConstraint; indexcmds.c, ComputeIndexAttrs.
bool refuses_key_column(const std::string& column, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  if (is_system_column(column)) return wrong("0A000", "an index on system columns is not supported", out);
  const bool added = added_column(table.statement, column) != nullptr;
  const bool dropped = has_action(table.statement, AT_DropColumn, column);
  const bool missing = table.complete() && table.column(column) == nullptr;
  if (added || (!missing && !dropped)) return false;
  out.fail(FailureKind::undefined_object, "42703", "column " + quoted(column) + " named in key does not exist");
  return true;
}

bool refuses_type(const pg::DataType& type, std::string_view method, EffectsBuilder& out) {
  if (!type.known() || !type.builtin() || type.array) return false;
  const auto fact = pg::builtin_type(type.name.name.str(), out.version());
  if (!fact) return false;
  const bool has = method == "gist" ? fact->has_gist : method == "hash" ? fact->has_hash : fact->has_btree;
  if (has || method == "spgist") return false;
  // An extension can bring operator classes to GiST.
  if (method == "gist" && out.schema().others.find({"extension", "btree_gist"}) != nullptr) return false;
  const bool extension_known = method != "gist" || out.schema().others.known_absent({"extension", "btree_gist"});
  out.fail(
      FailureKind::undefined_object, "42704",
      "data type " + std::string(fact->sql_name) + " has no default operator class for access method " + quoted(method),
      extension_known ? Certainty::proved : Certainty::assumed);
  return true;
}

/// Source: indexcmds.c, DefineIndex and ComputeIndexAttrs, for exclusion constraints.
bool refuses_exclusion(const ::Constraint& constraint, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const std::string_view method = constraint.access_method == nullptr ? "btree" : pg::text(constraint.access_method);
  constexpr std::array<std::string_view, 4> excluding = {"btree", "gist", "hash", "spgist"};
  if (method == "gin" || method == "brin") {
    return wrong("0A000", "access method " + quoted(method) + " does not support exclusion constraints", out);
  }
  if (std::find(excluding.begin(), excluding.end(), method) == excluding.end()) {
    const bool gone = out.schema().others.known_absent({"access method", std::string(method)});
    out.fail(FailureKind::undefined_object, "42704", "access method " + quoted(method) + " does not exist",
             gone ? Certainty::proved : Certainty::assumed);
    return true;
  }
  for (const auto& pair : pg::each<List>(constraint.exclusions)) {
    const auto* element = pg::as<IndexElem>(pg::nth(&pair, 0));
    if (element == nullptr || element->name == nullptr) continue;
    const std::string column(pg::text(element->name));
    if (refuses_key_column(column, table)) return true;
    if (element->opclass == nullptr && refuses_type(type_for_constraints(column, table), method, out)) return true;
    const std::string operation = pg::name_of(pg::as<List>(pg::nth(&pair, 1))).name;
    if (operation == "<" || operation == ">" || operation == "<=" || operation == ">=") {
      return wrong("42809", "operator " + operation + " is not commutative", out);
    }
  }
  return false;
}

/// Source: parse_utilcmd.c, transformIndexConstraint; indexcmds.c, ComputeIndexAttrs.
bool refuses_overlaps(const std::vector<std::string>& columns, const std::vector<pg::DataType>& types,
                      EffectsBuilder& out) {
  if (columns.size() < 2) return wrong("42601", "WITHOUT OVERLAPS needs at least two columns", out);
  if (types.empty() || !types.back().builtin() || types.back().array) return false;
  const auto fact = pg::builtin_type(types.back().name.name.str(), out.version());
  if (!fact || fact->kind == 'r' || fact->kind == 'm') return false;
  return wrong("42804", "column " + quoted(columns.back()) + " in WITHOUT OVERLAPS is no range", out);
}

/// Columns in a state in which they can be in no key. Source: parse_utilcmd.c, transformIndexConstraint; indexcmds.c,
/// DefineIndex; tablecmds.c, ATPrepAddPrimaryKey.
bool refuses_states(const ::Constraint& constraint, const std::vector<std::string>& columns,
                    const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const bool primary = constraint.contype == CONSTR_PRIMARY;
  for (const std::string& name : columns) {
    const Column* column = table.column(name);
    if (column == nullptr || !column->complete) continue;
    if (column->generated == Generated::virtual_) {
      return wrong("0A000", "keys on virtual generated columns are not supported", out);
    }
    if (!primary || out.version() < 18) continue;
    if (column->not_null && !column->not_null_valid) {
      return wrong("55000", "the NOT NULL constraint of column " + quoted(name) + " is not valid", out);
    }
    for (std::size_t i = 0; table.only && i < table.relation->children.size(); ++i) {
      const Relation* child = out.known(table.relation->children[i]);
      const Column* there = child == nullptr ? nullptr : child->column(name);
      if (there == nullptr || there->not_null) continue;
      return wrong("XX000",
                   "column " + quoted(name) + " of table " + quoted(child->name.name) + " is not marked NOT NULL", out);
    }
  }
  return false;
}

/// Before 13, all sub-commands were taken apart at once, and a key without a name that is the primary key's was the
/// primary key. Source: parse_utilcmd.c, transformIndexConstraints.
bool is_primary_key_again(const ::Constraint& constraint, const std::vector<std::string>& columns,
                          const AlteredTable& table) {
  if (table.out.version() >= 13 || constraint.contype != CONSTR_UNIQUE || constraint.conname != nullptr) return false;
  for (const auto& action : pg::each<AlterTableCmd>(table.statement.cmds)) {
    const auto* other = action.subtype == AT_AddConstraint ? pg::as<Constraint>(action.def) : nullptr;
    const bool primary =
        other != nullptr && other->contype == CONSTR_PRIMARY && other->deferrable == constraint.deferrable;
    if (primary && key_columns_of(*other) == columns) return true;
  }
  return false;
}

/// Since 17, a UNIQUE constraint of a partition is no part of a primary key. Source: indexcmds.c, DefineIndex.
bool serves(const TableIndex& index, const Relation& partition, const ::Constraint& wanted, int version) {
  const TableConstraint* owner = index.constraint ? partition.constraint(*index.constraint) : nullptr;
  if (version < 17 || owner == nullptr) return true;
  return (owner->kind == ConstraintKind::primary_key) == (wanted.contype == CONSTR_PRIMARY);
}

/// The index as the schema will have it, to be compared with those of partitions.
TableIndex defined(const ::Constraint& constraint, const std::vector<std::string>& columns, const std::string& name) {
  TableIndex index;
  index.name = name;
  index.unique = true;
  index.constraint = name;
  index.include = pg::strings_of(constraint.including);
  for (const std::string& column : columns) {
    IndexKey key;
    key.column = column;
    index.keys.push_back(std::move(key));
  }
  return index;
}

}  // namespace

bool refuses_key(const ::Constraint& constraint, const std::vector<std::string>& columns,
                 const std::vector<pg::DataType>& types, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  if (table.relation != nullptr && table.relation->kind == RelationKind::foreign_table) {
    return wrong(state_of_foreign_table_refusal(table), "constraints with an index are not supported on foreign tables",
                 out);
  }
  // Code that was not read may have dropped it.
  if (constraint.contype == CONSTR_PRIMARY && has_other_primary_key(table) && !out.before().unread_changes) {
    out.fail(FailureKind::invalid_definition, "42P16",
             "table " + pg::sql_name(table.name) + " already has a primary key");
    return true;
  }
  if (constraint.contype == CONSTR_EXCLUSION) return refuses_exclusion(constraint, table);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (refuses_key_column(columns[i], table)) return true;
    const auto next = columns.begin() + static_cast<std::ptrdiff_t>(i) + 1;
    if (std::find(next, columns.end(), columns[i]) != columns.end()) {
      out.fail(FailureKind::duplicate_object, "42701", "column " + quoted(columns[i]) + " appears twice in the key");
      return true;
    }
  }
  if (constraint.without_overlaps && refuses_overlaps(columns, types, out)) return true;
  if (refuses_states(constraint, columns, table)) return true;
  if (constraint.without_overlaps) return false;
  return std::any_of(types.begin(), types.end(),
                     [&](const pg::DataType& type) { return refuses_type(type, "btree", out); });
}

void add_index_constraint(const ::Constraint& constraint, const AlteredTable& table) {
  const bool uses_index = constraint.indexname != nullptr;
  const std::vector<std::string> columns = uses_index ? std::vector<std::string>{} : key_columns_of(constraint);
  std::vector<pg::DataType> types;
  for (const std::string& column : columns) types.push_back(type_for_constraints(column, table));
  if (refuses_key(constraint, columns, types, table)) return;
  if (uses_index) {
    use_index(constraint, table);
    return;
  }
  if (is_primary_key_again(constraint, columns, table)) return;
  build_constraint_index(constraint, columns, table);
  if (constraint.contype == CONSTR_PRIMARY) make_primary_key_columns_not_null(columns, table);
}

std::vector<std::string> key_columns_of(const ::Constraint& constraint) {
  std::vector<std::string> columns = pg::strings_of(constraint.keys);
  for (const auto& exclusion : pg::each<List>(constraint.exclusions)) {
    const auto* element = pg::as<IndexElem>(pg::nth(&exclusion, 0));
    if (element == nullptr) continue;
    columns.emplace_back(element->name == nullptr ? std::string_view("expr") : pg::text(element->name));
  }
  return columns;
}

std::string constraint_index_name(const ::Constraint& constraint, const QualifiedName& table,
                                  const std::vector<std::string>& columns, const Schema& schema) {
  if (constraint.contype == CONSTR_PRIMARY) return choose_index_constraint_name(schema, table, "", "pkey");
  if (!is_key(constraint.contype)) {
    std::vector<const ::IndexElem*> elements;
    for (const auto& pair : pg::each<List>(constraint.exclusions)) {
      if (const auto* element = pg::as<IndexElem>(pg::nth(&pair, 0))) elements.push_back(element);
    }
    return choose_index_constraint_name(schema, table, index_name_addition(elements), "excl");
  }
  std::vector<std::string> all = columns;
  for (std::string& column : pg::strings_of(constraint.including)) all.push_back(std::move(column));
  return choose_index_constraint_name(schema, table, joined_for_name(all), "key");
}

void build_constraint_index(const ::Constraint& constraint, const std::vector<std::string>& columns,
                            const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  if (fails_on_partitioned_table(constraint, columns, table)) return;
  const auto name_on = [&](const QualifiedName& relation) {
    if (constraint.conname != nullptr && relation == table.name) return std::string(pg::text(constraint.conname));
    std::string name = constraint_index_name(constraint, relation, columns, out.schema());
    // A name that the same statement gives back is free.
    const std::string unnumbered = name.substr(0, name.size() - 1);
    return name.ends_with('1') && has_action(table.statement, AT_DropConstraint, unnumbered) ? unnumbered : name;
  };
  const bool recurse = table.partitioned() && !table.only;
  // Partitions get indexes of their own, under SHARE. Source: indexcmds.c, DefineIndex.
  if (recurse) out.lock_with_descendants(table.name, LockMode::share);
  const std::vector<QualifiedName> members =
      recurse ? out.schema().with_descendants(table.name) : std::vector{table.name};
  for (const QualifiedName& member : members) {
    std::string index = name_on(member);
    const Relation* partition = member == table.name ? nullptr : out.known(member);
    const TableIndex* own =
        partition == nullptr || constraint.contype == CONSTR_EXCLUSION
            ? nullptr
            : schema::fitting_index(*partition, defined(constraint, columns, index), {}, out.schema(), out.version());
    if (own != nullptr && serves(*own, *partition, constraint, out.version())) {
      out.lock({member.schema, own->name}, LockMode::share, Certainty::proved, RelationKind::index);
      continue;
    }
    out.lock_new({member.schema, index}, RelationKind::index);
    for (Storage& storage : storage_of(member, false, out)) {
      out.work({.kind = WorkKind::build,
                .reason = reason_of(constraint.contype),
                .relation = std::move(storage.name),
                .index = index});
    }
  }
  // Partitions that nobody knows of get theirs, too.
  if (recurse && table.relation->children.empty() && !out.before().made_here(*table.relation)) {
    out.work({.kind = WorkKind::build,
              .reason = reason_of(constraint.contype),
              .relation = table.name,
              .index = name_on(table.name),
              .certainty = Certainty::assumed});
  }
}

}  // namespace pginterlock::effects
