#include "text/name.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <deque>
#include <mutex>
#include <unordered_set>

namespace pginterlock {

namespace {

/// The spellings. They never move and never go: what was a name in one file is likely one in the next.
class Pool {
 public:
  const std::string& keep(std::string_view text) {
    const std::lock_guard lock(mutex_);
    if (const auto known = spellings_.find(text); known != spellings_.end()) return *known->text;
    texts_.emplace_back(text);
    spellings_.insert({&texts_.back()});
    return texts_.back();
  }

 private:
  struct Spelling {
    const std::string* text;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    std::size_t operator()(Spelling spelling) const { return std::hash<std::string_view>{}(*spelling.text); }
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(std::string_view a, Spelling b) const { return a == *b.text; }
    bool operator()(Spelling a, std::string_view b) const { return *a.text == b; }
    bool operator()(Spelling a, Spelling b) const { return *a.text == *b.text; }
  };

  std::mutex mutex_;
  std::deque<std::string> texts_;
  std::unordered_set<Spelling, Hash, Equal> spellings_;
};

Pool& pool() {
  static Pool* const one = new Pool;  // outlives every thread
  return *one;
}

constexpr std::size_t recent_count = 1024;

/// The spellings that a thread met last, so that it need not ask the pool for each name. Constant-initialised.
thread_local std::array<const std::string*, recent_count> recent{};

/// A place among the recent ones, from the length and the ends of the text: most names differ in them. Not empty.
std::size_t place_of(std::string_view text) {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  if (text.size() >= sizeof first) {
    std::memcpy(&first, text.data(), sizeof first);
    std::memcpy(&last, text.data() + text.size() - sizeof last, sizeof last);
  } else {
    for (const char c : text) first = (first << 8U) | static_cast<unsigned char>(c);
  }
  const std::uint64_t mixed = (first * 0x9E3779B97F4A7C15ULL) ^ (last * 0xC2B2AE3D27D4EB4FULL) ^ text.size();
  return (mixed ^ (mixed >> 32U)) * 0x9E3779B97F4A7C15ULL >> 54U;
}

const std::string& spelling(std::string_view text) {
  const std::string*& one = recent[place_of(text)];
  if (one == nullptr || *one != text) one = &pool().keep(text);
  return *one;
}

}  // namespace

const std::string& Name::empty_text() {
  static const std::string& empty = pool().keep({});
  return empty;
}

Name::Name(std::string_view text) : text_(text.empty() ? &empty_text() : &spelling(text)) {}

}  // namespace pginterlock
