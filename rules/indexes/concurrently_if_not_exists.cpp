#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  const auto* index = pg::as<::IndexStmt>(ctx.statement.node);
  if (index == nullptr || !index->concurrent || !index->if_not_exists || index->idxname == nullptr) return;
  const QualifiedName table = ctx.before.schema.resolve(*index->relation, ctx.before.session.search_path());
  const QualifiedName name{table.schema, std::string(pg::text(index->idxname))};
  if (ctx.before.schema.relations.known_absent(name) || !ctx.in_use(table)) return;
  const std::size_t at = ctx.statement.span.begin;
  const std::string drop = fmt::format("DROP INDEX CONCURRENTLY IF EXISTS {};\n", pg::sql_name(name));
  Report report{.message = fmt::format("an invalid {} that a failed try left behind would be kept, and never used",
                                       pg::sql_name(name)),
                .instead = fmt::format("{}{};", drop, ctx.statement.text())};
  if (!ctx.before.session.in_transaction()) {
    report.fix = Fix{.title = "drop what a failed try left behind first",
                     .applicability = Applicability::unsafe,
                     .edits = {{.span = {at, at}, .text = drop}}};
  }
  out.report(std::move(report));
}

}  // namespace

namespace rules {

extern constinit const Rule concurrently_if_not_exists = {
    .id = "concurrently-if-not-exists",
    .family = Family::indexes,
    .severity = Severity::amber,
    .statements = {T_IndexStmt},
    .summary = "CREATE INDEX CONCURRENTLY IF NOT EXISTS, which keeps an invalid index",
    .why =
        "When CREATE INDEX CONCURRENTLY fails or is cancelled it leaves an invalid index under its name. IF NOT EXISTS "
        "finds that name, says NOTICE, and the migration succeeds without a usable index, or without its uniqueness.",
    .instead = R"(DROP INDEX CONCURRENTLY IF EXISTS orders_user_id_idx;
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_user_id_idx ON orders (user_id);)",
    .bad = "CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_user_id_idx ON orders (user_id);",
    .good = R"(DROP INDEX CONCURRENTLY IF EXISTS orders_user_id_idx;
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_user_id_idx ON orders (user_id);)",
    .see = "https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
