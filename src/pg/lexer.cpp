#include "pg/lexer.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "text/sixteen.h"

namespace pginterlock::pg {

namespace {

enum CharacterClass : unsigned char {
  space = 1,
  digit = 2,
  ident_start = 4,
  ident_part = 8,
  op_char = 16,
  alone = 32  // punctuation, whatever follows
};

constexpr std::array<unsigned char, 256> make_classes() {
  std::array<unsigned char, 256> classes{};
  for (const char c : {' ', '\t', '\n', '\r', '\f', '\v'}) classes[static_cast<unsigned char>(c)] = space;
  for (int c = '0'; c <= '9'; ++c) classes[static_cast<std::size_t>(c)] = digit | ident_part;
  for (int c = 'a'; c <= 'z'; ++c) classes[static_cast<std::size_t>(c)] = ident_start | ident_part;
  for (int c = 'A'; c <= 'Z'; ++c) classes[static_cast<std::size_t>(c)] = ident_start | ident_part;
  for (std::size_t c = 0x80; c < 0x100; ++c) classes[c] = ident_start | ident_part;
  classes['_'] = ident_start | ident_part;
  classes['$'] = ident_part;
  for (const char c : {'~', '!', '@', '#', '^', '&', '|', '`', '?', '+', '-', '*', '/', '%', '<', '>', '='}) {
    classes[static_cast<unsigned char>(c)] = op_char;
  }
  for (const char c : {'(', ')', '[', ']', ',', ';'}) classes[static_cast<unsigned char>(c)] = alone;
  return classes;
}

constexpr auto classes = make_classes();

bool has(char c, unsigned char mask) { return (classes[static_cast<unsigned char>(c)] & mask) != 0; }

constexpr std::uint32_t all_sixteen = 0xFFFF;

/// The first place from `at` on that is not among what `wanted` or, one by one, `is_wanted` knows.
template <typename Wanted, typename IsWanted>
[[gnu::always_inline]] inline std::size_t end_of(std::string_view text, std::size_t at, Wanted wanted,
                                                 IsWanted is_wanted) {
  for (; at + Sixteen::size <= text.size(); at += Sixteen::size) {
    const std::uint32_t found = wanted(Sixteen(text, at));
    if (found != all_sixteen) return at + static_cast<std::size_t>(std::countr_one(found));
  }
  while (at < text.size() && is_wanted(text[at])) ++at;
  return at;
}

[[gnu::always_inline]] inline std::size_t end_of_identifier(std::string_view text, std::size_t at) {
  return end_of(
      text, at, [](Sixteen bytes) { return bytes.identifier(); }, [](char c) { return has(c, ident_part); });
}

[[gnu::always_inline]] inline std::size_t end_of_space(std::string_view text, std::size_t at) {
  // Mostly there is one blank or none.
  if (at >= text.size() || !has(text[at], space)) return at;
  if (++at >= text.size() || !has(text[at], space)) return at;
  return end_of(
      text, at, [](Sixteen bytes) { return bytes.white_space(); }, [](char c) { return has(c, space); });
}

/// The first of two characters from `at` on, or the end of the text.
std::size_t find_either(std::string_view text, std::size_t at, char a, char b) {
  return end_of(
      text, at, [&](Sixteen bytes) { return (bytes.equal(a) | bytes.equal(b)) ^ 0xFFFFU; },
      [&](char c) { return c != a && c != b; });
}

std::size_t end_of_line(std::string_view text, std::size_t at) { return find_either(text, at, '\n', '\r'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

}  // namespace

bool same_letters(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

inline Token Lexer::finish(TokenKind kind, std::size_t begin, bool unterminated) const {
  return {.kind = kind, .span = {begin, at_}, .unterminated = unterminated};
}

Token Lexer::quoted(std::size_t begin, char quote, bool escapes, TokenKind kind) {
  ++at_;  // the opening quote
  for (;;) {
    at_ = escapes ? find_either(text_, at_, '\\', quote) : std::min(text_.find(quote, at_), text_.size());
    if (at_ == text_.size()) return finish(kind, begin, true);
    if (text_[at_] == quote && peek(1) != quote) {
      ++at_;
      return finish(kind, begin);
    }
    at_ = std::min(at_ + 2, text_.size());  // an escape, or a quote twice
  }
}

Token Lexer::dollar() {
  const std::size_t begin = at_;
  if (has(peek(1), digit)) {
    ++at_;
    while (has(peek(), digit)) ++at_;
    return finish(TokenKind::parameter, begin);
  }
  if (peek(1) == '{') return template_placeholder(begin, "}");
  std::size_t close = at_ + 1;
  if (close < text_.size() && has(text_[close], ident_start)) {
    while (close < text_.size() && has(text_[close], ident_part) && text_[close] != '$') ++close;
  }
  if (close >= text_.size() || text_[close] != '$') {
    ++at_;
    return finish(TokenKind::other, begin);
  }
  const std::string_view delimiter = text_.substr(begin, close + 1 - begin);
  const std::size_t found = text_.find(delimiter, close + 1);
  at_ = found == std::string_view::npos ? text_.size() : found + delimiter.size();
  return finish(TokenKind::dollar_string, begin, found == std::string_view::npos);
}

Token Lexer::line_comment() {
  const std::size_t begin = at_;
  at_ = end_of_line(text_, begin);
  return finish(TokenKind::line_comment, begin);
}

Token Lexer::block_comment() {
  const std::size_t begin = at_;
  std::size_t depth = 1;
  at_ += 2;
  while ((at_ = find_either(text_, at_, '*', '/')) < text_.size()) {
    if (text_[at_] == '*' && peek(1) == '/') {
      at_ += 2;
      if (--depth == 0) return finish(TokenKind::block_comment, begin);
    } else if (text_[at_] == '/' && peek(1) == '*') {
      at_ += 2;
      ++depth;
    } else {
      ++at_;
    }
  }
  return finish(TokenKind::block_comment, begin, true);
}

Token Lexer::number() {
  // 1, 1.5, .5, 1e-3, 0xff, 1_000: exact forms do not matter here, only where the token ends.
  const std::size_t begin = at_;
  bool dot = false;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    const bool exponent_sign = (c == '+' || c == '-') && at_ > begin && lower(text_[at_ - 1]) == 'e' &&
                               lower(text_[begin + (at_ - begin > 1 ? 1 : 0)]) != 'x' && has(peek(1), digit);
    if (c == '.' && !dot && peek(1) != '.') {
      dot = true;
    } else if (!has(c, ident_part) && !exponent_sign) {
      break;
    }
    ++at_;
  }
  return finish(TokenKind::number, begin);
}

Token Lexer::operator_token() {
  const std::size_t begin = at_;
  while (at_ < text_.size() && has(text_[at_], op_char)) {
    const char next = peek(1);
    if (at_ > begin && ((text_[at_] == '-' && next == '-') || (text_[at_] == '/' && next == '*'))) break;
    ++at_;
  }
  return finish(TokenKind::op, begin);
}

bool Lexer::closes_on_line(std::string_view close) const {
  const std::size_t found = text_.find(close, at_);
  return found != std::string_view::npos && found < text_.find('\n', at_);
}

Token Lexer::template_placeholder(std::size_t begin, std::string_view close) {
  if (!closes_on_line(close)) {
    ++at_;
    return finish(TokenKind::other, begin);
  }
  at_ = text_.find(close, at_) + close.size();
  return finish(TokenKind::placeholder, begin);
}

/// A letter and a quote, or u&: what begins as a word may be another token.
Token Lexer::prefixed(std::size_t begin) {
  const char first = lower(text_[begin]);
  const char next = peek();
  if (next == '\'' && (first == 'e' || first == 'b' || first == 'x' || first == 'n')) {
    return quoted(begin, '\'', first == 'e', TokenKind::string);
  }
  const char quote = peek(1);
  if (first == 'u' && next == '&' && (quote == '\'' || quote == '"')) {
    ++at_;
    return quoted(begin, quote, false, quote == '"' ? TokenKind::quoted_identifier : TokenKind::string);
  }
  return finish(TokenKind::word, begin);
}

Token Lexer::other_token(std::size_t begin) {
  const char c = text_[begin];
  if (has(c, digit) || (c == '.' && has(peek(1), digit))) return number();
  switch (c) {
    case '\'':
      return quoted(begin, '\'', false, TokenKind::string);
    case '"':
      // "{{ index .Options "Namespace" }}": the quotes of the template end no identifier.
      if (peek(1) == '{' && peek(2) == '{' && closes_on_line("}}\"")) return template_placeholder(begin, "}}\"");
      return quoted(begin, '"', false, TokenKind::quoted_identifier);
    case '$':
      return dollar();
    case '-':
      if (peek(1) == '-') return line_comment();
      return operator_token();
    case '/':
      if (peek(1) == '*') return block_comment();
      return operator_token();
    case ':':
      if (peek(1) == ':' || peek(1) == '=') {
        at_ += 2;
        return finish(TokenKind::op, begin);
      }
      [[fallthrough]];
    case '.':
      ++at_;
      return finish(TokenKind::punctuation, begin);
    case '{':
      if (peek(1) == '{') return template_placeholder(begin, "}}");
      ++at_;
      return finish(TokenKind::other, begin);
    case '\\': {
      at_ = end_of_line(text_, begin);
      return finish(TokenKind::meta_command, begin);
    }
    default:
      if (has(c, op_char)) return operator_token();
      ++at_;
      return finish(TokenKind::other, begin);
  }
}

template <bool with_comments>
inline Token Lexer::scan() {
  for (;;) {
    const std::size_t begin = end_of_space(text_, at_);
    at_ = begin;
    if (begin >= text_.size()) return {.kind = TokenKind::end, .span = {text_.size(), text_.size()}};
    const char c = text_[begin];
    if (has(c, ident_start)) {
      at_ = end_of_identifier(text_, begin + 1);
      const char next = peek();
      if (at_ == begin + 1 && (next == '\'' || next == '&')) return prefixed(begin);
      if (next == '{' && text_[at_ - 1] == '$') --at_;  // a placeholder
      return finish(TokenKind::word, begin);
    }
    if (has(c, alone)) {
      ++at_;
      return finish(TokenKind::punctuation, begin);
    }
    const Token token = other_token(begin);
    const bool comment = token.kind == TokenKind::line_comment || token.kind == TokenKind::block_comment;
    if (with_comments || !comment) return token;
  }
}

Token Lexer::next() { return scan<true>(); }

Token Lexer::next_significant() { return scan<false>(); }

std::size_t Lexer::skip_plain() {
  const std::size_t begin = at_;
  std::size_t at = begin;
  for (; at + Sixteen::size <= text_.size(); at += Sixteen::size) {
    const std::uint32_t plain = Sixteen(text_, at).plain();
    if (plain == all_sixteen) continue;
    at += static_cast<std::size_t>(std::countr_one(plain));
    break;
  }
  // What comes may have begun with the word or the number before it: E'…', a$b, 1.5e-3.
  while (at > begin && (has(text_[at - 1], ident_part) || text_[at - 1] == '.')) --at;
  at_ = at;
  while (at > begin && has(text_[at - 1], space)) --at;
  return at > begin ? at : 0;
}

}  // namespace pginterlock::pg
