#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lint/statements.h"

namespace pginterlock {

struct Effects;
struct Rule;

/// The facts that a statement has, a bit for each Concern.
unsigned concerns_of(const Effects& effects);

/// Which rules to ask about a statement: most are about one or two kinds of statement, and the first statement of a
/// kind chooses them for all that follow.
class RulesByStatement {
 public:
  /// A rule, and the bit of the fact that it is about.
  struct Asked {
    const Rule* rule = nullptr;
    unsigned concern = 0;
  };
  /// Those of `rules` that may have something to say about statements with that tag, in the same order.
  std::span<const Asked> about(NodeTag tag, std::span<const Rule* const> rules);

 private:
  std::span<const Rule* const> rules_;  // that the lists were made from
  std::vector<std::uint16_t> numbers_;  // of the list of each tag, from 1 on; 0: not made yet
  std::vector<std::vector<Asked>> lists_;
};

}  // namespace pginterlock
