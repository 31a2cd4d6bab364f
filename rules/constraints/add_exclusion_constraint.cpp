#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

/// There is no EXCLUDE … NOT VALID and no USING INDEX for it. Source: gram.y, ConstraintElem.
std::string instead(const Context& ctx, const Work& work) {
  const std::string action = advice::text(ctx, work.cause);
  const std::size_t begin = action.find_first_of(" \t\r\n");
  if (advice::added_column(ctx.statement, work.cause) != nullptr || begin == std::string::npos) return {};
  const QualifiedName next{work.relation.schema, pg::truncate_identifier(work.relation.name + "_new")};
  return fmt::format(
      "-- there is no way on the same table that goes on while others write. Make a new table with the constraint:\n"
      "CREATE TABLE {} (LIKE {} INCLUDING ALL,{});\n"
      "-- keep it in step with a trigger, fill it in batches, and exchange the two names in one short transaction",
      pg::sql_name(next), pg::sql_name(work.relation), action.substr(begin));
}

void check(const Context& ctx, Reporter& out) {
  for (const Work* work : advice::causes(ctx, {Reason::add_exclusion})) {
    out.report(*work, {.message = fmt::format("the index of the EXCLUDE constraint on {} is built while {}",
                                              pg::sql_name(work->relation), advice::waits(ctx, work->relation)),
                       .instead = instead(ctx, *work)});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule add_exclusion_constraint = {
    .id = "add-exclusion-constraint",
    .family = Family::constraints,
    .severity = Severity::red,
    .concern = Concern::work,
    .summary = "an EXCLUDE constraint on a table with rows",
    .why =
        "The table is locked in ACCESS EXCLUSIVE while the index is built and every row is compared with the others. "
        "PostgreSQL knows neither NOT VALID nor USING INDEX for EXCLUDE.",
    .instead =
        R"(-- there is no way on the same table that goes on while others write. Make a new table with the constraint:
CREATE TABLE bookings_new (LIKE bookings INCLUDING ALL, EXCLUDE USING gist (room WITH =, during WITH &&));
-- keep it in step with a trigger, fill it in batches, and exchange the two names in one short transaction)",
    .bad = R"(SET lock_timeout = '2s';
ALTER TABLE bookings ADD CONSTRAINT bookings_no_overlap EXCLUDE USING gist (during WITH &&);)",
    .good = "CREATE TABLE bookings (id bigint PRIMARY KEY, during tstzrange, EXCLUDE USING gist (during WITH &&));",
    .see = "https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-EXCLUDE",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
