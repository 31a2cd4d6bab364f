// Publications and subscriptions.
#include <algorithm>
#include <array>
#include <vector>

#include "effects/existence.h"
#include "effects/families.h"
#include "effects/query.h"
#include "effects/semantics.h"
#include "pg/lexer.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::each;
using pg::text;

constexpr std::array publication_options = {std::string_view("publish"), std::string_view("publish_via_partition_root"),
                                            std::string_view("publish_generated_columns")};
constexpr std::array subscription_options = {
    std::string_view("connect"),
    std::string_view("enabled"),
    std::string_view("create_slot"),
    std::string_view("slot_name"),
    std::string_view("copy_data"),
    std::string_view("synchronous_commit"),
    std::string_view("refresh"),
    std::string_view("binary"),
    std::string_view("streaming"),
    std::string_view("two_phase"),
    std::string_view("disable_on_error"),
    std::string_view("password_required"),
    std::string_view("run_as_owner"),
    std::string_view("origin"),
    std::string_view("failover"),
    std::string_view("max_retention_duration"),
    std::string_view("retain_dead_tuples"),
    std::string_view("lsn"),
};

/// Source: publicationcmds.c, parse_publication_options; subscriptioncmds.c, parse_subscription_options.
bool check_options(const ::List* options, const auto& known, const char* noun, EffectsBuilder& out) {
  for (const auto& option : each<DefElem>(options)) {
    const std::string_view name = text(option.defname);
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    out.fail(FailureKind::invalid_definition, "42601",
             "unrecognized " + std::string(noun) + " parameter: " + quoted(name));
    return false;
  }
  return true;
}

/// Only permanent tables can be published. Source: pg_publication.c, check_publication_add_relation.
bool check_published(const Target& table, EffectsBuilder& out) {
  if (table.is(RelationKind::partitioned_table) && out.version() < 13) {
    out.fail(FailureKind::wrong_object, "0A000", quoted(table.name.name.str()) + " is a partitioned table");
    return false;
  }
  if (!table.kind_known()) return true;
  const bool is_table = table.is(RelationKind::table) || table.is(RelationKind::partitioned_table);
  const bool permanent = table.known->persistence == Persistence::permanent;
  if (is_table && permanent) return true;
  out.fail(FailureKind::wrong_object, "22023",
           "cannot add relation " + quoted(table.name.name.str()) + " to publication");
  return false;
}

/// publicationcmds.c, OpenTableList: partitions are not locked, inheritance children are.
std::vector<QualifiedName> lock_published(const ::List* objects, bool adding, EffectsBuilder& out) {
  std::vector<QualifiedName> tables;
  for (const auto& object : each<PublicationObjSpec>(objects)) {
    const bool schema = object.pubobjtype == PUBLICATIONOBJ_TABLES_IN_SCHEMA;
    const bool part =
        object.pubtable != nullptr && (object.pubtable->columns != nullptr || object.pubtable->whereClause != nullptr);
    if ((schema || part) && out.version() < 15) {
      out.fail(FailureKind::version, "42601", "schemas, columns and filters of a publication need PostgreSQL 15");
      return tables;
    }
    if (schema) check_schema(text(object.name), out);
    if (object.pubtable == nullptr || object.pubtable->relation == nullptr) continue;
    const ::RangeVar& relation = *object.pubtable->relation;
    const auto table = find_target(relation, out);
    if (!table) continue;
    if (adding && !check_published(*table, out)) continue;
    if (object.pubtable->whereClause != nullptr) {
      const NamedTable names = named_table(table->name, table->known);
      check_expression(object.pubtable->whereClause, ExpressionPlace::publication_filter, {&names, 1}, out);
    }
    const bool partitioned = table->is(RelationKind::partitioned_table);
    out.lock_with_descendants(table->name, LockMode::share_update_exclusive, partitioned || !relation.inh);
    tables.push_back(table->name);
  }
  return tables;
}

/// Source: pg_publication.c, publication_add_relation; publicationcmds.c, PublicationDropTables.
void check_members(const NamedObject& publication, const std::vector<QualifiedName>& tables, bool adding,
                   const QualifiedName& name, EffectsBuilder& out) {
  for (const QualifiedName& table : tables) {
    const bool member =
        std::find(publication.tables.begin(), publication.tables.end(), table) != publication.tables.end();
    if (adding && member) {
      out.fail(FailureKind::duplicate_object, "42710",
               "relation " + quoted(table.name.str()) + " is already member of publication " + quoted(name.name.str()));
    } else if (!adding && !member) {
      out.fail(FailureKind::undefined_object, "42704",
               "relation " + quoted(table.name.str()) + " is not part of the publication");
    }
  }
}

}  // namespace

// publicationcmds.c, CreatePublication. FOR ALL TABLES locks none.
void create_publication(const ::CreatePublicationStmt& statement, EffectsBuilder& out) {
  if (!check_options(statement.options, publication_options, "publication", out)) return;
  lock_published(statement.pubobjects, true, out);
}

// publicationcmds.c, AlterPublication, AlterPublicationTables: SET locks what it takes out, too.
void alter_publication(const ::AlterPublicationStmt& statement, EffectsBuilder& out) {
  const QualifiedName key{"publication", std::string(text(statement.pubname))};
  const auto publication = find_object(OBJECT_PUBLICATION, key, out);
  if (!publication) return;
  if (!check_options(statement.options, publication_options, "publication", out)) return;
  const NamedObject* known = publication->known;
  if (known != nullptr && known->all_tables && statement.pubobjects != nullptr) {
    out.fail(FailureKind::invalid_definition, "55000",
             "publication " + quoted(key.name.str()) + " is defined as FOR ALL TABLES");
    return;
  }
  const bool adding = statement.action != AP_DropObjects;
  const auto tables = lock_published(statement.pubobjects, adding, out);
  const bool certain = known != nullptr && known->origin && known->origin->certain;
  if (!certain || statement.pubobjects == nullptr) return;
  if (statement.action != AP_SetObjects) return check_members(*known, tables, adding, key, out);
  for (const QualifiedName& table : known->tables) {
    if (std::find(tables.begin(), tables.end(), table) == tables.end()) {
      out.lock(table, LockMode::share_update_exclusive);
    }
  }
}

// subscriptioncmds.c, CreateSubscription.
void create_subscription(const ::CreateSubscriptionStmt& statement, EffectsBuilder& out) {
  if (!check_options(statement.options, subscription_options, "subscription", out)) return;
  if (!check_made_object(reinterpret_cast<const ::Node*>(&statement), out)) return;
  const bool connects = has_option(statement.options, "connect", true);
  if (connects && has_option(statement.options, "create_slot", true)) out.forbid_transaction_block();
}

namespace {

/// Until 13 what a subscription's state forbids is told as a syntax error.
const char* wrong_state(const EffectsBuilder& out) { return out.version() >= 14 ? "55000" : "42601"; }

}  // namespace

// subscriptioncmds.c, AlterSubscription.
void alter_subscription(const ::AlterSubscriptionStmt& statement, EffectsBuilder& out) {
  const QualifiedName key{"subscription", std::string(text(statement.subname))};
  const auto subscription = find_object(OBJECT_SUBSCRIPTION, key, out);
  if (!subscription) return;
  const NamedObject* known = subscription->known;
  const bool disabled = known != nullptr && !known->enabled;
  switch (statement.kind) {
    case ALTER_SUBSCRIPTION_REFRESH:
      if (disabled) {
        out.fail(FailureKind::invalid_definition, wrong_state(out),
                 "ALTER SUBSCRIPTION ... REFRESH is not allowed for disabled subscriptions");
        return;
      }
      out.forbid_transaction_block();
      return;
    case ALTER_SUBSCRIPTION_ENABLED:
      if (known != nullptr && !known->has_slot && has_option(statement.options, "enabled")) {
        out.fail(FailureKind::invalid_definition, wrong_state(out),
                 "cannot enable subscription that does not have a slot name");
      }
      return;
    case ALTER_SUBSCRIPTION_ADD_PUBLICATION:
    case ALTER_SUBSCRIPTION_DROP_PUBLICATION:
      if (out.version() < 14) {
        out.fail(FailureKind::version, "42601", "ADD and DROP PUBLICATION need PostgreSQL 14");
        return;
      }
      [[fallthrough]];
    case ALTER_SUBSCRIPTION_SET_PUBLICATION:
      if (has_option(statement.options, "refresh", true)) out.forbid_transaction_block();
      return;
    default:
      return;
  }
}

// subscriptioncmds.c, DropSubscription: allowed in a transaction block only when the subscription has no slot, which is
// in the publisher's database.
void drop_subscription(const ::DropSubscriptionStmt& statement, EffectsBuilder& out) {
  const QualifiedName key{"subscription", std::string(text(statement.subname))};
  const auto subscription = find_object(OBJECT_SUBSCRIPTION, key, out, statement.missing_ok);
  if (!subscription) return;
  if (subscription->known == nullptr || subscription->known->has_slot) out.forbid_transaction_block();
  out.lose({.kind = ObjectKind::other, .object = pg::quote_identifier(text(statement.subname))});
}

}  // namespace pginterlock::effects
