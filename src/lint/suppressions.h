#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lint/finding.h"
#include "pg/script.h"

namespace pginterlock {

/// A comment "-- pginterlock: allow RULE[, RULE]: reason". It binds to one statement: to the one that it stands in or
/// before, or to the one that ends on its line.
struct Suppression {
  Span span;  // of the comment
  std::vector<std::string> rules;
  std::string reason;
  std::size_t statement = 0;  // index of the statement that it binds to
  std::vector<bool> used;     // for each rule
};

/// What is wrong with a suppression: the rules of the engine family report it.
struct SuppressionProblem {
  enum class Kind { malformed, unknown_rule, unused };
  Kind kind = Kind::malformed;
  Span span;
  std::string message;
};

/// Collects the suppressions of one script: give it the statements in order, then finish.
class Suppressions {
 public:
  Suppressions(const SourceFile& source, std::span<const pg::Comment> comments);
  bool empty() const { return suppressions_.empty() && problems_.empty(); }
  void add(const pg::Statement& statement);

  /// Marks the findings that a suppression covers. Findings about the migration as a whole belong to its first
  /// statement. Returns what is wrong with the suppressions themselves; `rules` are all that exist, `active` those that
  /// ran (a suppression of a rule that did not run is neither used nor unused). `outer` gives for each statement the
  /// one of the file in which it hides: what holds for that holds for it.
  std::vector<SuppressionProblem> apply(std::vector<Finding>& findings, std::span<const Rule* const> rules,
                                        std::span<const Rule* const> active, std::span<const std::size_t> outer);

 private:
  const SourceFile& source_;
  std::vector<Suppression> suppressions_;
  std::vector<SuppressionProblem> problems_;
  std::size_t next_ = 0;  // first suppression that is bound to no statement yet
};

}  // namespace pginterlock
