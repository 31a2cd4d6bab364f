#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct Node;

namespace pginterlock {

/// A constant of a condition, as far as two of them can be compared.
struct Constant {
  enum class Kind : std::uint8_t { other, null, number, text, boolean };
  Kind kind = Kind::other;
  long double number = 0;  // number; boolean: 0 or 1
  std::string text = {};   // text
  std::string type = {};   // by its name in pg_type: that a cast gives it, numeric of 1.5; empty: its context decides
};

enum class Comparison : std::uint8_t { equal, not_equal, less, less_equal, greater, greater_equal };

/// A condition as PostgreSQL's planner proves with it: NOT is pushed down to the parts that it can turn around.
/// Source: clauses.c, eval_const_expressions; prepqual.c, negate_clause and canonicalize_qual.
struct Predicate {
  enum class Kind : std::uint8_t {
    other,        // nothing is known of it but its spelling
    all,          // all of its parts hold; true when it has none
    any,          // one of its parts holds; false when it has none
    comparison,   // operand comparison constant
    is_null,      // operand IS NULL
    is_not_null,  // operand IS NOT NULL
    holds,        // the operand, of type boolean
    holds_not,    // NOT operand
    is_true,      // operand IS TRUE
    is_not_true,
    is_false,
    is_not_false,
  };
  Kind kind = Kind::other;
  std::vector<Predicate> parts = {};  // all, any
  std::string operand = {};           // a column's name, or an expression in a spelling of its own
  Comparison comparison = Comparison::equal;
  Constant constant = {};
};

/// The predicate of an expression, or of its negation. What is nested very deeply is `other`.
Predicate predicate_of(const ::Node* expression, bool negated = false);
/// The predicate that is true where this one is false, and false where it is true.
Predicate negation_of(const Predicate& predicate);
/// AND and OR of predicates; the parts of a part of the same kind become its own.
Predicate all_of(std::vector<Predicate> parts);
Predicate any_of(std::vector<Predicate> parts);
/// operand comparison constant; a boolean that is compared with a constant is the boolean or its negation.
Predicate compared(std::string operand, Comparison comparison, Constant constant);
/// operand comparison ANY (constants), or ALL. More than a hundred are not taken apart. Source: predtest.c,
/// predicate_classify, MAX_SAOP_ARRAY_SIZE.
Predicate compared_with_each(const std::string& operand, Comparison comparison, std::vector<Constant> constants,
                             bool any);

/// How an operand is spelt in a predicate; empty when that cannot be told.
std::string operand_of(const ::Node* expression);
/// The constant that an expression is; `other` when it is none, or one that cannot be compared.
Constant constant_of(const ::Node* expression);

/// The same predicate after a column was given another name.
Predicate with_column_renamed(Predicate predicate, std::string_view from, const std::string& to);

/// How one constant compares with another as values of a column's type: its name in pg_type, `enum_type` for an enum,
/// empty when it is unknown.
inline constexpr std::string_view enum_type = "enum";
enum class Order : std::uint8_t { unknown, below, same, above, different };
Order compare(const Constant& left, const Constant& right, std::string_view type);
/// Whether the constant can be a value of the type; nothing when that is not known.
std::optional<bool> fits_type(const Constant& constant, std::string_view type);

/// The types of the columns that the predicates compare, by their names in pg_type.
struct OperandType {
  std::string operand;
  std::string type;
};

enum class Proof : std::uint8_t { no, unknown, yes };
/// Whether PostgreSQL proves that `predicate` is not false where `clause` is not false.
/// Source: predtest.c, predicate_implied_by with weak = true.
Proof implies(const Predicate& clause, const Predicate& predicate, const std::vector<OperandType>& types);

}  // namespace pginterlock
