// Objects that are no relations, types or routines: whether they are there when they are made, altered and dropped, and
// what goes with them.
#include <algorithm>
#include <vector>

#include "effects/drop.h"
#include "effects/existence.h"
#include "effects/families.h"
#include "effects/routine_lookup.h"
#include "effects/uses.h"
#include "pg/catalog.h"
#include "pg/lexer.h"
#include "pg/types.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::each;
using pg::text;

ObjectKind object_kind(int type) {
  switch (type) {
    case OBJECT_EXTENSION:
      return ObjectKind::extension;
    case OBJECT_PUBLICATION:
      return ObjectKind::publication;
    default:
      return ObjectKind::other;
  }
}

/// The name of an object that is no relation, as far as a list of strings tells it.
std::string object_name(const ::Node* object) {
  if (const auto* string = as<String>(object)) return pg::quote_identifier(text(string->sval));
  if (const auto* list = as<List>(object)) return pg::sql_name(pg::name_of(list));
  if (const auto* with_args = as<ObjectWithArgs>(object)) return pg::sql_name(pg::name_of(with_args->objname));
  return {};
}

void is_needed(int type, const QualifiedName& key, const std::string& by, EffectsBuilder& out) {
  out.fail(FailureKind::dependent_objects, "2BP01",
           "cannot drop " + object_noun(type) + " " + shown_name(key) + " because " + by);
}

/// The objects of a kind that were made for this one.
std::vector<QualifiedName> made_for(const std::string& kind, const QualifiedName& key, const EffectsBuilder& out) {
  std::vector<QualifiedName> found;
  out.schema().others.for_each_mentioning(key.name, [&](const QualifiedName& other, const NamedObject& object) {
    if (object.kind == kind && object.belongs_to == key.name.str()) found.push_back(other);
  });
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<QualifiedName> foreign_tables_of(const QualifiedName& server, const EffectsBuilder& out) {
  return relations_mentioning(server.name, out.schema(), [&](const Relation& relation) {
    return relation.kind == RelationKind::foreign_table && relation.server == server.name.str();
  });
}

/// Whether a user mapping, a foreign table or, of a wrapper, a server is in the way. Source: foreigncmds.c, the calls
/// of recordDependencyOn.
void drop_server(const QualifiedName& server, bool cascade, RelationDrop& drop, EffectsBuilder& out) {
  const auto tables = foreign_tables_of(server, out);
  if (cascade) {
    for (const QualifiedName& table : tables) drop.add(table, RelationKind::foreign_table, true);
  } else if (!tables.empty() || !made_for("user mapping", server, out).empty()) {
    is_needed(OBJECT_FOREIGN_SERVER, server, "other objects depend on it", out);
  }
}

void drop_wrapper(const QualifiedName& wrapper, bool cascade, RelationDrop& drop, EffectsBuilder& out) {
  for (const QualifiedName& server : made_for("server", wrapper, out)) {
    if (!cascade) return is_needed(OBJECT_FDW, wrapper, "server " + shown_name(server) + " depends on it", out);
    drop_server(server, true, drop, out);
  }
}

/// The extension plpgsql has its language. Source: extension.c; dependency.c, findDependentObjects.
void drop_language(const QualifiedName& language, EffectsBuilder& out) {
  if (language.name == "plpgsql" && out.schema().others.find(language) == nullptr &&
      !out.schema().others.known_absent({"extension", "plpgsql"})) {
    is_needed(OBJECT_LANGUAGE, language, "extension plpgsql requires it", out);
  } else if (language.name == "sql" || language.name == "c" || language.name == "internal") {
    is_needed(OBJECT_LANGUAGE, language, "it is required by the database system", out);
  }
}

bool has_indexes(std::string_view method, const EffectsBuilder& out) {
  const auto uses = [&](const auto& index) { return index->method == method; };
  return !relations_mentioning(method, out.schema(), [&](const Relation& relation) {
            return std::any_of(relation.indexes.begin(), relation.indexes.end(), uses);
          }).empty();
}

/// What is known to depend on the object goes with CASCADE or is in the way. Out: whether that is all there can be.
bool drop_dependents(int type, const NamedTarget& target, bool cascade, RelationDrop& drop, EffectsBuilder& out) {
  switch (type) {
    case OBJECT_FOREIGN_SERVER:
      drop_server(target.key, cascade, drop, out);
      return target.known != nullptr;
    case OBJECT_FDW:
      drop_wrapper(target.key, cascade, drop, out);
      return target.known != nullptr;
    case OBJECT_LANGUAGE:
      drop_language(target.key, out);
      return false;
    case OBJECT_ACCESS_METHOD:
      if (!cascade && has_indexes(target.key.name.str(), out)) {
        is_needed(type, target.key, "other objects depend on it", out);
      }
      return false;
    case OBJECT_OPCLASS:
    case OBJECT_COLLATION:
    case OBJECT_TSCONFIGURATION: {
      const Uses uses = uses_of(type, target.key, out);
      if (!cascade) {
        if (!uses.empty()) is_needed(type, target.key, "other objects depend on it", out);
        return true;
      }
      drop_uses(uses, drop, out);
      return target.known != nullptr;
    }
    case OBJECT_PUBLICATION:
    case OBJECT_SUBSCRIPTION:
    case OBJECT_EVENT_TRIGGER:
    case OBJECT_STATISTIC_EXT:
    case OBJECT_CONVERSION:
    case OBJECT_USER_MAPPING:
      return true;  // nothing can depend on it
    default:
      return false;
  }
}

}  // namespace

// dropcmds.c, RemoveObjects; statscmds.c, RemoveStatisticsById: SHARE UPDATE EXCLUSIVE on the table of statistics.
void drop_named_objects(const ::DropStmt& statement, EffectsBuilder& out) {
  const bool cascade = statement.behavior == DROP_CASCADE;
  RelationDrop drop(cascade, out);
  for (std::size_t i = 0; i < pg::length(statement.objects); ++i) {
    const ::Node* object = pg::nth(statement.objects, i);
    const auto key = existing_object(statement.removeType, object, out.schema(), out.before().session.search_path());
    const auto target = key ? find_object(statement.removeType, *key, out, statement.missing_ok) : std::nullopt;
    if (key && !target) continue;
    const std::string name = object_name(object);
    out.lose({.kind = object_kind(statement.removeType), .object = name});
    if (target && target->known != nullptr && statement.removeType == OBJECT_STATISTIC_EXT) {
      for (const QualifiedName& table : target->known->tables) out.lock(table, LockMode::share_update_exclusive);
    }
    const bool all = target && drop_dependents(statement.removeType, *target, cascade, drop, out);
    if (cascade && !all) out.unknown("what CASCADE drops with " + name + " is not known", true);
  }
  drop.run();
}

namespace {

/// Source: foreigncmds.c, CreateForeignServer, CreateUserMapping, ImportForeignSchema.
void check_server(std::string_view server, EffectsBuilder& out) {
  find_object(OBJECT_FOREIGN_SERVER, QualifiedName{"server", std::string(server)}, out);
}

/// Names that begin with pg_ are the system's. Source: user.c, CreateRole; catalog.c, IsReservedName.
void create_role(const ::CreateRoleStmt& role, EffectsBuilder& out) {
  const std::string_view name = text(role.role);
  if (name.starts_with("pg_")) {
    out.fail(FailureKind::invalid_definition, "42939", "role name " + quoted(name) + " is reserved");
  }
}

/// Source: event_trigger.c, CreateEventTrigger.
void create_event_trigger(const ::CreateEventTrigStmt& statement, EffectsBuilder& out) {
  const std::string_view event = text(statement.eventname);
  const bool known = event == "ddl_command_start" || event == "ddl_command_end" || event == "sql_drop" ||
                     event == "table_rewrite" || (event == "login" && out.version() >= 17);
  if (!known) {
    out.fail(FailureKind::invalid_definition, "42601", "unrecognized event name " + quoted(event));
    return;
  }
  check_routine(pg::name_of(statement.funcname), {}, out);
}

/// Source: extension.c, CreateExtension.
void create_extension(const ::CreateExtensionStmt& statement, EffectsBuilder& out) {
  for (const auto& option : each<DefElem>(statement.options)) {
    const auto* schema = text(option.defname) == "schema" ? as<String>(option.arg) : nullptr;
    if (schema != nullptr && !has_option(statement.options, "cascade")) check_schema(text(schema->sval), out);
  }
}

const ::Node* definition_of(const ::DefineStmt& statement, std::string_view name) {
  for (const auto& item : each<DefElem>(statement.definition)) {
    if (pg::same_word(text(item.defname), name)) return item.arg;
  }
  return nullptr;
}

/// The types of the operands that a definition names.
std::vector<std::string> operands_of(const ::DefineStmt& statement, const EffectsBuilder& out) {
  std::vector<std::string> types;
  for (const std::string_view side : {"leftarg", "rightarg"}) {
    const auto* type = as<TypeName>(definition_of(statement, side));
    if (type != nullptr) types.push_back(type_text(*type, out));
  }
  return types;
}

/// Source: operatorcmds.c, DefineOperator; collationcmds.c, DefineCollation.
void define(const ::DefineStmt& statement, EffectsBuilder& out) {
  if (statement.kind == OBJECT_OPERATOR) {
    const ::Node* function = definition_of(statement, "function");
    if (function == nullptr) function = definition_of(statement, "procedure");
    if (const auto* name = as<TypeName>(function)) {
      check_routine(pg::name_of(name->names), operands_of(statement, out), out);
    }
  }
  if (statement.kind == OBJECT_COLLATION) {
    if (const auto* from = as<List>(definition_of(statement, "from"))) {
      find_object(OBJECT_COLLATION, reinterpret_cast<const ::Node*>(from), out);
    }
  }
}

/// Two types that are both built in and not binary-coercible differ in their representation. Source: functioncmds.c,
/// CreateCast.
void create_cast(const ::CreateCastStmt& cast, EffectsBuilder& out) {
  if (cast.func != nullptr || cast.inout || cast.sourcetype == nullptr || cast.targettype == nullptr) return;
  const auto representation = [](const ::TypeName& type) -> std::optional<int> {
    const pg::DataType data = pg::type_of(type);
    const auto fact = data.builtin() && !data.array ? pg::builtin_type(data.name.name.str()) : std::nullopt;
    return fact ? std::optional(fact->length) : std::nullopt;
  };
  const auto source = representation(*cast.sourcetype);
  const auto target = representation(*cast.targettype);
  if (source && target && *source != *target) {
    out.fail(FailureKind::invalid_definition, "42P17", "source and target data types are not physically compatible");
  }
}

/// There is one default operator class for a type and an access method. Source: opclasscmds.c, DefineOpClass.
void create_operator_class(const ::CreateOpClassStmt& statement, EffectsBuilder& out) {
  if (!statement.isDefault || statement.datatype == nullptr) return;
  const pg::DataType type = pg::type_of(*statement.datatype);
  const auto fact = type.builtin() && !type.array ? pg::builtin_type(type.name.name.str()) : std::nullopt;
  const std::string_view method = text(statement.amname);
  // A type that is only binary-coercible to another has no class of its own.
  const bool own = type.name.name != "varchar";
  const bool taken = fact && own && ((method == "btree" && fact->has_btree) || (method == "hash" && fact->has_hash));
  if (!taken) return;
  out.fail(FailureKind::duplicate_object, "42710",
           "could not make operator class " + quoted(pg::name_of(statement.opclassname).name.str()) +
               " be default for type " + type.name.plain());
}

/// Source: functioncmds.c, CreateTransform.
void create_transform(const ::CreateTransformStmt& statement, EffectsBuilder& out) {
  if (statement.type_name == nullptr || !check_type(*statement.type_name, out)) return;
  find_object(OBJECT_LANGUAGE, QualifiedName{"language", std::string(text(statement.lang))}, out);
}

}  // namespace

bool create_named_object(const ::Node* statement, EffectsBuilder& out) {
  switch (pg::tag(statement)) {
    case T_DefineStmt:
      define(*as<DefineStmt>(statement), out);
      break;
    case T_CreateForeignServerStmt:
      find_object(
          OBJECT_FDW,
          QualifiedName{"foreign data wrapper", std::string(text(as<CreateForeignServerStmt>(statement)->fdwname))},
          out);
      break;
    case T_CreateUserMappingStmt:
      check_role(as<CreateUserMappingStmt>(statement)->user, out);
      check_server(text(as<CreateUserMappingStmt>(statement)->servername), out);
      break;
    case T_CreateRoleStmt:
      create_role(*as<CreateRoleStmt>(statement), out);
      break;
    case T_CreateEventTrigStmt:
      create_event_trigger(*as<CreateEventTrigStmt>(statement), out);
      break;
    case T_CreateExtensionStmt:
      create_extension(*as<CreateExtensionStmt>(statement), out);
      break;
    case T_CreateCastStmt:
      create_cast(*as<CreateCastStmt>(statement), out);
      break;
    case T_CreateOpClassStmt:
      create_operator_class(*as<CreateOpClassStmt>(statement), out);
      break;
    case T_CreateTransformStmt:
      create_transform(*as<CreateTransformStmt>(statement), out);
      break;
    case T_CreateFdwStmt:
    case T_CreatePublicationStmt:
    case T_CreateSubscriptionStmt:
    case T_CreateAmStmt:
    case T_CreatePLangStmt:
    case T_CreateStatsStmt:
    case T_CreateConversionStmt:
    case T_CreateOpFamilyStmt:
      break;
    default:
      return false;
  }
  check_made_object(statement, out);
  return true;
}

namespace {

/// Source: foreigncmds.c, AlterUserMapping, RemoveUserMapping.
void find_user_mapping(const ::RoleSpec* role, std::string_view server, bool missing_ok, EffectsBuilder& out) {
  if (!missing_ok) check_role(role, out);
  const QualifiedName name{"server", std::string(server)};
  if (!find_object(OBJECT_FOREIGN_SERVER, name, out, missing_ok)) return;
  // All mappings of a server that scripts made are known.
  const QualifiedName key = user_mapping_key(role, server);
  const NamedObject* known = out.schema().others.find(name);
  const bool all = known != nullptr && known->origin && known->origin->certain;
  if (missing_ok || !all || out.schema().others.find(key) != nullptr) return;
  out.fail(FailureKind::undefined_object, "42704", "user mapping does not exist for server " + quoted(server));
}

/// A wrapper without a handler can do nothing. Source: foreign.c, GetFdwRoutine.
void import_foreign_schema(std::string_view server, std::string_view local, EffectsBuilder& out) {
  const auto target = find_object(OBJECT_FOREIGN_SERVER, QualifiedName{"server", std::string(server)}, out);
  if (target) check_handler(server, out);
  check_schema(local, out);
}

void find_named(int type, const char* kind, const char* name, bool missing_ok, EffectsBuilder& out) {
  find_object(type, QualifiedName{kind, std::string(text(name))}, out, missing_ok);
}

}  // namespace

bool alter_named_object(const ::Node* statement, EffectsBuilder& out) {
  switch (pg::tag(statement)) {
    case T_AlterRoleStmt:
      check_role(as<AlterRoleStmt>(statement)->role, out);
      return true;
    case T_AlterRoleSetStmt:
      check_role(as<AlterRoleSetStmt>(statement)->role, out);
      return true;
    case T_AlterFdwStmt:
      find_named(OBJECT_FDW, "foreign data wrapper", as<AlterFdwStmt>(statement)->fdwname, false, out);
      return true;
    case T_AlterForeignServerStmt:
      check_server(text(as<AlterForeignServerStmt>(statement)->servername), out);
      return true;
    case T_AlterUserMappingStmt: {
      const auto* mapping = as<AlterUserMappingStmt>(statement);
      find_user_mapping(mapping->user, text(mapping->servername), false, out);
      return true;
    }
    case T_AlterEventTrigStmt:
      find_named(OBJECT_EVENT_TRIGGER, "event trigger", as<AlterEventTrigStmt>(statement)->trigname, false, out);
      return true;
    case T_AlterStatsStmt: {
      const auto* statistics = as<AlterStatsStmt>(statement);
      if (out.version() < 13) {
        out.fail(FailureKind::version, "42601", "a statistics target needs PostgreSQL 13");
      }
      find_object(OBJECT_STATISTIC_EXT, reinterpret_cast<const ::Node*>(statistics->defnames), out,
                  statistics->missing_ok);
      return true;
    }
    case T_AlterCollationStmt:
      find_object(OBJECT_COLLATION, reinterpret_cast<const ::Node*>(as<AlterCollationStmt>(statement)->collname), out);
      return true;
    case T_AlterOperatorStmt:
      find_object(OBJECT_OPERATOR, reinterpret_cast<const ::Node*>(as<AlterOperatorStmt>(statement)->opername), out);
      return true;
    case T_AlterTSConfigurationStmt:
      find_object(OBJECT_TSCONFIGURATION,
                  reinterpret_cast<const ::Node*>(as<AlterTSConfigurationStmt>(statement)->cfgname), out);
      return true;
    case T_AlterTSDictionaryStmt:
      find_object(OBJECT_TSDICTIONARY, reinterpret_cast<const ::Node*>(as<AlterTSDictionaryStmt>(statement)->dictname),
                  out);
      return true;
    case T_ImportForeignSchemaStmt: {
      const auto* import = as<ImportForeignSchemaStmt>(statement);
      import_foreign_schema(text(import->server_name), text(import->local_schema), out);
      return true;
    }
    default:
      return false;
  }
}

void drop_user_mapping(const ::DropUserMappingStmt& statement, EffectsBuilder& out) {
  find_user_mapping(statement.user, text(statement.servername), statement.missing_ok, out);
}

// alter.c, ExecAlterOwnerStmt.
void change_owner(const ::AlterOwnerStmt& statement, EffectsBuilder& out) {
  check_role(statement.newowner, out);
  switch (statement.objectType) {
    case OBJECT_FUNCTION:
    case OBJECT_PROCEDURE:
    case OBJECT_ROUTINE:
    case OBJECT_AGGREGATE:
      if (const auto* routine = as<ObjectWithArgs>(statement.object)) find_routine(statement.objectType, *routine, out);
      return;
    case OBJECT_TYPE:
    case OBJECT_DOMAIN:
      return change_type_owner(statement, out);
    default:
      find_object(statement.objectType, statement.object, out);
      return;
  }
}

// extension.c, ExecAlterExtensionContentsRecurse: SHARE UPDATE EXCLUSIVE on a relation.
void alter_extension_contents(const ::AlterExtensionContentsStmt& statement, EffectsBuilder& out) {
  find_named(OBJECT_EXTENSION, "extension", statement.extname, false, out);
  describe_object(static_cast<ObjectType>(statement.objtype), statement.object, out);
}

}  // namespace pginterlock::effects
