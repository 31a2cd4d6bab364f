#pragma once

#include <string_view>

#include "effects/builder.h"

// What no migration made, when history is whole (State::whole_history): it is taken not to be there.
namespace pginterlock::effects {

/// Fails, for all that is known, when the type (resolved) is one that nothing before makes. Types that well-known
/// extensions bring may come from an extension that is made elsewhere: nothing is said of them.
void note_unmade_type(const QualifiedName& type, std::string_view written, EffectsBuilder& out);

/// The same of a routine that ALTER, DROP or CREATE TRIGGER names, when there is none of its name and no extension that
/// may have brought it. `message` is what the server says.
void note_unmade_routine(const QualifiedName& routine, std::string_view message, EffectsBuilder& out);

/// Whether DROP … IF EXISTS names something of the schema `public` that nothing before makes: with it, CASCADE is taken
/// to reach nothing.
bool drops_nothing(const QualifiedName& name, const EffectsBuilder& out);

}  // namespace pginterlock::effects
