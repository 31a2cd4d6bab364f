#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compare.h"

namespace pginterlock::conformance {

struct Server {
  int major = 0;
  std::string conninfo;
};

/// What came of one case on one server. `error`: nothing was compared.
struct Outcome {
  const CaseFile* file = nullptr;
  const Case* one = nullptr;  // null: the error is of the whole server
  int version = 0;
  std::string error;
  Comparison comparison;
};

/// Runs the cases of the files that the server's version knows.
std::vector<Outcome> run_on(const Server& server, const std::vector<CaseFile>& files);

}  // namespace pginterlock::conformance
