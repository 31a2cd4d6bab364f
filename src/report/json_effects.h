#pragma once

#include "effects/effects.h"
#include "report/json_writer.h"

namespace pginterlock::report {

// Members of a JSON object, as docs/report.schema.json describes them.

/// "effects": all of them.
void write_effects(JsonWriter& json, const Effects& effects);

// Each alone. What may be absent is, when there is nothing to say.
void write_losses(JsonWriter& json, const Effects& effects);
void write_failures(JsonWriter& json, const Effects& effects);
void write_breaks(JsonWriter& json, const Effects& effects);
void write_unknown(JsonWriter& json, const Effects& effects);

}  // namespace pginterlock::report
