// SET, RESET, SHOW, ALTER SYSTEM, SET CONSTRAINTS.
#include <algorithm>
#include <array>
#include <chrono>

#include "effects/existence.h"
#include "effects/families.h"
#include "pg/settings.h"
#include "pg/walk.h"
#include "text/lower_case.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::each;
using pg::text;

bool check_setting(std::string_view name, EffectsBuilder& out) {
  if (name.empty() || pg::setting_exists(name)) return true;
  out.fail(FailureKind::undefined_object, "42704", "unrecognized configuration parameter " + quoted(name));
  return false;
}

/// Source: guc.c, set_config_option, PGC_*.
bool check_context(std::string_view name, EffectsBuilder& out) {
  const auto fact = pg::setting(name, out.version());
  if (!fact) return true;
  const std::string_view context = fact->context;
  std::string_view why;
  if (context == "internal") why = " cannot be changed";
  if (context == "postmaster") why = " cannot be changed without restarting the server";
  if (context == "sighup") why = " cannot be changed now";
  if (context == "backend" || context == "superuser-backend") why = " cannot be set after connection start";
  if (why.empty()) return true;
  out.fail(FailureKind::invalid_definition, "55P02", "parameter " + quoted(name) + std::string(why));
  return false;
}

/// The start of a word that stands for true or false is enough. Source: bool.c, parse_bool_with_len.
bool is_boolean(std::string_view value) {
  constexpr std::array words = {std::string_view("true"), std::string_view("false"), std::string_view("yes"),
                                std::string_view("no"),   std::string_view("1"),     std::string_view("0")};
  const std::string lower = lower_case(value);
  if (lower == "on" || lower == "of" || lower == "off") return true;
  return !lower.empty() &&
         std::any_of(words.begin(), words.end(), [&](std::string_view word) { return word.starts_with(lower); });
}

/// Whether a text is certainly no value of the setting's type: a number begins with a digit, a sign or a point.
bool certainly_invalid(std::string_view type, std::string_view value) {
  if (type == "bool") return !is_boolean(value);
  if (type != "integer" && type != "real") return false;
  const std::size_t first = value.find_first_not_of(" \t\n");
  if (first == std::string_view::npos) return true;
  const char c = value[first];
  return !((c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.');
}

void check_value(std::string_view name, const ::VariableSetStmt& statement, EffectsBuilder& out) {
  const auto fact = pg::setting(name, out.version());
  const std::string_view value = pg::string_constant(pg::nth(statement.args, 0));
  if (pg::length(statement.args) != 1 || value.empty()) return;
  if (name == "role" && value != "none") check_role(value, out, "22023");
  if (name == "session_authorization") check_role(value, out, "22023");
  if (!fact || !certainly_invalid(fact->type, value)) return;
  out.fail(FailureKind::invalid_definition, "22023",
           "invalid value for parameter " + quoted(name) + ": " + quoted(value));
}

}  // namespace

// guc_funcs.c, ExecSetVariableStmt.
void set_variable(const ::VariableSetStmt& statement, EffectsBuilder& out) {
  const std::string name = lower_case(text(statement.name));
  switch (statement.kind) {
    case VAR_SET_VALUE:
      if (check_setting(name, out) && check_context(name, out)) check_value(name, statement, out);
      return;
    case VAR_SET_DEFAULT:
    case VAR_RESET:
      if (check_setting(name, out)) check_context(name, out);
      return;
    case VAR_SET_CURRENT:
    case VAR_SET_MULTI:
    case VAR_RESET_ALL:
      return;
  }
}

void show_variable(const ::VariableShowStmt& statement, EffectsBuilder& out) {
  const std::string name = lower_case(text(statement.name));
  if (name != "all") check_setting(name, out);
}

// guc.c, AlterSystemSetConfigFile.
void alter_system(const ::AlterSystemStmt& statement, EffectsBuilder& out) {
  out.forbid_transaction_block();
  if (statement.setstmt != nullptr && statement.setstmt->kind != VAR_RESET_ALL) {
    check_setting(lower_case(text(statement.setstmt->name)), out);
  }
}

namespace {

/// The tables of the schemas with a constraint of the name.
std::vector<const TableConstraint*> constraints_named(const QualifiedName& name, const EffectsBuilder& out) {
  std::vector<const TableConstraint*> found;
  out.schema().relations.for_each([&](const QualifiedName& table, const Relation& relation) {
    if (table.schema != name.schema) return;
    if (const TableConstraint* one = relation.constraint(name.name.str())) found.push_back(one);
  });
  return found;
}

void set_constraint(const ::RangeVar& named, EffectsBuilder& out) {
  std::vector<std::string> schemas = out.before().session.search_path();
  if (named.schemaname != nullptr) schemas = {std::string(text(named.schemaname))};
  bool absent = !schemas.empty();
  for (const std::string& schema : schemas) {
    const QualifiedName name{schema, text(named.relname)};
    const auto found = constraints_named(name, out);
    if (!found.empty()) {
      const bool deferrable = std::any_of(found.begin(), found.end(), [](const auto* one) { return one->deferrable; });
      if (!deferrable) {
        out.fail(FailureKind::wrong_object, "42809", "constraint " + quoted(name.name.str()) + " is not deferrable");
      }
      return;
    }
    absent =
        absent && (out.schema().constraint_names.known_absent(name) || lacks_everything_unknown(out.schema(), schema));
  }
  if (!absent) return;
  out.fail(FailureKind::undefined_object, "42704", "constraint " + quoted(text(named.relname)) + " does not exist");
}

}  // namespace

// trigger.c, AfterTriggerSetState.
void set_constraints(const ::ConstraintsSetStmt& statement, EffectsBuilder& out) {
  for (const auto& named : each<RangeVar>(statement.constraints)) set_constraint(named, out);
}

// namespace.c, ResetTempTableNamespace: the temporary tables of the session are dropped.
void discard(const ::DiscardStmt& statement, EffectsBuilder& out) {
  if (statement.target == DISCARD_ALL) out.forbid_transaction_block();
  if (statement.target != DISCARD_ALL && statement.target != DISCARD_TEMP) return;
  const auto temporary =
      relations_where(out.schema(), [](const Relation& relation) { return relation.name.schema == "pg_temp"; });
  for (const QualifiedName& name : temporary) out.lock(name, LockMode::access_exclusive);
}

}  // namespace pginterlock::effects
