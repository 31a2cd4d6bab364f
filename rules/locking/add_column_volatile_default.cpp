#include <fmt/format.h>

#include <algorithm>

#include "lint/advice.h"
#include "lint/advice_table.h"
#include "pg/names.h"
#include "pg/types.h"

namespace pginterlock {
namespace {

bool is_not_null(const ::ColumnDef& column) {
  const auto constraints = pg::each<::Constraint>(column.constraints);
  return std::any_of(constraints.begin(), constraints.end(),
                     [](const ::Constraint& constraint) { return constraint.contype == CONSTR_NOTNULL; });
}

std::string instead(const Context& ctx, const Work& work) {
  const ::ColumnDef* column = advice::added_column(ctx.statement, work.cause);
  if (column == nullptr || column->typeName == nullptr) return {};
  const std::string key = pg::quote_identifier(work.column);
  const std::string value = advice::clause(advice::text(ctx, work.cause), "default");
  const QualifiedName table = advice::altered_table(ctx, work);
  return advice::first_steps(ctx, table, work.cause) +
         advice::alter(table, fmt::format("ADD COLUMN {} {}", key, pg::sql_type(pg::type_of(*column->typeName)))) +
         advice::alter(table, fmt::format("ALTER COLUMN {} SET DEFAULT {}", key, value)) +
         advice::backfill(work.relation, work.column, value) + advice::in_each_other(table, work) +
         (is_not_null(*column) ? advice::not_null_steps(ctx, table, work.column) : "");
}

void check(const Context& ctx, Reporter& out) {
  for (const Work* work : advice::causes(ctx, {Reason::volatile_default})) {
    out.report(*work,
               {.message = fmt::format("column {} has a volatile default: every row of {} is written anew while {}",
                                       pg::quote_identifier(work->column), pg::sql_name(work->relation),
                                       advice::waits(ctx, work->relation)),
                .instead = instead(ctx, *work)});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule add_column_volatile_default = {
    .id = "add-column-volatile-default",
    .family = Family::locking,
    .severity = Severity::red,
    .concern = Concern::work,
    .statements = {T_AlterTableStmt},
    .summary = "a new column whose default must be computed for each row",
    .why =
        "A constant or stable default is stored once in the catalogue. A volatile one, such as gen_random_uuid(), "
        "random() or clock_timestamp(), differs from row to row, so PostgreSQL writes the whole table and all its "
        "indexes anew under ACCESS EXCLUSIVE.",
    .instead = R"(ALTER TABLE users ADD COLUMN token uuid;
ALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid();  -- new rows only
-- fill the rows that exist in batches, each in a transaction of its own, until no row is changed:
UPDATE users SET token = gen_random_uuid()
WHERE ctid = ANY (ARRAY(SELECT ctid FROM users WHERE token IS NULL LIMIT 5000));)",
    .bad = R"(SET lock_timeout = '2s';
ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid();)",
    .good = R"(SET lock_timeout = '2s';
ALTER TABLE users ADD COLUMN token uuid;
ALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid();)",
    .see = "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
