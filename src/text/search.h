#pragma once

#include <cstddef>
#include <string_view>

namespace pginterlock {

/// Where a word of at least two characters stands in a text from `from` on, without regard to the case of ASCII
/// letters; npos: nowhere.
std::size_t find_any_case(std::string_view text, std::string_view word, std::size_t from = 0);

}  // namespace pginterlock
