#include <fmt/format.h>

#include <algorithm>

#include "lint/advice.h"
#include "lint/definer.h"
#include "pg/names.h"
#include "schema/known_grants.h"

namespace pginterlock {
namespace {

bool is_about_execute_of_public(const ::GrantStmt& grant) {
  if (grant.objtype != OBJECT_FUNCTION && grant.objtype != OBJECT_PROCEDURE && grant.objtype != OBJECT_ROUTINE)
    return false;
  const auto roles = pg::each<::RoleSpec>(grant.grantees);
  if (std::none_of(roles.begin(), roles.end(),
                   [](const ::RoleSpec& role) { return role.roletype == ROLESPEC_PUBLIC; })) {
    return false;
  }
  const auto privileges = pg::each<::AccessPriv>(grant.privileges);
  return grant.privileges == nullptr ||
         std::any_of(privileges.begin(), privileges.end(),
                     [](const ::AccessPriv& privilege) { return pg::text(privilege.priv_name) == "execute"; });
}

/// Whether `object` (with or without arguments) is the routine with this key.
bool same_routine(const QualifiedName& object, const QualifiedName& key) {
  return object == key || (object.schema == key.schema && key.name.starts_with(object.name + "("));
}

/// A later REVOKE in the same migration settles what was found.
void settle(const Context& ctx, const ::GrantStmt& grant, Reporter& out) {
  if (out.first() == nullptr) return;
  const bool all = grant.targtype == ACL_TARGET_ALL_IN_SCHEMA;
  out.withdraw_if([&](const Finding& finding) {
    if (!finding.subject) return false;
    const auto schemas = pg::each<::String>(grant.objects);
    const auto objects = pg::each<::ObjectWithArgs>(grant.objects);
    return (all &&
            std::any_of(schemas.begin(), schemas.end(),
                        [&](const ::String& schema) { return pg::text(schema.sval) == finding.subject->schema; })) ||
           std::any_of(objects.begin(), objects.end(), [&](const ::ObjectWithArgs& object) {
             return same_routine(definer::key_of(ctx, object), *finding.subject);
           });
  });
}

/// Given to everybody again, what runs as its owner.
void report_grant(const Context& ctx, const ::GrantStmt& grant, Reporter& out) {
  if (grant.targtype != ACL_TARGET_OBJECT) return;
  for (const auto& object : pg::each<::ObjectWithArgs>(grant.objects)) {
    const QualifiedName key = definer::key_of(ctx, object);
    const auto* known = ctx.before.schema.routines.find(key);
    if (known == nullptr || !known->security_definer || known->public_execute) continue;
    if (known->result_type == "trigger" || known->result_type == "event_trigger") continue;
    out.report({.message = fmt::format("everybody may execute {} from then on, which runs as its owner",
                                       pg::sql_name(known->name)),
                .instead = "-- name the roles that are to call it:\nGRANT EXECUTE ON FUNCTION " +
                           pg::sql_name(known->name) + key.name.substr(known->name.name.size()) + " TO …;",
                .subject = key});
  }
}

std::string role_of(const Context& ctx) {
  const auto role = ctx.before.session.settings().value("role");
  return !role || *role == "none" ? std::string() : *role;
}

/// ALTER DEFAULT PRIVILEGES that gives back what was taken from PUBLIC: of functions that are made from then on.
void report_defaults(const Context& ctx, const ::AlterDefaultPrivilegesStmt& defaults, Reporter& out) {
  const ::GrantStmt* grant = defaults.action;
  if (grant == nullptr || !grant->is_grant || !is_about_execute_of_public(*grant)) return;
  const auto options = pg::each<::DefElem>(defaults.options);
  std::vector<std::string> schemas{std::string()};
  for (const auto& option : options) {
    if (pg::text(option.defname) == "schemas") schemas = pg::strings_of(pg::as<::List>(option.arg));
  }
  const bool known = std::any_of(schemas.begin(), schemas.end(), [&](const std::string& schema) {
    return !schema::public_executes_new_routines(ctx.before.schema, schema, role_of(ctx));
  });
  Report report{.message =
                    "everybody may execute all functions that are made from then on, those that run as their "
                    "owner as well"};
  if (!known) {
    report.severity = Severity::info;
    report.message += ": so it is without a REVOKE from PUBLIC, of which history knows nothing";
    report.certainty = Certainty::assumed;
  }
  out.report(std::move(report));
}

void check(const Context& ctx, Reporter& out) {
  if (const auto* defaults = pg::as<::AlterDefaultPrivilegesStmt>(ctx.statement.node)) {
    return report_defaults(ctx, *defaults, out);
  }
  if (const auto* grant = pg::as<::GrantStmt>(ctx.statement.node)) {
    if (!is_about_execute_of_public(*grant)) return;
    return grant->is_grant ? report_grant(ctx, *grant, out) : settle(ctx, *grant, out);
  }
  const auto routine = definer::routine_of(ctx);
  if (!routine || !routine->security_definer.value_or(false)) return;
  const auto* known = definer::known(ctx, *routine);
  if (known != nullptr && (!known->public_execute || known->security_definer)) return;
  const bool made = known == nullptr && routine->created;
  const std::string_view schema = routine->name.schema;
  if (made && !schema::public_executes_new_routines(ctx.before.schema, schema, role_of(ctx))) return;
  Report report{
      .span = routine->security_cause,
      .message = fmt::format("everybody may execute {}, which runs as its owner", pg::sql_name(routine->name)),
      .instead = fmt::format(
          "-- in the same transaction as CREATE:\nREVOKE EXECUTE ON {} {} FROM PUBLIC;\n"
          "GRANT EXECUTE ON {} {} TO …;",
          routine->keyword, pg::sql_name(routine->name) + routine->key.name.substr(routine->name.name.size()),
          routine->keyword, pg::sql_name(routine->name) + routine->key.name.substr(routine->name.name.size())),
      .subject = routine->key};
  if (known == nullptr && !made) {
    report.message += ", unless EXECUTE was revoked where it was made";
    report.certainty = Certainty::assumed;
  }
  const auto roles = schema::roles_that_make_private_routines(ctx.before.schema);
  if (made && !roles.empty()) {
    report.severity = Severity::info;
    report.message += fmt::format(", unless {} makes it", advice::listing(roles));
    report.certainty = Certainty::assumed;
  }
  if (routine->trigger) {
    report.severity = Severity::info;
    report.message = fmt::format("everybody may put {} on a table of their own, where it runs as its owner",
                                 pg::sql_name(routine->name));
  }
  out.report(std::move(report));
}

}  // namespace

namespace rules {

extern constinit const Rule security_definer_public_execute = {
    .id = "security-definer-public-execute",
    .family = Family::security,
    .severity = Severity::amber,
    .statements = {T_GrantStmt, T_AlterDefaultPrivilegesStmt, T_CreateFunctionStmt, T_AlterFunctionStmt},
    .summary = "a SECURITY DEFINER function that PUBLIC may execute",
    .why =
        "PostgreSQL grants EXECUTE on a new function to PUBLIC. A function that runs with its owner's privileges is "
        "then "
        "at the disposal of every role that can connect.",
    .instead = R"(BEGIN;
CREATE FUNCTION close_account(account bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS 'UPDATE app.accounts SET closed = true WHERE id = account';
REVOKE EXECUTE ON FUNCTION close_account(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION close_account(bigint) TO app_admin;
COMMIT;)",
    .bad = R"(CREATE FUNCTION close_account(account bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS 'UPDATE app.accounts SET closed = true WHERE id = account';)",
    .good = R"(CREATE FUNCTION close_account(account bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS 'UPDATE app.accounts SET closed = true WHERE id = account';
REVOKE EXECUTE ON FUNCTION close_account(bigint) FROM PUBLIC;)",
    .see = "https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
