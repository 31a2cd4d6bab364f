// VACUUM, ANALYZE, CLUSTER; SAVEPOINT and its like.
#include <algorithm>

#include "effects/existence.h"
#include "effects/families.h"
#include "effects/targets.h"

namespace pginterlock::effects {

namespace {

using pg::each;

bool is_partitioned(const Relation* relation) {
  return relation != nullptr && relation->kind == RelationKind::partitioned_table;
}

bool holds_rows(const Relation& relation) {
  return relation.kind == RelationKind::table || relation.kind == RelationKind::materialized_view;
}

void rewrite_one(const QualifiedName& table, Reason reason, EffectsBuilder& out) {
  out.lock(table, LockMode::access_exclusive);
  out.lock_indexes(table, LockMode::access_exclusive);
  if (!is_partitioned(out.known(table))) {
    out.work({.kind = WorkKind::rewrite, .reason = reason, .relation = table});
  }
}

/// Source: vacuum.c, vacuum_rel: ACCESS EXCLUSIVE for FULL, else SHARE UPDATE EXCLUSIVE.
void vacuum_one(const QualifiedName& table, bool full, EffectsBuilder& out) {
  if (full) {
    rewrite_one(table, Reason::vacuum_full, out);
  } else {
    out.lock(table, LockMode::share_update_exclusive);
  }
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
  if (!only) {
    const auto names = out.schema().with_descendants(table.name);
    for (std::size_t i = 1; i < names.size(); ++i) {
      out.lock(names[i], children_too ? LockMode::share_update_exclusive : LockMode::access_share);
      if (!is_partitioned(out.known(names[i]))) out.lock_indexes(names[i], LockMode::access_share);
    }
  }
  if (!is_partitioned(table.known)) out.lock_indexes(table.name, LockMode::access_share);
  // It reads a sample of the rows.
  out.work({.kind = WorkKind::scan, .reason = Reason::analyze, .relation = table.name, .whole_table = false});
}

/// The tables of a statement that names none. SHARE UPDATE EXCLUSIVE makes no reader or writer wait: of a large schema
/// they are not told one by one.
std::vector<QualifiedName> all_tables(const EffectsBuilder& out) {
  constexpr std::size_t most = 1000;
  std::vector<QualifiedName> names = relations_where(out.schema(), holds_rows);
  if (names.size() > most) names.clear();
  return names;
}

void vacuum_all(bool full, EffectsBuilder& out) {
  for (const QualifiedName& name : all_tables(out)) vacuum_one(name, full, out);
  if (full) out.unknown("all tables of the database are rewritten one by one, also those that no script made");
}

}  // namespace

// vacuum.c, ExecVacuum.
void vacuum(const ::VacuumStmt& statement, EffectsBuilder& out) {
  const bool full = statement.is_vacuumcmd && has_option(statement.options, "full");
  if (statement.is_vacuumcmd) out.forbid_transaction_block();
  if (statement.rels == nullptr) {
    if (statement.is_vacuumcmd) return vacuum_all(full, out);
    for (const QualifiedName& name : all_tables(out)) analyze_one({name, out.known(name)}, true, out);
    return;
  }
  for (const auto& item : each<VacuumRelation>(statement.rels)) {
    if (item.relation == nullptr) continue;
    out.at(out.statement().token_at(item.relation->location));
    const auto table = find_target(*item.relation, out);
    if (!table) continue;
    const bool only = !item.relation->inh;
    if (!statement.is_vacuumcmd) {
      if (!is_readable(*table, out)) continue;
      analyze_one(*table, only, out);
      continue;
    }
    for (const QualifiedName& name : vacuumed(*table, only, out)) vacuum_one(name, full, out);
  }
}

// cluster.c, cluster. Partitioned tables since 15, each partition in a transaction of its own.
void cluster(const ::ClusterStmt& statement, EffectsBuilder& out) {
  if (statement.relation == nullptr) {
    out.forbid_transaction_block();
    out.unknown("all tables that were clustered before are rewritten one by one");
    return;
  }
  const auto table = find_target(*statement.relation, out);
  if (!table) return;
  if (!is_partitioned(table->known)) {
    rewrite_one(table->name, Reason::cluster, out);
    return;
  }
  if (out.version() < 15) {
    out.fail(FailureKind::wrong_object, "0A000", "cannot cluster a partitioned table");
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
    case TRANS_STMT_BEGIN:
    case TRANS_STMT_START:
    case TRANS_STMT_COMMIT:
    case TRANS_STMT_ROLLBACK:
    case TRANS_STMT_PREPARE:
      return;
  }
}

}  // namespace pginterlock::effects
