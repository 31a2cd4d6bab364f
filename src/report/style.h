#pragma once

#include <string>
#include <string_view>

#include "lint/finding.h"

namespace pginterlock::report {

/// Puts terminal colours around text, or leaves it as it is.
class Style {
 public:
  explicit Style(bool color) : color_(color) {}

  std::string verdict(Verdict verdict, std::string_view text) const {
    switch (verdict) {
      case Verdict::green:
        return paint("\033[1;32m", text);
      case Verdict::amber:
        return paint("\033[1;33m", text);
      case Verdict::red:
        return paint("\033[1;31m", text);
    }
    return std::string(text);
  }
  std::string severity(Severity severity, std::string_view text) const {
    return severity == Severity::info ? paint("\033[1;36m", text) : verdict(verdict_of(severity), text);
  }
  std::string bold(std::string_view text) const { return paint("\033[1m", text); }
  std::string frame(std::string_view text) const { return paint("\033[1;34m", text); }

 private:
  std::string paint(std::string_view code, std::string_view text) const {
    if (!color_ || text.empty()) return std::string(text);
    return std::string(code).append(text).append("\033[0m");
  }

  bool color_;
};

}  // namespace pginterlock::report
