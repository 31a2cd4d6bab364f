#include <fmt/format.h>

#include "lint/advice.h"
#include "lint/advice_table.h"
#include "pg/names.h"
#include "pg/types.h"

namespace pginterlock {
namespace {

std::string instead(const Context& ctx, const Work& work) {
  const ::ColumnDef* column = advice::added_column(ctx.statement, work.cause);
  if (column == nullptr || column->typeName == nullptr) return {};
  const std::string key = pg::quote_identifier(work.column);
  const std::string type = pg::sql_type(pg::type_of(*column->typeName));
  std::string expression = advice::clause(advice::text(ctx, work.cause), "as");
  if (const std::size_t end = expression.rfind(')'); end != std::string::npos) expression.resize(end + 1);
  const QualifiedName table = advice::altered_table(ctx, work);
  std::string sql = advice::first_steps(ctx, table, work.cause);
  if (ctx.before.pg_version >= 18) {
    sql += "-- computed when it is read, nothing is written (it cannot be indexed):\n" +
           advice::alter(table, fmt::format("ADD COLUMN {} {} GENERATED ALWAYS AS {} VIRTUAL", key, type, expression)) +
           "-- or a plain column that a trigger keeps:\n";
  }
  return sql + advice::alter(table, fmt::format("ADD COLUMN {} {}", key, type)) +
         "-- create a BEFORE INSERT OR UPDATE trigger that sets it, then\n" +
         advice::backfill_from(work.relation, work.column, expression) + advice::in_each_other(table, work);
}

void check(const Context& ctx, Reporter& out) {
  for (const Work* work : advice::causes(ctx, {Reason::stored_generated})) {
    out.report(*work, {.message = fmt::format(
                           "stored generated column {} is computed for every row: {} is written anew while {}",
                           pg::quote_identifier(work->column), pg::sql_name(work->relation),
                           advice::waits(ctx, work->relation)),
                       .instead = instead(ctx, *work)});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule add_column_stored_generated = {
    .id = "add-column-stored-generated",
    .family = Family::locking,
    .severity = Severity::red,
    .concern = Concern::work,
    .statements = {T_AlterTableStmt},
    .summary = "a new GENERATED … STORED column on a table with rows",
    .why =
        "The value is computed and stored for each row that exists: the whole table and all its indexes are written "
        "anew under ACCESS EXCLUSIVE. A VIRTUAL column (PostgreSQL 18) stores nothing.",
    .instead = R"(-- PostgreSQL 18, where the column needs no index:
ALTER TABLE orders ADD COLUMN total numeric GENERATED ALWAYS AS (price * amount) VIRTUAL;
-- before: a plain column, a trigger that sets it for new rows, and a fill in batches
ALTER TABLE orders ADD COLUMN total numeric;)",
    .bad = R"(SET lock_timeout = '2s';
ALTER TABLE orders ADD COLUMN total numeric GENERATED ALWAYS AS (price * amount) STORED;)",
    .good = R"(SET lock_timeout = '2s';
ALTER TABLE orders ADD COLUMN total numeric;)",
    .see = "https://www.postgresql.org/docs/current/ddl-generated-columns.html",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
