#include <fmt/format.h>

#include <algorithm>

#include "lint/definer.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

struct Fault {
  Severity severity = Severity::red;
  std::string message;
  Certainty certainty = Certainty::proved;
};

std::vector<std::string> elements_of(const ::VariableSetStmt& set) {
  std::vector<std::string> elements;
  for (const auto& value : pg::each<::A_Const>(set.args)) {
    const auto* text = pg::as<::String>(&value.val.node);
    elements.emplace_back(text == nullptr ? "" : pg::text(text->sval));
  }
  return elements;
}

/// pg_temp is searched first for tables and types unless the path names it. Source: namespace.c,
/// recomputeNamespacePath.
std::optional<Fault> fault_of(const std::vector<std::string>& path, int version) {
  const auto has = [&](std::string_view schema) { return std::find(path.begin(), path.end(), schema) != path.end(); };
  for (const std::string& schema : path) {
    if (schema.find(',') == std::string::npos) continue;
    return Fault{
        .message = fmt::format("{} is the name of one schema, not a list: write the schemas without quotes around all",
                               pg::quote_literal(schema))};
  }
  if (has("$user")) return Fault{.message = "\"$user\" is a schema of the caller's choice"};
  if (!has("pg_temp")) {
    const bool catalogue_only = std::all_of(
        path.begin(), path.end(), [](const std::string& schema) { return schema.empty() || schema == "pg_catalog"; });
    // A body that works under such a path names all else with its schema: there is nothing to be found first.
    if (catalogue_only) {
      return Fault{.severity = Severity::info,
                   .message =
                       "pg_temp is not named: a table or type without its schema would be the caller's temporary "
                       "one"};
    }
    return Fault{.message = "pg_temp is not named, so the caller's temporary tables and types are found first"};
  }
  if (path.back() != "pg_temp") {
    return Fault{.message = "pg_temp is not last, so the caller's temporary tables and types are found before others"};
  }
  if (!has("public")) return std::nullopt;
  if (version < 15) return Fault{.message = "everybody may create objects in public"};
  return Fault{.severity = Severity::amber,
               .message = "everybody may create objects in public where the database comes from before PostgreSQL 15",
               .certainty = Certainty::assumed};
}

void check(const Context& ctx, Reporter& out) {
  const auto routine = definer::routine_of(ctx);
  if (!routine || !routine->sets_path()) return;
  const auto* known = definer::known(ctx, *routine);
  if (!routine->security_definer.value_or(known != nullptr && known->security_definer)) return;
  const bool current = routine->search_path->kind == VAR_SET_CURRENT;
  const auto fault =
      current
          ? std::optional(Fault{.severity = Severity::amber,
                                .message = "FROM CURRENT takes the search_path that the migration happens to run with",
                                .certainty = Certainty::assumed})
          : fault_of(elements_of(*routine->search_path), ctx.before.pg_version);
  if (!fault) return;
  out.report(
      {.severity = fault->severity,
       .span = routine->path_cause,
       .message = fmt::format("{} runs as its owner, and {}", pg::sql_name(routine->name), fault->message),
       .instead = definer::set_path(*routine) + "-- schemas that only its owner can create in may stand before pg_temp",
       .certainty = fault->certainty});
}

}  // namespace

namespace rules {

extern constinit const Rule security_definer_insecure_search_path = {
    .id = "security-definer-insecure-search-path",
    .family = Family::security,
    .severity = Severity::red,
    .statements = {T_CreateFunctionStmt, T_AlterFunctionStmt},
    .summary = "a SECURITY DEFINER function whose search_path lets its caller in",
    .why =
        "The function runs with its owner's privileges. Where its search_path has a schema that the caller can create "
        "objects in, the caller's object is found and runs as the owner. The temporary schema is always such a schema, "
        "and it is searched first unless the path names it last.",
    .instead = R"(ALTER FUNCTION close_account(bigint) SET search_path = pg_catalog, app, pg_temp;)",
    .bad = R"(CREATE FUNCTION close_account(account bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = app, public
AS 'UPDATE app.accounts SET closed = true WHERE id = account';
REVOKE EXECUTE ON FUNCTION close_account(bigint) FROM PUBLIC;)",
    .good = R"(CREATE FUNCTION close_account(account bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = app, pg_temp
AS 'UPDATE app.accounts SET closed = true WHERE id = account';
REVOKE EXECUTE ON FUNCTION close_account(bigint) FROM PUBLIC;)",
    .see = "https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
