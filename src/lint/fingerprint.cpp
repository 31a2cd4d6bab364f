#include "lint/fingerprint.h"

#include <fmt/format.h>

#include <cstdint>

#include "pg/lexer.h"

namespace pginterlock {

namespace {

/// FNV-1a, 64 bits.
class Hash {
 public:
  Hash() = default;
  explicit Hash(std::uint64_t value) : value_(value) {}
  void add(std::string_view text, bool fold_case = false) {
    for (char c : text) {
      if (fold_case && c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
      byte(static_cast<unsigned char>(c));
    }
    byte(0);
  }
  std::uint64_t value() const { return value_; }

 private:
  void byte(unsigned char b) { value_ = (value_ ^ b) * 0x100000001B3ULL; }
  std::uint64_t value_ = 0xCBF29CE484222325ULL;
};

}  // namespace

Fingerprint::Fingerprint(std::string_view rule, std::string_view path, std::string_view statement) {
  Hash hash;
  hash.add(rule);
  hash.add(path);
  pg::Lexer lexer(statement);
  for (pg::Token token = lexer.next_significant(); token.kind != pg::TokenKind::end; token = lexer.next_significant()) {
    hash.add(statement.substr(token.span.begin, token.span.size()), token.kind == pg::TokenKind::word);
  }
  value_ = hash.value();
}

std::string Fingerprint::occurrence(std::size_t number) const {
  Hash hash(value_);
  hash.add(std::to_string(number));
  return fmt::format("{:016x}", hash.value());
}

std::string fingerprint(std::string_view rule, std::string_view path, std::string_view statement,
                        std::size_t occurrence) {
  return Fingerprint(rule, path, statement).occurrence(occurrence);
}

}  // namespace pginterlock
