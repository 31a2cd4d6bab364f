#include "lint/rules_by_statement.h"

#include "lint/rule.h"

namespace pginterlock {

namespace {

constexpr unsigned bit_of(Concern concern) { return 1U << static_cast<unsigned>(concern); }

}  // namespace

unsigned concerns_of(const Effects& effects) {
  const auto bit = [](Concern concern, bool present) { return present ? bit_of(concern) : 0U; };
  return bit_of(Concern::statement) | bit(Concern::locks, !effects.locks.empty()) |
         bit(Concern::work, !effects.work.empty()) | bit(Concern::losses, !effects.losses.empty()) |
         bit(Concern::breaks, !effects.breaks.empty()) | bit(Concern::failures, !effects.failures.empty()) |
         bit(Concern::kept, !effects.kept.empty()) | bit(Concern::overloads, !effects.overloads.empty()) |
         bit(Concern::unknown, !effects.unknown.empty());
}

std::span<const RulesByStatement::Asked> RulesByStatement::about(NodeTag tag, std::span<const Rule* const> rules) {
  if (rules.data() != rules_.data() || rules.size() != rules_.size() || numbers_.empty()) {
    rules_ = rules;
    numbers_.assign(most_tags, 0);
    lists_.clear();
  }
  std::uint16_t& number = numbers_[static_cast<std::size_t>(tag) % most_tags];
  if (number == 0) {
    std::vector<Asked>& asked = lists_.emplace_back();
    for (const Rule* rule : rules) {
      if (rule->check != nullptr && rule->statements.contain(tag)) asked.push_back({rule, bit_of(rule->concern)});
    }
    number = static_cast<std::uint16_t>(lists_.size());
  }
  return lists_[number - 1U];
}

}  // namespace pginterlock
