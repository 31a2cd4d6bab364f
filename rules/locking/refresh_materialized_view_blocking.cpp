#include <fmt/format.h>

#include <algorithm>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

/// REFRESH … CONCURRENTLY needs a unique index on plain columns without a WHERE.
/// Source: matview.c, ExecRefreshMatView, is_usable_unique_index.
bool has_usable_unique_index(const Relation* view) {
  return view != nullptr && std::any_of(view->indexes.begin(), view->indexes.end(), [](const auto& index) {
           return index->unique && index->predicate.empty() &&
                  std::all_of(index->keys.begin(), index->keys.end(),
                              [](const IndexKey& key) { return !key.column.empty(); });
         });
}

void check(const Context& ctx, Reporter& out) {
  for (const Work* work : advice::causes(ctx, {Reason::refresh})) {
    const Lock* lock = ctx.effects.lock_on(work->relation);
    if (lock == nullptr || lock->mode != LockMode::access_exclusive) continue;
    const std::string name = pg::sql_name(work->relation);
    Report report{.message = fmt::format("the query of {0} runs while reads of {0} wait", name),
                  .instead = fmt::format("REFRESH MATERIALIZED VIEW CONCURRENTLY {};", name)};
    if (has_usable_unique_index(ctx.before.schema.relation(work->relation))) {
      report.fix = advice::insert_after(ctx, "view", "CONCURRENTLY", "refresh it while readers go on");
      report.fix->applicability = Applicability::unsafe;  // it must have been filled once
    } else {
      report.instead = fmt::format(
                           "-- CONCURRENTLY needs a unique index on plain columns of the view:\n"
                           "CREATE UNIQUE INDEX CONCURRENTLY ON {} (…);\n",
                           name) +
                       report.instead;
    }
    out.report(*work, std::move(report));
  }
}

}  // namespace

namespace rules {

extern constinit const Rule refresh_materialized_view_blocking = {
    .id = "refresh-materialized-view-blocking",
    .family = Family::locking,
    .severity = Severity::red,
    .concern = Concern::work,
    .statements = {T_RefreshMatViewStmt},
    .summary = "REFRESH MATERIALIZED VIEW without CONCURRENTLY",
    .why =
        "The view is locked in ACCESS EXCLUSIVE for as long as its query runs, and readers wait. With CONCURRENTLY "
        "they "
        "go on; that needs a unique index on plain columns, and a view that was filled before.",
    .instead = R"(CREATE UNIQUE INDEX CONCURRENTLY daily_sales_day ON daily_sales (day);
REFRESH MATERIALIZED VIEW CONCURRENTLY daily_sales;)",
    .bad = R"(SET lock_timeout = '2s';
REFRESH MATERIALIZED VIEW daily_sales;)",
    .good = "REFRESH MATERIALIZED VIEW CONCURRENTLY daily_sales;",
    .see = "https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
