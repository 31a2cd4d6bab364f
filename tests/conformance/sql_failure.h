#pragma once

#include <cstddef>
#include <string>

namespace pginterlock::conformance {

/// An error that a server answered.
struct SqlFailure {
  std::string sqlstate;
  std::string message;
};

/// Where a server stopped in a text of several statements.
struct Stopped {
  std::size_t statement = 0;  // the number of the one that failed, from 0; their number: it was the runner's COMMIT
  SqlFailure failure;
};

}  // namespace pginterlock::conformance
