// Storage parameters: SET (…) and RESET (…). Source: reloptions.c.
#include "effects/storage_parameter.h"

#include <array>
#include <climits>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "effects/alter_table.h"
#include "effects/targets.h"

namespace pginterlock::effects {

namespace {

// What a parameter is for, as reloptions.h names it (RELOPT_KIND_*).
constexpr unsigned heap = 1;
constexpr unsigned toast = 2;
constexpr unsigned btree = 4;
constexpr unsigned hash = 8;
constexpr unsigned gin = 16;
constexpr unsigned gist = 32;
constexpr unsigned spgist = 64;
constexpr unsigned brin = 128;
constexpr unsigned view = 256;
constexpr unsigned attribute = 512;
constexpr unsigned heap_and_toast = heap | toast;

enum class Type : std::uint8_t { boolean, integer, real, word };

struct Parameter {
  std::string_view name;
  unsigned kinds;
  Type type;
  double least;
  double most;
  int since = 0;
  int until = 99;  // the last version that has it
  std::array<std::string_view, 4> words = {};
};

constexpr double int_max = INT_MAX;

constexpr std::array parameters = {
    Parameter{"fillfactor", heap | btree | hash | gist | spgist, Type::integer, 10, 100},
    Parameter{"toast_tuple_target", heap, Type::integer, 128, 8160},
    Parameter{"parallel_workers", heap, Type::integer, 0, 1024},
    Parameter{"user_catalog_table", heap, Type::boolean, 0, 1},
    Parameter{"vacuum_truncate", heap_and_toast, Type::boolean, 0, 1},
    Parameter{"vacuum_index_cleanup", heap_and_toast, Type::boolean, 0, 1, 0, 13},
    Parameter{"vacuum_index_cleanup", heap_and_toast, Type::word, 0, 1, 14, 99, {"auto"}},
    Parameter{"autovacuum_enabled", heap_and_toast, Type::boolean, 0, 1},
    Parameter{"autovacuum_vacuum_threshold", heap_and_toast, Type::integer, 0, int_max},
    Parameter{"autovacuum_vacuum_max_threshold", heap_and_toast, Type::integer, -1, int_max, 18},
    Parameter{"autovacuum_vacuum_insert_threshold", heap_and_toast, Type::integer, -1, int_max, 13},
    Parameter{"autovacuum_analyze_threshold", heap, Type::integer, 0, int_max},
    Parameter{"autovacuum_vacuum_cost_delay", heap_and_toast, Type::real, 0, 100},
    Parameter{"autovacuum_vacuum_cost_limit", heap_and_toast, Type::integer, 1, 10000},
    Parameter{"autovacuum_vacuum_scale_factor", heap_and_toast, Type::real, 0, 100},
    Parameter{"autovacuum_vacuum_insert_scale_factor", heap_and_toast, Type::real, 0, 100, 13},
    Parameter{"autovacuum_analyze_scale_factor", heap, Type::real, 0, 100},
    Parameter{"autovacuum_freeze_min_age", heap_and_toast, Type::integer, 0, 1e9},
    Parameter{"autovacuum_freeze_max_age", heap_and_toast, Type::integer, 1e5, 2e9},
    Parameter{"autovacuum_freeze_table_age", heap_and_toast, Type::integer, 0, 2e9},
    Parameter{"autovacuum_multixact_freeze_min_age", heap_and_toast, Type::integer, 0, 1e9},
    Parameter{"autovacuum_multixact_freeze_max_age", heap_and_toast, Type::integer, 1e4, 2e9},
    Parameter{"autovacuum_multixact_freeze_table_age", heap_and_toast, Type::integer, 0, 2e9},
    Parameter{"log_autovacuum_min_duration", heap_and_toast, Type::integer, -1, int_max},
    Parameter{"vacuum_max_eager_freeze_failure_rate", heap_and_toast, Type::real, 0, 1, 18},
    Parameter{"deduplicate_items", btree, Type::boolean, 0, 1, 13},
    Parameter{"vacuum_cleanup_index_scale_factor", btree, Type::real, 0, 1e10},
    Parameter{"buffering", gist, Type::word, 0, 1, 0, 99, {"auto"}},
    Parameter{"fastupdate", gin, Type::boolean, 0, 1},
    Parameter{"gin_pending_list_limit", gin, Type::integer, 64, int_max},
    Parameter{"pages_per_range", brin, Type::integer, 1, 131072},
    Parameter{"autosummarize", brin, Type::boolean, 0, 1},
    Parameter{"security_barrier", view, Type::boolean, 0, 1},
    Parameter{"security_invoker", view, Type::boolean, 0, 1, 15},
    Parameter{"check_option", view, Type::word, 0, 1, 0, 99, {"local", "cascaded"}},
    Parameter{"n_distinct", attribute, Type::real, -1, 1e300},
    Parameter{"n_distinct_inherited", attribute, Type::real, -1, 1e300},
};

const Parameter* parameter_named(std::string_view name, unsigned kind, int version) {
  for (const Parameter& one : parameters) {
    const bool there = version >= one.since && version <= one.until;
    if (one.name == name && there && (one.kinds & kind) != 0) return &one;
  }
  return nullptr;
}

/// The value as the server reads it: a parameter alone is true. Source: define.c, defGetString.
std::optional<std::string> value_of(const ::DefElem& option) {
  const auto* node = reinterpret_cast<const ::Node*>(option.arg);
  if (node == nullptr) return "true";
  if (const auto* number = pg::as<Integer>(node)) return std::to_string(number->ival);
  if (const auto* number = pg::as<Float>(node)) return std::string(pg::text(number->fval));
  if (const auto* boolean = pg::as<Boolean>(node)) return boolean->boolval ? "true" : "false";
  if (const auto* text = pg::as<String>(node)) return std::string(pg::text(text->sval));
  if (const auto* type = pg::as<TypeName>(node)) return pg::name_of(type->names).name.str();
  return std::nullopt;
}

bool is_prefix(std::string_view text, std::string_view word, std::size_t least) {
  return text.size() >= least && word.substr(0, text.size()) == text;
}

/// Source: bool.c, parse_bool.
bool is_boolean(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return is_prefix(text, "true", 1) || is_prefix(text, "false", 1) || is_prefix(text, "yes", 1) ||
         is_prefix(text, "no", 1) || is_prefix(text, "on", 2) || is_prefix(text, "off", 2) || text == "1" ||
         text == "0";
}

bool fits(const Parameter& parameter, const std::string& text) {
  switch (parameter.type) {
    case Type::boolean:
      return is_boolean(text);
    case Type::word:
      for (const std::string_view word : parameter.words) {
        if (!word.empty() && word == text) return true;
      }
      return parameter.words.front() == "auto" && is_boolean(text);
    case Type::integer:
    case Type::real: {
      char* end = nullptr;
      const double number = std::strtod(text.c_str(), &end);
      if (end == text.c_str()) return false;
      // A unit may follow an integer. Source: guc.c, parse_int.
      const bool unit = *end != '\0' && parameter.type == Type::integer && *end != '.';
      if (*end != '\0' && !unit) return false;
      if (unit) return std::string_view(" kMGTmsh").find(*end) != std::string_view::npos;
      return number >= parameter.least && number <= parameter.most;
    }
  }
  return true;
}

bool refuse(std::string message, EffectsBuilder& out, std::string sqlstate = "22023") {
  out.fail(FailureKind::invalid_definition, std::move(sqlstate), std::move(message));
  return true;
}

bool refuses_parameter(const ::DefElem& option, bool reset, unsigned kind, EffectsBuilder& out) {
  const std::string_view written_namespace = pg::text(option.defnamespace);
  const std::string_view name = pg::text(option.defname);
  if (reset && option.arg != nullptr) return refuse("RESET must not include values for parameters", out, "42601");
  if (!written_namespace.empty() && (written_namespace != "toast" || (kind & heap) == 0)) {
    return refuse("unrecognized parameter namespace " + quoted(written_namespace), out);
  }
  if (reset) return false;  // what is not there cannot be reset, and nobody minds
  const Parameter* parameter = parameter_named(name, written_namespace.empty() ? kind : toast, out.version());
  if (parameter == nullptr) {
    const bool newer = parameter_named(name, kind, pg::newest_catalog_version) != nullptr;
    out.fail(newer ? FailureKind::version : FailureKind::invalid_definition, "22023",
             "unrecognized parameter " + quoted(name));
    return true;
  }
  const auto value = value_of(option);
  if (!value || fits(*parameter, *value)) return false;
  return refuse("invalid value for parameter " + quoted(name) + ": " + *value, out);
}

/// The parameters of a kind; nothing for those that an extension brings.
std::optional<unsigned> parameters_of(StorageKind kind) {
  switch (kind) {
    case StorageKind::table:
      return heap;
    case StorageKind::view:
      return view;
    case StorageKind::btree:
      return btree;
    case StorageKind::hash:
      return hash;
    case StorageKind::gist:
      return gist;
    case StorageKind::gin:
      return gin;
    case StorageKind::spgist:
      return spgist;
    case StorageKind::brin:
      return brin;
    case StorageKind::partitioned_table:
      return 0;
    case StorageKind::other:
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<unsigned> kind_of(const AlteredTable& table) {
  if (table.relation == nullptr) return std::nullopt;
  switch (table.relation->kind) {
    case RelationKind::table:
    case RelationKind::materialized_view:
      // Another access method may have parameters of its own.
      if (!table.relation->access_method.empty() && table.relation->access_method != "heap") return std::nullopt;
      return table.relation->complete || table.relation->origin ? std::optional(heap) : std::nullopt;
    case RelationKind::view:
      return view;
    case RelationKind::index: {
      const Relation* owner = table.out.schema().table_of_index(table.name);
      const TableIndex* index = owner == nullptr ? nullptr : owner->index(table.name.name);
      return index == nullptr ? std::nullopt : parameters_of(storage_kind_of_index(index->method));
    }
    default:
      return std::nullopt;
  }
}

bool refuses_any(const ::List* options, bool reset, unsigned kind, EffectsBuilder& out) {
  for (const auto& option : pg::each<DefElem>(options)) {
    if (refuses_parameter(option, reset, kind, out)) return true;
  }
  return false;
}

}  // namespace

StorageKind storage_kind_of_index(std::string_view access_method) {
  if (access_method.empty() || access_method == "btree") return StorageKind::btree;
  if (access_method == "hash") return StorageKind::hash;
  if (access_method == "gist") return StorageKind::gist;
  if (access_method == "gin") return StorageKind::gin;
  if (access_method == "spgist") return StorageKind::spgist;
  if (access_method == "brin") return StorageKind::brin;
  return StorageKind::other;
}

bool check_storage_parameters(const ::List* options, StorageKind kind, EffectsBuilder& out) {
  if (options == nullptr) return true;
  if (kind == StorageKind::partitioned_table && out.version() >= 16) {
    out.fail(FailureKind::wrong_object, "42809", "cannot specify storage parameters for a partitioned table");
    return false;
  }
  const auto parameters = parameters_of(kind);
  const bool of_table = kind == StorageKind::table || kind == StorageKind::partitioned_table;
  for (const auto& option : pg::each<DefElem>(options)) {
    // It is gone, and saying no to it is allowed. Source: reloptions.c, transformRelOptions.
    if (of_table && pg::text(option.defname) == "oids" && option.defnamespace == nullptr) {
      if (!has_option(options, "oids")) continue;
      out.fail(FailureKind::version, "0A000", "tables declared WITH OIDS are not supported");
      return false;
    }
    if (parameters && refuses_parameter(option, false, *parameters, out)) return false;
  }
  return true;
}

void set_storage_parameters(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const auto* options = pg::as<List>(action.def);
  if (table.partitioned()) {
    if (action.subtype == AT_ResetRelOptions) return;
    out.fail(FailureKind::wrong_object, out.version() >= 16 ? "42809" : "22023",
             "a partitioned table has no storage parameters");
    return;
  }
  const auto kind = kind_of(table);
  if (!kind || refuses_any(options, action.subtype == AT_ResetRelOptions, *kind, out)) return;
  if (*kind != view || table.relation->updates || action.subtype == AT_ResetRelOptions) return;
  // Source: tablecmds.c, ATExecSetRelOptions.
  for (const auto& option : pg::each<DefElem>(options)) {
    if (pg::text(option.defname) != "check_option") continue;
    refuse("WITH CHECK OPTION is supported only on automatically updatable views", out, "0A000");
    return;
  }
}

void set_column_options(const ::AlterTableCmd& action, const AlteredTable& table) {
  refuses_any(pg::as<List>(action.def), action.subtype == AT_ResetOptions, attribute, table.out);
}

}  // namespace pginterlock::effects
