#pragma once

#include <memory>
#include <string_view>

#include "effects/effects.h"
#include "pg/text_origin.h"

namespace pginterlock {

/// A statement that is about to change the state: one of a file, or one that hides in the body of a DO block, a
/// function or a procedure, or in the text that EXECUTE runs.
struct Executed {
  const pg::Statement& statement;  // one that is made when it runs, and not known, has no node and no error
  const Effects& effects;          // without those of the bodies that it runs
  const State& before;
  std::string_view inside = {};            // "do", "function", "procedure"; empty: a statement of the file
  const pg::TextOrigin* origin = nullptr;  // of the statement's source in the file; null: it is the file
  std::string_view kind = {};              // of a statement without a node: "EXECUTE", "RAISE", "COMMIT"
  // What the statement points into, for who wants to look at it later; null: its script.
  std::shared_ptr<const void> owner = {};
  bool runs_bodies = false;  // what hides in them is seen after it
};

/// Whether a statement with these effects runs something that is not read and may make, change or drop objects.
bool may_define(const Effects& effects);

/// A relation was used that no migration made: then other relations may be there, too (State::whole_history).
void note_missing(const Effects& effects, State& state);

class Observer {
 public:
  virtual ~Observer() = default;
  virtual void see(const Executed& executed) = 0;
  /// A block with handlers begins, and ends; `undone`: a handler of it, or of one around it, catches what failed in it.
  virtual void begin_subtransaction() {}
  virtual void end_subtransaction(bool undone) { static_cast<void>(undone); }
};

/// Makes `state` what it is after the statement and says what the statement did, with the bodies that it ran.
/// `observer` (null: none) sees the statement, then in their order those that hide in it.
Effects execute(const pg::Statement& statement, State& state, Observer* observer = nullptr);

/// Shows `observer` what the body of the routine that the statement creates would run if it were called now, with
/// arguments that nobody knows. Bodies without DDL and EXECUTE are not looked into. `state` is afterwards what it was.
void preview_body(const pg::Statement& create, State& state, Observer& observer);

namespace effects {

/// What the statement does but for the bodies that it runs: those are among the unknown.
Effects effects_alone(const pg::Statement& statement, const State& before);
bool runs_bodies(const pg::Statement& statement, const Effects& alone);
/// The rest of execute() for a statement that runs bodies. Out: the sum.
Effects run_bodies(const pg::Statement& statement, Effects alone, State& state, Observer* observer);

}  // namespace effects

}  // namespace pginterlock
