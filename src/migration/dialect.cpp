#include "migration/dialect.h"

#include <algorithm>
#include <array>

#include "migration/folders.h"
#include "pg/lexer.h"
#include "text/search.h"

namespace pginterlock {

namespace {

using pg::Token;
using pg::TokenKind;

/// The last tokens of a text.
class Window {
 public:
  explicit Window(std::string_view sql) : sql_(sql) {}

  void push(const Token& token) {
    std::rotate(tokens_.begin(), tokens_.begin() + 1, tokens_.end());
    tokens_.back() = sql_.substr(token.span.begin, token.span.size());
  }
  /// The nth token before the last one; empty: there is none.
  std::string_view back(std::size_t n) const { return tokens_[tokens_.size() - 1 - n]; }
  bool is(std::size_t n, std::string_view word) const { return pg::same_word(back(n), word); }

 private:
  std::string_view sql_;
  std::array<std::string_view, 5> tokens_;
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_word(std::string_view token) { return !token.empty() && is_letter(token.front()); }

template <std::size_t N>
bool one_of(const Window& last, std::size_t n, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return last.is(n, word); });
}

/// An attribute of a column: bigint NOT NULL AUTO_INCREMENT, PRIMARY KEY.
bool is_attribute(const Window& last, std::string_view word) {
  constexpr std::array<std::string_view, 8> next = {",", ")", "primary", "unique", "comment", "not", "null", "key"};
  return last.is(1, word) && (is_word(last.back(2)) || last.is(2, ")")) && !last.is(2, "select") &&
         one_of(last, 0, next);
}

std::string_view told_by(const Window& last) {
  if (is_attribute(last, "auto_increment")) return "MySQL";
  if (is_attribute(last, "autoincrement")) return "SQLite";
  if (last.is(2, "engine") && last.back(1) == "=") {
    if (one_of(last, 0, std::array<std::string_view, 3>{"innodb", "myisam", "memory"})) return "MySQL";
    if (last.back(0).ends_with("MergeTree")) return "ClickHouse";
  }
  const bool starts = last.back(1).empty() || last.back(1) == ";";
  if (starts && last.is(0, "pragma")) return "SQLite";
  // CREATE TABLE `t`, [dbo].[t]
  if (last.back(2) == "`" && is_word(last.back(1)) && last.back(0) == "`") return "MySQL";
  if (last.back(4) == "[" && is_word(last.back(3)) && last.back(2) == "]" && last.back(1) == "." && last.back(0) == "[")
    return "SQL Server";
  return {};
}

/// Whether the text holds anything that told_by() looks for, wherever it stands.
bool may_tell(std::string_view sql) {
  if (sql.find('`') != std::string_view::npos || sql.find('[') != std::string_view::npos) return true;
  constexpr std::array<std::string_view, 3> parts = {"increment", "engine", "pragma"};
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return find_any_case(sql, part) != std::string_view::npos; });
}

}  // namespace

std::string_view foreign_dialect(std::string_view sql) {
  constexpr std::size_t enough = 65536;
  sql = sql.substr(0, enough);
  if (!may_tell(sql)) return {};
  pg::Lexer lexer(sql);
  Window last(sql);
  for (Token token = lexer.next_significant(); token.kind != TokenKind::end; token = lexer.next_significant()) {
    last.push(token);
    if (const std::string_view told = told_by(last); !told.empty()) return told;
  }
  return {};
}

std::string_view foreign_dialect_of(const Place& place, Folders& folders) {
  constexpr std::size_t asked_at_most = 16;
  const std::vector<PlaceFile>& files = place.files;
  const std::size_t step = (files.size() + asked_at_most - 1) / asked_at_most;
  std::size_t asked = 0;
  std::size_t foreign = 0;
  std::string_view dialect;
  for (std::size_t i = 0; i < files.size(); i = i + 1 == files.size() ? i + 1 : std::min(i + step, files.size() - 1)) {
    const std::string& head = folders.head(files[i].path);
    const bool asks = head.find("{{") != std::string::npos;  // a template may ask for the database
    const std::string_view found = asks ? std::string_view{} : foreign_dialect(head);
    ++asked;
    if (found.empty()) continue;
    if (i == 0 || i + 1 == files.size()) return found;
    ++foreign;
    dialect = found;
  }
  return 2 * foreign >= asked ? dialect : std::string_view{};
}

}  // namespace pginterlock
