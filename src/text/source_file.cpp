#include "text/source_file.h"

#include <algorithm>
#include <cstring>

#include "text/utf8.h"

namespace pginterlock {

std::string_view SourceFile::slice(Span span) const {
  const std::size_t begin = std::min(span.begin, bytes_.size());
  const std::size_t end = std::clamp(span.end, begin, bytes_.size());
  return std::string_view(bytes_).substr(begin, end - begin);
}

const std::vector<std::size_t>& SourceFile::line_starts() const {
  if (!line_starts_.empty()) return line_starts_;
  line_starts_.push_back(0);
  for (std::size_t i = 0; i < bytes_.size(); ++i) {
    const char c = bytes_[i];
    if (c != '\n' && c != '\r') continue;
    if (c == '\r' && i + 1 < bytes_.size() && bytes_[i + 1] == '\n') ++i;
    line_starts_.push_back(i + 1);
  }
  return line_starts_;
}

Position SourceFile::position(std::size_t offset) const {
  offset = std::min(offset, bytes_.size());
  const auto& starts = line_starts();
  const auto after = std::upper_bound(starts.begin(), starts.end(), offset);
  const std::size_t line = static_cast<std::size_t>(after - starts.begin());
  const std::size_t begin = starts[line - 1];
  return {line, utf8::count(std::string_view(bytes_).substr(begin, offset - begin)) + 1};
}

std::size_t SourceFile::line_count() const { return line_starts().size(); }

std::size_t SourceFile::line_begin(std::size_t number) const {
  const auto& starts = line_starts();
  if (number == 0 || number > starts.size()) return bytes_.size();
  return starts[number - 1];
}

std::string_view SourceFile::line(std::size_t number) const {
  const auto& starts = line_starts();
  if (number == 0 || number > starts.size()) return {};
  const std::size_t begin = starts[number - 1];
  std::size_t end = number < starts.size() ? starts[number] : bytes_.size();
  while (end > begin && (bytes_[end - 1] == '\n' || bytes_[end - 1] == '\r')) --end;
  return std::string_view(bytes_).substr(begin, end - begin);
}

}  // namespace pginterlock
