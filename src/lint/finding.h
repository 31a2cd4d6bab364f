#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "effects/effects.h"
#include "risk/timeline.h"
#include "text/span.h"

namespace pginterlock {

struct Rule;

/// info leaves a verdict GREEN.
enum class Severity : std::uint8_t { info, amber, red };
enum class Verdict : std::uint8_t { green, amber, red };

std::string_view name(Severity severity);  // "info"
std::string_view name(Verdict verdict);    // "green"
constexpr Verdict verdict_of(Severity severity) {
  return severity == Severity::red ? Verdict::red : severity == Severity::amber ? Verdict::amber : Verdict::green;
}

struct Edit {
  Span span;
  std::string text;
};

/// safe: means the same, without the harm. unsafe: a person should look. display_only: a sketch, not to be applied.
enum class Applicability : std::uint8_t { safe, unsafe, display_only };
std::string_view name(Applicability applicability);

struct Fix {
  std::string title;
  Applicability applicability = Applicability::safe;
  std::vector<Edit> edits;
};

/// A lock that a finding is about: who waits for how long.
struct Impact {
  QualifiedName relation;
  LockMode mode = LockMode::access_share;
  Duration duration = Duration::brief;
};

struct Finding {
  const Rule* rule = nullptr;
  Severity severity = Severity::amber;
  std::optional<std::size_t> statement;  // index in its migration; none: the migration as a whole
  Span span;
  std::string message;  // lower case, no full stop
  std::string why;      // empty: the rule's
  std::string instead;  // the safe way for this statement, SQL with comments; empty: none is known
  std::vector<Impact> impacts;
  Certainty certainty = Certainty::proved;
  std::optional<Fix> fix;
  std::optional<QualifiedName> subject;  // the object that it is about, for a rule that looks again later
  std::string part;                      // of the subject: a column, a list of columns
  std::shared_ptr<const Relation> was;   // the subject, as it was before the statement
  std::size_t transaction = 0;           // in which the statement runs (Session::transaction)
  std::vector<std::size_t> also;         // statements of the migration with the same cause, which this finding covers

  bool when_called = false;   // of a body that the statement only makes: it is for information, and speaks for no other
  bool once_per_run = false;  // it holds for later migrations of the run, too, and is not said there
  bool once = false;          // the first of its kind speaks for all of them in its migration
  bool suppressed = false;
  std::string suppression_reason;
  std::string fingerprint;  // rule and statement, without line numbers: survives reformatting and moving
};

}  // namespace pginterlock
