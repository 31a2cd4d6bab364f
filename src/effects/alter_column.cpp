#include <algorithm>
#include <string>

#include "effects/alter_table.h"
#include "effects/default_value.h"
#include "effects/type_change.h"
#include "schema/index_name.h"

namespace pginterlock::effects {

namespace {

std::string column_of(std::string_view column, const AlteredTable& table) {
  return "column " + pg::quote_identifier(column) + " of table " + pg::sql_name(table.name);
}

/// Whether a validated CHECK or the primary key proves that a relation's column holds no null, when this statement
/// leaves it there. Source: tablecmds.c, NotNullImpliedByRelConstraints.
bool stays_proved(const Relation& relation, std::string_view column, const ::AlterTableStmt& statement) {
  return std::any_of(relation.constraints.begin(), relation.constraints.end(), [&](const auto& constraint) {
    if (has_action(statement, AT_DropConstraint, constraint->name)) return false;
    if (constraint->kind == ConstraintKind::primary_key) return contains(constraint->columns, column);
    return constraint->kind == ConstraintKind::check && constraint->valid && constraint->enforced &&
           contains(constraint->proves_not_null, column);
  });
}

/// Whether a relation must be read to make the column NOT NULL; nothing when that is unknown.
std::optional<bool> must_be_read(const Relation* relation, std::string_view name, const ::AlterTableStmt& statement) {
  if (relation == nullptr) return std::nullopt;
  const Column* column = relation->column(name);
  if (column != nullptr && column->not_null) return !column->not_null_valid;
  if (stays_proved(*relation, name, statement)) return false;
  if (column != nullptr ? column->complete : relation->complete) return true;
  return std::nullopt;
}

/// Takes from `name` on what reads a column: views and what reads those.
void lose_dependents(const QualifiedName& view, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  std::vector<QualifiedName> lost{view};
  for (std::size_t i = 0; i < lost.size(); ++i) {
    const Relation* relation = out.known(lost[i]);
    const bool materialized = relation != nullptr && relation->kind == RelationKind::materialized_view;
    out.lock(lost[i], LockMode::access_exclusive);
    out.lose({.kind = materialized ? ObjectKind::materialized_view : ObjectKind::view,
              .object = pg::sql_name(lost[i]),
              .relation = lost[i],
              .implicit = true});
    if (relation == nullptr) continue;
    for (const QualifiedName& next : relation->dependents) {
      if (std::find(lost.begin(), lost.end(), next) == lost.end()) lost.push_back(next);
    }
  }
}

/// What else goes with a column when CASCADE is written, and makes the statement fail when it is not.
class Dependents {
 public:
  Dependents(std::string_view column, const ::AlterTableCmd& action, const AlteredTable& table)
      : column_(column), cascade_(action.behavior == DROP_CASCADE), table_(table) {}

  void views() {
    for (const QualifiedName& name : table_.relation->dependents) {
      const Relation* view = table_.out.known(name);
      if (view == nullptr) continue;
      const Certainty certainty = certainty_of(*view);
      if (certainty == Certainty::assumed && !whole_table(*view)) continue;
      if (cascade_) {
        lose_dependents(name, table_);
      } else {
        fail("view " + pg::sql_name(name), certainty);
      }
    }
  }

  void object(ObjectKind kind, const std::string& object, bool data = false) {
    if (!cascade_) {
      fail(std::string(name(kind)) + " " + object, Certainty::proved);
      return;
    }
    table_.out.lose({.kind = kind, .object = object, .relation = table_.name, .data = data, .implicit = true});
  }

  void foreign_keys() {
    for (const QualifiedName& name : table_.relation->referencing) {
      const Relation* other = table_.out.known(name);
      if (other == nullptr) continue;
      for (const auto& constraint : other->constraints) {
        if (!references_column(*constraint)) continue;
        if (!cascade_) {
          fail("constraint " + pg::quote_identifier(constraint->name) + " of table " + pg::sql_name(name),
               Certainty::proved);
          continue;
        }
        lock_with_partitions(name, LockMode::access_exclusive, table_.out);
        table_.out.lose({.kind = ObjectKind::constraint,
                         .object = pg::quote_identifier(constraint->name),
                         .relation = name,
                         .implicit = true});
      }
    }
  }

 private:
  bool reads(const Relation& view, std::string_view column) const {
    return std::any_of(view.reads.begin(), view.reads.end(), [&](const Dependency& dependency) {
      return dependency.relation == table_.name && dependency.column == column;
    });
  }
  /// It may read any column. One that reads no column of a table whose columns are known (count(*)) does not.
  bool whole_table(const Relation& view) const { return !table_.complete() && reads(view, ""); }
  Certainty certainty_of(const Relation& view) const {
    return reads(view, column_) ? Certainty::proved : Certainty::assumed;
  }
  bool references_column(const TableConstraint& constraint) const {
    if (constraint.kind != ConstraintKind::foreign_key || constraint.references != table_.name) return false;
    if (!constraint.referenced_columns.empty()) return contains(constraint.referenced_columns, column_);
    const TableConstraint* key = table_.relation->primary_key();
    return key != nullptr && contains(key->columns, column_);
  }
  void fail(const std::string& object, Certainty certainty) {
    table_.out.fail(FailureKind::dependent_objects, "2BP01", object + " depends on " + column_of(column_, table_),
                    certainty);
  }

  std::string_view column_;
  bool cascade_;
  const AlteredTable& table_;
};

bool uses(const TableIndex& index, std::string_view column) {
  if (contains(index.include, column) || contains(index.predicate_columns, column)) return true;
  return std::any_of(index.keys.begin(), index.keys.end(), [&](const IndexKey& key) {
    return key.column == column || contains(key.expression_columns, column);
  });
}

/// Indexes and constraints that hold the column go without being named. Source: dependency.c, by the automatic
/// dependencies that index_create and CreateConstraintEntry record.
void lose_parts(std::string_view column, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  for (const auto& constraint : table.relation->constraints) {
    if (constraint->kind == ConstraintKind::not_null || !contains(constraint->columns, column)) continue;
    out.lose({.kind = ObjectKind::constraint,
              .object = pg::quote_identifier(constraint->name),
              .relation = table.name,
              .implicit = true});
    if (constraint->kind == ConstraintKind::foreign_key && constraint->references) {
      lock_with_partitions(*constraint->references, LockMode::access_exclusive, out);
    }
  }
  for (const auto& index : table.relation->indexes) {
    if (!uses(*index, column)) continue;
    out.lock({table.name.schema, index->name}, LockMode::access_exclusive);
    if (index->constraint) continue;
    out.lose({.kind = ObjectKind::index,
              .object = pg::quote_identifier(index->name),
              .relation = table.name,
              .implicit = true});
  }
}

/// A generated column that reads the dropped one. Before 15 it silently went along.
/// Source: heap.c, StoreAttrDefault: "If the column is GENERATED, the dependencies are …".
void lose_generated_columns(std::string_view column, Dependents& dependents, const AlteredTable& table) {
  for (const auto& other : table.relation->columns) {
    if (!contains(other->generated_from, column) || other->name == column) continue;
    const bool stored = other->generated == Generated::stored;
    if (table.out.version() >= 15) {
      dependents.object(ObjectKind::column, pg::quote_identifier(other->name), stored);
      continue;
    }
    table.out.lose({.kind = ObjectKind::column,
                    .object = pg::quote_identifier(other->name),
                    .relation = table.name,
                    .data = stored,
                    .implicit = true});
  }
}

bool fails_to_drop(std::string_view name, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const Relation& relation = *table.relation;
  if (is_partition_key(name, table)) {
    out.fail(FailureKind::invalid_definition, "42P16", column_of(name, table) + " is part of a partition key");
    return true;
  }
  const bool inherited =
      std::any_of(relation.parents.begin(), relation.parents.end(), [&](const QualifiedName& parent) {
        const Relation* known = out.known(parent);
        return known != nullptr && known->column(name) != nullptr;
      });
  if (inherited) {
    out.fail(FailureKind::dependent_objects, "42P16", column_of(name, table) + " is inherited and cannot be dropped");
    return true;
  }
  if (table.only && table.partitioned() && !relation.children.empty()) {
    out.fail(FailureKind::wrong_object, "42P16",
             column_of(name, table) + " cannot be dropped from only the partitioned table");
    return true;
  }
  return false;
}

void report_lost_column(std::string_view name, bool data, const AlteredTable& table) {
  const std::string object = pg::quote_identifier(name);
  table.out.lose({.kind = ObjectKind::column, .object = object, .relation = table.name, .data = data});
  table.out.breaks({.kind = BreakKind::drop,
                    .object_kind = ObjectKind::column,
                    .relation = table.name,
                    .column = std::string(name),
                    .object = object});
}

}  // namespace

void drop_column(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const std::string_view name = pg::text(action.name);
  const Column* column = table.column(name);
  if (column == nullptr) {
    if (table.complete()) return;
    report_lost_column(name, true, table);
    return;
  }
  if (fails_to_drop(name, table)) return;
  // ONLY leaves the children their column, but they are told. Source: tablecmds.c, ATExecDropColumn.
  if (table.only) {
    for (const QualifiedName& child : table.relation->children) out.lock(child, table.mode);
  }
  report_lost_column(name, column->generated != Generated::virtual_, table);
  lose_parts(name, table);
  if (column->owned_sequence) {
    out.lock(*column->owned_sequence, LockMode::access_exclusive);
    out.lose({.kind = ObjectKind::sequence,
              .object = pg::sql_name(*column->owned_sequence),
              .relation = table.name,
              .implicit = true});
  }
  Dependents dependents(name, action, table);
  lose_generated_columns(name, dependents, table);
  dependents.views();
  dependents.foreign_keys();
  for (const auto& trigger : table.relation->triggers) {
    if (contains(trigger->update_columns, name)) {
      dependents.object(ObjectKind::trigger, pg::quote_identifier(trigger->name));
    }
  }
  for (const auto& policy : table.relation->policies) {
    if (contains(policy->columns, name)) dependents.object(ObjectKind::policy, pg::quote_identifier(policy->name));
  }
}

void column_default(const ::AlterTableCmd& action, const AlteredTable& table) {
  const std::string_view name = pg::text(action.name);
  const Column* column = table.column(name);
  if (column != nullptr && column->identity != Identity::none) {
    table.out.fail(FailureKind::invalid_definition, "42601", column_of(name, table) + " is an identity column");
    return;
  }
  if (column != nullptr && column->generated != Generated::none) {
    table.out.fail(FailureKind::invalid_definition, "42601", column_of(name, table) + " is a generated column");
    return;
  }
  if (action.def != nullptr) {
    check_default(action.def, name, column == nullptr ? pg::DataType{} : column->type, table);
    return;
  }
  table.out.breaks({.kind = BreakKind::drop_default,
                    .object_kind = ObjectKind::column,
                    .relation = table.name,
                    .column = std::string(name),
                    .object = pg::quote_identifier(name)});
}

void set_not_null(std::string_view column, Reason reason, bool recurse, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  // Source: tablecmds.c, ATCheckNotNull and, since 18, ATExecSetNotNull.
  const bool alone = reason != Reason::add_primary_key && table.only && table.partitioned();
  if (alone &&
      std::any_of(table.relation->children.begin(), table.relation->children.end(), [&](const QualifiedName& child) {
        const Relation* known = out.known(child);
        const Column* there = known == nullptr ? nullptr : known->column(column);
        return there != nullptr && !there->not_null;
      })) {
    out.fail(FailureKind::wrong_object, "42P16", "the constraint must be added to the child tables too");
    return;
  }
  const ::ColumnDef* added = added_column(table.statement, column);
  for (Storage& storage : storage_of(table, recurse)) {
    const std::optional<bool> read =
        added != nullptr ? std::optional(true) : must_be_read(storage.relation, column, table.statement);
    if (read && !*read) continue;
    const Certainty certainty = read ? storage.certainty : Certainty::assumed;
    out.work({.kind = WorkKind::scan,
              .reason = reason,
              .relation = std::move(storage.name),
              .column = std::string(column),
              .certainty = certainty});
  }
}

void drop_not_null(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const std::string_view name = pg::text(action.name);
  const Column* column = table.column(name);
  const TableConstraint* key = table.relation == nullptr ? nullptr : table.relation->primary_key();
  if (key != nullptr && contains(key->columns, name) && !drops_key(table.statement, *key)) {
    out.fail(FailureKind::dependent_objects, "42P16", column_of(name, table) + " is in the primary key");
    return;
  }
  if (column != nullptr && column->identity != Identity::none && !has_action(table.statement, AT_DropIdentity, name)) {
    out.fail(FailureKind::invalid_definition, "42601", column_of(name, table) + " is an identity column");
    return;
  }
  if (column != nullptr && column->complete && !column->not_null) return;
  out.breaks({.kind = BreakKind::drop_not_null,
              .object_kind = ObjectKind::column,
              .relation = table.name,
              .column = std::string(name),
              .object = pg::quote_identifier(name)});
}

void set_expression(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const std::string_view name = pg::text(action.name);
  const Column* column = table.column(name);
  if (column == nullptr && table.complete()) return;
  if (column != nullptr && column->complete && column->generated == Generated::none) {
    out.fail(FailureKind::wrong_object, "55000", column_of(name, table) + " is no generated column");
    return;
  }
  if (!check_generated(action.def, name, column == nullptr ? pg::DataType{} : column->type,
                       column != nullptr && column->generated == Generated::virtual_, table))
    return;
  if (column == nullptr || column->generated != Generated::virtual_) {
    rewrite_storage(table, !table.only, Reason::set_expression, name,
                    column == nullptr ? Certainty::assumed : Certainty::proved);
    if (column == nullptr) return;
    redo_foreign_keys({.table = table,
                       .column = std::string(name),
                       .before = column,
                       .type = column->type,
                       .conversion = Conversion::rewrite});
    return;
  }
  if (column->not_null) {
    work_on_storage(table, !table.only,
                    {.kind = WorkKind::scan, .reason = Reason::set_expression, .column = std::string(name)});
  }
  // A virtual column's values are not there to be checked. Source: tablecmds.c, ATExecSetExpression.
  const auto check = [](const auto& constraint) { return constraint->kind == ConstraintKind::check; };
  if (std::any_of(table.relation->constraints.begin(), table.relation->constraints.end(), check)) {
    out.fail(FailureKind::wrong_object, "0A000",
             "a virtual column's expression cannot be changed in a table with CHECK constraints");
  }
}

void drop_expression(const ::AlterTableCmd& action, const AlteredTable& table) {
  const std::string_view name = pg::text(action.name);
  const Column* column = table.column(name);
  if (table.only && table.relation != nullptr && !table.relation->children.empty()) {
    table.out.fail(FailureKind::wrong_object, "0A000", "DROP EXPRESSION must be applied to the child tables too");
  }
  if (column == nullptr || !column->complete) return;
  const bool inherited =
      std::any_of(table.relation->parents.begin(), table.relation->parents.end(), [&](const QualifiedName& parent) {
        const Relation* known = table.out.known(parent);
        const Column* above = known == nullptr ? nullptr : known->column(name);
        return above != nullptr && above->generated != Generated::none;
      });
  if (inherited) {
    table.out.fail(FailureKind::dependent_objects, "42P16",
                   "the expression of inherited " + column_of(name, table) + " cannot be dropped");
  } else if (column->generated == Generated::virtual_) {
    table.out.fail(FailureKind::wrong_object, "0A000", "a virtual column cannot become a stored one");
  } else if (column->generated == Generated::none && !action.missing_ok) {
    table.out.fail(FailureKind::wrong_object, "55000", column_of(name, table) + " is no generated column");
  }
}

void add_identity(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const std::string_view name = pg::text(action.name);
  const Column* column = table.column(name);
  if (column != nullptr && column->complete) {
    // Source: tablecmds.c, ATExecAddIdentity.
    const char* trouble = nullptr;
    if (!column->not_null && !has_action(table.statement, AT_SetNotNull, name)) {
      trouble = " must be NOT NULL before it becomes an identity column";
    } else if (column->identity != Identity::none) {
      trouble = " is an identity column already";
    } else if (column->default_sql && !has_action(table.statement, AT_ColumnDefault, name)) {
      trouble = " has a default value already";
    }
    if (trouble != nullptr) {
      out.fail(FailureKind::invalid_definition, "55000", column_of(name, table) + trouble);
      return;
    }
  }
  out.lock_new({table.name.schema, choose_relation_name(table.name.name, name, "seq", table.name.schema, out.schema())},
               RelationKind::sequence);
}

void change_identity(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const std::string_view name = pg::text(action.name);
  const Column* column = table.column(name);
  if (column == nullptr || !column->complete) return;
  if (column->identity == Identity::none) {
    if (!action.missing_ok) {
      out.fail(FailureKind::wrong_object, "55000", column_of(name, table) + " is no identity column");
    }
    return;
  }
  if (!column->owned_sequence) return;
  if (action.subtype == AT_SetIdentity) {
    out.lock(*column->owned_sequence, LockMode::share_row_exclusive);
    return;
  }
  out.lock(*column->owned_sequence, LockMode::access_exclusive);
  out.lose({.kind = ObjectKind::sequence,
            .object = pg::sql_name(*column->owned_sequence),
            .relation = table.name,
            .implicit = true});
}

}  // namespace pginterlock::effects
