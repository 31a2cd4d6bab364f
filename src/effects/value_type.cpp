// Types by their catalogue names, by their SQL, and the literals that they certainly do not read.

#include <algorithm>
#include <array>
#include <cctype>

#include "effects/expression_type.h"
#include "pg/catalog.h"

namespace pginterlock::effects {

namespace {

constexpr int deep_enough = 64;

bool is_space(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view without_sign(std::string_view text) {
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  return text;
}

// What format_type() spells otherwise than pg_type names it.
struct Spelling {
  std::string_view sql;
  const char* name;
};
constexpr std::array spellings = {
    Spelling{"bigint", "int8"},
    Spelling{"boolean", "bool"},
    Spelling{"character", "bpchar"},
    Spelling{"character varying", "varchar"},
    Spelling{"bit varying", "varbit"},
    Spelling{"double precision", "float8"},
    Spelling{"integer", "int4"},
    Spelling{"real", "float4"},
    Spelling{"smallint", "int2"},
    Spelling{"time without time zone", "time"},
    Spelling{"time with time zone", "timetz"},
    Spelling{"timestamp without time zone", "timestamp"},
    Spelling{"timestamp with time zone", "timestamptz"},
};

/// Source: int.c, int4in; numutils.c, pg_strtoint32_safe. Newer versions also read 0x1F and 1_000.
bool is_no_integer(std::string_view text) {
  text = without_sign(trimmed(text));
  return text.empty() || !is_digit(text.front()) || text.find('.') != std::string_view::npos;
}

/// Source: float.c, float8in; numeric.c, numeric_in: also NaN and Infinity.
bool is_no_number(std::string_view text) {
  text = without_sign(trimmed(text));
  if (text.empty()) return true;
  const char first = static_cast<char>(std::tolower(static_cast<unsigned char>(text.front())));
  return !is_digit(first) && first != '.' && first != 'n' && first != 'i';
}

/// Source: bool.c, parse_bool_with_len: words may be cut short as long as they are unambiguous.
bool is_no_boolean_word(std::string_view text) {
  text = trimmed(text);
  std::string lower;
  for (const char c : text) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  constexpr std::array words = {std::string_view("true"), std::string_view("false"), std::string_view("yes"),
                                std::string_view("no"),   std::string_view("on"),    std::string_view("off")};
  if (lower == "1" || lower == "0") return false;
  if (lower.empty() || lower == "o") return true;
  return std::none_of(words.begin(), words.end(), [&](std::string_view word) { return word.starts_with(lower); });
}

}  // namespace

std::string catalog_type(const pg::DataType& type, const State& before) {
  pg::DataType current = type;
  for (int depth = 0; depth < deep_enough; ++depth) {
    if (!current.known()) return {};
    if (current.builtin()) return (current.array ? "_" : "") + current.name.name.str();
    const UserType* user_type = current.array ? nullptr : before.schema.type(current.name);
    if (user_type == nullptr || user_type->kind != TypeKind::domain) return {};
    current = before.schema.resolve_type(user_type->base, before.session.search_path());
  }
  return {};
}

pg::DataType type_of_catalog(const std::string& name) {
  pg::DataType type;
  if (name.empty()) return type;
  type.array = name.front() == '_';
  type.name = {"pg_catalog", type.array ? name.substr(1) : name};
  return type;
}

pg::DataType type_of_sql(std::string_view sql) {
  constexpr std::string_view set_of = "SETOF ";
  if (sql.starts_with(set_of)) sql.remove_prefix(set_of.size());
  pg::DataType type;
  if (sql.ends_with("[]")) {
    sql.remove_suffix(2);
    type.array = true;
  }
  std::string plain(sql.substr(0, sql.find('(')));
  if (plain.size() != sql.size()) plain += sql.substr(std::min(sql.find(')'), sql.size() - 1) + 1);
  if (plain.empty() || plain.find('"') != std::string::npos) return {};
  const auto* spelling =
      std::find_if(spellings.begin(), spellings.end(), [&](const Spelling& one) { return one.sql == plain; });
  if (spelling != spellings.end()) {
    type.name = {"pg_catalog", spelling->name};
  } else if (pg::builtin_type(plain)) {
    type.name = {"pg_catalog", plain};
  } else if (const std::size_t dot = plain.find('.'); dot != std::string::npos) {
    type.name = {plain.substr(0, dot), plain.substr(dot + 1)};
  } else {
    type.name = {"public", plain};
  }
  return type;
}

std::string words_of(const pg::DataType& type) { return type.known() ? pg::sql_type(type) : "unknown"; }

bool unreadable(std::string_view text, const pg::DataType& type, const State& before) {
  const std::string name = catalog_type(type, before);
  if (name == "int2" || name == "int4" || name == "int8") return is_no_integer(text);
  if (name == "numeric" || name == "float4" || name == "float8") return is_no_number(text);
  if (name == "bool") return is_no_boolean_word(text);
  if (type.builtin() || type.array) return false;
  const UserType* user_type = before.schema.type(type.name);
  return user_type != nullptr && user_type->kind == TypeKind::enumeration && user_type->origin &&
         user_type->origin->certain && !user_type->labels.empty() &&
         std::find(user_type->labels.begin(), user_type->labels.end(), text) == user_type->labels.end();
}

}  // namespace pginterlock::effects
