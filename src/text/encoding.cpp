#include "text/encoding.h"

#include <algorithm>
#include <cstring>

#include "text/utf8.h"

namespace pginterlock {

bool is_wide_encoding(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) return true;
  const std::string_view head = bytes.substr(0, std::min<std::size_t>(bytes.size() & ~std::size_t{1}, 64));
  if (head.size() < 8) return false;
  std::size_t even = 0;
  std::size_t odd = 0;
  for (std::size_t i = 0; i < head.size(); ++i) {
    if (head[i] == '\0') ++(i % 2 == 0 ? even : odd);
  }
  const std::size_t most = head.size() / 2 * 9 / 10;
  return (even >= most && odd == 0) || (odd >= most && even == 0);
}

std::vector<TextProblem> text_problems(std::string_view bytes) {
  std::vector<TextProblem> problems;
  if (is_wide_encoding(bytes)) {
    problems.push_back({{0, 0}, "the file is UTF-16 and was not read; save it as UTF-8"});
    return problems;
  }
  if (const void* nul = bytes.empty() ? nullptr : std::memchr(bytes.data(), 0, bytes.size()); nul != nullptr) {
    const auto at = static_cast<std::size_t>(static_cast<const char*>(nul) - bytes.data());
    const auto count = std::count(bytes.begin(), bytes.end(), '\0');
    problems.push_back({{at, at + 1},
                        "the file holds " + std::to_string(count) + (count == 1 ? " NUL byte" : " NUL bytes") +
                            ", which PostgreSQL refuses; is it a text file? save it as UTF-8 without them"});
  }
  if (const auto invalid = utf8::first_invalid(bytes)) {
    problems.push_back({{*invalid, *invalid + 1}, "the file is not valid UTF-8 from here on; save it as UTF-8"});
  }
  return problems;
}

}  // namespace pginterlock
