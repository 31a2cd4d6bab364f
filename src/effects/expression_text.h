#pragma once

#include <string_view>

#include "pg/script.h"

namespace pginterlock::effects {

/// An expression that the schema keeps as SQL, parsed again.
class ExpressionText {
 public:
  explicit ExpressionText(std::string_view sql);
  /// Null when it is empty or does not parse. It lives as long as this.
  const ::Node* node() const { return node_; }

 private:
  SourceFile source_;
  pg::Script script_;
  const ::Node* node_ = nullptr;
};

}  // namespace pginterlock::effects
