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
  if (has_action(statement, AT_DropNotNull, name)) return true;
  if (column != nullptr && column->not_null) return !column->not_null_valid;
  if (stays_proved(*relation, name, statement)) return false;
  if (column != nullptr ? column->complete : relation->complete) return true;
  return std::nullopt;
}

/// The type that a new default meets: types change before defaults are set, wherever both stand in the statement.
/// Source: tablecmds.c, AT_PASS_ALTER_TYPE.
pg::DataType type_for_default(std::string_view name, const AlteredTable& table) {
  for (const auto& action : pg::each<AlterTableCmd>(table.statement.cmds)) {
    const auto* changed = action.subtype == AT_AlterColumnType ? pg::as<ColumnDef>(action.def) : nullptr;
    if (changed == nullptr || changed->typeName == nullptr || pg::text(action.name) != name) continue;
    return table.out.schema().resolve_type(pg::type_of(*changed->typeName), table.out.before().session.search_path());
  }
  const Column* column = table.column(name);
  return column == nullptr ? pg::DataType{} : column->type;
}

}  // namespace

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
    check_default(action.def, name, type_for_default(name, table), table);
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
  const bool alone = table.only && table.partitioned();
  if (alone &&
      std::any_of(table.relation->children.begin(), table.relation->children.end(), [&](const QualifiedName& child) {
        const Relation* known = out.known(child);
        const Column* there = known == nullptr ? nullptr : known->column(column);
        // Since 18 the partitions are not asked.
        const bool asked = reason != Reason::set_not_null || out.version() < 18;
        return there != nullptr && (!asked || !there->not_null);
      })) {
    out.fail(FailureKind::wrong_object, "42P16", "the constraint must be added to the child tables too");
    return;
  }
  if (reason == Reason::set_not_null && table.relation != nullptr) {
    for (const auto& one : table.relation->constraints) {
      if (one->kind != ConstraintKind::not_null || !contains(one->columns, column) || !one->no_inherit) continue;
      if (!recurse) continue;
      out.fail(FailureKind::invalid_definition, "0A000",
               "constraint " + pg::quote_identifier(one->name) + " is NO INHERIT and cannot be changed so");
      return;
    }
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

namespace {

/// Source: tablecmds.c, ATExecDropNotNull.
bool refuses_to_drop_not_null(std::string_view name, const AlteredTable& table) {
  if (table.relation == nullptr) return false;
  EffectsBuilder& out = table.out;
  const auto refuse = [&](const char* why) {
    out.fail(FailureKind::dependent_objects, "42P16", column_of(name, table) + why);
    return true;
  };
  constexpr std::string_view by_index = "index ";
  if (table.relation->replica_identity.starts_with(by_index)) {
    const TableIndex* index = table.relation->index(table.relation->replica_identity.substr(by_index.size()));
    const auto on_column = [&](const IndexKey& key) { return key.column == name; };
    if (index != nullptr && std::any_of(index->keys.begin(), index->keys.end(), on_column)) {
      return refuse(" is in the index of the replica identity");
    }
  }
  const bool inherited =
      std::any_of(table.relation->parents.begin(), table.relation->parents.end(), [&](const QualifiedName& parent) {
        const Relation* known = out.known(parent);
        const Column* column = known == nullptr ? nullptr : known->column(name);
        return column != nullptr && column->not_null;
      });
  if (inherited && (table.relation->partition_bound || out.version() >= 18)) {
    return refuse(" is marked NOT NULL in the parent table");
  }
  const bool alone = table.only && table.partitioned() && !table.relation->children.empty();
  return alone && out.version() < 18 && refuse(" cannot lose NOT NULL in only the partitioned table");
}

}  // namespace

void drop_not_null(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const std::string_view name = pg::text(action.name);
  const Column* column = table.column(name);
  const TableConstraint* key = table.relation == nullptr ? nullptr : table.relation->primary_key();
  if (key != nullptr && contains(key->columns, name) && !drops_constraint(table.statement, *key)) {
    out.fail(FailureKind::dependent_objects, "42P16", column_of(name, table) + " is in the primary key");
    return;
  }
  if (column != nullptr && column->identity != Identity::none && !has_action(table.statement, AT_DropIdentity, name)) {
    out.fail(FailureKind::invalid_definition, "42601", column_of(name, table) + " is an identity column");
    return;
  }
  if (column != nullptr && column->complete && !column->not_null) return;
  if (refuses_to_drop_not_null(name, table)) return;
  // Since 18 the children are told that the constraint is theirs alone. Source: tablecmds.c, dropconstraint_internal.
  if (table.only && table.relation != nullptr && out.version() >= 18) {
    for (const QualifiedName& child : table.relation->children) out.lock(child, table.mode);
  }
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

}  // namespace pginterlock::effects
