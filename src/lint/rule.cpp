#include "lint/rule.h"

#include <algorithm>
#include <array>

namespace pginterlock {

bool Context::is_new(const QualifiedName& relation) const {
  const Relation* known = before.schema.relation(relation);
  return known != nullptr && before.made_here(*known);
}

bool Context::is_new_and_empty(const QualifiedName& relation) const {
  return is_new(relation) && !before.schema.relation(relation)->populated;
}

bool Context::in_use(const QualifiedName& relation) const { return before.in_use(relation); }

bool Context::in_use(const QualifiedName& relation, std::string_view column) const {
  if (!in_use(relation)) return false;
  const Relation* known = before.schema.relation(relation);
  const Column* part = known == nullptr ? nullptr : known->column(column);
  return part == nullptr || !part->origin || !part->origin->certain || !before.made_here(part->origin);
}

std::string_view name(Family family) {
  static constexpr std::array names = {"locking",     "constraints",   "indexes",  "transactions",
                                       "destruction", "compatibility", "rollback", "history",
                                       "security",    "data",          "engine"};
  return names[static_cast<std::size_t>(family)];
}

void Reporter::report(Report&& report) {
  if (report.once_per_run && notes_ != nullptr &&
      std::find(notes_->said.begin(), notes_->said.end(), &rule_) != notes_->said.end()) {
    return;
  }
  Finding& finding = findings_.emplace_back();
  finding.once_per_run = report.once_per_run;
  finding.once = report.once || rule_.once;
  finding.rule = &rule_;
  finding.severity = report.severity.value_or(rule_.severity);
  if (context_ != nullptr) finding.statement = context_->statement.index;
  finding.span = report.span.value_or(context_ != nullptr ? context_->statement.span : Span{});
  finding.message = std::move(report.message);
  finding.why = std::move(report.why);
  finding.instead = std::move(report.instead);
  finding.impacts = std::move(report.impacts);
  finding.certainty = report.certainty;
  finding.fix = std::move(report.fix);
  finding.subject = std::move(report.subject);
  finding.part = std::move(report.part);
  finding.was = std::move(report.was);
  if (context_ != nullptr) finding.transaction = context_->before.session.transaction();
  if (finding.once && spokesmen_ != nullptr) spokesmen_->all.push_back({&rule_, finding.span.begin});
}

bool Reporter::is_spoken_for(Span span) {
  if (spokesmen_ == nullptr) return false;
  const bool spoken = std::any_of(spokesmen_->all.begin(), spokesmen_->all.end(), [&](const auto& spokesman) {
    return spokesman.rule == &rule_ && spokesman.begin < context_->statement.span.begin;
  });
  if (!spoken) return false;
  Finding& finding = findings_.emplace_back();
  finding.rule = &rule_;
  finding.severity = rule_.severity;
  finding.statement = context_->statement.index;
  finding.span = span;
  finding.once = true;
  return true;
}

void Reporter::report(const Work& work, Report&& report) {
  if (!report.span) report.span = work.cause;
  if (work.certainty == Certainty::assumed) report.certainty = Certainty::assumed;
  const Relation* known = context_->before.schema.relation(work.relation);
  if (known != nullptr && context_->before.made_here(*known)) {
    report.certainty = Certainty::assumed;
    report.severity = std::min(report.severity.value_or(rule_.severity), Severity::amber);
  }
  if (report.impacts.empty()) {
    for (const Lock& lock : context_->effects.locks) {
      if (lock.relation != work.relation && (lock.cause != work.cause || !blocks_traffic(lock.mode))) continue;
      if (lock.kind == RelationKind::index || lock.is_new || !context_->in_use(lock.relation)) continue;
      const HeldLock* held = context_->held.on(lock.relation);
      const LockMode mode = held == nullptr ? lock.mode : std::max(lock.mode, held->mode);
      report.impacts.push_back({lock.relation, mode, duration_of(work.kind)});
    }
  }
  this->report(std::move(report));
}

void Reporter::report(const Lock& lock, Report&& report) {
  if (!report.span) report.span = lock.cause;
  if (lock.certainty == Certainty::assumed) report.certainty = Certainty::assumed;
  if (report.impacts.empty()) {
    report.impacts.push_back({lock.relation, lock.mode, duration_of(context_->effects, lock.relation)});
  }
  this->report(std::move(report));
}

Finding* Reporter::first() {
  const auto it =
      std::find_if(findings_.begin(), findings_.end(), [&](const Finding& finding) { return finding.rule == &rule_; });
  return it == findings_.end() ? nullptr : &*it;
}

}  // namespace pginterlock
