#include <doctest/doctest.h>

#include <string>

#include "lint/rule.h"
#include "program.h"
#include "report/rule_pages.h"
#include "rules/rules.h"

TEST_CASE("docs/rules.md is what the rules say") {
  const std::string written = program::read(PROJECT_ROOT "/docs/rules.md");
  const bool up_to_date = written == pginterlock::report::rules_as_markdown(pginterlock::all_rules());
  CHECK_MESSAGE(up_to_date, "docs/rules.md is stale; run: ./dev docs");
}

TEST_CASE("the screen in the README is what the program prints") {
  const std::string readme = program::read(PROJECT_ROOT "/README.md");
  const std::string prompt = "$ pginterlock check testdata/projects/tenancy\n";
  const std::size_t begin = readme.find(prompt) + prompt.size();
  REQUIRE(begin != std::string::npos + prompt.size());
  const std::string shown = readme.substr(begin, readme.find("```", begin) - begin);
  const program::Result result = program::run({"check", "testdata/projects/tenancy"}, {.folder = PROJECT_ROOT});
  CHECK(result.status == 1);
  CHECK(shown == result.out);
}
