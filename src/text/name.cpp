#include "text/name.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <deque>
#include <mutex>
#include <vector>

namespace pginterlock {

namespace {

/// The first and the last eight bytes of a text, which overlap in a shorter one: up to sixteen bytes they and the size
/// are all of it.
struct Ends {
  std::uint64_t first = 0;
  std::uint64_t last = 0;

  constexpr Ends() = default;
  explicit Ends(std::string_view text) {
    const std::size_t size = text.size();
    if (size >= 8) {
      std::memcpy(&first, text.data(), 8);
      std::memcpy(&last, text.data() + size - 8, 8);
    } else if (size >= 4) {
      std::memcpy(&first, text.data(), 4);
      std::memcpy(&last, text.data() + size - 4, 4);
    } else {
      for (const char c : text) first = (first << 8U) | static_cast<unsigned char>(c);
    }
  }
};

constexpr std::size_t all_in_ends = 16;

std::uint64_t mixed(const Ends& ends, std::size_t size) {
  const std::uint64_t mixed = (ends.first * 0x9E3779B97F4A7C15ULL) ^ (ends.last * 0xC2B2AE3D27D4EB4FULL) ^ size;
  return (mixed ^ (mixed >> 32U)) * 0x9E3779B97F4A7C15ULL;
}

/// The spellings. They never move and never go: what was a name in one file is likely one in the next.
class Pool {
 public:
  const std::string& keep(std::string_view text, std::uint64_t hash) {
    const std::lock_guard lock(mutex_);
    if (texts_.size() * 2 >= slots_.size()) grow();
    Slot* const slot = find(text, hash);
    if (slot->text == nullptr) *slot = {hash, &texts_.emplace_back(text)};
    return *slot->text;
  }

 private:
  struct Slot {
    std::uint64_t hash = 0;
    const std::string* text = nullptr;  // null: free
  };

  /// The slot of a text, or the free one where it belongs.
  Slot* find(std::string_view text, std::uint64_t hash) {
    std::size_t at = hash & (slots_.size() - 1);
    while (slots_[at].text != nullptr && (slots_[at].hash != hash || *slots_[at].text != text)) {
      at = (at + 1) & (slots_.size() - 1);
    }
    return &slots_[at];
  }

  void grow() {
    std::vector<Slot> old(std::max<std::size_t>(slots_.size() * 2, 1024));
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.text != nullptr) *find(*slot.text, slot.hash) = slot;
    }
  }

  std::mutex mutex_;
  std::deque<std::string> texts_;
  std::vector<Slot> slots_;  // a power of two
};

Pool& pool() {
  static Pool* const one = new Pool;  // outlives every thread
  return *one;
}

constexpr std::size_t recent_count = 1024;

/// A spelling that a thread met last.
struct Recent {
  Ends ends;
  std::size_t size = 0;
  const std::string* text = nullptr;
};

/// Those that a thread need not ask the pool for. Constant-initialised.
thread_local std::array<Recent, recent_count> recent{};

/// Of a text that is long, or that was not met lately. Apart: most names need no more than a few registers.
[[gnu::noinline]] const std::string* long_or_new(std::string_view text, const Ends& ends, Recent& one) {
  const bool is_long = text.size() > all_in_ends;
  if (is_long && one.size == text.size() && *one.text == text) return one.text;
  const std::uint64_t hash = is_long ? std::hash<std::string_view>{}(text) : mixed(ends, text.size());
  one = {ends, text.size(), &pool().keep(text, hash)};
  return one.text;
}

/// Of a text that is not empty.
const std::string* spelling(std::string_view text) {
  const Ends ends(text);
  Recent& one = recent[mixed(ends, text.size()) >> 54U];
  static_assert(std::size_t{1} << (64U - 54U) == recent_count);
  const bool same = one.size == text.size() && one.ends.first == ends.first && one.ends.last == ends.last;
  if (same && text.size() <= all_in_ends) return one.text;
  return long_or_new(text, ends, one);
}

}  // namespace

/// Apart for the same reason.
[[gnu::noinline]] const std::string& Name::empty_text() {
  static const std::string* const empty = new std::string;  // outlives every thread
  return *empty;
}

Name::Name(std::string_view text) : text_(text.empty() ? &empty_text() : spelling(text)) {}

}  // namespace pginterlock
