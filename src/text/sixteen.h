#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#else
#include <algorithm>
#include <array>
#endif

namespace pginterlock {

/// Sixteen bytes of a text that are looked at together. A question is answered with a bit for each byte, the first one
/// lowest.
class Sixteen {
 public:
  static constexpr std::size_t size = 16;

  /// Those from `at` on, all of which are within the text.
  Sixteen(std::string_view text, std::size_t at) : Sixteen(text.data() + at) {}

#if defined(__SSE2__)
  std::uint32_t equal(char c) const { return mask(_mm_cmpeq_epi8(bytes_, _mm_set1_epi8(c))); }
  /// The same without regard to case; a few characters that are no letters count as others as well.
  std::uint32_t maybe(char c) const {
    const __m128i folded = _mm_or_si128(bytes_, _mm_set1_epi8(0x20));
    return mask(_mm_cmpeq_epi8(folded, _mm_set1_epi8(static_cast<char>(c | 0x20))));
  }
  /// Blank, tab, line feed, vertical tab, form feed, carriage return.
  std::uint32_t white_space() const {
    return mask(_mm_cmpeq_epi8(_mm_min_epu8(off('\t', '\r', bytes_), off(' ', ' ', bytes_)), _mm_setzero_si128()));
  }
  /// Letters, digits, '_', '$' and all that is not ASCII.
  std::uint32_t identifier() const {
    const __m128i letter = off('a', 'z', _mm_or_si128(bytes_, _mm_set1_epi8(0x20)));
    const __m128i digit = off('0', '9', bytes_);
    const __m128i sign = _mm_min_epu8(off('_', '_', bytes_), off('$', '$', bytes_));
    const __m128i part = _mm_cmpeq_epi8(_mm_min_epu8(_mm_min_epu8(letter, digit), sign), _mm_setzero_si128());
    // The highest bit of what is not ASCII is set already.
    return mask(_mm_or_si128(part, bytes_));
  }
  /// The same without '$', and white space, commas, dots and '='.
  std::uint32_t plain() const {
    const __m128i word =
        _mm_min_epu8(_mm_min_epu8(off('a', 'z', _mm_or_si128(bytes_, _mm_set1_epi8(0x20))), off('0', '9', bytes_)),
                     off('_', '_', bytes_));
    const __m128i space = _mm_min_epu8(off('\t', '\r', bytes_), off(' ', ' ', bytes_));
    const __m128i sign =
        _mm_min_epu8(_mm_min_epu8(off(',', ',', bytes_), off('.', '.', bytes_)), off('=', '=', bytes_));
    const __m128i all = _mm_cmpeq_epi8(_mm_min_epu8(_mm_min_epu8(word, space), sign), _mm_setzero_si128());
    return mask(_mm_or_si128(all, bytes_));
  }

 private:
  explicit Sixteen(const char* from) : bytes_(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from))) {}
  static std::uint32_t mask(__m128i bytes) { return static_cast<std::uint32_t>(_mm_movemask_epi8(bytes)); }
  /// Zero for the bytes from the first to the last character.
  static __m128i off(char first, char last, __m128i bytes) {
    if (first == last) return _mm_xor_si128(bytes, _mm_set1_epi8(first));
    return _mm_subs_epu8(_mm_sub_epi8(bytes, _mm_set1_epi8(first)), _mm_set1_epi8(static_cast<char>(last - first)));
  }

  __m128i bytes_;
#else
  std::uint32_t equal(char c) const {
    return mask([c](char one) { return one == c; });
  }
  std::uint32_t maybe(char c) const {
    return mask([c](char one) { return (one | 0x20) == (c | 0x20); });
  }
  std::uint32_t white_space() const {
    return mask([](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
  }
  std::uint32_t identifier() const {
    return mask([](char c) {
      const char letter = static_cast<char>(c | 0x20);
      return (letter >= 'a' && letter <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '$' || (c & 0x80) != 0;
    });
  }
  std::uint32_t plain() const {
    return (identifier() & ~equal('$')) | white_space() | equal(',') | equal('.') | equal('=');
  }

 private:
  explicit Sixteen(const char* from) { std::copy_n(from, size, bytes_.begin()); }
  template <typename Wanted>
  std::uint32_t mask(Wanted wanted) const {
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < size; ++i) bits |= wanted(bytes_[i]) ? 1U << i : 0U;
    return bits;
  }

  std::array<char, size> bytes_{};
#endif
};

}  // namespace pginterlock
