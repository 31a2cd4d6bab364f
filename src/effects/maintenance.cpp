// VACUUM, ANALYZE, CLUSTER; SAVEPOINT and its like.
#include <algorithm>
#include <array>
#include <span>

#include "effects/alter_table.h"
#include "effects/existence.h"
#include "effects/families.h"
#include "effects/options.h"
#include "effects/targets.h"

namespace pginterlock::effects {

namespace {

using pg::each;
using pg::text;

bool is_partitioned(const Relation* relation) {
  return relation != nullptr && relation->kind == RelationKind::partitioned_table;
}

bool holds_rows(const Relation& relation) {
  return relation.kind == RelationKind::table || relation.kind == RelationKind::materialized_view;
}

/// Views, indexes, sequences and their like are passed over with a warning.
/// Source: vacuum.c, vacuum_is_permitted_for_relation and vacuum_rel; analyze.c, analyze_rel.
bool is_skipped(const Target& table) {
  return table.kind_known() && !holds_rows(*table.known) && !is_partitioned(table.known) &&
         !table.is(RelationKind::foreign_table);
}

void rewrite_one(const QualifiedName& table, Reason reason, EffectsBuilder& out) {
  out.lock(table, LockMode::access_exclusive);
  // The indexes of a partitioned table hold nothing.
  if (is_partitioned(out.known(table))) return;
  out.lock_indexes(table, LockMode::access_exclusive);
  out.work({.kind = WorkKind::rewrite, .reason = reason, .relation = table});
}

/// Source: vacuum.c, vacuum_rel: ACCESS EXCLUSIVE for FULL, else SHARE UPDATE EXCLUSIVE; vacuumlazy.c, heap_vacuum_rel
/// opens the indexes.
void vacuum_one(const QualifiedName& table, const ::List* options, EffectsBuilder& out) {
  if (has_option(options, "full")) {
    rewrite_one(table, Reason::vacuum_full, out);
    return;
  }
  out.lock(table, LockMode::share_update_exclusive);
  if (is_partitioned(out.known(table)) || !has_option(options, "process_main", true)) return;
  out.lock_indexes(table, LockMode::row_exclusive);
}

/// The partitions, and since 18 also the inheritance children. Source: vacuum.c, expand_vacuum_rel.
std::vector<QualifiedName> vacuumed(const Target& table, bool only, const EffectsBuilder& out) {
  if (only || (!is_partitioned(table.known) && out.version() < 18)) return {table.name};
  return out.schema().with_descendants(table.name);
}

/// Whether the wrapper of a foreign table can read it. Source: analyze.c, analyze_rel; foreign.c, GetFdwRoutine.
bool is_readable(const Target& table, EffectsBuilder& out) {
  return !table.is(RelationKind::foreign_table) || check_handler(table.known->server, out);
}

/// Source: analyze.c, analyze_rel, acquire_inherited_sample_rows.
void analyze_one(const Target& table, bool only, EffectsBuilder& out) {
  out.lock(table.name, LockMode::share_update_exclusive);
  const bool children_too = is_partitioned(table.known) || out.version() >= 18;
  // It reads a sample of the rows.
  for (const Storage& storage : storage_of(table.name, true, out)) {
    out.work({.kind = WorkKind::scan,
              .reason = Reason::analyze,
              .relation = storage.name,
              .certainty = storage.certainty,
              .whole_table = false});
  }
  const auto names = out.schema().with_descendants(table.name);
  for (std::size_t i = 1; i < names.size(); ++i) {
    // With ONLY the rows of the others count for the table alone.
    out.lock(names[i], children_too && !only ? LockMode::share_update_exclusive : LockMode::access_share);
    const bool analyzed = children_too && !only && !is_partitioned(out.known(names[i]));
    if (analyzed) out.lock_indexes(names[i], LockMode::access_share);
  }
  if (!is_partitioned(table.known)) out.lock_indexes(table.name, LockMode::access_share);
}

/// The tables of a statement that names none. SHARE UPDATE EXCLUSIVE makes no reader or writer wait: of a large schema
/// they are not told one by one.
std::vector<QualifiedName> all_tables(const EffectsBuilder& out) {
  constexpr std::size_t most = 1000;
  std::vector<QualifiedName> names = relations_where(out.schema(), holds_rows);
  if (names.size() > most) names.clear();
  return names;
}

void vacuum_all(const ::List* options, EffectsBuilder& out) {
  for (const QualifiedName& name : all_tables(out)) vacuum_one(name, options, out);
  if (has_option(options, "full"))
    out.unknown("all tables of the database are rewritten one by one, also those that no script made");
}

/// Which options a version knows. Source: vacuum.c, ExecVacuum; 12 also gram.y.
constexpr std::array vacuum_options = {
    Since{"verbose", 12},
    Since{"skip_locked", 12},
    Since{"analyze", 12},
    Since{"freeze", 12},
    Since{"full", 12},
    Since{"disable_page_skipping", 12},
    Since{"index_cleanup", 12},
    Since{"truncate", 12},
    Since{"parallel", 13},
    Since{"process_toast", 14},
    Since{"process_main", 16},
    Since{"buffer_usage_limit", 16},
    Since{"skip_database_stats", 16},
    Since{"only_database_stats", 16},
};
constexpr std::array analyze_options = {Since{"verbose", 12}, Since{"skip_locked", 12},
                                        Since{"buffer_usage_limit", 16}};

/// Options and forms that the server refuses before it looks at a table.
bool check_vacuum(const ::VacuumStmt& statement, EffectsBuilder& out) {
  const std::string_view command = statement.is_vacuumcmd ? "VACUUM" : "ANALYZE";
  const std::span<const Since> known =
      statement.is_vacuumcmd ? std::span<const Since>(vacuum_options) : std::span<const Since>(analyze_options);
  if (!check_options(statement.options, known, command, out)) return false;
  for (const auto& option : each<DefElem>(statement.options)) {
    const auto* value = pg::as<String>(option.arg);
    if (out.version() < 14 && text(option.defname) == "index_cleanup" && value != nullptr &&
        text(value->sval) == "auto") {
      out.fail(FailureKind::version, "42601", "index_cleanup requires a Boolean value");
      return false;
    }
  }
  if (statement.is_vacuumcmd && has_option(statement.options, "full") &&
      has_option(statement.options, "disable_page_skipping")) {
    out.fail(FailureKind::invalid_definition, "0A000", "VACUUM option DISABLE_PAGE_SKIPPING cannot be used with FULL");
    return false;
  }
  for (const auto& item : each<VacuumRelation>(statement.rels)) {
    if (item.va_cols != nullptr && statement.is_vacuumcmd && !has_option(statement.options, "analyze")) {
      out.fail(FailureKind::invalid_definition, "0A000",
               "ANALYZE option must be specified when a column list is provided");
      return false;
    }
    if (item.relation != nullptr && !item.relation->inh && out.version() < 18) {
      out.fail(FailureKind::version, "42601", std::string(command) + " ONLY needs PostgreSQL 18");
      return false;
    }
  }
  return true;
}

/// Source: analyze.c, do_analyze_rel.
void check_columns(const ::VacuumRelation& item, const Target& table, EffectsBuilder& out) {
  if (item.va_cols == nullptr || table.known == nullptr || !table.known->complete) return;
  const std::vector<std::string> names = pg::strings_of(item.va_cols);
  for (auto name = names.begin(); name != names.end(); ++name) {
    const std::string column = "column " + quoted(*name) + " of relation " + quoted(table.name.name);
    if (table.known->column(*name) == nullptr) {
      out.fail(FailureKind::undefined_object, "42703", column + " does not exist");
      return;
    }
    if (std::find(names.begin(), name, *name) != name) {
      out.fail(FailureKind::duplicate_object, "42701", column + " appears more than once");
      return;
    }
  }
}

}  // namespace

// vacuum.c, ExecVacuum.
void vacuum(const ::VacuumStmt& statement, EffectsBuilder& out) {
  if (statement.is_vacuumcmd) out.forbid_transaction_block();
  if (!check_vacuum(statement, out)) return;
  if (statement.rels == nullptr) {
    if (statement.is_vacuumcmd) return vacuum_all(statement.options, out);
    for (const QualifiedName& name : all_tables(out)) analyze_one({name, out.known(name)}, true, out);
    return;
  }
  for (const auto& item : each<VacuumRelation>(statement.rels)) {
    if (item.relation == nullptr) continue;
    out.at(out.statement().token_at(item.relation->location));
    const auto table = find_target(*item.relation, out);
    if (!table || is_skipped(*table)) continue;
    check_columns(item, *table, out);
    const bool only = !item.relation->inh;
    if (!statement.is_vacuumcmd) {
      if (!is_readable(*table, out)) continue;
      analyze_one(*table, only, out);
      continue;
    }
    for (const QualifiedName& name : vacuumed(*table, only, out)) vacuum_one(name, statement.options, out);
  }
}

namespace {

/// The index that CLUSTER is to follow. Source: cluster.c, cluster and check_index_is_clusterable.
bool check_cluster_index(const ::ClusterStmt& statement, const Target& table, EffectsBuilder& out) {
  if (!table.kind_known() || !table.known->complete) return true;
  if (!holds_rows(*table.known) && !is_partitioned(table.known)) {
    out.fail(FailureKind::wrong_object, "42809", quoted(table.name.name) + " is not a table or materialized view");
    return false;
  }
  if (statement.indexname == nullptr) {
    if (!table.known->clustered_index.empty()) return true;
    out.fail(FailureKind::undefined_object, "42704",
             "there is no previously clustered index for table " + quoted(table.name.name));
    return false;
  }
  const std::string_view name = text(statement.indexname);
  const TableIndex* index = table.known->index(name);
  if (index == nullptr) {
    const bool elsewhere = out.known({table.name.schema, Name(name)}) != nullptr;
    if (elsewhere) {
      out.fail(FailureKind::wrong_object, "42809",
               quoted(name) + " is not an index for table " + quoted(table.name.name));
    } else {
      out.fail(FailureKind::undefined_object, "42704",
               "index " + quoted(name) + " for table " + quoted(table.name.name) + " does not exist");
    }
    return false;
  }
  // pg_am's amclusterable.
  if (index->method != "btree" && index->method != "gist") {
    out.fail(FailureKind::wrong_object, "0A000",
             "cannot cluster on index " + quoted(name) + " because its access method does not support clustering");
    return false;
  }
  if (!index->predicate.empty()) {
    out.fail(FailureKind::wrong_object, "0A000", "cannot cluster on partial index " + quoted(name));
    return false;
  }
  return true;
}

}  // namespace

// cluster.c, cluster. Partitioned tables since 15, each partition in a transaction of its own.
void cluster(const ::ClusterStmt& statement, EffectsBuilder& out) {
  if (statement.relation == nullptr) {
    out.forbid_transaction_block();
    out.unknown("all tables that were clustered before are rewritten one by one");
    return;
  }
  const auto table = find_target(*statement.relation, out);
  if (!table) return;
  if (is_partitioned(table->known) && out.version() < 15) {
    out.fail(FailureKind::wrong_object, "0A000", "cannot cluster a partitioned table");
    return;
  }
  if (!check_cluster_index(statement, *table, out)) return;
  if (!is_partitioned(table->known)) {
    rewrite_one(table->name, Reason::cluster, out);
    return;
  }
  out.forbid_transaction_block();
  for (const QualifiedName& name : out.schema().with_descendants(table->name)) {
    rewrite_one(name, Reason::cluster, out);
  }
}

namespace {

/// Source: xact.c, ReleaseSavepoint, RollbackToSavepoint.
void check_savepoint(const ::TransactionStmt& statement, const Session& session, EffectsBuilder& out) {
  if (statement.kind == TRANS_STMT_SAVEPOINT || !session.in_explicit_transaction()) return;
  const std::string_view name = pg::text(statement.savepoint_name);
  const auto& savepoints = session.savepoints();
  if (std::find(savepoints.begin(), savepoints.end(), name) != savepoints.end()) return;
  out.fail(FailureKind::undefined_object, "3B001", "savepoint " + quoted(name) + " does not exist");
}

}  // namespace

// utility.c, standard_ProcessUtility; xact.c, DefineSavepoint: the block of several statements in one message is none.
void transaction_control(const ::TransactionStmt& statement, EffectsBuilder& out) {
  switch (statement.kind) {
    case TRANS_STMT_SAVEPOINT:
    case TRANS_STMT_RELEASE:
    case TRANS_STMT_ROLLBACK_TO: {
      out.require_transaction_block();
      const Session& session = out.before().session;
      check_savepoint(statement, session, out);
      if (session.in_transaction() && !session.in_explicit_transaction()) {
        out.fail(FailureKind::transaction_block, "25P01", "savepoints can only be used in transaction blocks");
      }
      return;
    }
    case TRANS_STMT_COMMIT_PREPARED:
    case TRANS_STMT_ROLLBACK_PREPARED:
      out.forbid_transaction_block();
      return;
    case TRANS_STMT_COMMIT:
    case TRANS_STMT_ROLLBACK:
      // xact.c, EndTransactionBlock, UserAbortTransactionBlock: an implicit block has no successor.
      if (statement.chain && !out.before().session.in_explicit_transaction()) {
        const bool commit = statement.kind == TRANS_STMT_COMMIT;
        out.fail(FailureKind::transaction_block, "25P01",
                 std::string(commit ? "COMMIT" : "ROLLBACK") + " AND CHAIN can only be used in transaction blocks");
      }
      return;
    case TRANS_STMT_BEGIN:
    case TRANS_STMT_START:
    case TRANS_STMT_PREPARE:
      return;
  }
}

}  // namespace pginterlock::effects
