#include "schema/named_objects.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "pg/ast.h"
#include "pg/types.h"
#include "schema/column_use.h"
#include "schema/families.h"

namespace pginterlock {

namespace {

constexpr std::string_view separator = "\x1f";  // no name of a script holds it: what follows it tells objects apart

bool lives_in_schema(int type) {
  switch (type) {
    case OBJECT_COLLATION:
    case OBJECT_CONVERSION:
    case OBJECT_STATISTIC_EXT:
    case OBJECT_TSCONFIGURATION:
    case OBJECT_TSDICTIONARY:
    case OBJECT_TSPARSER:
    case OBJECT_TSTEMPLATE:
    case OBJECT_OPERATOR:
    case OBJECT_OPCLASS:
    case OBJECT_OPFAMILY:
      return true;
    default:
      return false;
  }
}

/// The name that a key holds: schema.name, and what else tells the object apart (operand types, access method).
std::string key_name(std::string_view schema, std::string_view name, std::string_view detail) {
  std::string key(schema);
  key += separator;
  key += name;
  key += separator;
  return key.append(detail);
}

/// The object in the first schema of the path that has it, else in the first that may have it.
QualifiedName look_up(const Schema& schema, const std::string& kind, const QualifiedName& written,
                      std::string_view detail, const std::vector<std::string>& path) {
  const auto in = [&](std::string_view name) {
    return QualifiedName{kind, key_name(name, written.name.str(), detail)};
  };
  if (!written.schema.empty()) return in(written.schema.str());
  std::optional<QualifiedName> possible;
  for (const std::string& name : path) {
    QualifiedName key = in(name);
    if (schema.others.find(key) != nullptr) return key;
    if (!possible && existence_of(schema, key) != Existence::no) possible = std::move(key);
  }
  return possible ? *possible : in(path.empty() ? std::string_view("public") : std::string_view(path.front()));
}

std::string type_text(const ::Node* node, const Schema& schema, const std::vector<std::string>& path) {
  const auto* type = pg::as<::TypeName>(node);
  return type == nullptr ? "none" : pg::sql_type(schema.resolve_type(pg::type_of(*type), path));
}

std::string operand_types(const ::List* types, const Schema& schema, const std::vector<std::string>& path) {
  std::string text;
  for (std::size_t i = 0; i < pg::length(types); ++i) {
    if (i > 0) text += ", ";
    text += type_text(pg::nth(types, i), schema, path);
  }
  return text;
}

std::string_view string_of(const ::Node* node) {
  const auto* string = pg::as<::String>(node);
  return string == nullptr ? std::string_view{} : pg::text(string->sval);
}

/// The elements behind the first: of an operator class the first is its access method.
QualifiedName name_behind_first(const ::List* list) {
  QualifiedName name;
  const std::vector<std::string> strings = pg::strings_of(list);
  if (strings.size() > 1) name.name = strings.back();
  if (strings.size() > 2) name.schema = strings[strings.size() - 2];
  return name;
}

std::string cast_name(const ::Node* source, const ::Node* target, const Schema& schema,
                      const std::vector<std::string>& path) {
  return type_text(source, schema, path) + " AS " + type_text(target, schema, path);
}

std::string transform_name(const ::Node* type, std::string_view language, const Schema& schema,
                           const std::vector<std::string>& path) {
  return "for " + type_text(type, schema, path) + " language " + std::string(language);
}

/// The operand types that a definition of an operator names.
std::string operands_in(const ::List* definition, const Schema& schema, const std::vector<std::string>& path) {
  std::string left = "none";
  std::string right = "none";
  for (const auto& item : pg::each<::DefElem>(definition)) {
    if (pg::text(item.defname) == "leftarg") left = type_text(item.arg, schema, path);
    if (pg::text(item.defname) == "rightarg") right = type_text(item.arg, schema, path);
  }
  return left + ", " + right;
}

constexpr std::array built_in_languages = {std::string_view("internal"), std::string_view("c"), std::string_view("sql"),
                                           std::string_view("plpgsql")};
constexpr std::array built_in_methods = {
    std::string_view("heap"), std::string_view("btree"),  std::string_view("hash"), std::string_view("gist"),
    std::string_view("gin"),  std::string_view("spgist"), std::string_view("brin")};

template <typename List>
bool among(const List& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

bool is_built_in(std::string_view kind, std::string_view name) {
  if (kind == "language") return among(built_in_languages, name);
  if (kind == "access method") return among(built_in_methods, name);
  if (kind == "schema") return name == "public" || name == "information_schema" || name == "pg_catalog";
  if (kind == "tablespace") return name == "pg_default" || name == "pg_global";
  if (kind == "extension") return name == "plpgsql";
  return false;
}

std::optional<MadeObject> made(int type, std::string_view name, bool if_not_exists = false, bool or_replace = false) {
  if (name.empty()) return std::nullopt;
  return MadeObject{type, {schema::kind_name(type), std::string(name)}, if_not_exists, or_replace};
}

std::optional<MadeObject> made_in_schema(int type, QualifiedName name, std::string_view detail, const Schema& schema,
                                         const std::vector<std::string>& path, bool if_not_exists = false) {
  if (name.schema.empty()) name.schema = creation_schema(schema, path).value_or("public");
  return MadeObject{
      type, {schema::kind_name(type), key_name(name.schema.str(), name.name.str(), detail)}, if_not_exists, false};
}

std::optional<MadeObject> made_by_define(const ::DefineStmt& define, const Schema& schema,
                                         const std::vector<std::string>& path) {
  if (!lives_in_schema(define.kind)) return std::nullopt;
  const std::string detail = define.kind == OBJECT_OPERATOR ? operands_in(define.definition, schema, path) : "";
  return made_in_schema(define.kind, pg::name_of(define.defnames), detail, schema, path, define.if_not_exists);
}

}  // namespace

Existence existence_of_schema(const Schema& schema, std::string_view name) {
  return existence_of(schema, {"schema", std::string(name)});
}

bool lacks_everything_unknown(const Schema& schema, std::string_view name) {
  static const Name kind("schema");  // asked for every name that is not found at once
  const QualifiedName key{kind, name};
  const NamedObject* known = schema.others.find(key);
  return known != nullptr ? known->closed : schema.others.known_absent(key);
}

bool certainly_absent(const Schema& schema, const QualifiedName& relation) {
  if (schema.relations.known_absent(relation)) return true;
  return schema.relations.find(relation) == nullptr && lacks_everything_unknown(schema, relation.schema.str());
}

std::optional<std::string> creation_schema(const Schema& schema, const std::vector<std::string>& path) {
  for (const std::string& name : path) {
    if (!schema.others.known_absent({"schema", name})) return name;
  }
  if (path.empty()) return "public";
  return std::nullopt;
}

std::optional<QualifiedName> existing_object(int type, const ::Node* object, const Schema& schema,
                                             const std::vector<std::string>& path) {
  const std::string kind = schema::kind_name(type);
  if (kind.empty() || object == nullptr) return std::nullopt;
  const auto* list = pg::as<::List>(object);
  switch (type) {
    case OBJECT_OPERATOR: {
      const auto* op = pg::as<::ObjectWithArgs>(object);
      if (op == nullptr) return std::nullopt;
      return look_up(schema, kind, pg::name_of(op->objname), operand_types(op->objargs, schema, path), path);
    }
    case OBJECT_OPCLASS:
    case OBJECT_OPFAMILY:
      if (list == nullptr) return std::nullopt;
      return look_up(schema, kind, name_behind_first(list), string_of(pg::nth(list, 0)), path);
    case OBJECT_CAST:
      if (pg::length(list) != 2) return std::nullopt;
      return QualifiedName{kind, cast_name(pg::nth(list, 0), pg::nth(list, 1), schema, path)};
    case OBJECT_TRANSFORM:
      if (pg::length(list) != 2) return std::nullopt;
      return QualifiedName{kind, transform_name(pg::nth(list, 0), string_of(pg::nth(list, 1)), schema, path)};
    default:
      break;
  }
  if (lives_in_schema(type)) {
    return list == nullptr ? std::nullopt : std::optional(look_up(schema, kind, pg::name_of(list), "", path));
  }
  const std::string_view name = list == nullptr ? string_of(object) : string_of(pg::nth(list, 0));
  if (name.empty()) return std::nullopt;
  return QualifiedName{kind, std::string(name)};
}

QualifiedName operator_class_key(const QualifiedName& written, std::string_view method, const Schema& schema,
                                 const std::vector<std::string>& path) {
  return look_up(schema, schema::kind_name(OBJECT_OPCLASS), written, method, path);
}

std::optional<MadeObject> object_made_by(const ::Node* node, const Schema& schema,
                                         const std::vector<std::string>& path) {
  switch (pg::tag(node)) {
    case T_DefineStmt:
      return made_by_define(*pg::as<::DefineStmt>(node), schema, path);
    case T_CreateExtensionStmt: {
      const auto* extension = pg::as<::CreateExtensionStmt>(node);
      return made(OBJECT_EXTENSION, pg::text(extension->extname), extension->if_not_exists);
    }
    case T_CreateFdwStmt:
      return made(OBJECT_FDW, pg::text(pg::as<::CreateFdwStmt>(node)->fdwname));
    case T_CreateForeignServerStmt: {
      const auto* server = pg::as<::CreateForeignServerStmt>(node);
      return made(OBJECT_FOREIGN_SERVER, pg::text(server->servername), server->if_not_exists);
    }
    case T_CreateUserMappingStmt: {
      const auto* mapping = pg::as<::CreateUserMappingStmt>(node);
      return MadeObject{OBJECT_USER_MAPPING, user_mapping_key(mapping->user, pg::text(mapping->servername)),
                        mapping->if_not_exists, false};
    }
    case T_CreatePublicationStmt:
      return made(OBJECT_PUBLICATION, pg::text(pg::as<::CreatePublicationStmt>(node)->pubname));
    case T_CreateSubscriptionStmt:
      return made(OBJECT_SUBSCRIPTION, pg::text(pg::as<::CreateSubscriptionStmt>(node)->subname));
    case T_CreateEventTrigStmt:
      return made(OBJECT_EVENT_TRIGGER, pg::text(pg::as<::CreateEventTrigStmt>(node)->trigname));
    case T_CreateAmStmt:
      return made(OBJECT_ACCESS_METHOD, pg::text(pg::as<::CreateAmStmt>(node)->amname));
    case T_CreatePLangStmt: {
      const auto* language = pg::as<::CreatePLangStmt>(node);
      return made(OBJECT_LANGUAGE, pg::text(language->plname), false, language->replace);
    }
    case T_CreateRoleStmt:
      return made(OBJECT_ROLE, pg::text(pg::as<::CreateRoleStmt>(node)->role));
    case T_CreateStatsStmt: {
      const auto* statistics = pg::as<::CreateStatsStmt>(node);
      if (statistics->defnames == nullptr) return std::nullopt;
      return made_in_schema(OBJECT_STATISTIC_EXT, pg::name_of(statistics->defnames), "", schema, path,
                            statistics->if_not_exists);
    }
    case T_CreateConversionStmt:
      return made_in_schema(OBJECT_CONVERSION, pg::name_of(pg::as<::CreateConversionStmt>(node)->conversion_name), "",
                            schema, path);
    case T_CreateOpClassStmt: {
      const auto* opclass = pg::as<::CreateOpClassStmt>(node);
      return made_in_schema(OBJECT_OPCLASS, pg::name_of(opclass->opclassname), pg::text(opclass->amname), schema, path);
    }
    case T_CreateOpFamilyStmt: {
      const auto* family = pg::as<::CreateOpFamilyStmt>(node);
      return made_in_schema(OBJECT_OPFAMILY, pg::name_of(family->opfamilyname), pg::text(family->amname), schema, path);
    }
    case T_CreateCastStmt: {
      const auto* cast = pg::as<::CreateCastStmt>(node);
      return made(OBJECT_CAST, cast_name(reinterpret_cast<const ::Node*>(cast->sourcetype),
                                         reinterpret_cast<const ::Node*>(cast->targettype), schema, path));
    }
    case T_CreateTransformStmt: {
      const auto* transform = pg::as<::CreateTransformStmt>(node);
      const std::string name = transform_name(reinterpret_cast<const ::Node*>(transform->type_name),
                                              pg::text(transform->lang), schema, path);
      return made(OBJECT_TRANSFORM, name, false, transform->replace);
    }
    default:
      return std::nullopt;
  }
}

Existence existence_of(const Schema& schema, const QualifiedName& key) {
  if (schema.others.find(key) != nullptr) return Existence::yes;
  if (schema.others.known_absent(key)) return Existence::no;
  if (is_built_in(key.schema.str(), key.name.str())) return Existence::yes;
  const std::string_view name = key.name.str();
  const std::size_t end = name.find(separator);
  if (end == std::string_view::npos) return Existence::unknown;
  return lacks_everything_unknown(schema, name.substr(0, end)) ? Existence::no : Existence::unknown;
}

QualifiedName user_mapping_key(const ::RoleSpec* role, std::string_view server) {
  std::string name(server);
  name += separator;
  if (role == nullptr || role->roletype == ROLESPEC_PUBLIC) return {"user mapping", name + "public"};
  if (role->roletype == ROLESPEC_CSTRING) return {"user mapping", name + std::string(pg::text(role->rolename))};
  return {"user mapping", name +
                              "\x1f"
                              "current user"};
}

QualifiedName renamed_key(const QualifiedName& key, std::string_view name) {
  const std::string& old = key.name.str();
  const std::size_t first = old.find(separator);
  if (first == std::string::npos) return {key.schema, std::string(name)};
  const std::size_t second = old.find(separator, first + 1);
  return {key.schema, old.substr(0, first + 1) + std::string(name) + old.substr(std::min(second, old.size()))};
}

QualifiedName moved_key(const QualifiedName& key, std::string_view schema) {
  const std::string& old = key.name.str();
  const std::size_t first = old.find(separator);
  if (first == std::string::npos) return key;
  return {key.schema, std::string(schema) + old.substr(first)};
}

namespace {

constexpr std::string_view reassigned = "reassigned role";

}  // namespace

QualifiedName reassigned_key(std::string_view role) { return {reassigned, std::string(role)}; }

bool is_note(const QualifiedName& key) {
  // Default privileges are remembered as grants, too.
  return key.schema == reassigned || key.schema == schema::column_use || key.schema == "default privileges";
}

std::string shown_name(const QualifiedName& key) {
  const std::string& name = key.name.str();
  const std::size_t first = name.find(separator);
  if (first == std::string::npos) return name;
  const std::size_t second = name.find(separator, first + 1);
  return name.substr(first + 1, second == std::string::npos ? second : second - first - 1);
}

}  // namespace pginterlock
