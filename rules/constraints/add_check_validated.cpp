#include <fmt/format.h>

#include "lint/advice.h"
#include "lint/advice_table.h"
#include "pg/names.h"
#include "pg/walk.h"

namespace pginterlock {
namespace {

std::string instead(const Context& ctx, const Work& work, const ::Constraint& constraint) {
  const QualifiedName table = advice::altered_table(ctx, work);
  const std::string written(pg::text(constraint.conname));
  const auto columns = pg::columns_mentioned(constraint.raw_expr);
  const std::string name = pg::quote_identifier(
      written.empty() ? pg::make_object_name(table.name, columns.size() == 1 ? columns.front() : "", "check")
                      : written);
  const std::string action = advice::text(ctx, work.cause);
  const std::string add =
      written.empty() ? advice::with_word(action, "add", fmt::format("CONSTRAINT {}", name)) : action;
  return advice::alter(table, advice::earlier_actions(ctx, work.cause) + add + " NOT VALID") +
         "-- in a later transaction; reads and writes go on:\n" +
         advice::alter(table, fmt::format("VALIDATE CONSTRAINT {}", name));
}

void check(const Context& ctx, Reporter& out) {
  for (const Work* work : advice::causes(ctx, {Reason::add_check})) {
    Report report{.message = fmt::format("every row of {} is tested against the CHECK while {}",
                                         pg::sql_name(work->relation), advice::waits(ctx, work->relation))};
    const ::AlterTableCmd* action = advice::action_at(ctx.statement, work->cause);
    const auto* constraint = action == nullptr ? nullptr : pg::as<::Constraint>(action->def);
    if (constraint != nullptr) {
      report.instead = instead(ctx, *work, *constraint);
      report.fix = Fix{.title = "add it NOT VALID; validate it in a later migration",
                       .applicability = Applicability::unsafe,
                       .edits = {{.span = {work->cause.end, work->cause.end}, .text = " NOT VALID"}}};
    }
    out.report(*work, std::move(report));
  }
}

}  // namespace

namespace rules {

extern constinit const Rule add_check_validated = {
    .id = "add-check-validated",
    .family = Family::constraints,
    .severity = Severity::red,
    .concern = Concern::work,
    .summary = "a CHECK that is tested against all rows at once",
    .why =
        "The table is locked in ACCESS EXCLUSIVE while every row is read: reads and writes wait. NOT VALID skips the "
        "rows "
        "that exist, and VALIDATE CONSTRAINT reads them later while reads and writes go on.",
    .instead = R"(ALTER TABLE orders ADD CONSTRAINT orders_amount_check CHECK (amount > 0) NOT VALID;
-- in a later transaction; reads and writes go on:
ALTER TABLE orders VALIDATE CONSTRAINT orders_amount_check;)",
    .bad = R"(SET lock_timeout = '2s';
ALTER TABLE orders ADD CONSTRAINT orders_amount_check CHECK (amount > 0);)",
    .good = R"(SET lock_timeout = '2s';
ALTER TABLE orders ADD CONSTRAINT orders_amount_check CHECK (amount > 0) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT orders_amount_check;)",
    .see = "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
