#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "run.h"

namespace pginterlock::conformance {

/// The cases that are known to disagree, in a file of lines "path<tab>case<tab>versions". The list is there to become
/// shorter: a case that is not on it must agree, and one that agrees is named, to be taken off.
class KnownDisagreements {
 public:
  KnownDisagreements() = default;
  /// Those of the outcomes.
  explicit KnownDisagreements(const std::vector<Outcome>& outcomes);
  static KnownDisagreements read(const std::string& path);
  void write(const std::string& path) const;

  /// Takes what is known out of the outcomes, and remarks in them on what is on the list and agrees. Returns the number
  /// of disagreements that were known.
  std::size_t settle(std::vector<Outcome>& outcomes) const;

 private:
  using Key = std::pair<std::string, std::string>;  // path, case
  std::map<Key, std::set<int>> versions_;
};

}  // namespace pginterlock::conformance
