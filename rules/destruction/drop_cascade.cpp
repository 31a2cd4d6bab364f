#include <fmt/format.h>

#include <algorithm>

#include "lint/advice.h"
#include "pg/lexer.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

/// The index of a constraint goes with its constraint, without CASCADE.
bool is_of_constraint(const Context& ctx, const Loss& loss) {
  if (loss.kind != ObjectKind::index) return false;
  const Relation* table = ctx.before.schema.relation(loss.relation);
  if (table == nullptr) return false;
  return std::any_of(table->indexes.begin(), table->indexes.end(), [&](const auto& index) {
    return index->constraint && pg::sql_name({table->name.schema, index->name}) == loss.object;
  });
}

std::string without_cascade(std::string_view sql) {
  std::string text;
  std::size_t copied = 0;
  pg::Lexer lexer(sql);
  for (pg::Token token = lexer.next_significant(); token.kind != pg::TokenKind::end; token = lexer.next_significant()) {
    if (token.kind != pg::TokenKind::word || !pg::same_word(sql.substr(token.span.begin, token.span.size()), "cascade"))
      continue;
    text += sql.substr(copied, token.span.begin - copied);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.pop_back();
    copied = token.span.end;
  }
  return text + std::string(sql.substr(copied));
}

/// What depends on others was found after them, and goes first.
std::string instead(const Context& ctx, const std::vector<const Loss*>& reached) {
  const std::string sql = without_cascade(ctx.statement.text());
  const std::string drops = advice::drops_of(reached);
  if (drops.empty()) return "-- without CASCADE PostgreSQL refuses, and names what depends on it:\n" + sql + ";";
  return "-- name what is to go, in order; without CASCADE PostgreSQL refuses when something was forgotten:\n" + drops +
         sql + ";";
}

void check(const Context& ctx, Reporter& out) {
  if (!advice::is_cascade(ctx.statement.node) || pg::tag(ctx.statement.node) == T_TruncateStmt) return;
  std::vector<std::string> names;
  std::vector<const Loss*> reached;
  bool data = false;
  bool schema = false;
  for (const Loss& loss : ctx.effects.losses) {
    schema = schema || loss.kind == ObjectKind::schema;
    if (!loss.implicit || (!loss.relation.name.empty() && !ctx.in_use(loss.relation))) continue;
    if (is_of_constraint(ctx, loss)) continue;
    names.push_back(fmt::format("{} {}", name(loss.kind), loss.object));
    reached.push_back(&loss);
    data = data || loss.data;
  }
  if (schema) return;  // drop-schema lists what is in it
  if (!names.empty()) {
    return out.report({.severity = data ? Severity::red : Severity::amber,
                       .message = fmt::format("CASCADE also drops {}", advice::listing(names)),
                       .instead = instead(ctx, reached)});
  }
  if (!ctx.effects.unknown.empty()) {
    out.report({.severity = Severity::amber,
                .message = "no script shows what CASCADE drops beyond what is named",
                .instead = instead(ctx, {}),
                .certainty = Certainty::assumed});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule drop_cascade = {
    .id = "drop-cascade",
    .family = Family::destruction,
    .severity = Severity::red,
    .statements = {T_DropStmt, T_DropOwnedStmt, T_AlterTableStmt},
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
CREATE UNIQUE INDEX users_id ON users (id);
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
