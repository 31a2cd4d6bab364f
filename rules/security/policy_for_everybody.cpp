#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

bool is_true(const ::Node* expression) {
  const auto* constant = pg::as<::A_Const>(expression);
  return constant != nullptr && !constant->isnull && pg::tag(&constant->val) == T_Boolean &&
         constant->val.boolval.boolval;
}

bool is_for_everybody(const ::List* roles) {
  const auto all = pg::each<::RoleSpec>(roles);
  return roles == nullptr ||
         std::any_of(all.begin(), all.end(), [](const ::RoleSpec& role) { return role.roletype == ROLESPEC_PUBLIC; });
}

/// What history knows of a policy that is altered.
Policy known(std::string_view policy, const Relation* table) {
  for (const auto& one : table == nullptr ? decltype(table->policies){} : table->policies) {
    if (one->name == policy) return *one;
  }
  return {};
}

void report(std::string_view name, const ::RangeVar& relation, const Context& ctx, Reporter& out) {
  const QualifiedName table = ctx.before.schema.resolve(relation, ctx.before.session.search_path());
  const Policy policy = known(name, ctx.before.schema.relation(table));
  const std::string_view verb = policy.command == "select" ? "read" : "change";
  const std::string message =
      policy.restrictive
          ? fmt::format("policy {} keeps no row of {} back any more", pg::quote_identifier(name), pg::sql_name(table))
          : fmt::format("policy {0} lets every role that may {1} {2} {1} all of its rows", pg::quote_identifier(name),
                        verb, pg::sql_name(table));
  out.report({.message = message, .certainty = Certainty::assumed});
}

void check(const Context& ctx, Reporter& out) {
  if (const auto* create = pg::as<::CreatePolicyStmt>(ctx.statement.node)) {
    const bool changes = pg::text(create->cmd_name) != "select";
    if (create->permissive && changes && is_for_everybody(create->roles) &&
        (is_true(create->with_check) || (create->with_check == nullptr && is_true(create->qual)))) {
      report(pg::text(create->policy_name), *create->table, ctx, out);
    }
    return;
  }
  // ALTER POLICY leaves the command and, without TO, the roles as they are.
  const auto* alter = pg::as<::AlterPolicyStmt>(ctx.statement.node);
  if (alter == nullptr || (alter->roles != nullptr && !is_for_everybody(alter->roles))) return;
  if (is_true(alter->with_check) || is_true(alter->qual)) report(pg::text(alter->policy_name), *alter->table, ctx, out);
}

}  // namespace

namespace rules {

extern constinit const Rule policy_for_everybody = {
    .id = "policy-for-everybody",
    .family = Family::security,
    .severity = Severity::amber,
    .statements = {T_CreatePolicyStmt, T_AlterPolicyStmt},
    .summary = "a policy for every role that lets all rows be changed",
    .why =
        "Permissive policies are joined with OR: one that is always true makes all others of its command pointless. "
        "Without TO it holds for every role.",
    .instead = R"(CREATE POLICY own_rows ON account TO application
  USING (tenant = current_setting('app.tenant'));)",
    .bad = R"(SET lock_timeout = '2s';
CREATE POLICY anything ON account USING (true);)",
    .good = R"(SET lock_timeout = '2s';
CREATE POLICY own_rows ON account TO application
  USING (tenant = current_setting('app.tenant'));)",
    .see = "https://www.postgresql.org/docs/current/sql-createpolicy.html",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
