#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "schema/editor.h"
#include "schema/schema.h"

// How what is only remembered (schema/remembered_text.h) is kept: one entry of Schema::others for each text, and one
// list for each object that any text is about, so that a drop or a new name costs what the object has.
namespace pginterlock::schema {

/// What a text is about: the thing itself, or a part of it.
namespace thing {
inline constexpr std::string_view relation;
inline constexpr std::string_view column = "column";
inline constexpr std::string_view constraint = "constraint";
inline constexpr std::string_view trigger = "trigger";
inline constexpr std::string_view policy = "policy";
inline constexpr std::string_view rule = "rule";
inline constexpr std::string_view routine = "routine";
inline constexpr std::string_view type = "type";
inline constexpr std::string_view type_constraint = "domain constraint";
inline constexpr std::string_view object = "object";  // of Schema::others
inline constexpr std::string_view defaults = "default privileges";
}  // namespace thing

/// What the text says of it.
namespace about {
inline constexpr std::string_view comment = "comment";
inline constexpr std::string_view grant = "grant";
inline constexpr std::string_view option = "option";
inline constexpr std::string_view firing = "firing";
inline constexpr std::string_view owner = "owner";
inline constexpr std::string_view property = "property";      // of a routine, by its word
inline constexpr std::string_view setting = "setting";        // SET of a routine, a role or a database
inline constexpr std::string_view membership = "membership";  // in a role; the part is the member
}  // namespace about

/// What is known of a membership.
namespace membership {
inline constexpr std::string_view member = "member";
inline constexpr std::string_view admin = "member with ADMIN OPTION";
inline constexpr std::string_view revoked = "revoked";  // and not known before
}  // namespace membership

/// How the setting of a role or a database begins: the first that history knows, a further one, or RESET.
namespace setting {
inline constexpr std::string_view first = "+";
inline constexpr std::string_view further = "=";
inline constexpr std::string_view none = "-";
}  // namespace setting

/// What is remembered of one thing.
struct Text {
  QualifiedName of;        // the relation, the key of the routine, the type, the key in Schema::others
  std::string_view thing;  // of namespace thing
  std::string part;        // its name; of grants the grantee, of options the option
  std::string_view about;  // of namespace about, or the part of a definition: "query", "using", …
};

/// The text; null: none.
const NamedObject* recall(const Text& text, const Schema& schema);
void remember(const Text& text, std::string content, Schema& schema);
void forget(const Text& text, Schema& schema);

/// All that is remembered of an object.
std::vector<const NamedObject*> texts_of(std::string_view thing, const QualifiedName& of, const Schema& schema);

/// What an object had goes with it: a relation's parts and the constraints of a domain included.
void forget_all(std::string_view thing, const QualifiedName& of, Schema& schema);
/// Of a part, or of all parts that have something of that kind said of them.
void forget_part(std::string_view thing, const QualifiedName& of, std::string_view part, Schema& schema);
void forget_about(std::string_view thing, const QualifiedName& of, std::string_view about, Schema& schema);
/// An object, or a part of it, has another name.
void move_all(std::string_view thing, const QualifiedName& from, const QualifiedName& to, Schema& schema);
void move_part(std::string_view thing, const QualifiedName& of, std::string_view from, const std::string& to,
               Schema& schema);

/// GRANT, REVOKE and ALTER DEFAULT PRIVILEGES: what each role may do, as words in order.
void remember_grant(const ::GrantStmt& statement, const SchemaEditor& editor, Schema& schema);
void remember_defaults(const ::AlterDefaultPrivilegesStmt& statement, const SchemaEditor& editor, Schema& schema);
/// DROP OWNED takes back what its roles were granted. Source: aclchk.c, RemoveRoleFromObjectACL.
void forget_grants_of(const ::DropOwnedStmt& statement, Schema& schema);

/// Storage parameters, options of views, statistics targets, storage and compression of columns, and triggers and rules
/// that are switched off.
void remember_settings(const ::Node* statement, const SchemaEditor& editor, Schema& schema);

/// What ALTER FUNCTION changes of a routine, memberships of roles, settings of roles and databases, the schema and the
/// version of an extension.
void remember_properties(const ::Node* statement, const SchemaEditor& editor, Schema& schema);
/// The clauses of CREATE or ALTER FUNCTION; CREATE makes all of them anew.
void remember_properties(const QualifiedName& key, const ::List* options, std::string_view language, bool made_anew,
                         Schema& schema);

/// Removes, or gives another name to, what is remembered of the objects that DROP, RENAME and SET SCHEMA name. Call it
/// before the statement is applied.
void follow_texts(const ::Node* statement, const SchemaEditor& editor, Schema& schema);

}  // namespace pginterlock::schema
