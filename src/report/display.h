#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pginterlock::report {

/// Number of terminal cells of a character: 0 (combining), 1, or 2 (East Asian wide, emoji).
std::size_t cells(char32_t character);

/// A line of text as a terminal can show it: tabs become spaces, control characters and those that turn the direction
/// of writing become "?" (a migration must not drive the reader's terminal), bytes that are not UTF-8 become U+FFFD.
class DisplayLine {
 public:
  explicit DisplayLine(std::string_view bytes);

  std::size_t width() const { return width_; }
  /// The cell at which the character at this byte of the original begins; the width for an offset at or past its end.
  std::size_t cell_of(std::size_t byte) const;
  /// The characters that lie wholly within the cells from `first` to `last` (exclusive).
  std::string slice(std::size_t first, std::size_t last) const;
  std::string text() const { return slice(0, width_); }

 private:
  struct Character {
    std::size_t byte = 0;   // in the original
    std::size_t begin = 0;  // in text_
    std::size_t cell = 0;
  };
  std::string text_;
  std::size_t width_ = 0;
  bool plain_ = false;  // a byte is a character and a cell, as in most lines: characters_ is empty
  std::vector<Character> characters_;
};

/// One line of text made harmless, see DisplayLine.
std::string displayed(std::string_view bytes);

/// Breaks text at spaces so that no line is longer than `width` characters where that can be. The first line starts at
/// column `indent`, the others are indented to it. Line ends in the text stay.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent);

}  // namespace pginterlock::report
