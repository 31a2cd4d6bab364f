#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "migration/discover.h"

namespace pginterlock {

/// Counts what is left out, reason by reason, in the order in which they are met.
class Aside {
 public:
  void add(std::string_view reason, const std::string& path);
  void add(const std::vector<LeftOut>& others);
  const std::vector<LeftOut>& all() const { return all_; }

 private:
  LeftOut& entry(std::string_view reason, const std::string& path);
  std::vector<LeftOut> all_;
};

/// Why a file of a folder is left out by its name or its place; `firm`: it stays out even when nothing else is there.
struct AsideReason {
  std::string text;  // empty: it is not left out
  bool firm = false;
};

/// What the names between `root` and the file say, and its own.
AsideReason reason_to_leave_out(std::string_view path, std::string_view root);

}  // namespace pginterlock
