#include "session/session.h"

#include <algorithm>
#include <tuple>

namespace pginterlock {

std::optional<std::string> Settings::value(std::string_view name) const {
  if (const auto it = local_.find(name); it != local_.end()) return it->second;
  if (const auto it = session_.find(name); it != session_.end()) return it->second;
  return std::nullopt;
}

void Settings::set(std::string_view name, std::optional<std::string> value, bool local) {
  if (local) {
    if (in_transaction_) local_.insert_or_assign(std::string(name), std::move(value));
    return;
  }
  // SET after SET LOCAL wins, and COMMIT keeps it.
  if (const auto it = local_.find(name); it != local_.end()) local_.erase(it);
  session_.insert_or_assign(std::string(name), std::move(value));
}

void Settings::reset_all() {
  session_.clear();
  local_.clear();
}

void Settings::begin() {
  in_transaction_ = true;
  at_begin_ = session_;
  local_.clear();
  savepoints_.clear();
}

void Settings::commit() {
  in_transaction_ = false;
  local_.clear();
  savepoints_.clear();
}

void Settings::rollback() {
  session_ = std::move(at_begin_);
  at_begin_.clear();
  commit();
}

void Settings::savepoint() { savepoints_.emplace_back(session_, local_); }

void Settings::release_savepoint(std::size_t depth) { savepoints_.resize(std::min(depth, savepoints_.size())); }

void Settings::rollback_to_savepoint(std::size_t depth) {
  if (depth == 0 || depth > savepoints_.size()) return;
  std::tie(session_, local_) = savepoints_[depth - 1];
  savepoints_.resize(depth);
}

}  // namespace pginterlock
