#pragma once

#include "effects/effects.h"

struct Node;

namespace pginterlock::effects {

/// The volatility of an expression: the worst of the functions, operators and casts in it, by pg_proc of the target
/// version and by the declaration of user functions. `volatile_` when one of them certainly is, else `unknown` when one
/// is neither built in nor declared by a script. A null expression is immutable.
pg::Volatility volatility_of(const ::Node* expression, const State& before);

}  // namespace pginterlock::effects
