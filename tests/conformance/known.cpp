#include "known.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace pginterlock::conformance {

KnownDisagreements::KnownDisagreements(const std::vector<Outcome>& outcomes) {
  for (const Outcome& outcome : outcomes) {
    if (outcome.one == nullptr || outcome.comparison.disagreements.empty()) continue;
    versions_[{outcome.file->path, outcome.one->name}].insert(outcome.version);
  }
}

KnownDisagreements KnownDisagreements::read(const std::string& path) {
  std::ifstream stream(path);
  if (!stream) throw std::runtime_error("cannot read " + path);
  KnownDisagreements known;
  for (std::string line; std::getline(stream, line);) {
    if (line.empty() || line.front() == '#') continue;
    const std::size_t first = line.find('\t');
    const std::size_t second = line.find('\t', first + 1);
    if (second == std::string::npos) throw std::runtime_error(path + ": not path, case and versions: " + line);
    std::istringstream versions(line.substr(second + 1));
    auto& of_case = known.versions_[{line.substr(0, first), line.substr(first + 1, second - first - 1)}];
    for (int version = 0; versions >> version;) of_case.insert(version);
  }
  return known;
}

void KnownDisagreements::write(const std::string& path) const {
  std::ofstream stream(path);
  stream
      << "# Cases that disagree with servers and wait to be put right: path, case, versions. The list is there to get "
         "shorter.\n";
  for (const auto& [key, versions] : versions_) {
    stream << fmt::format("{}\t{}\t{}\n", key.first, key.second, fmt::join(versions, " "));
  }
  if (!stream.flush()) throw std::runtime_error("cannot write " + path);
}

std::size_t KnownDisagreements::settle(std::vector<Outcome>& outcomes) const {
  std::size_t settled = 0;
  for (Outcome& outcome : outcomes) {
    if (outcome.one == nullptr || !outcome.error.empty()) continue;
    const auto listed = versions_.find({outcome.file->path, outcome.one->name});
    if (listed == versions_.end() || !listed->second.contains(outcome.version)) continue;
    std::vector<std::string>& disagreements = outcome.comparison.disagreements;
    settled += disagreements.size();
    if (disagreements.empty()) {
      outcome.comparison.undetermined.emplace_back("it agrees now: take it off the list of known disagreements");
    }
    disagreements.clear();
  }
  return settled;
}

}  // namespace pginterlock::conformance
