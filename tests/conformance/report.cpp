#include "report.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace pginterlock::conformance {

namespace {

using Versions = std::set<int>;

/// "12..14, 18"
std::string text_of(const Versions& versions) {
  std::string text;
  for (auto it = versions.begin(); it != versions.end();) {
    const int first = *it;
    int last = first;
    while (++it != versions.end() && *it == last + 1) last = *it;
    text += text.empty() ? "" : ", ";
    text += first == last ? std::to_string(first) : fmt::format("{}..{}", first, last);
  }
  return text;
}

/// Lines that several versions share, in the order in which they came up first.
class SharedLines {
 public:
  void add(const std::string& line, int version) {
    const auto [it, first] = versions_.try_emplace(line);
    if (first) order_.push_back(line);
    it->second.insert(version);
  }
  bool empty() const { return order_.empty(); }
  /// Lines with the same versions stand together under these.
  template <typename Print>
  void print(Print&& print) const {
    std::vector<Versions> groups;
    for (const std::string& line : order_) {
      const Versions& versions = versions_.at(line);
      if (std::find(groups.begin(), groups.end(), versions) == groups.end()) groups.push_back(versions);
    }
    for (const Versions& versions : groups) {
      print(versions, true, std::string());
      for (const std::string& line : order_) {
        if (versions_.at(line) == versions) print(versions, false, line);
      }
    }
  }

 private:
  std::map<std::string, Versions> versions_;
  std::vector<std::string> order_;
};

std::string indented(const std::string& text, std::string_view margin) {
  std::string out(margin);
  for (const char c : text) {
    out += c;
    if (c == '\n') out += margin;
  }
  return out;
}

std::string about_server(const Outcome& outcome) {
  std::string text;
  if (!outcome.error.empty()) text += outcome.error + "\n\n";
  for (const std::string& line : outcome.comparison.disagreements) {
    text += fmt::format("on {}: {}\n", outcome.version, line);
  }
  return text;
}

/// What all versions say about one case.
struct CaseLines {
  SharedLines wrong;  // disagreements and errors
  SharedLines open;
};

}  // namespace

Report report_of(const std::vector<CaseFile>& files, const std::vector<Outcome>& outcomes) {
  Report report;
  std::map<const Case*, CaseLines> lines;
  std::size_t facts = 0;
  std::size_t undetermined = 0;
  Versions versions;
  for (const Outcome& outcome : outcomes) {
    CaseLines& of_case = lines[outcome.one];
    versions.insert(outcome.version);
    facts += outcome.comparison.facts;
    undetermined += outcome.comparison.undetermined.size();
    report.disagreements += outcome.comparison.disagreements.size();
    report.errors += outcome.error.empty() ? 0 : 1;
    if (outcome.one == nullptr) report.text += about_server(outcome);
    if (!outcome.error.empty()) of_case.wrong.add("error: " + outcome.error, outcome.version);
    for (const std::string& line : outcome.comparison.disagreements) of_case.wrong.add(line, outcome.version);
    for (const std::string& line : outcome.comparison.undetermined) of_case.open.add(line, outcome.version);
  }

  std::size_t cases = 0;
  std::string open;
  for (const CaseFile& file : files) {
    for (const CaseProblem& problem : file.problems) {
      report.text += fmt::format("{}:{}: {}\n\n", file.path, problem.line, problem.message);
      ++report.errors;
    }
    cases += file.cases.size();
    for (const Case& one : file.cases) {
      const auto found = lines.find(&one);
      if (found == lines.end()) continue;
      const CaseLines& of_case = found->second;
      if (!of_case.wrong.empty()) {
        report.text += fmt::format("{}:{}: {}\n{}\n", file.path, one.line, one.name, indented(one.statement, "    | "));
        of_case.wrong.print([&](const Versions& which, bool head, const std::string& line) {
          report.text += head ? fmt::format("  on {}\n", text_of(which)) : fmt::format("    {}\n", line);
        });
        report.text += '\n';
      }
      of_case.open.print([&](const Versions& which, bool head, const std::string& line) {
        if (!head) open += fmt::format("  {}: {} (on {}): {}\n", file.path, one.name, text_of(which), line);
      });
    }
  }
  if (!open.empty()) report.text += "undetermined:\n" + open + "\n";
  report.text += fmt::format(
      "conformance: {} cases, {} facts compared on versions {}, {} disagreements, {} "
      "undetermined{}",
      cases, facts, text_of(versions), report.disagreements, undetermined,
      undetermined > 0 ? " (reasons listed above)" : "");
  if (report.errors > 0) report.text += fmt::format(", {} errors", report.errors);
  report.text += '\n';
  return report;
}

}  // namespace pginterlock::conformance
