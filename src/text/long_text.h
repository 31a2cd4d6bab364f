#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pginterlock {

/// A text of any length that is only ever appended to. It is kept in blocks that never move: growing costs no copy, and
/// no memory is touched twice.
class LongText {
 public:
  static constexpr std::size_t block_size = 64 * 1024;

  LongText() = default;
  explicit LongText(std::string_view text) { append(text); }
  LongText(LongText&& other) noexcept
      : blocks_(std::move(other.blocks_)),
        at_(std::exchange(other.at_, nullptr)),
        end_(std::exchange(other.end_, nullptr)) {}
  LongText& operator=(LongText&& other) noexcept {
    blocks_ = std::move(other.blocks_);
    at_ = std::exchange(other.at_, nullptr);
    end_ = std::exchange(other.end_, nullptr);
    return *this;
  }

  void append(std::string_view text);
  /// Puts another text's blocks behind these, without a copy.
  void append(LongText text);
  /// A place for at least `bytes` more bytes, at most block_size of them; used() then says where what was written ends.
  char* room(std::size_t bytes) {
    if (bytes > left()) start_block();
    return at_;
  }
  void used(char* end) { at_ = end; }
  /// The bytes that the last block still takes.
  std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }
  /// The end of the place that room() gave.
  char* limit() const { return end_; }

  /// Its bytes, piece after piece.
  std::vector<std::string_view> pieces() const;
  std::string str() const;

 private:
  struct Free {
    void operator()(char* block) const { std::free(block); }
  };
  struct Block {
    std::unique_ptr<char, Free> bytes;
    std::size_t size = 0;  // the bytes written; of the last block, at_ tells
  };

  void end_block();
  void start_block();

  std::vector<Block> blocks_;
  char* at_ = nullptr;  // in the last block
  char* end_ = nullptr;
};

}  // namespace pginterlock
