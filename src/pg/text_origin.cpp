#include "pg/text_origin.h"

#include <algorithm>

#include "pg/lexer.h"

namespace pginterlock::pg {

TextOrigin TextOrigin::at(std::size_t base) {
  TextOrigin origin;
  origin.base_ = base;
  return origin;
}

TextOrigin TextOrigin::mapped(std::vector<std::uint32_t> places) {
  TextOrigin origin;
  origin.places_ = std::make_shared<const std::vector<std::uint32_t>>(std::move(places));
  return origin;
}

TextOrigin TextOrigin::made_at(Span place) {
  TextOrigin origin;
  origin.place_ = place;
  return origin;
}

TextOrigin TextOrigin::from(std::size_t offset) const {
  TextOrigin origin = *this;
  origin.base_ += offset;
  return origin;
}

std::size_t TextOrigin::map(std::size_t offset) const {
  if (!places_) return base_ + offset;
  return places_->empty() ? 0 : (*places_)[std::min(base_ + offset, places_->size() - 1)];
}

Span TextOrigin::map(Span span) const {
  if (place_) return *place_;
  if (span.end <= span.begin) return {map(span.begin), map(span.begin)};
  // The place behind the last byte: an escape may be longer than what it means.
  const std::size_t last = map(span.end - 1);
  return {map(span.begin), places_ ? std::max(map(span.end), last + 1) : last + 1};
}

namespace {

/// 'it''s' and E'a\'b': the bytes that are meant, and where each stands. Escapes that make other bytes than the one
/// behind the backslash are left to the comparison with the value.
HiddenText unquoted(std::string_view source, std::size_t begin, std::size_t end, bool escapes) {
  HiddenText text;
  std::vector<std::uint32_t> places;
  for (std::size_t i = begin; i < end; ++i) {
    const std::size_t place = i;
    const bool doubled = source[i] == '\'' && i + 1 < end && source[i + 1] == '\'';
    const bool escaped = escapes && source[i] == '\\' && i + 1 < end;
    if (doubled || escaped) ++i;
    char meant = source[i];
    if (escaped && meant == 'n') meant = '\n';
    if (escaped && meant == 't') meant = '\t';
    if (escaped && meant == 'r') meant = '\r';
    text.text += meant;
    places.push_back(static_cast<std::uint32_t>(place));
  }
  places.push_back(static_cast<std::uint32_t>(end));
  text.origin = TextOrigin::mapped(std::move(places));
  return text;
}

}  // namespace

HiddenText hidden_text(std::string_view source, std::size_t begin, std::string_view value) {
  Lexer lexer(source, begin, source.size());
  Token token = lexer.next_significant();
  if (same_word("as", source.substr(token.span.begin, token.span.size()))) token = lexer.next_significant();
  const std::string_view spelling = source.substr(token.span.begin, token.span.size());
  HiddenText made{std::string(value), TextOrigin::made_at(token.span)};
  if (token.kind == TokenKind::dollar_string) {
    const std::size_t tag = spelling.find('$', 1);
    if (tag == std::string_view::npos || spelling.size() < 2 * (tag + 1)) return made;
    // What stands in it for a template is as long as the template.
    const std::string_view written = spelling.substr(tag + 1, spelling.size() - 2 * (tag + 1));
    if (written != value && (written.size() != value.size() || written.find('{') == std::string_view::npos))
      return made;
    return {std::string(value), TextOrigin::at(token.span.begin + tag + 1)};
  }
  if (token.kind != TokenKind::string || spelling.size() < 2) return made;
  const bool escapes = spelling.front() == 'E' || spelling.front() == 'e';
  if (!escapes && spelling.front() != '\'') return made;
  HiddenText text = unquoted(source, token.span.begin + (escapes ? 2 : 1), token.span.end - 1, escapes);
  return text.text == value ? std::move(text) : std::move(made);
}

}  // namespace pginterlock::pg
