#include "effects/constraints.h"

#include <algorithm>
#include <utility>

#include "schema/object_names.h"

namespace pginterlock::effects {

namespace {

bool is_key(ConstrType type) { return type == CONSTR_PRIMARY || type == CONSTR_UNIQUE; }

Reason reason_of(ConstrType type) {
  return type == CONSTR_PRIMARY  ? Reason::add_primary_key
         : type == CONSTR_UNIQUE ? Reason::add_unique
                                 : Reason::add_exclusion;
}

/// Whether a unique index or key backs a foreign key to these columns. Source: tablecmds.c, transformFkeyCheckAttrs.
bool has_key(const Relation& table, std::vector<std::string> columns) {
  std::sort(columns.begin(), columns.end());
  const auto same = [&](std::vector<std::string> others) {
    std::sort(others.begin(), others.end());
    return others == columns;
  };
  for (const auto& constraint : table.constraints) {
    const bool key = constraint->kind == ConstraintKind::primary_key || constraint->kind == ConstraintKind::unique;
    if (key && !constraint->deferrable && same(constraint->columns)) return true;
  }
  for (const auto& index : table.indexes) {
    if (!index->unique || !index->predicate.empty()) continue;
    std::vector<std::string> keys;
    for (const IndexKey& key : index->keys) keys.push_back(key.column);
    if (same(std::move(keys))) return true;
  }
  return false;
}

/// Reads both tables: every referencing row looks for its key. Source: ri_triggers.c, RI_Initial_Check.
void scan_for_foreign_key(const QualifiedName& referenced, const AlteredTable& table) {
  work_on_storage(table, table.partitioned(), {.kind = WorkKind::scan, .reason = Reason::add_foreign_key});
  lock_indexes_for_check(table.name, referenced, table.out);
  for (Storage& storage : storage_of(referenced, true, table.out)) {
    table.out.work({.kind = WorkKind::scan,
                    .reason = Reason::add_foreign_key,
                    .relation = std::move(storage.name),
                    .certainty = storage.certainty});
  }
}

void add_foreign_key(const ::Constraint& constraint, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const QualifiedName referenced = lock_referenced_table(constraint, table.name, out);
  check_foreign_key(constraint, referenced, out);
  if (table.partitioned() && table.only) {
    out.fail(FailureKind::wrong_object, "42809", "a foreign key on a partitioned table cannot be added with ONLY");
    return;
  }
  if (constraint.skip_validation || !constraint.is_enforced) {
    // Source: tablecmds.c, ATAddForeignKeyConstraint: "This feature is not yet supported on partitioned tables."
    if (table.partitioned() && out.version() < 18) {
      out.fail(FailureKind::version, "42809", "NOT VALID foreign keys on partitioned tables need PostgreSQL 18");
    }
    return;
  }
  scan_for_foreign_key(referenced, table);
}

void add_not_null(const ::Constraint& constraint, const AlteredTable& table) {
  if (constraint.skip_validation) return;
  for (const auto& key : pg::each<String>(constraint.keys)) {
    set_not_null(pg::text(key.sval), Reason::add_not_null_constraint, !table.only && !constraint.is_no_inherit, table);
  }
}

/// Nullable columns become NOT NULL, which reads the table. Source: parse_utilcmd.c, transformIndexConstraint.
void make_primary_key_columns_not_null(const std::vector<std::string>& columns, const AlteredTable& table) {
  for (const std::string& column : columns) {
    if (added_column(table.statement, column) == nullptr) {
      set_not_null(column, Reason::add_primary_key, !table.only, table);
    }
  }
}

/// Source: parse_utilcmd.c, transformIndexConstraint, the part for USING INDEX.
void use_index(const ::Constraint& constraint, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const std::string name(pg::text(constraint.indexname));
  if (table.partitioned()) {
    out.fail(FailureKind::wrong_object, "0A000", "a partitioned table cannot add a constraint with USING INDEX");
    return;
  }
  const TableIndex* index = table.relation == nullptr ? nullptr : table.relation->index(name);
  if (index == nullptr) {
    if (table.complete()) {
      out.fail(FailureKind::undefined_object, "42704", "index " + pg::quote_identifier(name) + " does not exist");
    } else if (constraint.contype == CONSTR_PRIMARY) {
      work_on_storage(table, !table.only,
                      {.kind = WorkKind::scan, .reason = Reason::add_primary_key, .certainty = Certainty::assumed});
    }
    return;
  }
  out.lock({table.name.schema, name}, LockMode::share_update_exclusive);
  const bool expressions =
      std::any_of(index->keys.begin(), index->keys.end(), [](const IndexKey& key) { return key.column.empty(); });
  const bool sorted_otherwise = std::any_of(index->keys.begin(), index->keys.end(),
                                            [](const IndexKey& key) { return key.descending || key.nulls_first; });
  const std::string quoted = pg::quote_identifier(name);
  if (!index->unique) out.fail(FailureKind::wrong_object, "42809", "index " + quoted + " is not unique");
  if (expressions) out.fail(FailureKind::wrong_object, "42809", "index " + quoted + " contains expressions");
  if (!index->predicate.empty()) out.fail(FailureKind::wrong_object, "42809", "index " + quoted + " is partial");
  if (sorted_otherwise) {
    out.fail(FailureKind::wrong_object, "42809", "index " + quoted + " does not have the default sorting");
  }
  if (index->constraint) {
    out.fail(FailureKind::wrong_object, "55000", "index " + quoted + " already belongs to a constraint");
  }
  if (constraint.contype != CONSTR_PRIMARY) return;
  std::vector<std::string> columns;
  for (const IndexKey& key : index->keys) {
    if (!key.column.empty()) columns.push_back(key.column);
  }
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
    if (member == nullptr || !member->partitioning) continue;
    for (const std::string& key : member->partitioning->keys) {
      if (key.empty() || contains(columns, key)) continue;
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
  return key != nullptr && !drops_key(table.statement, *key);
}

void add_index_constraint(const ::Constraint& constraint, const AlteredTable& table) {
  if (constraint.contype == CONSTR_PRIMARY && has_other_primary_key(table)) {
    table.out.fail(FailureKind::invalid_definition, "42P16",
                   "table " + pg::sql_name(table.name) + " already has a primary key");
    return;
  }
  if (constraint.indexname != nullptr) {
    use_index(constraint, table);
    return;
  }
  const std::vector<std::string> columns = key_columns_of(constraint);
  build_constraint_index(constraint, columns, table);
  if (constraint.contype == CONSTR_PRIMARY) make_primary_key_columns_not_null(columns, table);
}

}  // namespace

std::vector<std::string> key_columns_of(const ::Constraint& constraint) {
  std::vector<std::string> columns = pg::strings_of(constraint.keys);
  for (const auto& exclusion : pg::each<List>(constraint.exclusions)) {
    const auto* element = pg::as<IndexElem>(pg::nth(&exclusion, 0));
    if (element == nullptr) continue;
    columns.emplace_back(element->name == nullptr ? std::string_view("expr") : pg::text(element->name));
  }
  return columns;
}

QualifiedName lock_referenced_table(const ::Constraint& constraint, const QualifiedName& referencing,
                                    EffectsBuilder& out) {
  if (constraint.pktable == nullptr) return {};
  QualifiedName referenced = out.resolve(*constraint.pktable);
  if (referenced == referencing) return referenced;
  if (out.known(referenced) == nullptr && out.schema().relations.known_absent(referenced)) {
    out.fail(FailureKind::undefined_object, "42P01", "relation " + pg::sql_name(referenced) + " does not exist");
    return referenced;
  }
  lock_with_partitions(referenced, LockMode::share_row_exclusive, out);
  return referenced;
}

void check_foreign_key(const ::Constraint& constraint, const QualifiedName& referenced, EffectsBuilder& out) {
  const Relation* table = out.known(referenced);
  const std::size_t named = pg::length(constraint.pk_attrs);
  if (named != 0 && constraint.fk_attrs != nullptr && named != pg::length(constraint.fk_attrs)) {
    out.fail(FailureKind::invalid_definition, "42830",
             "the foreign key has another number of columns than the key that it references");
    return;
  }
  if (table == nullptr || !table->complete) return;
  if (named == 0 && table->primary_key() == nullptr) {
    out.fail(FailureKind::invalid_definition, "42704",
             "the referenced table " + pg::sql_name(referenced) + " has no primary key");
  } else if (named != 0 && !has_key(*table, pg::strings_of(constraint.pk_attrs))) {
    out.fail(FailureKind::invalid_definition, "42830",
             "no unique constraint of the referenced table " + pg::sql_name(referenced) + " has these columns");
  }
}

std::string constraint_index_name(const ::Constraint& constraint, const QualifiedName& table,
                                  const std::vector<std::string>& columns, const Schema& schema) {
  if (constraint.contype == CONSTR_PRIMARY) return choose_index_constraint_name(schema, table, "", "pkey");
  std::vector<std::string> all = columns;
  for (std::string& column : pg::strings_of(constraint.including)) all.push_back(std::move(column));
  return choose_index_constraint_name(schema, table, joined_for_name(all), is_key(constraint.contype) ? "key" : "excl");
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

void add_constraint(const ::Constraint& constraint, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const std::string_view name = pg::text(constraint.conname);
  const bool taken = table.relation != nullptr && !name.empty() && table.relation->constraint(name) != nullptr &&
                     !has_action(table.statement, AT_DropConstraint, name);
  if (taken) {
    out.fail(FailureKind::duplicate_object, "42710",
             "constraint " + pg::quote_identifier(name) + " of table " + pg::sql_name(table.name) + " already exists");
    return;
  }
  switch (constraint.contype) {
    case CONSTR_CHECK:
      add_check(constraint, table);
      return;
    case CONSTR_NOTNULL:
      add_not_null(constraint, table);
      return;
    case CONSTR_FOREIGN:
      add_foreign_key(constraint, table);
      return;
    case CONSTR_PRIMARY:
    case CONSTR_UNIQUE:
    case CONSTR_EXCLUSION:
      add_index_constraint(constraint, table);
      return;
    default:
      return;
  }
}

}  // namespace pginterlock::effects
