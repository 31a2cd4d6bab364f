#include "lint/way_back.h"

#include <algorithm>
#include <utility>

#include "effects/execute.h"
#include "lint/template_names.h"
#include "pg/ast.h"
#include "schema/compare.h"

namespace pginterlock {

namespace {

/// The first failure that is certain whatever rows there are; null: none.
const Failure* certain_failure(const Effects& effects) {
  const auto it = std::find_if(effects.failures.begin(), effects.failures.end(), [](const Failure& failure) {
    return failure.certainty == Certainty::proved && failure.kind != FailureKind::not_null_without_default;
  });
  return it == effects.failures.end() ? nullptr : &*it;
}

/// Something is named that, for all that is known, is not there; null: nothing.
const Failure* assumed_absence(const Effects& effects) {
  const auto it = std::find_if(effects.failures.begin(), effects.failures.end(), [](const Failure& failure) {
    return failure.certainty == Certainty::assumed && failure.kind == FailureKind::undefined_object;
  });
  return it == effects.failures.end() ? nullptr : &*it;
}

/// What the statements of the way back, and those that hide in them, say about it.
class WayBackObserver : public Observer {
 public:
  WayBackObserver(WayBack& result, bool opaque) : result_(result), opaque_(opaque) {}

  void see(const Executed& executed) override {
    const Effects& effects = executed.effects;
    if (executed.inside.empty()) statement_ = executed.statement.span;
    opaque_ = opaque_ || may_define(effects);
    // A DO block may be there to refuse: RAISE EXCEPTION.
    works_ = works_ || !effects.work.empty() || !effects.unknown.empty() || !effects.failures.empty() ||
             pg::tag(executed.statement.node) == T_DoStmt;
    if (opaque_) return;
    if (const Failure* failure = certain_failure(effects)) refuse(statement_, failure->message);
    const Failure* absent = assumed_absence(effects);
    if (absent != nullptr && !result_.assumed) result_.assumed = {*part_, statement_, absent->message};
  }

  void begin(const Part& part) { part_ = &part; }
  void refuse(Span statement, std::string why) {
    if (!result_.failure) result_.failure = {*part_, statement, std::move(why)};
  }

  bool opaque() const { return opaque_; }
  bool works() const { return works_; }

 private:
  WayBack& result_;
  bool opaque_;
  bool works_ = false;
  const Part* part_ = nullptr;  // that runs
  Span statement_;              // of it, which is being taken
};

}  // namespace

Envelope envelope_of(const Migration& migration, std::size_t statements) {
  switch (migration.transaction()) {
    case TransactionMode::none:
      return Envelope::none;
    case TransactionMode::implicit:
      if (migration.send == Send::pipeline) return Envelope::pipeline;
      // One statement alone in its message stands in no block. Source: postgres.c, exec_simple_query.
      return statements > 1 ? Envelope::message : Envelope::none;
    case TransactionMode::file:
    case TransactionMode::run:
      if (migration.send == Send::pipeline) return Envelope::pipeline_in_transaction;
      return migration.send == Send::whole && statements > 1 ? Envelope::message_in_transaction : Envelope::transaction;
  }
  return Envelope::none;
}

WayBack replay_way_back(const Migration& migration, std::span<const WayBackScript> scripts,
                        const Schema::Mark& before_up, bool up_is_opaque, std::size_t ordinal, State& state) {
  WayBack result;
  if (scripts.empty()) return result;
  result.empty = std::all_of(scripts.begin(), scripts.end(),
                             [](const WayBackScript& one) { return one.script->statement_count() == 0; });
  result.read = !result.empty;
  if (!result.read && !up_is_opaque) result.left_behind = differences_since(state.schema, before_up);
  if (!result.read) return result;

  const StateMark after_up = mark(state);
  const bool decided_by_template = std::any_of(scripts.begin(), scripts.end(), [](const WayBackScript& one) {
    return template_control_in(one.script->blanks()).has_value();
  });
  WayBackObserver observer(result, up_is_opaque || decided_by_template);
  state.schema.end_transaction();
  for (const WayBackScript& one : scripts) {
    observer.begin(*one.part);
    state.session.start_migration(ordinal, envelope_of(migration, one.script->statement_count()));
    while (one.script->next_batch()) {
      for (const pg::Statement& statement : one.script->statements()) {
        if (statement.error && !statement.error->in_template) {
          observer.refuse(statement.span, "it cannot be read: " + statement.error->message);
          continue;
        }
        execute(statement, state, &observer);
      }
    }
    state.session.end_migration();
  }
  result.idle = !observer.works() && !observer.opaque() && !changed_since(state.schema, after_up.schema);
  if (!result.failure && !observer.opaque()) result.left_behind = differences_since(state.schema, before_up);
  undo_to(after_up, state);
  return result;
}

}  // namespace pginterlock
