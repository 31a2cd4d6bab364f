#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

std::string_view keyword(ReindexObjectType kind) {
  switch (kind) {
    case REINDEX_OBJECT_INDEX:
      return "index";
    case REINDEX_OBJECT_TABLE:
      return "table";
    case REINDEX_OBJECT_SCHEMA:
      return "schema";
    case REINDEX_OBJECT_SYSTEM:
      return "system";
    case REINDEX_OBJECT_DATABASE:
      return "database";
  }
  return "index";
}

void check(const Context& ctx, Reporter& out) {
  const auto* reindex = pg::as<::ReindexStmt>(ctx.statement.node);
  if (reindex == nullptr || advice::is_concurrently(ctx.statement.node)) return;
  const auto causes = advice::causes(ctx, {Reason::reindex});
  if (causes.empty()) return;
  const Work& work = *causes.front();
  const bool named = reindex->kind == REINDEX_OBJECT_INDEX || reindex->kind == REINDEX_OBJECT_TABLE;
  const std::string of = named ? "of " + pg::sql_name(work.relation) : "of each table";
  Report report{.message =
                    fmt::format("indexes {} are built anew while writes, and reads that would use them, wait", of)};
  if (reindex->kind != REINDEX_OBJECT_SYSTEM) {
    const std::string_view after = keyword(reindex->kind);
    report.instead =
        "-- outside a transaction block:\n" + advice::with_word(ctx.statement.text(), after, "CONCURRENTLY") + ";";
    if (!ctx.before.session.in_transaction()) {
      report.fix = advice::insert_after(ctx, after, "CONCURRENTLY", "build it anew while readers and writers go on");
    }
  }
  out.report(work, std::move(report));
}

}  // namespace

namespace rules {

extern constinit const Rule reindex_blocking = {
    .id = "reindex-blocking",
    .family = Family::indexes,
    .severity = Severity::red,
    .concern = Concern::work,
    .statements = {T_ReindexStmt},
    .summary = "REINDEX without CONCURRENTLY",
    .why =
        "The table is locked in SHARE and the index in ACCESS EXCLUSIVE while it is built anew: writes wait, and so do "
        "queries, because planning one locks every index of its table.",
    .instead = "REINDEX INDEX CONCURRENTLY orders_user_id_idx;  -- outside a transaction block",
    .bad = R"(SET lock_timeout = '2s';
REINDEX TABLE orders;)",
    .good = "REINDEX TABLE CONCURRENTLY orders;",
    .see = "https://www.postgresql.org/docs/current/sql-reindex.html#SQL-REINDEX-CONCURRENTLY",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
