#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/ast.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

/// A new default in the same transaction: inserts find one whenever they come.
void settle(const State& state, Reporter& out) {
  if (out.first() == nullptr) return;
  out.withdraw_if([&](const Finding& finding) {
    if (!finding.subject || finding.transaction != state.session.transaction()) return false;
    const Relation* table = state.schema.relation(*finding.subject);
    const Column* column = table == nullptr ? nullptr : table->column(finding.part);
    return column != nullptr && column->default_sql.has_value();
  });
}

void check(const Context& ctx, Reporter& out) {
  if (pg::tag(ctx.statement.node) == T_TransactionStmt) return settle(ctx.before, out);
  if (pg::as<::AlterTableStmt>(ctx.statement.node) == nullptr) return;  // a dropped sequence has its own finding
  for (const Break& broken : ctx.effects.breaks) {
    if (broken.kind != BreakKind::drop_default || !ctx.in_use(broken.relation)) continue;
    const Relation* table = ctx.before.schema.relation(broken.relation);
    const Column* column = table == nullptr ? nullptr : table->column(broken.column);
    const bool known = column != nullptr && column->complete;
    if (known && (!column->not_null || !column->default_sql)) continue;
    out.report({.span = broken.cause,
                .message = fmt::format("inserts into {} that do not name {} fail from then on{}",
                                       pg::sql_name(broken.relation), pg::quote_identifier(broken.column),
                                       known ? "" : ", unless it may be null, which no script shows"),
                .instead = fmt::format("-- first a release whose inserts name {} everywhere, then\n",
                                       pg::quote_identifier(broken.column)) +
                           advice::alter(broken.relation, advice::text(ctx, broken.cause)),
                .certainty = known ? Certainty::proved : Certainty::assumed,
                .subject = ctx.before.session.in_transaction() ? std::optional(broken.relation) : std::nullopt,
                .part = broken.column});
  }
}

void at_end(const MigrationContext& ctx, Reporter& out) { settle(ctx.after, out); }

}  // namespace

namespace rules {

extern constinit const Rule drop_default_of_required_column = {
    .id = "drop-default-of-required-column",
    .family = Family::compatibility,
    .severity = Severity::amber,
    .statements = {T_AlterTableStmt, T_TransactionStmt},
    .summary = "DROP DEFAULT of a column that may not be null",
    .why = "Clients that leave the column out relied on the default. Without it they try to store a null, and fail.",
    .instead = R"(-- first a release whose inserts name the column everywhere, then
ALTER TABLE orders ALTER COLUMN state DROP DEFAULT;)",
    .bad = R"(-- file: 1.sql
CREATE TABLE orders (id bigint, state text NOT NULL DEFAULT 'open');
-- file: 2.sql
SET lock_timeout = '2s';
ALTER TABLE orders ALTER COLUMN state DROP DEFAULT;)",
    .good = R"(-- file: 1.sql
CREATE TABLE orders (id bigint, state text DEFAULT 'open');
-- file: 2.sql
SET lock_timeout = '2s';
ALTER TABLE orders ALTER COLUMN state DROP DEFAULT;)",
    .see = "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-DEFAULT",
    .check = check,
    .at_end = at_end,
};

}  // namespace rules
}  // namespace pginterlock
