// CREATE FUNCTION, PROCEDURE and AGGREGATE, ALTER FUNCTION, DO, CALL.
#include <algorithm>
#include <array>

#include "effects/existence.h"
#include "effects/families.h"
#include "effects/query.h"
#include "effects/routine_lookup.h"
#include "pg/catalog.h"
#include "pg/lexer.h"
#include "pg/types.h"
#include "schema/sql_text.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::each;
using pg::text;

bool is_input(FunctionParameterMode mode) {
  return mode == FUNC_PARAM_IN || mode == FUNC_PARAM_INOUT || mode == FUNC_PARAM_VARIADIC || mode == FUNC_PARAM_DEFAULT;
}

/// What CREATE FUNCTION says about a routine beyond its body.
struct Declaration {
  QualifiedName name;
  std::vector<std::string> types;
  std::vector<std::string_view> names;
  std::size_t defaults = 0;
  std::string result;
  std::string result_columns;
  std::string_view language = "sql";
  std::string_view body;
  bool own_path = false;  // SET search_path, or settings that are not read here
};

void read_options(const ::List* options, Declaration& declaration) {
  for (const auto& option : each<DefElem>(options)) {
    const std::string_view name = text(option.defname);
    if (name == "language") {
      if (const auto* language = as<String>(option.arg)) declaration.language = text(language->sval);
    } else if (name == "as") {
      const auto* body = as<String>(pg::nth(as<List>(option.arg), 0));
      if (body != nullptr) declaration.body = text(body->sval);
    } else if (name == "set") {
      declaration.own_path = true;
    }
  }
}

/// Source: functioncmds.c, interpret_function_parameter_list.
std::optional<Declaration> read_declaration(const ::CreateFunctionStmt& statement, EffectsBuilder& out) {
  Declaration declaration;
  declaration.name = pg::name_of(statement.funcname);
  if (!check_creation_schema(declaration.name.schema.str(), out)) return std::nullopt;
  if (declaration.name.schema.empty()) {
    declaration.name.schema = creation_schema(out.schema(), out.before().session.search_path()).value_or("public");
  }
  read_options(statement.options, declaration);
  for (const auto& parameter : each<FunctionParameter>(statement.parameters)) {
    if (parameter.argType == nullptr) continue;
    if (!check_type(*parameter.argType, out)) return std::nullopt;
    const std::string type = type_text(*parameter.argType, out);
    if (is_input(parameter.mode)) {
      declaration.types.push_back(type);
      declaration.names.push_back(text(parameter.name));
      if (parameter.defexpr != nullptr) ++declaration.defaults;
    }
    if (statement.is_procedure && parameter.mode == FUNC_PARAM_OUT && out.version() < 14) {
      out.fail(FailureKind::version, "0A000", "procedures cannot have OUT arguments before PostgreSQL 14");
      return std::nullopt;
    }
    const bool comes_out =
        parameter.mode == FUNC_PARAM_OUT || parameter.mode == FUNC_PARAM_INOUT || parameter.mode == FUNC_PARAM_TABLE;
    if (!comes_out) continue;
    if (!declaration.result_columns.empty()) declaration.result_columns += ", ";
    declaration.result_columns.append(text(parameter.name)).append(" ").append(type);
  }
  if (statement.returnType != nullptr) {
    // A function in C or in the server may return a type that is to come.
    const bool shell = declaration.language == "c" || declaration.language == "internal";
    if (!shell && !check_type(*statement.returnType, out)) return std::nullopt;
    declaration.result = (statement.returnType->setof ? "SETOF " : "") + type_text(*statement.returnType, out);
  }
  return declaration;
}

void cannot(std::string message, EffectsBuilder& out) {
  out.fail(FailureKind::invalid_definition, "42P13", "cannot " + std::move(message));
}

/// What OR REPLACE may not change. Source: pg_proc.c, ProcedureCreate.
void check_replacement(const Routine& known, const Declaration& declaration, bool procedure, EffectsBuilder& out) {
  if (known.aggregate || known.procedure != procedure) {
    out.fail(FailureKind::wrong_object, "42809", "cannot change routine kind");
    return;
  }
  const bool result_told = !declaration.result.empty() && !known.result_type.empty();
  if ((result_told && declaration.result != known.result_type) || declaration.result_columns != known.result_columns) {
    return cannot("change return type of existing function", out);
  }
  for (std::size_t i = 0; i < known.argument_names.size() && i < declaration.names.size(); ++i) {
    const std::string& name = known.argument_names[i];
    if (!name.empty() && name != declaration.names[i]) {
      return cannot("change name of input parameter " + quoted(name), out);
    }
  }
  if (known.defaults > declaration.defaults) cannot("remove parameter defaults from existing function", out);
}

/// Out: false when the routine cannot be made.
bool check_existing(const Declaration& declaration, bool procedure, bool replace, EffectsBuilder& out) {
  const Routine* known = out.schema().routines.find(routine_key(declaration.name, declaration.types));
  if (known == nullptr) return true;
  if (replace) {
    check_replacement(*known, declaration, procedure, out);
    return true;
  }
  out.fail(FailureKind::duplicate_object, "42723",
           "function " + quoted(declaration.name.name.str()) + " already exists with same argument types",
           certainty_of(known->origin));
  return false;
}

/// Whether each call that the other routine takes is one that the new one takes with its defaults, too: PostgreSQL
/// refuses it as not unique. Source: namespace.c, FuncnameGetCandidates.
bool takes_calls_of(const Routine& other, const Declaration& made) {
  const std::size_t given = other.argument_types.size();
  return made.types.size() > given && made.types.size() - made.defaults <= given &&
         std::equal(other.argument_types.begin(), other.argument_types.end(), made.types.begin());
}

/// OR REPLACE says that a routine is there already; with other arguments it stays, and a second one is made.
void note_overloads(const Declaration& declaration, bool procedure, EffectsBuilder& out) {
  const QualifiedName key = routine_key(declaration.name, declaration.types);
  if (out.schema().routines.find(key) != nullptr) return;
  for (const Routine* other : out.schema().routines_named(declaration.name)) {
    const bool from_before = other->origin && !out.before().made_here(other->origin);
    if (other->aggregate || other->procedure != procedure || !from_before) continue;
    const QualifiedName beside = routine_key(other->name, other->argument_types);
    out.overload({.beside = beside,
                  .made = pg::sql_name(declaration.name) + key.name.substr(declaration.name.name.size()),
                  .other = pg::sql_name(other->name) + beside.name.substr(other->name.name.size()),
                  .ambiguous = takes_calls_of(*other, declaration),
                  .certainty = certainty_of(other->origin)});
  }
}

/// The built-in types that a SQL function is likely to return, as keys of routines and as the catalogue spell them.
struct ResultType {
  std::string_view sql;
  std::string_view name;
};
constexpr std::array result_types = {
    ResultType{"integer", "int4"},
    ResultType{"bigint", "int8"},
    ResultType{"smallint", "int2"},
    ResultType{"boolean", "bool"},
    ResultType{"numeric", "numeric"},
    ResultType{"uuid", "uuid"},
    ResultType{"date", "date"},
    ResultType{"jsonb", "jsonb"},
    ResultType{"double precision", "float8"},
    ResultType{"timestamp with time zone", "timestamptz"},
};

bool is_query(const ::Node* node) {
  switch (pg::tag(node)) {
    case T_SelectStmt:
    case T_InsertStmt:
    case T_UpdateStmt:
    case T_DeleteStmt:
    case T_MergeStmt:
      return true;
    default:
      return false;
  }
}

/// The built-in type of a value that is a cast or a plain constant; empty when it is something else.
std::string_view type_of_value(const ::Node* value) {
  if (const auto* cast = as<TypeCast>(value); cast != nullptr && cast->typeName != nullptr) {
    const pg::DataType type = pg::type_of(*cast->typeName);
    return type.builtin() && !type.array ? std::string_view(type.name.name.str()) : std::string_view{};
  }
  const auto* constant = as<A_Const>(value);
  if (constant == nullptr || constant->isnull) return {};
  switch (constant->val.node.type) {
    case T_Integer:
      return "int4";
    case T_Boolean:
      return "bool";
    default:
      return {};  // of a literal the type is decided by where it stands, of a number by its size
  }
}

/// The last statement gives the result: a value of a type that cannot become it is a mistake. Before 13 nothing was
/// converted but what is the same in memory, since 13 what an assignment converts is.
/// Source: functions.c, check_sql_fn_retval; parse_coerce.c, IsBinaryCoercible.
void check_result(const ::Node* last, const Declaration& declaration, EffectsBuilder& out) {
  const auto* select = as<SelectStmt>(last);
  if (select == nullptr || pg::length(select->targetList) != 1 || !declaration.result_columns.empty()) return;
  const auto* target = as<ResTarget>(pg::nth(select->targetList, 0));
  const std::string_view from = target == nullptr ? std::string_view{} : type_of_value(target->val);
  if (from.empty()) return;
  const auto wanted = std::find_if(result_types.begin(), result_types.end(),
                                   [&](const ResultType& one) { return one.sql == declaration.result; });
  if (wanted == result_types.end() || wanted->name == from) return;
  const auto known = pg::builtin_cast(from, wanted->name, out.version());
  const bool same_in_memory = known && known->method == 'b' && known->context == 'i';
  const bool converted = known && known->context != 'e';
  if (out.version() < 13 ? same_in_memory : converted) return;
  out.fail(FailureKind::invalid_definition, "42P13",
           "return type mismatch in function declared to return " + declaration.result);
}

RoutineNames names_of(const Declaration& declaration) {
  return {.routine = declaration.name.name.str(), .parameters = declaration.names};
}

/// The body of a SQL function is analysed when it is made, unless check_function_bodies is off; with a search_path of
/// its own, or arguments that are polymorphic, what it names is not told. Source: pg_proc.c, fmgr_sql_validator.
void check_body(const Declaration& declaration, EffectsBuilder& out) {
  const auto off = out.before().session.settings().value("check_function_bodies");
  const bool checked = !off || (*off != "off" && *off != "false" && *off != "0" && *off != "no");
  if (!checked || declaration.language != "sql" || declaration.body.empty()) return;
  const RoutineNames names = names_of(declaration);
  const SourceFile source("body", std::string(declaration.body));
  pg::Script script(source);
  const ::Node* last = nullptr;
  while (script.next_batch()) {
    for (const pg::Statement& statement : script.statements()) {
      if (statement.error) {
        out.fail(FailureKind::invalid_definition, "42601", statement.error->message);
        return;
      }
      if (!declaration.own_path && is_query(statement.node))
        lock_query(statement.node, QueryUse::analyzed, out, &names);
      last = statement.node;
    }
    if (last != nullptr) check_result(last, declaration, out);
  }
}

}  // namespace

// functioncmds.c, CreateFunction. A body in BEGIN ATOMIC is analysed when it is made.
void create_function(const ::CreateFunctionStmt& statement, EffectsBuilder& out) {
  if (statement.sql_body != nullptr && out.version() < 14) {
    out.fail(FailureKind::version, "42601", "a body of standard SQL needs PostgreSQL 14");
    return;
  }
  const auto declaration = read_declaration(statement, out);
  if (!declaration) return;
  if (!find_object(OBJECT_LANGUAGE, QualifiedName{"language", std::string(declaration->language)}, out)) return;
  if (!check_existing(*declaration, statement.is_procedure, statement.replace, out)) return;
  if (statement.replace) note_overloads(*declaration, statement.is_procedure, out);
  if (statement.sql_body == nullptr) return check_body(*declaration, out);
  const RoutineNames names = names_of(*declaration);
  if (const auto* result = as<ReturnStmt>(statement.sql_body)) {
    lock_query(result->returnval, QueryUse::analyzed, out, &names);
  } else {
    lock_query(statement.sql_body, QueryUse::analyzed, out, &names);
  }
}

namespace {

const ::Node* option_of(const ::DefineStmt& statement, std::string_view name) {
  for (const auto& option : each<DefElem>(statement.definition)) {
    if (pg::same_word(text(option.defname), name)) return option.arg;
  }
  return nullptr;
}

}  // namespace

// aggregatecmds.c, DefineAggregate; pg_aggregate.c, AggregateCreate.
void create_aggregate(const ::DefineStmt& statement, EffectsBuilder& out) {
  Declaration declaration;
  declaration.name = pg::name_of(statement.defnames);
  if (!check_creation_schema(declaration.name.schema.str(), out)) return;
  if (declaration.name.schema.empty()) {
    declaration.name.schema = creation_schema(out.schema(), out.before().session.search_path()).value_or("public");
  }
  const auto* state = as<TypeName>(option_of(statement, "stype"));
  if (state == nullptr) state = as<TypeName>(option_of(statement, "stype1"));
  const ::Node* function = option_of(statement, "sfunc");
  if (function == nullptr) function = option_of(statement, "sfunc1");
  if (state == nullptr || function == nullptr) {
    out.fail(FailureKind::invalid_definition, "42P13",
             state == nullptr ? "aggregate stype must be specified" : "aggregate sfunc must be specified");
    return;
  }
  if (!check_type(*state, out)) return;
  std::vector<std::string> taken{type_text(*state, out)};
  for (const auto& parameter : each<FunctionParameter>(as<List>(pg::nth(statement.args, 0)))) {
    if (parameter.argType == nullptr) continue;
    declaration.types.push_back(type_text(*parameter.argType, out));
    taken.push_back(declaration.types.back());
  }
  if (const auto* name = as<TypeName>(function)) {
    if (!check_routine(pg::name_of(name->names), taken, out)) return;
  }
  const Routine* known = out.schema().routines.find(routine_key(declaration.name, declaration.types));
  if (known == nullptr) return;
  if (!statement.replace) {
    check_existing(declaration, false, false, out);
  } else if (!known->aggregate) {
    out.fail(FailureKind::wrong_object, "42809", "cannot change routine kind");
  }
}

// functioncmds.c, AlterFunction.
void alter_function(const ::AlterFunctionStmt& statement, EffectsBuilder& out) {
  if (statement.func != nullptr) find_routine(statement.objtype, *statement.func, out);
}

// functioncmds.c, ExecuteCallStmt; parse_func.c, ParseFuncOrColumn.
void call(const ::CallStmt& statement, EffectsBuilder& out) {
  if (statement.funccall == nullptr) return;
  const QualifiedName written = pg::name_of(statement.funccall->funcname);
  const QualifiedName name = out.schema().resolve_routine(written, out.before().session.search_path());
  const auto routines = out.schema().routines_named(name);
  const bool none = std::none_of(routines.begin(), routines.end(), [](const Routine* one) { return one->procedure; });
  if (!routines.empty() && none) {
    out.fail(FailureKind::wrong_object, "42809", name.name.str() + "() is not a procedure");
    return;
  }
  const std::vector<std::string> no_types;
  if (pg::length(statement.funccall->args) == 0 && !check_routine(written, no_types, out, "procedure")) return;
  lock_query(statement.funccall->args, QueryUse::executed, out);
  const QualifiedName key = routine_called(routines, statement.funccall->args, out.before());
  out.unknown("the body of the procedure " + quoted(name.name.str()) + " is not analysed", true, key);
}

void do_block(const ::DoStmt& statement, EffectsBuilder& out) {
  bool schema = false;
  for (const auto& option : each<DefElem>(statement.args)) {
    const auto* word = as<::String>(option.arg);
    if (word == nullptr) continue;
    if (text(option.defname) == "as") schema = schema || mentions_definitions(text(word->sval));
    const bool language = text(option.defname) == "language";
    if (language && !find_object(OBJECT_LANGUAGE, QualifiedName{"language", std::string(text(word->sval))}, out)) {
      return;
    }
  }
  out.unknown("the body of a DO block is not analysed", schema);
}

}  // namespace pginterlock::effects
