#include "migration/sections.h"

#include <algorithm>
#include <array>

#include "migration/frameworks.h"
#include "migration/paths.h"
#include "text/search.h"

namespace pginterlock {

namespace {

/// The words that follow "--" and the tool's name, when the line is one of its markers.
struct Marker {
  std::string_view framework;
  std::string_view prefix;  // after "--" and blanks
  std::string_view up;
  std::string_view down;
  std::string_view no_transaction;  // anywhere in a marker line
};

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

constexpr std::array markers = {
    Marker{"goose", "+goose ", "up", "down", "NO TRANSACTION"},
    Marker{"sql-migrate", "+migrate ", "up", "down", "notransaction"},
    Marker{"dbmate", "migrate:", "up", "down", "transaction:false"},
};

class SectionFinder {
 public:
  explicit SectionFinder(std::string_view text)
      : text_(text), first_(std::min(text.find_first_not_of(" \t\r\n\xEF\xBB\xBF"), text.size())) {
    sections_.up.push_back({0, text.size()});
  }

  Sections run() {
    // A marker stands in a comment at the start of a line: jump from one to the next.
    std::size_t line = text_.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    while (line < text_.size()) {
      if (text_.compare(line, 2, "--") == 0) take(line);
      line = find_any_case(text_, "\n--", line);
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
    if (take_whole_line(comment, begin, end)) return;
    const std::string_view words = trimmed(comment.substr(2));
    for (const Marker& marker : markers) {
      if (!words.starts_with(marker.prefix)) continue;
      const std::string_view word = words.substr(marker.prefix.size());
      // goose says it on a line of its own, wherever it stands, for both ways; the others behind "up" (or "down", which
      // is the way back's business).
      const bool about_down = starts_with_any_case(word, marker.down);
      if (contains_any_case(word, marker.no_transaction) && !about_down) sections_.no_transaction = true;
      if (starts_with_any_case(word, marker.up)) open(marker.framework, Direction::up, begin, end);
      if (starts_with_any_case(word, marker.down)) open(marker.framework, Direction::down, begin, end);
    }
  }

  /// The markers that are a line of their own rather than words behind a tool's name.
  bool take_whole_line(std::string_view comment, std::size_t begin, std::size_t end) {
    if (comment.starts_with("--> statement-breakpoint")) {
      if (sections_.framework == nullptr) note("drizzle", comment);
      return true;
    }
    if (comment.starts_with("---- create above / drop below ----")) {
      if (opened_) return true;  // the first one cuts
      open("tern", Direction::down, begin, end);
      sections_.up.push_back({0, begin});
      return true;
    }
    if (comment.starts_with("---- tern: disable-tx ----")) {
      if (!opened_) sections_.no_transaction = true;
      if (sections_.framework == nullptr) note("tern", comment);
      return true;
    }
    if (begin == first_ && starts_with_any_case(trimmed(comment.substr(2)), "liquibase") &&
        contains_any_case(comment, "formatted")) {
      note("liquibase", comment);
      return true;
    }
    // -- Up Migration, -- Down Migration. Source: node-pg-migrate, sqlMigration.ts.
    const std::size_t word = comment.find_first_not_of("- \t");
    const std::string_view words = word == std::string_view::npos ? std::string_view{} : trimmed(comment.substr(word));
    const bool up = starts_with_any_case(words, "up migration");
    if (!up && !starts_with_any_case(words, "down migration")) return false;
    open("node-pg-migrate", up ? Direction::up : Direction::down, begin, end);
    return true;
  }

  void note(std::string_view framework, std::string_view words) {
    sections_.framework = find_framework(framework);
    sections_.words = words;
  }

  void open(std::string_view framework, Direction direction, std::size_t line, std::size_t after) {
    if (!opened_) note(framework, text_.substr(line, after - line));
    close(line);
    if (!opened_) sections_.up.clear();
    opened_ = true;
    current_ = direction;
    begin_ = after;
  }

  void close(std::size_t end) {
    if (opened_) (current_ == Direction::up ? sections_.up : sections_.down).push_back({begin_, end});
  }

  std::string_view text_;
  std::size_t first_;  // of what is no blank
  Sections sections_;
  Direction current_ = Direction::up;
  bool opened_ = false;
  std::size_t begin_ = 0;
};

}  // namespace

Sections find_sections(std::string_view text) { return SectionFinder(text).run(); }

}  // namespace pginterlock
