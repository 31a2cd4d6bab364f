#include <fmt/format.h>

#include <string>

#include "lint/advice.h"
#include "pg/command_tag.h"

namespace pginterlock {
namespace {

constexpr std::string_view rest = ", and what follows is committed statement by statement";

bool ends_transaction(const ::TransactionStmt& statement) {
  return statement.kind == TRANS_STMT_COMMIT || statement.kind == TRANS_STMT_ROLLBACK ||
         statement.kind == TRANS_STMT_PREPARE;
}

/// What stands behind it makes it matter: the runner's own record of the migration is all that follows else.
void check(const Context& ctx, Reporter& out) {
  const Session& session = ctx.before.session;
  if (!session.is_wrapped() || session.in_routine()) return;
  const auto* transaction = pg::as<::TransactionStmt>(ctx.statement.node);
  if (transaction == nullptr) {
    Finding* found = out.first();
    if (found == nullptr || found->severity == Severity::amber) return;
    if (pg::tag(ctx.statement.node) == T_VariableSetStmt) return;
    found->severity = Severity::amber;
    if (!session.in_explicit_transaction()) found->message += rest;
    return;
  }
  if (!session.in_transaction_of_runner() || !ends_transaction(*transaction)) return;
  const bool commits = transaction->kind != TRANS_STMT_ROLLBACK;
  out.report({.severity = Severity::info,
              .message = fmt::format("{} ends the transaction that the runner opened: what stands before it is {} even "
                                     "if the rest fails, the record that the migration ran included",
                                     pg::command_tag(ctx.statement.node), commits ? "committed" : "taken back"),
              .instead = advice::outside_transaction(ctx),
              .once = true});
}

}  // namespace

namespace rules {

extern constinit const Rule ends_transaction_of_runner = {
    .id = "ends-transaction-of-runner",
    .family = Family::transactions,
    .severity = Severity::amber,
    .summary = "COMMIT or ROLLBACK of the transaction that the migration runner opened",
    .why =
        "The runner wraps the file in a transaction, so that all of it happens or nothing. A COMMIT in the text ends "
        "that transaction: a failure behind it leaves half of the migration in the database, and the runner takes it "
        "for one that did not run. Its own COMMIT at the end meets no transaction, at which some drivers fail.",
    .instead = R"(-- leave BEGIN and COMMIT to the runner; what needs no transaction stands in a migration of its own)",
    .bad = R"(-- file: 00001_users.sql
-- +goose Up
SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD COLUMN email text;
COMMIT;
CREATE INDEX CONCURRENTLY users_email ON users (email);
-- +goose Down
DROP INDEX users_email;
ALTER TABLE users DROP COLUMN email;
)",
    .good = R"(-- file: 00001_users.sql
-- +goose Up
SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD COLUMN email text;
-- +goose Down
ALTER TABLE users DROP COLUMN email;
)",
    .see = "",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
