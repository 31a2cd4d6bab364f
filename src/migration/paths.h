#pragma once

#include <string>
#include <string_view>

// Paths and names of files as text. A std::filesystem::path is taken apart anew by each question, which costs more than
// all else that is done for a file that is only recognised.
namespace pginterlock {

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// What stands before the last slash; empty when there is none.
std::string_view folder_of(std::string_view path);
/// What stands behind the last slash.
std::string_view name_of(std::string_view path);
/// A name without its last extension.
std::string_view stem_of(std::string_view name);
/// A name below a folder; the name alone below "".
std::string joined(std::string_view folder, std::string_view name);
/// The path without ".", ".." and doubled slashes.
std::string normal(std::string_view path);

/// The digits (and the dots, dashes and underscores between digits) at the front of a name: 0002, 1.2, 2024-01-31-1200.
std::string_view leading_version(std::string_view name);

bool starts_with_any_case(std::string_view text, std::string_view prefix);
bool contains_any_case(std::string_view text, std::string_view part);
/// Without blanks, tabs and line ends around it.
std::string_view trimmed(std::string_view text);
/// The line of `text` that begins at `at`, without its end.
std::string_view line_at(std::string_view text, std::size_t at);

/// Orders paths as people number them: digits compare as numbers, "2_b" before "10_a"; the rest byte by byte.
bool natural_less(std::string_view a, std::string_view b);

}  // namespace pginterlock
