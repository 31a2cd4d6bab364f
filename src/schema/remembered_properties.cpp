// Properties of routines, memberships of roles, settings of roles and databases, where an extension is and which one.

#include <string>

#include "pg/ast.h"
#include "pg/names.h"
#include "schema/definitions.h"
#include "schema/families.h"
#include "schema/memory.h"
#include "schema/named_objects.h"
#include "text/lower_case.h"

namespace pginterlock::schema {

namespace {

std::string constant(const ::Node* node) {
  if (const auto* number = pg::as<::Integer>(node)) return std::to_string(number->ival);
  if (const auto* decimal = pg::as<::Float>(node)) return std::string(pg::text(decimal->fval));
  if (const auto* word = pg::as<::String>(node)) return std::string(pg::text(word->sval));
  const auto* value = pg::as<::A_Const>(node);
  if (value == nullptr || value->isnull) return {};
  switch (value->val.node.type) {
    case T_Integer:
      return std::to_string(value->val.ival.ival);
    case T_Float:
      return std::string(pg::text(value->val.fval.fval));
    case T_Boolean:
      return value->val.boolval.boolval ? "true" : "false";
    case T_String:
      return std::string(pg::text(value->val.sval.sval));
    default:
      return {};
  }
}

std::string values_of(const ::VariableSetStmt& set) {
  if (set.kind == VAR_SET_CURRENT) return "of the session that set it";
  std::string values;
  for (std::size_t i = 0; i < pg::length(set.args); ++i) {
    if (i > 0) values += ", ";
    values += constant(pg::nth(set.args, i));
  }
  return values;
}

/// A property that is what it is by default (empty) or another.
void put(const Text& text, const std::string& value, Schema& schema) {
  if (!value.empty()) return remember(text, value, schema);
  forget(text, schema);
}

/// SET in a routine. That of search_path is kept with the routine.
void set_in_routine(const QualifiedName& key, const ::VariableSetStmt& set, Schema& schema) {
  if (set.kind == VAR_RESET_ALL) return forget_about(thing::routine, key, about::setting, schema);
  const std::string name = lower_case(pg::text(set.name));
  if (name == "search_path") return;
  const bool resets = set.kind == VAR_RESET || set.kind == VAR_SET_DEFAULT;
  put({key, thing::routine, "SET " + name, about::setting}, resets ? std::string() : values_of(set), schema);
}

/// The default is what PostgreSQL gives a routine without the clause. Source: functioncmds.c,
/// compute_function_attributes; pg_proc.c.
void set_property(const QualifiedName& key, const ::DefElem& option, bool compiled, Schema& schema) {
  const std::string_view name = pg::text(option.defname);
  const auto* truth = pg::as<::Boolean>(option.arg);
  const bool yes = truth != nullptr && truth->boolval;
  const auto property = [&](const char* word) { return Text{key, thing::routine, word, about::property}; };
  if (name == "strict") return put(property("STRICT"), yes ? "yes" : "", schema);
  if (name == "leakproof") return put(property("LEAKPROOF"), yes ? "yes" : "", schema);
  const std::string value = lower_case(constant(option.arg));
  if (name == "parallel") return put(property("PARALLEL"), value == "unsafe" ? "" : value, schema);
  if (name == "cost") return put(property("COST"), value == (compiled ? "1" : "100") ? "" : value, schema);
  if (name == "rows") return put(property("ROWS"), value == "1000" ? "" : value, schema);
  if (const auto* set = name == "set" ? pg::as<::VariableSetStmt>(option.arg) : nullptr) {
    set_in_routine(key, *set, schema);
  }
}

/// A role's membership in another is told of the role that was granted. What was revoked without being known may be
/// granted again: then it is as it was.
void change_membership(const ::GrantRoleStmt& statement, Schema& schema) {
  bool admin = false;  // WITH ADMIN OPTION, or ADMIN OPTION FOR
  for (const auto& option : pg::each<::DefElem>(statement.opt)) {
    const auto* given = pg::as<::Boolean>(option.arg);
    if (pg::text(option.defname) == "admin") admin = !statement.is_grant || given == nullptr || given->boolval;
    if (!statement.is_grant && pg::text(option.defname) != "admin") return;  // INHERIT OPTION FOR, SET OPTION FOR
  }
  for (const auto& granted : pg::each<::AccessPriv>(statement.granted_roles)) {
    for (const auto& member : pg::each<::RoleSpec>(statement.grantee_roles)) {
      if (granted.priv_name == nullptr || member.roletype != ROLESPEC_CSTRING) continue;
      const Text text{{"role", pg::text(granted.priv_name)},
                      thing::object,
                      std::string(pg::text(member.rolename)),
                      about::membership};
      const NamedObject* known = recall(text, schema);
      if (statement.is_grant && known != nullptr && known->text == membership::revoked) {
        forget(text, schema);
      } else if (statement.is_grant) {
        const bool stays = known != nullptr && known->text == membership::admin;
        remember(text, std::string(admin || stays ? membership::admin : membership::member), schema);
      } else if (admin) {
        if (known != nullptr) remember(text, std::string(membership::member), schema);
      } else if (known != nullptr && known->text != membership::revoked) {
        forget(text, schema);
      } else {
        remember(text, std::string(membership::revoked), schema);
      }
    }
  }
}

/// ALTER ROLE, ALTER DATABASE … SET. What was there before the first that is known of, no script tells.
void set_for(QualifiedName of, const std::string& where, const ::VariableSetStmt& set, Schema& schema) {
  if (set.kind == VAR_RESET_ALL) return forget_about(thing::object, of, about::setting, schema);
  const Text text{std::move(of), thing::object, "SET " + lower_case(pg::text(set.name)) + where, about::setting};
  if (set.kind == VAR_RESET || set.kind == VAR_SET_DEFAULT) return remember(text, std::string(setting::none), schema);
  const std::string_view mark = recall(text, schema) == nullptr ? setting::first : setting::further;
  remember(text, std::string(mark) + values_of(set), schema);
}

std::string option_of(const ::List* options, std::string_view name) {
  for (const auto& option : pg::each<::DefElem>(options)) {
    if (pg::text(option.defname) == name) return constant(option.arg);
  }
  return {};
}

/// An extension that can be moved stands where it was made. Source: extension.c, CreateExtensionInternal: a control
/// file with a schema of its own is for one that cannot be moved.
void place_extension(const ::CreateExtensionStmt& extension, const SchemaEditor& editor, Schema& schema) {
  const QualifiedName key{"extension", pg::text(extension.extname)};
  const NamedObject* made = schema.others.find(key);
  const bool certain =
      made != nullptr && made->origin && made->origin->certain && made->origin->migration == editor.context().migration;
  if (!certain) return;
  std::string where = option_of(extension.options, "schema");
  if (where.empty()) where = creation_schema(schema, editor.context().search_path).value_or("");
  put({key, thing::object, {}, "schema"}, where, schema);
  put({key, thing::object, {}, "version"}, option_of(extension.options, "new_version"), schema);
}

void change_extension(const QualifiedName& key, const char* what, const std::string& value, Schema& schema) {
  const Text text{key, thing::object, {}, what};
  // Where it was before is not known: neither is whether the way back brings it there.
  if (recall(text, schema) != nullptr) put(text, value, schema);
}

}  // namespace

void remember_properties(const QualifiedName& key, const ::List* options, std::string_view language, bool made_anew,
                         Schema& schema) {
  const bool compiled = language == "c" || language == "internal";
  if (made_anew) {
    forget_about(thing::routine, key, about::property, schema);
    forget_about(thing::routine, key, about::setting, schema);
  }
  for (const auto& option : pg::each<::DefElem>(options)) set_property(key, option, compiled, schema);
}

void remember_properties(const ::Node* node, const SchemaEditor& editor, Schema& schema) {
  switch (pg::tag(node)) {
    case T_AlterFunctionStmt: {
      const auto* alter = pg::as<::AlterFunctionStmt>(node);
      const auto key = alter->func == nullptr ? std::nullopt : routine_named(*alter->func, editor);
      const Routine* routine = key ? schema.routines.find(*key) : nullptr;
      if (routine != nullptr) remember_properties(*key, alter->actions, routine->language, false, schema);
      return;
    }
    case T_GrantRoleStmt:
      return change_membership(*pg::as<::GrantRoleStmt>(node), schema);
    case T_AlterRoleSetStmt: {
      const auto* alter = pg::as<::AlterRoleSetStmt>(node);
      if (alter->role == nullptr || alter->role->roletype != ROLESPEC_CSTRING || alter->setstmt == nullptr) return;
      const std::string_view database = pg::text(alter->database);
      const std::string where =
          database.empty() ? std::string() : " in database " + pg::quote_identifier(std::string(database));
      return set_for({"role", pg::text(alter->role->rolename)}, where, *alter->setstmt, schema);
    }
    case T_AlterDatabaseSetStmt: {
      const auto* alter = pg::as<::AlterDatabaseSetStmt>(node);
      if (alter->setstmt != nullptr) set_for({"database", pg::text(alter->dbname)}, {}, *alter->setstmt, schema);
      return;
    }
    case T_CreateExtensionStmt:
      return place_extension(*pg::as<::CreateExtensionStmt>(node), editor, schema);
    case T_AlterExtensionStmt: {
      const auto* alter = pg::as<::AlterExtensionStmt>(node);
      return change_extension({"extension", pg::text(alter->extname)}, "version",
                              option_of(alter->options, "new_version"), schema);
    }
    case T_AlterObjectSchemaStmt: {
      const auto* alter = pg::as<::AlterObjectSchemaStmt>(node);
      const auto* name = pg::as<::String>(alter->object);
      if (alter->objectType != OBJECT_EXTENSION || name == nullptr) return;
      return change_extension({"extension", pg::text(name->sval)}, "schema", std::string(pg::text(alter->newschema)),
                              schema);
    }
    default:
      return;
  }
}

}  // namespace pginterlock::schema
