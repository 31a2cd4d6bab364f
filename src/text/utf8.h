#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace pginterlock::utf8 {

/// Number of characters (code points); a byte that is not part of valid UTF-8 counts as one.
std::size_t count(std::string_view text);

/// Offset of the first byte that is not valid UTF-8, if there is one.
std::optional<std::size_t> first_invalid(std::string_view text);

/// Length in bytes of the character at the front of `text` (which is not empty); 0 when it is not valid UTF-8.
std::size_t character_length(std::string_view text);

/// `text` with every byte that is not valid UTF-8 replaced by U+FFFD.
std::string repaired(std::string_view text);

}  // namespace pginterlock::utf8
