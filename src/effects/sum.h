#pragma once

#include "effects/effects.h"
#include "pg/text_origin.h"

namespace pginterlock::effects {

/// Makes the places in `effects`, which are those of a text that hides in a file, places in the file.
void map_causes(Effects& effects, const pg::TextOrigin& origin);

/// Adds what a further statement does: of the locks on a relation the strongest, of work and losses each once.
void add_effects(Effects& sum, const Effects& more);

}  // namespace pginterlock::effects
