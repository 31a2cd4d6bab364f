#include "session/session.h"

#include <algorithm>
#include <tuple>

namespace pginterlock {

const std::optional<std::string>* Settings::Values::find(std::string_view name) const {
  if (values_ == nullptr) return nullptr;
  const auto it = values_->find(name);
  return it == values_->end() ? nullptr : &it->second;
}

void Settings::Values::set(std::string_view name, std::optional<std::string> value) {
  auto changed = values_ == nullptr ? std::make_shared<Map>() : std::make_shared<Map>(*values_);
  changed->insert_or_assign(std::string(name), std::move(value));
  values_ = std::move(changed);
}

void Settings::Values::erase(std::string_view name) {
  if (find(name) == nullptr) return;
  auto changed = std::make_shared<Map>(*values_);
  changed->erase(changed->find(name));
  values_ = std::move(changed);
}

std::optional<std::string> Settings::value(std::string_view name) const {
  if (const auto* local = local_.find(name)) return *local;
  if (const auto* value = session_.find(name)) return *value;
  return std::nullopt;
}

void Settings::set(std::string_view name, std::optional<std::string> value, bool local) {
  if (local) {
    if (in_transaction_) local_.set(name, std::move(value));
    return;
  }
  // SET after SET LOCAL wins, and COMMIT keeps it.
  local_.erase(name);
  session_.set(name, std::move(value));
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
