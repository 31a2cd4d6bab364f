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
  Body(std::string_view text, const std::vector<std::string>& harmless) : text_(text), harmless_(harmless) {
    pg::Lexer lexer(text);
    for (Token token = lexer.next_significant(); token.kind != TokenKind::end; token = lexer.next_significant()) {
      tokens_.push_back(token);
    }
    declare();
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
    if (is_op(i, "::") || (is(i, ':') && is(i + 1, ':'))) {
      const std::size_t type = is_op(i, "::") ? i + 1 : i + 2;
      return type < tokens_.size() && carries_no_sql(spelling(type));
    }
    return false;
  }

  /// Notes the variables of a type that carries no SQL, and those that count loops.
  void declare() {
    for (std::size_t i = 0; i + 1 < tokens_.size(); ++i) {
      if (tokens_[i].kind != TokenKind::word || tokens_[i + 1].kind != TokenKind::word) continue;
      const bool starts = i > 0 && (is(i - 1, ';') || is_word(i - 1, "declare"));
      if (starts && carries_no_sql(spelling(i + 1)) && !is(i + 2, '[')) harmless_.emplace_back(spelling(i));
      if (i > 0 && is_word(i - 1, "for") && is_word(i + 1, "in") && counts(i + 2)) harmless_.emplace_back(spelling(i));
    }
  }

  /// FOR i IN 1..10 LOOP
  bool counts(std::size_t begin) const {
    if (is_word(begin, "select") || is_word(begin, "execute") || is(begin, '(')) return false;
    std::size_t end = begin;
    while (end < tokens_.size() && !is(end, ';') && !is_word(end, "loop")) ++end;
    if (end == tokens_.size() || end == begin) return false;
    const std::size_t from = tokens_[begin].span.begin;
    return text_.substr(from, tokens_[end].span.begin - from).find("..") != std::string_view::npos;
  }

  bool is_harmless(std::size_t begin, std::size_t end) const {
    // What an event trigger is told of is quoted. Source: event_trigger.c, getObjectIdentity.
    const bool field = end == begin + 3 && is(begin + 1, '.');
    if (field) return is_word(begin + 2, "object_identity");
    if (end != begin + 1) return false;
    return std::any_of(harmless_.begin(), harmless_.end(), [&](const std::string& name) {
      return pg::same_word(spelling(begin), name) || spelling(begin) == name;
    });
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
      format_call(function + 1, depth);
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
    if (is_harmless(begin, end)) return;
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
  void format_call(std::size_t open, std::size_t depth) {
    if (!is_string(open + 1)) return;
    const std::string_view pattern = spelling(open + 1);
    std::size_t next = 0;  // the argument that a specifier without a number takes
    for (std::size_t at = pattern.find('%'); at != std::string_view::npos; at = pattern.find('%', at)) {
      ++at;
      if (at < pattern.size() && pattern[at] == '%') {
        ++at;
        continue;
      }
      std::size_t number = 0;
      while (at < pattern.size() && (pattern[at] == '-' || pattern[at] == '$' || is_digit(pattern[at]))) {
        if (pattern[at] == '$') next = number == 0 ? next : number - 1;
        number = is_digit(pattern[at]) && number < 1000 ? number * 10 + static_cast<std::size_t>(pattern[at] - '0') : 0;
        ++at;
      }
      if (at < pattern.size() && pattern[at] == 's' && !is_quoted_argument(open, next, depth)) {
        found_.push_back({"%s"});
        return;
      }
      ++next;
    }
  }

  static bool is_digit(char c) { return c >= '0' && c <= '9'; }

  /// Whether the argument of format() behind the pattern, counted from 0, carries no SQL of its own.
  bool is_quoted_argument(std::size_t open, std::size_t number, std::size_t depth) {
    const std::size_t close = past_bracket(open) - 1;
    std::size_t begin = open + 1;
    for (std::size_t count = 0; begin < close; ++count) {
      std::size_t end = begin;
      while (end < close && !is(end, ',')) end = is(end, '(') ? past_bracket(end) : end + 1;
      if (count == number + 1) return depth < deepest && carries_none(begin, end, depth + 1);
      begin = end + 1;
    }
    return false;
  }

  bool carries_none(std::size_t begin, std::size_t end, std::size_t depth) {
    const std::size_t known = found_.size();
    bool joined = false;
    for (std::size_t k = begin; k < end; k = is(k, '(') ? past_bracket(k) : k + 1) joined = joined || is_op(k, "||");
    if (joined) {
      operands(begin, end, depth);
    } else {
      operand(begin, end, true, depth);
    }
    const bool none = found_.size() == known;
    found_.resize(known);
    return none;
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
  std::vector<std::string> harmless_;  // variables and parameters whose text carries no SQL
  std::set<std::string, std::less<>> followed_;
  std::vector<Injection> found_;
};

}  // namespace

std::vector<Injection> injections_in(std::string_view body, const std::vector<std::string>& harmless) {
  return Body(body, harmless).injections();
}

bool carries_no_sql(std::string_view type) {
  static constexpr std::array types = {"regclass", "regtype", "regproc", "regprocedure", "regrole",   "regnamespace",
                                       "int",      "integer", "bigint",  "smallint",     "int4",      "int8",
                                       "int2",     "oid",     "uuid",    "numeric",      "boolean",   "bool",
                                       "date",     "real",    "float4",  "float8",       "timestamp", "timestamptz"};
  return std::any_of(types.begin(), types.end(), [&](const char* name) { return pg::same_word(type, name); });
}

}  // namespace pginterlock
