#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace pginterlock {

/// A text of any length that is only ever appended to. It is kept in blocks that never move: growing costs no copy, and
/// no memory is touched twice.
class LongText {
 public:
  static constexpr std::size_t block_size = 64 * 1024;

  LongText() = default;
  explicit LongText(std::string_view text) { append(text); }

  void append(std::string_view text);
  /// Puts another text's blocks behind these, without a copy.
  void append(LongText text);
  /// A place for at least `bytes` more bytes, at most block_size of them; used() then says how many were written.
  char* room(std::size_t bytes) {
    if (bytes > left()) start_block();
    return blocks_.back().get() + sizes_.back();
  }
  void used(std::size_t bytes) { sizes_.back() += bytes; }
  /// The bytes that the last block still takes.
  std::size_t left() const { return blocks_.empty() ? 0 : block_size - sizes_.back(); }

  /// Its bytes, piece after piece.
  std::vector<std::string_view> pieces() const;
  std::string str() const;

 private:
  void start_block();

  std::vector<std::unique_ptr<char[]>> blocks_;
  std::vector<std::size_t> sizes_;  // the bytes written in each block
};

}  // namespace pginterlock
