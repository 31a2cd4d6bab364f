#include "conflicts.h"

#include <fmt/format.h>

#include "effects/lock.h"

namespace pginterlock::conformance {

Comparison compare_conflicts(Database& database) {
  constexpr int modes = static_cast<int>(LockMode::access_exclusive) + 1;
  Comparison result;
  const std::vector<std::string> setup{"CREATE TABLE t ()"};
  const auto holder = database.set_up({&setup});
  const auto other = database.connect();
  for (int held = 0; held < modes; ++held) {
    const auto held_mode = static_cast<LockMode>(held);
    holder->tell(fmt::format("BEGIN; LOCK TABLE t IN {} MODE", name(held_mode)));
    for (int wanted = 0; wanted < modes; ++wanted) {
      const auto wanted_mode = static_cast<LockMode>(wanted);
      other->tell("BEGIN");
      const auto failure = other->run(fmt::format("LOCK TABLE t IN {} MODE NOWAIT", name(wanted_mode)));
      other->tell("ROLLBACK");
      const bool waits = failure && failure->sqlstate == "55P03";
      ++result.facts;
      if (waits == conflicts(held_mode, wanted_mode) && waits == failure.has_value()) continue;
      result.disagreements.push_back(fmt::format("{} while {} is held: server: {}, pginterlock: {}", name(wanted_mode),
                                                 name(held_mode), waits ? "waits" : "goes on",
                                                 waits ? "goes on" : "waits"));
    }
    holder->tell("ROLLBACK");
  }
  return result;
}

}  // namespace pginterlock::conformance
