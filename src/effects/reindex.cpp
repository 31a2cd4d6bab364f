// REINDEX.
#include <array>

#include "effects/families.h"
#include "effects/options.h"
#include "effects/targets.h"
#include "pg/lexer.h"
#include "schema/partition_index.h"

namespace pginterlock::effects {

namespace {

using pg::text;

constexpr std::array reindex_options = {Since{"verbose", 12}, Since{"concurrently", 14}, Since{"tablespace", 14}};

/// Whether options stand in parentheses: the tree keeps CONCURRENTLY and (CONCURRENTLY) alike.
bool has_parentheses(const EffectsBuilder& out) {
  const std::string_view sql = out.statement().text();
  pg::Lexer lexer(sql);
  lexer.next_significant();  // REINDEX
  return lexer.next_significant().is('(', sql);
}

/// Source: indexcmds.c, ExecReindex; before 14 gram.y, reindex_option_list.
bool check_form(const ::ReindexStmt& statement, EffectsBuilder& out) {
  const bool nameless = statement.kind == REINDEX_OBJECT_DATABASE || statement.kind == REINDEX_OBJECT_SYSTEM;
  if (nameless && statement.name == nullptr && out.version() < 16) {
    out.fail(FailureKind::version, "42601", "REINDEX without the name of the database needs PostgreSQL 16");
    return false;
  }
  return !has_parentheses(out) || check_options(statement.params, reindex_options, "REINDEX", out);
}

Reason reason_of(bool concurrently) { return concurrently ? Reason::reindex_concurrently : Reason::reindex; }

bool is_partitioned(const Relation* relation) {
  return relation != nullptr && relation->kind == RelationKind::partitioned_table;
}

void rebuild(const QualifiedName& table, const QualifiedName& index, bool concurrently, EffectsBuilder& out) {
  out.work(
      {.kind = WorkKind::rebuild, .reason = reason_of(concurrently), .relation = table, .index = index.name.str()});
}

/// All partitions are locked SHARE before the first is worked on, whether CONCURRENTLY is written or not: for that
/// moment writers wait. Source: indexcmds.c, ReindexPartitions.
void reindex_partitions_of(const QualifiedName& parent_index, bool concurrently, EffectsBuilder& out) {
  out.forbid_transaction_block();
  const std::vector<QualifiedName> parts = with_partition_indexes(out.schema(), parent_index);
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const Relation* owner = out.schema().table_of_index(parts[i]);
    if (owner == nullptr) continue;
    if (is_partitioned(owner)) {
      out.lock(parts[i], LockMode::share, Certainty::proved, RelationKind::index);
      continue;
    }
    out.lock(owner->name, concurrently ? LockMode::share_update_exclusive : LockMode::share);
    out.lock(parts[i], concurrently ? LockMode::share : LockMode::access_exclusive, Certainty::proved,
             RelationKind::index);
    rebuild(owner->name, parts[i], concurrently, out);
  }
}

/// Source: indexcmds.c, ReindexIndex, RangeVarCallbackForReindexIndex: the table is locked before its index.
void reindex_index(const ::ReindexStmt& statement, bool concurrently, EffectsBuilder& out) {
  const auto index = find_target(pg::name_of(*statement.relation), out, false, "relation", "42P01");
  if (!index) return;
  if (index->kind_known() && index->known->kind != RelationKind::index) {
    out.fail(FailureKind::wrong_object, "42809", quoted(index->name.name) + " is not an index");
    return;
  }
  // Of an index that no script made the table is not known: the lock on the index stands for it.
  const Relation* owner = out.schema().table_of_index(index->name);
  const LockMode index_mode = concurrently ? LockMode::share_update_exclusive : LockMode::access_exclusive;
  if (owner != nullptr) out.lock(owner->name, concurrently ? LockMode::share_update_exclusive : LockMode::share);
  out.lock(index->name, index_mode, Certainty::proved, RelationKind::index);
  if (is_partitioned(owner)) {
    if (out.version() < 14) {
      out.fail(FailureKind::wrong_object, "0A000", "REINDEX is not yet implemented for partitioned indexes");
      return;
    }
    reindex_partitions_of(index->name, concurrently, out);
    return;
  }
  const TableIndex* known = owner == nullptr ? nullptr : owner->index(index->name.name);
  const TableConstraint* constraint =
      known == nullptr || !known->constraint ? nullptr : owner->constraint(*known->constraint);
  if (concurrently && constraint != nullptr && constraint->kind == ConstraintKind::exclusion) {
    out.fail(FailureKind::concurrently_unsupported, "0A000",
             "concurrent index creation for exclusion constraints is not supported");
    return;
  }
  rebuild(owner == nullptr ? index->name : owner->name, index->name, concurrently, out);
}

void reindex_one_table(const QualifiedName& table, bool concurrently, EffectsBuilder& out) {
  const Relation* known = out.known(table);
  out.lock(table, concurrently ? LockMode::share_update_exclusive : LockMode::share);
  // The indexes of a partitioned table hold nothing.
  if (is_partitioned(known)) return;
  out.lock_indexes(table, concurrently ? LockMode::share_update_exclusive : LockMode::access_exclusive);
  if (known == nullptr || !known->complete) {
    out.work({.kind = WorkKind::rebuild,
              .reason = reason_of(concurrently),
              .relation = table,
              .certainty = Certainty::assumed});
    return;
  }
  for (const auto& index : known->indexes) {
    rebuild(table, {table.schema, Name(index->name)}, concurrently, out);
  }
}

/// Source: indexcmds.c, ReindexTable, RangeVarCallbackMaintainsTable; ReindexPartitions.
void reindex_table(const ::ReindexStmt& statement, bool concurrently, EffectsBuilder& out) {
  const auto table = find_target(*statement.relation, out);
  if (!table) return;
  if (table->kind_known() && !table->is(RelationKind::table) && !table->is(RelationKind::materialized_view) &&
      !is_partitioned(table->known)) {
    out.fail(FailureKind::wrong_object, "42809", quoted(table->name.name) + " is not a table or materialized view");
    return;
  }
  if (!is_partitioned(table->known)) {
    reindex_one_table(table->name, concurrently, out);
    return;
  }
  if (out.version() < 14) {  // a WARNING: nothing is done for the partitions
    out.lock(table->name, concurrently ? LockMode::share_update_exclusive : LockMode::share);
    return;
  }
  out.forbid_transaction_block();
  const std::vector<QualifiedName> names = out.schema().with_descendants(table->name);
  for (std::size_t i = 0; i < names.size(); ++i) {
    reindex_one_table(names[i], concurrently, out);
    if (i > 0) out.lock(names[i], LockMode::share);
  }
}

/// REINDEX SCHEMA and DATABASE. Source: indexcmds.c, ReindexMultipleTables.
void reindex_many(const ::ReindexStmt& statement, bool concurrently, EffectsBuilder& out) {
  const bool database = statement.kind == REINDEX_OBJECT_DATABASE;
  out.forbid_transaction_block();
  const QualifiedName schema{"schema", text(statement.name)};
  if (!database && out.schema().others.known_absent(schema)) {
    out.fail(FailureKind::undefined_object, "3F000", "schema " + quoted(text(statement.name)) + " does not exist");
    return;
  }
  const std::string_view inside = text(statement.name);
  for (const QualifiedName& name : relations_where(out.schema(), [&](const Relation& relation) {
         const bool table = relation.kind == RelationKind::table || relation.kind == RelationKind::materialized_view;
         return table && (database || relation.name.schema == inside);
       })) {
    reindex_one_table(name, concurrently, out);
  }
  // A schema that a script made holds what scripts made in it.
  const NamedObject* made = database ? nullptr : out.schema().others.find(schema);
  if (made != nullptr && made->origin && made->origin->certain && !out.before().unread_changes) return;
  out.unknown("all tables of the " + std::string(database ? "database" : "schema " + quoted(inside)) +
              " are reindexed one by one, also those that no script made");
}

}  // namespace

// indexcmds.c, ExecReindex, ReindexIndex, ReindexTable, ReindexMultipleTables.
void reindex(const ::ReindexStmt& statement, EffectsBuilder& out) {
  const bool concurrently = has_option(statement.params, "concurrently");
  if (concurrently) out.forbid_transaction_block();
  if (!check_form(statement, out)) return;
  switch (statement.kind) {
    case REINDEX_OBJECT_INDEX:
      reindex_index(statement, concurrently, out);
      return;
    case REINDEX_OBJECT_TABLE:
      reindex_table(statement, concurrently, out);
      return;
    case REINDEX_OBJECT_SYSTEM:
      out.forbid_transaction_block();
      if (concurrently) {
        out.fail(FailureKind::concurrently_unsupported, "0A000", "cannot reindex system catalogs concurrently");
      }
      return;
    case REINDEX_OBJECT_SCHEMA:
    case REINDEX_OBJECT_DATABASE:
      reindex_many(statement, concurrently, out);
      return;
  }
}

}  // namespace pginterlock::effects
