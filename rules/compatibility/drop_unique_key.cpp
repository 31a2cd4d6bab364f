#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "effects/targets.h"
#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

constexpr char separator = '\n';

std::string joined(const std::vector<std::string>& columns) {
  std::string all(1, separator);
  for (const std::string& column : columns) all += column + separator;
  return all;
}

/// Whether all of them are among those that were joined.
bool are_among(const std::vector<std::string>& columns, const std::string& joined) {
  return std::all_of(columns.begin(), columns.end(), [&](const std::string& column) {
    return joined.find(separator + column + separator) != std::string::npos;
  });
}

/// The columns of a unique index over plain columns and all rows; none for another.
std::vector<std::string> unique_columns(const TableIndex& index) {
  std::vector<std::string> columns;
  if (!index.unique || !index.predicate.empty()) return columns;
  for (const IndexKey& key : index.keys) {
    if (key.column.empty()) return {};
    columns.push_back(key.column);
  }
  return columns;
}

void report(const Context& ctx, const Relation& table, const TableIndex& index, Span cause, Reporter& out) {
  const std::vector<std::string> columns = unique_columns(index);
  if (columns.empty() || !ctx.in_use(table.name)) return;
  const std::string name = pg::sql_name(table.name);
  out.report({.span = cause,
              .message = fmt::format("duplicates of ({0}) may come into {1} from then on, and ON CONFLICT ({0}) fails",
                                     pg::sql_list(columns), name),
              .instead = fmt::format("-- when nothing relies on it any more; another unique index first, if one is to "
                                     "take its place:\nCREATE UNIQUE INDEX CONCURRENTLY ON {} ({});",
                                     name, pg::sql_list(columns)),
              .certainty = effects::certainty_of(table.origin),
              .subject = table.name,
              .part = joined(columns)});
}

void check(const Context& ctx, Reporter& out) {
  const Schema& schema = ctx.before.schema;
  const auto& path = ctx.before.session.search_path();
  if (const auto* alter = pg::as<::AlterTableStmt>(ctx.statement.node)) {
    advice::each_action(ctx.statement, {AT_DropConstraint}, [&](const ::AlterTableCmd& command, Span place) {
      const Relation* table = schema.relation(schema.resolve(*alter->relation, path));
      if (table == nullptr) return;
      for (const auto& index : table->indexes) {
        if (index->constraint == pg::text(command.name)) report(ctx, *table, *index, place, out);
      }
    });
    return;
  }
  const auto* drop = pg::as<::DropStmt>(ctx.statement.node);
  if (drop == nullptr || drop->removeType != OBJECT_INDEX) return;
  for (const auto& written : pg::each<::List>(drop->objects)) {
    const QualifiedName name = schema.resolve(pg::name_of(&written), path);
    const Relation* table = schema.table_of_index(name);
    const TableIndex* index = table == nullptr ? nullptr : table->index(name.name);
    if (index != nullptr) report(ctx, *table, *index, ctx.statement.span, out);
  }
}

/// Another index keeps the same columns unique, or some of them, or the table is gone.
void at_end(const MigrationContext& ctx, Reporter& out) {
  if (out.first() == nullptr) return;
  out.withdraw_if([&](const Finding& finding) {
    const Relation* table = ctx.after.schema.relation(*finding.subject);
    return table == nullptr || std::any_of(table->indexes.begin(), table->indexes.end(), [&](const auto& index) {
             const std::vector<std::string> columns = unique_columns(*index);
             return !columns.empty() && are_among(columns, finding.part);
           });
  });
}

}  // namespace

namespace rules {

extern constinit const Rule drop_unique_key = {
    .id = "drop-unique-key",
    .family = Family::compatibility,
    .severity = Severity::amber,
    .statements = {T_AlterTableStmt, T_DropStmt},
    .summary = "a primary key, a unique constraint or a unique index is dropped, and nothing takes its place",
    .why =
        "INSERT … ON CONFLICT names the columns of a unique index, and is refused (42P10) when there is none. Without "
        "the index duplicates come in, and the way back fails as soon as there is one.",
    .instead = R"(-- when another one is to take its place, first
CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email);
ALTER TABLE users DROP CONSTRAINT users_email_key;)",
    .bad = R"(-- file: 0001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE);
-- file: 0002_email.sql
SET lock_timeout = '2s';
ALTER TABLE users DROP CONSTRAINT users_email_key;
)",
    .good = R"(-- file: 0001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE);
-- file: 0002_email.sql
SET lock_timeout = '2s';
CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email);
ALTER TABLE users DROP CONSTRAINT users_email_key;
)",
    .see = "https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT",
    .check = check,
    .at_end = at_end,
};

}  // namespace rules
}  // namespace pginterlock
