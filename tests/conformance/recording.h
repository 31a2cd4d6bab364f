#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "case_file.h"
#include "observation.h"

namespace pginterlock::conformance {

/// What servers showed of cases, kept in a file: facts of PostgreSQL do not change while pginterlock does, so that many
/// variants of it can be compared in the time of one run. A case whose SQL was changed since is not found.
class Recording {
 public:
  static Recording read(const std::string& path);
  void write(const std::string& path) const;

  void add(int version, const CaseFile& file, const Case& one, Observation observation);
  /// Null: it was not recorded, or with other SQL.
  const Observation* find(int version, const CaseFile& file, const Case& one) const;
  std::vector<int> versions() const;

 private:
  using Key = std::pair<int, std::string>;  // version; file, case and the hash of its SQL
  std::map<Key, Observation> observations_;
};

}  // namespace pginterlock::conformance
