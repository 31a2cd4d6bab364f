#include <fmt/format.h>

#include <algorithm>

#include "lint/advice.h"
#include "schema/new_labels.h"

namespace pginterlock {
namespace {

bool is_unsafe(const Failure& failure) { return failure.kind == FailureKind::unsafe_enum_value; }

/// The values that the statement may use: their text stands in it.
std::vector<std::string> named_in(std::string_view sql, std::vector<std::string> labels) {
  std::erase_if(labels,
                [&](const std::string& label) { return sql.find(pg::quote_literal(label)) == std::string_view::npos; });
  return labels;
}

/// What the statement meets when the values of the type are not committed yet.
std::optional<std::string> refused(const Context& ctx, const QualifiedName& type, std::vector<std::string> labels) {
  State fresh = ctx.before;
  fresh.schema.types.edit(type).labels_added_here = std::move(labels);
  fresh.schema.uncommitted_enums.push_back(type);
  const Effects effects = effects_of(ctx.statement, fresh);
  const auto failure = std::find_if(effects.failures.begin(), effects.failures.end(), is_unsafe);
  return failure == effects.failures.end() ? std::nullopt : std::optional(failure->message);
}

void check(const Context& ctx, Reporter& out) {
  const std::vector<QualifiedName>* types = schema::types_with_new_labels(ctx.before.schema);
  if (types == nullptr || ctx.migration.wrap != Wrap::run || !ctx.before.session.in_transaction()) return;
  if (pg::tag(ctx.statement.node) == T_AlterEnumStmt) return;
  const auto& failures = ctx.effects.failures;
  if (std::any_of(failures.begin(), failures.end(), is_unsafe)) return;  // it fails anyhow
  for (const QualifiedName& name : *types) {
    const UserType* type = ctx.before.schema.type(name);
    // Since 17 the values of a type that the same transaction made can be used at once.
    if (type == nullptr || (ctx.before.pg_version >= 17 && type->origin)) continue;
    std::vector<std::string> labels = named_in(ctx.statement.text(), schema::new_labels_of(*type, ctx.before.schema));
    if (labels.empty()) continue;
    const auto message = refused(ctx, name, std::move(labels));
    if (!message) continue;
    out.report({.message = "fails on a fresh installation, where one transaction runs all migrations: " + *message,
                .certainty = Certainty::assumed,
                .once_per_run = true});
    return;
  }
}

}  // namespace

namespace rules {

extern constinit const Rule enum_value_on_fresh_install = {
    .id = "enum-value-on-fresh-install",
    .family = Family::transactions,
    .severity = Severity::amber,
    .once = true,
    .summary = "an enum value is used that an earlier migration of the same transaction adds",
    .why =
        "A value that ALTER TYPE ... ADD VALUE adds cannot be used before its transaction is committed (55P04). Where "
        "the runner applies all pending migrations in one transaction, as Drizzle does, this history works on a "
        "database that got its migrations one by one and fails on an empty one: in CI, for a new tenant, after a "
        "restore from scratch. Since PostgreSQL 17 values of a type that the same transaction made can be used.",
    .instead =
        "-- Make the type with all of its values, or replace it by a new one in the migration that uses the value:\n"
        "CREATE TYPE mood_2 AS ENUM ('good', 'bad');\n"
        "ALTER TABLE users ALTER COLUMN mood TYPE mood_2 USING mood::text::mood_2;",
    .bad = R"(-- file: 0000_mood.sql
CREATE TYPE mood AS ENUM ('good');
--> statement-breakpoint
CREATE TABLE users (id bigint, mood mood);
-- file: 0001_bad.sql
ALTER TYPE mood ADD VALUE 'bad';
--> statement-breakpoint
SELECT 1;
-- file: 0002_default.sql
SET lock_timeout = '2s';
--> statement-breakpoint
ALTER TABLE users ALTER COLUMN mood SET DEFAULT 'bad';)",
    .good = R"(-- file: 0000_mood.sql
CREATE TYPE mood AS ENUM ('good', 'bad');
--> statement-breakpoint
CREATE TABLE users (id bigint, mood mood);
-- file: 0001_default.sql
SET lock_timeout = '2s';
--> statement-breakpoint
ALTER TABLE users ALTER COLUMN mood SET DEFAULT 'bad';)",
    .see = "https://www.postgresql.org/docs/current/sql-altertype.html",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
