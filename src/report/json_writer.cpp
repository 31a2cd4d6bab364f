#include "report/json_writer.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstdint>
#include <limits>
#include <type_traits>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "text/utf8.h"

namespace pginterlock::report {

namespace {

constexpr std::size_t together = 16;  // bytes that are looked at at once

#if defined(__SSE2__)

using Bytes = __m128i;

Bytes load(const char* from) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from)); }

template <typename Word>
std::uint64_t word_at(const char* from) {
  Word word = 0;
  std::memcpy(&word, from, sizeof word);
  return word;
}

/// A text of fewer bytes, behind them zeros. Nothing behind the text is read.
Bytes load_short(const char* from, std::size_t size) {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  if (size >= 8) {
    low = word_at<std::uint64_t>(from);
    // The last eight bytes without those that are in `low` as well; of exactly eight bytes none is left.
    high = word_at<std::uint64_t>(from + size - 8) >> 8U >> (8 * (15 - size));
  } else if (size >= 4) {
    low = word_at<std::uint32_t>(from) | word_at<std::uint32_t>(from + size - 4) << (8 * (size - 4));
  } else {
    for (std::size_t i = size; i-- > 0;) low = low << 8U | static_cast<unsigned char>(from[i]);
  }
  return _mm_set_epi64x(static_cast<long long>(high), static_cast<long long>(low));
}

void store(Bytes bytes, char* to) { _mm_storeu_si128(reinterpret_cast<__m128i*>(to), bytes); }

/// How many bytes from the front can stand in a JSON string as they are, whatever is around them.
std::size_t plain_bytes(Bytes bytes) {
  // One more, and signed: DEL and what is not ASCII are below the blank as well.
  const Bytes printed = _mm_cmpgt_epi8(_mm_add_epi8(bytes, _mm_set1_epi8(1)), _mm_set1_epi8(0x20));
  const Bytes quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
  const Bytes backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
  const Bytes plain = _mm_andnot_si128(_mm_or_si128(quote, backslash), printed);
  return static_cast<std::size_t>(std::countr_one(static_cast<std::uint32_t>(_mm_movemask_epi8(plain))));
}

#else

using Bytes = std::array<char, together>;

Bytes load_short(const char* from, std::size_t size) {
  Bytes bytes{};
  std::copy_n(from, size, bytes.begin());
  return bytes;
}

Bytes load(const char* from) { return load_short(from, together); }

void store(const Bytes& bytes, char* to) { std::copy(bytes.begin(), bytes.end(), to); }

std::size_t plain_bytes(const Bytes& bytes) {
  const auto is_plain = [](char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; };
  return static_cast<std::size_t>(std::find_if_not(bytes.begin(), bytes.end(), is_plain) - bytes.begin());
}

#endif

struct Escape {
  std::array<char, 7> text{};
  std::uint8_t size = 0;
};

/// What stands for each byte of ASCII that cannot stand as it is.
constexpr auto escapes = [] {
  constexpr char digits[] = "0123456789abcdef";
  std::array<Escape, 128> all{};
  for (std::size_t c = 0; c < all.size(); ++c) all[c] = {{'\\', 'u', '0', '0', digits[c / 16], digits[c % 16]}, 6};
  const auto two = [&](char c, char letter) { all[static_cast<std::size_t>(c)] = {{'\\', letter}, 2}; };
  two('"', '"');
  two('\\', '\\');
  two('\n', 'n');
  two('\r', 'r');
  two('\t', 't');
  return all;
}();

/// Writes the character at `in`, which cannot be copied unseen, and moves behind it.
char* put_character(const char*& in, const char* end, char* out) {
  const auto lead = static_cast<unsigned char>(*in);
  if (lead < 0x80U) {
    const Escape& escape = escapes[lead];
    std::memcpy(out, &escape, sizeof escape);
    ++in;
    return out + escape.size;
  }
  const std::size_t length = utf8::character_length({in, end});
  if (length == 0) {
    ++in;
    return std::copy_n("\xEF\xBF\xBD", 3, out);
  }
  out = std::copy_n(in, length, out);
  in += length;
  return out;
}

/// Copies a few bytes: mostly two copies that overlap, and no call.
char* put_word(std::string_view word, char* out) {
  const std::size_t size = word.size();
  const auto copy_ends = [&](auto part) {
    std::memcpy(out, word.data(), part);
    std::memcpy(out + size - part, word.data() + size - part, part);
  };
  if (size > 16) {
    std::memcpy(out, word.data(), size);
  } else if (size >= 8) {
    copy_ends(std::integral_constant<std::size_t, 8>());
  } else if (size >= 4) {
    copy_ends(std::integral_constant<std::size_t, 4>());
  } else {
    for (std::size_t i = 0; i < size; ++i) out[i] = word[i];
  }
  return out + size;
}

}  // namespace

void JsonWriter::put_text(std::string_view text, char* out) {
  const char* in = text.data();
  const char* const end = in + text.size();
  while (in != end) {
    if (static_cast<std::size_t>(out_.limit() - out) < text_room) {
      out_.used(out);
      out = out_.room(text_room);
    }
    const auto left = static_cast<std::size_t>(end - in);
    if (left >= together) {
      const Bytes bytes = load(in);
      store(bytes, out);
      const std::size_t count = plain_bytes(bytes);
      in += count;
      out += count;
      if (count < together) out = put_character(in, end, out);
      continue;
    }
    const Bytes bytes = load_short(in, left);
    store(bytes, out);
    const std::size_t count = std::min(plain_bytes(bytes), left);
    in += count;
    out += count;
    if (count < left) out = put_character(in, end, out);
  }
  out_.used(out);
}

void JsonWriter::word(std::string_view word) {
  char* out = begin_value(word.size() + 2);
  *out++ = '"';
  out = put_word(word, out);
  *out++ = '"';
  out_.used(out);
}

void JsonWriter::string(const QualifiedName& name) {
  char* out = opening_quote();
  if (!name.schema.empty()) {
    put_text(name.schema, out);
    put('.');
    out = out_.room(text_room);
  }
  put_text(name.name, out);
  put('"');
}

void JsonWriter::number(std::size_t value) {
  constexpr std::size_t longest = std::numeric_limits<std::size_t>::digits10 + 1;
  char* const out = begin_value(longest);
  out_.used(std::to_chars(out, out + longest, value).ptr);
}

void JsonWriter::boolean(bool value) {
  const std::string_view word = value ? "true" : "false";
  char* const out = begin_value(word.size());
  out_.used(std::copy(word.begin(), word.end(), out));
}

}  // namespace pginterlock::report
