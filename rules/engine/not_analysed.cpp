#include "lint/advice.h"

namespace pginterlock {
namespace {

/// One word for a file is enough: whoever renders its template has rendered all of it.
void report_template(const pg::SyntaxError& error, Reporter& out) {
  out.report({.span = error.span,
              .message = "this cannot be read before its template is filled in: check what the template renders for "
                         "PostgreSQL",
              .certainty = Certainty::assumed,
              .once = true});
}

void at_end(const MigrationContext& ctx, Reporter& out) {
  if (!ctx.template_control) return;
  out.report({.span = ctx.template_control,
              .message = "a template decides here which SQL there is, and all of it is taken as run: check what the "
                         "template renders for PostgreSQL",
              .certainty = Certainty::assumed,
              .once = true});
}

void check(const Context& ctx, Reporter& out) {
  if (ctx.statement.error) {
    if (ctx.statement.error->in_template) report_template(*ctx.statement.error, out);
    return;
  }
  const bool cascade = pg::as<::DropStmt>(ctx.statement.node) != nullptr && advice::is_cascade(ctx.statement.node);
  if (cascade) return;  // drop-cascade says that what it reaches is not known
  for (const Unknown& unknown : ctx.effects.unknown) {
    const bool dynamic = unknown.what.find("dynamic SQL") != std::string::npos;
    out.report({.span = unknown.cause,
                .message = unknown.what,
                .instead = dynamic
                               ? "-- plain statements where that is possible; EXECUTE of constants, of format() with\n"
                                 "-- constant arguments, and in loops over constants is analysed, too"
                               : "",
                .certainty = Certainty::assumed});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule not_analysed = {
    .id = "not-analysed",
    .family = Family::engine,
    .severity = Severity::amber,
    .concern = Concern::unknown,
    .summary = "SQL that was not analysed",
    .why =
        "What the statement locks, changes or destroys does not show in its text: SQL that is computed when it runs, a "
        "template that is not filled in, a body that cannot be read or was not made by these scripts, or a kind that "
        "is not known here. It may be harmless; a person has to look.",
    .instead = R"(-- plain statements in place of dynamic SQL, where that is possible; EXECUTE of constants, of format()
-- with constant arguments, and in loops over constants is analysed, too:
ALTER TABLE users ADD COLUMN IF NOT EXISTS email text;)",
    .bad = R"(DO $$ BEGIN EXECUTE (SELECT statement FROM pending_changes); END $$;)",
    .good = R"(SET lock_timeout = '2s';
ALTER TABLE users ADD COLUMN IF NOT EXISTS email text;)",
    .see = "",
    .check = check,
    .at_end = at_end,
};

}  // namespace rules
}  // namespace pginterlock
