#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pginterlock {

/// A name for a finding that stays the same when the file is reformatted, commented or lines move: 16 hexadecimal
/// digits from the rule, the path, the tokens of the statement, and which of several equal ones it is.
std::string fingerprint(std::string_view rule, std::string_view path, std::string_view statement,
                        std::size_t occurrence);

}  // namespace pginterlock
