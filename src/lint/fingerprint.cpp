#include "lint/fingerprint.h"

#include <algorithm>
#include <cstdint>

#include "pg/lexer.h"

namespace pginterlock {

namespace {

/// FNV-1a, 64 bits.
class Hash {
 public:
  Hash() = default;
  explicit Hash(std::uint64_t value) : value_(value) {}
  void add(std::string_view text) {
    std::uint64_t value = value_;
    for (const char c : text) value = with(value, c);
    value_ = value;
  }
  /// A text and what ends it.
  void add_part(std::string_view text) {
    add(text);
    value_ = with(value_, '\0');
  }
  std::uint64_t value() const { return value_; }

 private:
  static std::uint64_t with(std::uint64_t value, char c) {
    return (value ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  }
  std::uint64_t value_ = 0xCBF29CE484222325ULL;
};

/// The tokens of a statement, a zero behind each; words in lower case.
std::string tokens_of(std::string_view statement) {
  std::string tokens;
  tokens.reserve(statement.size() + statement.size() / 4);
  pg::Lexer lexer(statement);
  for (pg::Token token = lexer.next_significant(); token.kind != pg::TokenKind::end; token = lexer.next_significant()) {
    const std::size_t begin = tokens.size();
    tokens.append(statement, token.span.begin, token.span.size());
    if (token.kind == pg::TokenKind::word) {
      const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
      std::transform(tokens.begin() + static_cast<std::ptrdiff_t>(begin), tokens.end(),
                     tokens.begin() + static_cast<std::ptrdiff_t>(begin), lower);
    }
    tokens += '\0';
  }
  return tokens;
}

/// The statement that was asked about last: several findings are about one.
struct Last {
  std::string statement;
  std::string tokens;
};
thread_local Last last;

}  // namespace

Fingerprint::Fingerprint(std::string_view rule, std::string_view path, std::string_view statement) {
  if (last.statement != statement) last = {std::string(statement), tokens_of(statement)};
  Hash hash;
  hash.add_part(rule);
  hash.add_part(path);
  hash.add(last.tokens);
  value_ = hash.value();
  constexpr std::size_t long_statement = 65536;
  if (statement.size() > long_statement) last = {};
}

std::string Fingerprint::occurrence(std::size_t number) const {
  Hash hash(value_);
  hash.add_part(std::to_string(number));
  constexpr std::string_view digits = "0123456789abcdef";
  std::string name(16, '0');
  std::uint64_t rest = hash.value();
  for (std::size_t i = name.size(); i-- > 0; rest >>= 4U) name[i] = digits[rest & 0xFU];
  return name;
}

std::string fingerprint(std::string_view rule, std::string_view path, std::string_view statement,
                        std::size_t occurrence) {
  return Fingerprint(rule, path, statement).occurrence(occurrence);
}

}  // namespace pginterlock
