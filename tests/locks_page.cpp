#include "locks_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "case_file.h"
#include "report/lock_pages.h"
#include "text/read_file.h"

namespace fs = std::filesystem;
using namespace pginterlock;

namespace {

/// The comment lines before the first directive or statement.
std::vector<std::string> head_of(std::string_view text) {
  std::vector<std::string> lines;
  while (text.starts_with("-- ") && !text.starts_with("-- @")) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(3, end - 3));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string script_of(const std::vector<std::string>& statements) {
  return statements.empty() ? "" : fmt::format("{};", fmt::join(statements, ";\n"));
}

std::vector<std::string> open_facts(const conformance::Case& one) {
  std::vector<std::string> open;
  for (const conformance::Undetermined& facts : one.undetermined) {
    const std::string_view kind = facts.facts == conformance::Undetermined::Facts::locks  ? "locks"
                                  : facts.facts == conformance::Undetermined::Facts::work ? "work"
                                                                                          : "failure";
    open.push_back(fmt::format("{}: {}", kind, facts.reason));
  }
  return open;
}

report::ReferenceFamily family_of(const fs::path& path) {
  const std::string text = read_file(path);
  std::vector<std::string> head = head_of(text);
  const conformance::CaseFile file = conformance::parse_case_file(path.filename().string(), text);
  if (head.empty()) throw std::runtime_error(path.string() + ": begins with no comment that says what it is about");
  if (!file.problems.empty()) {
    throw std::runtime_error(
        fmt::format("{}:{}: {}", path.string(), file.problems.front().line, file.problems.front().message));
  }
  report::ReferenceFamily family;
  family.title = head.front();
  family.text = fmt::format("{}", fmt::join(head.begin() + 1, head.end(), "\n"));
  family.setup = script_of(file.setup);
  for (const conformance::Case& one : file.cases) {
    family.cases.push_back({.name = one.name,
                            .given = script_of(one.given),
                            .session = script_of(one.session),
                            .statement = one.statement,
                            .versions = {.min = one.first_version, .max = one.last_version},
                            .open = open_facts(one)});
  }
  return family;
}

}  // namespace

std::string locks_page(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".sql") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<report::ReferenceFamily> families;
  for (const fs::path& path : files) families.push_back(family_of(path));
  return report::locks_as_markdown(families);
}
