#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

struct Node;
struct RoleSpec;

// Objects that are no relations, types or routines: how statements name them, and whether they are there.
namespace pginterlock {

enum class Existence : std::uint8_t { yes, no, unknown };

/// Whether a schema holds such a name is decidable when it is gone, or when scripts made it with all that is in it.
Existence existence_of_schema(const Schema& schema, std::string_view name);
bool lacks_everything_unknown(const Schema& schema, std::string_view name);

/// Whether a relation is known to be absent: history dropped it, its schema is gone, or its schema was made by scripts
/// and none of them made it.
bool certainly_absent(const Schema& schema, const QualifiedName& relation);

/// The schema in which an object goes that is made without one: the first of the path that is not known to be absent.
/// None: all of them are. Source: namespace.c, recomputeNamespacePath, GetOverrideSearchPath.
std::optional<std::string> creation_schema(const Schema& schema, const std::vector<std::string>& path);

/// The key in Schema::others of an object that a statement names in the way of DROP, COMMENT, ALTER … RENAME: an
/// ObjectType and the node that stands for the name. None for kinds that are not kept.
std::optional<QualifiedName> existing_object(int object_type, const ::Node* object, const Schema& schema,
                                             const std::vector<std::string>& path);

/// The key of an operator class that an index of the access method names.
QualifiedName operator_class_key(const QualifiedName& written, std::string_view method, const Schema& schema,
                                 const std::vector<std::string>& path);

/// What a CREATE statement makes when it is such an object.
struct MadeObject {
  int object_type = 0;
  QualifiedName key;
  bool if_not_exists = false;
  bool or_replace = false;
};
std::optional<MadeObject> object_made_by(const ::Node* statement, const Schema& schema,
                                         const std::vector<std::string>& path);

/// Whether the object is there: history made or dropped it, or it is built in.
Existence existence_of(const Schema& schema, const QualifiedName& key);

/// The key of the note that REASSIGN OWNED took all from a role.
QualifiedName reassigned_key(std::string_view role);
/// Whether the key is that of a note and not of an object that a database has.
bool is_note(const QualifiedName& key);
/// The key of a user mapping; roles that are not written out have names no role can have.
QualifiedName user_mapping_key(const ::RoleSpec* role, std::string_view server);
/// The key with another name or another schema: what RENAME and SET SCHEMA make of it.
QualifiedName renamed_key(const QualifiedName& key, std::string_view name);
QualifiedName moved_key(const QualifiedName& key, std::string_view schema);
/// How messages show it: the name without its schema.
std::string shown_name(const QualifiedName& key);

}  // namespace pginterlock
