// What a new table takes from others: INHERITS, PARTITION OF, LIKE, OF; and how it is partitioned.
#include <algorithm>

#include "effects/alter_table.h"
#include "effects/new_table.h"
#include "effects/partition_check.h"
#include "pg/catalog.h"
#include "pg/types.h"
#include "pg/walk.h"
#include "schema/inherit.h"

namespace pginterlock::effects {

namespace {

using pg::each;
using pg::text;

bool refuse(std::string sqlstate, std::string message, EffectsBuilder& out,
            FailureKind kind = FailureKind::wrong_object) {
  out.fail(kind, std::move(sqlstate), std::move(message));
  return false;
}

NamedTable::Named named(const Column& column) {
  return {.name = column.name, .type = column.type, .generated = column.generated != Generated::none};
}

/// The columns of a parent. Those of one name become one. Source: tablecmds.c, MergeAttributes.
bool merge_columns(const Relation& parent, NewTable& table) {
  for (const auto& column : parent.columns) {
    const NamedTable::Named* there = table.columns.column(column->name);
    if (there == nullptr) {
      table.columns.columns.push_back(named(*column));
      continue;
    }
    if (!there->type.known() || !column->type.known() || there->type == column->type) continue;
    return refuse("42804", "inherited column " + quoted(column->name) + " has a type conflict", table.out,
                  FailureKind::invalid_definition);
  }
  return true;
}

/// What can be a parent. Source: tablecmds.c, MergeAttributes.
bool check_parent(const Target& parent, const NewTable& table) {
  EffectsBuilder& out = table.out;
  if (!parent.kind_known()) return true;
  const bool partition = table.statement.partbound != nullptr;
  const std::string name = quoted(parent.name.name);
  const RelationKind kind = parent.known->kind;
  if (partition && kind != RelationKind::partitioned_table) {
    if (!parent.known->complete) return true;
    const bool table_like = kind == RelationKind::table || kind == RelationKind::foreign_table;
    return refuse(table_like ? "42P17" : "42809", name + " is not partitioned", out);
  }
  if (!partition && kind == RelationKind::partitioned_table) {
    return refuse("42809", "cannot inherit from partitioned table " + name, out);
  }
  if (!partition && (parent.known->partition_bound || parent.known->default_partition)) {
    return refuse("42809", "cannot inherit from partition " + name, out);
  }
  if (!partition && kind != RelationKind::table && kind != RelationKind::foreign_table) {
    return refuse("42809", "inherited relation " + name + " is not a table or foreign table", out);
  }
  const bool parent_temporary = parent.known->persistence == Persistence::temporary;
  if (parent_temporary && !table.temporary()) {
    return refuse("42809",
                  partition ? "cannot create a permanent relation as partition of temporary relation " + name
                            : "cannot inherit from temporary relation " + name,
                  out);
  }
  if (partition && table.temporary() && !parent_temporary) {
    return refuse("42809", "cannot create a temporary relation as partition of permanent relation " + name, out);
  }
  return true;
}

/// Every index of the parent is made for the partition as well. Source: tablecmds.c, DefineRelation, by
/// generateClonedIndexStmt.
void clone_indexes(const Relation& source, NewTable& table) {
  for (const auto& index : source.indexes) {
    const TableConstraint* owner = index->constraint ? source.constraint(*index->constraint) : nullptr;
    const bool primary = owner != nullptr && owner->kind == ConstraintKind::primary_key;
    const char* label = owner == nullptr                           ? "idx"
                        : primary                                  ? "pkey"
                        : owner->kind == ConstraintKind::exclusion ? "excl"
                                                                   : "key";
    table.primary_key |= primary;
    const std::string name = new_part_name(table, primary ? "" : schema::name_addition_of(*index), label);
    table.out.lock_new({table.name.schema, name}, RelationKind::index);
  }
}

bool join_partitioned(const Target& parent, NewTable& table) {
  EffectsBuilder& out = table.out;
  const ::PartitionBoundSpec& bound = *table.statement.partbound;
  out.lock(parent.name, LockMode::access_exclusive);  // tablecmds.c, DefineRelation
  if (!check_parent(parent, table)) return false;
  if (parent.known == nullptr) return true;
  if (refuses_bound(table.name, *parent.known, bound, out)) return false;
  join_partitioned_table(table.name, parent.name, bound, out);
  clone_indexes(*parent.known, table);
  return merge_columns(*parent.known, table);
}

bool is_constant_key(const ::PartitionElem& key) {
  bool constant = true;
  pg::walk(key.expr, [&](const ::Node* node) {
    const auto tag = pg::tag(node);
    if (tag == T_ColumnRef || tag == T_FuncCall || tag == T_SQLValueFunction || tag == T_SubLink) constant = false;
    return constant;
  });
  return constant;
}

bool check_key_type(const ::PartitionElem& key, const pg::DataType& type, bool hash, EffectsBuilder& out) {
  if (key.opclass != nullptr || !type.known() || !type.builtin() || type.array) return true;
  const auto fact = pg::builtin_type(type.name.name.str(), out.version());
  if (!fact || (hash ? fact->has_hash : fact->has_btree)) return true;
  const std::string method = hash ? "hash" : "btree";
  return refuse(
      "42704", "data type " + pg::sql_type(type) + " has no default operator class for access method " + quoted(method),
      out, FailureKind::undefined_object);
}

bool check_key(const ::PartitionElem& key, bool hash, const NewTable& table) {
  EffectsBuilder& out = table.out;
  if (key.name != nullptr) {
    const NamedTable::Named* column = table.columns.column(text(key.name));
    if (column == nullptr) {
      if (!table.columns.complete) return true;
      return refuse("42703", "column " + quoted(text(key.name)) + " named in partition key does not exist", out,
                    FailureKind::undefined_object);
    }
    if (column->generated) {
      return refuse("42P17", "cannot use generated column in partition key", out, FailureKind::invalid_definition);
    }
    return check_key_type(key, column->type, hash, out);
  }
  if (is_constant_key(key)) {
    return refuse("42P17", "cannot use constant expression as partition key", out, FailureKind::invalid_definition);
  }
  return !check_expression(key.expr, ExpressionPlace::partition_key, {&table.columns, 1}, out).problem;
}

}  // namespace

bool join_parents(NewTable& table) {
  EffectsBuilder& out = table.out;
  std::vector<QualifiedName> seen;
  for (const auto& relation : each<RangeVar>(table.statement.inhRelations)) {
    out.at(out.statement().token_at(relation.location));
    const auto parent = find_target(relation, out);
    if (!parent) return false;
    if (parent->known == nullptr || !parent->known->complete) table.columns.complete = false;
    if (table.statement.partbound != nullptr) {
      if (!join_partitioned(*parent, table)) return false;
      continue;
    }
    out.lock(parent->name, LockMode::share_update_exclusive);  // tablecmds.c, MergeAttributes
    if (std::find(seen.begin(), seen.end(), parent->name) != seen.end()) {
      return refuse("42P07", "relation " + quoted(parent->name.name) + " would be inherited from more than once", out,
                    FailureKind::duplicate_object);
    }
    seen.push_back(parent->name);
    if (!check_parent(*parent, table)) return false;
    if (parent->known != nullptr && !merge_columns(*parent->known, table)) return false;
  }
  return true;
}

// parse_utilcmd.c, transformTableLikeClause, expandTableLikeClause.
bool copy_source(const ::TableLikeClause& like, NewTable& table) {
  if (like.relation == nullptr) return true;
  EffectsBuilder& out = table.out;
  out.at(out.statement().token_at(like.relation->location));
  const auto source = find_target(*like.relation, out);
  if (!source) return false;
  out.lock(source->name, LockMode::access_share);
  if (source->known == nullptr || !source->known->complete) table.columns.complete = false;
  if (source->known == nullptr) return true;
  if (source->kind_known() && (source->is(RelationKind::sequence) || source->is(RelationKind::index))) {
    return refuse("42809", "relation " + quoted(source->name.name) + " is invalid in LIKE clause", out);
  }
  const bool generated = (like.options & CREATE_TABLE_LIKE_GENERATED) != 0;
  for (const auto& column : source->known->columns) {
    NamedTable::Named copy = named(*column);
    copy.generated = copy.generated && generated;
    if (!add_new_column(column->name, std::move(copy), table)) return false;
    const bool identity = column->identity != Identity::none && (like.options & CREATE_TABLE_LIKE_IDENTITY) != 0;
    if (!identity) continue;
    out.lock_new({table.name.schema, new_part_name(table, column->name, "seq")}, RelationKind::sequence);
  }
  return true;
}

void copy_source_indexes(const ::TableLikeClause& like, NewTable& table) {
  if (like.relation == nullptr || (like.options & CREATE_TABLE_LIKE_INDEXES) == 0) return;
  const Relation* source = table.out.known(table.out.resolve(*like.relation));
  if (source == nullptr) return;
  clone_indexes(*source, table);
}

bool copy_type(NewTable& table) {
  if (table.statement.ofTypename == nullptr) return true;
  EffectsBuilder& out = table.out;
  const QualifiedName written = pg::name_of(table.statement.ofTypename->names);
  const QualifiedName name = out.resolve(written);
  const Relation* type = out.known(name);
  if (type != nullptr && type->kind == RelationKind::composite_type) {
    out.lock(name, LockMode::access_share);
    if (!type->complete) table.columns.complete = false;
    return merge_columns(*type, table);
  }
  table.columns.complete = false;
  const QualifiedName type_name = out.schema().resolve_type(written, out.before().session.search_path());
  const bool relation = type != nullptr && Target{name, type}.kind_known();
  if (relation || out.schema().type(type_name) != nullptr) {
    return refuse("42809", "type " + written.plain() + " is not a composite type", out);
  }
  if (type != nullptr || !out.schema().types.known_absent(type_name)) return true;
  return refuse("42704", "type " + quoted(written.plain()) + " does not exist", out, FailureKind::undefined_object);
}

bool check_partitioning(const NewTable& table) {
  const ::PartitionSpec* spec = table.statement.partspec;
  if (spec == nullptr) return true;
  if (spec->strategy == PARTITION_STRATEGY_LIST && pg::length(spec->partParams) > 1) {
    return refuse("42P17", "cannot use \"list\" partition strategy with more than one column", table.out,
                  FailureKind::invalid_definition);
  }
  const auto keys = each<PartitionElem>(spec->partParams);
  const bool hash = spec->strategy == PARTITION_STRATEGY_HASH;
  return std::all_of(keys.begin(), keys.end(), [&](const ::PartitionElem& key) { return check_key(key, hash, table); });
}

}  // namespace pginterlock::effects
