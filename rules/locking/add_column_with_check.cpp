#include <fmt/format.h>

#include "lint/advice.h"
#include "lint/advice_table.h"
#include "pg/names.h"
#include "pg/types.h"

namespace pginterlock {
namespace {

const ::Constraint* constraint_of(const ::ColumnDef& column, ConstrType type) {
  for (const auto& constraint : pg::each<::Constraint>(column.constraints)) {
    if (constraint.contype == type) return &constraint;
  }
  return nullptr;
}

std::string instead(const Context& ctx, const Work& work) {
  const ::ColumnDef* column = advice::added_column(ctx.statement, work.cause);
  if (column == nullptr || column->typeName == nullptr) return {};
  const QualifiedName table = advice::altered_table(ctx, work);
  const std::string key = pg::quote_identifier(pg::text(column->colname));
  const std::string definition = advice::text(ctx, work.cause);
  const std::string value = advice::clause(definition, "default");
  const ::Constraint* check = constraint_of(*column, CONSTR_CHECK);
  const std::string written(check == nullptr ? std::string_view{} : pg::text(check->conname));
  const std::string name = pg::quote_identifier(
      written.empty() ? pg::make_object_name(table.name, pg::text(column->colname), "check") : written);
  // With a default NOT NULL costs nothing; without one another finding speaks of it.
  const bool not_null = !value.empty() && constraint_of(*column, CONSTR_NOTNULL) != nullptr;
  return advice::first_steps(ctx, table, work.cause) +
         advice::alter(table, fmt::format("ADD COLUMN {} {}{}{}{}", key, pg::sql_type(pg::type_of(*column->typeName)),
                                          value.empty() ? "" : " DEFAULT ", value, not_null ? " NOT NULL" : "")) +
         advice::alter(table,
                       fmt::format("ADD CONSTRAINT {} CHECK {} NOT VALID", name, advice::clause(definition, "check"))) +
         "-- in a later transaction; reads and writes go on:\n" +
         advice::alter(table, fmt::format("VALIDATE CONSTRAINT {}", name));
}

void check(const Context& ctx, Reporter& out) {
  for (const Work* work : advice::causes(ctx, {Reason::column_check})) {
    out.report(*work, {.message = fmt::format("the CHECK of the new column is tested against every row of {} while {}",
                                              pg::sql_name(work->relation), advice::waits(ctx, work->relation)),
                       .instead = instead(ctx, *work)});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule add_column_with_check = {
    .id = "add-column-with-check",
    .family = Family::locking,
    .severity = Severity::red,
    .concern = Concern::work,
    .statements = {T_AlterTableStmt},
    .summary = "a new column with a CHECK, which scans the table",
    .why =
        "PostgreSQL reads every row to test the CHECK, even though the new column is the same in all of them, and "
        "holds "
        "ACCESS EXCLUSIVE while it does. A column's own CHECK cannot be NOT VALID; a table constraint can.",
    .instead = R"(ALTER TABLE orders ADD COLUMN priority int DEFAULT 0;
ALTER TABLE orders ADD CONSTRAINT orders_priority_check CHECK (priority >= 0) NOT VALID;
-- in a later transaction; reads and writes go on:
ALTER TABLE orders VALIDATE CONSTRAINT orders_priority_check;)",
    .bad = R"(SET lock_timeout = '2s';
ALTER TABLE orders ADD COLUMN priority int DEFAULT 0 CHECK (priority >= 0);)",
    .good = R"(SET lock_timeout = '2s';
ALTER TABLE orders ADD COLUMN priority int DEFAULT 0;
ALTER TABLE orders ADD CONSTRAINT orders_priority_check CHECK (priority >= 0) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT orders_priority_check;)",
    .see = "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
