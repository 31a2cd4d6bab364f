#include <fmt/format.h>

#include "lint/rule.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  for (const Kept& kept : ctx.effects.kept) {
    out.report({.span = kept.cause,
                .message = fmt::format("{} {} is there already and stays as it is: {}", name(kept.kind), kept.object,
                                       fmt::join(kept.differences, "; ")),
                .certainty = kept.certainty});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule if_not_exists_keeps_another = {
    .id = "if-not-exists-keeps-another",
    .family = Family::history,
    .severity = Severity::amber,
    .concern = Concern::kept,
    .summary = "IF NOT EXISTS that finds an object of another definition",
    .why =
        "IF NOT EXISTS asks for the name alone. An object with that name is there, and it is not what the statement "
        "describes: PostgreSQL says \"already exists, skipping\", the migration succeeds, and what comes next does not "
        "find what it was written for.",
    .instead = R"(-- change what is there, or take another name:
ALTER TABLE users ADD COLUMN email text;)",
    .bad = R"(-- file: 0001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY);
-- file: 0002_users.sql
CREATE TABLE IF NOT EXISTS users (id bigint PRIMARY KEY, email text);
)",
    .good = R"(-- file: 0001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY);
-- file: 0002_users.sql
SET lock_timeout = '2s';
ALTER TABLE users ADD COLUMN email text;
)",
    .see = "https://www.postgresql.org/docs/current/sql-createtable.html",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
