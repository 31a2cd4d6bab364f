#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "cli/options.h"
#include "cli/suggest.h"
#include "lint/rule.h"
#include "rules/rules.h"

namespace pginterlock::cli {

namespace {

using Words = std::vector<std::string_view>;

/// The words of comma lists, without the blanks around them.
Words words_of(const std::vector<std::string>& lists) {
  Words words;
  for (const std::string_view list : lists) {
    std::size_t begin = 0;
    while (begin <= list.size()) {
      const std::size_t end = std::min(list.find(',', begin), list.size());
      std::string_view word = list.substr(begin, end - begin);
      while (word.starts_with(' ')) word.remove_prefix(1);
      while (word.ends_with(' ')) word.remove_suffix(1);
      if (!word.empty()) words.push_back(word);
      begin = end + 1;
    }
  }
  return words;
}

bool matches(const Rule& rule, std::string_view word) {
  return word == "all" || word == rule.id || word == name(rule.family) || (word == "default" && rule.default_on);
}

void require_known(std::string_view option, const Words& words) {
  if (words.empty()) return;
  Words known{"all", "default"};
  for (int family = 0; family <= static_cast<int>(Family::engine); ++family) {
    known.push_back(name(static_cast<Family>(family)));
  }
  for (const Rule* rule : all_rules()) known.push_back(rule->id);
  for (const std::string_view word : words) {
    if (std::find(known.begin(), known.end(), word) != known.end()) continue;
    throw UsageError(fmt::format("{} {}: no rule and no family has that name{} (pginterlock rules lists them)", option,
                                 word, did_you_mean(word, known)));
  }
}

}  // namespace

std::vector<const Rule*> select_rules(const std::vector<std::string>& select, const std::vector<std::string>& ignore) {
  const Words selected = words_of(select);
  const Words ignored = words_of(ignore);
  require_known("--select", selected);
  require_known("--ignore", ignored);
  const auto any = [](const Words& words, const Rule& rule) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return matches(rule, word); });
  };
  std::vector<const Rule*> rules;
  for (const Rule* rule : all_rules()) {
    const bool engine = rule->family == Family::engine && rule->default_on;
    const bool wanted = selected.empty() ? rule->default_on : engine || any(selected, *rule);
    if (wanted && !any(ignored, *rule)) rules.push_back(rule);
  }
  return rules;
}

const Rule& rule_named(const std::string& id) {
  Words known;
  for (const Rule* rule : all_rules()) {
    if (rule->id == id) return *rule;
    known.push_back(rule->id);
  }
  throw UsageError(
      fmt::format("{}: no rule has that name{} (pginterlock rules lists them)", id, did_you_mean(id, known)));
}

}  // namespace pginterlock::cli
