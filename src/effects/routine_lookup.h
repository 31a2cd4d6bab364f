#pragma once

#include <optional>
#include <string>
#include <vector>

#include "effects/targets.h"
#include "pg/ast.h"

// How statements find types and routines, and what is said when they are not there.
namespace pginterlock::effects {

/// Whether a type is known to be absent: no script made it or a relation of the name, and history dropped it or holds
/// all of its schema.
bool type_is_absent(const QualifiedName& type, const EffectsBuilder& out);
/// Fails when the type that is named is known not to be there. Source: parse_type.c, typenameType.
bool check_type(const ::TypeName& type, EffectsBuilder& out);
/// The same for a name without modifiers or array bounds.
bool check_type_named(const ::List* names, EffectsBuilder& out);
/// Fails when a new type of that name has no place, or another type or relation has the name.
bool check_free_type_name(const ::List* names, EffectsBuilder& out);
/// The known tables that were made OF the type, by name.
std::vector<QualifiedName> typed_tables(const QualifiedName& type, const EffectsBuilder& out);
/// What an alteration of a composite type does to the tables made OF it: without CASCADE it is refused.
bool reach_typed_tables(const QualifiedName& type, bool cascade, EffectsBuilder& out);
/// The type as keys of routines spell it.
std::string type_text(const ::TypeName& type, const EffectsBuilder& out);

/// A routine that a statement names. `known` is null when no script made it.
struct RoutineTarget {
  QualifiedName name;  // without arguments
  const Routine* known = nullptr;
};

/// The function, procedure or aggregate (an ObjectType) that is meant. None when it is not there, is ambiguous or of
/// another kind: then the statement fails, or does nothing when `missing_ok` and it is not there.
/// Source: parse_func.c, LookupFuncWithArgs.
std::optional<RoutineTarget> find_routine(int object_type, const ::ObjectWithArgs& routine, EffectsBuilder& out,
                                          bool missing_ok = false);

/// The key of the one among routines of a name that is called with the arguments; empty when there is none, or history
/// and the types of constants, casts and the like do not decide between several.
/// Source: namespace.c, FuncnameGetCandidates; parse_func.c, func_get_detail, func_select_candidate.
QualifiedName routine_called(const std::vector<const Routine*>& routines, const ::List* arguments, const State& before);

/// Fails when no function of the name that takes these types can be there: history dropped the one that does.
bool check_routine(const QualifiedName& written, const std::vector<std::string>& types, EffectsBuilder& out,
                   std::string_view noun = "function");

}  // namespace pginterlock::effects
