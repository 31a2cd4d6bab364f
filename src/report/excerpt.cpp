#include "report/excerpt.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "report/display.h"

namespace pginterlock::report {

namespace {

constexpr std::size_t max_cells = 120;         // of a source line
constexpr std::size_t cells_before_span = 24;  // that stay when a long line is cut
constexpr std::size_t max_lines = 6;           // of a span
constexpr std::size_t bytes_around = 4096;     // that are looked at on either side of the span

/// One line of the source, cut down to what can be shown of it.
struct ShownLine {
  std::string text;
  std::size_t first = 0, last = 0;  // cells of the span in the text
};

/// `begin` and `end` are the bytes of the span within the line.
ShownLine show_line(std::string_view line, std::size_t begin, std::size_t end) {
  begin = std::min(begin, line.size());
  end = std::clamp(end, begin, line.size());
  // A line can be the whole of a huge file.
  bool cut_before = false;
  if (begin > bytes_around) {
    const std::size_t cut = begin - bytes_around;
    line.remove_prefix(cut);
    begin -= cut;
    end -= cut;
    cut_before = true;
  }
  bool cut_after = line.size() > begin + 2 * bytes_around;
  if (cut_after) line = line.substr(0, begin + 2 * bytes_around);
  end = std::min(end, line.size());

  const DisplayLine display(line);
  const std::size_t span_first = display.cell_of(begin);
  const std::size_t span_last = std::max(span_first + (end > begin ? 1 : 0), display.cell_of(end));
  std::size_t first = 0;
  std::size_t last = display.width();
  if (last > max_cells || cut_before) {
    if (span_last > max_cells || cut_before)
      first = span_first > cells_before_span ? span_first - cells_before_span : 0;
    cut_after = cut_after || last > first + max_cells;
    last = std::min(last, first + max_cells);
    cut_before = cut_before || first > 0;
  }
  ShownLine shown;
  if (cut_before) shown.text = "... ";
  const std::size_t shift = shown.text.size();
  shown.text += display.slice(first, last);
  while (shown.text.ends_with(' ')) shown.text.pop_back();
  if (cut_after) shown.text += " ...";
  shown.first = span_first - first + shift;
  shown.last = std::min(span_last, last) - first + shift;
  return shown;
}

class ExcerptWriter {
 public:
  ExcerptWriter(Severity severity, const Style& style, std::size_t margin)
      : severity_(severity), style_(style), margin_(margin) {}

  /// A line behind the gutter; number 0 leaves the gutter empty.
  void line(std::size_t number, std::string_view text) {
    const std::string label = number == 0 ? "" : fmt::format("{}", number);
    out_ += style_.frame(fmt::format(" {:>{}} |", label, margin_));
    if (!text.empty()) out_ += ' ';
    out_ += text;
    out_ += '\n';
  }
  void gap() { out_ += style_.frame(fmt::format(" {:>{}} ", "...", margin_)) + '\n'; }
  std::string mark(std::string_view text) const { return style_.severity(severity_, text); }
  std::string finish() { return std::move(out_); }

 private:
  Severity severity_;
  const Style& style_;
  std::size_t margin_;
  std::string out_;
};

std::string repeat(char c, std::size_t count) { return std::string(count, c); }

struct Lines {
  std::size_t first, last;
};

Lines lines_of(const SourceFile& source, Span span) {
  const std::size_t first = source.position(span.begin).line;
  // A span that ends right behind a line end does not reach into the next line.
  const std::size_t last = span.size() > 1 ? source.position(span.end - 1).line : first;
  return {first, std::max(first, last)};
}

}  // namespace

std::size_t margin_of(const SourceFile& source, Span span) {
  return fmt::format_int(lines_of(source, span).last).size();
}

std::string excerpt(const SourceFile& source, Span span, Severity severity, const Style& style, std::size_t margin) {
  ExcerptWriter out(severity, style, margin);
  out.line(0, "");
  const auto [first, last] = lines_of(source, span);
  const auto show = [&](std::size_t number) {
    const std::size_t base = source.line_begin(number);
    const std::string_view line = source.line(number);
    const std::size_t begin = span.begin > base ? span.begin - base : 0;
    return show_line(line, begin, span.end > base ? span.end - base : 0);
  };
  const ShownLine top = show(first);
  if (first == last) {
    out.line(first, top.text);
    const std::size_t carets = std::max<std::size_t>(1, top.last - top.first);
    out.line(0, repeat(' ', top.first) + out.mark(repeat('^', carets)));
    return out.finish();
  }
  const bool starts_line = top.text.find_first_not_of(' ') == top.first;
  out.line(first, starts_line ? out.mark("/") + " " + top.text : "  " + top.text);
  if (!starts_line) out.line(0, " " + out.mark(repeat('_', top.first + 1) + "^"));
  const bool shorten = last - first + 1 > max_lines;
  for (std::size_t number = first + 1; number <= last; ++number) {
    if (shorten && number == first + 3) {
      out.gap();
      number = last;
    }
    const ShownLine shown = show(number);
    out.line(number, shown.text.empty() ? out.mark("|") : out.mark("|") + " " + shown.text);
    if (number == last) out.line(0, out.mark("|" + repeat('_', std::max<std::size_t>(1, shown.last)) + "^"));
  }
  return out.finish();
}

}  // namespace pginterlock::report
