#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "session/state.h"

// Whether history has what a query of the catalogues asks for.
namespace pginterlock::effects {

using Text = std::optional<std::string>;

/// What the rows of a catalogue query are about: what its conditions name.
struct Wanted {
  Text schema, relation, column, constraint, index, type, label, routine, trigger, policy, extension, role;
  Text kind;             // pg_class.relkind
  Text constraint_kind;  // pg_constraint.contype
  Text data_type, nullable;
  std::vector<std::string> sources;  // the catalogues in FROM
  bool more = false;                 // conditions that are not understood
  bool broken = false;               // a shape that is not understood
};

/// Whether there is one such row at most, in a schema: not when only a kind of things is asked for.
bool names_one(const Wanted& wanted);

/// Whether there is such a row; none: history does not tell.
std::optional<bool> catalog_has(const Wanted& wanted, const State& state);

/// "Schema".name as to_regclass and ::regclass read it. Source: regproc.c, stringToQualifiedNameList.
std::optional<QualifiedName> parse_catalog_name(std::string_view written);

}  // namespace pginterlock::effects
