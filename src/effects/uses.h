#pragma once

#include <string>
#include <vector>

#include "effects/drop.h"

// What uses an object that is no relation: a function, an operator class, a collation, a text search configuration.
namespace pginterlock::effects {

/// A part of a relation, or the whole of it, that cannot be without the object.
struct Use {
  enum class Part : std::uint8_t { default_value, column, constraint, index, view, policy, rule };
  Part part = Part::view;
  QualifiedName relation;
  std::string name = {};
};
using Uses = std::vector<Use>;

/// The parts that call a routine: of its overloads it is the one that fits the arguments, as far as those are plain.
Uses uses_of_routine(const Routine& routine, const EffectsBuilder& out);
/// The parts that need an operator class, a collation or a text search configuration (an ObjectType).
Uses uses_of(int object_type, const QualifiedName& key, const EffectsBuilder& out);

/// What CASCADE does to them. Source: dependency.c, doDeletion; heap.c, RemoveAttributeById, RemoveAttrDefaultById.
void drop_uses(const Uses& uses, RelationDrop& drop, EffectsBuilder& out);
/// A column that goes, with the indexes that it has a part in.
void lock_dropped_column(const QualifiedName& table, const std::string& column, EffectsBuilder& out);

}  // namespace pginterlock::effects
