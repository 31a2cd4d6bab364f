#include <algorithm>
#include <cctype>
#include <string>

#include "effects/alter_table.h"
#include "effects/type_change.h"
#include "pg/catalog.h"
#include "pg/types.h"

namespace pginterlock::effects {

namespace {

TypeChange read(const ::ColumnDef& definition, std::string_view column, const AlteredTable& table) {
  const State& before = table.out.before();
  TypeChange change{.table = table, .column = std::string(column), .before = table.column(column)};
  change.expression = definition.raw_default;
  if (definition.typeName != nullptr) {
    change.type = before.schema.resolve_type(pg::type_of(*definition.typeName), before.session.search_path());
  }
  if (definition.collClause != nullptr) change.collation = pg::name_of(definition.collClause->collname).name;
  const bool known = change.before != nullptr && change.before->type.known();
  if (known || change.expression != nullptr) {
    change.conversion =
        conversion_using(change.expression, column, known ? change.before->type : pg::DataType{}, change.type, before);
  }
  return change;
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// The type that a default has on its own, when that is plain to see: 'x' has the column's, 3 is an integer.
pg::DataType type_of_default(std::string_view sql, const pg::DataType& column_type) {
  const auto builtin = [](const char* name) {
    pg::DataType type;
    type.name = {"pg_catalog", name};
    return type;
  };
  if (sql.starts_with('\'') && sql.find("::") == std::string_view::npos) return column_type;
  if (is_digits(sql)) return builtin("int4");
  if (sql == "true" || sql == "false" || sql == "TRUE" || sql == "FALSE") return builtin("bool");
  return {};
}

/// The default is cast on its own, USING or not. Source: tablecmds.c, ATExecAlterColumnType.
bool default_fails(const TypeChange& change) {
  if (change.before == nullptr || !change.before->default_sql) return false;
  const AlteredTable& table = change.table;
  if (has_action(table.statement, AT_ColumnDefault, change.column)) return false;  // dropped or replaced before
  const pg::DataType type = type_of_default(*change.before->default_sql, change.before->type);
  if (!type.known()) return false;
  return conversion_of(type, change.type, CastContext::assignment, table.out.before()) == Conversion::impossible;
}

/// Source: tablecmds.c, ATPrepAlterColumnType.
bool using_fails(const TypeChange& change) {
  EffectsBuilder& out = change.table.out;
  // It is read before any part of the statement has run.
  const std::vector<NamedTable> tables{named_table(change.table.name, change.table.relation)};
  const Meaning meaning = check_expression(change.expression, ExpressionPlace::alter_type_using, tables, out);
  if (meaning.problem) return true;
  auto problem = problem_of_assignment(meaning, change.expression, change.type, "", out.before());
  if (!problem) return false;
  if (!meaning.literal()) {
    problem->message = "result of USING clause for " + change.words() + " cannot be cast automatically to type " +
                       pg::sql_type(change.type);
  }
  out.fail(problem->kind, problem->sqlstate, problem->message);
  return true;
}

bool fails_at_once(const TypeChange& change) {
  const AlteredTable& table = change.table;
  EffectsBuilder& out = table.out;
  if (table.relation == nullptr) return false;
  const Relation& relation = *table.relation;
  if (change.before == nullptr && relation.complete) {
    if (added_column(table.statement, change.column) != nullptr) return false;
    out.fail(FailureKind::undefined_object, "42703", change.words() + " does not exist");
    return true;
  }
  if (is_partition_key(change.column, table)) {
    out.fail(FailureKind::invalid_definition, "42P16", change.words() + " is part of a partition key");
    return true;
  }
  for (const QualifiedName& parent : relation.parents) {
    const Relation* known = out.known(parent);
    if (known == nullptr || known->column(change.column) == nullptr) continue;
    out.fail(FailureKind::dependent_objects, "42P16", change.words() + " is inherited and cannot be altered alone");
    return true;
  }
  if (table.only && !relation.children.empty()) {
    out.fail(FailureKind::wrong_object, "42P16", change.words() + " must be changed in the child tables too");
    return true;
  }
  if (change.expression != nullptr && using_fails(change)) return true;
  if (change.conversion == Conversion::impossible) {
    out.fail(FailureKind::invalid_definition, "42804",
             change.words() + " cannot be cast automatically to type " + pg::sql_type(change.type));
    return true;
  }
  if (default_fails(change)) {
    out.fail(FailureKind::invalid_definition, "42804",
             "the default of " + change.words() + " cannot be cast automatically to type " + pg::sql_type(change.type));
    return true;
  }
  return false;
}

}  // namespace

void alter_column_type(const ::AlterTableCmd& action, const AlteredTable& table) {
  const auto* definition = pg::as<ColumnDef>(action.def);
  if (definition == nullptr || table.statement.objtype == OBJECT_TYPE) return;
  const TypeChange change = read(*definition, pg::text(action.name), table);
  if (fails_at_once(change) || is_blocked(change) || dependents_fail(change)) return;
  if (change.conversion != Conversion::same || change.collation_changes()) {
    table.out.breaks({.kind = BreakKind::type_change,
                      .object_kind = ObjectKind::column,
                      .relation = table.name,
                      .column = change.column,
                      .object = pg::quote_identifier(change.column),
                      .new_name = {}});
  }
  lock_partitioned_indexes(change);
  if (change.rewrites()) {
    rewrite_storage(table, !table.only, Reason::type_change, change.column, change.certainty());
  } else {
    for (const Storage& storage : storage_of(table, !table.only)) keep_rows(storage, change);
  }
  redo_foreign_keys(change);
}

}  // namespace pginterlock::effects
