#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "effects/targets.h"
#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

std::string in_capitals(std::string word) {
  for (char& c : word) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return word;
}

const Policy* policy_of(const Relation& table, std::string_view name) {
  const auto it = std::find_if(table.policies.begin(), table.policies.end(),
                               [&](const auto& policy) { return policy->name == name; });
  return it == table.policies.end() ? nullptr : it->get();
}

std::string message_for(const Policy* policy, std::string_view name, const QualifiedName& table) {
  if (policy != nullptr && policy->restrictive) {
    return fmt::format("policy {} keeps no row of {} back any more: who was bound by it sees and changes more", name,
                       pg::sql_name(table));
  }
  return fmt::format("rows of {} that only policy {} let clients see or change are hidden from them",
                     pg::sql_name(table), name);
}

void check(const Context& ctx, Reporter& out) {
  const auto* drop = pg::as<::DropStmt>(ctx.statement.node);
  if (drop == nullptr || drop->removeType != OBJECT_POLICY) return;
  const std::vector<std::string> path = pg::strings_of(pg::as<::List>(pg::nth(drop->objects, 0)));
  for (const Loss& loss : ctx.effects.losses) {
    if (loss.kind != ObjectKind::policy || loss.implicit || !ctx.in_use(loss.relation)) continue;
    const auto table = ctx.before.schema.relations.share(loss.relation);
    if (table != nullptr && table->complete && !table->row_security) continue;
    const Policy* policy = table == nullptr ? nullptr : policy_of(*table, path.back());
    out.report({.message = message_for(policy, loss.object, loss.relation),
                .certainty = policy == nullptr ? Certainty::assumed : loss.certainty,
                .subject = loss.relation,
                .part = path.back(),
                .was = table});
  }
}

/// The table as it was before the migration; null: nothing was known of it.
const Relation* before_migration(const Schema& schema, const QualifiedName& table) {
  const auto changes = schema.relations.changes_since(0);
  const auto it = std::find_if(changes.begin(), changes.end(), [&](const auto& one) { return one.name == table; });
  return it == changes.end() ? schema.relation(table) : it->before.get();
}

bool covers(const Policy& policy, const Policy& gone) {
  return policy.restrictive == gone.restrictive && (policy.command == "all" || policy.command == gone.command);
}

/// Whether the migration made one that stands in the place of the one that is gone.
bool is_replaced(const Relation& now, const Relation* before, const Policy* gone, std::string_view name) {
  return std::any_of(now.policies.begin(), now.policies.end(), [&](const auto& policy) {
    if (policy->name == name) return gone == nullptr || covers(*policy, *gone);
    const bool made_here = before == nullptr || policy_of(*before, policy->name) == nullptr;
    return made_here && gone != nullptr && covers(*policy, *gone);
  });
}

bool lets_in(const Relation& table, const Policy& gone) {
  return std::any_of(table.policies.begin(), table.policies.end(), [&](const auto& one) { return covers(*one, gone); });
}

void at_end(const MigrationContext& ctx, Reporter& out) {
  if (out.first() == nullptr) return;
  const Schema& schema = ctx.after.schema;
  out.withdraw_if([&](const Finding& finding) {
    const Relation* now = schema.relation(*finding.subject);
    if (now == nullptr) return schema.relations.known_absent(*finding.subject);
    if (now->complete && !now->row_security) return true;  // disable-row-security tells it
    const Policy* gone = finding.was == nullptr ? nullptr : policy_of(*finding.was, finding.part);
    return is_replaced(*now, before_migration(schema, *finding.subject), gone, finding.part);
  });
  out.revise([&](Finding& finding) {
    const Relation* now = schema.relation(*finding.subject);
    const Policy* gone = finding.was == nullptr ? nullptr : policy_of(*finding.was, finding.part);
    if (gone == nullptr || now == nullptr || gone->restrictive || !now->complete || lets_in(*now, *gone)) return;
    const std::string what = gone->command == "all" ? "" : fmt::format(" for {}", in_capitals(gone->command));
    finding.message = fmt::format("no policy of {}{} is left: roles that row security binds meet no rows any more",
                                  pg::sql_name(*finding.subject), what);
  });
}

}  // namespace

namespace rules {

extern constinit const Rule drop_policy = {
    .id = "drop-policy",
    .family = Family::security,
    .severity = Severity::amber,
    .summary = "a policy of a table with row security is dropped and none takes its place",
    .why =
        "Permissive policies let rows through, and where none is left nobody but the owner sees a row: queries give "
        "fewer rows or none, without an error. Restrictive policies keep rows back, and what they kept back is open "
        "once they are gone.",
    .instead = R"(-- in one transaction, so that nobody meets the table without it:
BEGIN;
CREATE POLICY tenant_rows ON account TO application USING (tenant = current_setting('app.tenant'));
DROP POLICY own_rows ON account;
COMMIT;)",
    .bad = R"(-- file: 0001_account.sql
CREATE TABLE account (id bigint PRIMARY KEY, tenant text);
ALTER TABLE account ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON account TO application USING (tenant = current_setting('app.tenant'));
-- file: 0002_account.sql
SET lock_timeout = '2s';
DROP POLICY own_rows ON account;
)",
    .good = R"(-- file: 0001_account.sql
CREATE TABLE account (id bigint PRIMARY KEY, tenant text);
ALTER TABLE account ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON account TO application USING (tenant = current_setting('app.tenant'));
-- file: 0002_account.sql
SET lock_timeout = '2s';
BEGIN;
DROP POLICY own_rows ON account;
CREATE POLICY own_rows ON account TO application USING (tenant = current_setting('app.tenants'));
COMMIT;
)",
    .see = "https://www.postgresql.org/docs/current/ddl-rowsecurity.html",
    .check = check,
    .at_end = at_end,
};

}  // namespace rules
}  // namespace pginterlock
