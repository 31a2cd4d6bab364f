#include <fmt/format.h>

#include <optional>

#include "lint/rule.h"
#include "pg/ast.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

bool concerns_clients(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::view:
    case ObjectKind::materialized_view:
    case ObjectKind::sequence:
    case ObjectKind::type:
    case ObjectKind::domain:
    case ObjectKind::enum_value:
    case ObjectKind::function:
    case ObjectKind::procedure:
    case ObjectKind::schema:
    case ObjectKind::database:
    case ObjectKind::publication:
    case ObjectKind::role:
      return true;
    default:
      return false;
  }
}

/// The type that ALTER TYPE or ALTER DOMAIN … RENAME TO names.
std::optional<QualifiedName> renamed_type(const Context& ctx) {
  const auto* rename = pg::as<::RenameStmt>(ctx.statement.node);
  if (rename == nullptr || (rename->renameType != OBJECT_TYPE && rename->renameType != OBJECT_DOMAIN)) {
    return std::nullopt;
  }
  const auto name = pg::name_of(pg::as<::List>(rename->object));
  return ctx.before.schema.resolve_type(name, ctx.before.session.search_path());
}

bool made_here(const Context& ctx, const Break& broken) {
  if (const auto type = renamed_type(ctx)) {
    const UserType* known = ctx.before.schema.type(*type);
    return known != nullptr && ctx.before.made_here(known->origin);
  }
  if (broken.relation.name.empty()) return false;
  if (ctx.is_new(broken.relation)) return true;
  const UserType* type = ctx.before.schema.type(broken.relation);
  return type != nullptr && ctx.before.made_here(type->origin);
}

std::string instead(const Context& ctx, const Break& broken) {
  const std::string to = pg::quote_identifier(broken.new_name);
  if (const auto* rename = pg::as<::AlterEnumStmt>(ctx.statement.node); rename != nullptr) {
    const QualifiedName type =
        ctx.before.schema.resolve_type(pg::name_of(rename->typeName), ctx.before.session.search_path());
    return fmt::format("ALTER TYPE {} ADD VALUE {};\n-- move rows and clients to it; no enum value can be dropped",
                       pg::sql_name(type), pg::quote_literal(broken.new_name));
  }
  if (broken.object_kind == ObjectKind::view) {
    return fmt::format(
        "CREATE VIEW {} AS SELECT * FROM {};\n-- when no client and no other view uses the old name any more\nDROP "
        "VIEW {};",
        pg::sql_name({broken.relation.schema, broken.new_name}), broken.object, broken.object);
  }
  return fmt::format("-- make {} beside {}, move the clients, and drop the old one in a later release", to,
                     broken.object);
}

void check(const Context& ctx, Reporter& out) {
  for (const Break& broken : ctx.effects.breaks) {
    if (broken.kind != BreakKind::rename || !concerns_clients(broken.object_kind) || made_here(ctx, broken)) continue;
    const bool label = broken.object_kind == ObjectKind::type && !broken.column.empty();
    out.report({.span = broken.cause,
                .message = fmt::format("clients that still use {} {} fail as soon as it is {}",
                                       label ? "enum value" : name(broken.object_kind), broken.object,
                                       pg::quote_identifier(broken.new_name)),
                .instead = instead(ctx, broken),
                .subject = ctx.before.session.in_transaction() ? renamed_type(ctx) : std::nullopt});
  }
}

/// A type that has the name of the old one when the same transaction ends: what it lacks is told where columns change
/// to it (remove-enum-value).
void at_end(const MigrationContext& ctx, Reporter& out) {
  if (out.first() == nullptr) return;
  out.withdraw_if(
      [&](const Finding& finding) { return finding.subject && ctx.after.schema.type(*finding.subject) != nullptr; });
}

}  // namespace

namespace rules {

extern constinit const Rule rename_other = {
    .id = "rename-other",
    .family = Family::compatibility,
    .severity = Severity::amber,
    .concern = Concern::breaks,
    .summary = "a view, type, enum value, function, sequence or schema is renamed while clients use its old name",
    .why =
        "Views and defaults follow a rename by themselves; SQL in clients and in the bodies of functions does not. "
        "Prepared statements with an enum's old label fail too.",
    .instead = R"(-- make the new one beside the old one, move the clients, and drop the old one in a later release
CREATE VIEW current_orders AS SELECT * FROM open_orders;)",
    .bad = R"(SET lock_timeout = '2s';
ALTER TYPE order_status RENAME VALUE 'open' TO 'new';)",
    .good = R"(SET lock_timeout = '2s';
ALTER INDEX orders_idx RENAME TO orders_user_id_idx;)",
    .see = "https://www.postgresql.org/docs/current/sql-altertype.html",
    .check = check,
    .at_end = at_end,
};

}  // namespace rules
}  // namespace pginterlock
