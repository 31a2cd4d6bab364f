#include "effects/routine_lookup.h"

#include <algorithm>

#include "effects/existence.h"
#include "effects/unmade.h"
#include "pg/catalog.h"
#include "pg/types.h"

namespace pginterlock::effects {

namespace {

enum class Wanted : std::uint8_t { function, procedure, aggregate, routine };

Wanted wanted_of(int type) {
  switch (type) {
    case OBJECT_PROCEDURE:
      return Wanted::procedure;
    case OBJECT_AGGREGATE:
      return Wanted::aggregate;
    case OBJECT_FUNCTION:
      return Wanted::function;
    default:
      return Wanted::routine;
  }
}

std::string_view noun_of(Wanted wanted) {
  switch (wanted) {
    case Wanted::function:
      return "function";
    case Wanted::procedure:
      return "procedure";
    case Wanted::aggregate:
      return "aggregate";
    case Wanted::routine:
      return "routine";
  }
  return "routine";
}

bool fits(const Routine& routine, Wanted wanted) {
  switch (wanted) {
    case Wanted::function:
      return !routine.procedure;
    case Wanted::procedure:
      return routine.procedure;
    case Wanted::aggregate:
      return routine.aggregate;
    case Wanted::routine:
      return true;
  }
  return true;
}

std::vector<std::string> schemas_for(const QualifiedName& written, const EffectsBuilder& out) {
  if (!written.schema.empty()) return {written.schema.str()};
  return out.before().session.search_path();
}

/// Whether an argument's type may be spelled in another way: table.column%TYPE.
bool may_be_spelled_otherwise(const Routine& routine) {
  return std::any_of(routine.argument_types.begin(), routine.argument_types.end(),
                     [](const std::string& type) { return type.find('.') != std::string::npos; });
}

bool key_is_absent(const QualifiedName& key, const EffectsBuilder& out) {
  if (out.schema().routines.find(key) != nullptr) return false;
  const std::string name = key.name.substr(0, key.name.str().find('('));
  const auto others = out.schema().routines_named({key.schema, name});
  if (std::any_of(others.begin(), others.end(), [](const Routine* one) { return may_be_spelled_otherwise(*one); })) {
    return false;
  }
  return out.schema().routines.known_absent(key) || lacks_everything_unknown(out.schema(), key.schema.str());
}

/// Whether a function of this name may be built in: those are found first.
bool may_be_built_in(const QualifiedName& written, const EffectsBuilder& out) {
  return (written.schema.empty() || written.schema == "pg_catalog") &&
         pg::builtin_function_exists(written.name.str(), out.version());
}

/// All routines of a name that the path shows.
std::vector<const Routine*> routines_of(const QualifiedName& written, const EffectsBuilder& out) {
  std::vector<const Routine*> found;
  for (const std::string& schema : schemas_for(written, out)) {
    const auto here = out.schema().routines_named({schema, written.name});
    found.insert(found.end(), here.begin(), here.end());
  }
  return found;
}

/// Whether every name of that spelling, whatever its arguments, is known to be gone.
bool name_is_absent(const QualifiedName& written, const EffectsBuilder& out) {
  if (may_be_built_in(written, out)) return false;
  const auto schemas = schemas_for(written, out);
  return !schemas.empty() && std::all_of(schemas.begin(), schemas.end(), [&](const std::string& schema) {
    const QualifiedName name{schema, written.name};
    if (out.schema().overloads.find(name) != nullptr) return false;
    return out.schema().overloads.known_absent(name) || lacks_everything_unknown(out.schema(), schema);
  });
}

std::string signature(const QualifiedName& written, const std::vector<std::string>& types) {
  return routine_key(written, types).name.str();
}

QualifiedName first_name(const QualifiedName& written, const EffectsBuilder& out) {
  return out.schema().resolve_routine(written, out.before().session.search_path());
}

void not_there(std::string message, EffectsBuilder& out) {
  out.fail(FailureKind::undefined_object, "42883", std::move(message));
}

void wrong_kind(Wanted wanted, const Routine& routine, const std::string& shown, EffectsBuilder& out) {
  std::string message = shown + " is not a " + std::string(noun_of(wanted));
  if (wanted == Wanted::aggregate) message = "function " + shown + " is not an aggregate";
  if (wanted == Wanted::function && routine.aggregate) {
    message = quoted(routine.name.name.str()) + " is an aggregate function";
  }
  out.fail(FailureKind::wrong_object, "42809", std::move(message));
}

/// What is granted or commented on is more often something that an extension made.
bool alters_or_drops(const EffectsBuilder& out) {
  const NodeTag tag = pg::tag(out.statement().node);
  return tag == T_DropStmt || tag == T_AlterFunctionStmt || tag == T_RenameStmt;
}

/// Only the name is written: there must be one. Source: parse_func.c, LookupFuncNameInternal.
std::optional<RoutineTarget> find_by_name(Wanted wanted, const QualifiedName& written, bool missing_ok,
                                          EffectsBuilder& out) {
  const std::vector<const Routine*> all = routines_of(written, out);
  std::vector<const Routine*> fitting;
  std::copy_if(all.begin(), all.end(), std::back_inserter(fitting),
               [&](const Routine* one) { return fits(*one, wanted); });
  const std::string noun(noun_of(wanted));
  const std::string could_not_find = "could not find a " + noun + " named " + quoted(written.plain());
  if (fitting.size() > 1) {
    out.fail(FailureKind::invalid_definition, "42725", noun + " name " + quoted(written.name.str()) + " is not unique");
    return std::nullopt;
  }
  if (fitting.size() == 1) return RoutineTarget{fitting.front()->name, fitting.front()};
  if (all.empty() && !name_is_absent(written, out)) {
    const QualifiedName name = first_name(written, out);
    if (!missing_ok && alters_or_drops(out)) note_unmade_routine(name, could_not_find, out);
    return RoutineTarget{name, nullptr};
  }
  // Before 14 the one function of the name is found, and is of the wrong kind.
  if (all.size() == 1 && out.version() < 14) {
    wrong_kind(wanted, *all.front(), written.name + "()", out);
    return std::nullopt;
  }
  if (!missing_ok) not_there(could_not_find, out);
  return std::nullopt;
}

}  // namespace

bool type_is_absent(const QualifiedName& type, const EffectsBuilder& out) {
  if (type.schema == "pg_catalog" || type.name.empty()) return false;
  // Array types and multiranges come with the types that they are made of.
  if (type.name.starts_with("_") || type.name.str().ends_with("multirange")) return false;
  if (out.schema().type(type) != nullptr || out.known(type) != nullptr) return false;
  return out.schema().types.known_absent(type) || lacks_everything_unknown(out.schema(), type.schema.str());
}

bool check_type(const ::TypeName& type, EffectsBuilder& out) {
  const pg::DataType written = pg::type_of(type);
  if (written.percent_type || written.builtin()) return true;
  const pg::DataType resolved = out.schema().resolve_type(written, out.before().session.search_path());
  if (!type_is_absent(resolved.name, out)) {
    note_unmade_type(resolved.name, written.name.plain(), out);
    return true;
  }
  if (!written.name.schema.empty() && !check_schema(written.name.schema.str(), out)) return false;
  out.fail(FailureKind::undefined_object, "42704", "type " + quoted(written.name.plain()) + " does not exist");
  return out.before().unread_changes;  // then it may be there, and what follows happens
}

bool check_type_named(const ::List* names, EffectsBuilder& out) {
  const QualifiedName written = pg::name_of(names);
  if (written.schema.empty() && pg::builtin_type(written.name.str())) return true;
  const QualifiedName type = out.schema().resolve_type(written, out.before().session.search_path());
  if (!type_is_absent(type, out)) {
    note_unmade_type(type, written.plain(), out);
    return true;
  }
  out.fail(FailureKind::undefined_object, "42704", "type " + quoted(written.plain()) + " does not exist");
  return false;
}

std::string type_text(const ::TypeName& type, const EffectsBuilder& out) {
  pg::DataType resolved = out.schema().resolve_type(pg::type_of(type), out.before().session.search_path());
  resolved.modifiers.clear();  // f(varchar(20)) is f(varchar)
  return pg::sql_type(resolved);
}

std::optional<RoutineTarget> find_routine(int object_type, const ::ObjectWithArgs& routine, EffectsBuilder& out,
                                          bool missing_ok) {
  const Wanted wanted = wanted_of(object_type);
  const QualifiedName written = pg::name_of(routine.objname);
  if (routine.args_unspecified) return find_by_name(wanted, written, missing_ok, out);
  std::vector<std::string> types;
  for (const auto& type : pg::each<TypeName>(routine.objargs)) {
    if (missing_ok) {
      const auto resolved = out.schema().resolve_type(pg::type_of(type), out.before().session.search_path());
      if (!resolved.percent_type && type_is_absent(resolved.name, out)) return std::nullopt;
    } else if (!check_type(type, out)) {
      return std::nullopt;
    }
    types.push_back(type_text(type, out));
  }
  const std::string shown = signature({"", written.name}, types);
  bool absent = true;
  const auto schemas = schemas_for(written, out);
  for (const std::string& schema : schemas) {
    const QualifiedName key = routine_key({schema, written.name}, types);
    const Routine* known = out.schema().routines.find(key);
    if (known != nullptr && fits(*known, wanted)) return RoutineTarget{known->name, known};
    if (known != nullptr) {
      wrong_kind(wanted, *known, shown, out);
      return std::nullopt;
    }
    absent = absent && key_is_absent(key, out);
  }
  if (!absent || schemas.empty() || may_be_built_in(written, out)) {
    const QualifiedName name = first_name(written, out);
    const bool tell = !absent && !missing_ok && alters_or_drops(out);
    if (tell) note_unmade_routine(name, std::string(noun_of(wanted)) + " " + shown + " does not exist", out);
    return RoutineTarget{name, nullptr};
  }
  if (!written.schema.empty() && !missing_ok && !check_schema(written.schema.str(), out)) return std::nullopt;
  if (!missing_ok) not_there(std::string(noun_of(wanted)) + " " + shown + " does not exist", out);
  return std::nullopt;
}

bool check_routine(const QualifiedName& written, const std::vector<std::string>& types, EffectsBuilder& out,
                   std::string_view noun) {
  if (may_be_built_in(written, out) || !routines_of(written, out).empty()) return true;
  const auto schemas = schemas_for(written, out);
  const bool absent = !schemas.empty() && std::all_of(schemas.begin(), schemas.end(), [&](const std::string& schema) {
    return key_is_absent(routine_key({schema, written.name}, types), out);
  });
  if (!absent) return true;
  not_there(std::string(noun) + " " + signature({"", written.name}, types) + " does not exist", out);
  return false;
}

}  // namespace pginterlock::effects
