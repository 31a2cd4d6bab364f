#include <fmt/format.h>

#include "lint/rule.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  for (const Overload& overload : ctx.effects.overloads) {
    const char* kind = ctx.before.schema.routines.find(overload.beside)->procedure ? "PROCEDURE" : "FUNCTION";
    Report report{
        .span = overload.cause,
        .message = fmt::format("{} does not replace {}, which stays beside it: {}", overload.made, overload.other,
                               overload.ambiguous ? "calls that fitted it fit both now, and are refused"
                                                  : "calls that fit it still run the old body"),
        .instead = fmt::format("-- when it was meant to be replaced:\nDROP {} {};\n-- then the new one, with "
                               "its grants",
                               kind, overload.other),
        .certainty = overload.certainty,
        .subject = overload.beside};
    out.report(std::move(report));
  }
}

/// The old one was dropped later in the same migration.
void at_end(const MigrationContext& ctx, Reporter& out) {
  out.withdraw_if([&](const Finding& finding) {
    return finding.subject && ctx.after.schema.routines.find(*finding.subject) == nullptr;
  });
}

}  // namespace

namespace rules {

extern constinit const Rule or_replace_makes_overload = {
    .id = "or-replace-makes-overload",
    .family = Family::history,
    .severity = Severity::amber,
    .concern = Concern::overloads,
    .summary = "CREATE OR REPLACE of a function with other arguments, which makes a second function",
    .why =
        "A function is its name and the types of its arguments. With other arguments OR REPLACE replaces nothing: the "
        "old function stays, with its old body, for all callers that it still fits. Where the new arguments have "
        "defaults, a call that used to be right fits both, and PostgreSQL refuses it (42725, is not unique).",
    .instead = R"(DROP FUNCTION price(integer);
CREATE FUNCTION price(item integer, discount numeric DEFAULT 0) RETURNS numeric
  LANGUAGE sql AS 'SELECT 10 - discount';)",
    .bad = R"(-- file: 0001_price.sql
CREATE FUNCTION price(item integer) RETURNS numeric LANGUAGE sql AS 'SELECT 10';
-- file: 0002_discount.sql
CREATE OR REPLACE FUNCTION price(item integer, discount numeric DEFAULT 0) RETURNS numeric
  LANGUAGE sql AS 'SELECT 10 - discount';
)",
    .good = R"(-- file: 0001_price.sql
CREATE FUNCTION price(item integer) RETURNS numeric LANGUAGE sql AS 'SELECT 10';
-- file: 0002_price.sql
CREATE OR REPLACE FUNCTION price(item integer) RETURNS numeric LANGUAGE sql AS 'SELECT 11';
)",
    .see = "https://www.postgresql.org/docs/current/xfunc-overload.html",
    .check = check,
    .at_end = at_end,
};

}  // namespace rules
}  // namespace pginterlock
