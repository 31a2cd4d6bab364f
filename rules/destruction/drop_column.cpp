#include <fmt/format.h>

#include <algorithm>

#include "lint/advice.h"
#include "lint/unmade.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

/// Inserts of a release that does not name the column must work before it is gone.
std::string instead(const Context& ctx, const Loss& loss) {
  const ::AlterTableCmd* action = advice::action_at(ctx.statement, loss.cause);
  const auto* alter = pg::as<::AlterTableStmt>(ctx.statement.node);
  if (alter == nullptr || action == nullptr || action->name == nullptr) return {};
  const std::string name(pg::text(action->name));
  const Relation* table = ctx.before.schema.relation(loss.relation);
  const Column* column = table == nullptr ? nullptr : table->column(name);
  const TableConstraint* key = table == nullptr ? nullptr : table->primary_key();
  const bool in_key = key != nullptr && std::find(key->columns.begin(), key->columns.end(), name) != key->columns.end();
  const bool required = column != nullptr && column->not_null && !column->default_sql &&
                        column->identity == Identity::none && column->generated == Generated::none && !in_key;
  const std::string optional =
      advice::alter(loss.relation, fmt::format("ALTER COLUMN {} DROP NOT NULL", pg::quote_identifier(name)));
  std::string sql = "-- first a release that neither reads nor writes the column\n";
  if (required) sql += "-- so that its inserts work:\n" + optional;
  if (alter->objtype == OBJECT_TABLE && (column == nullptr || !column->complete))
    sql += "-- if the column may not be null: " + optional;
  return sql + "-- in a later migration, with a backup at hand:\n" +
         (pg::length(alter->cmds) == 1 ? fmt::format("{};", ctx.statement.text())
                                       : advice::alter(loss.relation, advice::text(ctx, loss.cause)));
}

void check(const Context& ctx, Reporter& out) {
  for (const Loss& loss : ctx.effects.losses) {
    if (loss.kind != ObjectKind::column || loss.implicit || !ctx.in_use(loss.relation)) continue;
    if (pg::tag(ctx.statement.node) != T_AlterTableStmt) continue;
    const ::AlterTableCmd* action = advice::action_at(ctx.statement, loss.cause);
    if (action != nullptr && !ctx.in_use(loss.relation, pg::text(action->name))) continue;
    const std::string others = advice::lost_with(ctx, loss.cause);
    const std::string table = pg::sql_name(loss.relation);
    Report report{
        .span = loss.cause,
        .message = fmt::format("{} {} of {}", loss.data ? "all values are destroyed of column" : "clients lose column",
                               loss.object, table),
        .instead = instead(ctx, loss),
        .certainty = loss.certainty};
    if (!others.empty()) report.message += fmt::format(", and with it goes {}", others);
    if (!loss.data) report.severity = Severity::amber;
    if (is_hardly_there(ctx, loss.relation)) {
      report.message += should_it_be_there;
      report.severity = Severity::amber;
      report.certainty = Certainty::assumed;
    }
    out.report(std::move(report));
  }
}

}  // namespace

namespace rules {

extern constinit const Rule drop_column = {
    .id = "drop-column",
    .family = Family::destruction,
    .severity = Severity::red,
    .concern = Concern::losses,
    .statements = {T_AlterTableStmt},
    .summary = "DROP COLUMN of a column that may hold data",
    .why =
        "The values cannot be read any more; only a backup brings them back. Clients that still name the column fail "
        "at "
        "once. Every index and constraint that contains the column goes with it, also those of several columns.",
    .instead = R"(-- first a release that neither reads nor writes the column; then, so that its inserts work:
ALTER TABLE users ALTER COLUMN legacy_name DROP NOT NULL;
-- in a later migration, with a backup at hand
ALTER TABLE users DROP COLUMN legacy_name;)",
    .bad = R"(SET lock_timeout = '2s';
ALTER TABLE users DROP COLUMN legacy_name;)",
    .good = R"(CREATE TABLE users (id bigint, legacy_name text);
ALTER TABLE users DROP COLUMN legacy_name;)",
    .see = "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DROP-COLUMN",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
