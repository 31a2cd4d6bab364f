#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/span.h"

namespace pginterlock {

/// The bytes of one file under the name that reports show. Lines end at LF, CRLF or a lone CR.
class SourceFile {
 public:
  SourceFile(std::string path, std::string bytes) : path_(std::move(path)), bytes_(std::move(bytes)) {}

  const std::string& path() const { return path_; }
  std::string_view text() const { return bytes_; }
  std::string_view slice(Span span) const;

  /// Line and column of a byte offset; an offset past the end is the place after the last character.
  Position position(std::size_t offset) const;
  std::size_t line_count() const;
  /// The bytes of line `number` (1-based) without its line end; empty when there is no such line.
  std::string_view line(std::size_t number) const;
  /// Where line `number` (1-based) begins.
  std::size_t line_begin(std::size_t number) const;

 private:
  const std::vector<std::size_t>& line_starts() const;

  std::string path_;
  std::string bytes_;
  mutable std::vector<std::size_t> line_starts_;  // filled at the first question: a GREEN file asks none
};

}  // namespace pginterlock
