#include "migration/paths.h"

#include <algorithm>
#include <filesystem>

#include "text/search.h"

namespace pginterlock {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
bool same_letter(char a, char b) { return lower(a) == lower(b); }

/// The digits at `at`, moved past, without zeros before them.
std::string_view take_number(std::string_view text, std::size_t& at) {
  const std::size_t begin = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  std::string_view digits = text.substr(begin, at - begin);
  while (digits.size() > 1 && digits[0] == '0') digits.remove_prefix(1);
  return digits;
}

}  // namespace

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {};
  return path.substr(0, std::max<std::size_t>(slash, path.front() == '/' ? 1 : 0));
}

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string_view stem_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? name : name.substr(0, dot);
}

std::string joined(std::string_view folder, std::string_view name) {
  std::string path(folder);
  if (!path.empty() && path.back() != '/') path += '/';
  return path.append(name);
}

std::string normal(std::string_view path) {
  const bool clean = !path.empty() && path.find("//") == std::string_view::npos &&
                     path.find("/.") == std::string_view::npos && path.front() != '.';
  return clean ? std::string(path) : std::filesystem::path(path).lexically_normal().generic_string();
}

std::string_view leading_version(std::string_view name) {
  std::size_t end = 0;
  while (end < name.size() && (is_digit(name[end]) || ((name[end] == '.' || name[end] == '-' || name[end] == '_') &&
                                                       end + 1 < name.size() && is_digit(name[end + 1])))) {
    ++end;
  }
  return end > 0 && is_digit(name[0]) ? name.substr(0, end) : std::string_view{};
}

bool starts_with_any_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), text.begin(), same_letter);
}

bool contains_any_case(std::string_view text, std::string_view part) {
  return find_any_case(text, part) != std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) + 1 - first);
}

std::string_view line_at(std::string_view text, std::size_t at) {
  const std::string_view line = text.substr(at, text.find('\n', at) - at);
  return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

bool natural_less(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      const std::string_view x = take_number(a, i);
      const std::string_view y = take_number(b, j);
      if (x.size() != y.size()) return x.size() < y.size();
      if (x != y) return x < y;
      continue;
    }
    if (a[i] != b[j]) {
      // A folder's files come before those of folders whose name goes on: "a/b" before "a-c/b".
      if (a[i] == '/' || b[j] == '/') return a[i] == '/';
      return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]);
    }
    ++i;
    ++j;
  }
  if (a.size() - i != b.size() - j) return a.size() - i < b.size() - j;
  return a < b;
}

}  // namespace pginterlock
