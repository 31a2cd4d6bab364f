#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

std::string_view what(Reason reason) {
  switch (reason) {
    case Reason::set_expression:
      return "the new expression is computed for every row";
    case Reason::set_logged:
      return "changing between LOGGED and UNLOGGED copies every row";
    case Reason::access_method:
      return "the new access method stores every row again";
    default:
      return "the new tablespace takes a copy of every page";
  }
}

void check(const Context& ctx, Reporter& out) {
  for (const Work* work :
       advice::causes(ctx, {Reason::set_expression, Reason::set_logged, Reason::access_method, Reason::tablespace})) {
    out.report(*work, {.message = fmt::format("{}: {} is written anew while {}", what(work->reason),
                                              pg::sql_name(work->relation), advice::waits(ctx, work->relation))});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule table_rewrite = {
    .id = "table-rewrite",
    .family = Family::locking,
    .severity = Severity::red,
    .concern = Concern::work,
    .statements = {T_AlterTableStmt, T_AlterTableMoveAllStmt},
    .summary = "SET LOGGED, UNLOGGED, ACCESS METHOD, TABLESPACE or EXPRESSION, which writes the table anew",
    .why =
        "All rows are written or copied under ACCESS EXCLUSIVE, together with the indexes: reads and writes wait until "
        "the last one is done.",
    .instead = R"(-- make a new table that is as it should be, keep it in step with a trigger, fill it in batches,
-- and exchange the two names in one short transaction. Indexes can move by themselves (PostgreSQL 14):
REINDEX (TABLESPACE fast) INDEX CONCURRENTLY orders_pkey;)",
    .bad = R"(SET lock_timeout = '2s';
ALTER TABLE events SET LOGGED;)",
    .good = R"(CREATE UNLOGGED TABLE events (id bigint);
ALTER TABLE events SET LOGGED;)",
    .see = "https://www.postgresql.org/docs/current/sql-altertable.html",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
