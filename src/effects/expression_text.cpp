#include "effects/expression_text.h"

#include <string>

#include "pg/ast.h"

namespace pginterlock::effects {

ExpressionText::ExpressionText(std::string_view sql)
    : source_("", sql.empty() ? std::string() : "SELECT (" + std::string(sql) + ")"), script_(source_) {
  if (!script_.next_batch() || script_.statements().size() != 1) return;
  const auto* select = pg::as<SelectStmt>(script_.statements().front().node);
  const auto* target = select == nullptr ? nullptr : pg::as<ResTarget>(pg::nth(select->targetList, 0));
  if (target != nullptr) node_ = target->val;
}

}  // namespace pginterlock::effects
