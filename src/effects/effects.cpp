#include "effects/effects.h"

#include <algorithm>
#include <array>

#include "effects/builder.h"
#include "effects/families.h"
#include "pg/ast.h"

namespace pginterlock {

namespace {

/// VACUUM, CREATE DATABASE and their like call PreventInTransactionBlock() unless an option says otherwise; those whose
/// options matter have a function of their own.
bool touches_no_relation(const ::Node* node, EffectsBuilder& out) {
  switch (pg::tag(node)) {
    // The session and its transaction: see session/.
    case T_TransactionStmt:
    case T_VariableSetStmt:
    case T_VariableShowStmt:
    case T_ConstraintsSetStmt:
    case T_PrepareStmt:
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
  if (index_statement(node, out)) return;
  if (touches_no_relation(node, out)) return;
  out.unknown("a statement of this kind is not analysed");
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
  }
  return out.finish();
}

}  // namespace pginterlock
