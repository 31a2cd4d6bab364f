#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <utility>

#include "pg/names.h"
#include "text/long_text.h"

namespace pginterlock::report {

/// The name of a member, a word of ours that needs no escapes: `,"name":`, made by the compiler.
class JsonKey {
 public:
  static constexpr std::size_t capacity = 24;

  template <std::size_t Size>
  consteval JsonKey(const char (&name)[Size]) : size_(Size + 3) {  // NOLINT: a literal is a key
    static_assert(Size + 3 <= capacity);
    text_[0] = ',';
    text_[1] = '"';
    for (std::size_t i = 0; i + 1 < Size; ++i) text_[i + 2] = name[i];
    text_[Size + 1] = '"';
    text_[Size + 2] = ':';
  }

  const char* text() const { return text_.data(); }
  std::size_t size() const { return size_; }

 private:
  std::array<char, capacity> text_{};
  std::size_t size_;
};

/// Writes JSON: commas are its own business, nesting is the caller's. Whatever the bytes, the result is valid JSON in
/// valid UTF-8.
class JsonWriter {
 public:
  void open_object() { open('{'); }
  void close_object() { close('}'); }
  void open_array() { open('['); }
  void close_array() { close(']'); }
  /// The name of the member that comes next.
  void key(const JsonKey& name) {
    char* const out = out_.room(JsonKey::capacity);
    const std::size_t comma = first_ ? 1 : 0;  // not before the first member
    std::memcpy(out, name.text() + comma, JsonKey::capacity - 1);
    out_.used(out + name.size() - comma);
    first_ = true;  // the value that follows stands behind the colon
  }

  void string(std::string_view text) {
    put_text(text, opening_quote());
    put('"');
  }
  /// Both as one string.
  void string(std::string_view text, std::string_view rest) {
    put_text(text, opening_quote());
    put_text(rest, out_.room(text_room));
    put('"');
  }
  /// As QualifiedName::plain().
  void string(const QualifiedName& name);
  void number(std::size_t value);
  void boolean(bool value);

  void member(const JsonKey& name, std::string_view text) { key(name), string(text); }
  void member(const JsonKey& name, const char* text) { key(name), string(text); }
  void member(const JsonKey& name, const QualifiedName& text) { key(name), string(text); }
  void member(const JsonKey& name, std::size_t value) { key(name), number(value); }
  void member(const JsonKey& name, bool value) { key(name), boolean(value); }
  /// A word of ours as the value: it needs no escapes.
  void word_member(const JsonKey& name, std::string_view word) { key(name), this->word(word); }
  void word(std::string_view word);
  /// A member that is absent when there is nothing to say.
  void optional_member(const JsonKey& name, std::string_view text) {
    if (!text.empty()) member(name, text);
  }
  void line_break() { put('\n'); }

  /// What was written so far, which is forgotten here. Commas go on where they were.
  LongText take() { return std::exchange(out_, LongText()); }

 private:
  /// At least as much as the longest escape and the bytes that are looked at together.
  static constexpr std::size_t text_room = 32;

  void open(char bracket) {
    char* out = begin_value(1);
    *out++ = bracket;
    out_.used(out);
    first_ = true;
  }
  void close(char bracket) {
    put(bracket);
    first_ = false;
  }
  /// A place for a value of at most so many bytes, behind a comma where one is needed.
  char* begin_value(std::size_t bytes) {
    char* out = out_.room(bytes + 1);
    *out = ',';
    if (!first_) ++out;
    first_ = false;
    return out;
  }
  char* opening_quote() {
    char* const out = begin_value(text_room + 1);
    *out = '"';
    return out + 1;
  }
  void put(char c) {
    char* const out = out_.room(1);
    *out = c;
    out_.used(out + 1);
  }
  /// Writes what stands between quotes from `out` on, where text_room bytes are free.
  void put_text(std::string_view text, char* out);

  LongText out_;
  bool first_ = true;  // nothing stands before the next value in its object or array
};

}  // namespace pginterlock::report
