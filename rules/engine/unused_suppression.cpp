#include "lint/rule.h"

namespace pginterlock {
namespace {

void on_suppressions(const MigrationContext& ctx, Reporter& out) {
  for (const SuppressionProblem& problem : ctx.suppression_problems) {
    if (problem.kind != SuppressionProblem::Kind::unused) continue;
    out.report({.span = problem.span, .message = problem.message});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule unused_suppression = {
    .id = "unused-suppression",
    .family = Family::engine,
    .severity = Severity::info,
    .summary = "a suppression of something that is not found",
    .why = "It would silence the rule the day the statement changes into one that needs it.",
    .instead = "-- Remove the rule's name from the comment, or the comment.",
    .bad = "-- pginterlock: allow drop-table: no longer used\nSELECT 1;",
    .good =
        "SET lock_timeout = '2s';\n-- pginterlock: allow drop-table: no longer used since release 4.2\nDROP TABLE "
        "users;",
    .on_suppressions = on_suppressions,
};

}  // namespace rules
}  // namespace pginterlock
