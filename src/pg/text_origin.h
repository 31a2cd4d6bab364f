#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/span.h"

namespace pginterlock::pg {

/// Where the bytes of a text that hides in a file stand there: the body of a DO block, the SQL that EXECUTE runs.
class TextOrigin {
 public:
  /// Byte for byte, from `base` on.
  static TextOrigin at(std::size_t base);
  /// Byte i stands at (*places)[i]; the last element is the place behind the last byte.
  static TextOrigin mapped(std::vector<std::uint32_t> places);
  /// The text was made: all of it comes from one place.
  static TextOrigin made_at(Span place);

  /// The same for the text that begins at byte `offset` of this one.
  TextOrigin from(std::size_t offset) const;
  Span map(Span span) const;
  /// Whether each byte has a place of its own.
  bool exact() const { return !place_; }

 private:
  std::size_t map(std::size_t offset) const;

  std::size_t base_ = 0;
  std::shared_ptr<const std::vector<std::uint32_t>> places_;
  std::optional<Span> place_;
};

/// The text that a string literal means.
struct HiddenText {
  std::string text;
  TextOrigin origin;
};

/// Reads the literal that starts at `begin` ($tag$…$tag$, '…', E'…') of `source`, or behind the word AS that stands
/// there, and which must mean `value`; when its
/// bytes cannot be followed (Unicode escapes, pieces on several lines) all of it comes from the whole literal.
HiddenText hidden_text(std::string_view source, std::size_t begin, std::string_view value);

}  // namespace pginterlock::pg
