#include <fmt/format.h>

#include <string>

#include "lint/advice.h"
#include "pg/names.h"
#include "pg/walk.h"
#include "text/lower_case.h"

namespace pginterlock {
namespace {

constexpr std::string_view all_triggers = "ALL";
constexpr std::string_view user_triggers = "USER";

/// What the action switches off: a trigger's name, ALL or USER; empty: nothing.
std::string switched_off(const ::AlterTableCmd& command) {
  switch (command.subtype) {
    case AT_DisableTrig:
      return std::string(pg::text(command.name));
    case AT_DisableTrigAll:
      return std::string(all_triggers);
    case AT_DisableTrigUser:
      return std::string(user_triggers);
    default:
      return {};
  }
}

void switch_on(const QualifiedName& table, const ::AlterTableCmd& command, Reporter& out) {
  const bool all = command.subtype == AT_EnableTrigAll;
  const bool user = command.subtype == AT_EnableTrigUser;
  const bool one = command.subtype == AT_EnableTrig || command.subtype == AT_EnableAlwaysTrig;
  if (!all && !user && !one) return;
  out.withdraw_if([&](const Finding& finding) {
    if (finding.subject != table || finding.part == all_triggers) return false;
    return all || user || finding.part == pg::text(command.name);
  });
  // What came in meanwhile was not compared with any foreign key, and never will be.
  if (!all) return;
  out.revise([&](Finding& finding) {
    if (finding.subject != table) return;
    finding.severity = Severity::amber;
    finding.message = fmt::format(
        "what this migration changes in {} is not compared with its foreign keys, now or later", pg::sql_name(table));
  });
}

void check_table(const Context& ctx, const ::AlterTableStmt& alter, Reporter& out) {
  const auto switching = {AT_EnableTrig,  AT_EnableAlwaysTrig, AT_EnableTrigAll,  AT_EnableTrigUser,
                          AT_DisableTrig, AT_DisableTrigAll,   AT_DisableTrigUser};
  advice::each_action(ctx.statement, switching, [&](const ::AlterTableCmd& command, Span place) {
    const QualifiedName table = ctx.before.schema.resolve(*alter.relation, ctx.before.session.search_path());
    switch_on(table, command, out);
    const std::string off = switched_off(command);
    if (off.empty() || !ctx.in_use(table)) return;
    const std::string name = pg::sql_name(table);
    const bool all = off == all_triggers;
    out.report({.severity = all ? Severity::red : Severity::amber,
                .span = place,
                .message = all ? fmt::format("foreign keys of {} and to it are not enforced from then on, and its "
                                             "triggers do not run",
                                             name)
                           : off == user_triggers
                               ? fmt::format("the triggers of {} do not run from then on, for any client", name)
                               : fmt::format("trigger {} of {} does not run from then on, for any client",
                                             pg::quote_identifier(off), name),
                .instead = all ? ""
                               : fmt::format("-- in the same transaction, behind what must not fire it\n"
                                             "ALTER TABLE {} ENABLE TRIGGER {};",
                                             name, off == user_triggers ? off : pg::quote_identifier(off)),
                .subject = table,
                .part = off});
  });
}

void check(const Context& ctx, Reporter& out) {
  if (const auto* alter = pg::as<::AlterTableStmt>(ctx.statement.node)) return check_table(ctx, *alter, out);
  const auto* set = pg::as<::VariableSetStmt>(ctx.statement.node);
  if (set == nullptr || set->kind != VAR_SET_VALUE) return;
  if (lower_case(pg::text(set->name)) != "session_replication_role") return;
  if (lower_case(pg::string_constant(pg::nth(set->args, 0))) != "replica") return;
  out.report({.message = "foreign keys are not enforced and triggers do not run for the statements that follow",
              .instead = "-- switch off the one trigger that must not run, and on again in the same transaction:\n"
                         "ALTER TABLE … DISABLE TRIGGER …;"});
}

}  // namespace

namespace rules {

extern constinit const Rule triggers_switched_off = {
    .id = "triggers-switched-off",
    .family = Family::data,
    .severity = Severity::red,
    .statements = {T_AlterTableStmt, T_VariableSetStmt},
    .summary = "triggers are switched off, with ALL and session_replication_role those of foreign keys as well",
    .why =
        "Foreign keys are enforced by triggers. Rows that come in while they are off are never compared with the table "
        "that they refer to: ENABLE TRIGGER does not look back, and the constraint still counts as valid. ALTER TABLE "
        "switches them off for every client, and for good until it is said again.",
    .instead = R"(BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE orders DISABLE TRIGGER notify_shop;
UPDATE orders SET note = '' WHERE note IS NULL AND id < 1000;
ALTER TABLE orders ENABLE TRIGGER notify_shop;
COMMIT;)",
    .bad = R"(SET lock_timeout = '2s';
ALTER TABLE orders DISABLE TRIGGER ALL;)",
    .good = R"(SET lock_timeout = '2s';
ALTER TABLE orders ENABLE TRIGGER ALL;)",
    .see = "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DISABLE-ENABLE-TRIGGER",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
