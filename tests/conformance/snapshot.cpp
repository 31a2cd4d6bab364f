#include "snapshot.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace pginterlock::conformance {

namespace {

// Sizes are of the files; a partitioned table, a view and the like have none.
constexpr const char* relations_query = R"(
  SELECT c.oid, c.relkind, CASE WHEN n.oid = pg_catalog.pg_my_temp_schema() THEN 'pg_temp' ELSE n.nspname END,
         c.relname, COALESCE(pg_catalog.pg_relation_filenode(c.oid), 0), c.reltablespace, COALESCE(i.indrelid, 0),
         CASE WHEN c.relkind IN ('r', 'm', 'i') THEN pg_catalog.pg_relation_size(c.oid)
              / pg_catalog.current_setting('block_size')::pg_catalog.int8 ELSE 0 END,
         pg_catalog.pg_stat_get_xact_blocks_fetched(c.oid),
         pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid) + pg_catalog.pg_stat_get_xact_tuples_updated(c.oid)
           + pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid)
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
   WHERE c.oid >= 16384 AND n.nspname !~ '^pg_toast' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
     AND (n.nspname !~ '^pg_temp_' OR n.oid = pg_catalog.pg_my_temp_schema()))";

// The relation is null for other locks: a transaction that it waits for. An index that is not live any more was waited
// for until no one used it: no one can notice how it is locked then. Source: index.c, index_concurrently_set_dead.
constexpr const char* locks_query = R"(
  SELECT COALESCE(relation, 0), mode, granted, locktype = 'relation' FROM pg_catalog.pg_locks
   WHERE pid = {} AND (NOT granted OR (locktype = 'relation' AND relation >= 16384 AND database =
         (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())))
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = relation AND NOT indislive))";

constexpr Oid first_user_oid = 16384;  // FirstNormalObjectId

constexpr std::array<std::string_view, 8> lock_names = {
    "AccessShareLock", "RowShareLock",          "RowExclusiveLock", "ShareUpdateExclusiveLock",
    "ShareLock",       "ShareRowExclusiveLock", "ExclusiveLock",    "AccessExclusiveLock"};

std::optional<LockMode> mode_of(std::string_view name) {
  const auto* it = std::find(lock_names.begin(), lock_names.end(), name);
  if (it == lock_names.end()) return std::nullopt;
  return static_cast<LockMode>(it - lock_names.begin());
}

/// What stands between the first two double quotes behind a beginning; empty when the text begins otherwise.
std::string_view quoted_after(std::string_view text, std::string_view beginning) {
  if (!text.starts_with(beginning)) return {};
  text.remove_prefix(beginning.size());
  return text.substr(0, text.find('"'));
}

using Relations = std::map<QualifiedName, RelationFacts>;

/// The name by which a relation is told: the one that it had before the statement.
const QualifiedName* name_of(Oid oid, const Snapshot& before, const Snapshot& after) {
  if (const auto it = before.find(oid); it != before.end()) return &it->second.name;
  if (const auto it = after.find(oid); it != after.end()) return &it->second.name;
  return nullptr;  // made and dropped on the way
}

void add_before(const Snapshot& before, Relations& relations) {
  for (const auto& [oid, relation] : before) {
    RelationFacts& facts = relations[relation.name];
    facts.kind = relation.kind;
    facts.blocks = relation.blocks;
    if (const auto table = before.find(relation.table); table != before.end()) facts.table = table->second.name;
  }
}

void compare_files(const CatalogRelation& old, const CatalogRelation& now, RelationFacts& facts) {
  if (old.file == now.file) return;
  facts.moved = old.tablespace != now.tablespace;
  facts.replaced = !facts.moved;
  facts.emptied = facts.replaced && now.blocks == 0;
}

void add_after(const Snapshot& before, const Snapshot& after, Relations& relations) {
  std::map<QualifiedName, const CatalogRelation*> old_names;
  for (const auto& [oid, relation] : before) old_names.emplace(relation.name, &relation);
  for (const auto& [oid, relation] : after) {
    const auto same = before.find(oid);
    const auto name = old_names.find(relation.name);
    // An index that the statement made anew has the name and another OID.
    const CatalogRelation* old = same != before.end()      ? &same->second
                                 : name != old_names.end() ? name->second
                                                           : nullptr;
    RelationFacts& facts = relations[old == nullptr ? relation.name : old->name];
    if (old == nullptr) {
      facts.is_new = true;
      facts.kind = relation.kind;
      if (const QualifiedName* table = name_of(relation.table, before, after)) facts.table = *table;
    } else {
      compare_files(*old, relation, facts);
      facts.made_anew = same == before.end();
    }
    const bool counted = same != before.end();
    facts.fetched += relation.fetched - (counted ? same->second.fetched : 0);
    facts.changed += relation.changed - (counted ? same->second.changed : 0);
  }
}

/// DEBUG1 names relations without their schemas: of several with the name, those that were read are meant.
template <typename Set>
void mark_named(std::string_view name, Relations& relations, Set&& set) {
  if (name.empty()) return;
  const bool read = std::any_of(relations.begin(), relations.end(),
                                [&](const auto& one) { return one.first.name == name && one.second.fetched > 0; });
  for (auto& [relation, facts] : relations) {
    if (relation.name == name && (!read || facts.fetched > 0 || facts.kind == 'i')) set(facts);
  }
}

/// REINDEX CONCURRENTLY builds an index under a name of its own, which then takes the place of the old one. Source:
/// indexcmds.c, ReindexRelationConcurrently.
void mark_built_aside(std::string_view built, Relations& relations) {
  const std::size_t suffix = built.rfind("_ccnew");
  if (suffix == std::string_view::npos) return;
  for (auto& [relation, facts] : relations) {
    if (facts.made_anew && relation.name.starts_with(built.substr(0, suffix))) facts.said_building = true;
  }
}

/// The tables with the foreign key constraint that had to be read for it.
void mark_foreign_key(std::string_view constraint, Connection& connection, const Snapshot& before,
                      const Snapshot& after, Relations& relations) {
  const Rows rows = connection.ask(
      fmt::format("SELECT conrelid FROM pg_catalog.pg_constraint WHERE contype = 'f' AND conname = '{}'", constraint));
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const QualifiedName* name = name_of(static_cast<Oid>(rows.number(row, 0)), before, after);
    if (name == nullptr) continue;
    RelationFacts& facts = relations[*name];
    if (facts.has_rows_of_its_own() && (facts.fetched > 0 || facts.blocks == 0)) facts.said_foreign_key = true;
  }
}

}  // namespace

Snapshot take_snapshot(Connection& connection) {
  const Rows rows = connection.ask(relations_query);
  Snapshot snapshot;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    snapshot[static_cast<Oid>(rows.number(row, 0))] = {
        .name = {std::string(rows.text(row, 2)), std::string(rows.text(row, 3))},
        .kind = rows.text(row, 1).front(),
        .file = static_cast<Oid>(rows.number(row, 4)),
        .tablespace = static_cast<Oid>(rows.number(row, 5)),
        .table = static_cast<Oid>(rows.number(row, 6)),
        .blocks = rows.number(row, 7),
        .fetched = rows.number(row, 8),
        .changed = rows.number(row, 9)};
  }
  return snapshot;
}

const CatalogRelation* locked_relation(Oid oid, const Snapshot& before, const Snapshot& after) {
  if (const auto old = before.find(oid); old != before.end()) return &old->second;
  const auto now = after.find(oid);
  if (now == after.end()) return nullptr;
  const bool again =
      std::any_of(before.begin(), before.end(), [&](const auto& one) { return one.second.name == now->second.name; });
  return again ? nullptr : &now->second;
}

bool add_locks(Connection& asker, int process, Locks& locks) {
  const Rows rows = asker.ask(fmt::format(locks_query, process));
  bool waits = false;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    waits = waits || !rows.truth(row, 2);
    const Oid relation = static_cast<Oid>(rows.number(row, 0));
    const auto mode = mode_of(rows.text(row, 1));
    if (mode && rows.truth(row, 3) && relation >= first_user_oid) locks[relation].insert(*mode);
  }
  return waits;
}

Observation observe_difference(const Snapshot& before, const Snapshot& after, const Locks& held_before,
                               const Locks& locks, const std::vector<Message>& messages, Connection& connection) {
  Observation observation;
  Relations& relations = observation.relations;
  add_before(before, relations);
  add_after(before, after, relations);
  for (const auto& [oid, modes] : locks) {
    const CatalogRelation* relation = locked_relation(oid, before, after);
    if (relation == nullptr) continue;
    RelationFacts& facts = relations[relation->name];
    const auto held = held_before.find(oid);
    for (const LockMode mode : modes) {
      if (held != held_before.end() && held->second.contains(mode)) {
        facts.held_before.insert(mode);
      } else {
        facts.lock = std::max(facts.lock.value_or(mode), mode);
      }
    }
  }
  for (const Message& message : messages) {
    if (message.severity != "DEBUG") continue;
    const std::string_view text = message.text;
    mark_named(quoted_after(text, "rewriting table \""), relations, [](auto& facts) { facts.said_rewriting = true; });
    mark_named(quoted_after(text, "verifying table \""), relations, [](auto& facts) { facts.said_verifying = true; });
    mark_named(quoted_after(text, "building index \""), relations, [](auto& facts) { facts.said_building = true; });
    mark_built_aside(quoted_after(text, "building index \""), relations);
    const std::string_view key = quoted_after(text, "validating foreign key constraint \"");
    if (!key.empty()) mark_foreign_key(key, connection, before, after, relations);
  }
  return observation;
}

}  // namespace pginterlock::conformance
