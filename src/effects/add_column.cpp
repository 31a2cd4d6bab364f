#include <algorithm>
#include <optional>

#include "effects/column_definition.h"
#include "effects/column_type.h"
#include "effects/constraints.h"
#include "effects/default_value.h"
#include "effects/kept.h"
#include "effects/routine_lookup.h"
#include "effects/targets.h"
#include "pg/types.h"
#include "pg/walk.h"
#include "schema/families.h"
#include "schema/index_name.h"
#include "schema/system_column.h"

namespace pginterlock::effects {

namespace {

/// What the definition of a column says, read once.
struct Definition {
  const ::ColumnDef& column;
  std::string name;
  const ::Node* default_value = nullptr;
  const ::Constraint* generated = nullptr;
  bool identity = false;
  bool serial = false;
  bool not_null = false;
  bool primary_key = false;
  pg::DataType type = {};
  const UserType* domain = nullptr;  // null: no domain, or not known
  const NamedObject* domain_default = nullptr;

  bool virtual_column() const { return generated != nullptr && generated->generated_kind == generated_virtual; }
  /// Whether rows that exist get a value by themselves.
  bool fills_itself() const {
    if (default_value == nullptr && domain_default != nullptr) return true;
    return serial || identity || generated != nullptr ||
           (default_value != nullptr && !pg::is_null_constant(default_value));
  }
  /// What PostgreSQL's parser calls a default, which makes it validate a foreign key: also DEFAULT NULL, and not
  /// identity. Source: parse_utilcmd.c, transformAlterTableStmt.
  bool has_raw_default() const { return serial || generated != nullptr || default_value != nullptr; }
};

Definition read(const ::ColumnDef& column, const EffectsBuilder& out) {
  Definition definition{.column = column, .name = std::string(pg::text(column.colname))};
  definition.not_null = column.is_not_null;
  for (const auto& constraint : pg::each<Constraint>(column.constraints)) {
    switch (constraint.contype) {
      case CONSTR_NOTNULL:
        definition.not_null = true;
        break;
      case CONSTR_DEFAULT:
        definition.default_value = constraint.raw_expr;
        break;
      case CONSTR_IDENTITY:
        definition.identity = true;
        break;
      case CONSTR_GENERATED:
        definition.generated = &constraint;
        break;
      case CONSTR_PRIMARY:
        definition.primary_key = true;
        break;
      default:
        break;
    }
  }
  if (column.typeName == nullptr) return definition;
  definition.serial = pg::serial_width(*column.typeName) != 0;
  const pg::DataType& type = definition.type =
      out.schema().resolve_type(pg::type_of(*column.typeName), out.before().session.search_path());
  if (type.array || type.builtin()) return definition;
  const UserType* user_type = out.schema().type(type.name);
  if (user_type != nullptr && user_type->kind == TypeKind::domain) {
    definition.domain = user_type;
    definition.domain_default = out.schema().others.find(schema::domain_default_key(type.name));
  }
  return definition;
}

/// Whether a constraint of the domain, or of one that it is over, fulfils the condition.
template <typename Condition>
bool any_constraint(const UserType& domain, const State& before, Condition&& condition) {
  constexpr int deep_enough = 64;
  const UserType* type = &domain;
  for (int depth = 0; type != nullptr && depth < deep_enough; ++depth) {
    if (std::any_of(type->constraints.begin(), type->constraints.end(), condition)) return true;
    if (type->kind != TypeKind::domain || type->base.array) return false;
    type = before.schema.type(before.schema.resolve_type(type->base, before.session.search_path()).name);
  }
  return false;
}

bool domain_has_constraints(const UserType& domain, const State& before) {
  return any_constraint(domain, before, [](const DomainConstraint&) { return true; });
}

bool domain_refuses_null(const UserType& domain, const State& before) {
  return any_constraint(domain, before, [](const DomainConstraint& constraint) { return constraint.not_null; });
}

/// Why adding the column writes the table anew, and how certain that is. Source: tablecmds.c, ATExecAddColumn.
std::optional<std::pair<Reason, Certainty>> reason_to_rewrite(const Definition& definition, const State& before) {
  if (definition.serial) return std::pair{Reason::serial_column, Certainty::proved};
  if (definition.identity) return std::pair{Reason::identity_column, Certainty::proved};
  if (definition.generated != nullptr) {
    if (definition.virtual_column()) return std::nullopt;
    return std::pair{Reason::stored_generated, Certainty::proved};
  }
  if (definition.default_value != nullptr && !pg::is_constant(definition.default_value)) {
    const pg::Volatility volatility =
        meaning_of(definition.default_value, ExpressionPlace::column_default, {}, before).volatility;
    if (volatility == pg::Volatility::volatile_) return std::pair{Reason::volatile_default, Certainty::proved};
    if (volatility == pg::Volatility::unknown) return std::pair{Reason::volatile_default, Certainty::assumed};
  }
  // Until 12 only a default that is written was looked at. Source: tablecmds.c, ATExecAddColumn.
  if (definition.default_value == nullptr && definition.domain_default != nullptr && before.pg_version >= 13 &&
      definition.domain_default->kind != "stable") {
    return std::pair{Reason::volatile_default,
                     definition.domain_default->kind == "volatile" ? Certainty::proved : Certainty::assumed};
  }
  if (definition.domain != nullptr && domain_has_constraints(*definition.domain, before)) {
    return std::pair{Reason::constrained_domain, Certainty::proved};
  }
  return std::nullopt;
}

/// The sequence that serial and identity columns get.
void make_sequence(const Definition& definition, const AlteredTable& table) {
  if (!definition.serial && !definition.identity) return;
  if (auto named = sequence_name_of(definition.column)) {
    if (named->schema.empty()) named->schema = table.name.schema;
    table.out.lock_new(*named, RelationKind::sequence);
    return;
  }
  const QualifiedName sequence{table.name.schema, choose_relation_name(table.name.name, definition.name, "seq",
                                                                       table.name.schema, table.out.schema())};
  table.out.lock_new(sequence, RelationKind::sequence);
}

/// Whether Phase 3 computes values for the rows that exist.
bool gives_values(const Definition& definition, const State& before) {
  if (definition.virtual_column()) return false;
  return definition.fills_itself() ||
         (definition.domain != nullptr && domain_has_constraints(*definition.domain, before));
}

bool refuses_row_type(const AlteredTable& table) {
  const auto user = column_of_row_type(table.name, table.out);
  if (!user) return false;
  table.out.fail(FailureKind::dependent_objects, "0A000",
                 "table " + pg::sql_name(table.name) + " cannot be altered because " + quoted(*user) +
                     " has a column of its row type");
  return true;
}

/// Descendants that have the column already are left alone.
void rewrite_without_column(const Definition& definition, Reason reason, Certainty certainty,
                            const AlteredTable& table) {
  for (const Storage& storage : storage_of(table, !table.only)) {
    const bool has_it = storage.name != table.name && storage.relation != nullptr &&
                        storage.relation->column(definition.name) != nullptr;
    if (has_it) continue;
    const Certainty here = std::max(certainty, storage.certainty);
    table.out.work({.kind = WorkKind::rewrite,
                    .reason = reason,
                    .relation = storage.name,
                    .column = definition.name,
                    .certainty = here});
    if (here == Certainty::proved) table.out.lock_indexes(storage.name, LockMode::access_exclusive);
  }
}

/// The values of a virtual column are computed to see that none is null. Where nothing fills the column, PostgreSQL
/// looks for a row, too, but the first that it finds ends the statement. Source: tablecmds.c, ATExecAddColumn.
void scan_for_nulls(const Definition& definition, const AlteredTable& table) {
  if (!definition.virtual_column() || !definition.not_null) return;
  work_on_storage(table, !table.only,
                  {.kind = WorkKind::scan, .reason = Reason::add_not_null_constraint, .column = definition.name});
}

/// Rows that exist get a null where none may be, when the table has rows.
void check_nulls(const Definition& definition, const AlteredTable& table) {
  const bool domain_not_null =
      definition.domain != nullptr && domain_refuses_null(*definition.domain, table.out.before());
  if (!(definition.not_null || definition.primary_key || domain_not_null) || definition.fills_itself()) return;
  EffectsBuilder& out = table.out;
  out.breaks({.kind = BreakKind::required_column,
              .object_kind = ObjectKind::column,
              .relation = table.name,
              .column = definition.name,
              .object = pg::quote_identifier(definition.name)});
  const std::vector<Storage> storage = storage_of(table, !table.only);
  const bool may_hold_rows = std::any_of(storage.begin(), storage.end(), [&](const Storage& part) {
    if (part.relation != nullptr && out.before().emptied_here(*part.relation)) return false;
    return part.relation == nullptr || part.relation->populated || !out.before().made_here(*part.relation);
  });
  if (!may_hold_rows) return;
  out.fail(FailureKind::not_null_without_default, "23502",
           "column " + pg::quote_identifier(definition.name) + " of table " + pg::sql_name(table.name) +
               " would hold nulls in the rows that exist",
           table.certainty());
}

bool invalid(std::string sqlstate, std::string message, EffectsBuilder& out) {
  out.fail(FailureKind::invalid_definition, std::move(sqlstate), std::move(message));
  return true;
}

/// DEFERRABLE or ENFORCED behind what cannot be it. Source: parse_utilcmd.c, transformConstraintAttrs.
bool has_misplaced_attribute(const Definition& definition, EffectsBuilder& out) {
  ConstrType last = CONSTR_NULL;
  for (const auto& constraint : pg::each<Constraint>(definition.column.constraints)) {
    if (constraint.contype < CONSTR_ATTR_DEFERRABLE) {
      last = constraint.contype;
      continue;
    }
    const bool enforced = constraint.contype == CONSTR_ATTR_ENFORCED || constraint.contype == CONSTR_ATTR_NOT_ENFORCED;
    if (enforced) require_version(18, "ENFORCED of a constraint", out);
    const bool key = last == CONSTR_PRIMARY || last == CONSTR_UNIQUE || last == CONSTR_EXCLUSION;
    const bool fits = last == CONSTR_FOREIGN || (enforced ? last == CONSTR_CHECK : key);
    if (!fits) return invalid("42601", "a constraint has an attribute that it cannot have", out);
  }
  return false;
}

/// The descendants that have a column of the name already keep theirs, when it is of the same type.
/// Source: tablecmds.c, ATExecAddColumn.
bool refuses_merge(const Definition& definition, const AlteredTable& table) {
  const std::vector<QualifiedName> family = table.out.schema().with_descendants(table.name);
  return std::any_of(family.begin() + 1, family.end(), [&](const QualifiedName& name) {
    const Relation* child = table.out.known(name);
    const Column* column = child == nullptr ? nullptr : child->column(definition.name);
    if (column == nullptr || !column->complete || column->type == definition.type) return false;
    return invalid("42804",
                   "child table " + quoted(name.name) + " has a different type for column " + quoted(definition.name),
                   table.out);
  });
}

/// Source: tablecmds.c, ATExecAddColumn and transformColumnDefinition in parse_utilcmd.c.
bool fails_at_once(const Definition& definition, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const Relation* relation = table.relation;
  if (is_system_column(definition.name)) {
    out.fail(FailureKind::duplicate_object, "42701",
             "column name " + quoted(definition.name) + " conflicts with a system column name");
    return true;
  }
  if (definition.column.typeName != nullptr && definition.column.typeName->setof && out.version() >= 17) {
    return invalid("42P16", "column " + quoted(definition.name) + " cannot be SETOF", out);
  }
  if (has_misplaced_attribute(definition, out) || refuses_modifiers(definition.type, out)) return true;
  if (definition.type.name == table.name && !definition.type.array) {
    return invalid("42P16", "the row type of a table cannot be a part of itself", out);
  }
  if (relation == nullptr) return false;
  if (relation->of_type) {
    out.fail(FailureKind::wrong_object, "42809", "a column cannot be added to a typed table");
    return true;
  }
  if (relation->partition_bound || relation->default_partition) {
    out.fail(FailureKind::wrong_object, "42809", "a column cannot be added to a partition");
    return true;
  }
  if (relation->children.empty()) return false;
  if (refuses_merge(definition, table)) return true;
  if (definition.identity && !(table.partitioned() && out.version() >= 17)) {
    const bool version = table.partitioned();
    out.fail(version ? FailureKind::version : FailureKind::wrong_object, "42P16",
             "an identity column cannot be added to a table that has child tables");
    return true;
  }
  if (table.only) {
    out.fail(FailureKind::wrong_object, "42P16", "the column must be added to the child tables too");
    return true;
  }
  return false;
}

/// The default, what generates it, and its CHECK constraints.
bool check_expressions(const Definition& definition, const AlteredTable& table) {
  if (definition.default_value != nullptr &&
      (!check_default(definition.default_value, definition.name, definition.type, table) ||
       !check_computed(definition.default_value, definition.type, table))) {
    return false;
  }
  if (definition.generated != nullptr && !check_generated(definition.generated->raw_expr, definition.name,
                                                          definition.type, definition.virtual_column(), table)) {
    return false;
  }
  for (const auto& constraint : pg::each<Constraint>(definition.column.constraints)) {
    if (constraint.contype != CONSTR_CHECK) continue;
    const std::vector<NamedTable> tables{names_of(table)};
    if (check_expression(constraint.raw_expr, ExpressionPlace::check_constraint, tables, table.out).problem) {
      return false;
    }
  }
  return true;
}

/// NOT ENFORCED stands behind the constraint, in a node of its own.
bool is_enforced(const ::Constraint& constraint, const Definition& definition) {
  bool behind = false;
  for (const auto& one : pg::each<Constraint>(definition.column.constraints)) {
    if (one.contype < CONSTR_ATTR_DEFERRABLE) {
      behind = &one == &constraint;
    } else if (behind && one.contype == CONSTR_ATTR_NOT_ENFORCED) {
      return false;
    }
  }
  return constraint.is_enforced;
}

void add_column_reference(const ::Constraint& constraint, const Definition& definition, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const QualifiedName referenced = lock_referenced_table(constraint, table.name, out);
  const ReferencingColumns columns{
      .altered = &table, .persistence = persistence_of(table), .names = {definition.name}, .types = {definition.type}};
  if (refuses_foreign_key(constraint, referenced, columns, out)) return;
  if (!definition.has_raw_default() || constraint.skip_validation || !is_enforced(constraint, definition)) return;
  work_on_storage(table, table.partitioned(),
                  {.kind = WorkKind::scan, .reason = Reason::column_foreign_key, .column = definition.name});
  lock_indexes_for_check(table.name, referenced, out);
  for (Storage& storage : storage_of(referenced, true, out)) {
    out.work({.kind = WorkKind::scan,
              .reason = Reason::column_foreign_key,
              .relation = std::move(storage.name),
              .column = definition.name,
              .certainty = storage.certainty});
  }
}

void add_column_constraint(const ::Constraint& constraint, const Definition& definition, const AlteredTable& table) {
  if (refuses_constraint_name(constraint, table)) return;
  switch (constraint.contype) {
    case CONSTR_CHECK:
      if (constraint.skip_validation || !is_enforced(constraint, definition)) return;
      work_on_storage(table, !table.only && !constraint.is_no_inherit,
                      {.kind = WorkKind::scan, .reason = Reason::column_check, .column = definition.name});
      return;
    case CONSTR_PRIMARY:
    case CONSTR_UNIQUE:
      if (refuses_key(constraint, {definition.name}, {definition.type}, table)) return;
      build_constraint_index(constraint, {definition.name}, table);
      return;
    case CONSTR_FOREIGN:
      add_column_reference(constraint, definition, table);
      return;
    default:
      return;
  }
}

/// Source: parse_utilcmd.c, transformColumnDefinition.
void refuse_constraints_of_foreign_table(const Definition& definition, const AlteredTable& table) {
  for (const auto& constraint : pg::each<Constraint>(definition.column.constraints)) {
    switch (constraint.contype) {
      case CONSTR_PRIMARY:
      case CONSTR_UNIQUE:
      case CONSTR_EXCLUSION:
      case CONSTR_FOREIGN:
        table.out.fail(FailureKind::wrong_object, state_of_foreign_table_refusal(table),
                       "such constraints are not supported on foreign tables");
        return;
      default:
        break;
    }
  }
}

/// Before 13, the definition was taken apart before anyone looked whether the column is there: its sequence, its index
/// and its foreign key were made all the same. Source: parse_utilcmd.c, transformAlterTableStmt of 12.
void make_parts_anyway(const Definition& definition, const AlteredTable& table) {
  make_sequence(definition, table);
  for (const auto& constraint : pg::each<Constraint>(definition.column.constraints)) {
    if (constraint.contype == CONSTR_PRIMARY || constraint.contype == CONSTR_UNIQUE) {
      build_constraint_index(constraint, {definition.name}, table);
    } else if (constraint.contype == CONSTR_FOREIGN) {
      lock_referenced_table(constraint, table.name, table.out);
    }
  }
}

bool is_added_twice(std::string_view name, const AlteredTable& table) {
  int times = 0;
  for (const auto& action : pg::each<AlterTableCmd>(table.statement.cmds)) {
    const auto* column = action.subtype == AT_AddColumn && !action.missing_ok ? pg::as<ColumnDef>(action.def) : nullptr;
    if (column != nullptr && pg::text(column->colname) == name) ++times;
  }
  if (times < 2) return false;
  table.out.fail(FailureKind::duplicate_object, "42701", "column " + quoted(name) + " is added twice");
  return true;
}

}  // namespace

void add_column(const ::ColumnDef& column, bool if_not_exists, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const std::string_view name = pg::text(column.colname);
  if (table.column(name) != nullptr && !has_action(table.statement, AT_DropColumn, name)) {
    if (if_not_exists) {
      keep_column(column, *table.column(name), table);
      if (out.version() < 13) make_parts_anyway(read(column, out), table);
      return;
    }
    out.fail(FailureKind::duplicate_object, "42701",
             "column " + pg::quote_identifier(name) + " of table " + pg::sql_name(table.name) + " already exists");
    return;
  }
  if (is_added_twice(name, table)) return;
  const ObjectType type = table.statement.objtype;
  if (type == OBJECT_TYPE) return;
  if (column.typeName != nullptr && !check_type(*column.typeName, out)) return;
  const Definition definition = read(column, out);
  if (auto problem = problem_of_definition(column, pg::sql_name(table.name), out.before())) {
    out.fail(problem->kind, problem->sqlstate, problem->message);
    return;
  }
  if (fails_at_once(definition, table) || !check_expressions(definition, table)) return;
  make_sequence(definition, table);
  const bool foreign = type == OBJECT_FOREIGN_TABLE ||
                       (table.relation != nullptr && table.relation->kind == RelationKind::foreign_table);
  if (foreign) {
    refuse_constraints_of_foreign_table(definition, table);
    return;
  }
  if (gives_values(definition, out.before()) && refuses_row_type(table)) return;
  if (const auto rewrite = reason_to_rewrite(definition, out.before())) {
    rewrite_without_column(definition, rewrite->first, rewrite->second, table);
  }
  scan_for_nulls(definition, table);
  check_nulls(definition, table);
  for (const auto& constraint : pg::each<Constraint>(column.constraints)) {
    add_column_constraint(constraint, definition, table);
  }
}

}  // namespace pginterlock::effects
