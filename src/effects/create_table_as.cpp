// CREATE TABLE AS, SELECT INTO, CREATE MATERIALIZED VIEW.
#include <algorithm>

#include "effects/existence.h"
#include "effects/families.h"
#include "effects/query.h"
#include "effects/storage_parameter.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::each;

bool writes(const ::WithClause* with) {
  if (with == nullptr) return false;
  for (const auto& query : each<CommonTableExpr>(with->ctes)) {
    if (as<SelectStmt>(query.ctequery) == nullptr) return true;
  }
  return false;
}

/// Source: analyze.c, transformCreateTableAsStmt.
bool check_materialized_view(const ::CreateTableAsStmt& statement, EffectsBuilder& out) {
  const auto* query = as<SelectStmt>(statement.query);
  if (query != nullptr && writes(query->withClause)) {
    out.fail(FailureKind::invalid_definition, "0A000",
             "materialized views must not use data-modifying statements in WITH");
    return false;
  }
  const auto& locks = out.effects().locks;
  const bool temporary = std::any_of(locks.begin(), locks.end(), [&](const Lock& lock) {
    const Relation* relation = out.known(lock.relation);
    return relation != nullptr && relation->persistence == Persistence::temporary;
  });
  if (temporary) {
    out.fail(FailureKind::invalid_definition, "0A000", "materialized views must not use temporary tables or views");
    return false;
  }
  if (statement.into->rel->relpersistence != 'u') return true;  // RELPERSISTENCE_UNLOGGED
  out.fail(FailureKind::invalid_definition, "0A000", "materialized views cannot be unlogged");
  return false;
}

}  // namespace

// createas.c, ExecCreateTableAs. The query is analysed, and its relations are locked, before the name is looked at.
void create_table_as(const ::CreateTableAsStmt& statement, EffectsBuilder& out) {
  const ::IntoClause* into = statement.into;
  if (into == nullptr || into->rel == nullptr) return;
  if (!check_creation_schema(*into->rel, out)) return;
  const bool materialized_view = statement.objtype == OBJECT_MATVIEW;
  const QualifiedName table = new_name(*into->rel, out);
  const Relation* there = out.known(table);
  const auto* execute = as<ExecuteStmt>(statement.query);
  const bool runs = !into->skipData && there == nullptr;
  if (execute == nullptr) {
    lock_query(statement.query, runs ? QueryUse::executed : QueryUse::analyzed, out);
  } else if (runs) {
    execute_prepared(*execute, out);
  }
  if (materialized_view && !check_materialized_view(statement, out)) return;
  if (there != nullptr) {
    if (statement.if_not_exists) return;
    out.fail(FailureKind::duplicate_object, "42P07", "relation " + quoted(table.name) + " already exists",
             certainty_of(there->origin));
    return;
  }
  if (!check_storage_parameters(into->options, StorageKind::table, out)) return;
  if (execute == nullptr && !check_result_columns(statement.query, into->colNames, false, out)) return;
  out.lock_new(table, materialized_view ? RelationKind::materialized_view : RelationKind::table);
  if (into->skipData) return;
  out.work({.kind = WorkKind::query, .reason = Reason::create_table_as, .relation = table});
}

}  // namespace pginterlock::effects
