#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  for (const Work* work : advice::causes(ctx, {Reason::vacuum_full, Reason::cluster})) {
    const bool full = work->reason == Reason::vacuum_full;
    const std::string table = work->relation.name.empty() ? "every table" : pg::sql_name(work->relation);
    out.report(*work, {.message = fmt::format("{} writes {} anew while reads and writes wait",
                                              full ? "VACUUM FULL" : "CLUSTER", table),
                       .instead = full && !work->relation.name.empty()
                                      ? fmt::format("-- gives room back for new rows and stops nobody:\nVACUUM {};\n"
                                                    "-- to make the file smaller without a long lock, use pg_repack",
                                                    table)
                                      : ""});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule vacuum_full_or_cluster = {
    .id = "vacuum-full-or-cluster",
    .family = Family::locking,
    .severity = Severity::red,
    .concern = Concern::work,
    .statements = {T_VacuumStmt, T_ClusterStmt},
    .summary = "VACUUM FULL or CLUSTER, which write the table anew",
    .why =
        "The table and all its indexes are written anew under ACCESS EXCLUSIVE, and need as much room again on disk.",
    .instead = R"(VACUUM orders;  -- gives room back for new rows and stops nobody
-- to make the file smaller or to sort it without a long lock, use pg_repack)",
    .bad = R"(SET lock_timeout = '2s';
VACUUM FULL orders;)",
    .good = "VACUUM (ANALYZE) orders;",
    .see = "https://www.postgresql.org/docs/current/sql-vacuum.html",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
