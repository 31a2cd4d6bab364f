// What one condition says about another. Source: predtest.c.
#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>

#include "schema/predicate.h"

namespace pginterlock {

namespace {

using Kind = Predicate::Kind;

bool is_integer_type(std::string_view type) { return type == "int2" || type == "int4" || type == "int8"; }
bool is_number_type(std::string_view type) {
  return is_integer_type(type) || type == "numeric" || type == "float4" || type == "float8" || type == "oid";
}
bool is_string_type(std::string_view type) {
  return type == "text" || type == "varchar" || type == "bpchar" || type == "name";
}
bool is_time_type(std::string_view type) { return type == "date" || type == "timestamp" || type == "timestamptz"; }

std::optional<long double> number_in(const std::string& text) {
  constexpr std::size_t exact_digits = 18;
  if (text.size() > exact_digits || text.find_first_not_of("0123456789.eE+-") != std::string::npos) return std::nullopt;
  char* end = nullptr;
  const long double number = std::strtold(text.c_str(), &end);
  if (end == text.c_str() || *end != '\0') return std::nullopt;
  return number;
}

/// The text of a date or time made so long that texts compare as the times do; empty when it is written otherwise than
/// YYYY-MM-DD with or without hh:mm:ss and a zone, which then must be the same.
struct Moment {
  std::string time;
  std::string zone;
};
std::optional<Moment> moment_in(const std::string& text) {
  constexpr std::string_view shape = "0000-00-00 00:00:00";
  Moment moment;
  std::size_t at = 0;
  while (at < text.size() && at < shape.size()) {
    const auto letter = static_cast<unsigned char>(text[at]);
    const bool digit = shape[at] == '0';
    if (digit ? std::isdigit(letter) == 0 : (text[at] != shape[at] && !(at == 10 && text[at] == 'T'))) break;
    ++at;
  }
  if (at != 10 && at != 16 && at != shape.size()) return std::nullopt;
  moment.time = text.substr(0, at) + std::string(shape.substr(at));
  moment.time[10] = ' ';
  moment.zone = text.substr(at);
  return moment;
}

Order order_of(int sign) { return sign < 0 ? Order::below : sign > 0 ? Order::above : Order::same; }

template <typename T>
Order order_of(const T& left, const T& right) {
  return left < right ? Order::below : right < left ? Order::above : Order::same;
}

std::optional<long double> number_of(const Constant& constant) {
  if (constant.kind == Constant::Kind::number) return constant.number;
  if (constant.kind == Constant::Kind::text) return number_in(constant.text);
  return std::nullopt;
}

/// Whether a cast leaves a constant comparable with a column of the type by an operator that never changes its mind.
bool cast_fits(const Constant& constant, std::string_view type) {
  if (constant.type.empty() || constant.type == type) return true;
  if (is_integer_type(type)) return is_integer_type(constant.type);
  // A character(n) is itself cast for a text: then it is no longer the column that is compared.
  if (is_string_type(type)) return is_string_type(constant.type) && !(type == "bpchar" && constant.type == "text");
  if (type == "float4" || type == "float8") return is_number_type(constant.type);
  // Both are compared without a time zone. Source: pg_amop.dat, datetime_ops.
  if (type == "date" || type == "timestamp") return constant.type == "date" || constant.type == "timestamp";
  return type == "numeric" && is_integer_type(constant.type);
}

/// A date drops the time that a literal for it may have.
void cut_to_type(const Constant& constant, std::string_view type, Moment& moment) {
  if (constant.type != "date" && !(constant.type.empty() && type == "date")) return;
  moment.time.replace(11, std::string::npos, "00:00:00");
}

/// The text without what makes no difference for the type.
std::string spelling_for(std::string_view type, std::string text) {
  if (type == "bpchar") text.erase(text.find_last_not_of(' ') + 1);
  if (type != "uuid") return text;
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

Order compare_times(const Constant& left, const Constant& right, std::string_view type) {
  if (left.kind != Constant::Kind::text || right.kind != Constant::Kind::text) return Order::unknown;
  auto one = moment_in(left.text);
  auto other = moment_in(right.text);
  if (!one || !other || (type == "timestamptz" && one->zone != other->zone)) return Order::unknown;
  cut_to_type(left, type, *one);
  cut_to_type(right, type, *other);
  return order_of(one->time, other->time);
}

}  // namespace

Order compare(const Constant& left, const Constant& right, std::string_view type) {
  if (!cast_fits(left, type) || !cast_fits(right, type)) return Order::unknown;
  if (left.kind == Constant::Kind::null || right.kind == Constant::Kind::null) return Order::unknown;
  if (left.kind == Constant::Kind::boolean && right.kind == Constant::Kind::boolean) {
    return order_of(left.number, right.number);
  }
  if (is_number_type(type)) {
    const auto one = number_of(left);
    const auto other = number_of(right);
    return one && other ? order_of(*one, *other) : Order::unknown;
  }
  if (is_time_type(type)) return compare_times(left, right, type);
  if (left.kind != Constant::Kind::text || right.kind != Constant::Kind::text) return Order::unknown;
  const std::string one = spelling_for(type, left.text);
  const std::string other = spelling_for(type, right.text);
  if (one == other) return Order::same;
  if (type == "uuid" && one.size() == 36 && other.size() == 36) return order_of(one.compare(other));
  // How texts sort is a matter of the collation, labels of an enum of their order; that they differ is not. Values of
  // other types may be written in several ways.
  return is_string_type(type) || type == enum_type ? Order::different : Order::unknown;
}

std::optional<bool> fits_type(const Constant& constant, std::string_view type) {
  if (constant.kind == Constant::Kind::other || type.empty()) return std::nullopt;
  if (constant.kind == Constant::Kind::null) return true;
  if (is_number_type(type)) {
    if (constant.kind == Constant::Kind::boolean) return false;
    return number_of(constant).has_value() ? std::optional(true) : std::optional(false);
  }
  return std::nullopt;
}

namespace {

Proof proof(bool holds) { return holds ? Proof::yes : Proof::no; }

/// Whether a value that compares so with the constant of a clause obeys the predicate, by the order of the constants.
/// Source: predtest.c, BT_implies_table and BT_implic_table.
bool implied(Comparison clause, Comparison predicate, Order order) {
  const bool same = order == Order::same;
  const bool below = order == Order::below;  // the clause's constant is below the predicate's
  const bool above = order == Order::above;
  switch (clause) {
    case Comparison::equal:
      switch (predicate) {
        case Comparison::equal:
          return same;
        case Comparison::not_equal:
          return !same;
        case Comparison::less:
          return below;
        case Comparison::less_equal:
          return below || same;
        case Comparison::greater:
          return above;
        case Comparison::greater_equal:
          return above || same;
      }
      return false;
    case Comparison::not_equal:
      return predicate == Comparison::not_equal && same;
    case Comparison::less:
    case Comparison::less_equal: {
      const bool open = clause == Comparison::less;
      if (predicate == Comparison::less || predicate == Comparison::not_equal) return below || (open && same);
      return predicate == Comparison::less_equal && (below || same);
    }
    case Comparison::greater:
    case Comparison::greater_equal: {
      const bool open = clause == Comparison::greater;
      if (predicate == Comparison::greater || predicate == Comparison::not_equal) return above || (open && same);
      return predicate == Comparison::greater_equal && (above || same);
    }
  }
  return false;
}

std::string_view type_of(const std::string& operand, const std::vector<OperandType>& types) {
  for (const OperandType& one : types) {
    if (one.operand == operand) return one.type;
  }
  return {};
}

Proof compare_atoms(const Predicate& clause, const Predicate& predicate, const std::vector<OperandType>& types) {
  const std::string_view type = type_of(predicate.operand, types);
  // For its comparisons a varchar is a text, whether the cast is written or not.
  const bool text_of_it = type == "varchar" && clause.operand == predicate.operand + "::text";
  if (clause.operand != predicate.operand && !text_of_it) return Proof::no;
  // A cast to a type that needs a conversion of the column, or one that depends on settings, proves nothing.
  if (!type.empty() && (!cast_fits(clause.constant, type) || !cast_fits(predicate.constant, type))) return Proof::no;
  const Order order = compare(clause.constant, predicate.constant, type);
  // What is known to differ needs no order where one value, or all but one, is asked for.
  const bool equality = predicate.comparison == Comparison::equal || clause.comparison == Comparison::not_equal ||
                        (clause.comparison == Comparison::equal && predicate.comparison == Comparison::not_equal);
  const bool decided =
      order == Order::same || order == Order::below || order == Order::above || (order == Order::different && equality);
  if (!decided) return Proof::unknown;
  return proof(implied(clause.comparison, predicate.comparison, order));
}

bool same_constant(const Constant& a, const Constant& b) {
  return a.kind == b.kind && a.number == b.number && a.text == b.text && a.type == b.type;
}

bool is_boolean_test(Kind kind) {
  return kind == Kind::is_true || kind == Kind::is_not_true || kind == Kind::is_false || kind == Kind::is_not_false;
}

/// Source: predtest.c, predicate_implied_by_simple_clause.
Proof atom_implies(const Predicate& clause, const Predicate& predicate, const std::vector<OperandType>& types) {
  if (clause.kind != predicate.kind && is_boolean_test(clause.kind)) return Proof::no;
  if (clause.operand.empty() || predicate.operand.empty()) return Proof::unknown;
  if (clause.kind == Kind::comparison && predicate.kind == Kind::comparison) {
    if (clause.operand == predicate.operand && clause.comparison == predicate.comparison &&
        same_constant(clause.constant, predicate.constant)) {
      return Proof::yes;
    }
    return compare_atoms(clause, predicate, types);
  }
  if (clause.operand != predicate.operand) return Proof::no;
  return proof(clause.kind == predicate.kind);  // up to 18, IS TRUE and the like prove nothing but themselves
}

/// The best, or the worst, of what holds for the parts.
template <typename Test>
Proof best_of(const std::vector<Predicate>& parts, Test&& test) {
  Proof best = Proof::no;
  for (const Predicate& part : parts) best = std::max(best, test(part));
  return best;
}
template <typename Test>
Proof worst_of(const std::vector<Predicate>& parts, Test&& test) {
  Proof worst = Proof::yes;
  for (const Predicate& part : parts) worst = std::min(worst, test(part));
  return worst;
}

}  // namespace

// The depth is that of the two predicates, which predicate_of() bounds. Source: predtest.c,
// predicate_implied_by_recurse.
Proof implies(const Predicate& clause, const Predicate& predicate, const std::vector<OperandType>& types) {
  const auto clause_part = [&](const Predicate& part) { return implies(part, predicate, types); };
  const auto predicate_part = [&](const Predicate& part) { return implies(clause, part, types); };
  if (predicate.kind == Kind::all && clause.kind != Kind::any) return worst_of(predicate.parts, predicate_part);
  if (clause.kind == Kind::all) {
    const Proof by_predicate = predicate.kind == Kind::any ? best_of(predicate.parts, predicate_part) : Proof::no;
    return std::max(by_predicate, best_of(clause.parts, clause_part));
  }
  if (clause.kind == Kind::any) return worst_of(clause.parts, clause_part);
  if (predicate.kind == Kind::any) return best_of(predicate.parts, predicate_part);
  return atom_implies(clause, predicate, types);
}

}  // namespace pginterlock
