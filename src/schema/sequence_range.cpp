#include "schema/sequence_range.h"

#include <charconv>
#include <limits>
#include <string_view>

#include "pg/ast.h"
#include "pg/types.h"

namespace pginterlock {

namespace {

/// The number of an option; none when it has none, or one that is not read.
std::optional<std::int64_t> number_of(const ::Node* node) {
  if (const auto* integer = pg::as<::Integer>(node)) return integer->ival;
  const auto* large = pg::as<::Float>(node);
  if (large == nullptr) return std::nullopt;
  const std::string_view text = pg::text(large->fval);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

struct Width {
  std::int64_t least = std::numeric_limits<std::int64_t>::min();
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
};

std::optional<Width> width_of(const ::List* options) {
  for (const auto& option : pg::each<::DefElem>(options)) {
    const auto* type = pg::text(option.defname) == "as" ? pg::as<::TypeName>(option.arg) : nullptr;
    if (type == nullptr) continue;
    const pg::DataType data = pg::type_of(*type);
    if (data.is("int2"))
      return Width{std::numeric_limits<std::int16_t>::min(), std::numeric_limits<std::int16_t>::max()};
    if (data.is("int4"))
      return Width{std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()};
    return Width{};
  }
  return std::nullopt;
}

struct Given {
  bool named = false;  // also NO MINVALUE
  std::optional<std::int64_t> value;
};

Given given(const ::List* options, std::string_view name) {
  for (const auto& option : pg::each<::DefElem>(options)) {
    if (pg::text(option.defname) == name) return {true, number_of(option.arg)};
  }
  return {};
}

}  // namespace

std::optional<SequenceRange> range_of_new_sequence(const ::List* options) {
  SequenceRange range;
  const Width width = width_of(options).value_or(Width{});
  range.increment = given(options, "increment").value.value_or(1);
  const bool rising = range.increment > 0;
  range.minimum = given(options, "minvalue").value.value_or(rising ? 1 : width.least);
  range.maximum = given(options, "maxvalue").value.value_or(rising ? width.most : -1);
  range.start = given(options, "start").value.value_or(rising ? range.minimum : range.maximum);
  return range;
}

std::optional<SequenceRange> altered_range(SequenceRange range, const ::List* options) {
  if (width_of(options)) return std::nullopt;  // the limits of the old type make way for those of the new one
  const Given minimum = given(options, "minvalue");
  const Given maximum = given(options, "maxvalue");
  range.increment = given(options, "increment").value.value_or(range.increment);
  const bool rising = range.increment > 0;
  if (minimum.named) range.minimum = minimum.value.value_or(rising ? 1 : Width{}.least);
  if (maximum.named) range.maximum = maximum.value.value_or(rising ? Width{}.most : -1);
  range.start = given(options, "start").value.value_or(range.start);
  return range;
}

}  // namespace pginterlock
