#include <doctest/doctest.h>

#include <string>

#include "lint/rule.h"
#include "locks_page.h"
#include "program.h"
#include "report/rule_pages.h"
#include "rules/rules.h"

TEST_CASE("docs/rules.md is what the rules say") {
  const std::string written = program::read(PROJECT_ROOT "/docs/rules.md");
  const bool up_to_date = written == pginterlock::report::rules_as_markdown(pginterlock::all_rules());
  CHECK_MESSAGE(up_to_date, "docs/rules.md is stale; run: ./dev docs");
}

TEST_CASE("docs/locks.md is what the program says about the cases of the reference") {
  const std::string written = program::read(PROJECT_ROOT "/docs/locks.md");
  const bool up_to_date = written == locks_page(PROJECT_ROOT "/testdata/effects/reference");
  CHECK_MESSAGE(up_to_date, "docs/locks.md is stale; run: ./dev docs");
}

namespace {

/// What the README shows below a prompt.
std::string screen(const std::string& prompt) {
  const std::string readme = program::read(PROJECT_ROOT "/README.md");
  const std::size_t at = readme.find("$ " + prompt + "\n");
  REQUIRE(at != std::string::npos);
  const std::size_t begin = at + prompt.size() + 3;
  return readme.substr(begin, readme.find("```", begin) - begin);
}

}  // namespace

TEST_CASE("the screens in the README are what the program prints") {
  const program::Setting here{.folder = PROJECT_ROOT};
  const program::Result check = program::run({"check", "testdata/projects/tenancy"}, here);
  CHECK(check.status == 1);
  CHECK(screen("pginterlock check testdata/projects/tenancy") == check.out);
  const std::string sql = "ALTER TABLE \"Project\" ADD UNIQUE (name)";
  const program::Result locks = program::run({"locks", sql, "--schema", "testdata/projects/tenancy"}, here);
  CHECK(locks.status == 0);
  CHECK(screen("pginterlock locks '" + sql + "' --schema testdata/projects/tenancy") == locks.out);
}
