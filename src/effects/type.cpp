// CREATE TYPE, ALTER TYPE.
#include <algorithm>
#include <vector>

#include "effects/alter_table.h"
#include "effects/existence.h"
#include "effects/families.h"
#include "effects/routine_lookup.h"
#include "effects/targets.h"
#include "pg/catalog.h"
#include "pg/lexer.h"
#include "pg/types.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::each;
using pg::text;

QualifiedName resolve_type(const ::List* name, const EffectsBuilder& out) {
  return out.schema().resolve_type(pg::name_of(name), out.before().session.search_path());
}

bool has_label(const UserType& type, std::string_view label) {
  return std::find(type.labels.begin(), type.labels.end(), label) != type.labels.end();
}

/// Types share their names with the row types of relations. Source: pg_type.c, TypeCreate; heap.c,
/// heap_create_with_catalog.
bool check_free_type(const QualifiedName& name, bool may_be_base, EffectsBuilder& out) {
  const UserType* type = out.schema().type(name);
  const Relation* relation = out.known(name);
  bool taken = type != nullptr && !(may_be_base && type->kind == TypeKind::base);
  if (type == nullptr && relation != nullptr) {
    const bool sequence = relation->kind == RelationKind::sequence;
    taken = relation->kind != RelationKind::index && !(sequence && out.version() >= 14);
  }
  if (!taken) return true;
  out.fail(FailureKind::duplicate_object, "42710", "type " + quoted(name.name.str()) + " already exists");
  return false;
}

/// The name of a new type, when there is a place for it and none has it.
std::optional<QualifiedName> new_type(const ::List* written, bool may_be_base, EffectsBuilder& out) {
  QualifiedName name = pg::name_of(written);
  if (!check_creation_schema(name.schema.str(), out)) return std::nullopt;
  if (name.schema.empty()) {
    name.schema = creation_schema(out.schema(), out.before().session.search_path()).value_or("public");
  }
  return check_free_type(name, may_be_base, out) ? std::optional(name) : std::nullopt;
}

}  // namespace

bool check_free_type_name(const ::List* names, EffectsBuilder& out) { return new_type(names, false, out).has_value(); }

// typecmds.c, DefineCompositeType.
void create_composite_type(const ::CompositeTypeStmt& statement, EffectsBuilder& out) {
  if (!check_creation_schema(*statement.typevar, out)) return;
  const QualifiedName name = new_name(*statement.typevar, out);
  if (!check_free_type(name, false, out)) return;
  std::vector<std::string_view> columns;
  for (const auto& column : each<ColumnDef>(statement.coldeflist)) {
    if (column.typeName != nullptr && !check_type(*column.typeName, out)) return;
    if (std::find(columns.begin(), columns.end(), text(column.colname)) != columns.end()) {
      out.fail(FailureKind::invalid_definition, "42701",
               "column " + quoted(text(column.colname)) + " specified more than once");
      return;
    }
    columns.push_back(text(column.colname));
  }
  out.lock_new(name, RelationKind::composite_type);
}

// typecmds.c, DefineEnum; pg_enum.c, EnumValuesCreate: the unique index of pg_enum has the last word on labels.
void create_enum(const ::CreateEnumStmt& statement, EffectsBuilder& out) {
  if (!new_type(statement.typeName, false, out)) return;
  std::vector<std::string> labels = pg::strings_of(statement.vals);
  std::sort(labels.begin(), labels.end());
  if (std::adjacent_find(labels.begin(), labels.end()) == labels.end()) return;
  out.fail(FailureKind::invalid_definition, "23505", "an enum type has a label twice");
}

// typecmds.c, DefineRange.
void create_range(const ::CreateRangeStmt& statement, EffectsBuilder& out) {
  if (!new_type(statement.typeName, true, out)) return;
  bool own_class = false;
  const ::TypeName* subtype = nullptr;
  for (const auto& option : each<DefElem>(statement.params)) {
    if (pg::same_word(text(option.defname), "subtype")) subtype = as<TypeName>(option.arg);
    if (pg::same_word(text(option.defname), "subtype_opclass")) own_class = true;
  }
  if (subtype == nullptr) {
    out.fail(FailureKind::invalid_definition, "42601", "type attribute \"subtype\" is required");
    return;
  }
  if (!check_type(*subtype, out) || own_class) return;
  const pg::DataType type = pg::type_of(*subtype);
  const auto fact =
      type.builtin() && !type.array ? pg::builtin_type(type.name.name.str(), out.version()) : std::nullopt;
  if (!fact || fact->has_btree) return;
  out.fail(FailureKind::undefined_object, "42704",
           "data type " + type.name.name.str() + " has no default operator class for access method \"btree\"");
}

// typecmds.c, DefineType: a base type is a shell first.
void define_type(const ::DefineStmt& statement, EffectsBuilder& out) {
  const auto name = new_type(statement.defnames, statement.definition != nullptr, out);
  if (!name) return;
  const UserType* shell = out.schema().type(*name);
  if (statement.definition == nullptr) return;
  if (out.version() < 13 && shell == nullptr) {  // the shell is made on the way
    for (const auto& option : each<DefElem>(statement.definition)) {
      const auto* function = text(option.defname) == "input" ? as<TypeName>(option.arg) : nullptr;
      if (function != nullptr) check_routine(pg::name_of(function->names), {"cstring"}, out);
    }
    return;
  }
  if (shell == nullptr && type_is_absent(*name, out)) {
    out.fail(FailureKind::undefined_object, "42710", "type " + quoted(name->name.str()) + " does not exist");
  }
}

namespace {

std::string shown(const QualifiedName& type) { return type.schema == "public" ? type.name.str() : type.plain(); }

bool check_enum(const QualifiedName& name, const ::List* written, EffectsBuilder& out) {
  if (!check_type_named(written, out)) return false;
  const UserType* type = out.schema().type(name);
  if ((type == nullptr && out.known(name) == nullptr) || (type != nullptr && type->kind == TypeKind::enumeration)) {
    return true;
  }
  out.fail(FailureKind::wrong_object, "42809", shown(name) + " is not an enum");
  return false;
}

void unknown_label(std::string_view label, EffectsBuilder& out) {
  out.fail(FailureKind::undefined_object, "22023", quoted(label) + " is not an existing enum label");
}

}  // namespace

// typecmds.c, AlterEnum; pg_enum.c, AddEnumLabel, RenameEnumLabel: no relation is locked, and since 12 a label can be
// added in a transaction block.
void alter_enum(const ::AlterEnumStmt& statement, EffectsBuilder& out) {
  const QualifiedName name = resolve_type(statement.typeName, out);
  if (!check_enum(name, statement.typeName, out)) return;
  const UserType* type = out.schema().type(name);
  const std::string_view label = text(statement.newVal);
  const bool exists = type != nullptr && has_label(*type, label);
  const bool complete = type != nullptr && type->origin && !type->labels.empty();
  if (statement.oldVal == nullptr) {
    if (exists && !statement.skipIfNewValExists) {
      out.fail(FailureKind::duplicate_object, "42710", "enum label " + quoted(label) + " already exists");
    } else if (!exists && complete && statement.newValNeighbor != nullptr &&
               !has_label(*type, text(statement.newValNeighbor))) {
      unknown_label(text(statement.newValNeighbor), out);
    }
    return;
  }
  if (exists) {
    out.fail(FailureKind::duplicate_object, "42710", "enum label " + quoted(label) + " already exists");
  } else if (type != nullptr && !type->labels.empty() && !has_label(*type, text(statement.oldVal))) {
    unknown_label(text(statement.oldVal), out);
  }
  out.breaks({.kind = BreakKind::rename,
              .object_kind = ObjectKind::enum_value,
              .object = pg::sql_name(name) + " " + pg::quote_literal(text(statement.oldVal)),
              .new_name = std::string(label)});
}

// typecmds.c, AlterType.
void alter_type(const ::AlterTypeStmt& statement, EffectsBuilder& out) {
  if (out.version() < 13) {
    out.fail(FailureKind::version, "42601", "ALTER TYPE … SET needs PostgreSQL 13");
    return;
  }
  if (!check_type_named(statement.typeName, out)) return;
  const QualifiedName name = resolve_type(statement.typeName, out);
  const UserType* type = out.schema().type(name);
  if (type == nullptr || type->kind == TypeKind::base) return;
  out.fail(FailureKind::wrong_object, "42809", shown(name) + " is not a base type");
}

// typecmds.c, AlterTypeOwner: of a composite type it is ALTER TABLE … OWNER.
void change_type_owner(const ::AlterOwnerStmt& statement, EffectsBuilder& out) {
  const auto* list = as<List>(statement.object);
  if (list == nullptr) return;
  const QualifiedName name = resolve_type(list, out);
  const UserType* type = out.schema().type(name);
  if (type != nullptr && type->kind == TypeKind::composite) {
    out.lock(name, LockMode::access_exclusive, Certainty::proved, RelationKind::composite_type);
  }
}

namespace {

void alter_attribute(const ::AlterTableCmd& command, const QualifiedName& type, EffectsBuilder& out) {
  switch (command.subtype) {
    case AT_DropColumn:
      out.lose({.kind = ObjectKind::column,
                .object = pg::quote_identifier(text(command.name)),
                .relation = type,
                .data = true,
                .certainty = Certainty::assumed});
      out.breaks({.kind = BreakKind::drop,
                  .object_kind = ObjectKind::column,
                  .relation = type,
                  .column = std::string(text(command.name)),
                  .object = pg::sql_name(type) + "." + pg::quote_identifier(text(command.name))});
      return;
    case AT_AlterColumnType:
      out.breaks({.kind = BreakKind::type_change,
                  .object_kind = ObjectKind::column,
                  .relation = type,
                  .column = std::string(text(command.name)),
                  .object = pg::sql_name(type) + "." + pg::quote_identifier(text(command.name))});
      return;
    default:
      return;
  }
}

}  // namespace

namespace {

/// Source: tablecmds.c, ATExecAddColumn, ATExecDropColumn, ATPrepAlterColumnType.
void check_attribute(const ::AlterTableCmd& command, const QualifiedName& name, EffectsBuilder& out) {
  const Relation* type = out.known(name);
  if (type == nullptr || !type->complete) return;
  const auto* added = command.subtype == AT_AddColumn ? as<ColumnDef>(command.def) : nullptr;
  if (added != nullptr && type->column(text(added->colname)) != nullptr) {
    out.fail(FailureKind::duplicate_object, "42701",
             "column " + quoted(text(added->colname)) + " of relation " + quoted(name.name.str()) + " already exists");
  }
  const bool named = command.subtype == AT_DropColumn || command.subtype == AT_AlterColumnType;
  if (!named || command.missing_ok || type->column(text(command.name)) != nullptr) return;
  out.fail(FailureKind::undefined_object, "42703",
           "column " + quoted(text(command.name)) + " of relation " + quoted(name.name.str()) + " does not exist");
}

/// The rows of the tables made OF the type follow it. Source: tablecmds.c, ATTypedTableRecursion.
void change_typed_tables(const ::AlterTableStmt& statement, const ::AlterTableCmd& command, const QualifiedName& type,
                         EffectsBuilder& out) {
  if (command.subtype != AT_AlterColumnType) return;
  for (const QualifiedName& table : typed_tables(type, out)) {
    alter_attribute_type(command, {.statement = statement, .name = table, .relation = out.known(table), .out = out});
  }
}

}  // namespace

std::vector<QualifiedName> typed_tables(const QualifiedName& type, const EffectsBuilder& out) {
  return relations_mentioning(type.name, out.schema(),
                              [&](const Relation& relation) { return relation.of_type == type; });
}

bool reach_typed_tables(const QualifiedName& type, bool cascade, EffectsBuilder& out) {
  const auto tables = typed_tables(type, out);
  if (!cascade && !tables.empty()) {
    out.fail(FailureKind::dependent_objects, "2BP01",
             "cannot alter type " + quoted(type.name.str()) + " because it is the type of a typed table");
    return false;
  }
  for (const QualifiedName& table : tables) out.lock_with_descendants(table, LockMode::access_exclusive);
  const UserType* known = out.schema().type(type);
  if (cascade && (known == nullptr || !known->origin)) {
    out.unknown("which tables of the type " + quoted(type.name.str()) + " are altered with it is not known");
  }
  return true;
}

// tablecmds.c, ATTypedTableRecursion, find_composite_type_dependencies.
void alter_composite_type(const ::AlterTableStmt& statement, EffectsBuilder& out) {
  const QualifiedName name =
      out.schema().resolve_type(pg::name_of(*statement.relation), out.before().session.search_path());
  if (const Relation* relation = out.known(name);
      relation != nullptr && relation->complete && relation->kind != RelationKind::composite_type) {
    out.fail(FailureKind::wrong_object, "42809", quoted(name.name.str()) + " is not a composite type");
    return;
  }
  out.lock(name, LockMode::access_exclusive, Certainty::proved, RelationKind::composite_type);
  const UserType* type = out.schema().type(name);
  std::size_t action = 0;
  for (const auto& command : each<AlterTableCmd>(statement.cmds)) {
    out.at(out.statement().action(action++));
    alter_attribute(command, name, out);
    check_attribute(command, name, out);
    if (!reach_typed_tables(name, command.behavior == DROP_CASCADE, out)) return;
    change_typed_tables(statement, command, name, out);
    if (command.subtype != AT_AlterColumnType || type == nullptr) continue;
    for (const QualifiedName& table : type->used_by) {
      out.fail(
          FailureKind::dependent_objects, "0A000",
          "cannot alter type " + quoted(name.name) + " because a column of table " + quoted(table.name) + " uses it");
    }
  }
}

}  // namespace pginterlock::effects
