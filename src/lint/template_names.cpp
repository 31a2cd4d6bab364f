#include "lint/template_names.h"

#include <algorithm>

namespace pginterlock {

std::optional<Span> template_control_in(std::span<const pg::Blank> blanks) {
  const auto first = std::find_if(blanks.begin(), blanks.end(),
                                  [](const pg::Blank& blank) { return blank.kind == pg::BlankKind::template_control; });
  return first == blanks.end() ? std::nullopt : std::optional(first->span);
}

TemplateNames::TemplateNames(const SourceFile& source, std::span<const pg::Blank> blanks) {
  for (const pg::Blank& blank : blanks) {
    if (blank.kind == pg::BlankKind::placeholder) add(source.slice(blank.span));
  }
  std::stable_sort(names_.begin(), names_.end(),
                   [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
}

void TemplateNames::add(std::string_view written) {
  const bool quoted = written.size() > 2 && written.front() == '"' && written.back() == '"';
  std::string name = pg::placeholder_identifier(written);
  if (quoted) written = written.substr(1, written.size() - 2);
  // An identifier without quotes is folded. Source: scansup.c, downcase_truncate_identifier.
  std::string folded = name;
  std::transform(folded.begin(), folded.end(), folded.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  add(std::move(name), written);
  add(std::move(folded), written);
}

void TemplateNames::add(std::string name, std::string_view written) {
  const bool known = std::any_of(names_.begin(), names_.end(), [&](const auto& one) { return one.first == name; });
  if (!known && name.size() > 2) names_.emplace_back(std::move(name), std::string(written));
}

void TemplateNames::show(std::string& text) const {
  for (const auto& [name, written] : names_) {
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + written.size())) {
      text.replace(at, name.size(), written);
    }
  }
}

void TemplateNames::show(QualifiedName& name) const {
  std::string schema = name.schema.str();
  std::string own = name.name.str();
  show(schema);
  show(own);
  name = {schema, own};
}

void TemplateNames::show(Effects& effects) const {
  for (Lock& lock : effects.locks) show(lock.relation);
  for (Work& work : effects.work) {
    show(work.relation);
    show(work.index);
  }
  for (Loss& loss : effects.losses) {
    show(loss.relation);
    show(loss.object);
  }
  for (Break& broken : effects.breaks) {
    show(broken.relation);
    show(broken.object);
    show(broken.new_name);
  }
  for (Failure& failure : effects.failures) show(failure.message);
  for (Unknown& unknown : effects.unknown) show(unknown.what);
}

void TemplateNames::show(TransactionTimeline& transaction) const {
  for (LockInterval& lock : transaction.locks) show(lock.relation);
  for (TimelineWork& work : transaction.work) {
    show(work.relation);
    show(work.index);
  }
}

void TemplateNames::show(Finding& finding) const {
  show(finding.message);
  show(finding.why);
  show(finding.instead);
  for (Impact& impact : finding.impacts) show(impact.relation);
  if (!finding.fix) return;
  show(finding.fix->title);
  for (Edit& edit : finding.fix->edits) show(edit.text);
}

}  // namespace pginterlock
