#include "lint/rule.h"

namespace pginterlock {
namespace {

void at_end(const MigrationContext& ctx, Reporter& out) {
  for (const TextProblem& problem : ctx.text_problems) out.report({.span = problem.span, .message = problem.message});
}

}  // namespace

namespace rules {

extern constinit const Rule unreadable_text = {
    .id = "unreadable-text",
    .family = Family::engine,
    .severity = Severity::red,
    .summary = "bytes that are no UTF-8 text: NUL bytes, UTF-16, another encoding",
    .why =
        "PostgreSQL refuses NUL bytes and text that is invalid in its encoding, and what stands in such a file cannot "
        "be judged with certainty.",
    .instead = "-- Save the file as UTF-8, without NUL bytes.",
    .bad = "SET lock_timeout = '2s';\nCOMMENT ON TABLE users IS 'caf\xE9';",
    .good = "SET lock_timeout = '2s';\nCOMMENT ON TABLE users IS 'caf\xC3\xA9';",
    .at_end = at_end,
};

}  // namespace rules
}  // namespace pginterlock
