#include "text/long_text.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

namespace pginterlock {

void LongText::append(std::string_view text) {
  while (!text.empty()) {
    char* const out = room(1);
    const std::size_t count = std::min(text.size(), left());
    std::memcpy(out, text.data(), count);
    used(count);
    text.remove_prefix(count);
  }
}

void LongText::append(LongText text) {
  std::move(text.blocks_.begin(), text.blocks_.end(), std::back_inserter(blocks_));
  sizes_.insert(sizes_.end(), text.sizes_.begin(), text.sizes_.end());
}

void LongText::start_block() {
  blocks_.push_back(std::make_unique_for_overwrite<char[]>(block_size));
  sizes_.push_back(0);
}

std::vector<std::string_view> LongText::pieces() const {
  std::vector<std::string_view> pieces;
  for (std::size_t i = 0; i < blocks_.size(); ++i) pieces.emplace_back(blocks_[i].get(), sizes_[i]);
  return pieces;
}

std::string LongText::str() const {
  std::string whole;
  for (const std::string_view piece : pieces()) whole += piece;
  return whole;
}

}  // namespace pginterlock
