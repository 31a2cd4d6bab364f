#include "lint/definer.h"

#include <fmt/format.h>

#include <algorithm>

#include "pg/names.h"
#include "pg/types.h"

namespace pginterlock::definer {
namespace {

QualifiedName resolve(const Context& context, const ::List* name) {
  return context.before.schema.resolve(pg::name_of(name), context.before.session.search_path());
}

void read_option(const Context& context, const ::DefElem& option, Routine& routine) {
  const std::string_view name = pg::text(option.defname);
  const Span place = context.statement.token_at(option.location);
  if (name == "security") {
    const auto* value = pg::as<::Boolean>(option.arg);
    routine.security_definer = value != nullptr && value->boolval;
    routine.security_cause = place;
  } else if (name == "language") {
    const auto* value = pg::as<::String>(option.arg);
    routine.language = value == nullptr ? "" : std::string(pg::text(value->sval));
  } else if (name == "as") {
    const auto* value = pg::as<::String>(pg::nth(pg::as<::List>(option.arg), 0));
    routine.body = value == nullptr ? nullptr : value->sval;
  } else if (name == "set") {
    const auto* set = pg::as<::VariableSetStmt>(option.arg);
    if (set == nullptr || (set->kind != VAR_RESET_ALL && pg::text(set->name) != "search_path")) return;
    routine.search_path = set;
    routine.path_cause = place;
  }
}

/// Most functions run as their caller, and no rule asks about those.
bool says_definer(const ::CreateFunctionStmt& create) {
  const auto options = pg::each<::DefElem>(create.options);
  return std::any_of(options.begin(), options.end(), [](const ::DefElem& option) {
    const auto* value = pg::as<::Boolean>(option.arg);
    return value != nullptr && value->boolval && pg::text(option.defname) == "security";
  });
}

bool is_input(::FunctionParameterMode mode) { return mode != FUNC_PARAM_OUT && mode != FUNC_PARAM_TABLE; }

Routine created(const Context& context, const ::CreateFunctionStmt& create) {
  Routine routine;
  routine.created = true;
  routine.replace = create.replace;
  routine.security_definer = false;
  routine.keyword = create.is_procedure ? "PROCEDURE" : "FUNCTION";
  routine.name = resolve(context, create.funcname);
  std::vector<std::string> types;
  for (const auto& parameter : pg::each<::FunctionParameter>(create.parameters)) {
    if (is_input(parameter.mode) && parameter.argType != nullptr)
      types.push_back(pg::sql_type(pg::type_of(*parameter.argType)));
  }
  routine.key = routine_key(routine.name, types);
  if (create.returnType != nullptr) {
    const std::string result = pg::name_of(create.returnType->names).name;
    routine.trigger = result == "trigger" || result == "event_trigger";
  }
  for (const auto& option : pg::each<::DefElem>(create.options)) read_option(context, option, routine);
  return routine;
}

Routine altered(const Context& context, const ::AlterFunctionStmt& alter) {
  Routine routine;
  routine.keyword = alter.objtype == OBJECT_PROCEDURE ? "PROCEDURE"
                    : alter.objtype == OBJECT_ROUTINE ? "ROUTINE"
                                                      : "FUNCTION";
  routine.name = resolve(context, alter.func->objname);
  routine.key = key_of(context, *alter.func);
  for (const auto& option : pg::each<::DefElem>(alter.actions)) read_option(context, option, routine);
  return routine;
}

}  // namespace

bool Routine::sets_path() const {
  return search_path != nullptr && (search_path->kind == VAR_SET_VALUE || search_path->kind == VAR_SET_CURRENT);
}

std::optional<Routine> routine_of(const Context& context) {
  const ::Node* node = context.statement.node;
  if (const auto* create = pg::as<::CreateFunctionStmt>(node)) {
    return says_definer(*create) ? std::optional(created(context, *create)) : std::nullopt;
  }
  const auto* alter = pg::as<::AlterFunctionStmt>(node);
  if (alter == nullptr || alter->func == nullptr) return std::nullopt;
  const Routine routine = altered(context, *alter);
  if (!routine.security_definer && routine.search_path == nullptr) return std::nullopt;
  return routine;
}

QualifiedName key_of(const Context& context, const ::ObjectWithArgs& object) {
  const QualifiedName name = resolve(context, object.objname);
  if (object.args_unspecified) return name;
  std::vector<std::string> types;
  for (const auto& type : pg::each<::TypeName>(object.objargs)) types.push_back(pg::sql_type(pg::type_of(type)));
  return routine_key(name, types);
}

const pginterlock::Routine* known(const Context& context, const Routine& routine) {
  if (const auto* exact = context.before.schema.routines.find(routine.key)) return exact;
  const auto named = context.before.schema.routines_named(routine.name);
  return named.size() == 1 && routine.key == routine.name ? named.front() : nullptr;
}

std::string set_path(const Routine& routine) {
  const std::string arguments = routine.key.name.substr(routine.name.name.size());
  return fmt::format("ALTER {} {}{} SET search_path = pg_catalog, pg_temp;\n", routine.keyword,
                     pg::sql_name(routine.name), arguments);
}

}  // namespace pginterlock::definer
