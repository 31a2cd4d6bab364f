#pragma once

#include <cstddef>

namespace pginterlock {

/// A half-open range of bytes of one SourceFile.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;

  constexpr std::size_t size() const { return end - begin; }
  constexpr bool empty() const { return begin == end; }
  constexpr bool contains(std::size_t offset) const { return begin <= offset && offset < end; }
  constexpr bool contains(Span other) const { return begin <= other.begin && other.end <= end; }
  friend constexpr bool operator==(Span, Span) = default;
};

/// A place as a person counts it: both start at 1, columns count characters (code points), not bytes.
struct Position {
  std::size_t line = 1;
  std::size_t column = 1;
  friend constexpr bool operator==(Position, Position) = default;
};

}  // namespace pginterlock
