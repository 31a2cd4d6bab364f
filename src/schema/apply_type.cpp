#include <algorithm>

#include "pg/ast.h"
#include "pg/walk.h"
#include "schema/definitions.h"
#include "schema/families.h"
#include "schema/follow_names.h"
#include "schema/new_labels.h"
#include "schema/object_names.h"

namespace pginterlock::schema {

namespace {

UserType& learn_type(const QualifiedName& name, TypeKind kind, SchemaEditor& editor) {
  if (editor.schema().type(name) != nullptr) return editor.schema().types.edit(name);
  UserType type;
  type.name = name;
  type.kind = kind;
  return editor.schema().types.put(name, std::move(type));
}

void add_domain_constraint(const ::Constraint& node, UserType& domain, const SchemaEditor& editor) {
  const bool check = node.contype == CONSTR_CHECK;
  if (!check && node.contype != CONSTR_NOTNULL) return;
  DomainConstraint constraint;
  constraint.name = pg::text(node.conname);
  constraint.not_null = !check;
  constraint.valid = !node.skip_validation;
  const char* label = check ? "check" : "not_null";
  const auto taken = [&](const std::string& name) {
    return std::any_of(domain.constraints.begin(), domain.constraints.end(),
                       [&](const DomainConstraint& one) { return one.name == name; });
  };
  if (constraint.name.empty()) {
    constraint.name = choose_constraint_name(editor.schema(), domain.name, "", label);
    for (std::size_t pass = 1; taken(constraint.name); ++pass) {
      constraint.name = pg::make_object_name(domain.name.name, "", label + std::to_string(pass));
    }
  }
  domain.constraints.push_back(std::move(constraint));
}

/// Gives every column of the type another one.
void retype_columns(const UserType& type, const QualifiedName& to, SchemaEditor& editor) {
  for (const QualifiedName& table : type.used_by) {
    Relation* relation = editor.edit(table);
    if (relation == nullptr) continue;
    for (auto& column : relation->columns) {
      if (column->type.name != type.name) continue;
      auto changed = std::make_shared<Column>(*column);
      changed->type.name = to;
      column = std::move(changed);
    }
  }
}

/// The kind of the object is the default's volatility.
void set_domain_default(const QualifiedName& domain, const ::Node* expression, SchemaEditor& editor) {
  Registry<NamedObject>& others = editor.schema().others;
  const QualifiedName key = domain_default_key(domain);
  if (expression == nullptr || pg::is_null_constant(expression)) {
    if (others.find(key) != nullptr) others.erase(key);
    return;
  }
  NamedObject object;
  const pg::Volatility volatility = volatility_of(expression, editor);
  object.kind = volatility == pg::Volatility::volatile_ ? "volatile"
                : volatility == pg::Volatility::unknown ? "unknown"
                                                        : "stable";
  others.put(key, std::move(object));
}

}  // namespace

void create_type(const QualifiedName& name, TypeKind kind, SchemaEditor& editor) {
  UserType type;
  type.name = name;
  type.kind = kind;
  type.origin = editor.origin();
  editor.schema().types.put(name, std::move(type));
}

void create_enum(const ::CreateEnumStmt& statement, SchemaEditor& editor) {
  const QualifiedName name = editor.created(statement.typeName);
  create_type(name, TypeKind::enumeration, editor);
  editor.schema().types.edit(name).labels = pg::strings_of(statement.vals);
}

void alter_enum(const ::AlterEnumStmt& statement, SchemaEditor& editor) {
  const QualifiedName name = editor.existing_type(statement.typeName);
  UserType& type = learn_type(name, TypeKind::enumeration, editor);
  const std::string label(pg::text(statement.newVal));
  if (statement.oldVal != nullptr) {
    const std::string old(pg::text(statement.oldVal));
    std::replace(type.labels.begin(), type.labels.end(), old, label);
    std::replace(type.labels_added_here.begin(), type.labels_added_here.end(), old, label);
    follow_label(name, old, label, editor.schema());
    return;
  }
  if (std::find(type.labels.begin(), type.labels.end(), label) != type.labels.end()) return;
  auto at = type.labels.end();
  if (statement.newValNeighbor != nullptr) {
    at = std::find(type.labels.begin(), type.labels.end(), pg::text(statement.newValNeighbor));
    if (at != type.labels.end() && statement.newValIsAfter) ++at;
  }
  type.labels.insert(at, label);
  if (editor.context().in_transaction) note_new_label(type, label, editor.origin(), editor.schema());
  // Since 17 the values of a type that the same transaction made can be used at once. Source: enum.c,
  // check_safe_enum_use.
  const bool own = editor.version() >= 17 && type.origin && type.origin->transaction == editor.context().transaction;
  if (own || !editor.context().in_transaction) return;
  type.labels_added_here.push_back(label);
  editor.schema().uncommitted_enums.push_back(name);
}

QualifiedName domain_default_key(const QualifiedName& domain) { return {"domain default", domain.plain()}; }

void create_domain(const ::CreateDomainStmt& statement, SchemaEditor& editor) {
  const QualifiedName name = editor.created(statement.domainname);
  create_type(name, TypeKind::domain, editor);
  UserType& domain = editor.schema().types.edit(name);
  if (statement.typeName != nullptr) domain.base = editor.type(*statement.typeName);
  for (const auto& node : pg::each<::Constraint>(statement.constraints)) add_domain_constraint(node, domain, editor);
  // A domain over another one has its default unless it says otherwise.
  const NamedObject* inherited = editor.schema().others.find(domain_default_key(domain.base.name));
  if (inherited != nullptr) editor.schema().others.put(domain_default_key(name), NamedObject(*inherited));
  for (const auto& node : pg::each<::Constraint>(statement.constraints)) {
    if (node.contype == CONSTR_DEFAULT) set_domain_default(name, node.raw_expr, editor);
  }
}

void alter_domain(const ::AlterDomainStmt& statement, SchemaEditor& editor) {
  UserType& domain = learn_type(editor.existing_type(statement.typeName), TypeKind::domain, editor);
  const std::string_view name = pg::text(statement.name);
  switch (statement.subtype) {
    case 'T':
      set_domain_default(domain.name, statement.def, editor);
      return;
    case 'C':
      if (const auto* node = pg::as<::Constraint>(statement.def)) add_domain_constraint(*node, domain, editor);
      return;
    case 'X':
      std::erase_if(domain.constraints, [&](const DomainConstraint& one) { return one.name == name; });
      return;
    case 'V':
      for (DomainConstraint& one : domain.constraints) {
        if (one.name == name) one.valid = true;
      }
      return;
    case 'N':
      std::erase_if(domain.constraints, [](const DomainConstraint& one) { return one.not_null; });
      return;
    case 'O': {
      DomainConstraint constraint;
      constraint.name = choose_constraint_name(editor.schema(), domain.name, "", "not_null");
      constraint.not_null = true;
      domain.constraints.push_back(std::move(constraint));
      return;
    }
    default:
      return;
  }
}

void create_composite_type(const ::CompositeTypeStmt& statement, SchemaEditor& editor) {
  if (statement.typevar == nullptr) return;
  Relation relation;
  relation.name = editor.created(*statement.typevar);
  relation.kind = RelationKind::composite_type;
  relation.complete = true;
  relation.origin = editor.origin();
  const QualifiedName name = relation.name;
  create_type(name, TypeKind::composite, editor);
  editor.create(std::move(relation));
  for (const auto& attribute : pg::each<::ColumnDef>(statement.coldeflist)) define_column(attribute, name, editor);
}

void rename_type(const QualifiedName& from, const QualifiedName& to, SchemaEditor& editor) {
  const UserType* known = editor.schema().type(from);
  if (known == nullptr || from == to) return;
  const UserType type = *known;
  editor.schema().types.rename(from, to).name = to;
  retype_columns(type, to, editor);
  retype_routines(from, to, editor);
  follow_type(from, to, editor.schema());
  const Relation* relation = editor.find(from);
  if (relation != nullptr && relation->kind == RelationKind::composite_type) editor.rename(from, to);
}

void drop_type(const QualifiedName& name, SchemaEditor& editor) {
  const UserType* known = editor.schema().type(name);
  const UserType type = known == nullptr ? UserType{} : *known;
  for (const QualifiedName& table : type.used_by) {
    const Relation* relation = editor.find(table);
    if (relation == nullptr) continue;
    std::vector<std::string> columns;
    for (const auto& column : relation->columns) {
      if (column->type.name == name) columns.push_back(column->name);
    }
    for (const std::string& column : columns) editor.drop_column(table, column, true);
  }
  editor.schema().types.erase(name);
  drop_routines_of(name, editor);
  const Relation* relation = editor.find(name);
  if (relation != nullptr && relation->kind == RelationKind::composite_type) editor.drop(name);
}

}  // namespace pginterlock::schema
