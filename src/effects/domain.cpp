// CREATE DOMAIN, ALTER DOMAIN.
#include <algorithm>
#include <vector>

#include "effects/existence.h"
#include "effects/families.h"
#include "effects/routine_lookup.h"
#include "effects/targets.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::text;

/// The domain and the domains over it.
std::vector<QualifiedName> with_derived(const QualifiedName& domain, const EffectsBuilder& out) {
  std::vector<QualifiedName> domains{domain};
  for (std::size_t i = 0; i < domains.size(); ++i) {
    std::vector<QualifiedName> derived;
    out.schema().types.for_each_mentioning(domains[i].name, [&](const QualifiedName& name, const UserType& type) {
      const bool over = type.kind == TypeKind::domain && type.base.name == domains[i];
      if (over && std::find(domains.begin(), domains.end(), name) == domains.end()) derived.push_back(name);
    });
    std::sort(derived.begin(), derived.end());
    domains.insert(domains.end(), derived.begin(), derived.end());
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
      // Views have no rows to be checked. Source: typecmds.c, get_rels_with_domain.
      const bool skipped =
          table == nullptr || table->kind == RelationKind::partitioned_table || table->kind == RelationKind::view;
      if (skipped) continue;
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

// typecmds.c, DefineDomain.
void create_domain(const ::CreateDomainStmt& statement, EffectsBuilder& out) {
  if (!check_free_type_name(statement.domainname, out)) return;
  if (statement.typeName != nullptr && !check_type(*statement.typeName, out)) return;
  for (const auto& constraint : pg::each<Constraint>(statement.constraints)) {
    switch (constraint.contype) {
      case CONSTR_UNIQUE:
      case CONSTR_PRIMARY:
      case CONSTR_EXCLUSION:
      case CONSTR_FOREIGN:
        out.fail(FailureKind::invalid_definition, "42601", "keys are not possible for domains");
        return;
      default:
        break;
    }
  }
}

namespace {

/// Source: typecmds.c, checkDomainOwner.
bool check_domain(const QualifiedName& name, const ::List* written, EffectsBuilder& out) {
  if (!check_type_named(written, out)) return false;
  const UserType* type = out.schema().type(name);
  const bool other = type == nullptr ? out.known(name) != nullptr : type->kind != TypeKind::domain && type->origin;
  if (!other) return true;
  out.fail(FailureKind::wrong_object, "42809", name.name.str() + " is not a domain");
  return false;
}

/// Whether the constraint that the statement names is there as the statement needs it.
/// Source: typecmds.c, AlterDomainDropConstraint, AlterDomainValidateConstraint, domainAddCheckConstraint.
bool check_constraint_name(const ::AlterDomainStmt& statement, const QualifiedName& name, EffectsBuilder& out) {
  const UserType* domain = out.schema().type(name);
  if (domain == nullptr || !domain->origin) return true;
  const auto* added = as<Constraint>(statement.def);
  const bool adds = statement.subtype == 'C';
  const std::string_view wanted =
      adds ? (added == nullptr ? std::string_view{} : text(added->conname)) : text(statement.name);
  if (wanted.empty()) return true;
  const bool there = std::any_of(domain->constraints.begin(), domain->constraints.end(),
                                 [&](const DomainConstraint& one) { return one.name == wanted; });
  if (adds && there) {
    out.fail(FailureKind::duplicate_object, "42710",
             "constraint " + quoted(wanted) + " for domain " + quoted(name.name.str()) + " already exists");
  } else if (!adds && !there && !statement.missing_ok) {
    out.fail(FailureKind::undefined_object, "42704",
             "constraint " + quoted(wanted) + " of domain " + quoted(name.name.str()) + " does not exist");
  }
  return adds != there;
}

}  // namespace

// typecmds.c, AlterDomainNotNull, AlterDomainAddConstraint, AlterDomainValidateConstraint.
void alter_domain(const ::AlterDomainStmt& statement, EffectsBuilder& out) {
  const QualifiedName domain =
      out.schema().resolve_type(pg::name_of(statement.typeName), out.before().session.search_path());
  if (!check_domain(domain, statement.typeName, out)) return;
  const bool about_constraint = statement.subtype == 'C' || statement.subtype == 'X' || statement.subtype == 'V';
  if (about_constraint && !check_constraint_name(statement, domain, out)) return;
  switch (statement.subtype) {
    case 'O':  // SET NOT NULL
      if (!is_not_null(out.schema().type(domain))) scan_users(domain, out);
      return;
    case 'V':  // VALIDATE CONSTRAINT
      scan_users(domain, out);
      return;
    case 'C': {  // ADD constraint
      const auto* constraint = as<Constraint>(statement.def);
      if (constraint != nullptr && constraint->contype == CONSTR_NOTNULL && out.version() < 17) {
        out.fail(FailureKind::version, "42601", "a not-null constraint on a domain needs PostgreSQL 17");
      }
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
