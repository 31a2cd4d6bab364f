// Triggers, policies, rules, statistics, schemas and databases.
#include <algorithm>
#include <vector>

#include "effects/existence.h"
#include "effects/families.h"
#include "effects/query.h"
#include "effects/semantics.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::each;
using pg::text;

template <typename Part>
bool has_part(const std::vector<std::shared_ptr<const Part>>& parts, std::string_view name) {
  return std::any_of(parts.begin(), parts.end(), [&](const auto& part) { return part->name == name; });
}

void already_exists(std::string_view what, std::string_view name, const Target& table, EffectsBuilder& out) {
  out.fail(FailureKind::duplicate_object, "42710",
           std::string(what) + " " + quoted(name) + " for relation " + quoted(table.name.name) + " already exists");
}

/// Policies and rules stand on tables; what a view's name leads to is known when a script made it.
bool is_table(const Target& target) {
  return !target.kind_known() || target.is(RelationKind::table) || target.is(RelationKind::partitioned_table);
}

/// Source: policy.c, CreatePolicy, AlterPolicy.
void check_policy(const ::Node* qual, const ::Node* with_check, const Target& table, EffectsBuilder& out) {
  const NamedTable names = named_table(table.name, table.known);
  for (const ::Node* expression : {qual, with_check}) {
    if (expression == nullptr) continue;
    if (check_expression(expression, ExpressionPlace::policy, {&names, 1}, out).problem) return;
    lock_query(expression, QueryUse::analyzed, out);
  }
}

}  // namespace

// policy.c, CreatePolicy; RangeVarCallbackForPolicy.
void create_policy(const ::CreatePolicyStmt& statement, EffectsBuilder& out) {
  const auto table = find_target(*statement.table, out);
  if (!table) return;
  if (!is_table(*table)) {
    out.fail(FailureKind::wrong_object, "42809", quoted(table->name.name.str()) + " is not a table");
    return;
  }
  const std::string_view command = text(statement.cmd_name);
  if ((command == "select" || command == "delete") && statement.with_check != nullptr) {
    out.fail(FailureKind::invalid_definition, "42601", "WITH CHECK cannot be applied to SELECT or DELETE");
    return;
  }
  if (command == "insert" && statement.qual != nullptr) {
    out.fail(FailureKind::invalid_definition, "42601", "only WITH CHECK expression allowed for INSERT");
    return;
  }
  for (const auto& role : each<RoleSpec>(statement.roles)) check_role(&role, out);
  out.lock(table->name, LockMode::access_exclusive);
  check_policy(statement.qual, statement.with_check, *table, out);
  if (table->known != nullptr && has_part(table->known->policies, text(statement.policy_name))) {
    already_exists("policy", text(statement.policy_name), *table, out);
  }
}

// policy.c, AlterPolicy.
void alter_policy(const ::AlterPolicyStmt& statement, EffectsBuilder& out) {
  const auto table = find_target(*statement.table, out);
  if (!table) return;
  out.lock(table->name, LockMode::access_exclusive);
  check_policy(statement.qual, statement.with_check, *table, out);
  if (table->known == nullptr || !table->known->complete) return;
  if (has_part(table->known->policies, text(statement.policy_name))) return;
  out.fail(FailureKind::undefined_object, "42704",
           "policy " + quoted(text(statement.policy_name)) + " for table " + quoted(table->name.name.str()) +
               " does not exist");
}

namespace {

/// Source: statscmds.c, CreateStatistics.
void check_statistics(const ::CreateStatsStmt& statement, const Target& table, EffectsBuilder& out) {
  std::size_t expressions = 0;
  std::vector<std::string_view> columns;
  for (const auto& element : each<StatsElem>(statement.exprs)) {
    if (element.name == nullptr) {
      ++expressions;
      continue;
    }
    const std::string_view name = text(element.name);
    if (table.known != nullptr && table.known->complete && table.known->column(name) == nullptr) {
      out.fail(FailureKind::undefined_object, "42703", "column " + quoted(name) + " does not exist");
      return;
    }
    if (std::find(columns.begin(), columns.end(), name) != columns.end()) {
      out.fail(FailureKind::invalid_definition, "42701", "duplicate column name in statistics definition");
      return;
    }
    columns.push_back(name);
  }
  if (expressions > 0 && out.version() < 14) {
    out.fail(FailureKind::version, "0A000", "statistics on expressions need PostgreSQL 14");
    return;
  }
  const bool one_expression = expressions == 1 && columns.empty();
  if (columns.size() + expressions < 2 && !one_expression) {
    out.fail(FailureKind::invalid_definition, "42P17", "extended statistics require at least 2 columns");
    return;
  }
  for (const auto& kind : each<String>(statement.stat_types)) {
    const std::string_view name = text(kind.sval);
    if (name == "ndistinct" || name == "dependencies" || name == "mcv") continue;
    out.fail(FailureKind::invalid_definition, "42601", "unrecognized statistics kind " + quoted(name));
    return;
  }
}

bool may_have_statistics(const Target& target) {
  return !target.kind_known() || target.is(RelationKind::table) || target.is(RelationKind::partitioned_table) ||
         target.is(RelationKind::materialized_view) || target.is(RelationKind::foreign_table);
}

}  // namespace

// statscmds.c, CreateStatistics.
void create_statistics(const ::CreateStatsStmt& statement, EffectsBuilder& out) {
  const auto* relation = as<RangeVar>(pg::nth(statement.relations, 0));
  if (pg::length(statement.relations) != 1 || relation == nullptr) {
    out.fail(FailureKind::invalid_definition, "0A000", "only a single relation is allowed in CREATE STATISTICS");
    return;
  }
  const auto table = find_target(*relation, out);
  if (!table) return;
  if (!may_have_statistics(*table)) {
    out.fail(FailureKind::wrong_object, "42809",
             "cannot define statistics for relation " + quoted(table->name.name.str()));
    return;
  }
  out.lock(table->name, LockMode::share_update_exclusive);
  if (!check_made_object(reinterpret_cast<const ::Node*>(&statement), out)) return;
  check_statistics(statement, *table, out);
}

// alter.c, ExecAlterObjectDependsStmt: ACCESS EXCLUSIVE on a relation, ACCESS SHARE on the table of a trigger.
void alter_depends(const ::AlterObjectDependsStmt& statement, EffectsBuilder& out) {
  if (statement.relation == nullptr) return;
  const auto target = find_target(*statement.relation, out);
  if (!target) return;
  const bool of_relation = statement.objectType == OBJECT_INDEX || statement.objectType == OBJECT_MATVIEW;
  out.lock(target->name, of_relation ? LockMode::access_exclusive : LockMode::access_share);
}

// schemacmds.c, CreateSchemaCommand.
void create_schema(const ::CreateSchemaStmt& statement, EffectsBuilder& out) {
  if (!check_role(statement.authrole, out)) return;
  const std::string name(statement.schemaname != nullptr || statement.authrole == nullptr
                             ? text(statement.schemaname)
                             : text(statement.authrole->rolename));
  if (name.starts_with("pg_")) {
    out.fail(FailureKind::invalid_definition, "42939", "unacceptable schema name " + quoted(name));
    return;
  }
  const NamedObject* known = out.schema().others.find({"schema", name});
  if (known != nullptr && !statement.if_not_exists) {
    out.fail(FailureKind::duplicate_object, "42P06", "schema " + quoted(name) + " already exists",
             certainty_of(known->origin));
    return;
  }
  if (statement.schemaElts != nullptr) create_schema_elements(statement, name, out);
}

// dbcommands.c, AlterDatabase: SET TABLESPACE moves the files.
void alter_database(const ::AlterDatabaseStmt& statement, EffectsBuilder& out) {
  if (has_option(statement.options, "tablespace")) out.forbid_transaction_block();
}

// tablespace.c, CreateTableSpace.
void create_tablespace(const ::CreateTableSpaceStmt& statement, EffectsBuilder& out) {
  out.forbid_transaction_block();
  const std::string_view location = text(statement.location);
  if (location.empty() || location.starts_with('/')) return;
  out.fail(FailureKind::invalid_definition, "42P17", "tablespace location must be an absolute path");
}

}  // namespace pginterlock::effects
