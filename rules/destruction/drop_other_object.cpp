#include <fmt/format.h>

#include "lint/advice.h"
#include "lint/dropped.h"
#include "lint/made_again.h"
#include "lint/unmade.h"
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

bool made_here(const Context& ctx, const std::optional<QualifiedName>& subject) {
  if (!subject) return false;
  if (ctx.is_new(*subject)) return true;
  const UserType* type = ctx.before.schema.type(*subject);
  if (type != nullptr) return ctx.before.made_here(type->origin);
  const Routine* routine = ctx.before.schema.routines.find(*subject);
  return routine != nullptr && ctx.before.made_here(routine->origin);
}

/// Whether this migration gave it its name by renaming another: what clients of that one meet was told then.
template <typename T>
bool is_new_name(const Registry<T>& registry, const QualifiedName& name) {
  for (const auto& change : registry.changes_since(0)) {
    if (change.name != name) continue;
    const T* now = registry.find(name);
    return change.before == nullptr && now != nullptr && now->origin;
  }
  return false;
}

bool renamed_here(const Context& ctx, const std::optional<QualifiedName>& subject) {
  return subject &&
         (is_new_name(ctx.before.schema.types, *subject) || is_new_name(ctx.before.schema.relations, *subject));
}

/// No client can call it: its triggers go with it or are in its way.
/// Source: pl_comp.c, "trigger functions can only be called as triggers".
bool is_trigger_function(const Context& ctx, const std::optional<QualifiedName>& subject) {
  const Routine* routine = subject ? ctx.before.schema.routines.find(*subject) : nullptr;
  return routine != nullptr && (routine->result_type == "trigger" || routine->result_type == "event_trigger");
}

std::string instead(const Context& ctx, const Loss& loss) {
  std::string sql = fmt::format(
      "-- when no release that is running uses it any more, in a migration of its own:\n{};\n", ctx.statement.text());
  if (loss.kind == ObjectKind::view || loss.kind == ObjectKind::function || loss.kind == ObjectKind::procedure) {
    sql += fmt::format("-- to change it, CREATE OR REPLACE keeps its privileges and those who use {}", loss.object);
  }
  return sql;
}

/// IF EXISTS of what a whole history did not make. An extension or a publication is often made by hand; what else
/// stands in a schema is not.
void doubt(const Loss& loss, Report& report) {
  const bool by_hand = loss.kind == ObjectKind::extension || loss.kind == ObjectKind::publication;
  report.message += should_it_be_there;
  report.certainty = Certainty::assumed;
  if (!by_hand) report.severity = Severity::info;
}

void check(const Context& ctx, Reporter& out) {
  const auto* drop = pg::as<::DropStmt>(ctx.statement.node);
  std::size_t named = 0;  // the objects that DROP names are lost in their order
  for (const Loss& loss : ctx.effects.losses) {
    if (loss.implicit || !concerns_clients(loss.kind)) continue;
    const auto subject = dropped_object(ctx, loss, drop == nullptr ? nullptr : pg::nth(drop->objects, named++));
    if (made_here(ctx, subject) || renamed_here(ctx, subject) || is_trigger_function(ctx, subject)) continue;
    Report report{.span = loss.cause,
                  .message = fmt::format("clients that use {} {} fail", name(loss.kind), loss.object),
                  .instead = instead(ctx, loss),
                  .certainty = loss.certainty,
                  .subject = subject};
    if (subject) report.was = ctx.before.schema.relations.share(*subject);
    if (is_hardly_there(ctx, loss, subject)) doubt(loss, report);
    out.report(std::move(report));
  }
}

/// DROP and CREATE of the same name, and for a function the same arguments, is how many objects are changed.
void at_end(const MigrationContext& ctx, Reporter& out) {
  if (out.first() == nullptr) return;
  const Schema& schema = ctx.after.schema;
  const auto another = [&](const Finding& finding) -> std::string {
    const Relation* now = finding.was == nullptr ? nullptr : schema.relation(*finding.subject);
    return now == nullptr ? std::string() : made_again(*finding.was, *now, ctx.after).how;
  };
  out.withdraw_if([&](const Finding& finding) {
    if (!finding.subject || !another(finding).empty()) return false;
    return schema.relation(*finding.subject) != nullptr || schema.type(*finding.subject) != nullptr ||
           schema.routines.find(*finding.subject) != nullptr;
  });
  out.revise([&](Finding& finding) {
    const std::string how = finding.subject ? another(finding) : std::string();
    if (!how.empty())
      finding.message = fmt::format("{} is made again as another one: {}", pg::sql_name(*finding.subject), how);
  });
}

}  // namespace

namespace rules {

extern constinit const Rule drop_other_object = {
    .id = "drop-other-object",
    .family = Family::destruction,
    .severity = Severity::amber,
    .concern = Concern::losses,
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
