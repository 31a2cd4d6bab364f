#include "pg/splitter.h"

#include <algorithm>
#include <array>
#include <string>

#include "pg/lexer.h"

namespace pginterlock::pg {

namespace {

bool alphabetic(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool alphanumeric(char c) { return alphabetic(c) || (c >= '0' && c <= '9'); }

constexpr std::size_t deepest_body = 8;  // dollar quotes in dollar quotes

bool holds_template(std::string_view text) {
  for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
    if (at > 0 && (text[at - 1] == '$' || text[at - 1] == '{')) return true;
  }
  return false;
}

/// What the braces of a template hold: a value, an instruction ({{ if … }}, {{- end }}, {{#each}}, {{/each}}) or a
/// comment ({{/* … */}}, {{! … }}).
BlankKind kind_of_template(std::string_view text) {
  constexpr std::array words = {"if",     "else",  "end",   "range",    "with",
                                "define", "block", "break", "continue", "template"};
  const std::size_t opening = text.find("{{");
  if (opening > 1) return BlankKind::placeholder;
  text.remove_prefix(opening + 2);
  const std::size_t start = std::min(text.find_first_not_of("- \t~"), text.size());
  text.remove_prefix(start);
  if (text.starts_with("/*") || text.starts_with('!')) return BlankKind::template_comment;
  if (text.starts_with('/') || text.starts_with('#') || text.starts_with('^')) return BlankKind::template_control;
  const std::string_view word =
      text.substr(0, static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), alphanumeric) - text.begin()));
  const bool control = std::find(words.begin(), words.end(), word) != words.end();
  return control ? BlankKind::template_control : BlankKind::placeholder;
}

/// Whether a literal is a name with a template in it and nothing else: '{{ .schema }}', '${schema}.users'.
bool is_name_with_template(std::string_view literal) {
  if (literal.size() < 2 || literal.front() != '\'' || !holds_template(literal)) return false;
  literal = literal.substr(1, literal.size() - 2);
  while (!literal.empty()) {
    const bool braces = literal.starts_with("{{");
    if (braces || literal.starts_with("${")) {
      const std::size_t close = literal.find(braces ? "}}" : "}");
      if (close == std::string_view::npos) return false;
      // '{{1,2},{3,4}}' is an array.
      const std::string_view value = literal.substr(2, close - 2);
      const std::size_t first = value.find_first_not_of(" \t-.$");
      if (first == std::string_view::npos || !alphabetic(value[first])) return false;
      if (value.find_first_of("{},") != std::string_view::npos) return false;
      literal.remove_prefix(close + (braces ? 2 : 1));
    } else if (alphanumeric(literal.front()) || literal.front() == '.') {
      literal.remove_prefix(1);
    } else {
      return false;
    }
  }
  return true;
}

/// Follows the words of one statement as psql's psqlscan.l does, to know whether a semicolon stands inside the body of
/// CREATE FUNCTION … BEGIN ATOMIC … END, and whether the statement is COPY … FROM STDIN.
class StatementWords {
 public:
  void add(std::string_view word) {
    if (count_ < head_.size()) {
      head_[count_++] = word;
      if (count_ == 1) copy_ = same_word(word, "copy");
      routine_ = routine_ || creates_routine();
    }
    if (routine_) follow_body(word);
    if (!copy_) return;
    if (same_word(word, "stdin") && same_word(previous_, "from")) copies_from_stdin_ = true;
    previous_ = word;
  }
  /// Whether no word that follows tells any more.
  bool are_known() const { return count_ == head_.size() && !routine_ && !copy_; }
  bool inside_body() const { return begin_depth_ > 0; }
  bool copies_from_stdin() const { return copies_from_stdin_; }
  /// DO and CREATE FUNCTION: what is dollar-quoted there is a program.
  bool has_body() const { return count_ > 0 && (same_word(head_[0], "do") || same_word(head_[0], "create")); }
  void clear() { *this = {}; }

 private:
  void follow_body(std::string_view word) {
    if (same_word(word, "begin") || (begin_depth_ > 0 && same_word(word, "case"))) {
      ++begin_depth_;
    } else if (begin_depth_ > 0 && same_word(word, "end")) {
      --begin_depth_;
    }
  }
  bool creates_routine() const {
    if (count_ < 2 || !same_word(head_[0], "create")) return false;
    const std::size_t at = same_word(head_[1], "or") ? 3 : 1;
    return count_ > at && (same_word(head_[at], "function") || same_word(head_[at], "procedure"));
  }

  std::array<std::string_view, 4> head_{};
  std::size_t count_ = 0;  // of the words in head_
  bool routine_ = false;
  bool copy_ = false;
  std::size_t begin_depth_ = 0;
  std::string_view previous_;
  bool copies_from_stdin_ = false;
};

/// The end of the COPY data that starts on the line after `offset`: behind the line "\.", or the end of the text.
std::size_t end_of_copy_data(std::string_view text, std::size_t offset) {
  std::size_t line = text.find('\n', offset);
  while (line != std::string_view::npos) {
    ++line;
    if (text.substr(line, 2) == "\\." &&
        (line + 2 >= text.size() || text[line + 2] == '\n' || text[line + 2] == '\r')) {
      return line + 2;
    }
    line = text.find('\n', line);
  }
  return text.size();
}

class Splitter {
 public:
  Splitter(std::string_view text, Span range)
      : text_(text.substr(0, range.end)),
        lexer_(text, range.begin, range.end),
        templates_(holds_template(text_.substr(std::min(range.begin, text_.size())))) {
    if (range.begin == 0 && text_.starts_with("\xEF\xBB\xBF")) {
      split_.blanks.push_back({BlankKind::byte_order_mark, {0, 3}});
      lexer_.seek(3);
    }
  }

  Split run() {
    for (;;) {
      // In parentheses and behind the first words of most statements no word matters.
      if (depth_ > 0 || words_.are_known()) end_ = std::max(end_, lexer_.skip_plain());
      const Token token = lexer_.next();
      if (token.kind == TokenKind::end) break;
      take(token);
    }
    finish_statement();
    return std::move(split_);
  }

 private:
  void take(const Token& token) {
    split_.unterminated = split_.unterminated || token.unterminated;
    switch (token.kind) {
      case TokenKind::line_comment:
      case TokenKind::block_comment:
        split_.comments.push_back({token.span, token.kind == TokenKind::line_comment});
        // A comment without an end has swallowed the rest of the file: the parser must say so.
        if (token.unterminated) break;
        return;
      case TokenKind::meta_command:
        take_meta_command(token);
        return;
      case TokenKind::placeholder:
        if (take_template(token)) return;
        break;
      case TokenKind::string:
        if (templates_) take_literal(token);
        break;
      case TokenKind::dollar_string:
        if (templates_ && words_.has_body()) take_body(token);
        break;
      case TokenKind::other:
        if (text_[token.span.begin] == '\0') {
          split_.blanks.push_back({BlankKind::nul, token.span});
          return;
        }
        break;
      case TokenKind::word:
        if (depth_ == 0) words_.add(text_.substr(token.span.begin, token.span.size()));
        break;
      case TokenKind::punctuation:
        if (take_punctuation(token)) return;
        break;
      default:
        break;
    }
    extend(token.span);
  }

  std::string_view spelling(const Token& token) const { return text_.substr(token.span.begin, token.span.size()); }

  /// True when the token is no part of a statement: an instruction, or a value that stands where a statement would.
  bool take_template(const Token& token) {
    const BlankKind kind = kind_of_template(spelling(token));
    split_.blanks.push_back({kind, token.span});
    if (kind != BlankKind::placeholder) return true;
    const std::size_t behind = std::min(text_.find_first_not_of(" \t\r", token.span.end), text_.size());
    const bool alone = begin_ == end_ && (behind == text_.size() || text_[behind] == '\n');
    if (!alone) return false;
    extend(token.span);
    finish_statement();
    return true;
  }

  void take_literal(const Token& token) {
    if (is_name_with_template(spelling(token))) split_.blanks.push_back({BlankKind::quoted_value, token.span});
  }

  /// A template is filled in before the server sees where a body begins. Psql's variables are not.
  void take_body(const Token& body) {
    std::vector<Lexer> open;
    const auto enter = [&](const Token& token) {
      const std::string_view text = spelling(token);
      const std::size_t tag = text.find('$', 1) + 1;
      if (token.unterminated || text.size() < 2 * tag || open.size() == deepest_body || !holds_template(text)) return;
      open.emplace_back(text_, token.span.begin + tag, token.span.end - tag);
    };
    enter(body);
    while (!open.empty()) {
      const Token token = open.back().next();
      if (token.kind == TokenKind::end) open.pop_back();
      if (token.kind == TokenKind::placeholder)
        split_.blanks.push_back({kind_of_template(spelling(token)), token.span});
      if (token.kind == TokenKind::string) take_literal(token);
      if (token.kind == TokenKind::dollar_string) enter(token);
    }
  }

  /// True when the token was consumed and belongs to no statement.
  bool take_punctuation(const Token& token) {
    switch (text_[token.span.begin]) {
      case '(':
        ++depth_;
        return false;
      case ')':
        depth_ = depth_ == 0 ? 0 : depth_ - 1;
        return false;
      case '[':
        ++brackets_;
        return false;
      case ']':
        brackets_ = brackets_ == 0 ? 0 : brackets_ - 1;
        return false;
      case ':':
        take_variable(token.span.begin);
        return false;
      case ';':
        if (depth_ > 0 || words_.inside_body()) return false;
        end_at_semicolon(token.span.end);
        return true;
      default:
        return false;
    }
  }

  void end_at_semicolon(std::size_t after) {
    const bool data_follows = words_.copies_from_stdin();
    finish_statement();
    if (!data_follows) return;
    const std::size_t begin = std::min(text_.find('\n', after), text_.size());
    const std::size_t end = end_of_copy_data(text_, after);
    if (begin < end) split_.blanks.push_back({BlankKind::copy_data, {begin, end}});
    lexer_.seek(end);
  }

  /// A psql variable: :name, :'name' or :"name". Not inside an array subscript, where a colon is a slice.
  void take_variable(std::size_t colon) {
    if (brackets_ > 0 || colon + 1 >= text_.size()) return;
    const char next = text_[colon + 1];
    if (alphabetic(next) || next == '\'' || next == '"') {
      split_.blanks.push_back({BlankKind::variable, {colon, colon + 1}});
    }
  }

  void take_meta_command(const Token& token) {
    std::string_view command = text_.substr(token.span.begin, token.span.size());
    if (command.starts_with("\\;")) {  // separates statements of one message
      split_.blanks.push_back({BlankKind::meta_command, {token.span.begin, token.span.begin + 2}});
      finish_statement();
      lexer_.seek(token.span.begin + 2);
      return;
    }
    split_.blanks.push_back({BlankKind::meta_command, token.span});
    command.remove_prefix(1);
    const auto name_end = std::find_if_not(command.begin(), command.end(), alphanumeric);
    const std::string_view name(command.begin(), name_end);
    const bool sends = name == "g" || name == "gx" || name == "gset" || name == "gexec" || name == "gdesc" ||
                       name == "crosstabview" || name == "watch";
    if (sends || begin_ == end_) finish_statement();
  }

  void extend(Span token) {
    if (begin_ == end_) begin_ = token.begin;
    end_ = token.end;
  }

  void finish_statement() {
    if (begin_ != end_) split_.statements.push_back({begin_, end_});
    begin_ = end_ = 0;
    depth_ = brackets_ = 0;
    words_.clear();
  }

  std::string_view text_;
  Lexer lexer_;
  bool templates_;  // whether there may be any
  Split split_;
  StatementWords words_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t depth_ = 0;
  std::size_t brackets_ = 0;
};

}  // namespace

Split split(std::string_view text, Span range) { return Splitter(text, range).run(); }

std::vector<Span> split_at_every_semicolon(std::string_view text, Span range) {
  std::vector<Span> pieces;
  Lexer lexer(text, range.begin, range.end);
  Span piece;
  for (Token token = lexer.next_significant(); token.kind != TokenKind::end; token = lexer.next_significant()) {
    if (token.is(';', text)) {
      if (!piece.empty()) pieces.push_back(piece);
      piece = {};
    } else {
      piece = {piece.empty() ? token.span.begin : piece.begin, token.span.end};
    }
  }
  if (!piece.empty()) pieces.push_back(piece);
  return pieces;
}

}  // namespace pginterlock::pg
