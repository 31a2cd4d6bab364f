#pragma once

#include <optional>

#include "schema/objects.h"

struct List;

namespace pginterlock {

/// What the options of CREATE SEQUENCE say; none when a number is not read. Source: sequence.c, init_params.
std::optional<SequenceRange> range_of_new_sequence(const ::List* options);
/// What ALTER SEQUENCE makes of a range.
std::optional<SequenceRange> altered_range(SequenceRange range, const ::List* options);

}  // namespace pginterlock
