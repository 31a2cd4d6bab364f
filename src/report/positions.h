#pragma once

#include <cstddef>
#include <string_view>

#include "text/span.h"

namespace pginterlock::report {

/// Lines and columns of ascending byte offsets of one text. It walks forward and never looks at a byte twice, so that
/// all positions of a file cost one pass, however long its lines are. Asking for an earlier offset starts anew.
class Positions {
 public:
  explicit Positions(std::string_view text) : text_(text) {}

  /// Line and column of `offset`; an offset past the end is the place after the last character.
  Position at(std::size_t offset);
  std::size_t offset() const { return offset_; }
  /// Moves forward to where another walk over the same text is, if that is further on.
  void skip_to(const Positions& other) {
    if (other.offset_ > offset_) *this = other;
  }

 private:
  void walk_over(std::string_view stretch);

  std::string_view text_;
  std::size_t offset_ = 0;
  Position position_;
};

}  // namespace pginterlock::report
