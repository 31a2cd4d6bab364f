#include <fmt/format.h>

#include <algorithm>

#include "lint/advice.h"
#include "pg/names.h"
#include "pg/types.h"

namespace pginterlock {
namespace {

std::string instead(const Context& ctx, const Break& broken) {
  const ::ColumnDef* column = advice::added_column(ctx.statement, broken.cause);
  if (column == nullptr || column->typeName == nullptr) return {};
  const std::string key = pg::quote_identifier(broken.column);
  const std::string type = pg::sql_type(pg::type_of(*column->typeName));
  return advice::first_steps(ctx, broken.relation, broken.cause) +
         "-- with a constant default every row has a value at once:\n" +
         advice::alter(broken.relation, fmt::format("ADD COLUMN {} {} NOT NULL DEFAULT …", key, type)) +
         "-- or, where each row needs its own:\n" +
         advice::alter(broken.relation, fmt::format("ADD COLUMN {} {}", key, type)) +
         advice::backfill(broken.relation, broken.column, "…") +
         advice::not_null_steps(ctx, broken.relation, broken.column);
}

/// A table that is known to be empty takes the column, but clients that do not name it in their inserts fail.
void check(const Context& ctx, Reporter& out) {
  for (const Break& broken : ctx.effects.breaks) {
    if (broken.kind != BreakKind::required_column) continue;
    const auto failure =
        std::find_if(ctx.effects.failures.begin(), ctx.effects.failures.end(), [&](const Failure& each) {
          return each.kind == FailureKind::not_null_without_default && each.cause == broken.cause;
        });
    const bool fails = failure != ctx.effects.failures.end();
    if (!fails && !ctx.in_use(broken.relation)) continue;
    const std::string column = pg::quote_identifier(broken.column);
    const std::string table = pg::sql_name(broken.relation);
    Report report{
        .span = broken.cause,
        .message = fmt::format("{} is NOT NULL and has no default: every row of {} would hold a null, and inserts "
                               "that do not name it fail",
                               column, table),
        .instead = instead(ctx, broken)};
    if (!fails) {
      report.message = fmt::format("inserts into {} that do not name {} fail from then on", table, column);
    }
    out.report(std::move(report));
  }
}

}  // namespace

namespace rules {

extern constinit const Rule add_column_not_null_without_default = {
    .id = "add-column-not-null-without-default",
    .family = Family::data,
    .severity = Severity::red,
    .concern = Concern::breaks,
    .summary = "a new column that is NOT NULL and has no default",
    .why =
        "The rows that exist would hold a null, so PostgreSQL refuses when there is one. On an empty table it works, "
        "but "
        "clients that are running do not name the new column in their inserts, and fail.",
    .instead = R"(ALTER TABLE users ADD COLUMN tenant_id bigint;
-- fill the rows that exist in batches, let clients write it, then prove that it holds no null:
ALTER TABLE users ADD CONSTRAINT users_tenant_id_not_null CHECK (tenant_id IS NOT NULL) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT users_tenant_id_not_null;  -- in a later transaction
ALTER TABLE users ALTER COLUMN tenant_id SET NOT NULL;
ALTER TABLE users DROP CONSTRAINT users_tenant_id_not_null;)",
    .bad = R"(SET lock_timeout = '2s';
ALTER TABLE users ADD COLUMN tenant_id bigint NOT NULL;)",
    .good = R"(SET lock_timeout = '2s';
ALTER TABLE users ADD COLUMN tenant_id bigint;
ALTER TABLE users ADD COLUMN active boolean NOT NULL DEFAULT false;)",
    .see = "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-COLUMN",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
