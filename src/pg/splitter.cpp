#include "pg/splitter.h"

#include <algorithm>
#include <array>
#include <string>

#include "pg/lexer.h"

namespace pginterlock::pg {

namespace {

bool alphabetic(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool alphanumeric(char c) { return alphabetic(c) || (c >= '0' && c <= '9'); }

/// Follows the words of one statement as psql's psqlscan.l does, to know whether a semicolon stands inside the body of
/// CREATE FUNCTION … BEGIN ATOMIC … END, and whether the statement is COPY … FROM STDIN.
class StatementWords {
 public:
  void add(std::string_view word) {
    if (count_ < head_.size()) {
      head_[count_++] = word;
      copy_ = same_word(head_[0], "copy");
      routine_ = routine_ || creates_routine();
    }
    if (routine_) follow_body(word);
    if (!copy_) return;
    if (same_word(word, "stdin") && same_word(previous_, "from")) copies_from_stdin_ = true;
    previous_ = word;
  }
  bool inside_body() const { return begin_depth_ > 0; }
  bool copies_from_stdin() const { return copies_from_stdin_; }
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
  Splitter(std::string_view text, Span range) : text_(text.substr(0, range.end)), lexer_(text, range.begin, range.end) {
    if (range.begin == 0 && text_.starts_with("\xEF\xBB\xBF")) {
      split_.blanks.push_back({BlankKind::byte_order_mark, {0, 3}});
      lexer_.seek(3);
    }
  }

  Split run() {
    for (Token token = lexer_.next(); token.kind != TokenKind::end; token = lexer_.next()) take(token);
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
        split_.blanks.push_back({BlankKind::placeholder, token.span});
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

namespace {

/// Whether a template's braces hold an instruction rather than a value: {{ if … }}, {{- end }}, {{/* … */}}.
bool is_template_control(std::string_view text, std::size_t begin, std::size_t end) {
  constexpr std::array words = {"if", "else", "end", "range", "with", "define", "block", "template"};
  if (!text.substr(begin).starts_with("{{")) return false;
  const std::size_t start = text.find_first_not_of("{- \t~", begin);
  if (start >= end) return false;
  const auto stop = std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(start), text.end(), alphanumeric);
  const std::string_view word(text.begin() + static_cast<std::ptrdiff_t>(start), stop);
  return text[start] == '/' || std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

void apply_blank(const Blank& blank, std::string& copy, std::size_t base) {
  const std::size_t begin = std::max(blank.span.begin, base) - base;
  const std::size_t end = std::min(blank.span.end - base, copy.size());
  if (blank.kind == BlankKind::variable) {
    // :name becomes an identifier of the same length; :'text' and :"name" become what they quote.
    copy[begin] = begin + 1 < copy.size() && alphabetic(copy[begin + 1]) ? '_' : ' ';
    return;
  }
  const bool control = blank.kind == BlankKind::placeholder && is_template_control(copy, begin, end);
  for (std::size_t i = begin; i < end; ++i) {
    if (blank.kind == BlankKind::placeholder && !control) {
      if (!alphanumeric(copy[i])) copy[i] = '_';
    } else if (copy[i] != '\n' && copy[i] != '\r') {
      copy[i] = ' ';
    }
  }
}

}  // namespace pginterlock::pg
