#include "pg/names.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "pg/ast.h"
#include "text/utf8.h"

namespace pginterlock::pg {

namespace {

constexpr std::size_t max_identifier_bytes = 63;  // NAMEDATALEN - 1

// The words that quote_identifier (ruleutils.c) quotes: reserved, column-name and type/function-name keywords.
constexpr std::array reserved_words = {
#include "pg/reserved_words.inc"
};

bool is_plain_start(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }

constexpr auto plain_characters = [] {
  std::array<bool, 256> plain{};
  for (std::size_t c = 'a'; c <= 'z'; ++c) plain[c] = true;
  for (std::size_t c = '0'; c <= '9'; ++c) plain[c] = true;
  plain['_'] = true;
  return plain;
}();

bool is_plain(char c) { return plain_characters[static_cast<unsigned char>(c)]; }

/// Which lengths reserved words with that first letter have: most identifiers are none by that alone.
constexpr auto reserved_lengths = [] {
  std::array<std::uint32_t, 26> lengths{};
  for (const std::string_view word : reserved_words) {
    lengths[static_cast<std::size_t>(word[0] - 'a')] |= std::uint32_t{1} << word.size();
  }
  return lengths;
}();
static_assert(std::all_of(reserved_words.begin(), reserved_words.end(),
                          [](std::string_view word) { return word[0] >= 'a' && word[0] <= 'z' && word.size() < 32; }));

/// Where the words with each letter begin.
constexpr auto reserved_begin = [] {
  std::array<std::uint8_t, 27> begin{};
  for (std::size_t letter = 0; letter < begin.size(); ++letter) {
    const auto earlier = [&](std::string_view word) { return static_cast<std::size_t>(word[0] - 'a') < letter; };
    begin[letter] = static_cast<std::uint8_t>(std::count_if(reserved_words.begin(), reserved_words.end(), earlier));
  }
  return begin;
}();
static_assert(std::is_sorted(reserved_words.begin(), reserved_words.end()) && reserved_words.size() < 256);

/// Of an identifier whose characters are plain.
bool is_reserved(std::string_view word) {
  if (word[0] == '_' || word.size() >= 32) return false;
  if ((reserved_lengths[static_cast<std::size_t>(word[0] - 'a')] >> word.size() & 1U) == 0) return false;
  const auto first = reserved_words.begin() + reserved_begin[static_cast<std::size_t>(word[0] - 'a')];
  const auto last = reserved_words.begin() + reserved_begin[static_cast<std::size_t>(word[0] - 'a') + 1];
  return std::find(first, last, word) != last;
}

void append_identifier(std::string_view identifier, std::string& text) {
  const bool plain = !identifier.empty() && is_plain_start(identifier[0]) &&
                     std::all_of(identifier.begin() + 1, identifier.end(), is_plain) && !is_reserved(identifier);
  if (plain) {
    text += identifier;
    return;
  }
  text += '"';
  for (const char c : identifier) {
    if (c == '"') text += '"';
    text += c;
  }
  text += '"';
}

/// Cuts to at most `bytes`, not inside a character. Source: mbutils.c, pg_mbcliplen.
std::string_view clip(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
  return text.substr(0, bytes);
}

}  // namespace

std::string quote_identifier(std::string_view identifier) {
  std::string quoted;
  append_identifier(identifier, quoted);
  return quoted;
}

std::string quote_literal(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') quoted += '\'';
    quoted += c;
  }
  return quoted + '\'';
}

std::string sql_name(const QualifiedName& name) {
  static const Name usual("public");
  std::string text;
  if (!name.schema.empty() && name.schema != usual) {
    append_identifier(name.schema, text);
    text += '.';
  }
  append_identifier(name.name, text);
  return text;
}

std::string sql_list(const std::vector<std::string>& identifiers) {
  std::string list;
  for (const std::string& identifier : identifiers) {
    if (!list.empty()) list += ", ";
    list += quote_identifier(identifier);
  }
  return list;
}

QualifiedName name_of(const ::RangeVar& relation) { return {text(relation.schemaname), text(relation.relname)}; }

QualifiedName name_of(const ::List* strings) {
  std::string_view schema;
  std::string_view name;
  for (const auto& string : each<String>(strings)) {
    schema = name;
    name = text(string.sval);
  }
  return {schema, name};
}

std::vector<std::string> strings_of(const ::List* strings) {
  std::vector<std::string> out;
  for (const auto& string : each<String>(strings)) out.emplace_back(text(string.sval));
  return out;
}

std::string truncate_identifier(std::string_view identifier) {
  return std::string(clip(identifier, max_identifier_bytes));
}

std::string make_object_name(std::string_view name1, std::string_view name2, std::string_view label) {
  const std::size_t overhead = (name2.empty() ? 0 : 1) + (label.empty() ? 0 : label.size() + 1);
  const std::size_t available = max_identifier_bytes - overhead;
  std::size_t length1 = name1.size();
  std::size_t length2 = name2.size();
  while (length1 + length2 > available) {
    if (length1 > length2) {
      --length1;
    } else {
      --length2;
    }
  }
  std::string name(clip(name1, length1));
  if (!name2.empty()) {
    name += '_';
    name += clip(name2, length2);
  }
  if (!label.empty()) {
    name += '_';
    name += label;
  }
  return name;
}

}  // namespace pginterlock::pg
