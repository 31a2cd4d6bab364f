#include "schema/words.h"

namespace pginterlock {

namespace {

constexpr std::uint64_t mark_bound = 256;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool starts_identifier(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool continues_identifier(char c) { return starts_identifier(c) || is_digit(c) || c == '$'; }

/// Cuts the next identifier off the text; empty when there is none.
std::string_view next_identifier(std::string_view& text) {
  std::size_t begin = 0;
  while (begin < text.size() && !starts_identifier(text[begin])) {
    // 1e5 and 0x10 are numbers, whatever letters they hold.
    if (is_digit(text[begin])) {
      while (begin < text.size() && continues_identifier(text[begin])) ++begin;
    } else {
      ++begin;
    }
  }
  std::size_t end = begin;
  while (end < text.size() && continues_identifier(text[end])) ++end;
  const std::string_view found = text.substr(begin, end - begin);
  text.remove_prefix(end);
  return found;
}

}  // namespace

void Words::add(std::string_view text) {
  for (std::string_view one = next_identifier(text); !one.empty(); one = next_identifier(text)) {
    words_.push_back(whole_word(one));
  }
}

Word whole_word(std::string_view text) {
  // FNV-1a.
  std::uint64_t hash = 14695981039346656037U;
  for (char c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  }
  return Word{hash < mark_bound ? hash + mark_bound : hash};
}

std::optional<Word> word_of(std::string_view name) {
  const std::string_view first = next_identifier(name);
  if (first.empty()) return std::nullopt;
  return whole_word(first);
}

}  // namespace pginterlock
