// Changes each lock mode and each kind of work that src/effects names, one at a time, and looks whether a case notices:
// one that no case notices is a fact that the servers have not proved. Built by tests/conformance/mutate alone.
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "judge.h"
#include "mutant.h"
#include "recording.h"

namespace fs = std::filesystem;
using namespace pginterlock::conformance;
namespace mutant = pginterlock::mutant;

namespace {

enum class State { unreached, survives, noticed };

std::vector<CaseFile> read_cases(const fs::path& folder) {
  std::vector<CaseFile> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".sql") continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    files.push_back(parse_case_file(fs::relative(entry.path(), folder.parent_path().parent_path()).generic_string(),
                                    std::string(std::istreambuf_iterator<char>(stream), {})));
  }
  return files;
}

/// Judges a case as it is and then with each change that it comes by and that no case has noticed yet.
void judge_with_changes(const CaseFile& file, const Case& one, int version, const Observation& observation,
                        std::map<int, State>& states) {
  mutant::active = 0;
  mutant::reached.assign(mutant::reached.size(), false);
  const auto unchanged = judge(file, one, version, observation).disagreements;
  const std::vector<bool> reached = mutant::reached;
  for (auto& [change, state] : states) {
    if (state == State::noticed || !reached[static_cast<std::size_t>(change)]) continue;
    mutant::active = change;
    const bool noticed = judge(file, one, version, observation).disagreements != unchanged;
    state = noticed ? State::noticed : State::survives;
  }
}

}  // namespace

/// Arguments: the changes ("NUMBER<tab>what and where" lines), a recording, the folder of the cases.
int main(int argc, char** argv) {
  if (argc != 4) return 2;
  std::map<int, std::string> changes;
  std::map<int, State> states;
  std::ifstream list(argv[1]);
  for (std::string line; std::getline(list, line);) {
    const int number = std::stoi(line);
    changes[number] = line.substr(line.find('\t') + 1);
    states[number] = State::unreached;
  }
  const Recording recording = Recording::read(argv[2]);
  for (const CaseFile& file : read_cases(argv[3])) {
    for (const Case& one : file.cases) {
      for (const int version : recording.versions()) {
        const Observation* observation = recording.find(version, file, one);
        if (observation != nullptr) judge_with_changes(file, one, version, *observation, states);
      }
    }
  }
  std::map<State, std::size_t> counts;
  for (const auto& [change, state] : states) {
    ++counts[state];
    if (state == State::noticed) continue;
    fmt::print("{}: {}\n", state == State::unreached ? "no case comes by" : "no case notices", changes[change]);
  }
  fmt::print("mutation: {} changes, {} noticed, {} survive, {} that no case comes by\n", states.size(),
             counts[State::noticed], counts[State::survives], counts[State::unreached]);
  return counts[State::noticed] == states.size() ? 0 : 1;
}
