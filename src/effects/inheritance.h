#pragma once

#include "effects/alter_table.h"

// What a table must have to become the child of another, and what keeps it from becoming one.
namespace pginterlock::effects {

/// How a table becomes a child.
enum class Joining : std::uint8_t { inherit, partition };

/// Whether columns and constraints of the child do not fit the parent's: then it has failed.
/// Source: tablecmds.c, MergeAttributesIntoExisting and MergeConstraintsIntoExisting.
bool refuses_child(const Relation& child, const Relation& parent, Joining joining, EffectsBuilder& out);

/// Whether `table` is `descendant` or has it below.
bool is_above(const QualifiedName& table, const QualifiedName& descendant, const EffectsBuilder& out);

/// Whether a temporary relation meets a permanent one: then it has failed.
bool mixes_temporary(const Relation& child, const Relation& parent, EffectsBuilder& out);

}  // namespace pginterlock::effects
