#include <fmt/format.h>

#include "lint/advice.h"
#include "lint/advice_table.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

std::string instead(const Context& ctx, const Work& work) {
  const std::string key = pg::quote_identifier(work.column);
  const QualifiedName table = advice::altered_table(ctx, work);
  const QualifiedName sequence{table.schema, pg::make_object_name(table.name, work.column, "seq")};
  const std::string next = fmt::format("nextval({})", pg::quote_literal(pg::sql_name(sequence)));
  return advice::first_steps(ctx, table, work.cause) + advice::alter(table, fmt::format("ADD COLUMN {} bigint", key)) +
         fmt::format("CREATE SEQUENCE {} OWNED BY {}.{};\n", pg::sql_name(sequence), pg::sql_name(table), key) +
         advice::alter(table, fmt::format("ALTER COLUMN {} SET DEFAULT {}", key, next)) +
         advice::backfill(work.relation, work.column, next) + advice::in_each_other(table, work) +
         advice::not_null_steps(ctx, table, work.column);
}

void check(const Context& ctx, Reporter& out) {
  for (const Work* work : advice::causes(ctx, {Reason::serial_column})) {
    out.report(*work, {.message = fmt::format("serial column {} numbers every row: {} is written anew while {}",
                                              pg::quote_identifier(work->column), pg::sql_name(work->relation),
                                              advice::waits(ctx, work->relation)),
                       .instead = instead(ctx, *work)});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule add_column_serial = {
    .id = "add-column-serial",
    .family = Family::locking,
    .severity = Severity::red,
    .concern = Concern::work,
    .statements = {T_AlterTableStmt},
    .summary = "a new serial column on a table with rows",
    .why =
        "serial is an integer with the default nextval(), which is volatile: each row gets its number now, so the "
        "whole "
        "table and all its indexes are written anew under ACCESS EXCLUSIVE.",
    .instead = R"(ALTER TABLE orders ADD COLUMN number bigint;
CREATE SEQUENCE orders_number_seq OWNED BY orders.number;
ALTER TABLE orders ALTER COLUMN number SET DEFAULT nextval('orders_number_seq');  -- new rows only
-- then fill the rows that exist in batches, and make the column NOT NULL with a validated constraint)",
    .bad = R"(SET lock_timeout = '2s';
ALTER TABLE orders ADD COLUMN number bigserial;)",
    .good = R"(SET lock_timeout = '2s';
ALTER TABLE orders ADD COLUMN number bigint;
CREATE SEQUENCE orders_number_seq OWNED BY orders.number;
ALTER TABLE orders ALTER COLUMN number SET DEFAULT nextval('orders_number_seq');)",
    .see = "https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-SERIAL",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
