// The expressions that give a column its values, and what the expressions of an ALTER TABLE may name.

#include <algorithm>

#include "effects/default_value.h"
#include "effects/query.h"
#include "pg/walk.h"

namespace pginterlock::effects {

namespace {

/// Source: heap.c, cookDefault.
bool check_value(const Meaning& meaning, const ::Node* expression, std::string_view column, const pg::DataType& type,
                 const AlteredTable& table) {
  if (meaning.problem) return false;
  // enum.c, enum_in, for a literal that becomes a value of the type.
  if (const std::string_view label = pg::string_constant(expression); !label.empty() && !type.array) {
    check_enum_label(type.name, label, table.out);
  }
  const std::string what =
      "column " + pg::quote_identifier(column) + " is of type " + pg::sql_type(type) + " but default expression";
  const auto problem = problem_of_assignment(meaning, expression, type, what, table.out.before());
  if (!problem) return true;
  table.out.fail(problem->kind, problem->sqlstate, problem->message);
  return false;
}

/// Source: heap.c, check_virtual_generated_security.
bool calls_user_function(const ::Node* expression, const State& before) {
  bool calls = false;
  pg::walk(expression, [&](const ::Node* node) {
    const auto* call = pg::as<FuncCall>(node);
    if (call == nullptr) return true;
    const QualifiedName written = pg::name_of(call->funcname);
    const bool builtin = (written.schema.empty() || written.schema == "pg_catalog") &&
                         pg::builtin_function_exists(written.name.str(), before.pg_version);
    if (builtin) return true;
    const QualifiedName routine = before.schema.resolve_routine(written, before.session.search_path());
    calls |= !before.schema.routines_named(routine).empty();
    return true;
  });
  return calls;
}

bool is_zero(const ::Node* node) {
  const auto* constant = pg::as<A_Const>(node);
  return constant != nullptr && !constant->isnull && constant->val.node.type == T_Integer &&
         constant->val.ival.ival == 0;
}

bool divides_by_zero(const ::Node* expression) {
  const auto* division = pg::as<A_Expr>(expression);
  if (division == nullptr || division->kind != AEXPR_OP || !pg::is_constant(division->lexpr)) return false;
  const QualifiedName name = pg::name_of(division->name);
  return (name.name == "/" || name.name == "%") && is_zero(division->rexpr);
}

/// Spaces at the end are cut off. Source: varchar.c, varchar_input, bpchar_input.
bool is_too_long(const ::Node* expression, const pg::DataType& type) {
  if (pg::as<A_Const>(expression) == nullptr || type.modifiers.empty()) return false;
  if (!type.is("varchar") && !type.is("bpchar")) return false;
  std::string_view text = pg::string_constant(expression);
  while (text.ends_with(' ')) text.remove_suffix(1);
  const auto characters =
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  return characters > type.modifiers.front();
}

/// Source: sequence.c, init_sequence.
void lock_sequences(const ::Node* expression, const AlteredTable& table) {
  pg::walk(expression, [&](const ::Node* node) {
    const auto* call = pg::as<FuncCall>(node);
    if (call == nullptr) return true;
    if (const auto sequence = sequence_of_call(*call, table.out.before())) {
      table.out.lock(*sequence, LockMode::row_exclusive, Certainty::proved, RelationKind::sequence);
    }
    return true;
  });
}

}  // namespace

bool check_default(const ::Node* expression, std::string_view column, const pg::DataType& type,
                   const AlteredTable& table) {
  const Meaning meaning = check_expression(expression, ExpressionPlace::column_default, {}, table.out);
  return check_value(meaning, expression, column, type, table);
}

bool check_generated(const ::Node* expression, std::string_view column, const pg::DataType& type, bool is_virtual,
                     const AlteredTable& table) {
  NamedTable names = names_of(table);
  for (NamedTable::Named& one : names.columns) one.generated |= one.name == column;
  const Meaning meaning = check_expression(expression, ExpressionPlace::generated_column, {&names, 1}, table.out);
  if (!check_value(meaning, expression, column, type, table)) return false;
  if (!is_virtual || !calls_user_function(expression, table.out.before())) return true;
  table.out.fail(FailureKind::invalid_definition, "0A000", "generation expression uses user-defined function");
  return false;
}

bool check_computed(const ::Node* expression, const pg::DataType& type, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  if (divides_by_zero(expression)) {
    out.fail(FailureKind::invalid_definition, "22012", "division by zero");
    return false;
  }
  if (is_too_long(expression, type)) {
    out.fail(FailureKind::invalid_definition, "22001", "value too long for type " + pg::sql_type(type));
    return false;
  }
  lock_sequences(expression, table);
  return true;
}

NamedTable names_of(const AlteredTable& table) {
  NamedTable names = named_table(table.name, table.relation);
  for (const auto& action : pg::each<AlterTableCmd>(table.statement.cmds)) {
    const std::string_view name = pg::text(action.name);
    if (action.subtype == AT_DropColumn) {
      std::erase_if(names.columns, [&](const NamedTable::Named& column) { return column.name == name; });
    } else if (action.subtype == AT_AlterColumnType) {
      for (NamedTable::Named& column : names.columns) {
        if (column.name == name) column.type = {};
      }
    } else if (const auto* definition = pg::as<ColumnDef>(action.def);
               action.subtype == AT_AddColumn && definition != nullptr &&
               names.column(pg::text(definition->colname)) == nullptr) {
      add_named_column(*definition, table.out.before(), names);
    }
  }
  return names;
}

}  // namespace pginterlock::effects
