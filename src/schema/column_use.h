#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

struct Node;

namespace pginterlock::schema {

/// The kind of such notes: the schema of their keys.
inline constexpr std::string_view column_use = "column use";

/// Notes that an object that is no part of a relation reads a column: "publication p", "function f()".
void note_column_use(const std::string& user, const Dependency& column, Schema& schema);
/// The object is gone, or made anew.
void forget_column_uses(const std::string& user, Schema& schema);
/// The users that such a note names.
std::vector<std::string> users_in(const NamedObject& note);
/// The objects that read the column.
std::vector<std::string> users_of_column(const Schema& schema, const QualifiedName& table, std::string_view column);

}  // namespace pginterlock::schema
