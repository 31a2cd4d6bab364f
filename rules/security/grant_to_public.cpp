#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "lint/advice.h"

namespace pginterlock {
namespace {

bool is_public(const ::List* grantees) {
  const auto roles = pg::each<::RoleSpec>(grantees);
  return std::any_of(roles.begin(), roles.end(),
                     [](const ::RoleSpec& role) { return role.roletype == ROLESPEC_PUBLIC; });
}

/// Whether one of the privileges is granted; without a list all of them are.
template <std::size_t Size>
bool grants(const ::GrantStmt& grant, const std::array<std::string_view, Size>& wanted) {
  if (grant.privileges == nullptr) return true;
  const auto privileges = pg::each<::AccessPriv>(grant.privileges);
  return std::any_of(privileges.begin(), privileges.end(), [&](const ::AccessPriv& privilege) {
    return std::find(wanted.begin(), wanted.end(), pg::text(privilege.priv_name)) != wanted.end();
  });
}

struct Opened {
  Severity severity = Severity::red;
  std::string_view what;
};

/// What everybody may do then that harms; none: nothing does.
std::optional<Opened> opened_by(const ::GrantStmt& grant) {
  constexpr std::array changes = {std::string_view("insert"), std::string_view("update"), std::string_view("delete"),
                                  std::string_view("truncate"), std::string_view("trigger")};
  constexpr std::array reads = {std::string_view("select")};
  constexpr std::array creates = {std::string_view("create")};
  switch (grant.objtype) {
    case OBJECT_TABLE:
      if (grants(grant, changes)) return Opened{Severity::red, "every role of the server may change its rows"};
      if (grants(grant, reads)) return Opened{Severity::amber, "every role of the server may read its rows"};
      return std::nullopt;
    case OBJECT_SCHEMA:
      if (!grants(grant, creates)) return std::nullopt;
      return Opened{Severity::red, "every role of the server may put functions and tables there that others then use"};
    default:
      return std::nullopt;
  }
}

void check(const Context& ctx, Reporter& out) {
  const auto* grant = pg::as<::GrantStmt>(ctx.statement.node);
  const auto* defaults = pg::as<::AlterDefaultPrivilegesStmt>(ctx.statement.node);
  if (defaults != nullptr) grant = defaults->action;
  if (grant == nullptr || !grant->is_grant || !is_public(grant->grantees)) return;
  const auto opened = opened_by(*grant);
  if (!opened) return;
  out.report({.severity = opened->severity,
              .message = fmt::format("{}{}", opened->what, defaults == nullptr ? "" : ", of all that is made from then on")});
}

}  // namespace

namespace rules {

extern constinit const Rule grant_to_public = {
    .id = "grant-to-public",
    .family = Family::security,
    .severity = Severity::red,
    .statements = {T_GrantStmt, T_AlterDefaultPrivilegesStmt},
    .summary = "PUBLIC may read or change the rows of a table, or create objects in a schema",
    .why =
        "PUBLIC is every role of the server, those that are made later and those of other applications included. Who "
        "may create objects in a schema of the search_path makes functions and operators that others run with their own "
        "privileges.",
    .instead = R"(GRANT SELECT, INSERT ON audit TO application;)",
    .bad = "GRANT ALL ON audit TO PUBLIC;",
    .good = "GRANT SELECT, INSERT ON audit TO application;",
    .see = "https://www.postgresql.org/docs/current/ddl-priv.html",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
