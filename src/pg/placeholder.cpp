// What stands for the pieces of a template while the SQL around them is parsed.
#include <algorithm>
#include <array>

#include "pg/splitter.h"

namespace pginterlock::pg {

namespace {

bool word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}
bool identifier_character(char c) { return word_character(c) || c == '$' || static_cast<unsigned char>(c) >= 0x80U; }
bool is_line_end(char c) { return c == '\n' || c == '\r'; }

/// Puts `text` at the place of [begin, end) and moves up the rest of the word behind it; blanks fill what is left, so
/// that all else keeps its place.
void put_word(std::string& copy, std::size_t begin, std::size_t end, std::string_view text) {
  std::size_t rest = end;
  while (rest < copy.size() && identifier_character(copy[rest])) ++rest;
  const auto at = [&](std::size_t offset) { return copy.begin() + static_cast<std::ptrdiff_t>(offset); };
  std::copy(text.begin(), text.end(), at(begin));
  const auto moved = std::copy(at(end), at(rest), at(begin + text.size()));
  std::fill(moved, at(rest), ' ');
}

/// A literal with its templates replaced, its closing quote moved up.
std::string filled_literal(std::string_view literal) {
  std::string filled;
  while (true) {
    const std::size_t braces = literal.find("{{");
    const std::size_t dollar = literal.find("${");
    const std::size_t begin = std::min(braces, dollar);
    const std::string_view closing = begin == braces ? "}}" : "}";
    const std::size_t close = begin == std::string_view::npos ? begin : literal.find(closing, begin);
    if (close == std::string_view::npos) return filled.append(literal);
    filled += literal.substr(0, begin);
    filled += placeholder_identifier(literal.substr(begin, close + closing.size() - begin));
    literal.remove_prefix(close + closing.size());
  }
}

}  // namespace

std::string placeholder_identifier(std::string_view placeholder) {
  std::string name = "__";
  for (const char c : placeholder) {
    if (word_character(c)) {
      name += c;
    } else if (name.size() > 2 && name.back() != '_') {
      name += '_';
    }
  }
  return name;
}

void apply_blank(const Blank& blank, std::string& copy, std::size_t base) {
  const std::size_t begin = std::max(blank.span.begin, base) - base;
  const std::size_t end = std::min(blank.span.end - base, copy.size());
  const std::string_view covered = std::string_view(copy).substr(begin, end - begin);
  switch (blank.kind) {
    case BlankKind::variable: {
      // :name becomes an identifier of the same length; :'text' and :"name" become what they quote.
      const bool plain = begin + 1 < copy.size() && word_character(copy[begin + 1]);
      copy[begin] = plain ? '_' : ' ';
      return;
    }
    case BlankKind::placeholder:
      return put_word(copy, begin, end, placeholder_identifier(covered));
    case BlankKind::quoted_value: {
      std::string filled = filled_literal(covered);
      filled.resize(end - begin, ' ');
      std::copy(filled.begin(), filled.end(), copy.begin() + static_cast<std::ptrdiff_t>(begin));
      return;
    }
    case BlankKind::byte_order_mark:
    case BlankKind::nul:
    case BlankKind::meta_command:
    case BlankKind::template_control:
    case BlankKind::template_comment:
    case BlankKind::copy_data:
      break;
  }
  for (std::size_t i = begin; i < end; ++i) {
    if (!is_line_end(copy[i])) copy[i] = ' ';
  }
}

std::string without_templates(std::string_view text) {
  std::string copy(text);
  const Split pieces = split(text, {0, text.size()});
  for (auto blank = pieces.blanks.rbegin(); blank != pieces.blanks.rend(); ++blank) apply_blank(*blank, copy, 0);
  return copy;
}

}  // namespace pginterlock::pg
