// Whole histories, as their users would check them: testdata/projects/<name>/ with the verdict and the findings of each
// migration in expected.txt. UPDATE_TESTDATA=1 writes those files from what is found.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "lint_text.h"

using namespace pginterlock;
namespace fs = std::filesystem;

namespace {

/// Where the migrations were found and what was left out.
std::string found(const Discovery& discovery, const fs::path& project) {
  const auto relative = [&](const std::string& path) {
    return fs::path(path).lexically_relative(project).generic_string();
  };
  std::string text;
  for (const FoundHistory& history : discovery.histories) {
    text += relative(history.folder) + ": " +
            (history.framework == nullptr ? "plain" : std::string(history.framework->id)) + ", " +
            std::to_string(history.migrations) + " (" + history.reason + ")\n";
  }
  for (const LeftOut& one : discovery.left_out) {
    text += "left out: " + std::to_string(one.files) + " " + one.reason + " (" + relative(one.example) + ")\n";
  }
  return text;
}

std::string judged(const fs::path& project) {
  State state;
  LintOptions options;
  options.rules = all_rules();
  options.all_rules = all_rules();
  const Discovery discovery = discover({project.string()});
  std::string text = found(discovery, project);
  RunNotes notes;
  options.notes = &notes;
  std::size_t ordinal = 0;
  std::size_t history = 0;
  for (const MigrationFile& file : discovery.files) {
    if (file.history != history) state = State();
    if (file.history != history || ordinal == 0) state.whole_history = file.whole_history;
    history = file.history;
    const MigrationReport report = lint(load(file), ++ordinal, state, options);
    const Migration& migration = report.migration;
    text += fs::path(file.path).lexically_relative(project).generic_string() + " " + std::string(name(report.verdict)) +
            ": version " + migration.version + ", transaction " + std::string(name(migration.transaction())) +
            (migration.opted_out ? " (asked for)" : "") + (migration.down ? ", way back" : "") + "\n";
    for (const std::string& line : test::lines_of(report)) text += "  " + line + "\n";
  }
  return text;
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("whole projects get the verdicts that stand beside them") {
  for (const auto& entry : fs::directory_iterator(fs::path(PROJECT_ROOT) / "testdata" / "projects")) {
    if (!entry.is_directory()) continue;
    CAPTURE(entry.path().filename().string());
    const fs::path expected = entry.path() / "expected.txt";
    const std::string found = judged(entry.path());
    if (std::getenv("UPDATE_TESTDATA") != nullptr) std::ofstream(expected, std::ios::binary) << found;
    CHECK(read(expected) == found);
  }
}
