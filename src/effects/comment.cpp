// COMMENT, SECURITY LABEL, and what else names an object of any kind in the way of objectaddress.c.
#include <algorithm>

#include "effects/existence.h"
#include "effects/families.h"
#include "effects/routine_lookup.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::text;

QualifiedName table_of(const std::vector<std::string>& names) {
  return {names.size() > 1 ? names[names.size() - 2] : "", names.back()};
}

bool has_named(const auto& parts, std::string_view name) {
  return std::any_of(parts.begin(), parts.end(), [&](const auto& part) { return part->name == name; });
}

/// A part of a relation or a domain that scripts did not make: code that is not read may have.
void missing(std::string what, EffectsBuilder& out, std::string_view sqlstate = "42704") {
  if (out.before().unread_changes) return;
  out.fail(FailureKind::undefined_object, std::string(sqlstate), std::move(what) + " does not exist");
}

bool part_is_missing(ObjectType type, const Relation& table, std::string_view name) {
  switch (type) {
    case OBJECT_TABCONSTRAINT:
      return table.constraint(name) == nullptr;
    case OBJECT_TRIGGER:
      return !has_named(table.triggers, name);
    case OBJECT_POLICY:
      return !has_named(table.policies, name);
    case OBJECT_RULE: {
      // Rules of views make them what they are.
      const bool of_view = table.kind == RelationKind::view && name == "_RETURN";
      return !of_view && std::find(table.rules.begin(), table.rules.end(), name) == table.rules.end();
    }
    default:
      return false;
  }
}

std::string_view part_noun(ObjectType type) {
  switch (type) {
    case OBJECT_TABCONSTRAINT:
      return "constraint";
    case OBJECT_TRIGGER:
      return "trigger";
    case OBJECT_POLICY:
      return "policy";
    default:
      return "rule";
  }
}

/// Source: objectaddress.c, get_object_address_relobject: ACCESS SHARE on the relation.
void describe_part(ObjectType type, std::vector<std::string> names, EffectsBuilder& out) {
  if (names.size() < 2) return;
  const std::string part = names.back();
  names.pop_back();
  const auto table = find_target(table_of(names), out);
  if (!table) return;
  out.lock(table->name, LockMode::access_share);
  if (table->known == nullptr || !table->known->complete || !part_is_missing(type, *table->known, part)) return;
  missing(std::string(part_noun(type)) + " " + quoted(part) + " for table " + quoted(table->name.name.str()), out);
}

/// Source: objectaddress.c, get_object_address_attribute; comment.c, CommentObject: SHARE UPDATE EXCLUSIVE.
void describe_column(std::vector<std::string> names, EffectsBuilder& out) {
  if (names.size() < 2) return;
  const std::string column = names.back();
  names.pop_back();
  const auto table = find_target(table_of(names), out);
  if (!table) return;
  out.lock(table->name, LockMode::share_update_exclusive);
  if (table->kind_known() && (table->is(RelationKind::index) || table->is(RelationKind::sequence))) {
    out.fail(FailureKind::wrong_object, "42809", "cannot set comment on relation " + quoted(table->name.name.str()));
  } else if (table->known != nullptr && table->known->complete && !table->known->columns.empty() &&
             table->known->column(column) == nullptr) {
    missing("column " + quoted(column) + " of relation " + quoted(table->name.name.str()), out, "42703");
  }
}

bool fits(RelationKind kind, RelationKind asked) {
  return kind == asked || (kind == RelationKind::partitioned_table && asked == RelationKind::table);
}

/// Source: objectaddress.c, get_relation_by_qualified_name.
void describe_relation(RelationKind asked, const std::vector<std::string>& names, EffectsBuilder& out) {
  if (names.empty()) return;
  const auto target = find_target(table_of(names), out);
  if (!target) return;
  if (target->kind_known() && !fits(target->known->kind, asked)) {
    out.fail(FailureKind::wrong_object, "42809",
             quoted(target->name.name.str()) + " is not a " + std::string(noun(asked)));
    return;
  }
  out.lock(target->name, LockMode::share_update_exclusive, Certainty::proved, asked);
}

/// Source: objectaddress.c, get_object_address_type.
void describe_type(bool domain, const ::Node* object, EffectsBuilder& out) {
  const auto* type = as<TypeName>(object);
  if (type == nullptr || !check_type(*type, out) || !domain) return;
  const auto name = out.schema().resolve_type(pg::name_of(type->names), out.before().session.search_path());
  const UserType* known = out.schema().type(name);
  if (known != nullptr && known->kind != TypeKind::domain) {
    out.fail(FailureKind::wrong_object, "42809", quoted(name.name.str()) + " is not a domain");
  }
}

void describe_domain_constraint(const ::List* list, EffectsBuilder& out) {
  const auto* type = as<TypeName>(pg::nth(list, 0));
  const auto* constraint = as<String>(pg::nth(list, 1));
  if (type == nullptr || constraint == nullptr || !check_type(*type, out)) return;
  const auto name = out.schema().resolve_type(pg::name_of(type->names), out.before().session.search_path());
  const UserType* known = out.schema().type(name);
  if (known == nullptr || known->kind != TypeKind::domain || !known->origin) return;
  const auto same = [&](const DomainConstraint& one) { return one.name == text(constraint->sval); };
  if (std::any_of(known->constraints.begin(), known->constraints.end(), same)) return;
  missing("constraint " + quoted(text(constraint->sval)) + " for domain " + name.name.str(), out);
}

}  // namespace

// objectaddress.c, get_object_address. COMMENT, SECURITY LABEL and ALTER EXTENSION … ADD alike.
void describe_object(ObjectType type, const ::Node* object, EffectsBuilder& out) {
  const auto* list = as<List>(object);
  switch (type) {
    case OBJECT_INDEX:
      return describe_relation(RelationKind::index, pg::strings_of(list), out);
    case OBJECT_SEQUENCE:
      return describe_relation(RelationKind::sequence, pg::strings_of(list), out);
    case OBJECT_VIEW:
      return describe_relation(RelationKind::view, pg::strings_of(list), out);
    case OBJECT_MATVIEW:
      return describe_relation(RelationKind::materialized_view, pg::strings_of(list), out);
    case OBJECT_TABLE:
      return describe_relation(RelationKind::table, pg::strings_of(list), out);
    case OBJECT_FOREIGN_TABLE:
      return describe_relation(RelationKind::foreign_table, pg::strings_of(list), out);
    case OBJECT_TABCONSTRAINT:
    case OBJECT_TRIGGER:
    case OBJECT_POLICY:
    case OBJECT_RULE:
      return describe_part(type, pg::strings_of(list), out);
    case OBJECT_COLUMN:
      return describe_column(pg::strings_of(list), out);
    case OBJECT_TYPE:
    case OBJECT_DOMAIN:
      return describe_type(type == OBJECT_DOMAIN, object, out);
    case OBJECT_DOMCONSTRAINT:
      return describe_domain_constraint(list, out);
    case OBJECT_FUNCTION:
    case OBJECT_PROCEDURE:
    case OBJECT_ROUTINE:
    case OBJECT_AGGREGATE:
      if (const auto* routine = as<ObjectWithArgs>(object)) find_routine(type, *routine, out);
      return;
    case OBJECT_DATABASE:
    case OBJECT_TABLESPACE:
    case OBJECT_LARGEOBJECT:
      return;
    default:
      find_object(type, object, out);
      return;
  }
}

}  // namespace pginterlock::effects
