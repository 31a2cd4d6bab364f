#include <algorithm>
#include <utility>

#include "pg/ast.h"
#include "pg/lexer.h"
#include "pg/walk.h"
#include "schema/column_use.h"
#include "schema/families.h"
#include "schema/follow_names.h"
#include "schema/known_grants.h"
#include "schema/memory.h"
#include "schema/query.h"
#include "schema/sql_text.h"

namespace pginterlock::schema {

namespace {

bool is_input(FunctionParameterMode mode) {
  return mode == FUNC_PARAM_IN || mode == FUNC_PARAM_INOUT || mode == FUNC_PARAM_VARIADIC || mode == FUNC_PARAM_DEFAULT;
}

/// The words of CREATE FUNCTION and ALTER FUNCTION behind the arguments.
void apply_options(const ::List* options, Routine& routine) {
  for (const auto& option : pg::each<::DefElem>(options)) {
    const std::string_view name = pg::text(option.defname);
    if (name == "as") {
      const auto* body = pg::as<::String>(pg::nth(pg::as<::List>(option.arg), 0));
      routine.may_define = body != nullptr && mentions_definitions(pg::text(body->sval));
      if (body != nullptr) routine.body = pg::text(body->sval);
    } else if (name == "language") {
      if (const auto* language = pg::as<::String>(option.arg)) routine.language = pg::text(language->sval);
    } else if (name == "volatility") {
      const auto* word = pg::as<::String>(option.arg);
      const std::string_view volatility = word == nullptr ? std::string_view{} : pg::text(word->sval);
      routine.volatility = volatility == "immutable" ? pg::Volatility::immutable
                           : volatility == "stable"  ? pg::Volatility::stable
                                                     : pg::Volatility::volatile_;
    } else if (name == "security") {
      const auto* definer = pg::as<::Boolean>(option.arg);
      routine.security_definer = definer != nullptr && definer->boolval;
    } else if (name == "set") {
      const auto* set = pg::as<::VariableSetStmt>(option.arg);
      if (set == nullptr) continue;
      if (set->kind == VAR_RESET_ALL) routine.search_path.reset();
      if (!pg::same_word(pg::text(set->name), "search_path")) continue;
      if (set->kind == VAR_RESET || set->kind == VAR_SET_DEFAULT) {
        routine.search_path.reset();
        continue;
      }
      std::string path;
      for (const auto& item : pg::each<::A_Const>(set->args)) {
        if (!path.empty()) path += ", ";
        if (!item.isnull && item.val.node.type == T_String) path += pg::quote_identifier(pg::text(item.val.sval.sval));
      }
      routine.search_path = std::move(path);
    }
  }
}

/// f(varchar(20)) is f(varchar). Source: parse_type.c, typenameTypeIdAndMod; pg_proc.proargtypes has no modifiers.
std::string type_without_modifiers(const ::TypeName& written, const SchemaEditor& editor) {
  pg::DataType type = editor.type(written);
  type.modifiers.clear();
  return pg::sql_type(type);
}

std::vector<std::string> argument_types(const ::List* parameters, const SchemaEditor& editor) {
  std::vector<std::string> types;
  for (const auto& parameter : pg::each<::FunctionParameter>(parameters)) {
    if (is_input(parameter.mode) && parameter.argType != nullptr) {
      types.push_back(type_without_modifiers(*parameter.argType, editor));
    }
  }
  return types;
}

/// The names of the input arguments, how many of the last have a default, and what comes out by OUT and TABLE.
void read_arguments(const ::List* parameters, Routine& routine, const SchemaEditor& editor) {
  for (const auto& parameter : pg::each<::FunctionParameter>(parameters)) {
    if (parameter.argType == nullptr) continue;
    if (is_input(parameter.mode)) {
      routine.argument_names.emplace_back(pg::text(parameter.name));
      if (parameter.defexpr != nullptr) ++routine.defaults;
    }
    const bool comes_out =
        parameter.mode == FUNC_PARAM_OUT || parameter.mode == FUNC_PARAM_INOUT || parameter.mode == FUNC_PARAM_TABLE;
    if (!comes_out) continue;
    if (!routine.result_columns.empty()) routine.result_columns += ", ";
    routine.result_columns += pg::text(parameter.name);
    routine.result_columns += ' ' + type_without_modifiers(*parameter.argType, editor);
  }
}

std::string result_type(const ::CreateFunctionStmt& statement, const SchemaEditor& editor) {
  if (statement.returnType == nullptr) return {};
  const std::string type = type_without_modifiers(*statement.returnType, editor);
  return statement.returnType->setof ? "SETOF " + type : type;
}

void put_routine(const QualifiedName& key, Routine routine, SchemaEditor& editor) {
  const QualifiedName name = routine.name;
  editor.schema().routines.put(key, std::move(routine));
  Schema& schema = editor.schema();
  std::vector<std::string>& keys =
      schema.overloads.find(name) == nullptr ? schema.overloads.put(name, {}) : schema.overloads.edit(name);
  if (std::find(keys.begin(), keys.end(), key.name) == keys.end()) keys.push_back(key.name);
}

void erase_routine(const QualifiedName& key, const QualifiedName& name, SchemaEditor& editor) {
  Schema& schema = editor.schema();
  if (schema.routines.find(key) != nullptr) forget_column_uses("function " + key.plain(), schema);
  schema.routines.erase(key);
  if (schema.overloads.find(name) == nullptr) return;
  std::vector<std::string>& keys = schema.overloads.edit(name);
  std::erase(keys, key.name);
  if (keys.empty()) schema.overloads.erase(name);
}

/// A body that is parsed when the function is made depends on the columns that it reads. Source: pg_proc.c,
/// ProcedureCreate, prosqlbody.
void note_body(const ::CreateFunctionStmt& statement, const QualifiedName& key, SchemaEditor& editor) {
  const std::string user = "function " + key.plain();
  forget_column_uses(user, editor.schema());
  const ::Node* body = statement.sql_body;
  if (const auto* result = pg::as<::ReturnStmt>(body)) body = result->returnval;
  pg::walk(body, [&](const ::Node* node) {
    if (pg::as<::SelectStmt>(node) == nullptr) return true;
    for (const Dependency& read : facts_of_query(node, editor).reads) {
      if (!read.column.empty()) note_column_use(user, read, editor.schema());
    }
    return false;
  });
}

bool is_about_execute(const ::GrantStmt& statement) {
  if (statement.privileges == nullptr) return true;  // ALL
  for (const auto& privilege : pg::each<::AccessPriv>(statement.privileges)) {
    if (privilege.priv_name == nullptr || pg::text(privilege.priv_name) == "execute") return true;
  }
  return false;
}

bool is_about_public(const ::GrantStmt& statement) {
  for (const auto& role : pg::each<::RoleSpec>(statement.grantees)) {
    if (role.roletype == ROLESPEC_PUBLIC) return true;
  }
  return false;
}

bool is_about_routines(ObjectType type) {
  return type == OBJECT_FUNCTION || type == OBJECT_PROCEDURE || type == OBJECT_ROUTINE;
}

}  // namespace

void create_routine(const ::CreateFunctionStmt& statement, SchemaEditor& editor) {
  Routine routine;
  routine.name = editor.created(statement.funcname);
  routine.argument_types = argument_types(statement.parameters, editor);
  routine.result_type = result_type(statement, editor);
  routine.language = "sql";
  read_arguments(statement.parameters, routine, editor);
  routine.procedure = statement.is_procedure;
  apply_options(statement.options, routine);
  if (routine.language != "sql") routine.body.clear();
  if (routine.language == "plpgsql" || statement.sql_body != nullptr) {
    routine.definition = editor.statement().text();
  }
  if (const auto* result = pg::as<::ReturnStmt>(statement.sql_body)) {
    routine.reads = facts_of_query(result->returnval, editor).reads;
  } else if (statement.sql_body != nullptr) {
    routine.reads = facts_of_query(statement.sql_body, editor).reads;
  }
  const QualifiedName key = routine_key(routine.name, routine.argument_types);
  const Routine* known = editor.schema().routines.find(key);
  // OR REPLACE keeps the privileges and the identity of what was there. Source: pg_proc.c, ProcedureCreate.
  if (known != nullptr && statement.replace) {
    routine.public_execute = known->public_execute;
    routine.origin = known->origin;
  } else {
    routine.public_execute = public_executes_new_routines(editor.schema(), routine.name.schema);
    routine.origin = editor.origin();
  }
  remember_properties(key, statement.options, routine.language, true, editor.schema());
  put_routine(key, std::move(routine), editor);
  if (known != nullptr || statement.sql_body != nullptr) note_body(statement, key, editor);
}

void create_aggregate(const ::DefineStmt& statement, SchemaEditor& editor) {
  // (arguments, number of direct arguments); the old syntax has them in the definition. Source: gram.y, aggr_args.
  const auto* arguments = pg::as<::List>(pg::nth(statement.args, 0));
  Routine routine;
  routine.name = editor.created(statement.defnames);
  routine.aggregate = true;
  routine.language = "internal";
  routine.volatility = pg::Volatility::immutable;
  routine.argument_types = argument_types(arguments, editor);
  for (const auto& option : pg::each<::DefElem>(statement.definition)) {
    const auto* type = pg::as<::TypeName>(option.arg);
    if (type == nullptr) continue;
    if (statement.oldstyle && pg::same_word(pg::text(option.defname), "basetype")) {
      routine.argument_types = {pg::sql_type(editor.type(*type))};
    }
    if (pg::same_word(pg::text(option.defname), "stype")) routine.result_type = pg::sql_type(editor.type(*type));
  }
  routine.argument_names.resize(routine.argument_types.size());
  const QualifiedName key = routine_key(routine.name, routine.argument_types);
  routine.origin = editor.origin();
  put_routine(key, std::move(routine), editor);
}

std::optional<QualifiedName> routine_named(const ::ObjectWithArgs& routine, const SchemaEditor& editor) {
  const QualifiedName name =
      editor.schema().resolve_routine(pg::name_of(routine.objname), editor.context().search_path);
  if (routine.args_unspecified) {
    const std::vector<const Routine*> routines = editor.schema().routines_named(name);
    if (routines.size() != 1) return std::nullopt;
    return routine_key(routines[0]->name, routines[0]->argument_types);
  }
  std::vector<std::string> types;
  for (const auto& type : pg::each<::TypeName>(routine.objargs)) types.push_back(type_without_modifiers(type, editor));
  return routine_key(name, types);
}

void alter_routine(const ::AlterFunctionStmt& statement, SchemaEditor& editor) {
  if (statement.func == nullptr) return;
  const std::optional<QualifiedName> key = routine_named(*statement.func, editor);
  if (!key || editor.schema().routines.find(*key) == nullptr) return;
  apply_options(statement.actions, editor.schema().routines.edit(*key));
}

void rename_routine(const QualifiedName& key, const QualifiedName& name, SchemaEditor& editor) {
  const Routine* known = editor.schema().routines.find(key);
  if (known == nullptr) return;
  Routine routine = *known;
  erase_routine(key, routine.name, editor);
  const QualifiedName old = std::exchange(routine.name, name);
  const QualifiedName new_key = routine_key(name, routine.argument_types);
  put_routine(new_key, std::move(routine), editor);
  // Which of several is called depends on types.
  if (editor.schema().overloads.find(old) == nullptr) follow_routine(old, name, editor.schema());
}

std::vector<QualifiedName> routines_of_type(const QualifiedName& type, const Schema& schema) {
  std::string plain;  // made when there is something to compare it with
  std::vector<QualifiedName> keys;
  schema.routines.for_each_mentioning(type.name, [&](const QualifiedName& key, const Routine& routine) {
    if (plain.empty()) plain = pg::sql_name(type);
    std::string_view result = routine.result_type;
    if (result.starts_with("SETOF ")) result.remove_prefix(6);
    const auto is_it = [&](std::string_view one) { return one == plain || one == plain + "[]"; };
    if (is_it(result) || std::any_of(routine.argument_types.begin(), routine.argument_types.end(), is_it)) {
      keys.push_back(key);
    }
  });
  std::sort(keys.begin(), keys.end());
  return keys;
}

void retype_routines(const QualifiedName& from, const QualifiedName& to, SchemaEditor& editor) {
  const std::string old = pg::sql_name(from);
  const std::string now = pg::sql_name(to);
  const auto retype = [&](std::string& type, std::size_t at) {
    const std::string_view rest = std::string_view(type).substr(std::min(at, type.size()));
    if (rest == old || rest == old + "[]") type.replace(at, old.size(), now);
  };
  for (const QualifiedName& key : routines_of_type(from, editor.schema())) {
    Routine routine = *editor.schema().routines.find(key);
    erase_routine(key, routine.name, editor);
    for (std::string& type : routine.argument_types) retype(type, 0);
    retype(routine.result_type, routine.result_type.starts_with("SETOF ") ? 6 : 0);
    const QualifiedName new_key = routine_key(routine.name, routine.argument_types);
    put_routine(new_key, std::move(routine), editor);
  }
}

void drop_routines_of(const QualifiedName& type, SchemaEditor& editor) {
  for (const QualifiedName& key : routines_of_type(type, editor.schema())) {
    const QualifiedName name = editor.schema().routines.find(key)->name;
    erase_routine(key, name, editor);
  }
}

namespace {

/// CASCADE drops the policies and rules that call the routine. While one of its name stays they may call that one: then
/// nothing is known any more of what they use.
void drop_users_of(const QualifiedName& routine, SchemaEditor& editor) {
  const bool last = editor.schema().routines_named(routine).empty();
  const auto calls = [&](const auto& use) {
    return std::find(use->routines.begin(), use->routines.end(), routine) != use->routines.end();
  };
  std::vector<QualifiedName> users;
  editor.schema().relations.for_each_mentioning(routine.name.str(),
                                                [&](const QualifiedName& name, const Relation& one) {
                                                  if (std::any_of(one.uses.begin(), one.uses.end(), calls))
                                                    users.push_back(name);
                                                });
  for (const QualifiedName& name : users) {
    Relation& user = editor.learn(name);
    for (const auto& use : user.uses) {
      if (!last || !calls(use)) continue;
      if (use->rule) std::erase(user.rules, use->part);
      if (!use->rule) std::erase_if(user.policies, [&](const auto& policy) { return policy->name == use->part; });
    }
    std::erase_if(user.uses, calls);
  }
}

}  // namespace

void drop_routine(const ::ObjectWithArgs& routine, bool cascade, SchemaEditor& editor) {
  const std::optional<QualifiedName> key = routine_named(routine, editor);
  if (!key) return;
  const QualifiedName name =
      editor.schema().resolve_routine(pg::name_of(routine.objname), editor.context().search_path);
  erase_routine(*key, name, editor);
  if (!cascade) return;
  for (const QualifiedName& table : editor.schema().tables_with_trigger_calling(name)) {
    std::erase_if(editor.learn(table).triggers, [&](const auto& trigger) { return trigger->function == name; });
  }
  drop_users_of(name, editor);
}

void grant(const ::GrantStmt& statement, SchemaEditor& editor) {
  if (!is_about_routines(statement.objtype) || !is_about_execute(statement) || !is_about_public(statement)) return;
  Registry<Routine>& routines = editor.schema().routines;
  if (statement.targtype == ACL_TARGET_OBJECT) {
    for (const auto& object : pg::each<::ObjectWithArgs>(statement.objects)) {
      const std::optional<QualifiedName> key = routine_named(object, editor);
      if (key && routines.find(*key) != nullptr) routines.edit(*key).public_execute = statement.is_grant;
    }
    return;
  }
  if (statement.targtype != ACL_TARGET_ALL_IN_SCHEMA) return;
  const std::vector<std::string> schemas = pg::strings_of(statement.objects);
  std::vector<QualifiedName> keys;
  routines.for_each([&](const QualifiedName& key, const Routine&) {
    if (std::find(schemas.begin(), schemas.end(), key.schema) != schemas.end()) keys.push_back(key);
  });
  for (const QualifiedName& key : keys) routines.edit(key).public_execute = statement.is_grant;
}

}  // namespace pginterlock::schema
