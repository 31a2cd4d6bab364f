#include "schema/words.h"

#include <array>

namespace pginterlock {

namespace {

constexpr std::uint64_t mark_bound = 256;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// What each character of an identifier counts as, letters of ASCII as small ones; zero: it belongs to none.
constexpr auto folded = [] {
  std::array<unsigned char, 256> all{};
  for (std::size_t c = 0x80; c < all.size(); ++c) all[c] = static_cast<unsigned char>(c);
  for (unsigned char c = '0'; c <= '9'; ++c) all[c] = c;
  for (unsigned char c = 'a'; c <= 'z'; ++c) all[c] = all[c - 'a' + 'A'] = c;
  all['_'] = '_';
  all['$'] = '$';
  return all;
}();

unsigned char folded_at(std::string_view text, std::size_t at) { return folded[static_cast<unsigned char>(text[at])]; }

/// The place where the next identifier begins; the end of the text when there is none.
std::size_t next_identifier(std::string_view text, std::size_t at) {
  while (at < text.size() && (folded_at(text, at) == 0 || is_digit(text[at]) || text[at] == '$')) {
    if (is_digit(text[at])) {
      // 1e5 and 0x10 are numbers, whatever letters they hold.
      while (at < text.size() && folded_at(text, at) != 0) ++at;
    } else {
      ++at;
    }
  }
  return at;
}

// FNV-1a.
constexpr std::uint64_t no_letter = 14695981039346656037U;
std::uint64_t with(std::uint64_t hash, unsigned char letter) { return (hash ^ letter) * 1099511628211U; }
Word word(std::uint64_t hash) { return Word{hash < mark_bound ? hash + mark_bound : hash}; }

/// The word of the identifier that begins at `at`, which moves behind it.
Word take_word(std::string_view text, std::size_t& at) {
  std::uint64_t hash = no_letter;
  for (; at < text.size(); ++at) {
    const unsigned char letter = folded_at(text, at);
    if (letter == 0) break;
    hash = with(hash, letter);
  }
  return word(hash);
}

}  // namespace

void Words::add(std::string_view text) {
  for (std::size_t at = next_identifier(text, 0); at < text.size(); at = next_identifier(text, at)) {
    words_.push_back(take_word(text, at));
  }
}

Word whole_word(std::string_view text) {
  std::uint64_t hash = no_letter;
  for (const char c : text) {
    const bool capital = c >= 'A' && c <= 'Z';
    hash = with(hash, static_cast<unsigned char>(capital ? c - 'A' + 'a' : c));
  }
  return word(hash);
}

std::optional<Word> word_of(std::string_view name) {
  std::size_t at = next_identifier(name, 0);
  if (at == name.size()) return std::nullopt;
  return take_word(name, at);
}

}  // namespace pginterlock
