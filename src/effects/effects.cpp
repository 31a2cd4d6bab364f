#include "effects/effects.h"

#include <algorithm>
#include <array>

#include "effects/builder.h"
#include "effects/execute.h"
#include "effects/families.h"
#include "effects/fired_triggers.h"
#include "effects/newer_syntax.h"
#include "effects/targets.h"
#include "pg/ast.h"
#include "pg/command_tag.h"

namespace pginterlock {

namespace {

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
  const Session& session = before.session;
  const bool inside = session.in_transaction();
  if (block == TransactionBlock::forbidden && inside) {
    out.at(statement.span);
    out.fail(FailureKind::transaction_block, "25001",
             command_of(statement.node) + (session.in_explicit_transaction() || !session.in_routine()
                                               ? " cannot run inside a transaction block"
                                               : " cannot be executed from a function"));
  } else if (block == TransactionBlock::required && !before.in_transaction_block()) {
    out.at(statement.span);
    out.fail(FailureKind::transaction_block, "25P01",
             command_of(statement.node) + " can only be used in transaction blocks");
  }
}

/// What the parser refuses knowingly it refuses in every version; a mere syntax error may be what another version
/// knows.
void unreadable(const pg::Statement& statement, EffectsBuilder& out) {
  out.unknown(statement.error ? "it cannot be read: " + statement.error->message : "it cannot be read", true);
  if (!statement.error || statement.error->in_template || statement.error->sqlstate == "42601") return;
  out.at(statement.error->span);
  out.fail(FailureKind::invalid_definition, std::string(statement.error->sqlstate), statement.error->message);
}

bool is_on(const std::optional<std::string>& value) {
  return value && (*value == "on" || *value == "true" || *value == "1" || *value == "yes");
}

/// Definitions are refused in a read-only transaction. Source: utility.c, ClassifyUtilityCommandAsReadOnly.
void check_read_only(const pg::Statement& statement, const State& before, EffectsBuilder& out) {
  const Settings& settings = before.session.settings();
  if (!is_on(settings.value("default_transaction_read_only")) && !is_on(settings.value("transaction_read_only")))
    return;
  const std::string command(pg::command_tag(statement.node));
  for (const std::string_view word : {"CREATE ", "ALTER ", "DROP ", "GRANT", "REVOKE", "COMMENT", "TRUNCATE"}) {
    if (!std::string_view(command).starts_with(word)) continue;
    out.at(statement.span);
    out.fail(FailureKind::transaction_block, "25006", "cannot execute " + command + " in a read-only transaction");
    return;
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

namespace effects {

Effects effects_alone(const pg::Statement& statement, const State& before) {
  EffectsBuilder out(statement, before);
  if (statement.node == nullptr) {
    unreadable(statement, out);
    return out.finish();
  }
  std::optional<Failure> refused = effects::refused_by_older_parser(statement.node, out);
  effects::check_newer_features(statement.node, out);
  if (!effects::dispatch(statement.node, out)) out.unknown("a statement of this kind is not analysed", true);
  check_transaction_block(statement, before, out);
  check_read_only(statement, before, out);
  if (effects::changes_rows(statement.node) && out.effects().failures.empty()) effects::note_fired_triggers(out);
  Effects effects = out.finish();
  // What it would do is told all the same, but it does not come so far as to fail at it.
  if (refused) effects.failures = {*std::move(refused)};
  return effects;
}

}  // namespace effects

Effects effects_of(const pg::Statement& statement, const State& before) {
  Effects alone = effects::effects_alone(statement, before);
  if (!effects::runs_bodies(statement, alone)) return alone;
  State after = before;
  return effects::run_bodies(statement, std::move(alone), after, nullptr);
}

}  // namespace pginterlock
