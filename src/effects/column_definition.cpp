#include "effects/column_definition.h"

#include <cstdint>
#include <cstdlib>
#include <limits>

#include "effects/constraints.h"
#include "effects/expression_type.h"

namespace pginterlock::effects {

namespace {

Problem refused(const char* sqlstate, std::string message) {
  return {FailureKind::invalid_definition, sqlstate, std::move(message)};
}

/// The bounds of a sequence of the type; none: it is no integer.
std::optional<std::pair<std::int64_t, std::int64_t>> bounds_of(const pg::DataType& type) {
  if (type.is("int2")) return std::pair<std::int64_t, std::int64_t>{INT16_MIN, INT16_MAX};
  if (type.is("int4")) return std::pair<std::int64_t, std::int64_t>{INT32_MIN, INT32_MAX};
  if (type.is("int8")) return std::pair<std::int64_t, std::int64_t>{INT64_MIN, INT64_MAX};
  return std::nullopt;
}

std::optional<std::int64_t> number_of(const ::Node* node) {
  if (const auto* integer = pg::as<Integer>(node)) return integer->ival;
  if (const auto* number = pg::as<Float>(node)) return std::strtoll(number->fval, nullptr, 10);
  return std::nullopt;
}

std::optional<Problem> problem_of_identity(const ::Constraint& identity, const pg::DataType& type) {
  if (!type.known()) return std::nullopt;
  const auto bounds = bounds_of(type);
  if (!bounds) return refused("22023", "identity column type must be smallint, integer, or bigint");
  for (const auto& option : pg::each<DefElem>(identity.options)) {
    const std::string_view name = pg::text(option.defname);
    if (name != "maxvalue" && name != "minvalue") continue;
    const auto value = number_of(option.arg);
    if (!value || (*value >= bounds->first && *value <= bounds->second)) continue;
    return refused("22023", (name == "maxvalue" ? "MAXVALUE (" : "MINVALUE (") + std::to_string(*value) +
                                ") is out of range for sequence data type " + pg::sql_type(type));
  }
  return std::nullopt;
}

/// What the constraints behind a column say, in order.
struct Said {
  bool null = false;
  bool not_null = false;
  bool defaulted = false;
  bool generated = false;
  const ::Constraint* identity = nullptr;
};

/// One more of them; the word for what contradicts, if something does.
const char* contradiction(const ::Constraint& constraint, Said& said) {
  switch (constraint.contype) {
    case CONSTR_NULL:
      if (said.not_null) return "conflicting NULL/NOT NULL declarations";
      said.null = true;
      return nullptr;
    case CONSTR_NOTNULL:
      if (said.null) return "conflicting NULL/NOT NULL declarations";
      said.not_null = true;
      return nullptr;
    case CONSTR_DEFAULT:
      if (said.defaulted) return "multiple default values specified";
      said.defaulted = true;
      return nullptr;
    case CONSTR_IDENTITY:
      if (said.identity != nullptr) return "multiple identity specifications";
      if (said.null) return "conflicting NULL/NOT NULL declarations";
      said.identity = &constraint;
      said.not_null = true;
      return nullptr;
    case CONSTR_GENERATED:
      if (said.generated) return "multiple generation clauses specified";
      said.generated = true;
      return nullptr;
    default:
      return nullptr;
  }
}

std::optional<Problem> problem_of_constraints(const ::ColumnDef& column, bool serial, std::string_view table,
                                              const pg::DataType& type) {
  const std::string where =
      " for column " + pg::quote_identifier(pg::text(column.colname)) + " of table " + std::string(table);
  // A serial column's default and NOT NULL stand behind what is written.
  Said said{.not_null = false};
  for (const auto& constraint : pg::each<Constraint>(column.constraints)) {
    if (const char* what = contradiction(constraint, said)) return refused("42601", what + where);
    if (constraint.contype != CONSTR_IDENTITY) continue;
    if (auto problem = problem_of_identity(constraint, type); problem && !serial) return problem;
  }
  if (serial && said.null) return refused("42601", "conflicting NULL/NOT NULL declarations" + where);
  if (serial && said.defaulted) return refused("42601", "multiple default values specified" + where);
  const bool defaulted = said.defaulted || serial;
  if (defaulted && said.identity != nullptr) return refused("42601", "both default and identity specified" + where);
  if (defaulted && said.generated) return refused("42601", "both default and generation expression specified" + where);
  if (said.identity != nullptr && said.generated) {
    return refused("42601", "both identity and generation expression specified" + where);
  }
  return std::nullopt;
}

/// What PostgreSQL 18 does not support of virtual columns. Source: parse_utilcmd.c, transformIndexConstraint; heap.c,
/// CheckAttributeType.
std::optional<Problem> problem_of_virtual(const ::ColumnDef& column, const pg::DataType& type) {
  bool is_virtual = false;
  const char* key = nullptr;
  for (const auto& constraint : pg::each<Constraint>(column.constraints)) {
    is_virtual |= constraint.contype == CONSTR_GENERATED && constraint.generated_kind == generated_virtual;
    if (constraint.contype == CONSTR_PRIMARY) key = "primary keys";
    if (constraint.contype == CONSTR_UNIQUE) key = "unique constraints";
  }
  if (!is_virtual) return std::nullopt;
  if (key != nullptr) return refused("0A000", key + std::string(" on virtual generated columns are not supported"));
  if (!type.known() || type.builtin()) return std::nullopt;
  return refused("0A000", "virtual generated column " + pg::quote_identifier(pg::text(column.colname)) +
                              " cannot have a user-defined type");
}

}  // namespace

std::optional<Problem> problem_of_definition(const ::ColumnDef& column, std::string_view table, const State& before) {
  pg::DataType type;
  bool serial = false;
  if (column.typeName != nullptr) {
    if (auto problem = problem_of_type(*column.typeName, true, before)) return problem;
    serial = pg::serial_width(*column.typeName) != 0;
    type = before.schema.resolve_type(pg::type_of(*column.typeName), before.session.search_path());
  }
  if (auto problem = problem_of_constraints(column, serial, table, type)) return problem;
  if (column.collClause != nullptr) {
    if (auto problem = problem_of_collation(*column.collClause, type, before)) return problem;
  }
  if (before.pg_version >= 18) {
    if (auto problem = problem_of_virtual(column, type)) return problem;
  }
  return problem_of_column_type(pg::text(column.colname), type, before);
}

std::optional<QualifiedName> sequence_name_of(const ::ColumnDef& column) {
  for (const auto& constraint : pg::each<Constraint>(column.constraints)) {
    if (constraint.contype != CONSTR_IDENTITY) continue;
    for (const auto& option : pg::each<DefElem>(constraint.options)) {
      if (pg::text(option.defname) == "sequence_name") return pg::name_of(pg::as<List>(option.arg));
    }
  }
  return std::nullopt;
}

}  // namespace pginterlock::effects
