#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  if (pg::tag(ctx.statement.node) != T_TruncateStmt) return;
  std::vector<std::string> names;
  std::vector<Impact> impacts;
  std::string instead = "-- delete what is really to go, in batches, each in a transaction of its own:\n";
  for (const Loss& loss : ctx.effects.losses) {
    if (loss.kind != ObjectKind::rows || !ctx.in_use(loss.relation)) continue;
    names.push_back(loss.object);
    instead += fmt::format("DELETE FROM {0} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {0} WHERE … LIMIT 5000));\n",
                           loss.object);
    impacts.push_back({loss.relation, LockMode::access_exclusive, Duration::brief});
  }
  if (names.empty()) return;
  const bool cascade = advice::is_cascade(ctx.statement.node);
  out.report({.message = fmt::format("all rows of {} are destroyed{}", advice::listing(names),
                                     cascade ? ", and those of every table with a foreign key to it" : ""),
              .instead = std::move(instead),
              .impacts = std::move(impacts)});
}

}  // namespace

namespace rules {

extern constinit const Rule truncate_table = {
    .id = "truncate-table",
    .family = Family::destruction,
    .severity = Severity::red,
    .concern = Concern::losses,
    .statements = {T_TruncateStmt},
    .summary = "TRUNCATE of a table that may hold data",
    .why =
        "All rows are gone at once, under ACCESS EXCLUSIVE and without firing ON DELETE triggers. With CASCADE so are "
        "those of every table that refers to it, at any depth.",
    .instead = R"(-- delete what is really to go, in batches, each in a transaction of its own:
DELETE FROM sessions
WHERE ctid = ANY (ARRAY(SELECT ctid FROM sessions WHERE expires_at < now() LIMIT 5000));)",
    .bad = R"(SET lock_timeout = '2s';
TRUNCATE sessions;)",
    .good = R"(DELETE FROM sessions
WHERE ctid = ANY (ARRAY(SELECT ctid FROM sessions WHERE expires_at < now() LIMIT 5000));)",
    .see = "https://www.postgresql.org/docs/current/sql-truncate.html",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
