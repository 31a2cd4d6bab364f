#include "report/json_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "text/utf8.h"

namespace pginterlock::report {

namespace {

/// Whether a byte can stand in a JSON string as it is, whatever is around it.
constexpr std::array<bool, 256> plain_bytes = [] {
  std::array<bool, 256> plain = {};
  for (std::size_t byte = 0x20; byte < 0x80; ++byte) plain[byte] = byte != '"' && byte != '\\' && byte != 0x7F;
  return plain;
}();

bool is_plain(char c) { return plain_bytes[static_cast<unsigned char>(c)]; }

constexpr std::uint64_t eight_of(unsigned char byte) { return 0x0101010101010101ULL * byte; }

/// Whether all of eight bytes are plain: no byte's high bit gets set. A carry or borrow leaves only a byte that is not
/// plain itself. With bit 1 turned over, '"' is 0x20 and lies right above the control characters.
bool all_plain(std::uint64_t word) {
  const std::uint64_t control_or_quote = (word ^ eight_of(0x02)) - eight_of(0x21);
  const std::uint64_t backslash = (word ^ eight_of('\\')) - eight_of(1);
  const std::uint64_t del = word + eight_of(1);
  return ((control_or_quote | backslash | del | word) & eight_of(0x80)) == 0;
}

}  // namespace

/// Writes plain bytes from the front, as many as there are before another one and as fit in; returns their number.
std::size_t JsonWriter::put_plain(std::string_view text) {
  char* const out = out_.room(1);
  text = text.substr(0, out_.left());
  std::size_t count = 0;
  for (; count + 8 <= text.size(); count += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + count, sizeof word);
    if (!all_plain(word)) break;
    std::memcpy(out + count, &word, sizeof word);
  }
  for (; count < text.size() && is_plain(text[count]); ++count) out[count] = text[count];
  out_.used(count);
  return count;
}

void JsonWriter::put_escape(char c) {
  switch (c) {
    case '"':
      return put("\\\"");
    case '\\':
      return put("\\\\");
    case '\n':
      return put("\\n");
    case '\r':
      return put("\\r");
    case '\t':
      return put("\\t");
    default:
      return put(fmt::format("\\u{:04x}", static_cast<unsigned char>(c)));
  }
}

void JsonWriter::string(std::string_view text) {
  separate();
  put('"');
  while (!text.empty()) {
    text.remove_prefix(put_plain(text));
    if (text.empty() || is_plain(text[0])) continue;
    if (static_cast<unsigned char>(text[0]) < 0x80U) {
      put_escape(text[0]);
      text.remove_prefix(1);
      continue;
    }
    const std::size_t length = utf8::character_length(text);
    put(length == 0 ? std::string_view("\xEF\xBF\xBD") : text.substr(0, length));
    text.remove_prefix(length == 0 ? 1 : length);
  }
  put('"');
}

void JsonWriter::number(std::size_t value) {
  separate();
  const fmt::format_int digits(value);
  put(std::string_view(digits.data(), digits.size()));
}

void JsonWriter::boolean(bool value) {
  separate();
  put(value ? std::string_view("true") : std::string_view("false"));
}

}  // namespace pginterlock::report
