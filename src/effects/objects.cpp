// Triggers, policies, rules, statistics, comments, privileges, publications, subscriptions and the rest.
#include <algorithm>
#include <vector>

#include "effects/families.h"
#include "effects/query.h"

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

}  // namespace

// trigger.c, CreateTrigger: SHARE ROW EXCLUSIVE; a row trigger of a partitioned table is made on its partitions too.
void create_trigger(const ::CreateTrigStmt& statement, EffectsBuilder& out) {
  const auto table = find_target(*statement.relation, out);
  if (!table) return;
  const bool recurses = statement.row && table->is(RelationKind::partitioned_table);
  out.lock_with_descendants(table->name, LockMode::share_row_exclusive, !recurses);
  if (statement.constrrel != nullptr) {
    const auto other = find_target(*statement.constrrel, out);
    if (other) out.lock(other->name, LockMode::access_share);
  }
  if (table->known != nullptr && !statement.replace && has_part(table->known->triggers, text(statement.trigname))) {
    already_exists("trigger", text(statement.trigname), *table, out);
  }
}

// policy.c, CreatePolicy.
void create_policy(const ::CreatePolicyStmt& statement, EffectsBuilder& out) {
  const auto table = find_target(*statement.table, out);
  if (!table) return;
  out.lock(table->name, LockMode::access_exclusive);
  lock_query(statement.qual, QueryUse::analyzed, out);
  lock_query(statement.with_check, QueryUse::analyzed, out);
  if (table->known != nullptr && has_part(table->known->policies, text(statement.policy_name))) {
    already_exists("policy", text(statement.policy_name), *table, out);
  }
}

// policy.c, AlterPolicy.
void alter_policy(const ::AlterPolicyStmt& statement, EffectsBuilder& out) {
  const auto table = find_target(*statement.table, out);
  if (!table) return;
  out.lock(table->name, LockMode::access_exclusive);
  lock_query(statement.qual, QueryUse::analyzed, out);
  lock_query(statement.with_check, QueryUse::analyzed, out);
}

// rewriteDefine.c, DefineRule.
void create_rule(const ::RuleStmt& statement, EffectsBuilder& out) {
  const auto table = find_target(*statement.relation, out);
  if (!table) return;
  out.lock(table->name, LockMode::access_exclusive);
  lock_query(statement.whereClause, QueryUse::analyzed, out);
  lock_query(statement.actions, QueryUse::analyzed, out);
  if (table->known == nullptr || statement.replace) return;
  const auto& rules = table->known->rules;
  if (std::find(rules.begin(), rules.end(), text(statement.rulename)) != rules.end()) {
    already_exists("rule", text(statement.rulename), *table, out);
  }
}

// statscmds.c, CreateStatistics.
void create_statistics(const ::CreateStatsStmt& statement, EffectsBuilder& out) {
  if (pg::length(statement.relations) != 1) {
    out.fail(FailureKind::invalid_definition, "0A000", "only a single relation is allowed in CREATE STATISTICS");
    return;
  }
  for (const auto& relation : each<RangeVar>(statement.relations)) {
    const auto table = find_target(relation, out);
    if (table) out.lock(table->name, LockMode::share_update_exclusive);
  }
}

// objectaddress.c, get_object_address: SHARE UPDATE EXCLUSIVE on a relation or on a column's relation, ACCESS SHARE on
// the relation of a constraint, trigger, policy or rule. COMMENT and SECURITY LABEL alike.
void describe_object(ObjectType type, const ::Node* object, EffectsBuilder& out) {
  const auto* list = as<List>(object);
  if (list == nullptr) return;
  std::vector<std::string> names = pg::strings_of(list);
  LockMode mode = LockMode::share_update_exclusive;
  RelationKind kind = RelationKind::table;
  switch (type) {
    case OBJECT_INDEX:
      kind = RelationKind::index;
      break;
    case OBJECT_SEQUENCE:
      kind = RelationKind::sequence;
      break;
    case OBJECT_VIEW:
      kind = RelationKind::view;
      break;
    case OBJECT_MATVIEW:
      kind = RelationKind::materialized_view;
      break;
    case OBJECT_TABLE:
    case OBJECT_FOREIGN_TABLE:
      break;
    case OBJECT_TABCONSTRAINT:
    case OBJECT_TRIGGER:
    case OBJECT_POLICY:
    case OBJECT_RULE:
      mode = LockMode::access_share;
      [[fallthrough]];
    case OBJECT_COLUMN:
      if (!names.empty()) names.pop_back();
      break;
    default:
      return;
  }
  if (names.empty()) return;
  const QualifiedName written{names.size() > 1 ? names[names.size() - 2] : "", names.back()};
  const auto target = find_target(written, out);
  if (target) out.lock(target->name, mode, Certainty::proved, kind);
}

// aclchk.c, ExecuteGrantStmt. Since 18 the relations are locked, ACCESS SHARE.
void grant(const ::GrantStmt& statement, EffectsBuilder& out) {
  if (out.version() < 18 || statement.targtype != ACL_TARGET_OBJECT) return;
  if (statement.objtype != OBJECT_TABLE && statement.objtype != OBJECT_SEQUENCE) return;
  for (const auto& relation : each<RangeVar>(statement.objects)) {
    const auto target = find_target(relation, out);
    if (!target || is_system_catalog(target->name)) continue;
    out.lock(target->name, LockMode::access_share, Certainty::proved,
             statement.objtype == OBJECT_SEQUENCE ? RelationKind::sequence : RelationKind::table);
  }
}

// alter.c, ExecAlterObjectDependsStmt.
void alter_depends(const ::AlterObjectDependsStmt& statement, EffectsBuilder& out) {
  if (statement.relation == nullptr) return;
  const auto target = find_target(*statement.relation, out);
  if (target) out.lock(target->name, LockMode::access_share);
}

namespace {

/// publicationcmds.c, OpenTableList: partitions are not locked, inheritance children are.
void lock_published(const ::List* objects, EffectsBuilder& out) {
  for (const auto& object : each<PublicationObjSpec>(objects)) {
    if (object.pubtable == nullptr || object.pubtable->relation == nullptr) continue;
    const ::RangeVar& relation = *object.pubtable->relation;
    const auto table = find_target(relation, out);
    if (!table) continue;
    const bool partitioned = table->is(RelationKind::partitioned_table);
    if (partitioned && out.version() < 13) {
      out.fail(FailureKind::wrong_object, "0A000", quoted(table->name.name) + " is a partitioned table");
    }
    out.lock_with_descendants(table->name, LockMode::share_update_exclusive, partitioned || !relation.inh);
  }
}

}  // namespace

// publicationcmds.c, CreatePublication. FOR ALL TABLES locks none.
void create_publication(const ::CreatePublicationStmt& statement, EffectsBuilder& out) {
  lock_published(statement.pubobjects, out);
}

// publicationcmds.c, AlterPublication.
void alter_publication(const ::AlterPublicationStmt& statement, EffectsBuilder& out) {
  lock_published(statement.pubobjects, out);
}

// subscriptioncmds.c, CreateSubscription.
void create_subscription(const ::CreateSubscriptionStmt& statement, EffectsBuilder& out) {
  const bool connects = has_option(statement.options, "connect", true);
  if (connects && has_option(statement.options, "create_slot", true)) out.forbid_transaction_block();
}

// subscriptioncmds.c, AlterSubscription.
void alter_subscription(const ::AlterSubscriptionStmt& statement, EffectsBuilder& out) {
  switch (statement.kind) {
    case ALTER_SUBSCRIPTION_REFRESH:
      out.forbid_transaction_block();
      return;
    case ALTER_SUBSCRIPTION_SET_PUBLICATION:
    case ALTER_SUBSCRIPTION_ADD_PUBLICATION:
    case ALTER_SUBSCRIPTION_DROP_PUBLICATION:
      if (has_option(statement.options, "refresh", true)) out.forbid_transaction_block();
      return;
    default:
      return;
  }
}

// schemacmds.c, CreateSchemaCommand.
void create_schema(const ::CreateSchemaStmt& statement, EffectsBuilder& out) {
  const std::string name(text(statement.schemaname));
  const NamedObject* known = out.schema().others.find({"schema", name});
  if (known != nullptr && !statement.if_not_exists) {
    out.fail(FailureKind::duplicate_object, "42P06", "schema " + quoted(name) + " already exists");
  }
  if (statement.schemaElts != nullptr) out.unknown("the statements inside CREATE SCHEMA are not analysed", true);
}

// dbcommands.c, AlterDatabase: SET TABLESPACE moves the files.
void alter_database(const ::AlterDatabaseStmt& statement, EffectsBuilder& out) {
  if (has_option(statement.options, "tablespace")) out.forbid_transaction_block();
}

}  // namespace pginterlock::effects
