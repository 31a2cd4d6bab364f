#pragma once

#include <string>

namespace pginterlock::conformance {

/// An error that a server answered.
struct SqlFailure {
  std::string sqlstate;
  std::string message;
};

}  // namespace pginterlock::conformance
