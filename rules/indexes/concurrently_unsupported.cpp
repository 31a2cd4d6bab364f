#include "lint/rule.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  for (const Failure& failure : ctx.effects.failures) {
    if (failure.kind != FailureKind::concurrently_unsupported) continue;
    Report report{.span = failure.cause, .message = failure.message, .certainty = failure.certainty};
    if (failure.certainty == Certainty::assumed) report.severity = Severity::amber;
    out.report(std::move(report));
  }
}

}  // namespace

namespace rules {

extern constinit const Rule concurrently_unsupported = {
    .id = "concurrently-unsupported",
    .family = Family::indexes,
    .severity = Severity::red,
    .concern = Concern::failures,
    .summary = "CONCURRENTLY where PostgreSQL cannot do it",
    .why =
        "PostgreSQL refuses CONCURRENTLY for an index of a partitioned table as a whole, for dropping the index of a "
        "constraint, several indexes at once or with CASCADE, and for system catalogues.",
    .instead = R"(-- a partitioned table: an index of the parent alone, one for each partition, and put them together
CREATE INDEX events_day_idx ON ONLY events (day);
CREATE INDEX CONCURRENTLY events_2024_day_idx ON events_2024 (day);
ALTER INDEX events_day_idx ATTACH PARTITION events_2024_day_idx;
-- the index of a constraint goes with its constraint
ALTER TABLE users DROP CONSTRAINT users_email_key;)",
    .bad = R"(-- file: 1.sql
CREATE TABLE events (day date NOT NULL) PARTITION BY RANGE (day);
-- file: 2.sql
CREATE INDEX CONCURRENTLY events_day_idx ON events (day);)",
    .good = R"(-- file: 1.sql
CREATE TABLE events (day date NOT NULL) PARTITION BY RANGE (day);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
-- file: 2.sql
SET lock_timeout = '2s';
CREATE INDEX events_day_idx ON ONLY events (day);
CREATE INDEX CONCURRENTLY events_2024_day_idx ON events_2024 (day);
ALTER INDEX events_day_idx ATTACH PARTITION events_2024_day_idx;)",
    .see = "https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
