#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "lint/advice.h"
#include "lint/dropped.h"
#include "pg/names.h"
#include "schema/known_grants.h"

namespace pginterlock {
namespace {

using schema::Grant;

constexpr std::string_view revoked = "-";  // PUBLIC has it by default, and had it taken away

/// What is known of who may do what with an object of any kind, and how SQL names it.
struct Rights {
  std::string noun;  // of GRANT: empty for tables
  std::string name;
  std::vector<Grant> grants;
};

std::string_view noun_of(const Relation& relation) {
  return relation.kind == RelationKind::sequence ? "SEQUENCE " : "";
}

std::optional<Rights> rights_on(const Schema& schema, const QualifiedName& object) {
  if (const Relation* relation = schema.relation(object)) {
    return Rights{std::string(noun_of(*relation)), pg::sql_name(object), schema::grants_on_relation(schema, object)};
  }
  if (schema.type(object) != nullptr) {
    return Rights{"TYPE ", pg::sql_name(object), schema::grants_on_type(schema, object)};
  }
  const Routine* routine = schema.routines.find(object);
  if (routine == nullptr || routine->result_type == "trigger" || routine->result_type == "event_trigger") {
    return std::nullopt;
  }
  Rights rights{routine->procedure ? "PROCEDURE " : "FUNCTION ",
                pg::sql_name(routine->name) + object.name.substr(routine->name.name.size()),
                schema::grants_on_routine(schema, object)};
  if (!routine->public_execute) rights.grants.push_back({std::string(revoked), "PUBLIC"});
  return rights;
}

/// What such an object has from ALTER DEFAULT PRIVILEGES.
std::vector<Grant> defaults_of(const Schema& schema, const QualifiedName& object, const Rights& rights) {
  const std::string_view noun = rights.noun.empty()          ? "tables"
                                : rights.noun == "TYPE "     ? "types"
                                : rights.noun == "SEQUENCE " ? "sequences"
                                                             : "functions";
  return schema::default_grants(schema, noun, object.schema);
}

std::string line_of(const Grant& grant) { return grant.privilege + " " + grant.grantee + "\n"; }

void check(const Context& ctx, Reporter& out) {
  const auto* drop = pg::as<::DropStmt>(ctx.statement.node);
  if (drop == nullptr) return;
  std::size_t named = 0;
  for (const Loss& loss : ctx.effects.losses) {
    const ::Node* object = loss.implicit ? nullptr : pg::nth(drop->objects, named++);
    const bool part = loss.implicit && loss.kind != ObjectKind::view && loss.kind != ObjectKind::materialized_view;
    const auto dropped = part ? std::nullopt : dropped_object(ctx, loss, object);
    const auto rights = dropped ? rights_on(ctx.before.schema, *dropped) : std::nullopt;
    if (!rights || rights->grants.empty()) continue;
    std::string lines;
    for (const Grant& grant : rights->grants) lines += line_of(grant);
    out.report({.span = loss.cause, .message = rights->name, .subject = dropped, .part = std::move(lines)});
  }
}

std::string privilege_in_sql(const std::string& privilege) {
  const std::size_t columns = privilege.find('(');
  std::string word = privilege.substr(0, columns);
  for (char& c : word) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return columns == std::string::npos ? word : word + " " + privilege.substr(columns);
}

/// The lines of what an object had that are not among what it has.
std::vector<Grant> lost(const std::string& lines, const std::vector<Grant>& has) {
  std::vector<Grant> missing;
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = lines.find('\n', at);
    const std::size_t space = lines.find(' ', at);
    Grant grant{lines.substr(at, space - at), lines.substr(space + 1, end - space - 1)};
    at = end + 1;
    if (grant.privilege.ends_with("*") || std::find(has.begin(), has.end(), grant) != has.end()) continue;
    missing.push_back(std::move(grant));
  }
  return missing;
}

void describe(Finding& finding, const Rights& rights, const std::vector<Grant>& missing) {
  std::vector<std::string> who;
  std::vector<std::string> privileges;
  finding.instead = "-- in the same transaction:\n";
  bool opened = false;
  bool passed_on = true;
  for (std::size_t i = 0; i < missing.size(); ++i) {
    if (missing[i].privilege == revoked) {
      opened = true;
      finding.instead += fmt::format("REVOKE EXECUTE ON {}{} FROM PUBLIC;\n", rights.noun, rights.name);
      continue;
    }
    privileges.push_back(privilege_in_sql(missing[i].privilege));
    const std::string with_option = line_of({missing[i].privilege + "*", missing[i].grantee});
    passed_on = passed_on && finding.part.find(with_option) != std::string::npos;
    if (i + 1 < missing.size() && missing[i + 1].grantee == missing[i].grantee && missing[i + 1].privilege != revoked) {
      continue;
    }
    who.push_back(fmt::format("{} ({})", missing[i].grantee, fmt::join(privileges, ", ")));
    finding.instead += fmt::format("GRANT {} ON {}{} TO {}{};\n", fmt::join(privileges, ", "), rights.noun, rights.name,
                                   missing[i].grantee, passed_on ? " WITH GRANT OPTION" : "");
    privileges.clear();
    passed_on = true;
  }
  finding.message = who.empty() ? fmt::format("{} is made again, and PUBLIC may execute it", rights.name)
                                : fmt::format("{} is made again without what was granted on it: {}{}", rights.name,
                                              advice::listing(who), opened ? "; PUBLIC may execute it" : "");
}

void at_end(const MigrationContext& ctx, Reporter& out) {
  if (out.first() == nullptr) return;
  const Schema& schema = ctx.after.schema;
  const auto missing = [&](const Finding& finding) {
    auto rights = rights_on(schema, *finding.subject);
    if (!rights) return std::vector<Grant>{};
    std::vector<Grant> has = defaults_of(schema, *finding.subject, *rights);
    has.insert(has.end(), rights->grants.begin(), rights->grants.end());
    return lost(finding.part, has);
  };
  out.withdraw_if([&](const Finding& finding) { return missing(finding).empty(); });
  out.revise([&](Finding& finding) { describe(finding, *rights_on(schema, *finding.subject), missing(finding)); });
}

}  // namespace

namespace rules {

extern constinit const Rule made_again_without_grants = {
    .id = "made-again-without-grants",
    .family = Family::compatibility,
    .severity = Severity::amber,
    .summary = "a table, view, sequence, type or routine that is dropped and made again, without its grants",
    .why =
        "DROP takes the privileges of an object along, with its owner and its comment; what is made under its name "
        "begins with none. Roles that had been granted something fail from then on, and what had been taken from "
        "PUBLIC "
        "is open again. CREATE OR REPLACE keeps them.",
    .instead = R"(BEGIN;
DROP VIEW active_users;
CREATE VIEW active_users AS SELECT id, name FROM users WHERE active;
GRANT SELECT ON active_users TO reporting;
COMMIT;)",
    .bad = R"(-- file: 0001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, name text, active boolean);
CREATE VIEW active_users AS SELECT id FROM users WHERE active;
GRANT SELECT ON active_users TO reporting;
-- file: 0002_name.sql
BEGIN;
SET LOCAL lock_timeout = '2s';
DROP VIEW active_users;
CREATE VIEW active_users AS SELECT id, name FROM users WHERE active;
COMMIT;
)",
    .good = R"(-- file: 0001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, name text, active boolean);
CREATE VIEW active_users AS SELECT id FROM users WHERE active;
GRANT SELECT ON active_users TO reporting;
-- file: 0002_name.sql
BEGIN;
SET LOCAL lock_timeout = '2s';
DROP VIEW active_users;
CREATE VIEW active_users AS SELECT id, name FROM users WHERE active;
GRANT SELECT ON active_users TO reporting;
COMMIT;
)",
    .see = "https://www.postgresql.org/docs/current/ddl-priv.html",
    .check = check,
    .at_end = at_end,
};

}  // namespace rules
}  // namespace pginterlock
