#include "lint/rule.h"

namespace pginterlock {
namespace {

/// Failures of which no rule of their own speaks.
bool is_ours(FailureKind kind) {
  switch (kind) {
    case FailureKind::transaction_block:
    case FailureKind::not_null_without_default:
    case FailureKind::concurrently_unsupported:
      return false;
    case FailureKind::version:
    case FailureKind::dependent_objects:
    case FailureKind::undefined_object:
    case FailureKind::duplicate_object:
    case FailureKind::wrong_object:
    case FailureKind::invalid_definition:
    case FailureKind::unsafe_enum_value:
      return true;
  }
  return true;
}

void check(const Context& ctx, Reporter& out) {
  if (ctx.statement.error) return;  // unreadable-sql tells it
  for (const Failure& failure : ctx.effects.failures) {
    if (!is_ours(failure.kind)) continue;
    Report report{.span = failure.cause, .message = failure.message, .certainty = failure.certainty};
    if (failure.certainty == Certainty::assumed) report.severity = Severity::amber;
    out.report(std::move(report));
  }
}

}  // namespace

namespace rules {

extern constinit const Rule will_fail = {
    .id = "will-fail",
    .family = Family::engine,
    .severity = Severity::red,
    .concern = Concern::failures,
    .summary = "a statement that PostgreSQL refuses when it runs",
    .why =
        "With the schema that the scripts built, on the target version, PostgreSQL answers this statement with an "
        "error. "
        "What ran before it outside a transaction stays.",
    .instead = "-- Correct the statement, or the migrations before it.",
    .bad = R"(CREATE TABLE users (id bigint);
CREATE TABLE users (id bigint);)",
    .good = R"(CREATE TABLE users (id bigint);
CREATE TABLE IF NOT EXISTS users (id bigint);)",
    .see = "",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
