// What is set of a whole table: owner, cluster, replica identity, persistence, access method, tablespace.
#include "effects/table_option.h"

#include <algorithm>
#include <array>

#include "effects/families.h"
#include "effects/targets.h"

namespace pginterlock::effects {

namespace {

/// Whether persistence, access method and tablespace of the relation are known: a script made it.
bool is_made_by_script(const AlteredTable& table) {
  return table.relation != nullptr && table.relation->origin && table.relation->origin->certain;
}

Certainty certainty_of_change(const AlteredTable& table) {
  return is_made_by_script(table) ? Certainty::proved : Certainty::assumed;
}

/// A logged table cannot reference an unlogged one. Source: tablecmds.c, ATPrepChangePersistence.
void check_references(Persistence persistence, const AlteredTable& table) {
  if (table.relation == nullptr) return;
  const auto check = [&](const QualifiedName& name, Persistence refused, const char* relationship) {
    const Relation* other = table.out.known(name);
    if (other == nullptr || other == table.relation || other->persistence != refused) return;
    table.out.fail(FailureKind::dependent_objects, "42P16",
                   "table " + pg::sql_name(table.name) + relationship + pg::sql_name(name));
  };
  if (persistence == Persistence::unlogged) {
    for (const QualifiedName& name : table.relation->referencing) {
      check(name, Persistence::permanent, " is referenced by the logged table ");
    }
    return;
  }
  for (const auto& constraint : table.relation->constraints) {
    if (constraint->references)
      check(*constraint->references, Persistence::unlogged, " references the unlogged table ");
  }
}

bool wrong(std::string sqlstate, std::string message, EffectsBuilder& out) {
  out.fail(FailureKind::wrong_object, std::move(sqlstate), std::move(message));
  return true;
}

/// Source: tablecmds.c, ATPrepChangePersistence.
bool refuses_persistence(Persistence persistence, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const bool both = has_action(table.statement, AT_SetLogged, "") && has_action(table.statement, AT_SetUnLogged, "");
  if (both && out.version() >= 13) return wrong("0A000", "the persistence of a table cannot be changed twice", out);
  if (table.relation == nullptr) return false;
  if (table.relation->persistence == Persistence::temporary) {
    return wrong("42P16", "a temporary table is never logged", out);
  }
  if (persistence != Persistence::unlogged) return false;
  bool published = false;
  out.schema().others.for_each_mentioning(table.name.name, [&](const QualifiedName&, const NamedObject& object) {
    published |= std::find(object.tables.begin(), object.tables.end(), table.name) != object.tables.end();
  });
  return published &&
         wrong("55000", "table " + pg::sql_name(table.name) + " is part of a publication and cannot be unlogged", out);
}

/// Source: amcmds.c, get_am_type_oid.
bool refuses_access_method(std::string_view method, EffectsBuilder& out) {
  constexpr std::array<std::string_view, 6> of_indexes = {"btree", "hash", "gist", "gin", "spgist", "brin"};
  if (std::find(of_indexes.begin(), of_indexes.end(), method) != of_indexes.end()) {
    return wrong("55000", "access method " + quoted(method) + " is not of type TABLE", out);
  }
  if (method.empty() || !out.schema().others.known_absent({"access method", std::string(method)})) return false;
  out.fail(FailureKind::undefined_object, "42704", "access method " + quoted(method) + " does not exist");
  return true;
}

/// The index of the table that a sub-command names; it fails when the table does not have it.
const TableIndex* index_named(std::string_view name, const AlteredTable& table) {
  if (table.relation == nullptr) return nullptr;
  const TableIndex* index = table.relation->index(name);
  if (index != nullptr || !table.complete()) return index;
  const Relation* there = table.out.known({table.name.schema, std::string(name)});
  if (there != nullptr) {
    wrong("42809", quoted(name) + " is not an index for table " + quoted(table.name.name), table.out);
  } else {
    table.out.fail(FailureKind::undefined_object, "42704",
                   "index " + quoted(name) + " for table " + quoted(table.name.name) + " does not exist");
  }
  return nullptr;
}

/// Source: tablecmds.c, ATExecReplicaIdentity.
bool refuses_identity(const TableIndex& index, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const std::string name = "index " + quoted(index.name);
  if (!index.unique) return wrong("42809", name + " is not unique and can be no replica identity", out);
  const TableConstraint* owner = index.constraint ? table.relation->constraint(*index.constraint) : nullptr;
  if (owner != nullptr && owner->deferrable) {
    return wrong("0A000", name + " is deferrable and can be no replica identity", out);
  }
  for (const IndexKey& key : index.keys) {
    if (key.column.empty()) return wrong("0A000", name + " has expressions and can be no replica identity", out);
  }
  if (!index.predicate.empty()) return wrong("0A000", name + " is partial and can be no replica identity", out);
  for (const IndexKey& key : index.keys) {
    const Column* column = table.column(key.column);
    if (column == nullptr || !column->complete || column->not_null) continue;
    return wrong("42809", name + " has a nullable column and can be no replica identity", out);
  }
  return false;
}

}  // namespace

void set_persistence(Persistence persistence, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const Relation* relation = table.relation;
  if (table.statement.objtype == OBJECT_SEQUENCE || (relation != nullptr && relation->kind == RelationKind::sequence)) {
    require_version(15, "SET LOGGED of a sequence", out, "42809");
    return;  // it has one row
  }
  if (table.partitioned()) {
    if (out.version() >= 18) {
      out.fail(FailureKind::wrong_object, "42809", "a partitioned table cannot be made logged or unlogged");
    }
    return;
  }
  const bool both = has_action(table.statement, AT_SetLogged, "") && has_action(table.statement, AT_SetUnLogged, "");
  if (!both && is_made_by_script(table) && relation->persistence == persistence) return;
  if (refuses_persistence(persistence, table)) return;
  check_references(persistence, table);
  rewrite_storage(table, false, Reason::set_logged, "", certainty_of_change(table));
  if (relation == nullptr || out.version() < 15) return;
  for (const auto& column : relation->columns) {
    if (column->owned_sequence) out.lock(*column->owned_sequence, LockMode::access_exclusive);
  }
}

/// Source: tablecmds.c, ATPrepSetAccessMethod.
void set_access_method(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  require_version(15, "SET ACCESS METHOD", out);
  if (out.version() < 15 || refuses_access_method(pg::text(action.name), out)) return;
  if (action.name == nullptr) require_version(17, "SET ACCESS METHOD DEFAULT", out);
  if (table.partitioned()) {
    if (out.version() < 17) {
      out.fail(FailureKind::version, "42809",
               "the access method of a partitioned table can be set since PostgreSQL 17");
    }
    return;
  }
  const auto or_heap = [](std::string_view name) { return name.empty() ? std::string_view("heap") : name; };
  if (is_made_by_script(table) && or_heap(table.relation->access_method) == or_heap(pg::text(action.name))) return;
  rewrite_storage(table, false, Reason::access_method, "", certainty_of_change(table));
}

namespace {

std::string_view or_default(std::string_view tablespace) {
  return tablespace.empty() ? std::string_view("pg_default") : tablespace;
}

}  // namespace

/// Source: tablecmds.c, ATPrepSetTableSpace, ATExecSetTableSpace.
void set_tablespace(const ::AlterTableCmd& action, const AlteredTable& table) {
  for (const auto& other : pg::each<AlterTableCmd>(table.statement.cmds)) {
    if (&other == &action) break;
    if (other.subtype != AT_SetTableSpace) continue;
    table.out.fail(FailureKind::invalid_definition, "42601", "cannot have multiple SET TABLESPACE subcommands");
    return;
  }
  if (pg::text(action.name) == "pg_global") {
    table.out.fail(FailureKind::wrong_object, "22023", "only shared relations can be in tablespace pg_global");
    return;
  }
  if (table.partitioned()) return;
  if (is_made_by_script(table) && or_default(table.relation->tablespace) == or_default(pg::text(action.name))) return;
  Work work{.kind = WorkKind::copy,
            .reason = Reason::tablespace,
            .relation = table.name,
            .certainty = certainty_of_change(table)};
  if (table.statement.objtype == OBJECT_INDEX) {
    const Relation* owner = table.out.schema().table_of_index(table.name);
    work.index = table.name.name;
    if (owner != nullptr) work.relation = owner->name;
    if (owner != nullptr && owner->kind == RelationKind::partitioned_table) return;
  }
  table.out.work(std::move(work));
}

// tablecmds.c, AlterTableMoveAll.
void move_all(const ::AlterTableMoveAllStmt& statement, EffectsBuilder& out) {
  const std::string_view from = pg::text(statement.orig_tablespacename);
  const std::string_view to = pg::text(statement.new_tablespacename);
  if (from == "pg_global" || to == "pg_global") {
    wrong("22023", "relations cannot be moved into or out of tablespace pg_global", out);
    return;
  }
  if (from == to) return;
  const RelationKind kind = statement.objtype == OBJECT_MATVIEW ? RelationKind::materialized_view : RelationKind::table;
  const auto moves = [&](const Relation& relation) {
    return statement.objtype != OBJECT_INDEX && relation.kind == kind && relation.origin &&
           or_default(relation.tablespace) == from;
  };
  for (const QualifiedName& name : relations_where(out.schema(), moves)) {
    out.lock(name, LockMode::access_exclusive);
    out.work({.kind = WorkKind::copy, .reason = Reason::tablespace, .relation = name});
  }
  out.unknown("which other relations are moved to the other tablespace is not known");
}

// tablecmds.c, ATExecClusterOn and ATExecDropCluster.
void cluster_on(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  if (table.partitioned()) {
    wrong("0A000", "no index of a partitioned table can be marked as clustered", out);
    return;
  }
  if (action.name == nullptr) return;
  const std::string name(pg::text(action.name));
  const TableIndex* index = index_named(name, table);
  if (index == nullptr && table.complete()) return;
  out.lock({table.name.schema, name}, LockMode::share_update_exclusive, Certainty::proved, RelationKind::index);
  if (index == nullptr) return;
  if (!index->predicate.empty()) {
    wrong("0A000", "a partial index cannot be clustered on", out);
  } else if (index->method != "btree" && index->method != "gist") {
    wrong("0A000", "access method " + quoted(index->method) + " does not support clustering", out);
  }
}

void replica_identity(const ::ReplicaIdentityStmt& identity, const AlteredTable& table) {
  if (identity.name == nullptr) return;
  const std::string name(pg::text(identity.name));
  const TableIndex* index = index_named(name, table);
  if (index == nullptr && table.complete()) return;
  if (index != nullptr && refuses_identity(*index, table)) return;
  table.out.lock({table.name.schema, name}, LockMode::share, Certainty::proved, RelationKind::index);
}

// tablecmds.c, ATExecChangeOwner: the indexes and the sequences that it owns get the owner, too.
void change_owner(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const ::RoleSpec* owner = action.newowner;
  if (owner != nullptr && owner->roletype == ROLESPEC_CSTRING &&
      out.schema().others.known_absent({"role", std::string(pg::text(owner->rolename))})) {
    out.fail(FailureKind::undefined_object, "42704", "role " + quoted(pg::text(owner->rolename)) + " does not exist");
    return;
  }
  if (table.relation == nullptr) return;
  if (table.relation->kind == RelationKind::sequence && table.relation->owner_table) {
    wrong("0A000", "sequence " + quoted(table.name.name) + " has the owner of the table that it belongs to", out);
    return;
  }
  if (table.relation->kind == RelationKind::index) return;
  // Who runs the scripts owns what they made: nothing changes.
  const bool own =
      owner != nullptr && (owner->roletype == ROLESPEC_CURRENT_USER || owner->roletype == ROLESPEC_CURRENT_ROLE ||
                           owner->roletype == ROLESPEC_SESSION_USER);
  if (own && is_made_by_script(table)) return;
  out.lock_indexes(table.name, LockMode::access_exclusive);
  for (const auto& column : table.relation->columns) {
    if (column->owned_sequence) {
      out.lock(*column->owned_sequence, LockMode::access_exclusive, Certainty::proved, RelationKind::sequence);
    }
  }
}

// trigger.c, EnableDisableTrigger.
void refuse_missing_trigger(const ::AlterTableCmd& action, const AlteredTable& table) {
  if (!table.complete()) return;
  const auto named = [&](const auto& trigger) { return trigger->name == pg::text(action.name); };
  if (std::any_of(table.relation->triggers.begin(), table.relation->triggers.end(), named)) return;
  table.out.fail(
      FailureKind::undefined_object, "42704",
      "trigger " + quoted(pg::text(action.name)) + " for table " + quoted(table.name.name) + " does not exist");
}

// trigger.c, EnableDisableTrigger of 12: the copies of the partitions are looked for by name, and not found when only
// the user's triggers are meant.
void refuse_user_triggers_of_partitions(const AlteredTable& table) {
  if (table.out.version() >= 13 || !table.partitioned() || table.only || table.relation->children.empty()) return;
  const auto& triggers = table.relation->triggers;
  if (std::none_of(triggers.begin(), triggers.end(), [](const auto& one) { return one->row_level; })) return;
  table.out.fail(FailureKind::version, "42704", "a trigger of the partitioned table is missing on a partition");
}

// rewriteDefine.c, EnableDisableRule.
void refuse_missing_rule(const ::AlterTableCmd& action, const AlteredTable& table) {
  if (!table.complete()) return;
  if (contains(table.relation->rules, pg::text(action.name))) return;
  table.out.fail(FailureKind::undefined_object, "42704",
                 "rule " + quoted(pg::text(action.name)) + " for table " + quoted(table.name.name) + " does not exist");
}

}  // namespace pginterlock::effects
