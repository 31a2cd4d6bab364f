#include "lint/suppressions.h"

#include <fmt/format.h>

#include <algorithm>

#include "lint/rule.h"

namespace pginterlock {

namespace {

constexpr std::string_view directive = "pginterlock:";
constexpr std::string_view form = "write \"-- pginterlock: allow RULE[, RULE]: reason\"";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool is_rule_character(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; }

/// The text of a comment without its marks.
std::string_view content(std::string_view comment, bool line) {
  comment.remove_prefix(2);
  if (!line && comment.ends_with("*/")) comment.remove_suffix(2);
  return trimmed(comment);
}

const Rule* find_rule(std::span<const Rule* const> rules, std::string_view id) {
  const auto it = std::find_if(rules.begin(), rules.end(), [&](const Rule* rule) { return rule->id == id; });
  return it == rules.end() ? nullptr : *it;
}

/// Reads "allow a, b: reason"; a problem's message when it is not of that form.
std::string parse(std::string_view text, Suppression& out) {
  if (!text.starts_with("allow ")) return fmt::format("the comment is no suppression: {}", form);
  text = trimmed(text.substr(6));
  for (;;) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_rule_character);
    const std::string_view id(text.begin(), end);
    if (id.empty()) return fmt::format("the suppression names no rule: {}", form);
    out.rules.emplace_back(id);
    text = trimmed(text.substr(id.size()));
    if (!text.starts_with(",")) break;
    text = trimmed(text.substr(1));
  }
  if (text.starts_with("--")) text.remove_prefix(1);
  if (text.starts_with(":") || text.starts_with("-")) out.reason = trimmed(text.substr(1));
  if (out.reason.empty()) return fmt::format("the suppression gives no reason and has no effect: {}", form);
  out.used.assign(out.rules.size(), false);
  return {};
}

}  // namespace

Suppressions::Suppressions(const SourceFile& source, std::span<const pg::Comment> comments) : source_(source) {
  for (const pg::Comment& comment : comments) {
    const std::string_view text = content(source.slice(comment.span), comment.line);
    if (!text.starts_with(directive)) continue;
    Suppression suppression;
    suppression.span = comment.span;
    std::string problem = parse(trimmed(text.substr(directive.size())), suppression);
    if (problem.empty()) {
      suppressions_.push_back(std::move(suppression));
    } else {
      problems_.push_back({SuppressionProblem::Kind::malformed, comment.span, std::move(problem)});
    }
  }
}

void Suppressions::add(const pg::Statement& statement) {
  while (next_ < suppressions_.size()) {
    Suppression& suppression = suppressions_[next_];
    const bool before_or_inside = suppression.span.begin < statement.span.end;
    const std::string_view between =
        before_or_inside ? std::string_view{} : source_.slice({statement.span.end, suppression.span.begin});
    if (!before_or_inside && between.find_first_not_of("; \t") != std::string_view::npos) return;
    suppression.statement = statement.index;
    ++next_;
  }
}

std::vector<SuppressionProblem> Suppressions::apply(std::vector<Finding>& findings, std::span<const Rule* const> rules,
                                                    std::span<const Rule* const> active,
                                                    std::span<const std::size_t> outer) {
  const std::size_t bound = next_;
  for (std::size_t i = 0; i < bound; ++i) {
    Suppression& suppression = suppressions_[i];
    for (std::size_t r = 0; r < suppression.rules.size(); ++r) {
      for (Finding& finding : findings) {
        const std::size_t own = finding.statement.value_or(0);
        const std::size_t statement = own < outer.size() ? outer[own] : own;
        if (statement != suppression.statement || finding.rule->id != suppression.rules[r]) continue;
        finding.suppressed = true;
        finding.suppression_reason = suppression.reason;
        suppression.used[r] = true;
      }
    }
  }
  for (const Suppression& suppression : suppressions_) {
    for (std::size_t r = 0; r < suppression.rules.size(); ++r) {
      const std::string& id = suppression.rules[r];
      if (find_rule(rules, id) == nullptr) {
        problems_.push_back(
            {SuppressionProblem::Kind::unknown_rule, suppression.span,
             fmt::format("there is no rule \"{}\", so nothing is allowed; \"pginterlock rules\" lists them", id)});
      } else if (!suppression.used[r] && find_rule(active, id) != nullptr) {
        problems_.push_back({SuppressionProblem::Kind::unused, suppression.span,
                             fmt::format("\"{}\" finds nothing here: remove it from the comment", id)});
      }
    }
  }
  return std::move(problems_);
}

}  // namespace pginterlock
