#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "effects/builder.h"
#include "pg/types.h"

struct CollateClause;
struct ColumnDef;
struct FuncCall;
struct Node;
struct TypeName;

namespace pginterlock::effects {

/// Where an expression stands decides what it may hold. Source: parse_node.h, ParseExprKind.
enum class ExpressionPlace : std::uint8_t {
  check_constraint,
  domain_check,
  column_default,
  generated_column,
  index_expression,
  index_predicate,
  partition_key,
  partition_bound,
  policy,
  trigger_when,
  alter_type_using,
  statistics,
  publication_filter,
};

/// A table that an expression may name, and its columns.
struct NamedTable {
  struct Named {
    std::string_view name;
    pg::DataType type = {};
    bool generated = false;
  };
  QualifiedName name;  // without a schema for OLD, NEW
  std::vector<Named> columns = {};
  bool complete = false;  // false: it may have other columns, too

  const Named* column(std::string_view column_name) const;
};

/// The table as history knows it; a table of which nothing is known is not complete. The names live as long as it does.
NamedTable named_table(const QualifiedName& name, const Relation* known);

/// Adds the column that CREATE TABLE or ADD COLUMN defines.
void add_named_column(const ::ColumnDef& definition, const State& before, NamedTable& table);

/// What the server refuses.
struct Problem {
  FailureKind kind = FailureKind::invalid_definition;
  std::string sqlstate = {};
  std::string message = {};
};

/// What an expression means, as far as it is plain.
struct Meaning {
  pg::DataType type = {};  // not known() when it is not certain; pg_catalog.unknown for a string literal or NULL
  pg::Volatility volatility = pg::Volatility::immutable;  // `unknown`: of something that nobody knows
  std::optional<Problem> problem = {};                    // the first that PostgreSQL's parse analysis would meet

  bool literal() const { return type.is("unknown"); }
};

/// The casts that PostgreSQL puts around parts of an expression. What it stores and shows has them spelled.
using ImplicitCasts = std::unordered_map<const ::Node*, pg::DataType>;

/// Types an expression from the leaves up, without recursion. Subqueries are not entered.
/// Source: parse_expr.c, transformExpr; parse_func.c, ParseFuncOrColumn; parse_agg.c, check_agglevels_and_constraints.
Meaning meaning_of(const ::Node* expression, ExpressionPlace place, std::span<const NamedTable> tables,
                   const State& before);
/// The same for an expression that was stored while its tables were `stored`. Source: tablecmds.c,
/// ATPostAlterTypeParse: what depends on a column is made anew from its deparsed definition.
Meaning meaning_of_stored(const ::Node* expression, ExpressionPlace place, std::span<const NamedTable> stored,
                          std::span<const NamedTable> tables, const State& before);

/// Tells the builder what is wrong with the expression at this place: a name or function that does not exist, what is
/// not allowed here, a result that is no boolean where one is wanted, a function that is not immutable where it must
/// be. Out: its meaning.
Meaning check_expression(const ::Node* expression, ExpressionPlace place, std::span<const NamedTable> tables,
                         EffectsBuilder& out);
/// The same demands on what is already told.
Meaning check_meaning(Meaning meaning, const ::Node* expression, ExpressionPlace place, EffectsBuilder& out);

/// The sequence whose name nextval(), currval() or setval() is given as a constant.
std::optional<QualifiedName> sequence_of_call(const ::FuncCall& call, const State& before);

/// What is wrong with naming the type, as far as history tells: it does not exist in this version or any more, or its
/// schema does not. serial and its kin are types of a new column only. Source: parse_type.c, typenameType;
/// parse_utilcmd.c, transformColumnDefinition.
std::optional<Problem> problem_of_type(const ::TypeName& type, bool serial_allowed, const State& before);
/// What is wrong with a column of the type. Source: heap.c, CheckAttributeType.
std::optional<Problem> problem_of_column_type(std::string_view column, const pg::DataType& type, const State& before);
/// What is wrong with the collation of a column. Source: parse_type.c, GetColumnDefCollation.
std::optional<Problem> problem_of_collation(const ::CollateClause& clause, const pg::DataType& type,
                                            const State& before);

/// What is wrong with giving the value to a column of the type by an assignment cast, if anything: no such cast, or a
/// literal that is certainly no value of the type. `what` begins the message.
std::optional<Problem> problem_of_assignment(const Meaning& value, const ::Node* expression, const pg::DataType& target,
                                             const std::string& what, const State& before);

}  // namespace pginterlock::effects
