#include "lint/rewritten.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "pg/lexer.h"
#include "pg/names.h"
#include "pg/splitter.h"

namespace pginterlock {

namespace {

/// A quoted identifier without its quotes where it means the same without them.
std::string_view without_idle_quotes(std::string_view word) {
  if (word.size() < 3 || word.front() != '"') return word;
  const std::string_view name = word.substr(1, word.size() - 2);
  return pg::quote_identifier(std::string(name)) == name ? name : word;
}

/// The tokens of a statement, one to a line, in one spelling.
std::string normalised(std::string_view text, Span span) {
  std::string tokens;
  pg::Lexer lexer(text, span.begin, span.end);
  for (pg::Token token = lexer.next_significant(); token.kind != pg::TokenKind::end; token = lexer.next_significant()) {
    std::string_view word = text.substr(token.span.begin, token.span.size());
    if (token.kind == pg::TokenKind::quoted_identifier) word = without_idle_quotes(word);
    const bool fold = token.kind == pg::TokenKind::word;
    for (const char c : word) tokens += fold && c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    tokens += '\n';
  }
  return tokens;
}

struct Statements {
  std::string_view text;
  std::vector<Span> spans;
  std::vector<std::string> tokens;

  explicit Statements(const Part& part) : text(part.source->text()), spans(pg::split(text, part.range).statements) {
    for (const Span span : spans) tokens.push_back(normalised(text, span));
  }
};

}  // namespace

std::optional<Rewritten> compare_statements(const Part& before, const Part& now) {
  const Statements old(before);
  const Statements current(now);
  const std::size_t shorter = std::min(old.tokens.size(), current.tokens.size());
  std::size_t same = 0;
  while (same < shorter && old.tokens[same] == current.tokens[same]) ++same;
  std::size_t same_at_end = 0;
  while (same_at_end < shorter - same &&
         old.tokens[old.tokens.size() - 1 - same_at_end] == current.tokens[current.tokens.size() - 1 - same_at_end]) {
    ++same_at_end;
  }
  const std::size_t old_count = old.tokens.size() - same - same_at_end;
  const std::size_t count = current.tokens.size() - same - same_at_end;
  if (old_count == 0 && count == 0) return std::nullopt;

  Rewritten result;
  result.changed = std::min(old_count, count);
  result.added = count - result.changed;
  result.removed = old_count - result.changed;
  if (old_count > 0) result.was = std::string(old.text.substr(old.spans[same].begin, old.spans[same].size()));
  if (count > 0) {
    result.first = current.spans[same];
  } else {
    const std::size_t end = same == 0 ? now.range.begin : current.spans[same - 1].end;
    result.first = {end, end};
  }
  return result;
}

}  // namespace pginterlock
