#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "program.h"

namespace fs = std::filesystem;

namespace {

/// Which rooms a room may include; itself is always allowed. "A room includes what stands below it": the arrows of
/// docs/architecture.md.
const std::map<std::string, std::set<std::string>>& arrows() {
  static const std::map<std::string, std::set<std::string>> allowed = {
      {"text", {}},
      {"pg", {"text"}},
      {"migration", {"pg", "text"}},
      {"schema", {"pg", "text"}},
      {"session", {"schema", "pg", "text"}},
      {"effects", {"session", "schema", "pg", "text"}},
      {"risk", {"effects", "session", "schema", "pg", "text"}},
      {"lint", {"risk", "effects", "session", "schema", "migration", "pg", "text"}},
      {"remedy", {"lint", "risk", "effects", "session", "schema", "migration", "pg", "text"}},
      {"rules", {"remedy", "lint", "risk", "effects", "session", "schema", "migration", "pg", "text"}},
      {"report", {"remedy", "lint", "risk", "effects", "session", "schema", "migration", "pg", "text"}},
      {"cli", {"report", "rules", "remedy", "lint", "risk", "effects", "session", "schema", "migration", "pg", "text"}},
      {"main", {"cli"}},
  };
  return allowed;
}

struct Include {
  std::string file;    // below the project's root
  std::string room;    // of the file
  std::string target;  // as written, without quotes or brackets
  bool quoted = false;
};

void collect(const fs::path& file, std::vector<Include>& includes) {
  const std::string name = file.lexically_relative(PROJECT_ROOT).generic_string();
  const std::size_t first = name.find('/') + 1;
  const std::string room = name.starts_with("rules/") ? "rules"
                           : name == "src/main.cpp"   ? "main"
                                                      : name.substr(first, name.find('/', first) - first);
  const std::string text = program::read(file);
  for (std::size_t at = 0; (at = text.find("#include ", at)) != std::string::npos; ++at) {
    if (at > 0 && text[at - 1] != '\n') continue;
    const std::size_t begin = at + 10;
    const char close = text[begin - 1] == '<' ? '>' : '"';
    includes.push_back({name, room, text.substr(begin, text.find(close, begin) - begin), close == '"'});
  }
}

std::vector<Include> all_includes() {
  std::vector<Include> includes;
  for (const char* root : {PROJECT_ROOT "/src", PROJECT_ROOT "/rules"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      const std::string extension = entry.path().extension().string();
      if (extension == ".cpp" || extension == ".h") collect(entry.path(), includes);
    }
  }
  return includes;
}

std::string room_of(const std::string& target) { return target.substr(0, target.find('/')); }

}  // namespace

TEST_CASE("a room includes only rooms below it") {
  std::size_t seen = 0;
  for (const Include& include : all_includes()) {
    const std::string target = room_of(include.target);
    if (!include.quoted || !arrows().contains(target)) continue;
    ++seen;
    DOCTEST_INFO(include.file, " includes ", include.target);
    REQUIRE(arrows().contains(include.room));
    const bool allowed = include.room == target || arrows().at(include.room).contains(target);
    CHECK(allowed);
  }
  CHECK(seen > 100);
}

TEST_CASE("a rule includes no other rule") {
  for (const Include& include : all_includes()) {
    if (include.room != "rules" || !include.file.ends_with(".cpp")) continue;
    DOCTEST_INFO(include.file, " includes ", include.target);
    CHECK_FALSE(include.target.starts_with("rules/"));
  }
}

TEST_CASE("PostgreSQL's headers come in through src/pg only") {
  std::size_t seen = 0;
  for (const Include& include : all_includes()) {
    const bool postgres = include.target == "postgres.h" || include.target.starts_with("nodes/") ||
                          include.target.starts_with("catalog/") || include.target.starts_with("utils/") ||
                          include.target.starts_with("pg_query");
    if (!postgres) continue;
    ++seen;
    DOCTEST_INFO(include.file, " includes ", include.target);
    CHECK(include.room == "pg");
  }
  CHECK(seen > 0);
}

TEST_CASE("libgit2 comes in through src/migration/libgit2.h only") {
  std::size_t seen = 0;
  for (const Include& include : all_includes()) {
    if (include.target != "git2.h" && !include.target.starts_with("git2/")) continue;
    ++seen;
    CHECK(include.file == "src/migration/libgit2.h");
  }
  CHECK(seen > 0);
}

TEST_CASE("the headers that are slow to compile stay in one file each") {
  for (const Include& include : all_includes()) {
    DOCTEST_INFO(include.file, " includes ", include.target);
    if (include.target.starts_with("CLI/")) CHECK(include.file == "src/cli/options.cpp");
    if (include.target.starts_with("nlohmann/")) CHECK(include.file == "src/pg/plpgsql.cpp");
    CHECK(include.target != "regex");
    CHECK(include.target != "iostream");
  }
}
