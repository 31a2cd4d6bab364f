#include "effects/column_type.h"

namespace pginterlock::effects {

namespace {

struct Range {
  int least;
  int most;
};

/// What the first modifier of a type may be. Source: varchar.c, anychar_typmodin; varbit.c, anybit_typmodin; numeric.c,
/// numerictypmodin.
std::optional<Range> modifier_range(std::string_view type) {
  constexpr int most_characters = 10485760;  // MaxAttrSize
  if (type == "varchar" || type == "bpchar") return Range{1, most_characters};
  if (type == "bit" || type == "varbit") return Range{1, most_characters * 8};
  if (type == "numeric") return Range{1, 1000};
  return std::nullopt;
}

/// Since 15, the scale of a numeric is any number between -1000 and 1000; before, up to the precision.
bool scale_fits(const std::vector<int>& modifiers, int version) {
  if (modifiers.size() < 2) return true;
  if (version >= 15) return modifiers[1] >= -1000 && modifiers[1] <= 1000;
  return modifiers[1] >= 0 && modifiers[1] <= modifiers[0];
}

}  // namespace

bool refuses_modifiers(const pg::DataType& type, EffectsBuilder& out) {
  if (!type.builtin() || type.modifiers.empty()) return false;
  const std::string& name = type.name.name;
  const std::optional<Range> range = modifier_range(name);
  if (!range) return false;
  const bool first_fits = type.modifiers.front() >= range->least && type.modifiers.front() <= range->most;
  if (first_fits && (name != "numeric" || scale_fits(type.modifiers, out.version()))) return false;
  out.fail(FailureKind::invalid_definition, "22023", "the modifiers of type " + name + " are out of range");
  return true;
}

}  // namespace pginterlock::effects
