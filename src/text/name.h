#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace pginterlock {

/// An identifier of which every spelling is kept once, for as long as the program runs: a copy costs a pointer and so
/// does a comparison. It reads like the constant string that it stands for. Names may be made and read in any thread.
class Name {
 public:
  Name() : text_(&empty_text()) {}
  Name(std::string_view text);                                     // NOLINT: a name is made from any string
  Name(const std::string& text) : Name(std::string_view(text)) {}  // NOLINT
  Name(const char* text) : Name(std::string_view(text)) {}         // NOLINT

  const std::string& str() const { return *text_; }
  operator const std::string&() const { return *text_; }  // NOLINT: and read as a string
  operator std::string_view() const { return *text_; }    // NOLINT
  bool empty() const { return text_->empty(); }
  std::size_t size() const { return text_->size(); }
  std::string substr(std::size_t begin, std::size_t count = std::string::npos) const {
    return text_->substr(begin, count);
  }
  bool starts_with(std::string_view start) const { return text_->starts_with(start); }

  friend bool operator==(Name a, Name b) { return a.text_ == b.text_; }
  friend bool operator==(Name a, std::string_view b) { return *a.text_ == b; }
  friend bool operator==(Name a, const std::string& b) { return *a.text_ == b; }
  friend bool operator==(Name a, const char* b) { return *a.text_ == b; }
  /// By spelling: what is listed in this order is the same in every run.
  friend std::strong_ordering operator<=>(Name a, Name b) { return *a.text_ <=> *b.text_; }
  friend std::string operator+(Name a, std::string_view b) { return std::string(*a.text_).append(b); }
  friend std::string operator+(std::string a, Name b) { return std::move(a.append(*b.text_)); }
  friend std::string operator+(const char* a, Name b) { return std::string(a).append(*b.text_); }

 private:
  friend struct std::hash<Name>;
  static const std::string& empty_text();

  const std::string* text_;
};

/// What a Name shows where fmt prints it.
inline std::string_view format_as(Name name) { return name; }

}  // namespace pginterlock

template <>
struct std::hash<pginterlock::Name> {
  std::size_t operator()(pginterlock::Name name) const noexcept {
    return reinterpret_cast<std::size_t>(name.text_) >> 4U;  // strings are at least 16 bytes apart
  }
};
