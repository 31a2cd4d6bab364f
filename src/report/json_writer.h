#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <utility>

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
    out_.used(name.size() - comma);
    first_ = true;  // the value that follows stands behind the colon
  }

  void string(std::string_view text);
  void number(std::size_t value);
  void boolean(bool value);

  void member(const JsonKey& name, std::string_view text) { key(name), string(text); }
  void member(const JsonKey& name, const char* text) { key(name), string(text); }
  void member(const JsonKey& name, std::size_t value) { key(name), number(value); }
  void member(const JsonKey& name, bool value) { key(name), boolean(value); }
  /// A member that is absent when there is nothing to say.
  void optional_member(const JsonKey& name, std::string_view text) {
    if (!text.empty()) member(name, text);
  }
  void line_break() { put('\n'); }

  /// What was written so far, which is forgotten here. Commas go on where they were.
  LongText take() { return std::exchange(out_, LongText()); }

 private:
  void open(char bracket) {
    separate();
    put(bracket);
    first_ = true;
  }
  void close(char bracket) {
    put(bracket);
    first_ = false;
  }
  void separate() {
    if (!first_) put(',');
    first_ = false;
  }
  void put(char c) {
    *out_.room(1) = c;
    out_.used(1);
  }
  void put(std::string_view piece) { out_.append(piece); }
  std::size_t put_plain(std::string_view text);
  void put_escape(char c);

  LongText out_;
  bool first_ = true;  // nothing stands before the next value in its object or array
};

}  // namespace pginterlock::report
