// Whether the types and collations that a statement names exist.

#include <algorithm>

#include "effects/expression_type.h"
#include "pg/catalog.h"

namespace pginterlock::effects {

namespace {

Problem missing(std::string_view what, std::string_view name, const char* sqlstate = "42704") {
  return {FailureKind::undefined_object, sqlstate, std::string(what) + " \"" + std::string(name) + "\" does not exist"};
}

/// The name without the schema of everything that is built in; a name that is spelled "serial" is one.
bool is_serial(const ::TypeName& type) {
  if (pg::length(type.names) != 1 || type.setof || type.pct_type) return false;
  ::TypeName scalar = type;
  scalar.arrayBounds = nullptr;
  return pg::serial_width(scalar) != 0;
}

}  // namespace

std::optional<Problem> problem_of_type(const ::TypeName& type, bool serial_allowed, const State& before) {
  if (type.pct_type) return std::nullopt;
  const QualifiedName written = pg::name_of(type.names);
  if (is_serial(type)) {
    if (!serial_allowed) return missing("type", written.name);
    if (type.arrayBounds == nullptr) return std::nullopt;
    return Problem{.sqlstate = "0A000", .message = "array of serial is not implemented"};
  }
  const std::string name = written.name.str();
  const Schema& schema = before.schema;
  if (!written.schema.empty()) {
    if (schema.others.known_absent({"schema", written.schema})) return missing("schema", written.schema.str(), "3F000");
    const bool builtin = written.schema == "pg_catalog";
    const bool absent = builtin ? !pg::builtin_type(name, before.pg_version).has_value()
                                : schema.types.known_absent(written) && schema.relation(written) == nullptr;
    if (absent) return missing("type", written.plain());
    return std::nullopt;
  }
  const auto& path = before.session.search_path();
  const auto exists_in = [&](const std::string& one) {
    return schema.type({one, name}) != nullptr || schema.relation({one, name}) != nullptr;
  };
  if (pg::builtin_type(name, before.pg_version) || std::any_of(path.begin(), path.end(), exists_in)) {
    return std::nullopt;
  }
  const auto absent_from = [&](const std::string& one) {
    const QualifiedName key{one, name};
    return schema.types.known_absent(key) || schema.relations.known_absent(key);
  };
  const bool of_other_versions = pg::builtin_type(name).has_value();
  if (!of_other_versions && std::none_of(path.begin(), path.end(), absent_from)) return std::nullopt;
  return missing("type", name);
}

std::optional<Problem> problem_of_column_type(std::string_view column, const pg::DataType& type, const State& before) {
  if (!type.builtin()) return std::nullopt;
  const auto fact = pg::builtin_type(type.name.name.str(), before.pg_version);
  if (!fact || fact->kind != 'p') return std::nullopt;
  return Problem{.sqlstate = "42P16",
                 .message = "column " + pg::quote_identifier(column) + " has pseudo-type " + pg::sql_type(type)};
}

std::optional<Problem> problem_of_collation(const ::CollateClause& clause, const pg::DataType& type,
                                            const State& before) {
  const QualifiedName written = pg::name_of(clause.collname);
  const std::string catalog = catalog_type(type, before);
  const auto fact = pg::builtin_type(catalog.starts_with('_') ? catalog.substr(1) : catalog, before.pg_version);
  const auto absent = [&](const std::string& name) { return before.schema.others.known_absent({"collation", name}); };
  // A collation is kept under the name as it is written.
  const auto& path = before.session.search_path();
  const bool gone = absent(written.plain()) ||
                    (written.schema.empty() && std::any_of(path.begin(), path.end(), [&](const std::string& schema) {
                       return absent(schema + "." + written.name);
                     }));
  if (gone) return missing("collation", written.plain());
  if (fact && !fact->collatable) {
    return Problem{.sqlstate = "42804", .message = "collations are not supported by type " + pg::sql_type(type)};
  }
  return std::nullopt;
}

}  // namespace pginterlock::effects
