#include "text/long_text.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <new>
#include <utility>

namespace pginterlock {

namespace {

/// Texts that have become long go on in large pages of the system, where it has such: a fault for each of those
/// instead of hundreds. Of very many of them clearing was measured to take longer.
constexpr std::size_t large_page = std::size_t{2} << 20U;
constexpr std::size_t small_blocks = 16;
constexpr std::size_t large_pages = 8;

}  // namespace

void LongText::append(std::string_view text) {
  while (!text.empty()) {
    char* const out = room(1);
    const std::size_t count = std::min(text.size(), left());
    std::memcpy(out, text.data(), count);
    used(out + count);
    text.remove_prefix(count);
  }
}

void LongText::append(LongText text) {
  end_block();
  std::move(text.blocks_.begin(), text.blocks_.end(), std::back_inserter(blocks_));
  at_ = std::exchange(text.at_, nullptr);
  end_ = std::exchange(text.end_, nullptr);
}

void LongText::end_block() {
  if (at_ != nullptr) blocks_.back().size = static_cast<std::size_t>(at_ - blocks_.back().bytes.get());
  at_ = end_ = nullptr;
}

void LongText::start_block() {
  end_block();
  const bool large = blocks_.size() >= small_blocks;
  const std::size_t size = large ? large_page : block_size;
  auto* const bytes = static_cast<char*>(large ? std::aligned_alloc(large_page, size) : std::malloc(size));
  if (bytes == nullptr) throw std::bad_alloc();
  if (large && blocks_.size() < small_blocks + large_pages) ::madvise(bytes, size, MADV_HUGEPAGE);
  blocks_.push_back({std::unique_ptr<char, Free>(bytes)});
  at_ = bytes;
  end_ = bytes + size;
}

std::vector<std::string_view> LongText::pieces() const {
  std::vector<std::string_view> pieces;
  for (const Block& block : blocks_) pieces.emplace_back(block.bytes.get(), block.size);
  if (at_ != nullptr) pieces.back() = {blocks_.back().bytes.get(), at_};
  return pieces;
}

std::string LongText::str() const {
  std::string whole;
  for (const std::string_view piece : pieces()) whole += piece;
  return whole;
}

}  // namespace pginterlock
