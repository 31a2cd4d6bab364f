#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

std::string instead(const std::string& table, const std::string& name, bool by_default) {
  return fmt::format(
      "-- a constraint that {0} spares the scan:\n"
      "ALTER TABLE {1} ADD CONSTRAINT {2} CHECK (…) NOT VALID;\n"
      "-- in a later transaction; reads and writes go on:\n"
      "ALTER TABLE {1} VALIDATE CONSTRAINT {2};\n"
      "-- then add the partition, and drop the constraint",
      by_default ? "excludes the rows of the new partition" : "implies the bound, NOT NULL included,", table, name);
}

void check(const Context& ctx, Reporter& out) {
  for (const Work* work : advice::causes(ctx, {Reason::attach_partition, Reason::default_partition})) {
    const std::string table = pg::sql_name(work->relation);
    const bool by_default = work->reason == Reason::default_partition;
    const std::string waits = advice::waits(ctx, work->relation);
    const std::string name = pg::quote_identifier(pg::make_object_name(work->relation.name, "bound", "check"));
    std::string message =
        by_default
            ? fmt::format("the default partition {} is searched for rows of the new partition while {}", table, waits)
            : fmt::format("every row of {} is tested against the partition bound while {}", table, waits);
    out.report(*work, {.message = std::move(message), .instead = instead(table, name, by_default)});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule attach_partition_scan = {
    .id = "attach-partition-scan",
    .family = Family::locking,
    .severity = Severity::red,
    .concern = Concern::work,
    .summary = "a new partition that makes PostgreSQL read a whole table",
    .why =
        "Without a validated CHECK that implies the bound, PostgreSQL reads the table that is attached under ACCESS "
        "EXCLUSIVE. Where the parent has a default partition, that one is searched too, and locked in ACCESS "
        "EXCLUSIVE, "
        "unless a CHECK excludes the new bound.",
    .instead = R"(ALTER TABLE events_2024 ADD CONSTRAINT events_2024_bound
  CHECK (day IS NOT NULL AND day >= '2024-01-01' AND day < '2025-01-01') NOT VALID;
-- in a later transaction; reads and writes go on:
ALTER TABLE events_2024 VALIDATE CONSTRAINT events_2024_bound;
ALTER TABLE events ATTACH PARTITION events_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
ALTER TABLE events_2024 DROP CONSTRAINT events_2024_bound;)",
    .bad = R"(SET lock_timeout = '2s';
ALTER TABLE events ATTACH PARTITION events_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');)",
    .good = R"(-- file: 1.sql
CREATE TABLE events (day date NOT NULL, note text) PARTITION BY RANGE (day);
-- file: 2.sql
SET lock_timeout = '2s';
CREATE TABLE events_2024 (day date NOT NULL, note text);
ALTER TABLE events ATTACH PARTITION events_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');)",
    .see = "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-ATTACH-PARTITION",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
