#include "pg/types.h"

#include <algorithm>
#include <array>
#include <utility>

#include "pg/ast.h"
#include "pg/catalog.h"

namespace pginterlock::pg {

namespace {

struct Spelling {
  std::string_view internal;
  std::string_view before;  // the modifiers stand between the two: timestamp(3) with time zone
  std::string_view after;
};

// Source: format_type.c, format_type_extended.
constexpr std::array spellings = {
    Spelling{"bit", "bit", ""},
    Spelling{"bool", "boolean", ""},
    Spelling{"bpchar", "character", ""},
    Spelling{"float4", "real", ""},
    Spelling{"float8", "double precision", ""},
    Spelling{"int2", "smallint", ""},
    Spelling{"int4", "integer", ""},
    Spelling{"int8", "bigint", ""},
    Spelling{"time", "time", " without time zone"},
    Spelling{"timetz", "time", " with time zone"},
    Spelling{"timestamp", "timestamp", " without time zone"},
    Spelling{"timestamptz", "timestamp", " with time zone"},
    Spelling{"varbit", "bit varying", ""},
    Spelling{"varchar", "character varying", ""},
};

constexpr std::array serials = {
    std::pair{std::string_view("bigserial"), 8}, std::pair{std::string_view("serial"), 4},
    std::pair{std::string_view("serial2"), 2},   std::pair{std::string_view("serial4"), 4},
    std::pair{std::string_view("serial8"), 8},   std::pair{std::string_view("smallserial"), 2},
};

}  // namespace

int serial_width(const ::TypeName& type) {
  if (length(type.names) != 1 || type.setof || type.pct_type || type.arrayBounds != nullptr) return 0;
  const auto* name = as<String>(nth(type.names, 0));
  if (name == nullptr) return 0;
  const std::string_view written = text(name->sval);
  if (!written.starts_with("serial") && !written.ends_with("serial")) return 0;
  const auto* found =
      std::find_if(serials.begin(), serials.end(), [&](const auto& serial) { return serial.first == written; });
  return found == serials.end() ? 0 : found->second;
}

DataType type_of(const ::TypeName& type) {
  DataType result;
  if (const int width = serial_width(type); width != 0) {
    result.name = {"pg_catalog", width == 8 ? "int8" : width == 4 ? "int4" : "int2"};
    return result;
  }
  result.name = name_of(type.names);
  result.percent_type = type.pct_type;
  result.array = type.arrayBounds != nullptr;
  if (!result.percent_type && result.name.schema.empty() && builtin_type(result.name.name)) {
    result.name.schema = "pg_catalog";
  }
  for (int i = 0; type.typmods != nullptr && i < type.typmods->length; ++i) {
    const auto* constant = as<A_Const>(type.typmods->elements[i].ptr_value);
    if (constant != nullptr && !constant->isnull && constant->val.node.type == T_Integer) {
      result.modifiers.push_back(constant->val.ival.ival);
    }
  }
  return result;
}

std::string sql_type(const DataType& type) {
  std::string modifiers;
  for (const int modifier : type.modifiers) modifiers += (modifiers.empty() ? "" : ",") + std::to_string(modifier);
  if (!modifiers.empty()) modifiers = "(" + modifiers + ")";
  const auto* spelling =
      std::find_if(spellings.begin(), spellings.end(), [&](const Spelling& s) { return s.internal == type.name.name; });
  std::string text;
  if (type.builtin() && spelling != spellings.end()) {
    text = std::string(spelling->before) + modifiers + std::string(spelling->after);
  } else if (type.builtin()) {
    text = type.name.name + (type.is("interval") ? "" : modifiers);
  } else {
    text = sql_name(type.name) + modifiers;
  }
  return type.array ? text + "[]" : text;
}

}  // namespace pginterlock::pg
