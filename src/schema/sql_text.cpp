#include "schema/sql_text.h"

#include <algorithm>
#include <bit>

#include "pg/ast.h"
#include "pg/lexer.h"
#include "pg/names.h"
#include "text/lower_case.h"
#include "text/sixteen.h"

namespace pginterlock {

namespace {

using pg::Lexer;
using pg::Token;
using pg::TokenKind;

std::string_view spelling(const Token& token, std::string_view source) {
  return source.substr(token.span.begin, token.span.size());
}

bool is_word(const Token& token, std::string_view source, std::string_view word) {
  return token.kind == TokenKind::word && pg::same_word(spelling(token, source), word);
}

bool opens(const Token& token, std::string_view source) { return token.is('(', source) || token.is('[', source); }
bool closes(const Token& token, std::string_view source) { return token.is(')', source) || token.is(']', source); }

/// Moves behind a keyword outside parentheses; false when there is none. CONSTRAINT "check" is no keyword CHECK.
bool seek_behind(Lexer& lexer, std::string_view source, std::string_view keyword) {
  std::size_t depth = 0;
  for (Token token = lexer.next_significant(); token.kind != TokenKind::end; token = lexer.next_significant()) {
    if (opens(token, source)) ++depth;
    if (closes(token, source) && depth > 0) --depth;
    if (depth > 0) continue;
    if (is_word(token, source, keyword)) return true;
    if (is_word(token, source, "constraint")) lexer.next_significant();
  }
  return false;
}

/// Reads up to the bracket that closes one that was just read: what stands between them.
Span rest_of_brackets(Lexer& lexer, std::string_view source) {
  const std::size_t begin = lexer.offset();
  std::size_t depth = 1;
  std::size_t end = begin;
  for (Token token = lexer.next_significant(); token.kind != TokenKind::end; token = lexer.next_significant()) {
    if (opens(token, source)) ++depth;
    if (closes(token, source) && --depth == 0) return {begin, token.span.begin};
    end = token.span.end;
  }
  return {begin, end};
}

Lexer lexer_at(const pg::Statement& statement, std::size_t from) {
  return {statement.source->text(), from, statement.span.end};
}

/// The text of one key: (expression), function(…), or a word. The class, collation and order behind it are left out.
std::string key_text(std::string_view source, Span element) {
  Lexer lexer(source, element.begin, element.end);
  const Token first = lexer.next_significant();
  if (first.is('(', source)) return normalised_sql(source, rest_of_brackets(lexer, source));
  std::size_t end = first.span.end;
  for (Token token = lexer.next_significant(); token.kind != TokenKind::end; token = lexer.next_significant()) {
    if (token.is('(', source)) {
      end = rest_of_brackets(lexer, source).end + 1;
      break;
    }
    if (!token.is('.', source)) break;
    end = lexer.next_significant().span.end;
  }
  return normalised_sql(source, {first.span.begin, end});
}

/// Takes off parentheses that enclose all of the tokens.
void strip_parentheses(std::vector<Token>& tokens, std::string_view source) {
  while (tokens.size() > 2 && tokens.front().is('(', source) && tokens.back().is(')', source)) {
    std::size_t depth = 0;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
      if (opens(tokens[i], source)) ++depth;
      if (closes(tokens[i], source) && --depth == 0) return;
    }
    tokens.pop_back();
    tokens.erase(tokens.begin());
  }
}

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '"' || (c & 0x80) != 0;
}

/// The type behind "::", with its modifier and brackets. `n` is the place behind "::".
std::size_t behind_type(const std::vector<Token>& tokens, std::size_t n, std::string_view source) {
  const auto word_at = [&](std::size_t i, std::string_view word) {
    return i < tokens.size() && is_word(tokens[i], source, word);
  };
  ++n;
  while (n + 1 < tokens.size() && tokens[n].is('.', source)) n += 2;
  if (word_at(n, "varying") || word_at(n, "precision")) ++n;
  const auto skip_brackets = [&](char open) {
    if (n >= tokens.size() || !tokens[n].is(open, source)) return;
    while (n < tokens.size() && !closes(tokens[n], source)) ++n;
    ++n;
  };
  skip_brackets('(');
  if ((word_at(n, "with") || word_at(n, "without")) && word_at(n + 1, "time")) n += 3;
  skip_brackets('[');
  return std::min(n, tokens.size());
}

/// A parenthesis behind a word holds the arguments of a function or the list of IN.
bool starts_arguments(const std::vector<std::string>& words) {
  if (words.empty() || !is_word_character(words.back().back())) return false;
  return words.back() != "and" && words.back() != "or" && words.back() != "not";
}

/// The tokens that tell what the expression does.
std::vector<std::string> meaning_of(std::string_view source) {
  std::vector<Token> tokens;
  Lexer lexer(source);
  for (Token token = lexer.next_significant(); token.kind != TokenKind::end; token = lexer.next_significant()) {
    tokens.push_back(token);
  }
  std::vector<std::string> words;
  std::vector<bool> kept;  // the parentheses that are open
  for (std::size_t n = 0; n < tokens.size(); ++n) {
    const Token& token = tokens[n];
    const bool well_known = is_word(token, source, "pg_catalog") || is_word(token, source, "public");
    if (well_known && n + 1 < tokens.size() && tokens[n + 1].is('.', source)) {
      ++n;
    } else if (spelling(token, source) == "::") {
      n = behind_type(tokens, n + 1, source) - 1;
    } else if (token.is('(', source)) {
      kept.push_back(starts_arguments(words));
      if (kept.back()) words.emplace_back("(");
    } else if (token.is(')', source) && !kept.empty()) {
      if (kept.back()) words.emplace_back(")");
      kept.pop_back();
    } else if (is_word(token, source, "current_timestamp")) {
      words.insert(words.end(), {"now", "(", ")"});
    } else if (is_word(token, source, "notnull")) {
      words.insert(words.end(), {"is", "not", "null"});
    } else if (is_word(token, source, "isnull")) {
      words.insert(words.end(), {"is", "null"});
    } else {
      words.push_back(common_spelling(token, source));
    }
  }
  return words;
}

/// Whether the text begins with a word that makes, changes or drops objects, or runs any text.
template <typename IsLetter>
bool is_definition(std::string_view text, IsLetter is_letter) {
  const auto is = [&](std::string_view word) {
    return text.size() >= word.size() && pg::same_letters(word, text) &&
           (text.size() == word.size() || !is_letter(text[word.size()]));
  };
  switch (text[0] | 0x20) {
    case 'a':
      return is("alter");
    case 'c':
      return is("create");
    case 'd':
      return is("drop");
    case 'e':
      return is("execute");
    default:
      return false;
  }
}

}  // namespace

std::string common_spelling(const Token& token, std::string_view source) {
  const std::string_view written = spelling(token, source);
  if (token.kind == TokenKind::op) return written == "!=" ? "<>" : std::string(written);
  if (token.kind == TokenKind::quoted_identifier && written.starts_with('"')) {
    std::string name(written.substr(1, written.size() - 2));
    return pg::quote_identifier(name) == name ? name : std::string(written);
  }
  if (token.kind != TokenKind::word) return std::string(written);
  std::string word = lower_case(written);
  if (word == "notnull") return "is not null";
  return word == "isnull" ? "is null" : word;
}

bool same_expression(std::string_view a, std::string_view b) { return a == b || meaning_of(a) == meaning_of(b); }

bool mentions_definitions(std::string_view body) {
  const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || is_word_character(c); };
  std::size_t at = 0;
  bool inside = false;  // a letter stands before `at`
  for (; at + Sixteen::size <= body.size(); at += Sixteen::size) {
    const Sixteen bytes(body, at);
    const std::uint32_t letters = (bytes.identifier() & ~bytes.equal('$')) | bytes.equal('"');
    std::uint32_t starts = letters & ~(letters << 1U | (inside ? 1U : 0U));
    for (; starts != 0; starts &= starts - 1) {
      if (is_definition(body.substr(at + static_cast<std::size_t>(std::countr_zero(starts))), is_letter)) return true;
    }
    inside = (letters >> (Sixteen::size - 1) & 1U) != 0;
  }
  for (; at < body.size(); ++at) {
    if (!inside && is_letter(body[at]) && is_definition(body.substr(at), is_letter)) return true;
    inside = is_letter(body[at]);
  }
  return false;
}

std::string normalised_sql(std::string_view source, Span span) {
  std::vector<Token> tokens;
  Lexer lexer(source, span.begin, span.end);
  for (Token token = lexer.next_significant(); token.kind != TokenKind::end; token = lexer.next_significant()) {
    tokens.push_back(token);
  }
  strip_parentheses(tokens, source);
  std::string text;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (i > 0 && tokens[i].span.begin > tokens[i - 1].span.end) text += ' ';
    text += spelling(tokens[i], source);
  }
  return text;
}

std::string default_text(const pg::Statement& statement, const ::Constraint& constraint,
                         const std::vector<int>& stops) {
  if (constraint.location < 0) return {};
  const std::string_view source = statement.source->text();
  Lexer lexer = lexer_at(statement, statement.offset_of(constraint.location));
  if (!seek_behind(lexer, source, "default")) return {};
  const auto is_stop = [&](std::size_t offset) {
    return std::any_of(stops.begin(), stops.end(),
                       [&](int stop) { return stop > constraint.location && statement.offset_of(stop) == offset; });
  };
  const std::size_t begin = lexer.offset();
  std::size_t end = begin;
  std::size_t depth = 0;
  for (Token token = lexer.next_significant(); token.kind != TokenKind::end; token = lexer.next_significant()) {
    if (depth == 0 && (token.is(',', source) || closes(token, source) || is_stop(token.span.begin))) break;
    if (opens(token, source)) ++depth;
    if (closes(token, source)) --depth;
    end = token.span.end;
  }
  return normalised_sql(source, {begin, end});
}

std::string text_in_parentheses(const pg::Statement& statement, int location, std::string_view keyword) {
  if (location < 0) return {};
  const std::string_view source = statement.source->text();
  Lexer lexer = lexer_at(statement, statement.offset_of(location));
  if (!seek_behind(lexer, source, keyword) || !lexer.next_significant().is('(', source)) return {};
  return normalised_sql(source, rest_of_brackets(lexer, source));
}

std::vector<std::string> key_texts(const pg::Statement& statement, std::size_t from, std::string_view keyword) {
  const std::string_view source = statement.source->text();
  Lexer lexer = lexer_at(statement, from);
  std::vector<std::string> texts;
  if (!seek_behind(lexer, source, keyword)) return texts;
  bool only = false;
  Token token = lexer.next_significant();
  for (; token.kind != TokenKind::end; token = lexer.next_significant()) {
    if (token.is('(', source) && !only) break;
    if (token.is('(', source)) rest_of_brackets(lexer, source);  // ON ONLY (table)
    only = is_word(token, source, "only");
  }
  if (token.kind == TokenKind::end) return texts;
  Span element{lexer.offset(), lexer.offset()};
  std::size_t depth = 0;
  for (token = lexer.next_significant(); token.kind != TokenKind::end; token = lexer.next_significant()) {
    const bool last = depth == 0 && closes(token, source);
    if (last || (depth == 0 && token.is(',', source))) {
      texts.push_back(key_text(source, element));
      element = {token.span.end, token.span.end};
      if (last) break;
      continue;
    }
    if (opens(token, source)) ++depth;
    if (closes(token, source)) --depth;
    element.end = token.span.end;
  }
  return texts;
}

std::string where_text(const pg::Statement& statement, std::size_t from) {
  const std::string_view source = statement.source->text();
  Lexer lexer = lexer_at(statement, from);
  if (!seek_behind(lexer, source, "where")) return {};
  return normalised_sql(source, {lexer.offset(), statement.span.end});
}

std::string text_after(std::string_view source, Span span, std::string_view keyword) {
  Lexer lexer(source, span.begin, span.end);
  if (!seek_behind(lexer, source, keyword)) return {};
  return normalised_sql(source, {lexer.offset(), span.end});
}

std::string bound_text(const pg::Statement& statement, const ::PartitionBoundSpec& bound) {
  if (bound.is_default) return "DEFAULT";
  if (bound.location < 0) return {};
  const std::string_view source = statement.source->text();
  const std::size_t begin = statement.offset_of(bound.location);
  Lexer lexer = lexer_at(statement, begin);
  std::size_t end = begin;
  for (int lists = bound.strategy == PARTITION_STRATEGY_RANGE ? 2 : 1; lists > 0;) {
    const Token token = lexer.next_significant();
    if (token.kind == TokenKind::end) break;
    if (!token.is('(', source)) continue;
    end = rest_of_brackets(lexer, source).end + 1;
    --lists;
  }
  return "FOR VALUES " + normalised_sql(source, {begin, std::min(end, statement.span.end)});
}

}  // namespace pginterlock
