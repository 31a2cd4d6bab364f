// Who was granted what. Source: aclchk.c, ExecuteGrantStmt, ExecAlterDefaultPrivilegesStmt; acl.c, acldefault.

#include <algorithm>
#include <set>

#include "pg/ast.h"
#include "schema/families.h"
#include "schema/memory.h"
#include "schema/remembered_text.h"
#include "text/lower_case.h"

namespace pginterlock::schema {

namespace {

using Words = std::set<std::string>;

constexpr std::string_view with_option = "*";  // behind a privilege: it may be passed on
constexpr std::string_view to_public = "PUBLIC";

Words words_in(std::string_view list) {
  Words words;
  for (std::size_t at = 0; at < list.size();) {
    const std::size_t end = std::min(list.find(' ', at), list.size());
    words.emplace(list.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

std::string listed(const Words& words) {
  std::string list;
  for (const std::string& word : words) list += word + " ";
  return list;
}

/// What ALL means. Source: acl.h, ACL_ALL_RIGHTS_….
Words all_of(ObjectType type, bool columns, int version) {
  if (columns) return {"select", "insert", "update", "references"};
  switch (type) {
    case OBJECT_TABLE: {
      Words words{"select", "insert", "update", "delete", "truncate", "references", "trigger"};
      if (version >= 17) words.insert("maintain");
      return words;
    }
    case OBJECT_SEQUENCE:
      return {"usage", "select", "update"};
    case OBJECT_SCHEMA:
      return {"usage", "create"};
    case OBJECT_FUNCTION:
    case OBJECT_PROCEDURE:
    case OBJECT_ROUTINE:
      return {"execute"};
    default:
      return {"usage"};
  }
}

/// What PUBLIC may do without being granted it. Source: acl.c, acldefault; initdb.c, setup_privileges.
Words of_public(ObjectType type, const QualifiedName& of, int version) {
  switch (type) {
    case OBJECT_FUNCTION:
    case OBJECT_PROCEDURE:
    case OBJECT_ROUTINE:
      return {"execute"};
    case OBJECT_TYPE:
    case OBJECT_DOMAIN:
    case OBJECT_LANGUAGE:
      return {"usage"};
    case OBJECT_SCHEMA:
      if (of.name != "public") return {};
      return version < 15 ? Words{"usage", "create"} : Words{"usage"};
    default:
      return {};
  }
}

std::string grantee(const ::RoleSpec& role) {
  switch (role.roletype) {
    case ROLESPEC_CSTRING:
      return pg::quote_identifier(pg::text(role.rolename));
    case ROLESPEC_PUBLIC:
      return std::string(to_public);
    default:
      return "the current user";
  }
}

/// The privileges that a statement names, as words: "select", "select(a)" of a column.
Words privileges_of(const ::GrantStmt& statement, int version) {
  if (statement.privileges == nullptr) return all_of(statement.objtype, false, version);
  Words words;
  for (const auto& privilege : pg::each<::AccessPriv>(statement.privileges)) {
    const std::string name = lower_case(pg::text(privilege.priv_name));
    const std::vector<std::string> columns = pg::strings_of(privilege.cols);
    const Words names = name.empty() ? all_of(statement.objtype, !columns.empty(), version) : Words{name};
    for (const std::string& one : names) {
      if (columns.empty()) words.insert(one);
      for (const std::string& column : columns) words.insert(one + "(" + column + ")");
    }
  }
  return words;
}

/// REVOKE of a privilege on a table takes those on its columns as well.
void take(const std::string& word, Words& has) {
  std::erase_if(has, [&](const std::string& one) {
    return one == word || one == word + std::string(with_option) || one.starts_with(word + "(");
  });
}

void change(const ::GrantStmt& statement, const Words& words, Words& has) {
  for (const std::string& word : words) {
    const std::string option = word + std::string(with_option);
    if (statement.is_grant) {
      has.insert(word);
      if (statement.grant_option) has.insert(option);
    } else if (statement.grant_option) {
      has.erase(option);  // GRANT OPTION FOR
    } else {
      take(word, has);
    }
  }
}

/// What the grantees of the statement may do with a thing from now on.
void change_grants(const ::GrantStmt& statement, const Text& about_it, std::string_view suffix, int version,
                   Schema& schema) {
  const Words words = privileges_of(statement, version);
  const Relation* relation = about_it.thing == thing::relation ? schema.relation(about_it.of) : nullptr;
  for (const auto& role : pg::each<::RoleSpec>(statement.grantees)) {
    const std::string name = grantee(role);
    const bool everyone = name == to_public;
    // PUBLIC and routines are known of the routine itself; an owner has all without a grant.
    if (everyone && about_it.thing == thing::routine) continue;
    if (relation != nullptr && !relation->owner.empty() && relation->owner == pg::text(role.rolename)) continue;
    Text text = about_it;
    text.part = name + std::string(suffix);
    const NamedObject* known = recall(text, schema);
    const bool global = text.thing != thing::defaults || text.of.schema.empty();
    const Words usual = everyone && global ? of_public(statement.objtype, text.of, version) : Words{};
    Words has = known == nullptr ? usual : words_in(known->text);
    change(statement, words, has);
    if (has == usual) {
      forget(text, schema);
    } else {
      remember(text, listed(has), schema);
    }
  }
}

bool is_about_routines(ObjectType type) {
  return type == OBJECT_FUNCTION || type == OBJECT_PROCEDURE || type == OBJECT_ROUTINE;
}

/// ON ALL TABLES, SEQUENCES, FUNCTIONS, … IN SCHEMA: of those that are there now.
std::vector<QualifiedName> all_in(const Name& name, ObjectType type, const Schema& schema) {
  std::vector<QualifiedName> found;
  if (is_about_routines(type)) {
    schema.routines.for_each([&](const QualifiedName& key, const Routine& routine) {
      const bool fits = type == OBJECT_ROUTINE || routine.procedure == (type == OBJECT_PROCEDURE);
      if (key.schema == name && fits) found.push_back(key);
    });
    return found;
  }
  schema.relations.for_each([&](const QualifiedName& key, const Relation& relation) {
    const bool sequence = relation.kind == RelationKind::sequence;
    const bool table =
        !sequence && relation.kind != RelationKind::index && relation.kind != RelationKind::composite_type;
    if (key.schema == name && (type == OBJECT_SEQUENCE ? sequence : table)) found.push_back(key);
  });
  return found;
}

std::string_view thing_of(ObjectType type) {
  switch (type) {
    case OBJECT_TABLE:
    case OBJECT_SEQUENCE:
      return thing::relation;
    case OBJECT_TYPE:
    case OBJECT_DOMAIN:
      return thing::type;
    default:
      return is_about_routines(type) ? thing::routine : thing::object;
  }
}

/// The object that a GRANT names; none: it is of a kind that is not kept.
std::optional<QualifiedName> named_by(const ::Node* object, ObjectType type, const SchemaEditor& editor) {
  switch (type) {
    case OBJECT_TABLE:
    case OBJECT_SEQUENCE:
      if (const auto* name = pg::as<::RangeVar>(object)) return editor.existing(*name);
      return std::nullopt;
    case OBJECT_FUNCTION:
    case OBJECT_PROCEDURE:
    case OBJECT_ROUTINE:
      if (const auto* routine = pg::as<::ObjectWithArgs>(object)) return routine_named(*routine, editor);
      return std::nullopt;
    case OBJECT_TYPE:
    case OBJECT_DOMAIN:
      if (const auto* name = pg::as<::List>(object)) return editor.existing_type(name);
      return std::nullopt;
    case OBJECT_SCHEMA:
    case OBJECT_LANGUAGE:
    case OBJECT_FDW:
    case OBJECT_FOREIGN_SERVER:
      if (const auto* name = pg::as<::String>(object)) {
        return QualifiedName{kind_name(type), std::string(pg::text(name->sval))};
      }
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

std::string_view noun_of_defaults(ObjectType type) {
  switch (type) {
    case OBJECT_TABLE:
      return "tables";
    case OBJECT_SEQUENCE:
      return "sequences";
    case OBJECT_TYPE:
      return "types";
    case OBJECT_SCHEMA:
      return "schemas";
    default:
      return is_about_routines(type) ? "functions" : std::string_view{};
  }
}

}  // namespace

void remember_grant(const ::GrantStmt& statement, const SchemaEditor& editor, Schema& schema) {
  const std::string_view thing = thing_of(statement.objtype);
  const int version = editor.version();
  if (statement.targtype == ACL_TARGET_ALL_IN_SCHEMA) {
    for (const std::string& name : pg::strings_of(statement.objects)) {
      for (const QualifiedName& one : all_in(name, statement.objtype, schema)) {
        change_grants(statement, {one, thing, {}, about::grant}, {}, version, schema);
      }
    }
    return;
  }
  if (statement.targtype != ACL_TARGET_OBJECT) return;
  for (std::size_t i = 0; i < pg::length(statement.objects); ++i) {
    const auto object = named_by(pg::nth(statement.objects, i), statement.objtype, editor);
    if (object) change_grants(statement, {*object, thing, {}, about::grant}, {}, version, schema);
  }
}

void remember_defaults(const ::AlterDefaultPrivilegesStmt& statement, const SchemaEditor& editor, Schema& schema) {
  if (statement.action == nullptr) return;
  const std::string_view noun = noun_of_defaults(statement.action->objtype);
  if (noun.empty()) return;
  std::vector<std::string> schemas;
  std::vector<std::string> makers;
  for (const auto& option : pg::each<::DefElem>(statement.options)) {
    const auto* list = pg::as<::List>(option.arg);
    if (pg::text(option.defname) == "schemas") schemas = pg::strings_of(list);
    if (pg::text(option.defname) != "roles") continue;
    for (const auto& role : pg::each<::RoleSpec>(list)) makers.push_back(" for what " + grantee(role) + " makes");
  }
  if (schemas.empty()) schemas.emplace_back();
  if (makers.empty()) makers.emplace_back();
  for (const std::string& name : schemas) {
    for (const std::string& maker : makers) {
      const Text text{{name, noun}, thing::defaults, {}, about::grant};
      change_grants(*statement.action, text, maker, editor.version(), schema);
    }
  }
}

void forget_grants_of(const ::DropOwnedStmt& statement, Schema& schema) {
  for (const auto& role : pg::each<::RoleSpec>(statement.roles)) {
    const std::string name = grantee(role);
    std::vector<QualifiedName> keys;
    schema.others.for_each([&](const QualifiedName& key, const NamedObject& text) {
      const bool its = key.schema == remembered && text.kind == about::grant && text.part == name;
      if (its) keys.push_back(key);
    });
    for (const QualifiedName& key : keys) schema.others.erase(key);
  }
}

}  // namespace pginterlock::schema
