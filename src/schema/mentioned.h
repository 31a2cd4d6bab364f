#pragma once

#include "pg/names.h"
#include "schema/objects.h"
#include "schema/words.h"

// What each sort of object mentions, so that those that depend on something are found without a look at all. What it
// mentioned `before`, when that is given, may be left out.
namespace pginterlock {

/// Its own name, types, functions, sequences, relations and whatever else stands in its columns, expressions, triggers
/// and query.
void add_words(const QualifiedName& name, const Relation& relation, const Relation* before, Words& words);
void add_words(const QualifiedName& name, const UserType& type, const UserType* before, Words& words);
/// The types of its arguments and its result, and what its body reads, as far as that is kept.
void add_words(const QualifiedName& key, const Routine& routine, const Routine* before, Words& words);
/// The relations that it is about and the object that it belongs to. Extensions and publications are found by their
/// kind.
void add_words(const QualifiedName& key, const NamedObject& object, const NamedObject* before, Words& words);

}  // namespace pginterlock
