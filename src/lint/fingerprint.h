#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pginterlock {

/// A name for a finding that stays the same when the file is reformatted, commented or lines move: 16 hexadecimal
/// digits from the rule, the path, the tokens of the statement, and which of several equal ones it is.
class Fingerprint {
 public:
  Fingerprint(std::string_view rule, std::string_view path, std::string_view statement);
  /// The same for equal findings.
  std::uint64_t value() const { return value_; }
  /// The name of the `number`-th of equal findings, from 0.
  std::string occurrence(std::size_t number) const;

 private:
  std::uint64_t value_;
};
std::string fingerprint(std::string_view rule, std::string_view path, std::string_view statement,
                        std::size_t occurrence);

}  // namespace pginterlock
