#include <fmt/format.h>

#include "lint/definer.h"
#include "lint/dynamic_sql.h"
#include "pg/ast.h"
#include "pg/lexer.h"
#include "pg/names.h"
#include "pg/types.h"

namespace pginterlock {
namespace {

/// The parameters whose text carries no SQL, by name and by number.
std::vector<std::string> harmless_parameters(const Context& ctx) {
  std::vector<std::string> names;
  const auto* create = pg::as<::CreateFunctionStmt>(ctx.statement.node);
  if (create == nullptr) return names;
  std::size_t number = 0;
  for (const auto& parameter : pg::each<::FunctionParameter>(create->parameters)) {
    const bool input = parameter.mode != FUNC_PARAM_OUT && parameter.mode != FUNC_PARAM_TABLE;
    number += input ? 1 : 0;
    if (parameter.argType == nullptr || parameter.argType->arrayBounds != nullptr) continue;
    if (!carries_no_sql(pg::type_of(*parameter.argType).name.name.str())) continue;
    if (parameter.name != nullptr) names.emplace_back(pg::text(parameter.name));
    if (input) names.push_back("$" + std::to_string(number));
  }
  return names;
}

void check(const Context& ctx, Reporter& out) {
  const auto routine = definer::routine_of(ctx);
  if (!routine || !routine->created || !*routine->security_definer || routine->body == nullptr) return;
  if (!pg::same_word(routine->language, "plpgsql")) return;
  const auto injections = injections_in(routine->body, harmless_parameters(ctx));
  if (injections.empty()) return;
  const std::string& value = injections.front().value;
  out.report({.span = routine->security_cause,
              .message = value == "%s" ? fmt::format("{} executes as its owner what format() puts in by %s",
                                                     pg::sql_name(routine->name))
                                       : fmt::format("{} executes as its owner the text of {}, which nothing quotes",
                                                     pg::sql_name(routine->name), value)});
}

}  // namespace

namespace rules {

extern constinit const Rule security_definer_dynamic_sql = {
    .id = "security-definer-dynamic-sql",
    .family = Family::security,
    .severity = Severity::red,
    .statements = {T_CreateFunctionStmt},
    .summary = "a SECURITY DEFINER function that executes SQL put together from unquoted values",
    .why =
        "EXECUTE runs whatever the text says, with the privileges of the function's owner. A caller who chooses part "
        "of "
        "the text chooses what runs.",
    .instead = R"(EXECUTE format('DELETE FROM %I WHERE id = $1', table_name) USING row_id;)",
    .bad = R"(CREATE FUNCTION purge(name text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  EXECUTE 'DROP TABLE archive.' || name;
END $$;
REVOKE EXECUTE ON FUNCTION purge(text) FROM PUBLIC;)",
    .good = R"(CREATE FUNCTION purge(name text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  EXECUTE format('DROP TABLE archive.%I', name);
END $$;
REVOKE EXECUTE ON FUNCTION purge(text) FROM PUBLIC;)",
    .see = "https://www.postgresql.org/docs/current/plpgsql-statements.html#PLPGSQL-QUOTE-LITERAL-EXAMPLE",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
