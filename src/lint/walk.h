#pragma once

#include <cstddef>
#include <memory>

#include "effects/execute.h"
#include "migration/migration.h"
#include "pg/script.h"
#include "session/state.h"

namespace pginterlock {

/// Whom a walk tells what a migration runs, in its order. The state that the walk changes may be looked at meanwhile.
class WalkObserver : public Observer {
 public:
  /// The session of the migration has begun. `before`: the schema before it. `goes_on`: on the connection of the
  /// migration before.
  virtual void begin_migration(const Schema::Mark& before, bool goes_on) = 0;
  /// Keeps what the statements to come point into.
  virtual void hold(std::shared_ptr<const void> owner) { static_cast<void>(owner); }
  /// What is seen next stands for itself: a statement of the file, or something that psql runs. What is seen after it
  /// hides in it.
  virtual void begin_statement() = 0;
  /// The statement of the file has run: what it did, with the bodies that it ran. Null: psql ran it.
  virtual void end_statement(const pg::Statement* statement, Effects sum) = 0;
  /// All has run. `stays_open`: the migrations behind it go on in its transaction.
  virtual void end_migration(bool stays_open) = 0;
};

/// Goes through a migration: makes `state` what it is after it and tells `observer` (null: nobody) what is run.
/// `script` is that of its way up, not begun. `ordinal` counts migrations from 1.
void walk(const Migration& migration, pg::Script& script, std::size_t ordinal, State& state, WalkObserver* observer);

}  // namespace pginterlock
