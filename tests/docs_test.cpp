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
