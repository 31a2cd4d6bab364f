#pragma once

#include <span>
#include <string>

#include "lint/rule.h"

namespace pginterlock::report {

using Rules = std::span<const Rule* const>;

/// One rule for a person at a terminal.
std::string rule_page(const Rule& rule);
/// A line for each rule.
std::string rule_list(Rules rules);
std::string rules_as_json(Rules rules);
/// What the rule alone says about its bad example, as the text report shows it. `rules` are all that exist.
std::string report_on_example(const Rule& rule, Rules rules);
/// The rule reference: a table, and a section for each rule with the report on its bad example.
std::string rules_as_markdown(Rules rules);

}  // namespace pginterlock::report
