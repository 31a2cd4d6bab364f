#include <fmt/format.h>

#include "lint/advice.h"
#include "lint/unmade.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  const auto* drop = pg::as<::DropStmt>(ctx.statement.node);
  for (const Loss& loss : ctx.effects.losses) {
    if (loss.kind != ObjectKind::schema || loss.implicit) continue;
    const std::string others = advice::lost_with(ctx, loss.cause);
    Report report{.span = loss.cause,
                  .message = loss.data ? fmt::format("schema {} goes with all that is in it{}{}", loss.object,
                                                     others.empty() ? "" : ": ", others)
                                       : fmt::format("clients that name schema {} fail", loss.object),
                  .instead = fmt::format("-- drop what is known, one table at a time, and then the empty schema, which "
                                         "fails when something is left:\nDROP SCHEMA {}{} RESTRICT;",
                                         drop != nullptr && drop->missing_ok ? "IF EXISTS " : "", loss.object),
                  .certainty = loss.certainty};
    if (!loss.data) {
      if (loss.certainty == Certainty::proved) continue;  // scripts made it, and no table in it is in use
      report.severity = Severity::amber;                  // RESTRICT: it is empty, or the statement fails
      report.certainty = Certainty::proved;
    }
    if (is_hardly_there(ctx, loss, std::nullopt)) {
      report.message += should_it_be_there;
      report.severity = loss.data ? Severity::amber : Severity::info;
      report.certainty = Certainty::assumed;
    }
    out.report(std::move(report));
  }
}

}  // namespace

namespace rules {

extern constinit const Rule drop_schema = {
    .id = "drop-schema",
    .family = Family::destruction,
    .severity = Severity::red,
    .concern = Concern::losses,
    .summary = "DROP SCHEMA",
    .why =
        "With CASCADE every table in the schema is destroyed, whoever made it, and each of them is locked in ACCESS "
        "EXCLUSIVE in one transaction. Without CASCADE the schema must be empty.",
    .instead =
        R"(-- drop what is known, one table at a time, and then the empty schema, which fails when something is left:
DROP SCHEMA archive RESTRICT;)",
    .bad = "DROP SCHEMA archive CASCADE;",
    .good = R"(CREATE SCHEMA scratch;
DROP SCHEMA scratch;)",
    .see = "https://www.postgresql.org/docs/current/sql-dropschema.html",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
