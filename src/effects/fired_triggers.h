#pragma once

#include <map>
#include <string>

#include "effects/builder.h"
#include "pg/script.h"

// The triggers that a change of rows fires, as far as they do more than change rows.
namespace pginterlock::effects {

/// Whether the statement is one that changes rows and so may fire triggers.
bool changes_rows(const ::Node* statement);

/// Notes the bodies of the trigger functions that the statement runs and that define, drop, lock or refresh something.
/// What the others do is not followed. Source: trigger.c, ExecCallTriggerFunc.
void note_fired_triggers(EffectsBuilder& out);

/// What a trigger function is called with by the statement.
struct TriggerCall {
  bool certain = false;                            // it fires whatever the rows
  std::map<std::string, std::string> values = {};  // of TG_OP and its kin
};
TriggerCall call_of_trigger(const pg::Statement& statement, const QualifiedName& function, const State& before);

}  // namespace pginterlock::effects
