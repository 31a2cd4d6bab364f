#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "effects/targets.h"
#include "pg/ast.h"
#include "schema/named_objects.h"

// Whether what a statement names is there: objects that are no relations, types or routines, and roles.
namespace pginterlock::effects {

/// The noun of a kind of object in messages: "foreign-data wrapper".
std::string object_noun(int object_type);

struct NamedTarget {
  QualifiedName key;
  const NamedObject* known = nullptr;
};

/// The object that a statement names (an ObjectType and the node that stands for the name). None when it is not there:
/// then the statement fails, or does nothing when `missing_ok`; or when its kind is not kept.
std::optional<NamedTarget> find_object(int object_type, const ::Node* object, EffectsBuilder& out,
                                       bool missing_ok = false);
/// The same by its key.
std::optional<NamedTarget> find_object(int object_type, const QualifiedName& key, EffectsBuilder& out,
                                       bool missing_ok = false);
/// Fails when what a CREATE statement makes is there already. Out: false when it makes nothing, by failing or because
/// of IF NOT EXISTS.
bool check_made_object(const ::Node* statement, EffectsBuilder& out);
/// Fails when the key that RENAME or SET SCHEMA leads to is taken.
void check_free_key(int object_type, const QualifiedName& key, EffectsBuilder& out);

/// Fails when the role is known not to be there. Source: acl.c, get_rolespec_oid.
bool check_role(const ::RoleSpec* role, EffectsBuilder& out, std::string_view sqlstate = "42704");
bool check_role(std::string_view role, EffectsBuilder& out, std::string_view sqlstate = "42704");

/// Fails when the wrapper of a foreign server is known to have no handler. Source: foreign.c, GetFdwRoutine.
bool check_handler(std::string_view server, EffectsBuilder& out);

/// Foreign tables have no keys. Source: parse_utilcmd.c, transformColumnDefinition, transformTableConstraint.
bool check_foreign_table_constraint(const ::Constraint& constraint, EffectsBuilder& out);

/// Fails when the schema is known not to be there. Source: namespace.c, LookupExplicitNamespace.
bool check_schema(std::string_view schema, EffectsBuilder& out);
/// Fails when a new object has nowhere to go: its schema is gone, or none of the search path is there. `written` is the
/// schema that the statement names, empty when it names none. Source: namespace.c, RangeVarGetCreationNamespace.
bool check_creation_schema(std::string_view written, EffectsBuilder& out);
/// The same for a relation; a temporary one has no schema. Source: namespace.c, RangeVarAdjustRelationPersistence.
bool check_creation_schema(const ::RangeVar& relation, EffectsBuilder& out);

}  // namespace pginterlock::effects
