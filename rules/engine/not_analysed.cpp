#include "lint/advice.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  if (ctx.statement.error) return;
  const bool cascade = pg::as<::DropStmt>(ctx.statement.node) != nullptr && advice::is_cascade(ctx.statement.node);
  if (cascade) return;  // drop-cascade says that what it reaches is not known
  for (const Unknown& unknown : ctx.effects.unknown) {
    out.report({.span = unknown.cause, .message = unknown.what, .certainty = Certainty::assumed});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule not_analysed = {
    .id = "not-analysed",
    .family = Family::engine,
    .severity = Severity::amber,
    .summary = "SQL that was not analysed",
    .why =
        "What the statement locks, changes or destroys does not show in its text: SQL that is computed when it runs, a "
        "body that cannot be read or was not made by these scripts, or a kind that is not known here. It may be "
        "harmless; a person has to look.",
    .instead = R"(-- plain statements in place of dynamic SQL, where that is possible; EXECUTE of constants, of format()
-- with constant arguments, and in loops over constants is analysed, too:
ALTER TABLE users ADD COLUMN IF NOT EXISTS email text;)",
    .bad = R"(DO $$ BEGIN EXECUTE (SELECT statement FROM pending_changes); END $$;)",
    .good = R"(SET lock_timeout = '2s';
ALTER TABLE users ADD COLUMN IF NOT EXISTS email text;)",
    .see = "",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
