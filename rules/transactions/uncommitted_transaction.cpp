#include "lint/rule.h"
#include "pg/lexer.h"
#include "pg/splitter.h"

namespace pginterlock {
namespace {

/// The last BEGIN or START of the script. Read only when a transaction stays open.
Span last_begin(const Part& up) {
  const std::string_view text = up.source->text();
  Span last{up.range.begin, up.range.begin};
  for (const Span statement : pg::split(text, up.range).statements) {
    const Span word = pg::Lexer(text, statement.begin, statement.end).next_significant().span;
    const std::string_view first = text.substr(word.begin, word.size());
    if (pg::same_word(first, "begin") || pg::same_word(first, "start")) last = statement;
  }
  return last;
}

void at_end(const MigrationContext& ctx, Reporter& out) {
  const Session& session = ctx.after.session;
  if (session.is_wrapped() || !session.in_explicit_transaction()) return;
  const std::size_t end = ctx.migration.up.range.end;
  out.report({.span = last_begin(ctx.migration.up),
              .message = "the transaction that begins here is never committed",
              .instead = "-- at the end:\nCOMMIT;",
              .fix = Fix{.title = "commit at the end",
                         .applicability = Applicability::unsafe,
                         .edits = {{.span = {end, end}, .text = "\nCOMMIT;\n"}}}});
}

}  // namespace

namespace rules {

extern constinit const Rule uncommitted_transaction = {
    .id = "uncommitted-transaction",
    .family = Family::transactions,
    .severity = Severity::red,
    .summary = "BEGIN without COMMIT",
    .why =
        "When the connection closes, everything since BEGIN is rolled back. When the runner goes on with the same "
        "connection, its own statements fall into the transaction and all its locks are kept.",
    .instead = R"(BEGIN;
ALTER TABLE users ADD COLUMN email text;
COMMIT;)",
    .bad = R"(BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD COLUMN email text;)",
    .good = R"(BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD COLUMN email text;
COMMIT;)",
    .see = "https://www.postgresql.org/docs/current/sql-begin.html",
    .at_end = at_end,
};

}  // namespace rules
}  // namespace pginterlock
