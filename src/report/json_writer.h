#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pginterlock::report {

/// Writes JSON straight into a string: commas are its own business, nesting is the caller's. Whatever the bytes, the
/// result is valid JSON in valid UTF-8.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  void open_object() { open('{'); }
  void close_object() { close('}'); }
  void open_array() { open('['); }
  void close_array() { close(']'); }
  /// The name of the member that comes next. It must need no escapes: it is a word of ours.
  void key(std::string_view name);

  void string(std::string_view text);
  void number(std::size_t value);
  void boolean(bool value);

  void member(std::string_view name, std::string_view text) { key(name), string(text); }
  void member(std::string_view name, const char* text) { key(name), string(text); }
  void member(std::string_view name, std::size_t value) { key(name), number(value); }
  void member(std::string_view name, bool value) { key(name), boolean(value); }
  /// A member that is absent when there is nothing to say.
  void optional_member(std::string_view name, std::string_view text) {
    if (!text.empty()) member(name, text);
  }

 private:
  void open(char bracket) {
    separate();
    out_ += bracket;
    first_ = true;
  }
  void close(char bracket) {
    out_ += bracket;
    first_ = false;
  }
  void separate() {
    if (!first_) out_ += ',';
    first_ = false;
  }

  std::string& out_;
  bool first_ = true;  // nothing stands before the next value in its object or array
};

/// Appends `text` with the escapes of a JSON string, without quotes; bytes that are not UTF-8 become U+FFFD.
void append_json_escaped(std::string& out, std::string_view text);

}  // namespace pginterlock::report
