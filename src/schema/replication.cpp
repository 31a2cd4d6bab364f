#include "schema/replication.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace pginterlock {

namespace {

/// The table, and the partitioned tables that it is a part of.
std::vector<QualifiedName> with_roots(const Schema& schema, const Relation& table) {
  std::vector<QualifiedName> names{table.name};
  const Relation* part = &table;
  while (part != nullptr && part->partition_bound && !part->parents.empty()) {
    const QualifiedName& parent = part->parents.front();
    if (std::find(names.begin(), names.end(), parent) != names.end()) break;
    names.push_back(parent);
    part = schema.relation(parent);
  }
  return names;
}

}  // namespace

bool has_replica_identity(const Relation& table) {
  if (table.replica_identity == "full") return true;
  if (table.replica_identity == "default") return table.primary_key() != nullptr;
  constexpr std::string_view by_index = "index ";
  if (!table.replica_identity.starts_with(by_index)) return false;
  return table.index(std::string_view(table.replica_identity).substr(by_index.size())) != nullptr;
}

bool is_published(const Schema& schema, const Relation& table, char event) {
  const std::vector<QualifiedName> names = with_roots(schema, table);
  bool found = false;
  schema.others.for_each_mentioning("publication", [&](const QualifiedName& key, const NamedObject& object) {
    if (found || key.schema != "publication") return;
    if (event == 'u' ? !object.publishes_updates : !object.publishes_deletes) return;
    found = object.all_tables || std::any_of(names.begin(), names.end(), [&](const QualifiedName& name) {
              const auto& schemas = object.schemas;
              return std::find(object.tables.begin(), object.tables.end(), name) != object.tables.end() ||
                     std::find(schemas.begin(), schemas.end(), name.schema) != schemas.end();
            });
  });
  return found;
}

bool lacks_replica_identity(const Schema& schema, const Relation& table, char event) {
  if (!table.complete || table.kind != RelationKind::table || table.persistence != Persistence::permanent) return false;
  return !has_replica_identity(table) && is_published(schema, table, event);
}

}  // namespace pginterlock
