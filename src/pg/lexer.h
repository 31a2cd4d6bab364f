#pragma once

#include <cstddef>
#include <string_view>

#include "text/span.h"

namespace pginterlock::pg {

enum class TokenKind : unsigned char {
  word,               // identifier or keyword, unquoted
  quoted_identifier,  // "…", U&"…"
  string,             // '…', E'…', B'…', X'…', U&'…'
  dollar_string,      // $tag$…$tag$
  number,
  parameter,    // $1
  op,           // operator characters, also :: and :=
  punctuation,  // one of ( ) [ ] , ; . :
  line_comment,
  block_comment,
  meta_command,  // backslash outside quotes: psql, to the end of the line
  placeholder,   // ${…}, {{…}}: templates, never valid SQL
  other,         // a byte that starts nothing in SQL
  end,
};

struct Token {
  TokenKind kind = TokenKind::end;
  Span span;
  bool unterminated = false;  // the input ended inside a string, quoted identifier, dollar quote or block comment

  bool is(char punctuation_character, std::string_view text) const {
    return kind == TokenKind::punctuation && text[span.begin] == punctuation_character;
  }
};

/// Cuts SQL text into tokens by the rules of PostgreSQL's scan.l (nested comments, dollar quotes, E'' escapes,
/// operators that end before a comment starts). It never fails and never looks behind `end`.
/// standard_conforming_strings is taken as on, as it is since PostgreSQL 9.1.
class Lexer {
 public:
  Lexer(std::string_view text, std::size_t begin, std::size_t end) : text_(text.substr(0, end)), at_(begin) {}
  explicit Lexer(std::string_view text) : Lexer(text, 0, text.size()) {}

  /// The next token, comments included; white space is skipped. At the end: TokenKind::end, again and again.
  Token next();
  /// The next token that is no comment.
  Token next_significant();

  /// Moves over words, numbers, commas, dots and "=" as far as one can be sure that they are no more than that, and is
  /// then behind one of them or before the next token. Where the last one ends; zero: there is none.
  std::size_t skip_plain();

  std::size_t offset() const { return at_; }
  void seek(std::size_t offset) { at_ = offset < text_.size() ? offset : text_.size(); }

 private:
  Token finish(TokenKind kind, std::size_t begin, bool unterminated = false) const;
  Token quoted(std::size_t begin, char quote, bool escapes, TokenKind kind);
  Token dollar();
  Token line_comment();
  Token block_comment();
  Token number();
  Token operator_token();
  Token prefixed(std::size_t begin);
  Token other_token(std::size_t begin);
  template <bool with_comments>
  Token scan();
  bool closes_on_line(std::string_view close) const;
  Token template_placeholder(std::size_t begin, std::string_view close);
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  std::string_view text_;
  std::size_t at_;
};

/// The same of texts of the same length.
bool same_letters(std::string_view a, std::string_view b);
/// Whether two words are the same keyword: ASCII letters without regard to case.
inline bool same_word(std::string_view a, std::string_view b) { return a.size() == b.size() && same_letters(a, b); }

}  // namespace pginterlock::pg
