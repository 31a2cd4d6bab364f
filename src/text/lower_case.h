#pragma once

#include <string>
#include <string_view>

namespace pginterlock {

/// The text with the letters of ASCII in lower case, as PostgreSQL folds keywords and names of settings. Source:
/// scansup.c, downcase_identifier; guc.c, guc_name_compare.
inline std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

}  // namespace pginterlock
