#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace pginterlock {

/// What an object can be looked up by besides its name: an identifier that it mentions, in any case, or a mark. Two
/// identifiers may have the same word: what is found by one has to be looked at.
enum class Word : std::uint64_t {};

/// Marks, which no identifier has.
inline constexpr Word complete_relation{1};
inline constexpr Word closed_schema{2};
inline constexpr Word defining_routine{3};

/// The words of one object.
class Words {
 public:
  void clear() { words_.clear(); }
  void add(Word word) { words_.push_back(word); }
  /// A name, or all the identifiers in SQL, those in constants too: nextval('s') is about s.
  void add(std::string_view text);
  std::span<const Word> all() const { return words_; }

 private:
  std::vector<Word> words_;
};

/// The word of a text that is looked up as a whole, in any case.
Word whole_word(std::string_view text);
/// The word by which all that mentions a name can be found; none for a name without a letter, as operators have.
std::optional<Word> word_of(std::string_view name);

}  // namespace pginterlock
