#pragma once

#include <string>
#include <vector>

#include "pg/names.h"

struct TypeName;

namespace pginterlock::pg {

/// A type as a column has it: pg_type's own name (int4, not integer), its modifiers as written, and whether it is an
/// array. Built-in types have the schema pg_catalog; a user's type has the schema that it was written or resolved with.
struct DataType {
  QualifiedName name;
  std::vector<int> modifiers;  // varchar(20) → {20}; numeric(10, 2) → {10, 2}; none → {}
  bool array = false;
  bool percent_type = false;  // table.column%TYPE: `name` is not a type

  bool known() const { return !name.name.empty() && !percent_type; }
  bool builtin() const { return name.schema == "pg_catalog"; }
  bool is(const char* builtin_name) const { return builtin() && !array && name.name == builtin_name; }
  friend bool operator==(const DataType&, const DataType&) = default;
};

/// The type that a statement names. serial, bigserial and smallserial stand for the integer behind them (see
/// serial_width).
DataType type_of(const ::TypeName& type);

/// The bytes of the integer behind serial2/4/8, smallserial, serial, bigserial; 0 for every other type.
/// PostgreSQL only knows these names unqualified, and as no array. Source: parse_utilcmd.c, transformColumnDefinition.
int serial_width(const ::TypeName& type);

/// The type as SQL shows it, as format_type() does: character varying(20), timestamp(3) with time zone, text[].
std::string sql_type(const DataType& type);

}  // namespace pginterlock::pg
