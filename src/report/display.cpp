#include "report/display.h"

#include <algorithm>
#include <array>

#include "text/utf8.h"

namespace pginterlock::report {

namespace {

constexpr std::size_t tab_width = 4;
constexpr std::string_view replacement = "\xEF\xBF\xBD";

struct Range {
  char32_t first, last;
};

// Coarse on purpose: whole blocks of the Unicode standard's East Asian Width and of its combining marks.
constexpr std::array wide_ranges = std::to_array<Range>({
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x23E9, 0x23EC},   {0x2614, 0x2615},   {0x2648, 0x2653},
    {0x26A1, 0x26A1},   {0x2705, 0x2705},   {0x270A, 0x270B},   {0x2728, 0x2728},   {0x274C, 0x274C},
    {0x2753, 0x2757},   {0x2795, 0x2797},   {0x2B1B, 0x2B1C},   {0x2B50, 0x2B50},   {0x2E80, 0x303E},
    {0x3041, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},   {0x16FE0, 0x18AFF}, {0x1B000, 0x1B2FF},
    {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD},
});
constexpr std::array combining_ranges = std::to_array<Range>({
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD},   {0x0610, 0x061A}, {0x064B, 0x065F}, {0x06D6, 0x06DC},
    {0x0900, 0x0902}, {0x093C, 0x093C}, {0x0941, 0x0948},   {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E},
    {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200D},   {0x2060, 0x2060}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F},
    {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF},
});

template <std::size_t Size>
bool within(char32_t character, const std::array<Range, Size>& ranges) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const Range& range) { return range.first <= character && character <= range.last; });
}

char32_t decode(std::string_view character) {
  const auto lead = static_cast<unsigned char>(character[0]);
  if (character.size() == 1) return lead;
  char32_t value = lead & (0xFFU >> (character.size() + 1));
  for (const char c : character.substr(1)) value = (value << 6U) | (static_cast<unsigned char>(c) & 0x3FU);
  return value;
}

/// C0, DEL, C1, line separators, and the characters that reorder what follows them.
bool harmful(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

bool is_plain(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

}  // namespace

std::size_t cells(char32_t character) {
  if (character < 0x300) return 1;
  if (within(character, combining_ranges)) return 0;
  return within(character, wide_ranges) ? 2 : 1;
}

DisplayLine::DisplayLine(std::string_view bytes) : plain_(is_plain(bytes)) {
  if (plain_) {
    text_ = bytes;
    width_ = bytes.size();
    return;
  }
  text_.reserve(bytes.size());
  characters_.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t length = utf8::character_length(bytes.substr(at));
    characters_.push_back({at, text_.size(), width_});
    const std::string_view raw = bytes.substr(at, length);
    at += length == 0 ? 1 : length;
    if (length == 0) {
      text_ += replacement;
      ++width_;
      continue;
    }
    const char32_t character = decode(raw);
    if (character == '\t') {
      const std::size_t spaces = tab_width - width_ % tab_width;
      text_.append(spaces, ' ');
      width_ += spaces;
      continue;
    }
    if (harmful(character)) {
      text_ += '?';
      ++width_;
      continue;
    }
    text_ += raw;
    width_ += cells(character);
  }
}

std::size_t DisplayLine::cell_of(std::size_t byte) const {
  if (plain_) return std::min(byte, width_);
  const auto after = std::upper_bound(characters_.begin(), characters_.end(), byte,
                                      [](std::size_t offset, const Character& c) { return offset < c.byte; });
  if (after == characters_.begin()) return 0;
  const bool past_end = after == characters_.end() && byte > characters_.back().byte;
  return past_end ? width_ : std::prev(after)->cell;
}

std::string DisplayLine::slice(std::size_t first, std::size_t last) const {
  const auto at_cell = [&](std::size_t cell) {
    const auto it = std::lower_bound(characters_.begin(), characters_.end(), cell,
                                     [](const Character& c, std::size_t wanted) { return c.cell < wanted; });
    return it == characters_.end() ? text_.size() : it->begin;
  };
  if (first >= last) return "";
  if (plain_) return first >= width_ ? std::string() : text_.substr(first, last - first);
  const std::size_t begin = at_cell(first);
  const std::size_t end = last >= width_ ? text_.size() : at_cell(last);
  return text_.substr(begin, end - begin);
}

std::string displayed(std::string_view bytes) {
  return is_plain(bytes) ? std::string(bytes) : DisplayLine(bytes).text();
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  std::string out;
  std::size_t column = indent;
  bool line_start = true;
  while (!text.empty()) {
    if (text[0] == '\n') {
      text.remove_prefix(1);
      out += '\n';
      out.append(text.empty() || text[0] == '\n' ? 0 : indent, ' ');
      column = indent;
      line_start = true;
      continue;
    }
    if (text[0] == ' ') {
      text.remove_prefix(1);
      continue;
    }
    const std::string_view word = text.substr(0, text.find_first_of(" \n"));
    const std::size_t length = utf8::count(word);
    if (!line_start && column + 1 + length > width) {
      out += '\n';
      out.append(indent, ' ');
      column = indent;
      line_start = true;
    }
    if (!line_start) {
      out += ' ';
      ++column;
    }
    out += word;
    column += length;
    line_start = false;
    text.remove_prefix(word.size());
  }
  return out;
}

}  // namespace pginterlock::report
