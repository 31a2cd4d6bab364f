#include <algorithm>
#include <cctype>
#include <string>

#include "effects/alter_table.h"
#include "effects/column_type.h"
#include "effects/semantics.h"
#include "pg/catalog.h"
#include "pg/types.h"

namespace pginterlock::effects {

namespace {

/// One ALTER COLUMN … TYPE.
struct TypeChange {
  const AlteredTable& table;
  std::string column;
  const Column* before = nullptr;  // null: unknown
  pg::DataType type = {};
  std::string collation = {};
  const ::Node* expression = nullptr;  // USING
  Conversion conversion = Conversion::unknown;

  bool collation_changes() const { return before != nullptr && before->complete && before->collation != collation; }
  bool rewrites() const { return conversion == Conversion::rewrite || conversion == Conversion::unknown; }
  Certainty certainty() const { return conversion == Conversion::unknown ? Certainty::assumed : Certainty::proved; }
  std::string words() const {
    return "column " + pg::quote_identifier(column) + " of table " + pg::sql_name(table.name);
  }
};

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

/// Objects that hold an expression over the column must go first. Source: tablecmds.c,
/// RememberAllDependentForRebuilding.
bool is_blocked(const TypeChange& change) {
  const AlteredTable& table = change.table;
  if (table.relation == nullptr) return false;
  EffectsBuilder& out = table.out;
  bool blocked = false;
  const auto block = [&](const std::string& user, Certainty certainty, const char* sqlstate = "0A000") {
    out.fail(FailureKind::dependent_objects, sqlstate,
             "the type of " + change.words() + " cannot be altered because " + user + " uses it", certainty);
    blocked |= certainty == Certainty::proved;
  };
  for (const QualifiedName& name : table.relation->dependents) {
    const Relation* view = out.known(name);
    if (view == nullptr) continue;
    for (const Dependency& dependency : view->reads) {
      if (dependency.relation != table.name) continue;
      if (!dependency.column.empty() && dependency.column != change.column) continue;
      if (dependency.column.empty() && table.complete()) continue;  // it names none of the columns: count(*)
      block("view " + pg::sql_name(name), dependency.column.empty() ? Certainty::assumed : Certainty::proved);
      break;
    }
  }
  for (const auto& trigger : table.relation->triggers) {
    if (!contains(trigger->update_columns, change.column)) continue;
    block("trigger " + pg::quote_identifier(trigger->name), Certainty::proved);
  }
  for (const auto& policy : table.relation->policies) {
    if (!contains(policy->columns, change.column)) continue;
    block("policy " + pg::quote_identifier(policy->name), Certainty::proved);
  }
  for (const auto& other : table.relation->columns) {
    if (other->name == change.column || !contains(other->generated_from, change.column)) continue;
    block("generated column " + pg::quote_identifier(other->name), Certainty::proved,
          out.version() >= 15 ? "0A000" : "42601");
  }
  return blocked;
}

bool uses(const TableIndex& index, const std::string& column) {
  if (contains(index.include, column) || contains(index.predicate_columns, column)) return true;
  return std::any_of(index.keys.begin(), index.keys.end(), [&](const IndexKey& key) {
    return key.column == column || contains(key.expression_columns, column);
  });
}

/// Whether an index on the column must be built anew though the table stays. Source: indexcmds.c, CheckIndexCompatible.
bool is_rebuilt(const TableIndex& index, const TypeChange& change) {
  if (!index.predicate.empty()) return true;
  for (const IndexKey& key : index.keys) {
    if (key.column.empty()) return true;
    if (key.column != change.column) continue;
    if (change.conversion == Conversion::reindex) return true;
    if (key.collation.empty() && change.collation_changes()) return true;
  }
  return false;
}

/// The table's rows stay as they are; indexes and CHECK constraints over the column are looked at again.
void keep_rows(const Storage& storage, const TypeChange& change) {
  EffectsBuilder& out = change.table.out;
  if (storage.relation == nullptr) return;
  for (const auto& index : storage.relation->indexes) {
    if (!uses(*index, change.column)) continue;
    out.lock({storage.name.schema, index->name}, LockMode::access_exclusive);
    if (!is_rebuilt(*index, change)) continue;
    out.work({.kind = WorkKind::rebuild,
              .reason = Reason::type_change,
              .relation = storage.name,
              .index = index->name,
              .column = change.column});
  }
  const bool checked = std::any_of(storage.relation->constraints.begin(), storage.relation->constraints.end(),
                                   [&](const auto& constraint) {
                                     return constraint->kind == ConstraintKind::check && constraint->valid &&
                                            constraint->enforced && contains(constraint->columns, change.column) &&
                                            !has_action(change.table.statement, AT_DropConstraint, constraint->name);
                                   });
  if (!checked) return;
  out.work(
      {.kind = WorkKind::scan, .reason = Reason::type_change_check, .relation = storage.name, .column = change.column});
}

/// Types between which no comparison operator exists. Source: tablecmds.c, ATAddForeignKeyConstraint.
bool incomparable(const pg::DataType& a, const pg::DataType& b) {
  if (!a.builtin() || !b.builtin() || a.array || b.array) return false;
  const auto x = pg::builtin_type(a.name.name);
  const auto y = pg::builtin_type(b.name.name);
  return x && y && x->category != y->category && (x->category == 'S' || y->category == 'S') &&
         (x->category == 'N' || y->category == 'N');
}

/// A foreign key over the column is made anew, and checked again when the comparison may come out otherwise.
void redo_foreign_key(const TableConstraint& constraint, const QualifiedName& referencing,
                      const QualifiedName& referenced, const QualifiedName& other, const Column* other_column,
                      const TypeChange& change) {
  EffectsBuilder& out = change.table.out;
  if (other != change.table.name) lock_with_partitions(other, LockMode::access_exclusive, out);
  if (other_column != nullptr && incomparable(other_column->type, change.type)) {
    out.fail(FailureKind::invalid_definition, "42804",
             "foreign key constraint " + pg::quote_identifier(constraint.name) + " cannot be implemented: type " +
                 pg::sql_type(change.type) + " does not compare with " + pg::sql_type(other_column->type));
    return;
  }
  const bool checked_again = change.rewrites() || change.conversion == Conversion::reindex;
  if (!checked_again || !constraint.valid || !constraint.enforced) return;
  lock_indexes_for_check(referencing, referenced, out);
  for (const QualifiedName& side : {referencing, referenced}) {
    for (Storage& storage : storage_of(side, true, out)) {
      out.work({.kind = WorkKind::scan,
                .reason = Reason::type_change_foreign_key,
                .relation = std::move(storage.name),
                .column = change.column,
                .certainty = std::max(storage.certainty, change.certainty())});
    }
  }
}

/// The column at the other end of a foreign key.
const Column* column_across(const std::vector<std::string>& here, const std::vector<std::string>& there,
                            const std::string& column, const Relation* other) {
  const auto at = std::find(here.begin(), here.end(), column);
  if (other == nullptr || at == here.end()) return nullptr;
  const auto n = static_cast<std::size_t>(at - here.begin());
  return n < there.size() ? other->column(there[n]) : nullptr;
}

void redo_foreign_keys(const TypeChange& change) {
  const AlteredTable& table = change.table;
  if (table.relation == nullptr) return;
  const auto key_of = [](const TableConstraint& constraint, const Relation* referenced) {
    if (!constraint.referenced_columns.empty() || referenced == nullptr) return constraint.referenced_columns;
    const TableConstraint* key = referenced->primary_key();
    return key == nullptr ? std::vector<std::string>{} : key->columns;
  };
  for (const auto& constraint : table.relation->constraints) {
    if (constraint->kind != ConstraintKind::foreign_key || !constraint->references) continue;
    if (!contains(constraint->columns, change.column)) continue;
    const Relation* other = table.out.known(*constraint->references);
    redo_foreign_key(*constraint, table.name, *constraint->references, *constraint->references,
                     column_across(constraint->columns, key_of(*constraint, other), change.column, other), change);
  }
  for (const QualifiedName& name : table.relation->referencing) {
    const Relation* other = table.out.known(name);
    if (other == nullptr) continue;
    for (const auto& constraint : other->constraints) {
      if (constraint->kind != ConstraintKind::foreign_key || constraint->references != table.name) continue;
      const std::vector<std::string> key = key_of(*constraint, table.relation);
      if (!contains(key, change.column)) continue;
      redo_foreign_key(*constraint, name, table.name, name,
                       column_across(key, constraint->columns, change.column, other), change);
    }
  }
}

}  // namespace

void alter_column_type(const ::AlterTableCmd& action, const AlteredTable& table) {
  const auto* definition = pg::as<ColumnDef>(action.def);
  if (definition == nullptr || table.statement.objtype == OBJECT_TYPE) return;
  const TypeChange change = read(*definition, pg::text(action.name), table);
  if (fails_at_once(change) || is_blocked(change)) return;
  if (change.conversion != Conversion::same || change.collation_changes()) {
    table.out.breaks({.kind = BreakKind::type_change,
                      .object_kind = ObjectKind::column,
                      .relation = table.name,
                      .column = change.column,
                      .object = pg::quote_identifier(change.column),
                      .new_name = {}});
  }
  if (change.rewrites()) {
    rewrite_storage(table, !table.only, Reason::type_change, change.column, change.certainty());
  } else {
    for (const Storage& storage : storage_of(table, !table.only)) keep_rows(storage, change);
  }
  redo_foreign_keys(change);
}

}  // namespace pginterlock::effects
