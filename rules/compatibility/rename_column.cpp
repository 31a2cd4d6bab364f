#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/ast.h"
#include "pg/names.h"
#include "pg/types.h"

namespace pginterlock {
namespace {

std::string type_of(const Context& ctx, const Break& broken) {
  const Relation* table = ctx.before.schema.relation(broken.relation);
  const Column* column = table == nullptr ? nullptr : table->column(broken.column);
  return column == nullptr || !column->type.known() ? "…" : pg::sql_type(column->type);
}

/// A view that has the table's name and the old column serves those clients.
void settle(const State& state, Reporter& out) {
  if (out.first() == nullptr) return;
  out.withdraw_if([&](const Finding& finding) {
    if (!finding.subject || finding.transaction != state.session.transaction()) return false;
    const Relation* now = state.schema.relation(*finding.subject);
    return now != nullptr && now->kind == RelationKind::view && now->column(finding.part) != nullptr;
  });
}

void check(const Context& ctx, Reporter& out) {
  if (pg::tag(ctx.statement.node) == T_TransactionStmt) return settle(ctx.before, out);
  for (const Break& broken : ctx.effects.breaks) {
    if (broken.kind != BreakKind::rename || broken.object_kind != ObjectKind::column) continue;
    if (!ctx.in_use(broken.relation, broken.column)) continue;
    const std::string from = pg::quote_identifier(broken.column);
    const std::string to = pg::quote_identifier(broken.new_name);
    out.report({.span = broken.cause,
                .message = fmt::format("clients that still say {} of {} fail as soon as it is {}", from,
                                       pg::sql_name(broken.relation), to),
                .instead = advice::alter(broken.relation, fmt::format("ADD COLUMN {} {}", to, type_of(ctx, broken))) +
                           "-- keep both in step with a BEFORE INSERT OR UPDATE trigger, then\n" +
                           advice::backfill_from(broken.relation, broken.new_name, from) +
                           "-- when no client, view or foreign key uses the old column any more\n" +
                           advice::alter(broken.relation, fmt::format("DROP COLUMN {}", from)),
                .subject = ctx.before.session.in_transaction() ? std::optional(broken.relation) : std::nullopt,
                .part = broken.column});
  }
}

void at_end(const MigrationContext& ctx, Reporter& out) { settle(ctx.after, out); }

}  // namespace

namespace rules {

extern constinit const Rule rename_column = {
    .id = "rename-column",
    .family = Family::compatibility,
    .severity = Severity::red,
    .statements = {T_RenameStmt, T_TransactionStmt},
    .summary = "a column is renamed while clients use its old name",
    .why =
        "The rename takes a moment, and from then on every statement with the old name fails: in releases that are "
        "still "
        "running, in functions, in reports. Old and new release cannot both work.",
    .instead = R"(ALTER TABLE users ADD COLUMN full_name text;
-- keep both in step with a BEFORE INSERT OR UPDATE trigger, fill the new one in batches,
-- move the clients, and drop the old one in a later release
ALTER TABLE users DROP COLUMN name;)",
    .bad = R"(SET lock_timeout = '2s';
ALTER TABLE users RENAME COLUMN name TO full_name;)",
    .good = R"(SET lock_timeout = '2s';
ALTER TABLE users ADD COLUMN full_name text;)",
    .see = "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-RENAME",
    .check = check,
    .at_end = at_end,
};

}  // namespace rules
}  // namespace pginterlock
