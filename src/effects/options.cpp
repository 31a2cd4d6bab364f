#include "effects/options.h"

#include <algorithm>

namespace pginterlock::effects {

namespace {

using pg::each;
using pg::text;

const Since* find(std::span<const Since> known, std::string_view word) {
  const auto found = std::find_if(known.begin(), known.end(), [&](const Since& one) { return one.word == word; });
  return found == known.end() ? nullptr : &*found;
}

}  // namespace

bool check_options(const ::List* options, std::span<const Since> known, std::string_view command, EffectsBuilder& out) {
  for (const auto& option : each<DefElem>(options)) {
    const std::string_view name = text(option.defname);
    const Since* found = find(known, name);
    if (found != nullptr && found->version <= out.version()) continue;
    out.fail(found == nullptr ? FailureKind::invalid_definition : FailureKind::version, "42601",
             "unrecognized " + std::string(command) + " option " + quoted(name));
    return false;
  }
  return true;
}

}  // namespace pginterlock::effects
