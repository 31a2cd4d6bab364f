#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  if (pg::tag(ctx.statement.node) != T_LockStmt) return;
  std::vector<std::string> names;
  const Lock* strongest = nullptr;
  for (const Lock& lock : ctx.effects.locks) {
    if (!blocks_traffic(lock.mode) || !ctx.in_use(lock.relation)) continue;
    names.push_back(pg::sql_name(lock.relation));
    strongest = strongest == nullptr ? &lock : strongest;
  }
  if (strongest == nullptr) return;
  std::string joined;
  for (const std::string& name : names) joined += (joined.empty() ? "" : ", ") + name;
  const std::string who = blocked_by(strongest->mode).reads ? "reads and writes" : "writes";
  out.report(*strongest,
             {.message = fmt::format("{} of {} wait until the transaction ends", who, advice::listing(names)),
              .instead = fmt::format("-- a lock among migrations that stops no reader and no writer:\n"
                                     "SELECT pg_advisory_xact_lock(7131);\n"
                                     "-- or the weakest mode that will do, with a bounded wait:\n"
                                     "SET LOCAL lock_timeout = '2s';\n"
                                     "LOCK TABLE {} IN SHARE UPDATE EXCLUSIVE MODE;",
                                     joined)});
}

}  // namespace

namespace rules {

extern constinit const Rule lock_table = {
    .id = "lock-table",
    .family = Family::locking,
    .severity = Severity::amber,
    .concern = Concern::locks,
    .statements = {T_LockStmt},
    .summary = "LOCK TABLE in a mode that stops readers or writers",
    .why =
        "The lock is held until the transaction ends, whatever comes in between, and everybody who comes later queues "
        "behind it. PostgreSQL's own statements take the weakest lock that they need.",
    .instead = R"(-- a lock among migrations that stops no reader and no writer:
SELECT pg_advisory_xact_lock(7131);
-- or the weakest mode that will do, with a bounded wait:
SET LOCAL lock_timeout = '2s';
LOCK TABLE orders IN SHARE UPDATE EXCLUSIVE MODE;)",
    .bad = R"(BEGIN;
SET LOCAL lock_timeout = '2s';
LOCK TABLE orders;
COMMIT;)",
    .good = R"(BEGIN;
SET LOCAL lock_timeout = '2s';
LOCK TABLE orders IN SHARE UPDATE EXCLUSIVE MODE;
COMMIT;)",
    .see = "https://www.postgresql.org/docs/current/sql-lock.html",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
