#include "effects/kept.h"

#include "effects/targets.h"
#include "pg/types.h"
#include "schema/compare.h"
#include "schema/definitions.h"

namespace pginterlock::effects {

namespace {

/// A type that no script made may be named with another schema.
bool same_type(const pg::DataType& one, const pg::DataType& other, const Schema& schema) {
  if (one == other) return true;
  const bool known =
      (one.builtin() || schema.type(one.name) != nullptr) && (other.builtin() || schema.type(other.name) != nullptr);
  return !known && one.name.name == other.name.name && one.array == other.array && one.modifiers == other.modifiers;
}

/// "integer, not bigint"; empty: the types are the same, or not known.
std::string type_difference(const ::ColumnDef& definition, const Column& there, const EffectsBuilder& out) {
  if (definition.typeName == nullptr || !there.complete) return {};
  const pg::DataType written =
      out.schema().resolve_type(pg::type_of(*definition.typeName), out.before().session.search_path());
  if (!written.known() || !there.type.known() || same_type(written, there.type, out.schema())) return {};
  return pg::sql_type(there.type) + ", not " + pg::sql_type(written);
}

bool is_table(RelationKind kind) {
  return kind == RelationKind::table || kind == RelationKind::partitioned_table || kind == RelationKind::foreign_table;
}

void keep(ObjectKind kind, std::string object, std::vector<std::string> differences,
          const std::optional<Origin>& origin, EffectsBuilder& out) {
  if (differences.empty()) return;
  out.keep({.kind = kind,
            .object = std::move(object),
            .differences = std::move(differences),
            .certainty = certainty_of(origin)});
}

}  // namespace

void keep_table(const ::CreateStmt& statement, const Relation& there, EffectsBuilder& out) {
  std::vector<std::string> differences;
  if (!is_table(there.kind)) differences.emplace_back("no table is made");
  for (const auto& definition : pg::each<::ColumnDef>(statement.tableElts)) {
    if (!is_table(there.kind)) break;
    const std::string_view name = pg::text(definition.colname);
    const Column* column = there.column(name);
    const std::string shown = pg::quote_identifier(name);
    if (column == nullptr) {
      if (there.complete) differences.push_back("it has no column " + shown);
    } else if (const std::string types = type_difference(definition, *column, out); !types.empty()) {
      differences.push_back("column " + shown + " is " + types);
    }
  }
  keep(object_kind(there.kind), pg::sql_name(there.name), std::move(differences), there.origin, out);
}

void keep_column(const ::ColumnDef& definition, const Column& there, const AlteredTable& table) {
  const std::string types = type_difference(definition, there, table.out);
  if (types.empty()) return;
  keep(ObjectKind::column, pg::sql_name(table.name) + "." + pg::quote_identifier(there.name), {"it is " + types},
       there.origin, table.out);
}

void keep_index(const ::IndexStmt& statement, const QualifiedName& table, const Relation& there, EffectsBuilder& out) {
  std::vector<std::string> differences;
  std::optional<Origin> origin = there.origin;
  const Relation* owner = there.owner_table ? out.known(*there.owner_table) : nullptr;
  if (there.kind != RelationKind::index) {
    differences.emplace_back("no index is made");
  } else if (there.owner_table && *there.owner_table != table) {
    differences.push_back("it is an index of " + pg::sql_name(*there.owner_table));
  } else if (const TableIndex* index = owner == nullptr ? nullptr : owner->index(there.name.name.str())) {
    origin = index->origin;
    const auto described = difference_of_definition(*index, schema::index_of(statement, out.statement()));
    if (!described.empty()) differences.push_back(described);
  }
  keep(object_kind(there.kind), pg::sql_name(there.name), std::move(differences), origin, out);
}

}  // namespace pginterlock::effects
