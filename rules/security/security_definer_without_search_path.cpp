#include <fmt/format.h>

#include "lint/definer.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  const auto routine = definer::routine_of(ctx);
  if (!routine || routine->sets_path() || (routine->created && !*routine->security_definer)) return;
  const auto* known = definer::known(ctx, *routine);
  const std::string name = pg::sql_name(routine->name);
  Report report{
      .span = routine->resets_path() ? routine->path_cause : routine->security_cause,
      .message = fmt::format("{} runs as its owner with the search_path of whoever calls it", name),
      .instead = fmt::format("{}-- and name schemas in its body, or put those that only its owner can create in "
                             "before pg_temp",
                             definer::set_path(*routine))};
  if (!routine->created) {
    const bool definer = routine->security_definer.value_or(known != nullptr && known->security_definer);
    const bool keeps_path = known != nullptr && known->search_path && !routine->resets_path();
    if (keeps_path || (!definer && (known != nullptr || routine->security_definer))) return;
    const bool proved = known != nullptr || (routine->security_definer && routine->resets_path());
    if (!proved) {
      report.severity = Severity::amber;
      report.certainty = Certainty::assumed;
      report.message =
          definer ? fmt::format("no script shows that {} has a search_path of its own: it runs as its owner", name)
                  : fmt::format("if {} is SECURITY DEFINER, it runs as its owner with its caller's search_path", name);
    }
  }
  out.report(std::move(report));
}

}  // namespace

namespace rules {

extern constinit const Rule security_definer_without_search_path = {
    .id = "security-definer-without-search-path",
    .family = Family::security,
    .severity = Severity::red,
    .statements = {T_CreateFunctionStmt, T_AlterFunctionStmt},
    .summary = "a SECURITY DEFINER function without a search_path of its own",
    .why =
        "The function runs with its owner's privileges but finds tables, functions and operators by its caller's "
        "search_path. A caller puts an object of the same name in front and has it run as the owner.",
    .instead = R"(CREATE FUNCTION close_account(account bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS 'UPDATE app.accounts SET closed = true WHERE id = account';)",
    .bad = R"(CREATE FUNCTION close_account(account bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
AS 'UPDATE app.accounts SET closed = true WHERE id = account';
REVOKE EXECUTE ON FUNCTION close_account(bigint) FROM PUBLIC;)",
    .good = R"(CREATE FUNCTION close_account(account bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS 'UPDATE app.accounts SET closed = true WHERE id = account';
REVOKE EXECUTE ON FUNCTION close_account(bigint) FROM PUBLIC;)",
    .see = "https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
