#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "text/name.h"

struct List;
struct RangeVar;

namespace pginterlock {

/// The name of a schema object. In a statement's effects and in the schema it is resolved: never without a schema.
struct QualifiedName {
  Name schema;
  Name name;

  friend bool operator==(const QualifiedName&, const QualifiedName&) = default;
  friend auto operator<=>(const QualifiedName&, const QualifiedName&) = default;

  /// schema.name as in pg_namespace.nspname and pg_class.relname, without quotes: for machines.
  std::string plain() const { return schema.empty() ? name.str() : schema + "." + name; }
};

namespace pg {

/// An identifier as SQL must write it: in double quotes unless it is lower case, plain and no reserved word.
std::string quote_identifier(std::string_view identifier);
/// 'text' with quotes doubled.
std::string quote_literal(std::string_view text);
/// A name as SQL must write it. The schema is left out when it is empty or "public".
std::string sql_name(const QualifiedName& name);
/// A comma-separated list of quoted identifiers.
std::string sql_list(const std::vector<std::string>& identifiers);

/// The name as written: the schema is empty when the statement names none.
QualifiedName name_of(const ::RangeVar& relation);
/// The name in a list of String nodes (schema, name), a catalog in front is dropped.
QualifiedName name_of(const ::List* strings);
/// The String nodes of a list.
std::vector<std::string> strings_of(const ::List* strings);

/// PostgreSQL cuts identifiers to 63 bytes (NAMEDATALEN - 1) at a character boundary.
std::string truncate_identifier(std::string_view identifier);

/// The name that PostgreSQL makes from parts, "name1_name2_label", shortening the longer of the two first parts until
/// it fits in 63 bytes. Source: indexcmds.c, makeObjectName.
std::string make_object_name(std::string_view name1, std::string_view name2, std::string_view label);

}  // namespace pg
}  // namespace pginterlock

template <>
struct std::hash<pginterlock::QualifiedName> {
  std::size_t operator()(const pginterlock::QualifiedName& name) const noexcept {
    return std::hash<pginterlock::Name>{}(name.name) * 31 + std::hash<pginterlock::Name>{}(name.schema);
  }
};
