#pragma once

#include <span>
#include <string>
#include <unordered_map>

#include "effects/semantics.h"
#include "pg/ast.h"

// The steps of meaning_of, for semantics.cpp alone.
namespace pginterlock::effects {

/// The meanings of an expression's nodes, filled from the leaves up. The null node has one: nothing is known.
struct Meanings : std::unordered_map<const ::Node*, Meaning> {
  ImplicitCasts* casts = nullptr;  // where the casts that no one spelled are noted
};

/// Notes that an argument of a type is taken as another one.
void note_cast(const ::Node* argument, const std::string& type, std::string_view taken_as, const Meanings& below);
/// The meaning of an expression with a cast around it.
Meaning with_cast(Meaning meaning, const pg::DataType& to, const State& before);

/// The meaning of a node whose children have theirs. Nodes that are told elsewhere (columns, subqueries) are unknown.
Meaning meaning_of_node(const ::Node* node, const Meanings& below, const State& before);

/// The meaning of a call, and whether it is of an aggregate, a window function or a set-returning one.
struct CallMeaning {
  Meaning meaning = {};
  bool aggregate = false;
  bool window = false;
  bool set_returning = false;
};
CallMeaning meaning_of_call(const ::FuncCall& call, const Meanings& below, const State& before);

/// What the routines by a name that scripts made give, the worst of them; `unknown` when there are none.
Meaning meaning_of_routine(const QualifiedName& name, const State& before);

/// The catalogue's name of a type, a domain's of its base: "_text" for text[]; "" for a user's type.
std::string catalog_type(const pg::DataType& type, const State& before);
/// The type of a catalogue name; not known() for "".
pg::DataType type_of_catalog(const std::string& name);
/// The type of a routine's argument or result as the schema tells it: "SETOF integer" is integer.
pg::DataType type_of_sql(std::string_view sql);
/// As PostgreSQL's messages show a type: unknown for a literal.
std::string words_of(const pg::DataType& type);

/// Whether the text is certainly no value of the type: its input function fails.
bool unreadable(std::string_view text, const pg::DataType& type, const State& before);

/// What comparing something of the type with constants meets when one of them is an enum value that the open
/// transaction added: PostgreSQL reads them as the type. Source: enum.c, check_safe_enum_use.
std::optional<Problem> problem_of_compared_label(const pg::DataType& type, const ::Node* operand, const State& before);

/// Whether the expression calls a function of LANGUAGE sql that a script made: the planner may put its body in its
/// place, and then what it was declared does not count. Source: clauses.c, inline_function.
bool calls_sql_function(const ::Node* expression, const State& before);

}  // namespace pginterlock::effects
