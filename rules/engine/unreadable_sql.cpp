#include <fmt/format.h>

#include "lint/rule.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  if (!ctx.statement.error || ctx.statement.error->in_template) return;
  out.report(
      {.span = ctx.statement.error->span,
       .message = fmt::format("PostgreSQL's parser cannot read this statement: {}", ctx.statement.error->message),
       .instead = "-- Correct the statement. Syntax up to PostgreSQL 18 is understood."});
}

}  // namespace

namespace rules {

extern constinit const Rule unreadable_sql = {
    .id = "unreadable-sql",
    .family = Family::engine,
    .severity = Severity::red,
    .statements = {T_Invalid},
    .summary = "a statement that PostgreSQL's parser refuses",
    .why = "The server will refuse it as well, and what it would have locked or lost cannot be known.",
    .instead = "-- Correct the statement. Syntax up to PostgreSQL 18 is understood.",
    .bad = "ALTER TABLE users ADD COLUM email text;",
    .good = "SET lock_timeout = '2s';\nALTER TABLE users ADD COLUMN email text;",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
