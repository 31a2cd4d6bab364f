#include "lint/rule.h"

namespace pginterlock {
namespace {

void on_suppressions(const MigrationContext& ctx, Reporter& out) {
  for (const SuppressionProblem& problem : ctx.suppression_problems) {
    if (problem.kind == SuppressionProblem::Kind::unused) continue;
    out.report({.span = problem.span, .message = problem.message});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule malformed_suppression = {
    .id = "malformed-suppression",
    .family = Family::engine,
    .severity = Severity::amber,
    .summary = "a suppression comment without effect: no rule, an unknown rule, or no reason",
    .why =
        "A comment that looks like a suppression and is none hides from its reader that the finding stands, or that it "
        "was allowed without anyone saying why.",
    .instead = "-- pginterlock: allow drop-table: replaced by accounts in release 4.2, unused since",
    .bad = "-- pginterlock: allow drop-tabel: no longer used\nSELECT 1;",
    .good =
        "SET lock_timeout = '2s';\n-- pginterlock: allow drop-table: no longer used since release 4.2\nDROP TABLE "
        "users;",
    .on_suppressions = on_suppressions,
};

}  // namespace rules
}  // namespace pginterlock
