#pragma once

#include <span>
#include <string_view>

#include "effects/targets.h"

// What stands in parentheses behind a command.
namespace pginterlock::effects {

/// A word and the first version that knows it.
struct Since {
  std::string_view word;
  int version = 12;
};

/// Whether the version knows all options of the list; tells which it does not.
/// Source: define.c and the function of each command, "unrecognized … option".
bool check_options(const ::List* options, std::span<const Since> known, std::string_view command, EffectsBuilder& out);

}  // namespace pginterlock::effects
