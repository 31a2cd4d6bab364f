#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>

#include "pg/ast.h"

namespace pginterlock {

/// How many tags of nodes there may be. T_Invalid is the tag of what the parser refused, and of what psql runs.
constexpr std::size_t most_tags = 512;

/// Kinds of statements, by the tags of their nodes.
class Statements {
 public:
  constexpr Statements() = default;  // all
  constexpr Statements(std::initializer_list<NodeTag> tags) : all_(false) {
    for (const NodeTag tag : tags) words_.at(static_cast<std::size_t>(tag) / 64) |= bit(tag);
  }
  constexpr bool contain(NodeTag tag) const {
    return all_ || (words_[static_cast<std::size_t>(tag) / 64 % words_.size()] & bit(tag)) != 0;
  }

 private:
  static constexpr std::uint64_t bit(NodeTag tag) { return std::uint64_t{1} << (static_cast<std::size_t>(tag) % 64); }

  bool all_ = true;
  std::array<std::uint64_t, most_tags / 64> words_{};
};

}  // namespace pginterlock
