#include "effects/query_names.h"

#include <algorithm>

#include "schema/system_column.h"

namespace pginterlock::effects {

namespace {

using pg::text;

bool has_column(const Relation& relation, std::string_view column) {
  return relation.column(column) != nullptr || is_system_column(column);
}

}  // namespace

std::size_t QueryNames::open(std::size_t parent) {
  frames_.push_back({.parent = parent});
  return frames_.size() - 1;
}

void QueryNames::add(std::size_t frame, const ::RangeVar& relation, const Relation* known) {
  const ::Alias* alias = relation.alias;
  const bool renamed = alias != nullptr && alias->colnames != nullptr;
  const bool columns_known = known != nullptr && known->complete && !renamed && known->kind != RelationKind::sequence;
  frames_[frame].elements.push_back({.name = alias != nullptr ? text(alias->aliasname) : text(relation.relname),
                                     .relation = columns_known ? known : nullptr});
}

void QueryNames::add(std::size_t frame, const ::Alias* alias) {
  frames_[frame].elements.push_back({.name = alias == nullptr ? std::string_view{} : text(alias->aliasname)});
}

void QueryNames::add_excluded(std::size_t frame) {
  if (frame != open_frame) frames_[frame].excluded = true;
}

bool QueryNames::has_element(std::size_t frame, std::string_view name) const {
  if (frames_[frame].any) return true;
  const auto& elements = frames_[frame].elements;
  return std::any_of(elements.begin(), elements.end(), [&](const Element& one) { return one.name == name; });
}

/// t.f is also a call of f on a row of t.
bool QueryNames::is_function(std::string_view name) const {
  const QualifiedName routine = out_.schema().resolve_routine({"", name}, out_.before().session.search_path());
  return !out_.schema().routines_named(routine).empty();
}

bool QueryNames::is_parameter(std::string_view name) const {
  const BodyNames* body = out_.before().body.get();
  if (body != nullptr && std::find(body->variables.begin(), body->variables.end(), name) != body->variables.end())
    return true;
  if (around_ == nullptr) return false;
  const auto& names = around_->parameters;
  return !around_->known || std::find(names.begin(), names.end(), name) != names.end();
}

void QueryNames::check_column(std::string_view column, std::size_t frame) {
  for (; frame != statement_frame; frame = frames_[frame].parent) {
    if (frame == open_frame || frames_[frame].any) return;
    const Frame& here = frames_[frame];
    if (here.excluded) continue;
    std::size_t found = 0;
    bool all_known = true;
    for (const Element& element : here.elements) {
      if (element.name == column) return;  // the whole row
      if (element.relation == nullptr) {
        all_known = false;
      } else if (element.relation->column(column) != nullptr) {
        ++found;
      }
    }
    if (found > 1 && !here.merged) {
      out_.fail(FailureKind::invalid_definition, "42702", "column reference " + quoted(column) + " is ambiguous");
    }
    if (found > 0 || !all_known) return;
    if (!here.elements.empty() && is_system_column(column)) return;
  }
  if (is_parameter(column)) return;
  out_.fail(FailureKind::undefined_object, "42703", "column " + quoted(column) + " does not exist");
}

void QueryNames::check_qualified(std::string_view element, std::string_view column, std::size_t frame) {
  for (; frame != statement_frame; frame = frames_[frame].parent) {
    if (frame == open_frame || frames_[frame].any) return;
    if (frames_[frame].excluded && element == "excluded") return;
    // RETURNING may name the row before and after.
    if (out_.version() >= 18 && (element == "old" || element == "new")) return;
    const auto& elements = frames_[frame].elements;
    const auto found =
        std::find_if(elements.begin(), elements.end(), [&](const Element& one) { return one.name == element; });
    if (found == elements.end()) continue;
    if (found->relation == nullptr || column.empty() || has_column(*found->relation, column)) return;
    if (is_function(column)) return;
    out_.fail(FailureKind::undefined_object, "42703",
              "column " + std::string(element) + "." + std::string(column) + " does not exist");
    return;
  }
  if (is_parameter(element) || (around_ != nullptr && element == around_->routine)) return;
  const BodyNames* body = out_.before().body.get();
  if (body != nullptr && std::find(body->routines.begin(), body->routines.end(), element) != body->routines.end())
    return;
  out_.fail(FailureKind::undefined_object, "42P01", "missing FROM-clause entry for table " + quoted(element));
}

void QueryNames::check(const ::ColumnRef& reference, std::size_t frame) {
  if (frame == open_frame || pg::length(reference.fields) > 2) return;
  const auto* first = pg::as<String>(pg::nth(reference.fields, 0));
  if (first == nullptr) return;  // a star
  if (pg::length(reference.fields) == 1) {
    check_column(text(first->sval), frame);
    return;
  }
  const auto* second = pg::as<String>(pg::nth(reference.fields, 1));
  check_qualified(text(first->sval), second == nullptr ? std::string_view{} : text(second->sval), frame);
}

}  // namespace pginterlock::effects
