#include <algorithm>
#include <cctype>
#include <string>

#include "effects/alter_table.h"
#include "effects/routine_lookup.h"
#include "effects/type_change.h"
#include "pg/catalog.h"
#include "pg/types.h"

namespace pginterlock::effects {

namespace {

TypeChange read(const ::ColumnDef& definition, std::string_view column, const AlteredTable& table) {
  const State& before = table.out.before();
  TypeChange change{
      .table = table, .definition = &definition, .column = std::string(column), .before = table.column(column)};
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
  // A virtual column has no values that could be written anew.
  const bool is_virtual = change.before != nullptr && change.before->generated == Generated::virtual_;
  if (is_virtual && change.rewrites()) change.conversion = Conversion::relabel;
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
  // DROP DEFAULT runs before, SET DEFAULT after. Source: tablecmds.c, ATPrepCmd.
  for (const auto& action : pg::each<AlterTableCmd>(table.statement.cmds)) {
    const bool drops = action.subtype == AT_ColumnDefault && action.def == nullptr;
    if (drops && pg::text(action.name) == change.column) return false;
  }
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

/// The type, its collation, and what an identity column needs.
bool type_fails(const TypeChange& change) {
  EffectsBuilder& out = change.table.out;
  const ::ColumnDef& definition = *change.definition;
  std::optional<Problem> problem;
  if (definition.typeName != nullptr) {
    problem = problem_of_type(*definition.typeName, false, out.before());
    if (!problem && !check_type(*definition.typeName, out)) return true;
  }
  if (!problem) problem = problem_of_column_type(change.column, change.type, out.before());
  if (!problem && definition.collClause != nullptr) {
    problem = problem_of_collation(*definition.collClause, change.type, out.before());
  }
  if (problem) out.fail(problem->kind, problem->sqlstate, problem->message);
  return problem.has_value();
}

/// The sequence of an identity column takes the type, too. Source: parse_utilcmd.c, transformAlterTableStmt.
bool identity_fails(const TypeChange& change) {
  EffectsBuilder& out = change.table.out;
  if (change.before == nullptr || change.before->identity == Identity::none || !change.type.known()) return false;
  if (!change.type.is("int2") && !change.type.is("int4") && !change.type.is("int8")) {
    out.fail(FailureKind::invalid_definition, "22023", "identity column type must be smallint, integer, or bigint");
    return true;
  }
  if (change.before->owned_sequence) out.lock(*change.before->owned_sequence, LockMode::share_row_exclusive);
  return false;
}

/// Which columns cannot be altered, whatever the type. Source: tablecmds.c, ATPrepAlterColumnType.
bool column_fails(const TypeChange& change) {
  const AlteredTable& table = change.table;
  EffectsBuilder& out = table.out;
  const auto fail = [&](FailureKind kind, const char* sqlstate, std::string message) {
    out.fail(kind, sqlstate, std::move(message));
    return true;
  };
  const Relation& relation = *table.relation;
  if (relation.of_type) return fail(FailureKind::wrong_object, "42809", "cannot alter column type of typed table");
  const bool dropped = has_action(table.statement, AT_DropColumn, change.column);
  if ((change.before == nullptr && relation.complete) || dropped) {
    return fail(FailureKind::undefined_object, "42703", change.words() + " does not exist");
  }
  std::size_t times = 0;
  for (const auto& action : pg::each<AlterTableCmd>(table.statement.cmds)) {
    times += action.subtype == AT_AlterColumnType && pg::text(action.name) == change.column ? 1 : 0;
  }
  if (times > 1)
    return fail(FailureKind::invalid_definition, "0A000", "the type of " + change.words() + " is altered twice");
  const bool generated = change.before != nullptr && change.before->generated != Generated::none;
  if (generated && change.expression != nullptr) {
    return fail(FailureKind::invalid_definition, "42611", "USING does not go with generated " + change.words());
  }
  return false;
}

/// A column of this table's row type holds what would have to be converted, too. Source: tablecmds.c,
/// find_composite_type_dependencies.
bool row_type_is_used(const TypeChange& change) {
  EffectsBuilder& out = change.table.out;
  std::string user;
  out.schema().relations.for_each_mentioning(
      change.table.name.name, [&](const QualifiedName& name, const Relation& relation) {
        if (relation.kind == RelationKind::view) return;
        for (const auto& column : relation.columns) {
          if (column->type.name != change.table.name) continue;
          const std::string here = pg::sql_name(name) + "." + pg::quote_identifier(column->name);
          if (user.empty() || here < user) user = here;
        }
      });
  if (user.empty()) return false;
  out.fail(
      FailureKind::dependent_objects, "0A000",
      "table " + pg::sql_name(change.table.name) + " cannot be altered because column " + user + " uses its row type");
  return true;
}

/// A child that has the column from another parent, too. Source: tablecmds.c, ATPrepAlterColumnType.
bool inherited_elsewhere(const TypeChange& change) {
  const AlteredTable& table = change.table;
  if (table.only || table.relation->children.empty()) return false;
  const auto tree = table.out.schema().with_descendants(table.name);
  for (const QualifiedName& name : tree) {
    const Relation* member = table.out.known(name);
    if (member == nullptr || name == table.name) continue;
    for (const QualifiedName& parent : member->parents) {
      if (std::find(tree.begin(), tree.end(), parent) != tree.end()) continue;
      const Relation* other = table.out.known(parent);
      if (other == nullptr || other->column(change.column) == nullptr) continue;
      table.out.fail(FailureKind::dependent_objects, "42P16",
                     "inherited column " + pg::quote_identifier(change.column) + " of table " + pg::sql_name(name) +
                         " cannot be altered");
      return true;
    }
  }
  return false;
}

bool fails_at_once(const TypeChange& change) {
  const AlteredTable& table = change.table;
  EffectsBuilder& out = table.out;
  if (table.relation == nullptr) return false;
  const Relation& relation = *table.relation;
  if (identity_fails(change) || column_fails(change)) return true;
  if (inherited_elsewhere(change)) return true;
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
  if (type_fails(change) || (change.expression != nullptr && using_fails(change))) return true;
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

/// What the change does to the rows, the indexes and the constraints.
void make_change(const TypeChange& change) {
  const AlteredTable& table = change.table;
  lock_partitioned_indexes(change);
  if (change.rewrites()) {
    rewrite_storage(table, !table.only, Reason::type_change, change.column, change.certainty());
  } else {
    for (const Storage& storage : storage_of(table, !table.only)) keep_rows(storage, change);
  }
  redo_foreign_keys(change);
}

}  // namespace

void alter_column_type(const ::AlterTableCmd& action, const AlteredTable& table) {
  const auto* definition = pg::as<ColumnDef>(action.def);
  if (definition == nullptr || table.statement.objtype == OBJECT_TYPE) return;
  const bool foreign = table.relation != nullptr && table.relation->kind == RelationKind::foreign_table;
  if (foreign && definition->raw_default != nullptr) {
    table.out.fail(FailureKind::wrong_object, "42809", "USING is for tables whose rows are stored here");
    return;
  }
  const TypeChange change = read(*definition, pg::text(action.name), table);
  if (fails_at_once(change) || is_blocked(change) || dependents_fail(change) || row_type_is_used(change)) return;
  if (change.conversion != Conversion::same || change.collation_changes()) {
    table.out.breaks({.kind = BreakKind::type_change,
                      .object_kind = ObjectKind::column,
                      .relation = table.name,
                      .column = change.column,
                      .object = pg::quote_identifier(change.column),
                      .new_name = {}});
  }
  make_change(change);
}

void alter_attribute_type(const ::AlterTableCmd& action, const AlteredTable& table) {
  const auto* definition = pg::as<ColumnDef>(action.def);
  if (definition == nullptr || table.relation == nullptr) return;
  const TypeChange change = read(*definition, pg::text(action.name), table);
  if (is_blocked(change) || dependents_fail(change) || row_type_is_used(change)) return;
  make_change(change);
}

}  // namespace pginterlock::effects
