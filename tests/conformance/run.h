#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compare.h"
#include "recording.h"

namespace pginterlock::conformance {

struct Server {
  int major = 0;
  std::string conninfo;
};

/// What came of one case on one server. `error`: nothing was compared.
struct Outcome {
  const CaseFile* file = nullptr;
  const Case* one = nullptr;  // null: about the whole server
  int version = 0;
  std::string error;
  std::optional<Observation> observation;
  Comparison comparison;
};

/// Compares the conflicts of lock modes, and runs the cases of the files that the server's version knows.
std::vector<Outcome> run_on(const Server& server, const std::vector<CaseFile>& files);

/// The same with what the servers showed at an earlier time. A case that was not recorded is an error.
std::vector<Outcome> run_on(const Recording& recording, const std::vector<CaseFile>& files);

}  // namespace pginterlock::conformance
