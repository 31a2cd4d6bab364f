#include <fmt/format.h>

#include <string>
#include <vector>

#include "effects/targets.h"
#include "lint/advice.h"
#include "pg/names.h"
#include "schema/remembered_text.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  const auto* view = pg::as<::ViewStmt>(ctx.statement.node);
  if (view == nullptr || effects::has_option(view->options, "security_invoker")) return;
  std::vector<std::string> guarded;
  Certainty certainty = Certainty::proved;
  for (const Lock& lock : ctx.effects.locks) {
    const Relation* table = ctx.before.schema.relation(lock.relation);
    if (table == nullptr || !table->row_security) continue;
    guarded.push_back(pg::sql_name(lock.relation));
    if (effects::certainty_of(table->origin) == Certainty::assumed) certainty = Certainty::assumed;
  }
  if (guarded.empty()) return;
  const std::string name = pg::sql_name(pg::name_of(*view->view));
  const bool can_ask_invoker = ctx.before.pg_version >= 15;
  out.report({.message = fmt::format("who may read {} is not bound by the row security of {}: the view reads as its owner",
                                     name, advice::listing(guarded)),
              .instead = can_ask_invoker
                             ? fmt::format("ALTER VIEW {} SET (security_invoker = true);  -- in the same transaction", name)
                             : fmt::format("-- before 15 a view always reads as its owner: one that row security binds\n"
                                           "ALTER VIEW {} OWNER TO …;",
                                           name),
              .certainty = certainty,
              .subject = effects::new_name(*view->view, ctx.before)});
}

/// ALTER VIEW … SET (security_invoker = true), or DROP VIEW, in the same migration settles it.
void at_end(const MigrationContext& ctx, Reporter& out) {
  if (out.first() == nullptr) return;
  const Schema& schema = ctx.after.schema;
  out.withdraw_if([&](const Finding& finding) {
    return schema.relation(*finding.subject) == nullptr ||
           schema::option_of_relation(schema, *finding.subject, "security_invoker") == "true";
  });
}

}  // namespace

namespace rules {

extern constinit const Rule view_bypasses_row_security = {
    .id = "view-bypasses-row-security",
    .family = Family::security,
    .severity = Severity::amber,
    .concern = Concern::locks,
    .statements = {T_ViewStmt},
    .summary = "a view over a table with row security that reads it as the view's owner",
    .why =
        "A view reads its tables with the privileges of its owner, whose rows policies do not bind when it owns the "
        "tables as well. Whoever may read the view sees the rows of all tenants. Since PostgreSQL 15 security_invoker "
        "makes it read as the role that asks.",
    .instead = R"(CREATE VIEW open_account WITH (security_invoker = true) AS
  SELECT id FROM account WHERE closed IS NULL;)",
    .bad = R"(-- file: 0001_account.sql
CREATE TABLE account (id bigint PRIMARY KEY, closed date);
ALTER TABLE account ENABLE ROW LEVEL SECURITY;
-- file: 0002_open.sql
CREATE VIEW open_account AS SELECT id FROM account WHERE closed IS NULL;
)",
    .good = R"(-- file: 0001_account.sql
CREATE TABLE account (id bigint PRIMARY KEY, closed date);
ALTER TABLE account ENABLE ROW LEVEL SECURITY;
-- file: 0002_open.sql
CREATE VIEW open_account WITH (security_invoker = true) AS SELECT id FROM account WHERE closed IS NULL;
)",
    .see = "https://www.postgresql.org/docs/current/sql-createview.html#SQL-CREATEVIEW-NOTES",
    .check = check,
    .at_end = at_end,
};

}  // namespace rules
}  // namespace pginterlock
