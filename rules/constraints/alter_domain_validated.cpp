#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  for (const Work* work : advice::causes(ctx, {Reason::domain_constraint})) {
    out.report(*work, {.message = fmt::format("every row of {} is tested against the domain's new constraint while {}",
                                              pg::sql_name(work->relation), advice::waits(ctx, work->relation))});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule alter_domain_validated = {
    .id = "alter-domain-validated",
    .family = Family::constraints,
    .severity = Severity::red,
    .concern = Concern::work,
    .statements = {T_AlterDomainStmt},
    .summary = "a new constraint of a domain that is tested against all columns of it at once",
    .why =
        "Every table with a column of the domain is locked in SHARE while its rows are read: writes wait. NOT VALID "
        "skips "
        "the rows that exist and locks no table.",
    .instead = R"(ALTER DOMAIN email ADD CONSTRAINT email_check CHECK (VALUE LIKE '%@%') NOT VALID;
-- in a later transaction (it still locks the tables in SHARE while it reads them):
ALTER DOMAIN email VALIDATE CONSTRAINT email_check;)",
    .bad = R"(-- file: 1.sql
CREATE DOMAIN email AS text;
CREATE TABLE users (id bigint PRIMARY KEY, contact email);
-- file: 2.sql
SET lock_timeout = '2s';
ALTER DOMAIN email ADD CONSTRAINT email_check CHECK (VALUE LIKE '%@%');)",
    .good = R"(-- file: 1.sql
CREATE DOMAIN email AS text;
CREATE TABLE users (id bigint PRIMARY KEY, contact email);
-- file: 2.sql
SET lock_timeout = '2s';
ALTER DOMAIN email ADD CONSTRAINT email_check CHECK (VALUE LIKE '%@%') NOT VALID;)",
    .see = "https://www.postgresql.org/docs/current/sql-alterdomain.html",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
