#include "report/positions.h"

#include <algorithm>

#include "text/utf8.h"

namespace pginterlock::report {

Position Positions::at(std::size_t offset) {
  offset = std::min(offset, text_.size());
  if (offset < offset_) {
    offset_ = 0;
    position_ = {};
  }
  walk_over(text_.substr(offset_, offset - offset_));
  offset_ = offset;
  return position_;
}

void Positions::walk_over(std::string_view stretch) {
  std::size_t lines = 0;
  std::size_t line_begin = 0;
  for (std::size_t i = stretch.find('\n'); i != std::string_view::npos; i = stretch.find('\n', line_begin)) {
    ++lines;
    line_begin = i + 1;
  }
  // A carriage return ends a line as well, unless a line feed follows: then that does.
  const std::size_t base = static_cast<std::size_t>(stretch.data() - text_.data());
  for (std::size_t i = stretch.find('\r'); i != std::string_view::npos; i = stretch.find('\r', i + 1)) {
    if (base + i + 1 < text_.size() && text_[base + i + 1] == '\n') continue;
    ++lines;
    line_begin = std::max(line_begin, i + 1);
  }
  if (lines > 0) position_ = {position_.line + lines, 1};
  position_.column += utf8::count(stretch.substr(line_begin));
}

}  // namespace pginterlock::report
