#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace pginterlock {

/// Whether every table has a column of this name by itself. Source: heap.c, SystemAttributeByName.
inline bool is_system_column(std::string_view name) {
  constexpr std::array<std::string_view, 6> names = {"ctid", "xmin", "cmin", "xmax", "cmax", "tableoid"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace pginterlock
