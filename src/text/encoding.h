#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/span.h"

namespace pginterlock {

/// Something about the bytes of a file that keeps them from being SQL text.
struct TextProblem {
  Span span;
  std::string message;  // what it is and what to do
};

/// Whether the bytes are UTF-16 or UTF-32: by their byte order mark, or by zeros in every other byte of the beginning.
bool is_wide_encoding(std::string_view bytes);

/// NUL bytes, invalid UTF-8 and wide encodings; at most one problem of each sort, at its first place.
std::vector<TextProblem> text_problems(std::string_view bytes);

}  // namespace pginterlock
