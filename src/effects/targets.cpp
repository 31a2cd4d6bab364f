#include "effects/targets.h"

#include "pg/ast.h"

namespace pginterlock::effects {

namespace {

bool says_no(std::string_view word) { return word == "false" || word == "off" || word == "no" || word == "0"; }

bool is_false(const ::Node* value) {
  if (value == nullptr) return false;
  if (const auto* text = pg::as<String>(value)) {
    std::string lower(pg::text(text->sval));
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return says_no(lower);
  }
  if (const auto* number = pg::as<Integer>(value)) return number->ival == 0;
  if (const auto* boolean = pg::as<Boolean>(value)) return !boolean->boolval;
  return false;
}

}  // namespace

bool Target::temporary() const {
  return name.schema == "pg_temp" || (known != nullptr && known->persistence == Persistence::temporary);
}

bool is_system_catalog(const QualifiedName& name) {
  return name.schema == "pg_catalog" || name.schema == "information_schema";
}

std::optional<Target> find_target(const QualifiedName& written, EffectsBuilder& out, bool missing_ok,
                                  std::string_view noun, std::string_view sqlstate) {
  Target target{out.resolve(written), nullptr};
  target.known = out.known(target.name);
  if (target.known != nullptr) return target;
  if (!written.schema.empty() && out.schema().others.known_absent({"schema", written.schema})) {
    if (!missing_ok) {
      out.fail(FailureKind::undefined_object, "3F000", "schema " + quoted(written.schema) + " does not exist");
    }
    return std::nullopt;
  }
  if (out.schema().relations.known_absent(target.name)) {
    if (!missing_ok) {
      out.fail(FailureKind::undefined_object, std::string(sqlstate),
               std::string(noun) + " " + quoted(written.plain()) + " does not exist");
    }
    return std::nullopt;
  }
  // pg_catalog is searched first whatever the search path says, and only its relations have names in pg_: users may,
  // but seldom do. Source: namespace.c, recomputeNamespacePath.
  if (written.schema.empty() && written.name.starts_with("pg_")) target.name.schema = "pg_catalog";
  return target;
}

std::optional<Target> find_target(const ::RangeVar& relation, EffectsBuilder& out, bool missing_ok) {
  return find_target(pg::name_of(relation), out, missing_ok);
}

QualifiedName new_name(const ::RangeVar& relation, const EffectsBuilder& out) {
  QualifiedName name = pg::name_of(relation);
  name.name = pg::truncate_identifier(name.name);
  if (relation.relpersistence == 't') {  // RELPERSISTENCE_TEMP
    name.schema = "pg_temp";
  } else if (name.schema.empty()) {
    const auto& path = out.before().session.search_path();
    name.schema = path.empty() ? "public" : path.front();
  }
  return name;
}

std::string quoted(std::string_view name) { return '"' + std::string(name) + '"'; }

ObjectKind object_kind(RelationKind kind) {
  switch (kind) {
    case RelationKind::table:
    case RelationKind::partitioned_table:
    case RelationKind::foreign_table:
      return ObjectKind::table;
    case RelationKind::view:
      return ObjectKind::view;
    case RelationKind::materialized_view:
      return ObjectKind::materialized_view;
    case RelationKind::index:
      return ObjectKind::index;
    case RelationKind::sequence:
      return ObjectKind::sequence;
    case RelationKind::composite_type:
      return ObjectKind::type;
  }
  return ObjectKind::other;
}

std::string_view noun(RelationKind kind) {
  switch (kind) {
    case RelationKind::table:
    case RelationKind::partitioned_table:
      return "table";
    case RelationKind::view:
      return "view";
    case RelationKind::materialized_view:
      return "materialized view";
    case RelationKind::index:
      return "index";
    case RelationKind::sequence:
      return "sequence";
    case RelationKind::foreign_table:
      return "foreign table";
    case RelationKind::composite_type:
      return "composite type";
  }
  return "relation";
}

bool has_option(const ::List* options, std::string_view name, bool when_absent) {
  bool present = when_absent;
  for (const auto& option : pg::each<DefElem>(options)) {
    if (pg::text(option.defname) == name) present = !is_false(reinterpret_cast<const ::Node*>(option.arg));
  }
  return present;
}

}  // namespace pginterlock::effects
