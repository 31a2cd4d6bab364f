#pragma once

#include <string>
#include <vector>

#include "schema/objects.h"

namespace pginterlock {

class Schema;

/// Expressions, signatures and publications know objects by number, so that a new name of an object is a new name in
/// them. Here they are kept as text, or by name: these put the new name in. In: the object's name before and after.
namespace schema {

/// Whether a relation has a row type that goes by its name.
bool has_rows(RelationKind kind);
/// In the defaults that take numbers from a sequence.
void follow_sequence(const QualifiedName& from, const QualifiedName& to, Schema& schema);
/// In expressions and with the triggers, views, policies and rules that call a function, which is the only one of
/// its name.
void follow_routine(const QualifiedName& from, const QualifiedName& to, Schema& schema);
/// In the casts of expressions.
void follow_type(const QualifiedName& from, const QualifiedName& to, Schema& schema);
/// The keys of the routines that have the type, or an array of it, among their arguments or as their result. A relation
/// is the type of its rows.
std::vector<QualifiedName> routines_of_type(const QualifiedName& type, const Schema& schema);
/// In expressions about columns of an enum. Source: enum.c; pg_node_tree holds the number of the label.
void follow_label(const QualifiedName& type, const std::string& from, const std::string& to, Schema& schema);
/// In publications.
void follow_table(const QualifiedName& from, const QualifiedName& to, Schema& schema);
/// A schema whose tables are published; without `to` it is gone.
void follow_schema(const std::string& from, const std::string& to, Schema& schema);
/// A table that is gone is in no publication.
void forget_table(const QualifiedName& table, Schema& schema);

}  // namespace schema

}  // namespace pginterlock
