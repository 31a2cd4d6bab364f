#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

struct Power {
  std::string_view option;  // of CREATE ROLE
  std::string_view word;    // as SQL spells it
};
constexpr std::array attributes = {Power{"superuser", "SUPERUSER"}, Power{"bypassrls", "BYPASSRLS"},
                                   Power{"createrole", "CREATEROLE"}, Power{"isreplication", "REPLICATION"}};
/// Roles of PostgreSQL's own whose members reach the server's files, programs or all rows.
constexpr std::array server_roles = {std::string_view("pg_execute_server_program"),
                                     std::string_view("pg_write_server_files"),
                                     std::string_view("pg_read_server_files"), std::string_view("pg_write_all_data")};

std::string role_name(std::string_view role) { return role.empty() ? "the role" : pg::quote_identifier(role); }

bool is_on(const ::DefElem& option) {
  const auto* value = pg::as<::Boolean>(option.arg);
  return value != nullptr && value->boolval;
}

/// Whether the password stands in the file: not one that a template or a variable of psql fills in.
bool is_written_out(const Context& ctx, const ::DefElem& option) {
  const auto* password = pg::as<::String>(option.arg);
  if (password == nullptr) return false;
  const std::string_view value = pg::text(password->sval);
  if (value.empty() || value.find("${") != std::string_view::npos || value.find("{{") != std::string_view::npos) {
    return false;
  }
  const std::size_t begin = ctx.statement.offset_of(option.location);
  const std::string_view source = ctx.statement.source->text().substr(begin, ctx.statement.span.end - begin);
  return source.find(value) != std::string_view::npos && source.find(":'") == std::string_view::npos;
}

void check_options(const Context& ctx, std::string_view role, const ::List* options, Reporter& out) {
  std::vector<std::string> powers;
  for (const auto& option : pg::each<::DefElem>(options)) {
    for (const Power& power : attributes) {
      if (pg::text(option.defname) == power.option && is_on(option)) powers.emplace_back(power.word);
    }
    if (pg::text(option.defname) == "password" && is_written_out(ctx, option)) {
      out.report({.severity = Severity::amber,
                  .message = fmt::format("the password of {} stands in the migration", role_name(role)),
                  .why = "Whoever reads the repository has it, and so has everyone who reads the server's log, where "
                         "statements that fail or take long are written.",
                  .instead = "-- set by whoever runs the server: \\password in psql sends it encrypted"});
    }
  }
  if (!powers.empty()) {
    out.report({.message = fmt::format("{} becomes {}", role_name(role), advice::listing(powers))});
  }
}

std::string_view name_of(const ::RoleSpec* role) {
  return role == nullptr ? std::string_view{} : pg::text(role->rolename);
}

void check(const Context& ctx, Reporter& out) {
  if (const auto* create = pg::as<::CreateRoleStmt>(ctx.statement.node)) {
    return check_options(ctx, pg::text(create->role), create->options, out);
  }
  if (const auto* alter = pg::as<::AlterRoleStmt>(ctx.statement.node)) {
    return check_options(ctx, name_of(alter->role), alter->options, out);
  }
  const auto* grant = pg::as<::GrantRoleStmt>(ctx.statement.node);
  if (grant == nullptr || !grant->is_grant) return;
  for (const auto& granted : pg::each<::AccessPriv>(grant->granted_roles)) {
    const std::string_view role = pg::text(granted.priv_name);
    if (std::find(server_roles.begin(), server_roles.end(), role) == server_roles.end()) continue;
    for (const auto& member : pg::each<::RoleSpec>(grant->grantee_roles)) {
      out.report({.message = fmt::format("{} becomes a member of {}", role_name(name_of(&member)), role)});
    }
  }
}

}  // namespace

namespace rules {

extern constinit const Rule powerful_role = {
    .id = "powerful-role",
    .family = Family::security,
    .severity = Severity::red,
    .statements = {T_CreateRoleStmt, T_AlterRoleStmt, T_GrantRoleStmt},
    .summary = "a role becomes SUPERUSER, BYPASSRLS, CREATEROLE or REPLICATION, or gets the server's files and programs",
    .why =
        "Such a role is the way from a hole in the application to the whole server: privileges, row security and the "
        "bounds between databases do not hold for it. A migration is reviewed as a change of tables; who gets such "
        "powers is decided where roles are managed.",
    .instead = R"(CREATE ROLE application LOGIN;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA shop TO application;)",
    .bad = "ALTER ROLE application SUPERUSER;",
    .good = "ALTER ROLE application NOSUPERUSER;",
    .see = "https://www.postgresql.org/docs/current/role-attributes.html",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
