#include "schema/partition_bound.h"

#include <algorithm>
#include <numeric>

#include "pg/ast.h"

namespace pginterlock {

namespace {

using Kind = Predicate::Kind;
using Datum = RangeDatum::Kind;

/// A bound is kept as a value of the key's type, whatever it is written as. Source: parse_utilcmd.c,
/// transformPartitionBoundValue.
Constant bound_constant(const ::Node* node) {
  Constant constant = constant_of(node);
  constant.type.clear();
  return constant;
}

std::vector<RangeDatum> datums_of(const ::List* list) {
  std::vector<RangeDatum> datums;
  for (std::size_t i = 0; i < pg::length(list); ++i) {
    const ::Node* node = pg::nth(list, i);
    RangeDatum datum;
    // MINVALUE and MAXVALUE are columns of that name to the parser. Source: parse_utilcmd.c,
    // transformPartitionRangeBounds.
    const auto* column = pg::as<::ColumnRef>(node);
    const auto* name = column == nullptr ? nullptr : pg::as<::String>(pg::nth(column->fields, 0));
    if (name != nullptr && pg::text(name->sval) == "minvalue") {
      datum.kind = Datum::minvalue;
    } else if (name != nullptr && pg::text(name->sval) == "maxvalue") {
      datum.kind = Datum::maxvalue;
    } else {
      datum.value = bound_constant(node);
    }
    datums.push_back(std::move(datum));
  }
  return datums;
}

Predicate null_test(Kind kind, const std::string& operand) { return {.kind = kind, .operand = operand}; }

std::vector<Predicate> not_null_tests(const Partitioning& partitioning) {
  std::vector<Predicate> tests;
  for (const std::string& operand : partitioning.operands) tests.push_back(null_test(Kind::is_not_null, operand));
  return tests;
}

/// The type as predicates name it: a domain's is the one below it.
std::string type_of(const Column& column, const Schema& schema) {
  constexpr int deepest = 32;
  pg::DataType type = column.type;
  for (int depth = 0; depth < deepest && type.known() && !type.array; ++depth) {
    if (type.builtin()) return type.name.name;
    const UserType* known = schema.type(type.name);
    if (known == nullptr) return {};
    if (known->kind == TypeKind::enumeration) return std::string(enum_type);
    if (known->kind != TypeKind::domain) return {};
    type = known->base;
  }
  return {};
}

std::string type_of(const Relation& parent, std::size_t key, const Schema& schema) {
  const Column* column = parent.column(parent.partitioning->keys[key]);
  return column == nullptr ? std::string() : type_of(*column, schema);
}

/// The keys of one arm of a range's end: equal in the first columns, beyond the end in the last one.
/// Source: partbounds.c, get_qual_for_range.
std::vector<Predicate> end_arms(const std::vector<RangeDatum>& end, std::size_t first, bool lower,
                                const Partitioning& partitioning) {
  std::vector<Predicate> arms;
  for (std::size_t last = first; last < end.size() && end[last].kind == Datum::value; ++last) {
    std::vector<Predicate> arm;
    for (std::size_t i = first; i < last; ++i) {
      arm.push_back(compared(partitioning.operands[i], Comparison::equal, end[i].value));
    }
    const bool final = last + 1 == end.size();
    const bool next_open = !final && end[last + 1].kind == (lower ? Datum::minvalue : Datum::maxvalue);
    const Comparison comparison = lower ? (final || next_open ? Comparison::greater_equal : Comparison::greater)
                                        : (next_open ? Comparison::less_equal : Comparison::less);
    arm.push_back(compared(partitioning.operands[last], comparison, end[last].value));
    arms.push_back(all_of(std::move(arm)));
  }
  return arms;
}

/// Without the tests for null.
Predicate range_predicate(const Relation& parent, const PartitionBound& bound, const Schema& schema) {
  const Partitioning& partitioning = *parent.partitioning;
  std::vector<Predicate> parts;
  std::size_t first = 0;
  for (; first + 1 < bound.from.size(); ++first) {
    const RangeDatum& low = bound.from[first];
    const RangeDatum& high = bound.to[first];
    if (low.kind != Datum::value || high.kind != Datum::value) break;
    if (compare(low.value, high.value, type_of(parent, first, schema)) != Order::same) break;
    parts.push_back(compared(partitioning.operands[first], Comparison::equal, low.value));
  }
  for (const bool lower : {true, false}) {
    std::vector<Predicate> arms = end_arms(lower ? bound.from : bound.to, first, lower, partitioning);
    if (!arms.empty()) parts.push_back(any_of(std::move(arms)));
  }
  return all_of(std::move(parts));
}

Predicate list_predicate(const std::string& operand, const std::vector<Constant>& values) {
  std::vector<Constant> taken;
  for (const Constant& value : values) {
    if (value.kind != Constant::Kind::null) taken.push_back(value);
  }
  const bool takes_null = taken.size() < values.size();
  Predicate test = null_test(takes_null ? Kind::is_null : Kind::is_not_null, operand);
  if (taken.empty()) return test;
  Predicate equal = compared_with_each(operand, Comparison::equal, std::move(taken), true);
  return takes_null ? any_of({std::move(test), std::move(equal)}) : all_of({std::move(test), std::move(equal)});
}

bool fits(const PartitionBound& bound, const Partitioning& partitioning) {
  const std::size_t keys = partitioning.operands.size();
  const bool known = std::none_of(partitioning.operands.begin(), partitioning.operands.end(),
                                  [](const std::string& operand) { return operand.empty(); });
  if (!known || keys == 0) return false;
  if (bound.is_default) return true;
  if (bound.strategy != strategy_letter(partitioning)) return false;
  return bound.strategy != 'r' || (bound.from.size() == keys && bound.to.size() == keys);
}

/// What the partitions that are there take, but for the default one; none when that is unknown.
std::optional<std::vector<const PartitionBound*>> other_bounds(const Relation& parent, const Schema& schema) {
  std::vector<const PartitionBound*> bounds;
  for (const QualifiedName& name : parent.children) {
    const Relation* child = schema.relation(name);
    if (child == nullptr || child->bound == nullptr) return std::nullopt;
    if (!child->bound->is_default) bounds.push_back(child->bound.get());
  }
  return bounds;
}

Predicate nothing() { return {.kind = Kind::all}; }

std::optional<Predicate> default_predicate(const Relation& parent, const Schema& schema) {
  const auto others = other_bounds(parent, schema);
  if (!others) return std::nullopt;
  if (others->empty()) return nothing();
  const Partitioning& partitioning = *parent.partitioning;
  std::vector<Predicate> ranges;
  std::vector<Constant> values;
  for (const PartitionBound* bound : *others) {
    if (!fits(*bound, partitioning)) return std::nullopt;
    if (bound->strategy == 'r') {
      ranges.push_back(range_predicate(parent, *bound, schema));
    } else {
      values.insert(values.end(), bound->values.begin(), bound->values.end());
    }
  }
  if (ranges.empty()) return negation_of(list_predicate(partitioning.operands.front(), values));
  std::vector<Predicate> taken = not_null_tests(partitioning);
  taken.push_back(any_of(std::move(ranges)));
  return negation_of(all_of(std::move(taken)));
}

}  // namespace

char strategy_letter(const Partitioning& partitioning) {
  return partitioning.strategy.empty() ? '\0' : partitioning.strategy.front();
}

PartitionBound bound_of(const ::PartitionBoundSpec& spec) {
  PartitionBound bound{.strategy = spec.strategy, .is_default = spec.is_default};
  bound.modulus = spec.modulus;
  bound.remainder = spec.remainder;
  bound.from = datums_of(spec.lowerdatums);
  bound.to = datums_of(spec.upperdatums);
  for (std::size_t i = 0; i < pg::length(spec.listdatums); ++i) {
    bound.values.push_back(bound_constant(pg::nth(spec.listdatums, i)));
  }
  return bound;
}

std::vector<OperandType> operand_types(const Relation& relation, const Schema& schema) {
  std::vector<OperandType> types;
  for (const auto& column : relation.columns) {
    types.push_back({pg::quote_identifier(column->name), type_of(*column, schema)});
  }
  return types;
}

std::optional<Predicate> bound_predicate(const Relation& parent, const PartitionBound& bound, const Schema& schema) {
  if (!parent.partitioning || !fits(bound, *parent.partitioning)) return std::nullopt;
  const Partitioning& partitioning = *parent.partitioning;
  if (bound.is_default) return default_predicate(parent, schema);
  switch (bound.strategy) {
    case 'l':
      return list_predicate(partitioning.operands.front(), bound.values);
    case 'r': {
      std::vector<Predicate> parts = not_null_tests(partitioning);
      parts.push_back(range_predicate(parent, bound, schema));
      return all_of(std::move(parts));
    }
    default:
      // A function that no condition implies. Source: partbounds.c, get_qual_for_hash.
      return Predicate{.kind = Kind::other, .operand = "satisfies_hash_partition()"};
  }
}

std::optional<Predicate> partition_constraint(const Relation& parent, const PartitionBound& bound,
                                              const Schema& schema) {
  std::vector<Predicate> parts;
  const Relation* above = &parent;
  const PartitionBound* here = &bound;
  for (int depth = 0; depth < 20; ++depth) {
    std::optional<Predicate> part = bound_predicate(*above, *here, schema);
    if (!part) return std::nullopt;
    parts.push_back(std::move(*part));
    if (!above->partition_bound) return all_of(std::move(parts));
    if (above->bound == nullptr || above->parents.size() != 1) return std::nullopt;
    here = above->bound.get();
    above = schema.relation(above->parents.front());
    if (above == nullptr) return std::nullopt;
  }
  return std::nullopt;
}

Order compare_ends(const std::vector<RangeDatum>& left, const std::vector<RangeDatum>& right, const Relation& parent,
                   const Schema& schema) {
  for (std::size_t i = 0; i < left.size() && i < right.size() && i < parent.partitioning->keys.size(); ++i) {
    if (left[i].kind != right[i].kind) return left[i].kind < right[i].kind ? Order::below : Order::above;
    if (left[i].kind != Datum::value) continue;
    const Order order = compare(left[i].value, right[i].value, type_of(parent, i, schema));
    if (order != Order::same) return order;
  }
  return Order::same;
}

namespace {

bool ranges_overlap(const PartitionBound& a, const PartitionBound& b, const Relation& parent, const Schema& schema) {
  return compare_ends(a.from, b.to, parent, schema) == Order::below &&
         compare_ends(b.from, a.to, parent, schema) == Order::below;
}

bool lists_overlap(const PartitionBound& a, const PartitionBound& b, std::string_view type) {
  return std::any_of(a.values.begin(), a.values.end(), [&](const Constant& one) {
    return std::any_of(b.values.begin(), b.values.end(), [&](const Constant& other) {
      if (one.kind == Constant::Kind::null) return other.kind == Constant::Kind::null;
      return compare(one, other, type) == Order::same;
    });
  });
}

bool hashes_overlap(const PartitionBound& a, const PartitionBound& b) {
  const int step = std::gcd(a.modulus, b.modulus);
  return step > 0 && a.remainder % step == b.remainder % step;
}

}  // namespace

const Relation* overlapping_partition(const Relation& parent, const PartitionBound& bound, const Schema& schema) {
  if (!parent.partitioning || bound.is_default || !fits(bound, *parent.partitioning)) return nullptr;
  for (const QualifiedName& name : parent.children) {
    const Relation* child = schema.relation(name);
    if (child == nullptr || child->bound == nullptr || child->bound->is_default) continue;
    const PartitionBound& other = *child->bound;
    if (!fits(other, *parent.partitioning)) continue;
    const bool overlap = bound.strategy == 'r'   ? ranges_overlap(bound, other, parent, schema)
                         : bound.strategy == 'l' ? lists_overlap(bound, other, type_of(parent, 0, schema))
                                                 : hashes_overlap(bound, other);
    if (overlap) return child;
  }
  return nullptr;
}

}  // namespace pginterlock
