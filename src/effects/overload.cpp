// Which of several routines of one name a call means.
#include <algorithm>
#include <string>
#include <vector>

#include "effects/expression_type.h"
#include "effects/routine_lookup.h"
#include "effects/semantics.h"
#include "pg/catalog.h"
#include "pg/signatures.h"

namespace pginterlock::effects {

namespace {

/// An argument as the parser sees it.
struct Argument {
  bool known = false;    // false: its type is not told
  bool literal = false;  // a string or NULL without a type of its own
  std::string type;      // as keys of routines spell it
  std::string base;      // the catalogue's name; empty: of a user's type
};

Argument argument_of(const ::Node* node, const State& before) {
  pg::DataType type = meaning_of(node, ExpressionPlace::column_default, {}, before).type;
  if (!type.known()) return {};
  if (type.is("unknown")) return {.known = true, .literal = true, .type = {}, .base = {}};
  type.modifiers.clear();
  type = before.schema.resolve_type(type, before.session.search_path());
  return {.known = true, .literal = false, .type = pg::sql_type(type), .base = catalog_type(type, before)};
}

std::string parameter_type(const Routine& routine, std::size_t n, const State& before) {
  return catalog_type(type_of_sql(routine.argument_types[n]), before);
}

bool is_polymorphic(const std::string& type) { return type.starts_with("any") || type.find("\"any\"") == 0; }

/// Whether the parser certainly cannot put the argument there.
bool misfits(const Argument& argument, const Routine& routine, std::size_t n, const State& before) {
  if (!argument.known || argument.literal || argument.base.empty()) return false;
  if (argument.type == routine.argument_types[n] || is_polymorphic(routine.argument_types[n])) return false;
  const std::string wanted = parameter_type(routine, n, before);
  return !wanted.empty() && !pg::implicitly_coercible(argument.base, wanted, before.pg_version);
}

/// Whether each argument that has a type has the very one that the routine takes.
bool is_exact(const std::vector<Argument>& arguments, const Routine& routine) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (!arguments[i].literal && arguments[i].type != routine.argument_types[i]) return false;
  }
  return true;
}

/// A literal is preferably a text. Source: parse_func.c, func_select_candidate.
bool takes_texts(const std::vector<Argument>& arguments, const Routine& routine) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i].literal && routine.argument_types[i] != "text") return false;
  }
  return true;
}

template <typename Keep>
const Routine* only_one(const std::vector<const Routine*>& routines, Keep&& keep) {
  const auto count = std::count_if(routines.begin(), routines.end(), keep);
  return count == 1 ? *std::find_if(routines.begin(), routines.end(), keep) : nullptr;
}

const Routine* choose(std::vector<const Routine*> routines, const ::List* list, const State& before) {
  std::vector<Argument> arguments;
  for (std::size_t i = 0; i < pg::length(list); ++i) {
    if (pg::tag(pg::nth(list, i)) == T_NamedArgExpr) return nullptr;
    arguments.push_back(argument_of(pg::nth(list, i), before));
  }
  std::erase_if(routines, [&](const Routine* one) {
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      if (misfits(arguments[i], *one, i, before)) return true;
    }
    return false;
  });
  if (routines.size() == 1) return routines.front();
  if (!std::all_of(arguments.begin(), arguments.end(), [](const Argument& one) { return one.known; })) return nullptr;
  std::erase_if(routines, [&](const Routine* one) { return !is_exact(arguments, *one); });
  if (routines.size() == 1) return routines.front();
  return only_one(routines, [&](const Routine* one) { return takes_texts(arguments, *one); });
}

}  // namespace

QualifiedName routine_called(const std::vector<const Routine*>& routines, const ::List* arguments,
                             const State& before) {
  const std::size_t given = pg::length(arguments);
  std::vector<const Routine*> fitting = routines;
  if (routines.size() > 1) {
    std::erase_if(fitting, [&](const Routine* one) {
      const std::size_t most = one->argument_types.size();
      return given > most || given + one->defaults < most;
    });
  }
  const Routine* called = fitting.size() == 1 ? fitting.front() : nullptr;
  if (fitting.size() > 1) called = choose(std::move(fitting), arguments, before);
  return called == nullptr ? QualifiedName{} : routine_key(called->name, called->argument_types);
}

}  // namespace pginterlock::effects
