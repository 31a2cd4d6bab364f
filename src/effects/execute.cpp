// What hides in a statement is run where the statement stands.
#include "effects/execute.h"

#include <algorithm>

#include "effects/body_run.h"
#include "pg/ast.h"

namespace pginterlock {

bool may_define(const Effects& effects) {
  return std::any_of(effects.unknown.begin(), effects.unknown.end(), [](const Unknown& one) { return one.schema; });
}

void note_missing(const Effects& effects, State& state) {
  if (!state.whole_history) return;
  const bool missing = std::any_of(effects.failures.begin(), effects.failures.end(), [](const Failure& failure) {
    return failure.kind == FailureKind::undefined_object && failure.certainty == Certainty::assumed;
  });
  if (missing) state.whole_history = false;
}

Effects execute(const pg::Statement& statement, State& state, Observer* observer) {
  Effects alone = effects::effects_alone(statement, state);
  if (effects::runs_bodies(statement, alone)) {
    return effects::run_bodies(statement, std::move(alone), state, observer);
  }
  if (observer != nullptr) observer->see({statement, alone, state});
  apply(statement, state);
  if (alone.block == TransactionBlock::forbidden) state.session.after_lone_statement(statement.node, state.schema);
  note_missing(alone, state);
  if (may_define(alone)) note_unread_changes(state);
  return alone;
}

void preview_body(const pg::Statement& create, State& state, Observer& observer) {
  const auto body = effects::body_made_by(create);
  if (!body) return;
  const StateMark before = mark(state);
  state.session.before_statement(state.schema);
  state.session.enter_routine();
  effects::BodyRun run(state, &observer, {},
                       {.statement = &create, .atomic = body->inside != "procedure", .preview = true});
  run.run(*body, true);
  undo_to(before, state);
}

namespace effects {

bool runs_once(const ::Node* node) {
  const auto* select = pg::as<::SelectStmt>(node);
  if (select == nullptr) return pg::tag(node) == T_CallStmt || pg::tag(node) == T_DoStmt;
  if (select->whereClause != nullptr || select->op != SETOP_NONE || select->valuesLists != nullptr) return false;
  const std::size_t sources = pg::length(select->fromClause);
  return sources == 0 || (sources == 1 && pg::as<::RangeFunction>(pg::nth(select->fromClause, 0)) != nullptr);
}

bool runs_bodies(const pg::Statement& statement, const Effects& alone) {
  if (pg::tag(statement.node) == T_DoStmt) return alone.failures.empty();
  return std::any_of(alone.unknown.begin(), alone.unknown.end(),
                     [](const Unknown& one) { return !one.routine.name.empty(); });
}

Effects run_bodies(const pg::Statement& statement, Effects alone, State& state, Observer* observer) {
  std::vector<HiddenBody> bodies = bodies_of(statement, alone, state);
  const bool all_read = alone.unknown.empty();
  if (observer != nullptr)
    observer->see({.statement = statement, .effects = alone, .before = state, .runs_bodies = true});
  const bool defines = may_define(alone);

  // COMMIT is for what the client itself calls, outside of a transaction block. Source: functioncmds.c, ExecuteDoStmt;
  // utility.c, standard_ProcessUtility, isAtomicContext.
  const bool called = pg::tag(statement.node) == T_DoStmt || pg::tag(statement.node) == T_CallStmt;
  const bool atomic = !called || state.in_transaction_block();
  state.session.before_statement(state.schema);
  state.session.enter_routine();
  state.session.before_statement(state.schema);
  BodyRun run(state, observer, std::move(alone), {.statement = &statement, .atomic = atomic});
  for (const HiddenBody& body : bodies) run.run(body, !body.certain && !runs_once(statement.node));
  state.session.leave_routine(state.schema);
  // A body that was read throughout changed the schema as its statements do; what was not read may have put rows
  // anywhere.
  const auto* select = pg::as<::SelectStmt>(statement.node);
  const bool plain = called || (select != nullptr && select->intoClause == nullptr && select->withClause == nullptr);
  if (plain && all_read && !run.left_unread()) {
    state.session.apply(statement.node, state.schema);
  } else {
    apply(statement, state);
  }
  if (defines) note_unread_changes(state);
  return run.take_sum();
}

}  // namespace effects

}  // namespace pginterlock
