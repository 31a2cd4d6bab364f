#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "effects/builder.h"

struct List;
struct RangeVar;
struct RenameStmt;

// How statements find the relations that they name.
namespace pginterlock::effects {

/// A relation that a statement names, and what is known of it (null: nothing).
struct Target {
  QualifiedName name;
  const Relation* known = nullptr;

  bool is(RelationKind kind) const { return known != nullptr && known->kind == kind; }
  bool temporary() const;
  /// Whether a script made it: else its kind was guessed from the statements that name it.
  bool kind_known() const { return known != nullptr && (known->complete || known->origin); }
};

/// The relation that is meant. None when history dropped or renamed it: then the statement fails, or does nothing when
/// `missing_ok`. A relation of which nothing is known is a target.
std::optional<Target> find_target(const ::RangeVar& relation, EffectsBuilder& out, bool missing_ok = false);
std::optional<Target> find_target(const QualifiedName& written, EffectsBuilder& out, bool missing_ok = false,
                                  std::string_view noun = "relation", std::string_view sqlstate = "42P01");

/// The name that a new relation gets: in the schema that is written, else in the first of the search path.
QualifiedName new_name(const ::RangeVar& relation, const State& before);
QualifiedName new_name(const ::RangeVar& relation, const EffectsBuilder& out);

/// A relation of pg_catalog or information_schema: the locks on those are not told.
bool is_system_catalog(const QualifiedName& name);

/// Fails when the relation is one of PostgreSQL's own tables: nobody alters or drops those. Source: tablecmds.c,
/// RangeVarCallbackForDropRelation, RangeVarCallbackForAlterRelation.
bool check_no_catalog(const Target& target, EffectsBuilder& out);

/// A name in double quotes, as PostgreSQL's messages show it.
std::string quoted(std::string_view name);

/// How sure it is that an object of this origin is there: IF NOT EXISTS leaves it open who made it.
Certainty certainty_of(const std::optional<Origin>& origin);

/// The noun of a relation in messages: "view".
std::string_view noun(RelationKind kind);
/// The kind of object that a loss or a break of such a relation is told as: every sort of table is a table.
ObjectKind object_kind(RelationKind kind);

/// Whether a list of DefElem has the option, and it is not false. `when_absent` answers for a list without it.
/// Source: define.c, defGetBoolean.
bool has_option(const ::List* options, std::string_view name, bool when_absent = false);

/// The known relations that a condition holds for, by name.
template <typename Condition>
std::vector<QualifiedName> relations_where(const Schema& schema, Condition&& condition) {
  std::vector<QualifiedName> names;
  schema.relations.for_each([&](const QualifiedName& name, const Relation& relation) {
    if (condition(relation)) names.push_back(name);
  });
  std::sort(names.begin(), names.end());
  return names;
}
/// The same, of those that mention a name.
template <typename Condition>
std::vector<QualifiedName> relations_mentioning(std::string_view mentioned, const Schema& schema,
                                                Condition&& condition) {
  std::vector<QualifiedName> names;
  schema.relations.for_each_mentioning(mentioned, [&](const QualifiedName& name, const Relation& relation) {
    if (condition(relation)) names.push_back(name);
  });
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace pginterlock::effects
