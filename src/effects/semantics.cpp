#include "effects/semantics.h"

#include <algorithm>
#include <array>
#include <utility>

#include "effects/column_type.h"
#include "effects/expression_type.h"
#include "pg/walk.h"

namespace pginterlock::effects {

namespace {

using pg::Volatility;

/// How PostgreSQL's messages name a place. Source: parse_agg.c, check_agglevels_and_constraints; parse_expr.c,
/// transformSubLink; parse_func.c, check_srf_call_placement.
struct PlaceWords {
  const char* plural;
  const char* singular;
  const char* boolean;      // what must be a boolean; null: nothing
  const char* not_mutable;  // the message when a function is not immutable; null: it may be
};

PlaceWords words_of(ExpressionPlace place) {
  switch (place) {
    case ExpressionPlace::check_constraint:
    case ExpressionPlace::domain_check:
      return {"check constraints", "check constraint", "CHECK", nullptr};
    case ExpressionPlace::column_default:
      return {"DEFAULT expressions", "DEFAULT expression", nullptr, nullptr};
    case ExpressionPlace::generated_column:
      return {"column generation expressions", "column generation expression", nullptr,
              "generation expression is not immutable"};
    case ExpressionPlace::index_expression:
      return {"index expressions", "index expression", nullptr,
              "functions in index expression must be marked IMMUTABLE"};
    case ExpressionPlace::index_predicate:
      return {"index predicates", "index predicate", "WHERE", "functions in index predicate must be marked IMMUTABLE"};
    case ExpressionPlace::partition_key:
      return {"partition key expressions", "partition key expression", nullptr,
              "functions in partition key expression must be marked IMMUTABLE"};
    case ExpressionPlace::partition_bound:
      return {"partition bound", "partition bound", nullptr, nullptr};
    case ExpressionPlace::policy:
      return {"policy expressions", "policy expression", "POLICY", nullptr};
    case ExpressionPlace::trigger_when:
      return {"trigger WHEN conditions", "trigger WHEN condition", "WHEN", nullptr};
    case ExpressionPlace::alter_type_using:
      return {"transform expressions", "transform expression", nullptr, nullptr};
    case ExpressionPlace::statistics:
      return {"statistics expressions", "statistics expression", nullptr, nullptr};
    case ExpressionPlace::publication_filter:
      return {"WHERE", "publication WHERE expression", "PUBLICATION WHERE", nullptr};
  }
  return {"", "", nullptr, nullptr};
}

Meaning refused(std::string sqlstate, std::string message, FailureKind kind = FailureKind::invalid_definition) {
  return {.problem = Problem{kind, std::move(sqlstate), std::move(message)}};
}

struct SystemColumn {
  std::string_view name;
  const char* type;
};
constexpr std::array system_columns = {SystemColumn{"cmax", "cid"}, SystemColumn{"cmin", "cid"},
                                       SystemColumn{"ctid", "tid"}, SystemColumn{"tableoid", "oid"},
                                       SystemColumn{"xmax", "xid"}, SystemColumn{"xmin", "xid"}};

/// Source: parse_relation.c, scanNSItemForColumn; indexcmds.c, DefineIndex; tablecmds.c, ComputePartitionAttrs.
Meaning meaning_of_system_column(const SystemColumn& column, ExpressionPlace place) {
  const std::string quoted = "system column \"" + std::string(column.name) + "\"";
  const bool tableoid = column.name == "tableoid";
  if (place == ExpressionPlace::check_constraint && !tableoid) {
    return refused("42P10", quoted + " reference in check constraint is invalid");
  }
  if (place == ExpressionPlace::generated_column && !tableoid) {
    return refused("42P10", "cannot use " + quoted + " in column generation expression");
  }
  if (place == ExpressionPlace::index_expression || place == ExpressionPlace::index_predicate) {
    return refused("0A000", "index creation on system columns is not supported");
  }
  if (place == ExpressionPlace::partition_key) {
    return refused("42P17", "partition key expressions cannot contain system column references");
  }
  return {.type = type_of_catalog(column.type)};
}

/// The whole row of a table: t, t.*.
Meaning meaning_of_row(ExpressionPlace place) {
  if (place == ExpressionPlace::generated_column) {
    return refused("42P17", "cannot use whole-row variable in column generation expression");
  }
  return {};
}

Meaning meaning_of_column(std::string_view name, const NamedTable& table, ExpressionPlace place, bool& found) {
  found = true;
  if (const NamedTable::Named* column = table.column(name)) {
    if (column->generated && place == ExpressionPlace::generated_column) {
      return refused("42P17",
                     "cannot use generated column " + pg::quote_identifier(name) + " in column generation expression");
    }
    return {.type = column->type};
  }
  const auto* system = std::find_if(system_columns.begin(), system_columns.end(),
                                    [&](const SystemColumn& one) { return one.name == name; });
  if (system != system_columns.end()) return meaning_of_system_column(*system, place);
  found = false;
  return {};
}

/// Source: parse_expr.c, transformColumnRef.
Meaning meaning_of_reference(const ::ColumnRef& reference, ExpressionPlace place, std::span<const NamedTable> tables) {
  if (place == ExpressionPlace::column_default || place == ExpressionPlace::partition_bound) {
    return refused("0A000", "cannot use column reference in " + std::string(words_of(place).singular));
  }
  std::vector<std::string_view> names;
  for (const auto& name : pg::each<String>(reference.fields)) names.push_back(pg::text(name.sval));
  const bool star = names.size() != pg::length(reference.fields);
  if (names.empty()) return {};
  const bool all_known = std::all_of(tables.begin(), tables.end(), [](const NamedTable& one) { return one.complete; });
  bool found = false;
  if (names.size() == 1 && !star) {
    for (const NamedTable& table : tables) {
      Meaning meaning = meaning_of_column(names[0], table, place, found);
      if (found) return meaning;
    }
    for (const NamedTable& table : tables) {
      if (table.name.name == names[0]) return meaning_of_row(place);
    }
    if (!all_known) return {};
    return refused("42703", "column " + pg::quote_identifier(names[0]) + " does not exist",
                   FailureKind::undefined_object);
  }
  // schema.table.column; the name of a database in front says nothing.
  const std::size_t n = star ? names.size() - 1 : names.size() - 2;
  const auto* table = std::data(tables);
  const auto* const end = table + tables.size();
  table = std::find_if(table, end, [&](const NamedTable& one) {
    return one.name.name == names[n] && (n == 0 || one.name.schema.empty() || one.name.schema == names[n - 1]);
  });
  if (table == end) {
    return refused("42P01", "missing FROM-clause entry for table " + pg::quote_identifier(names[n]),
                   FailureKind::undefined_object);
  }
  if (star) return meaning_of_row(place);
  Meaning meaning = meaning_of_column(names.back(), *table, place, found);
  if (found || !table->complete) return meaning;
  return refused(
      "42703",
      "column " + pg::quote_identifier(names[n]) + "." + pg::quote_identifier(names.back()) + " does not exist",
      FailureKind::undefined_object);
}

Meaning meaning_of_subquery(const ::SubLink& link, ExpressionPlace place) {
  if (place != ExpressionPlace::policy) {
    return refused("0A000", "cannot use subquery in " + std::string(words_of(place).singular));
  }
  Meaning meaning{.volatility = Volatility::unknown};
  const bool boolean =
      link.subLinkType == EXISTS_SUBLINK || link.subLinkType == ANY_SUBLINK || link.subLinkType == ALL_SUBLINK;
  if (boolean) meaning.type = type_of_catalog("bool");
  return meaning;
}

Meaning meaning_of_placed_call(const ::FuncCall& node, ExpressionPlace place, const Meanings& below,
                               const State& before) {
  CallMeaning call = meaning_of_call(node, below, before);
  if (call.meaning.problem) return std::move(call.meaning);
  const std::string where = std::string(" are not allowed in ") + words_of(place).plural;
  if (call.window) return refused("42P20", "window functions" + where);
  if (call.aggregate) return refused("42803", "aggregate functions" + where);
  if (call.set_returning) return refused("0A000", "set-returning functions" + where);
  return std::move(call.meaning);
}

/// The nodes of an expression, the children of each in front of it, in the order in which they are transformed.
std::vector<const ::Node*> from_the_leaves(const ::Node* expression) {
  std::vector<const ::Node*> nodes;
  std::vector<const ::Node*> stack{expression};
  std::vector<const ::Node*> children;
  while (!stack.empty()) {
    const ::Node* node = stack.back();
    stack.pop_back();
    if (node == nullptr) continue;
    nodes.push_back(node);
    if (pg::tag(node) == T_SubLink) continue;
    pg::append_children(node, stack);
  }
  std::reverse(nodes.begin(), nodes.end());
  return nodes;
}

/// `found`: where implicit casts are noted. `spelled`: casts that stand around parts of the expression.
Meaning told(const ::Node* expression, ExpressionPlace place, std::span<const NamedTable> tables, const State& before,
             ImplicitCasts* found, const ImplicitCasts& spelled) {
  if (expression == nullptr) return {};
  Meanings meanings;
  meanings.casts = found;
  meanings.emplace(nullptr, Meaning{});
  for (const ::Node* node : from_the_leaves(expression)) {
    Meaning meaning;
    switch (pg::tag(node)) {
      case T_ColumnRef:
        meaning = meaning_of_reference(*pg::as<ColumnRef>(node), place, tables);
        break;
      case T_SubLink:
        meaning = meaning_of_subquery(*pg::as<SubLink>(node), place);
        break;
      case T_FuncCall:
        meaning = meaning_of_placed_call(*pg::as<FuncCall>(node), place, meanings, before);
        break;
      case T_GroupingFunc:
        meaning = refused("42803", std::string("grouping operations are not allowed in ") + words_of(place).plural);
        break;
      default:
        meaning = meaning_of_node(node, meanings, before);
    }
    if (const auto cast = spelled.find(node); cast != spelled.end()) {
      meaning = with_cast(std::move(meaning), cast->second, before);
    }
    if (meaning.problem) return meaning;
    meanings[node] = std::move(meaning);
  }
  return std::move(meanings[expression]);
}

}  // namespace

const NamedTable::Named* NamedTable::column(std::string_view column_name) const {
  const auto found =
      std::find_if(columns.begin(), columns.end(), [&](const Named& one) { return one.name == column_name; });
  return found == columns.end() ? nullptr : &*found;
}

NamedTable named_table(const QualifiedName& name, const Relation* known) {
  NamedTable table{.name = name, .complete = known != nullptr && known->complete};
  if (known == nullptr) return table;
  for (const auto& column : known->columns) {
    table.columns.push_back(
        {column->name, column->complete ? column->type : pg::DataType{}, column->generated != Generated::none});
  }
  return table;
}

void add_named_column(const ::ColumnDef& definition, const State& before, NamedTable& table) {
  NamedTable::Named column{.name = pg::text(definition.colname)};
  if (definition.typeName != nullptr) {
    column.type = before.schema.resolve_type(pg::type_of(*definition.typeName), before.session.search_path());
  }
  for (const auto& constraint : pg::each<Constraint>(definition.constraints)) {
    column.generated |= constraint.contype == CONSTR_GENERATED;
  }
  table.columns.push_back(std::move(column));
}

Meaning meaning_of(const ::Node* expression, ExpressionPlace place, std::span<const NamedTable> tables,
                   const State& before) {
  return told(expression, place, tables, before, nullptr, {});
}

Meaning meaning_of_stored(const ::Node* expression, ExpressionPlace place, std::span<const NamedTable> stored,
                          std::span<const NamedTable> tables, const State& before) {
  ImplicitCasts casts;
  told(expression, place, stored, before, &casts, {});
  return told(expression, place, tables, before, nullptr, casts);
}

namespace {

bool is_mutable(const Meaning& meaning) {
  return meaning.volatility == pg::Volatility::stable || meaning.volatility == pg::Volatility::volatile_;
}

}  // namespace

Meaning check_expression(const ::Node* expression, ExpressionPlace place, std::span<const NamedTable> tables,
                         EffectsBuilder& out) {
  return check_meaning(meaning_of(expression, place, tables, out.before()), expression, place, out);
}

Meaning check_meaning(Meaning meaning, const ::Node* expression, ExpressionPlace place, EffectsBuilder& out) {
  const PlaceWords words = words_of(place);
  const bool after_planning = place == ExpressionPlace::index_expression || place == ExpressionPlace::index_predicate ||
                              place == ExpressionPlace::partition_key || place == ExpressionPlace::generated_column;
  if (is_mutable(meaning) && after_planning && calls_sql_function(expression, out.before())) {
    meaning.volatility = pg::Volatility::unknown;
  }
  if (!meaning.problem && words.boolean != nullptr && meaning.type.known() && !meaning.literal()) {
    const std::string type = catalog_type(meaning.type, out.before());
    if (!type.empty() && type != "bool") {
      meaning.problem = Problem{.sqlstate = "42804",
                                .message = std::string("argument of ") + words.boolean +
                                           " must be type boolean, not type " + pg::sql_type(meaning.type)};
    }
  }
  if (!meaning.problem && words.not_mutable != nullptr && is_mutable(meaning)) {
    meaning.problem = Problem{.sqlstate = "42P17", .message = words.not_mutable};
  }
  if (meaning.problem) out.fail(meaning.problem->kind, meaning.problem->sqlstate, meaning.problem->message);
  return meaning;
}

std::optional<Problem> problem_of_assignment(const Meaning& value, const ::Node* expression, const pg::DataType& target,
                                             const std::string& what, const State& before) {
  if (!value.type.known() || !target.known()) return std::nullopt;
  if (value.literal()) {
    const auto* constant = pg::as<A_Const>(expression);
    if (constant == nullptr || constant->isnull) return std::nullopt;
    const std::string_view text = pg::string_constant(expression);
    if (!unreadable(text, target, before)) return std::nullopt;
    return Problem{
        .sqlstate = "22P02",
        .message = "invalid input syntax for type " + pg::sql_type(target) + ": \"" + std::string(text) + "\""};
  }
  if (conversion_of(value.type, target, CastContext::assignment, before) != Conversion::impossible) return std::nullopt;
  return Problem{.sqlstate = "42804", .message = what + " is of type " + pg::sql_type(value.type)};
}

}  // namespace pginterlock::effects
