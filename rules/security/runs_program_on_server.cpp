#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "lint/advice.h"

namespace pginterlock {
namespace {

/// Languages whose functions do what the server's own user may do.
constexpr std::array untrusted = {std::string_view("plpython3u"), std::string_view("plpython2u"),
                                  std::string_view("plpythonu"),  std::string_view("plperlu"),
                                  std::string_view("pltclu"),     std::string_view("plsh")};

bool is_untrusted(std::string_view name) {
  return std::find(untrusted.begin(), untrusted.end(), name) != untrusted.end();
}

std::string message_for(const ::Node* node) {
  if (const auto* copy = pg::as<::CopyStmt>(node)) {
    return copy->is_program ? "COPY runs a program on the server, as the server's own user" : "";
  }
  std::string_view language;
  if (const auto* create = pg::as<::CreateExtensionStmt>(node)) language = pg::text(create->extname);
  if (const auto* create = pg::as<::CreatePLangStmt>(node)) language = pg::text(create->plname);
  if (!is_untrusted(language)) return {};
  return fmt::format("functions in {} do whatever the server's own user may do", language);
}

void check(const Context& ctx, Reporter& out) {
  std::string message = message_for(ctx.statement.node);
  if (!message.empty()) out.report({.message = std::move(message)});
}

}  // namespace

namespace rules {

extern constinit const Rule runs_program_on_server = {
    .id = "runs-program-on-server",
    .family = Family::security,
    .severity = Severity::red,
    .statements = {T_CopyStmt, T_CreateExtensionStmt, T_CreatePLangStmt},
    .summary = "COPY … PROGRAM, or a language whose functions are not bound by PostgreSQL",
    .why =
        "What runs there reads and writes the files of every database of the server and reaches its network. It needs "
        "a superuser (or pg_execute_server_program), which migrations should not be.",
    .instead = "-- run the program where the migration is run, and send its output:\n"
               "-- program | psql -c 'COPY import FROM STDIN'",
    .bad = "COPY import FROM PROGRAM 'zcat /srv/import.gz';",
    .good = "COPY import FROM STDIN;\n\\.\n",
    .see = "https://www.postgresql.org/docs/current/sql-copy.html",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
