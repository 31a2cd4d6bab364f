// CREATE TYPE, ALTER TYPE, ALTER DOMAIN.
#include <algorithm>
#include <vector>

#include "effects/families.h"
#include "effects/targets.h"

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

}  // namespace

// typecmds.c, DefineCompositeType.
void create_composite_type(const ::CompositeTypeStmt& statement, EffectsBuilder& out) {
  const QualifiedName name = new_name(*statement.typevar, out);
  if (out.known(name) != nullptr || out.schema().type(name) != nullptr) {
    out.fail(FailureKind::duplicate_object, "42710", "type " + quoted(name.name) + " already exists");
    return;
  }
  out.lock_new(name, RelationKind::composite_type);
}

// typecmds.c, DefineEnum.
void create_enum(const ::CreateEnumStmt& statement, EffectsBuilder& out) {
  QualifiedName name = pg::name_of(statement.typeName);
  const auto& path = out.before().session.search_path();
  if (name.schema.empty()) name.schema = path.empty() ? "public" : path.front();
  if (out.schema().type(name) != nullptr) {
    out.fail(FailureKind::duplicate_object, "42710", "type " + quoted(name.name) + " already exists");
  }
}

// typecmds.c, AlterEnum; pg_enum.c, AddEnumLabel, RenameEnumLabel: no relation is locked, and since 12 a label can be
// added in a transaction block.
void alter_enum(const ::AlterEnumStmt& statement, EffectsBuilder& out) {
  const QualifiedName name = resolve_type(statement.typeName, out);
  const UserType* type = out.schema().type(name);
  const std::string_view label = text(statement.newVal);
  const bool exists = type != nullptr && has_label(*type, label);
  if (statement.oldVal == nullptr) {
    if (exists && !statement.skipIfNewValExists) {
      out.fail(FailureKind::duplicate_object, "42710", "enum label " + quoted(label) + " already exists");
    }
    return;
  }
  if (exists) {
    out.fail(FailureKind::duplicate_object, "42710", "enum label " + quoted(label) + " already exists");
  } else if (type != nullptr && !type->labels.empty() && !has_label(*type, text(statement.oldVal))) {
    out.fail(FailureKind::undefined_object, "22023", quoted(text(statement.oldVal)) + " is not an existing enum label");
  }
  out.breaks({.kind = BreakKind::rename,
              .object_kind = ObjectKind::enum_value,
              .object = pg::sql_name(name) + " " + pg::quote_literal(text(statement.oldVal)),
              .new_name = std::string(label)});
}

namespace {

/// Tables of a composite type: OF type. Their history is not kept, so only columns of the type are known.
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

// tablecmds.c, ATTypedTableRecursion, find_composite_type_dependencies.
void alter_composite_type(const ::AlterTableStmt& statement, EffectsBuilder& out) {
  const QualifiedName name =
      out.schema().resolve_type(pg::name_of(*statement.relation), out.before().session.search_path());
  out.lock(name, LockMode::access_exclusive, Certainty::proved, RelationKind::composite_type);
  const UserType* type = out.schema().type(name);
  std::size_t action = 0;
  for (const auto& command : each<AlterTableCmd>(statement.cmds)) {
    out.at(out.statement().action(action++));
    alter_attribute(command, name, out);
    if (command.behavior == DROP_CASCADE) {
      out.unknown("which tables of the type " + quoted(name.name) + " are altered with it is not known");
    }
    if (command.subtype != AT_AlterColumnType || type == nullptr) continue;
    for (const QualifiedName& table : type->used_by) {
      out.fail(
          FailureKind::dependent_objects, "0A000",
          "cannot alter type " + quoted(name.name) + " because a column of table " + quoted(table.name) + " uses it");
    }
  }
}

namespace {

/// The domain and the domains over it.
std::vector<QualifiedName> with_derived(const QualifiedName& domain, const EffectsBuilder& out) {
  std::vector<QualifiedName> domains{domain};
  for (std::size_t i = 0; i < domains.size(); ++i) {
    out.schema().types.for_each([&](const QualifiedName& name, const UserType& type) {
      const bool over = type.kind == TypeKind::domain && type.base.name == domains[i];
      if (over && std::find(domains.begin(), domains.end(), name) == domains.end()) domains.push_back(name);
    });
  }
  return domains;
}

/// Every table with a column of the domain is read. Source: typecmds.c, get_rels_with_domain (SHARE),
/// validateDomainCheckConstraint.
void scan_users(const QualifiedName& domain, EffectsBuilder& out) {
  if (out.schema().type(domain) == nullptr) {
    out.unknown("the tables that use the domain " + quoted(domain.name) + " are not known: no script made it");
    return;
  }
  for (const QualifiedName& name : with_derived(domain, out)) {
    for (const QualifiedName& user : out.schema().type(name)->used_by) {
      const Relation* table = out.known(user);
      if (table == nullptr || table->kind == RelationKind::partitioned_table) continue;
      for (const auto& column : table->columns) {
        if (column->type.name != name) continue;
        if (column->type.array || table->kind == RelationKind::composite_type) {
          out.fail(FailureKind::dependent_objects, "0A000",
                   "cannot alter type " + quoted(domain.name) + " because column " +
                       quoted(user.name + "." + column->name) + " uses it");
          continue;
        }
        out.lock(user, LockMode::share);
        out.work(
            {.kind = WorkKind::scan, .reason = Reason::domain_constraint, .relation = user, .column = column->name});
      }
    }
  }
}

bool is_not_null(const UserType* domain) {
  return domain != nullptr && std::any_of(domain->constraints.begin(), domain->constraints.end(),
                                          [](const auto& constraint) { return constraint.not_null; });
}

}  // namespace

// typecmds.c, AlterDomainNotNull, AlterDomainAddConstraint, AlterDomainValidateConstraint.
void alter_domain(const ::AlterDomainStmt& statement, EffectsBuilder& out) {
  const QualifiedName domain = resolve_type(statement.typeName, out);
  switch (statement.subtype) {
    case 'O':  // SET NOT NULL
      if (!is_not_null(out.schema().type(domain))) scan_users(domain, out);
      return;
    case 'V':  // VALIDATE CONSTRAINT
      scan_users(domain, out);
      return;
    case 'C': {  // ADD constraint
      const auto* constraint = as<Constraint>(statement.def);
      if (constraint == nullptr || constraint->skip_validation) return;
      if (constraint->contype == CONSTR_NOTNULL && is_not_null(out.schema().type(domain))) return;
      scan_users(domain, out);
      return;
    }
    default:  // SET and DROP DEFAULT, DROP NOT NULL, DROP CONSTRAINT
      return;
  }
}

}  // namespace pginterlock::effects
