// Identity columns and the sequences behind them.
#include <string>

#include "effects/alter_table.h"
#include "effects/constraints.h"
#include "effects/targets.h"
#include "schema/index_name.h"

namespace pginterlock::effects {

namespace {

std::string column_of(std::string_view column, const AlteredTable& table) {
  return "column " + pg::quote_identifier(column) + " of table " + pg::sql_name(table.name);
}

/// Since 17, identity is the whole partition tree's. Source: tablecmds.c, ATExecAddIdentity and its like.
bool refuses_part_of_tree(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  if (out.version() < 17 || table.relation == nullptr) return false;
  const bool alone = table.only && table.partitioned() && !table.relation->children.empty();
  const bool restarts = action.subtype == AT_SetIdentity && !changes_generation(action);
  if (restarts || (!alone && !table.relation->partition_bound)) return false;
  out.fail(FailureKind::wrong_object, "42P16", "identity cannot be changed in a part of a partition tree");
  return true;
}

}  // namespace

// parse_utilcmd.c, transformAlterTableStmt: the options of the sequence are split off.
bool changes_generation(const ::AlterTableCmd& action) {
  for (const auto& option : pg::each<DefElem>(pg::as<List>(action.def))) {
    if (pg::text(option.defname) == "generated") return true;
  }
  return false;
}

// sequence.c, init_params.
bool refuses_identity_type(const pg::DataType& type, EffectsBuilder& out) {
  const bool known = type.known() && type.builtin();
  if (!known || type.is("int2") || type.is("int4") || type.is("int8")) return false;
  out.fail(FailureKind::invalid_definition, "22023",
           "the type of an identity column must be smallint, integer or bigint");
  return true;
}

QualifiedName name_of_owned_sequence(const QualifiedName& table, std::string_view column, const ::List* options,
                                     const EffectsBuilder& out) {
  for (const auto& option : pg::each<DefElem>(options)) {
    const auto* written = pg::text(option.defname) == "sequence_name" ? pg::as<List>(option.arg) : nullptr;
    if (written == nullptr) continue;
    QualifiedName name = pg::name_of(written);
    if (name.schema.empty()) name.schema = table.schema;
    return name;
  }
  return {table.schema, choose_relation_name(table.name, column, "seq", table.schema, out.schema())};
}

void add_identity(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const std::string_view name = pg::text(action.name);
  const Column* column = table.column(name);
  if (table.relation != nullptr && table.relation->kind == RelationKind::view) {
    out.fail(FailureKind::wrong_object, "55000", "a column of a view is never NOT NULL and cannot be an identity");
    return;
  }
  if (column != nullptr && refuses_identity_type(column->type, out)) return;
  if (refuses_part_of_tree(action, table)) return;
  if (column != nullptr && column->complete) {
    // Source: tablecmds.c, ATExecAddIdentity.
    const char* trouble = nullptr;
    if (!column->not_null && !has_action(table.statement, AT_SetNotNull, name)) {
      trouble = " must be NOT NULL before it becomes an identity column";
    } else if (column->identity != Identity::none && !has_action(table.statement, AT_DropIdentity, name)) {
      trouble = " is an identity column already";
    } else if (column->default_sql && !has_action(table.statement, AT_ColumnDefault, name)) {
      trouble = " has a default value already";
    }
    if (trouble != nullptr) {
      out.fail(FailureKind::invalid_definition, "55000", column_of(name, table) + trouble);
      return;
    }
  }
  // What is dropped first gives its sequence's name back. Before 13, the name was chosen before.
  const bool again = column != nullptr && column->owned_sequence && has_action(table.statement, AT_DropIdentity, name);
  if (again && out.version() >= 13) return;
  const auto* constraint = pg::as<Constraint>(action.def);
  out.lock_new(name_of_owned_sequence(table.name, name, constraint == nullptr ? nullptr : constraint->options, out),
               RelationKind::sequence);
}

void change_identity(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const std::string_view name = pg::text(action.name);
  const Column* column = table.column(name);
  if (column == nullptr || !column->complete) return;
  if (refuses_part_of_tree(action, table)) return;
  if (column->identity == Identity::none) {
    if (!action.missing_ok) {
      out.fail(FailureKind::wrong_object, "55000", column_of(name, table) + " is no identity column");
    }
    return;
  }
  if (refuses_part_of_tree(action, table)) return;
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
