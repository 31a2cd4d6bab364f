#include <fmt/format.h>

#include "lint/advice.h"
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
    case ObjectKind::function:
    case ObjectKind::procedure:
    case ObjectKind::extension:
    case ObjectKind::publication:
      return true;
    default:
      return false;
  }
}

/// The name that a DROP names, without the arguments of a function, as a subject to look for at the end.
std::optional<QualifiedName> subject_of(const Context& ctx, const Loss& loss) {
  if (!loss.relation.name.empty()) return loss.relation;
  const auto* drop = pg::as<::DropStmt>(ctx.statement.node);
  if (drop == nullptr || pg::length(drop->objects) != 1) return std::nullopt;
  const ::Node* object = pg::nth(drop->objects, 0);
  if (const auto* function = pg::as<::ObjectWithArgs>(object)) {
    return ctx.before.schema.resolve(pg::name_of(function->objname), ctx.before.session.search_path());
  }
  if (const auto* type = pg::as<::TypeName>(object)) {
    return ctx.before.schema.resolve_type(pg::name_of(type->names), ctx.before.session.search_path());
  }
  return std::nullopt;
}

bool made_here(const Context& ctx, const std::optional<QualifiedName>& subject) {
  if (!subject) return false;
  if (ctx.is_new(*subject)) return true;
  const UserType* type = ctx.before.schema.type(*subject);
  if (type != nullptr) return type->origin && type->origin->migration == ctx.before.session.migration();
  const auto routines = ctx.before.schema.routines_named(*subject);
  return !routines.empty() && routines.front()->origin &&
         routines.front()->origin->migration == ctx.before.session.migration();
}

void check(const Context& ctx, Reporter& out) {
  for (const Loss& loss : ctx.effects.losses) {
    if (loss.implicit || !concerns_clients(loss.kind)) continue;
    const auto subject = subject_of(ctx, loss);
    if (made_here(ctx, subject)) continue;
    out.report({.span = loss.cause,
                .message = fmt::format("clients that use {} {} fail", name(loss.kind), loss.object),
                .certainty = loss.certainty,
                .subject = subject});
  }
}

/// DROP and CREATE of the same name is how many objects are changed.
void at_end(const MigrationContext& ctx, Reporter& out) {
  if (out.first() == nullptr) return;
  out.withdraw_if([&](const Finding& finding) {
    if (!finding.subject) return false;
    const Schema& schema = ctx.after.schema;
    return schema.relation(*finding.subject) != nullptr || schema.type(*finding.subject) != nullptr ||
           !schema.routines_named(*finding.subject).empty();
  });
}

}  // namespace

namespace rules {

extern constinit const Rule drop_other_object = {
    .id = "drop-other-object",
    .family = Family::destruction,
    .severity = Severity::amber,
    .summary = "a view, sequence, type, function, extension or publication that is dropped and not made again",
    .why =
        "No row is lost, but clients that are running may still use the object. Its privileges, comment and owner are "
        "gone with it.",
    .instead = R"(-- when no release that is running uses it any more, in a migration of its own:
DROP VIEW active_users;
-- to change it, keep its name and its privileges:
CREATE OR REPLACE VIEW active_users AS SELECT id FROM users WHERE active;)",
    .bad = R"(SET lock_timeout = '2s';
DROP VIEW active_users;)",
    .good = R"(SET lock_timeout = '2s';
CREATE OR REPLACE VIEW active_users AS SELECT id FROM users WHERE active;)",
    .see = "https://www.postgresql.org/docs/current/sql-dropview.html",
    .check = check,
    .at_end = at_end,
};

}  // namespace rules
}  // namespace pginterlock
