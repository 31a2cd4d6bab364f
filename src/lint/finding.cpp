#include "lint/finding.h"

namespace pginterlock {

std::string_view name(Severity severity) {
  switch (severity) {
    case Severity::info:
      return "info";
    case Severity::amber:
      return "amber";
    case Severity::red:
      return "red";
  }
  return "red";
}

std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::green:
      return "green";
    case Verdict::amber:
      return "amber";
    case Verdict::red:
      return "red";
  }
  return "red";
}

std::string_view name(Applicability applicability) {
  switch (applicability) {
    case Applicability::safe:
      return "safe";
    case Applicability::unsafe:
      return "unsafe";
    case Applicability::display_only:
      return "display_only";
  }
  return "display_only";
}

}  // namespace pginterlock
