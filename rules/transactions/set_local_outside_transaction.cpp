#include <fmt/format.h>

#include "lint/rule.h"
#include "pg/ast.h"
#include "pg/lexer.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  const auto* set = pg::as<::VariableSetStmt>(ctx.statement.node);
  if (set == nullptr || !set->is_local || ctx.before.session.in_transaction()) return;
  Report report{.message = fmt::format("SET LOCAL {} has no effect: no transaction is open", pg::text(set->name))};
  const std::string_view text = ctx.statement.text();
  report.instead = fmt::format("BEGIN;\n{};", text);
  const std::size_t local = text.find_first_not_of(" \t\r\n", 3);  // a comment between the words gets no fix
  if (local != std::string_view::npos && pg::same_word(text.substr(local, 5), "local")) {
    const std::size_t begin = ctx.statement.span.begin;
    report.instead = fmt::format("SET{};  -- for the session\n-- or BEGIN first", text.substr(local + 5));
    report.fix = Fix{.title = "set it for the session",
                     .applicability = Applicability::unsafe,
                     .edits = {{.span = {begin + 3, begin + local + 5}, .text = ""}}};
  }
  out.report(std::move(report));
}

}  // namespace

namespace rules {

extern constinit const Rule set_local_outside_transaction = {
    .id = "set-local-outside-transaction",
    .family = Family::transactions,
    .severity = Severity::amber,
    .statements = {T_VariableSetStmt},
    .summary = "SET LOCAL where no transaction is open",
    .why =
        "SET LOCAL lasts until the transaction ends, and outside a transaction block that is at once: PostgreSQL gives "
        "a "
        "warning and the setting is gone. A lock_timeout set like this protects nobody.",
    .instead = R"(SET lock_timeout = '2s';  -- for the session
-- or BEGIN first)",
    .bad = "SET LOCAL statement_timeout = '5s';",
    .good = "SET statement_timeout = '5s';",
    .see = "https://www.postgresql.org/docs/current/sql-set.html",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
