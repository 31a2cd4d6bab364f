#include "lint/dynamic_sql.h"

#include <algorithm>
#include <array>
#include <set>

#include "pg/lexer.h"

namespace pginterlock {
namespace {

using pg::Token;
using pg::TokenKind;

class Body {
 public:
  explicit Body(std::string_view text) : text_(text) {
    pg::Lexer lexer(text);
    for (Token token = lexer.next_significant(); token.kind != TokenKind::end; token = lexer.next_significant()) {
      tokens_.push_back(token);
    }
  }

  std::vector<Injection> injections() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (is_word(i, "execute") && !is_privilege(i) && !is_trigger(i)) judge(i + 1, 0);
    }
    return std::move(found_);
  }

 private:
  static constexpr std::size_t deepest = 4;  // variables that are made of variables

  std::string_view spelling(std::size_t i) const { return text_.substr(tokens_[i].span.begin, tokens_[i].span.size()); }
  bool is_word(std::size_t i, std::string_view word) const {
    return i < tokens_.size() && tokens_[i].kind == TokenKind::word && pg::same_word(spelling(i), word);
  }
  bool is(std::size_t i, char punctuation) const { return i < tokens_.size() && tokens_[i].is(punctuation, text_); }
  bool is_op(std::size_t i, std::string_view op) const {
    return i < tokens_.size() && tokens_[i].kind == TokenKind::op && spelling(i) == op;
  }
  bool is_string(std::size_t i) const {
    return i < tokens_.size() && (tokens_[i].kind == TokenKind::string || tokens_[i].kind == TokenKind::dollar_string);
  }
  bool is_privilege(std::size_t i) const {  // GRANT EXECUTE, REVOKE ALL, EXECUTE
    return i > 0 && (is_word(i - 1, "grant") || is_word(i - 1, "revoke") || is(i - 1, ',') || is_word(i - 1, "for"));
  }
  bool is_trigger(std::size_t i) const { return is_word(i + 1, "function") || is_word(i + 1, "procedure"); }

  /// One past the bracket that closes the one at `open`.
  std::size_t past_bracket(std::size_t open) const {
    std::size_t depth = 0;
    std::size_t i = open;
    for (; i < tokens_.size(); ++i) {
      if (is(i, '(')) ++depth;
      if (is(i, ')') && --depth == 0) return i + 1;
    }
    return i;
  }
  std::size_t end_of_expression(std::size_t i) const {
    while (i < tokens_.size() && !is(i, ';') && !is_word(i, "using") && !is_word(i, "into") && !is_word(i, "loop")) {
      i = is(i, '(') ? past_bracket(i) : i + 1;
    }
    return i;
  }

  bool is_quoting(std::size_t i) const {
    static constexpr std::array names = {"quote_ident", "quote_literal", "quote_nullable"};
    return std::any_of(names.begin(), names.end(), [&](const char* name) { return is_word(i, name); }) &&
           is(i + 1, '(');
  }
  /// A cast to a type whose text cannot carry SQL.
  bool is_safe_cast(std::size_t i) const {
    static constexpr std::array types = {"regclass", "regtype", "regproc", "regprocedure", "regrole", "regnamespace",
                                         "int",      "integer", "bigint",  "smallint",     "int4",    "int8",
                                         "oid",      "uuid",    "numeric", "boolean",      "date"};
    if (is_op(i, "::") || (is(i, ':') && is(i + 1, ':'))) {
      const std::size_t type = is_op(i, "::") ? i + 1 : i + 2;
      return std::any_of(types.begin(), types.end(), [&](const char* name) { return is_word(type, name); });
    }
    return false;
  }

  void judge(std::size_t begin, std::size_t depth) {
    const std::size_t end = end_of_expression(begin);
    if (end == begin + 1 && tokens_[begin].kind == TokenKind::word) {
      follow(spelling(begin), depth);
      return;
    }
    operands(begin, end, depth);
  }

  /// The values that || puts together between two tokens.
  void operands(std::size_t begin, std::size_t end, std::size_t depth) {
    std::size_t i = begin;
    bool joined = false;
    for (std::size_t k = begin; k < end; k = is(k, '(') ? past_bracket(k) : k + 1) joined = joined || is_op(k, "||");
    while (i < end) {
      std::size_t next = i;
      while (next < end && !is_op(next, "||")) next = is(next, '(') ? past_bracket(next) : next + 1;
      operand(i, std::min(next, end), joined, depth);
      i = next + 1;
    }
  }

  void operand(std::size_t begin, std::size_t end, bool joined, std::size_t depth) {
    if (begin >= end || is_quoting(begin)) return;
    const std::size_t function = is_word(begin, "pg_catalog") && is(begin + 1, '.') ? begin + 2 : begin;
    if (is_quoting(function)) return;
    if (is_word(function, "format") && is(function + 1, '(')) {
      format_call(function + 1);
      return;
    }
    if (is(begin, '(') && past_bracket(begin) == end && depth < deepest) {
      operands(begin + 1, end - 1, depth + 1);
      return;
    }
    if (is_string(begin) || tokens_[begin].kind == TokenKind::number || !joined) return;
    for (std::size_t i = begin; i < end; ++i) {
      if (is_safe_cast(i)) return;
    }
    const bool name = tokens_[begin].kind == TokenKind::word || tokens_[begin].kind == TokenKind::parameter ||
                      tokens_[begin].kind == TokenKind::quoted_identifier;
    if (!name) return;
    if (end == begin + 1 && is_assigned(spelling(begin)) && depth < deepest) {
      follow(spelling(begin), depth + 1);
      return;
    }
    found_.push_back({std::string(spelling(begin))});
  }

  /// format('… %s …', value): %s puts the value in as it is.
  void format_call(std::size_t open) {
    if (!is_string(open + 1)) return;
    const std::string_view pattern = spelling(open + 1);
    for (std::size_t at = pattern.find('%'); at != std::string_view::npos; at = pattern.find('%', at)) {
      ++at;
      if (at < pattern.size() && pattern[at] == '%') {
        ++at;
        continue;
      }
      while (at < pattern.size() &&
             (pattern[at] == '-' || pattern[at] == '$' || (pattern[at] >= '0' && pattern[at] <= '9')))
        ++at;
      if (at < pattern.size() && pattern[at] == 's') {
        found_.push_back({"%s"});
        return;
      }
    }
  }

  bool assigns(std::size_t i) const { return is_op(i, ":=") || is_op(i, "=") || is_word(i, "default"); }
  bool is_assigned(std::string_view variable) const {
    for (std::size_t i = 0; i + 1 < tokens_.size(); ++i) {
      if (is_word(i, variable) && assignment(i) != 0) return true;
    }
    return false;
  }
  /// Where the value starts when the word at `i` is assigned one: a statement, or a declaration; else 0.
  std::size_t assignment(std::size_t i) const {
    const bool starts = i == 0 || is(i - 1, ';') || is_word(i - 1, "begin") || is_word(i - 1, "then") ||
                        is_word(i - 1, "else") || is_word(i - 1, "loop") || is_word(i - 1, "declare");
    if (!starts) return 0;
    for (std::size_t k = i + 1; k < tokens_.size() && k < i + 6 && !is(k, ';'); ++k) {
      if (assigns(k)) return k + 1;
    }
    return 0;
  }

  void follow(std::string_view variable, std::size_t depth) {
    if (depth >= deepest || !followed_.insert(std::string(variable)).second) return;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (!is_word(i, variable)) continue;
      if (const std::size_t value = assignment(i); value != 0) judge(value, depth + 1);
    }
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  std::set<std::string, std::less<>> followed_;
  std::vector<Injection> found_;
};

}  // namespace

std::vector<Injection> injections_in(std::string_view body) { return Body(body).injections(); }

}  // namespace pginterlock
