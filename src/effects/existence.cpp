#include "effects/existence.h"

#include "schema/families.h"

namespace pginterlock::effects {

namespace {

using pg::text;

std::string_view undefined_state(int type) {
  switch (type) {
    case OBJECT_SCHEMA:
      return "3F000";
    case OBJECT_OPERATOR:
      return "42883";
    default:
      return "42704";
  }
}

/// Text search objects have no check of their own before their unique index has. Source: tsearchcmds.c.
std::string_view duplicate_state(int type) {
  switch (type) {
    case OBJECT_SCHEMA:
      return "42P06";
    case OBJECT_OPERATOR:
      return "42723";
    case OBJECT_TSCONFIGURATION:
    case OBJECT_TSDICTIONARY:
    case OBJECT_TSPARSER:
    case OBJECT_TSTEMPLATE:
      return "23505";
    default:
      return "42710";
  }
}

std::string described(int type, const QualifiedName& key) {
  const std::string name = shown_name(key);
  const bool plain = type == OBJECT_OPERATOR || type == OBJECT_CAST || type == OBJECT_TRANSFORM;
  return object_noun(type) + " " + (plain ? name : quoted(name));
}

}  // namespace

std::string object_noun(int object_type) {
  if (object_type == OBJECT_FDW) return "foreign-data wrapper";
  if (object_type == OBJECT_STATISTIC_EXT) return "statistics object";
  return schema::kind_name(object_type);
}

std::optional<NamedTarget> find_object(int type, const QualifiedName& key, EffectsBuilder& out, bool missing_ok) {
  if (existence_of(out.schema(), key) != Existence::no) return NamedTarget{key, out.schema().others.find(key)};
  if (!missing_ok) {
    out.fail(FailureKind::undefined_object, std::string(undefined_state(type)),
             described(type, key) + " does not exist");
  }
  return std::nullopt;
}

std::optional<NamedTarget> find_object(int type, const ::Node* object, EffectsBuilder& out, bool missing_ok) {
  const auto key = existing_object(type, object, out.schema(), out.before().session.search_path());
  if (!key) return std::nullopt;
  return find_object(type, *key, out, missing_ok);
}

bool check_made_object(const ::Node* statement, EffectsBuilder& out) {
  const auto made = object_made_by(statement, out.schema(), out.before().session.search_path());
  if (!made) return true;
  const NamedObject* known = out.schema().others.find(made->key);
  const bool built_in = (made->object_type == OBJECT_LANGUAGE || made->object_type == OBJECT_ACCESS_METHOD) &&
                        existence_of(out.schema(), made->key) == Existence::yes;
  if ((known == nullptr && !built_in) || made->or_replace) return true;
  if (!made->if_not_exists) {
    const bool certain = known == nullptr || !known->origin || known->origin->certain;
    out.fail(FailureKind::duplicate_object, std::string(duplicate_state(made->object_type)),
             described(made->object_type, made->key) + " already exists",
             certain ? Certainty::proved : Certainty::assumed);
  }
  return false;
}

void check_free_key(int type, const QualifiedName& key, EffectsBuilder& out) {
  if (out.schema().others.find(key) == nullptr) return;
  out.fail(FailureKind::duplicate_object, std::string(duplicate_state(type)), described(type, key) + " already exists");
}

bool check_role(std::string_view role, EffectsBuilder& out, std::string_view sqlstate) {
  if (existence_of(out.schema(), {"role", std::string(role)}) != Existence::no) return true;
  out.fail(FailureKind::undefined_object, std::string(sqlstate), "role " + quoted(role) + " does not exist");
  return false;
}

bool check_role(const ::RoleSpec* role, EffectsBuilder& out, std::string_view sqlstate) {
  return role == nullptr || role->roletype != ROLESPEC_CSTRING || check_role(text(role->rolename), out, sqlstate);
}

bool check_handler(std::string_view server, EffectsBuilder& out) {
  const NamedObject* known = out.schema().others.find({"server", std::string(server)});
  if (known == nullptr) return true;
  const NamedObject* wrapper = out.schema().others.find({"foreign data wrapper", known->belongs_to});
  if (wrapper == nullptr || wrapper->has_handler) return true;
  out.fail(FailureKind::invalid_definition, "55000",
           "foreign-data wrapper " + quoted(known->belongs_to) + " has no handler");
  return false;
}

bool check_foreign_table_constraint(const ::Constraint& constraint, EffectsBuilder& out) {
  switch (constraint.contype) {
    case CONSTR_PRIMARY:
    case CONSTR_UNIQUE:
    case CONSTR_EXCLUSION:
    case CONSTR_FOREIGN:
      out.fail(FailureKind::wrong_object, "0A000", "keys are not supported on foreign tables");
      return false;
    default:
      return true;
  }
}

bool check_schema(std::string_view schema, EffectsBuilder& out) {
  if (existence_of_schema(out.schema(), schema) != Existence::no) return true;
  out.fail(FailureKind::undefined_object, "3F000", "schema " + quoted(schema) + " does not exist");
  return false;
}

bool check_creation_schema(std::string_view written, EffectsBuilder& out) {
  if (!written.empty()) return check_schema(written, out);
  const Session& session = out.before().session;
  const auto path = session.settings().value("search_path");
  // Without a setting it is the server's; "$user" is a schema that no script tells.
  if (!path || path->find("$user") != std::string::npos || path->find("pg_catalog") != std::string::npos) return true;
  const bool none = session.search_path().empty();
  if (!none && creation_schema(out.schema(), session.search_path())) return true;
  out.fail(FailureKind::undefined_object, "3F000", "no schema has been selected to create in");
  return false;
}

bool check_creation_schema(const ::RangeVar& relation, EffectsBuilder& out) {
  const std::string_view written = text(relation.schemaname);
  if (relation.relpersistence != 't') return check_creation_schema(written, out);  // RELPERSISTENCE_TEMP
  if (written.empty() || written == "pg_temp") return true;
  out.fail(FailureKind::invalid_definition, "42P16", "cannot create temporary relation in non-temporary schema");
  return false;
}

}  // namespace pginterlock::effects
