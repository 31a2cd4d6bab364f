#include "migration/sections.h"

#include <algorithm>
#include <array>

#include "migration/frameworks.h"

namespace pginterlock {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool starts_with_any_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), text.begin(), [](char a, char b) { return lower(a) == lower(b); });
}

bool contains_any_case(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [](char a, char b) { return lower(a) == lower(b); }) != text.end();
}

std::string_view without_leading_blanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == std::string_view::npos ? std::string_view{} : text.substr(first);
}

/// The words that follow "--" and the tool's name, when the line is one of its markers.
struct Marker {
  std::string_view framework;
  std::string_view prefix;  // after "--" and blanks
  std::string_view up;
  std::string_view down;
  std::string_view no_transaction;  // anywhere in a marker line
};

constexpr std::array markers = {
    Marker{"goose", "+goose ", "up", "down", "NO TRANSACTION"},
    Marker{"sql-migrate", "+migrate ", "up", "down", "notransaction"},
    Marker{"dbmate", "migrate:", "up", "down", "transaction:false"},
};

class SectionFinder {
 public:
  explicit SectionFinder(std::string_view text) : text_(text) { sections_.up = {0, text.size()}; }

  Sections run() {
    // A marker stands in a comment at the start of a line: jump from one to the next.
    std::size_t line = 0;
    while (line < text_.size()) {
      if (text_.compare(line, 2, "--") == 0) take(line);
      line = text_.find("\n--", line);
      if (line == std::string_view::npos) break;
      ++line;
    }
    close(text_.size());
    return sections_;
  }

 private:
  void take(std::size_t begin) {
    const std::size_t end = std::min(text_.find('\n', begin), text_.size());
    const std::string_view comment = text_.substr(begin, end - begin);
    if (comment.starts_with("--> statement-breakpoint")) {
      if (sections_.framework == nullptr) sections_.framework = find_framework("drizzle");
      return;
    }
    const std::string_view words = without_leading_blanks(comment.substr(2));
    for (const Marker& marker : markers) {
      if (!words.starts_with(marker.prefix)) continue;
      const std::string_view word = words.substr(marker.prefix.size());
      // goose says it on a line of its own, wherever it stands, for both ways; the others behind "up" (or "down", which
      // is the way back's business).
      const bool about_down = starts_with_any_case(word, marker.down);
      if (contains_any_case(word, marker.no_transaction) && !about_down) sections_.no_transaction = true;
      if (starts_with_any_case(word, marker.up)) open(marker, Direction::up, begin, end);
      if (starts_with_any_case(word, marker.down)) open(marker, Direction::down, begin, end);
    }
  }

  void open(const Marker& marker, Direction direction, std::size_t line, std::size_t after) {
    sections_.framework = find_framework(marker.framework);
    close(line);
    if (!opened_) sections_.up = {after, after};
    opened_ = true;
    current_ = direction;
    begin_ = after;
  }

  void close(std::size_t end) {
    if (!opened_) return;
    if (current_ == Direction::up) {
      sections_.up = {begin_, end};
    } else if (!sections_.down) {
      sections_.down = {begin_, end};
    }
  }

  std::string_view text_;
  Sections sections_;
  std::optional<Direction> current_;
  bool opened_ = false;
  std::size_t begin_ = 0;
};

}  // namespace

Sections find_sections(std::string_view text) { return SectionFinder(text).run(); }

}  // namespace pginterlock
