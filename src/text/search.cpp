#include "text/search.h"

#include <algorithm>
#include <bit>

#include "text/sixteen.h"

namespace pginterlock {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool begins_at(std::string_view text, std::size_t at, std::string_view word) {
  return at + word.size() <= text.size() &&
         std::equal(word.begin(), word.end(), text.begin() + static_cast<std::ptrdiff_t>(at),
                    [](char a, char b) { return lower(a) == lower(b); });
}

}  // namespace

std::size_t find_any_case(std::string_view text, std::string_view word, std::size_t from) {
  std::size_t at = from;
  // Where the first two characters stand beside each other the word is looked for.
  for (; at + Sixteen::size < text.size(); at += Sixteen::size) {
    std::uint32_t found = Sixteen(text, at).maybe(word[0]) & Sixteen(text, at + 1).maybe(word[1]);
    for (; found != 0; found &= found - 1) {
      const std::size_t place = at + static_cast<std::size_t>(std::countr_zero(found));
      if (begins_at(text, place, word)) return place;
    }
  }
  for (; at < text.size(); ++at) {
    if (begins_at(text, at, word)) return at;
  }
  return std::string_view::npos;
}

}  // namespace pginterlock
