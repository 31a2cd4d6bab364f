#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "effects/query.h"
#include "effects/targets.h"
#include "pg/ast.h"

namespace pginterlock::effects {

/// The names that the parts of a query see: the elements of FROM, those of the queries around it. Columns that no
/// element can have, that several have, and elements that are not there are told. Where one element's columns are not
/// known, nothing is. Source: parse_relation.c, colNameToVar, refnameNamespaceItem, errorMissingRTE.
class QueryNames {
 public:
  /// The frame of what stands in no query of its own: an expression of a rule or a policy. Nothing is missed there.
  static constexpr std::size_t open_frame = 0;
  /// The frame around a whole statement: what is not found below it is nowhere.
  static constexpr std::size_t statement_frame = 1;

  /// `around`: null outside of a routine.
  QueryNames(const RoutineNames* around, EffectsBuilder& out) : around_(around), out_(out) {}

  /// A query inside the frame `parent`.
  std::size_t open(std::size_t parent);
  std::size_t parent_of(std::size_t frame) const { return frames_[frame].parent; }
  /// An element of FROM that is a relation with its columns; null: they are not known.
  void add(std::size_t frame, const ::RangeVar& relation, const Relation* known);
  /// Another element of FROM, under its alias.
  void add(std::size_t frame, const ::Alias* alias);
  /// An element whose name is not known either.
  void add_any(std::size_t frame) { frames_[frame].any = true; }
  /// Of INSERT … ON CONFLICT: the row that was not inserted.
  void add_excluded(std::size_t frame);
  /// JOIN … USING and NATURAL JOIN make one column of two.
  void merge_columns(std::size_t frame) { frames_[frame].merged = true; }
  bool has_element(std::size_t frame, std::string_view name) const;

  void check(const ::ColumnRef& reference, std::size_t frame);

 private:
  struct Element {
    std::string_view name;
    const Relation* relation = nullptr;  // null: its columns are not known
  };
  struct Frame {
    std::size_t parent = open_frame;
    std::vector<Element> elements = {};
    bool merged = false;
    bool any = false;
    bool excluded = false;
  };

  void check_column(std::string_view column, std::size_t frame);
  void check_qualified(std::string_view element, std::string_view column, std::size_t frame);
  bool is_function(std::string_view name) const;
  bool is_parameter(std::string_view name) const;

  const RoutineNames* around_;
  EffectsBuilder& out_;
  std::vector<Frame> frames_ = {{}, {}};
};

}  // namespace pginterlock::effects
