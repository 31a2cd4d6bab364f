#include "effects/targets.h"

#include <algorithm>
#include <array>

#include "effects/existence.h"

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

bool check_no_catalog(const Target& target, EffectsBuilder& out) {
  // Extensions have relations with names in pg_ as well: these are certainly the system's.
  constexpr std::array catalogs = {
      std::string_view("pg_aggregate"), std::string_view("pg_am"),          std::string_view("pg_attrdef"),
      std::string_view("pg_attribute"), std::string_view("pg_authid"),      std::string_view("pg_cast"),
      std::string_view("pg_class"),     std::string_view("pg_collation"),   std::string_view("pg_constraint"),
      std::string_view("pg_database"),  std::string_view("pg_depend"),      std::string_view("pg_description"),
      std::string_view("pg_enum"),      std::string_view("pg_extension"),   std::string_view("pg_index"),
      std::string_view("pg_inherits"),  std::string_view("pg_language"),    std::string_view("pg_largeobject"),
      std::string_view("pg_namespace"), std::string_view("pg_operator"),    std::string_view("pg_policy"),
      std::string_view("pg_proc"),      std::string_view("pg_publication"), std::string_view("pg_rewrite"),
      std::string_view("pg_statistic"), std::string_view("pg_trigger"),     std::string_view("pg_type"),
  };
  if (target.name.schema != "pg_catalog") return true;
  if (std::find(catalogs.begin(), catalogs.end(), target.name.name.str()) == catalogs.end()) return true;
  out.fail(FailureKind::wrong_object, "42501",
           "permission denied: " + quoted(target.name.name.str()) + " is a system catalog");
  return false;
}

std::optional<Target> find_target(const QualifiedName& written, EffectsBuilder& out, bool missing_ok,
                                  std::string_view noun, std::string_view sqlstate) {
  Target target{out.resolve(written), nullptr};
  target.known = out.known(target.name);
  if (target.known != nullptr) return target;
  if (certainly_absent(out.schema(), target.name)) {
    if (missing_ok) return std::nullopt;
    // namespace.c, LookupExplicitNamespace: the schema is looked up first.
    if (!written.schema.empty() && !check_schema(written.schema.str(), out)) return std::nullopt;
    out.fail(FailureKind::undefined_object, std::string(sqlstate),
             std::string(noun) + " " + quoted(written.plain()) + " does not exist");
    return std::nullopt;
  }
  const bool expected = out.before().whole_history && target.name.schema == "public" && !missing_ok;
  if (expected && !written.name.starts_with("pg_") && !is_kept_by_runner(written.name.str())) {
    out.fail(FailureKind::undefined_object, std::string(sqlstate),
             std::string(noun) + " " + quoted(written.plain()) + " does not exist: no migration before makes it",
             Certainty::assumed);
  }
  // pg_catalog is searched first whatever the search path says, and only its relations have names in pg_: users may,
  // but seldom do. Source: namespace.c, recomputeNamespacePath.
  if (written.schema.empty() && written.name.starts_with("pg_")) target.name.schema = "pg_catalog";
  return target;
}

std::optional<Target> find_target(const ::RangeVar& relation, EffectsBuilder& out, bool missing_ok) {
  return find_target(pg::name_of(relation), out, missing_ok);
}

QualifiedName new_name(const ::RangeVar& relation, const State& before) {
  QualifiedName name = pg::name_of(relation);
  name.name = pg::truncate_identifier(name.name);
  if (relation.relpersistence == 't') {  // RELPERSISTENCE_TEMP
    name.schema = "pg_temp";
  } else if (name.schema.empty()) {
    name.schema = creation_schema(before.schema, before.session.search_path()).value_or("public");
  }
  return name;
}

QualifiedName new_name(const ::RangeVar& relation, const EffectsBuilder& out) {
  return new_name(relation, out.before());
}

std::string quoted(std::string_view name) { return '"' + std::string(name) + '"'; }

Certainty certainty_of(const std::optional<Origin>& origin) {
  return origin && !origin->certain ? Certainty::assumed : Certainty::proved;
}

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
