#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  if (!advice::is_cascade(ctx.statement.node) || pg::tag(ctx.statement.node) == T_TruncateStmt) return;
  std::vector<std::string> names;
  bool data = false;
  bool schema = false;
  for (const Loss& loss : ctx.effects.losses) {
    schema = schema || loss.kind == ObjectKind::schema;
    if (!loss.implicit || (!loss.relation.name.empty() && !ctx.in_use(loss.relation))) continue;
    names.push_back(fmt::format("{} {}", name(loss.kind), loss.object));
    data = data || loss.data;
  }
  if (schema) return;  // drop-schema lists what is in it
  if (!names.empty()) {
    return out.report({.severity = data ? Severity::red : Severity::amber,
                       .message = fmt::format("CASCADE also drops {}", advice::listing(names))});
  }
  if (!ctx.effects.unknown.empty()) {
    out.report({.severity = Severity::amber,
                .message = "no script shows what CASCADE drops beyond what is named",
                .certainty = Certainty::assumed});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule drop_cascade = {
    .id = "drop-cascade",
    .family = Family::destruction,
    .severity = Severity::red,
    .summary = "DROP … CASCADE that reaches what the statement does not name",
    .why =
        "CASCADE drops everything that depends on the object, at any depth: views, foreign keys, triggers, and for a "
        "type "
        "the columns of it with all their values. Each table reached is locked in ACCESS EXCLUSIVE.",
    .instead = R"(-- name what is to go, in order; without CASCADE PostgreSQL refuses when something was forgotten:
DROP VIEW active_users;
DROP TYPE user_status;)",
    .bad = R"(-- file: 1.sql
CREATE TABLE users (id bigint, CONSTRAINT users_pkey PRIMARY KEY (id));
CREATE TABLE orders (id bigint, user_id bigint REFERENCES users);
-- file: 2.sql
SET lock_timeout = '2s';
ALTER TABLE users DROP CONSTRAINT users_pkey CASCADE;)",
    .good = R"(CREATE VIEW active_users AS SELECT 1 AS id;
DROP VIEW active_users CASCADE;)",
    .see = "https://www.postgresql.org/docs/current/ddl-depend.html",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
