#include "effects/effects.h"

#include <algorithm>
#include <array>

#include "effects/builder.h"
#include "effects/families.h"
#include "effects/query.h"
#include "pg/ast.h"
#include "pg/command_tag.h"

namespace pginterlock {

namespace {

/// VACUUM, CREATE DATABASE and their like call PreventInTransactionBlock() unless an option says otherwise; those whose
/// options matter have a function of their own.
bool touches_no_relation(const ::Node* node, EffectsBuilder& out) {
  switch (pg::tag(node)) {
    // The session and its transaction: see session/.
    case T_VariableSetStmt:
    case T_VariableShowStmt:
    case T_ConstraintsSetStmt:
    case T_DeallocateStmt:
    case T_ClosePortalStmt:
    case T_FetchStmt:
    case T_ListenStmt:
    case T_UnlistenStmt:
    case T_NotifyStmt:
    case T_LoadStmt:
    case T_CheckPointStmt:
    // Roles, databases and other objects of the whole cluster.
    case T_CreateRoleStmt:
    case T_AlterRoleStmt:
    case T_AlterRoleSetStmt:
    case T_DropRoleStmt:
    case T_GrantRoleStmt:
    case T_AlterDatabaseStmt:
    case T_AlterDatabaseSetStmt:
    case T_AlterDatabaseRefreshCollStmt:
    case T_AlterDefaultPrivilegesStmt:
    case T_AlterTableSpaceOptionsStmt:
      return true;
    // Source: utility.c, standard_ProcessUtility, the calls of PreventInTransactionBlock.
    case T_AlterSystemStmt:
    case T_CreatedbStmt:
    case T_DropdbStmt:
    case T_CreateTableSpaceStmt:
    case T_DropTableSpaceStmt:
      out.forbid_transaction_block();
      return true;
    case T_DiscardStmt:
      if (pg::as<DiscardStmt>(node)->target == DISCARD_ALL) out.forbid_transaction_block();
      return true;
    default:
      return false;
  }
}

/// CREATE TABLE and ALTER TABLE. False when the statement is none of them.
bool table_definition(const ::Node* node, EffectsBuilder& out) {
  switch (pg::tag(node)) {
    case T_AlterTableStmt:
      effects::alter_table(*pg::as<AlterTableStmt>(node), out);
      return true;
    case T_CreateStmt:
      effects::create_table(*pg::as<CreateStmt>(node), out);
      return true;
    case T_CreateTableAsStmt:
      effects::create_table_as(*pg::as<CreateTableAsStmt>(node), out);
      return true;
    default:
      return false;
  }
}

/// Queries, data changes, and what wraps a query. False when the statement is none of them.
bool query_statement(const ::Node* node, EffectsBuilder& out) {
  switch (pg::tag(node)) {
    case T_InsertStmt:
    case T_UpdateStmt:
    case T_DeleteStmt:
    case T_MergeStmt:
      effects::lock_query(node, effects::QueryUse::executed, out);
      return true;
    case T_SelectStmt:
      effects::select(*pg::as<SelectStmt>(node), out);
      return true;
    case T_ExplainStmt:
      effects::explain(*pg::as<ExplainStmt>(node), out);
      return true;
    case T_DeclareCursorStmt:
      effects::declare_cursor(*pg::as<DeclareCursorStmt>(node), out);
      return true;
    case T_PrepareStmt:
      effects::lock_query(pg::as<PrepareStmt>(node)->query, effects::QueryUse::analyzed, out);
      return true;
    case T_ExecuteStmt:
      out.unknown("what the prepared statement does is not analysed");
      return true;
    case T_CopyStmt:
      effects::copy(*pg::as<CopyStmt>(node), out);
      return true;
    case T_TruncateStmt:
      effects::truncate(*pg::as<TruncateStmt>(node), out);
      return true;
    case T_LockStmt:
      effects::lock_table(*pg::as<LockStmt>(node), out);
      return true;
    case T_TransactionStmt:
      effects::transaction_control(*pg::as<TransactionStmt>(node), out);
      return true;
    default:
      return false;
  }
}

/// VACUUM, CLUSTER, views. False when the statement is none of them.
bool relation_statement(const ::Node* node, EffectsBuilder& out) {
  switch (pg::tag(node)) {
    case T_VacuumStmt:
      effects::vacuum(*pg::as<VacuumStmt>(node), out);
      return true;
    case T_ClusterStmt:
      effects::cluster(*pg::as<ClusterStmt>(node), out);
      return true;
    case T_ViewStmt:
      effects::create_view(*pg::as<ViewStmt>(node), out);
      return true;
    case T_RefreshMatViewStmt:
      effects::refresh_materialized_view(*pg::as<RefreshMatViewStmt>(node), out);
      return true;
    default:
      return false;
  }
}

bool index_statement(const ::Node* node, EffectsBuilder& out) {
  switch (pg::tag(node)) {
    case T_IndexStmt:
      effects::create_index(*pg::as<IndexStmt>(node), out);
      return true;
    case T_ReindexStmt:
      effects::reindex(*pg::as<ReindexStmt>(node), out);
      return true;
    default:
      return false;
  }
}

void dispatch(const ::Node* node, EffectsBuilder& out) {
  if (table_definition(node, out)) return;
  if (query_statement(node, out)) return;
  if (index_statement(node, out)) return;
  if (relation_statement(node, out)) return;
  if (touches_no_relation(node, out)) return;
  out.unknown("a statement of this kind is not analysed");
}

/// The command as PostgreSQL's message names it.
std::string command_of(const ::Node* node) {
  std::string command(pg::command_tag(node));
  const auto* index = pg::as<IndexStmt>(node);
  const auto* drop = pg::as<DropStmt>(node);
  const auto* reindex = pg::as<ReindexStmt>(node);
  if ((index != nullptr && index->concurrent) || (drop != nullptr && drop->concurrent) ||
      (reindex != nullptr && effects::has_option(reindex->params, "concurrently"))) {
    command += " CONCURRENTLY";
  }
  return command;
}

/// Source: xact.c, PreventInTransactionBlock, RequireTransactionBlock.
void check_transaction_block(const pg::Statement& statement, const State& before, EffectsBuilder& out) {
  const TransactionBlock block = out.effects().block;
  const bool inside = before.session.in_transaction();
  if (block == TransactionBlock::forbidden && inside) {
    out.at(statement.span);
    out.fail(FailureKind::transaction_block, "25001",
             command_of(statement.node) + " cannot run inside a transaction block");
  } else if (block == TransactionBlock::required && !inside) {
    out.at(statement.span);
    out.fail(FailureKind::transaction_block, "25P01",
             command_of(statement.node) + " can only be used in transaction blocks");
  }
}

}  // namespace

std::string_view name(ObjectKind kind) {
  constexpr std::array<std::string_view, 22> names = {
      "table",    "column",     "index",  "constraint", "view",      "materialized view",
      "sequence", "type",       "domain", "function",   "procedure", "trigger",
      "policy",   "rule",       "schema", "database",   "extension", "publication",
      "rows",     "enum value", "role",   "object"};
  static_assert(static_cast<std::size_t>(ObjectKind::other) + 1 == names.size());
  return names[static_cast<std::size_t>(kind)];
}

const Lock* Effects::lock_on(const QualifiedName& relation) const {
  const auto it = std::find_if(locks.begin(), locks.end(), [&](const Lock& lock) { return lock.relation == relation; });
  return it == locks.end() ? nullptr : &*it;
}

bool Effects::does(WorkKind kind, const QualifiedName& relation) const {
  return std::any_of(work.begin(), work.end(),
                     [&](const Work& item) { return item.kind == kind && item.relation == relation; });
}

Effects effects_of(const pg::Statement& statement, const State& before) {
  EffectsBuilder out(statement, before);
  if (statement.node == nullptr) {
    out.unknown(statement.error ? "it cannot be read: " + statement.error->message : "it cannot be read");
  } else {
    dispatch(statement.node, out);
    check_transaction_block(statement, before, out);
  }
  return out.finish();
}

}  // namespace pginterlock
