#include "effects/unmade.h"

#include <algorithm>
#include <array>
#include <string>

#include "effects/targets.h"
#include "pg/ast.h"
#include "pg/catalog.h"

namespace pginterlock::effects {

namespace {

constexpr std::string_view reason = ": no migration before makes it";

// Source: the scripts of contrib, PostGIS, pgvector and others that are often made by hand, or by the provider.
constexpr std::array types_of_extensions = {
    std::string_view("box2d"),     std::string_view("box2df"),    std::string_view("box3d"),
    std::string_view("citext"),    std::string_view("cube"),      std::string_view("ean13"),
    std::string_view("earth"),     std::string_view("geography"), std::string_view("geometry"),
    std::string_view("gtrgm"),     std::string_view("halfvec"),   std::string_view("hll"),
    std::string_view("hstore"),    std::string_view("isbn"),      std::string_view("isbn13"),
    std::string_view("ismn"),      std::string_view("ismn13"),    std::string_view("issn"),
    std::string_view("issn13"),    std::string_view("ip4"),       std::string_view("ip4r"),
    std::string_view("iprange"),   std::string_view("lo"),        std::string_view("lquery"),
    std::string_view("ltree"),     std::string_view("ltxtquery"), std::string_view("query_int"),
    std::string_view("raster"),    std::string_view("seg"),       std::string_view("semver"),
    std::string_view("sparsevec"), std::string_view("uint1"),     std::string_view("uint2"),
    std::string_view("uint4"),     std::string_view("uint8"),     std::string_view("upc"),
    std::string_view("uri"),       std::string_view("vector"),
};

// Those that end no whole history (session/state.cpp) and have functions.
constexpr std::array extensions_with_functions = {
    std::string_view("amcheck"),       std::string_view("btree_gin"),     std::string_view("btree_gist"),
    std::string_view("citext"),        std::string_view("cube"),          std::string_view("dblink"),
    std::string_view("earthdistance"), std::string_view("fuzzystrmatch"), std::string_view("hstore"),
    std::string_view("intarray"),      std::string_view("isn"),           std::string_view("lo"),
    std::string_view("ltree"),         std::string_view("pg_trgm"),       std::string_view("pgcrypto"),
    std::string_view("postgres_fdw"),  std::string_view("seg"),           std::string_view("pg_stat_statements"),
    std::string_view("tablefunc"),     std::string_view("unaccent"),      std::string_view("uuid-ossp"),
    std::string_view("vector"),
};

bool is_expected(const QualifiedName& name, const EffectsBuilder& out) {
  return out.before().whole_history && name.schema == "public" && !name.name.starts_with("pg_") &&
         !name.name.starts_with("_");
}

void fail(const char* sqlstate, std::string message, EffectsBuilder& out) {
  const auto told = [&](const Failure& failure) { return failure.message == message; };
  const auto& failures = out.effects().failures;
  if (std::any_of(failures.begin(), failures.end(), told)) return;
  out.fail(FailureKind::undefined_object, sqlstate, std::move(message), Certainty::assumed);
}

}  // namespace

bool drops_nothing(const QualifiedName& name, const EffectsBuilder& out) {
  const auto* drop = pg::as<::DropStmt>(out.statement().node);
  return drop != nullptr && drop->missing_ok && out.before().whole_history && name.schema == "public";
}

void note_unmade_type(const QualifiedName& type, std::string_view written, EffectsBuilder& out) {
  if (!is_expected(type, out) || type.name.str().ends_with("multirange")) return;
  if (out.schema().type(type) != nullptr || out.known(type) != nullptr) return;
  if (pg::builtin_type(type.name.str())) return;
  const auto& known = types_of_extensions;
  if (std::find(known.begin(), known.end(), type.name.str()) != known.end()) return;
  fail("42704", "type " + quoted(written) + " does not exist" + std::string(reason), out);
}

void note_unmade_routine(const QualifiedName& routine, std::string_view message, EffectsBuilder& out) {
  if (!is_expected(routine, out) || !out.schema().routines_named(routine).empty()) return;
  if (pg::builtin_function_exists(routine.name.str(), out.version())) return;
  static const Name extension("extension");
  const bool brought =
      std::any_of(extensions_with_functions.begin(), extensions_with_functions.end(), [&](std::string_view name) {
        return out.schema().others.find({extension, name}) != nullptr;
      });
  if (!brought) fail("42883", std::string(message) + std::string(reason), out);
}

}  // namespace pginterlock::effects
