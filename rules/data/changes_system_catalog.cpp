#include <fmt/format.h>

#include "lint/rule.h"
#include "pg/ast.h"

namespace pginterlock {
namespace {

const ::RangeVar* changed_by(const ::Node* statement) {
  if (const auto* insert = pg::as<::InsertStmt>(statement)) return insert->relation;
  if (const auto* update = pg::as<::UpdateStmt>(statement)) return update->relation;
  if (const auto* remove = pg::as<::DeleteStmt>(statement)) return remove->relation;
  if (const auto* merge = pg::as<::MergeStmt>(statement)) return merge->relation;
  return nullptr;
}

/// Only in pg_catalog do names begin with pg_, unless a script made the table. pg_settings is a view for SET.
bool is_catalog(const Context& ctx, const ::RangeVar& relation) {
  const std::string_view name = pg::text(relation.relname);
  if (!name.starts_with("pg_") || name == "pg_settings") return false;
  const std::string_view schema = pg::text(relation.schemaname);
  if (!schema.empty()) return schema == "pg_catalog";
  return ctx.before.schema.relation(ctx.before.schema.resolve(relation, ctx.before.session.search_path())) == nullptr;
}

void check(const Context& ctx, Reporter& out) {
  const ::RangeVar* relation = changed_by(ctx.statement.node);
  if (relation == nullptr || !is_catalog(ctx, *relation)) return;
  out.report({.message = fmt::format("the system catalogue {} is changed by hand", pg::text(relation->relname))});
}

}  // namespace

namespace rules {

extern constinit const Rule changes_system_catalog = {
    .id = "changes-system-catalog",
    .family = Family::data,
    .severity = Severity::red,
    .statements = {T_InsertStmt, T_UpdateStmt, T_DeleteStmt, T_MergeStmt},
    .summary = "INSERT, UPDATE or DELETE of a system catalogue",
    .why =
        "PostgreSQL checks nothing there: no lock on the table that is meant, no look at its rows, no message to "
        "the sessions that have the old definition in memory. An enum value that is still stored, or a column whose "
        "type no longer fits its bytes, is found when a row is read, and dump and restore fail. It also needs a "
        "superuser, which migrations should not be.",
    .instead = "-- the statement that is made for it: ALTER TABLE, ALTER TYPE, ALTER INDEX, …",
    .bad = "DELETE FROM pg_enum WHERE enumlabel = 'retired';",
    .good = "SELECT enumlabel FROM pg_enum;",
    .see = "https://www.postgresql.org/docs/current/catalogs.html",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
