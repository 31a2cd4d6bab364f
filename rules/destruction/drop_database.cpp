#include <fmt/format.h>

#include "lint/rule.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  for (const Loss& loss : ctx.effects.losses) {
    if (loss.kind != ObjectKind::database) continue;
    out.report({.span = loss.cause,
                .message = fmt::format("database {} is destroyed with all that is in it", loss.object),
                .instead = fmt::format("-- keep people out, and drop it by hand when a backup was tried:\n"
                                       "ALTER DATABASE {} WITH ALLOW_CONNECTIONS false;",
                                       loss.object)});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule drop_database = {
    .id = "drop-database",
    .family = Family::destruction,
    .severity = Severity::red,
    .concern = Concern::losses,
    .summary = "DROP DATABASE",
    .why = "Everything in the database is destroyed, and no transaction can take it back.",
    .instead = R"(-- keep people out, and drop it by hand when a backup was tried:
ALTER DATABASE legacy WITH ALLOW_CONNECTIONS false;)",
    .bad = "DROP DATABASE legacy;",
    .good = "ALTER DATABASE legacy WITH ALLOW_CONNECTIONS false;",
    .see = "https://www.postgresql.org/docs/current/sql-dropdatabase.html",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
