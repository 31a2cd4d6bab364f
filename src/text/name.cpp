#include "text/name.h"

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

}  // namespace

const std::string& Name::empty_text() {
  static const std::string& empty = pool().keep({});
  return empty;
}

Name::Name(std::string_view text) : text_(text.empty() ? &empty_text() : &pool().keep(text)) {}

}  // namespace pginterlock
