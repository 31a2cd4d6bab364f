// CREATE TRIGGER and CREATE RULE; what they are renamed to.
#include <algorithm>
#include <vector>

#include "effects/families.h"
#include "effects/query.h"
#include "effects/targets.h"
#include "effects/unmade.h"

namespace pginterlock::effects {

namespace {

using pg::each;
using pg::text;

// TRIGGER_TYPE_* of pg_trigger.h.
constexpr int type_before = 1 << 1;
constexpr int type_truncate = 1 << 5;
constexpr int type_instead = 1 << 6;

template <typename Part>
const Part* find_part(const std::vector<std::shared_ptr<const Part>>& parts, std::string_view name) {
  const auto found = std::find_if(parts.begin(), parts.end(), [&](const auto& part) { return part->name == name; });
  return found == parts.end() ? nullptr : found->get();
}

void already_exists(std::string_view what, std::string_view name, const Target& table, EffectsBuilder& out) {
  out.fail(FailureKind::duplicate_object, "42710",
           std::string(what) + " " + quoted(name) + " for relation " + quoted(table.name.name) + " already exists");
}

/// Why such a trigger cannot be on such a relation: the SQLSTATE, empty when it can be.
std::string_view kind_refuses(const ::CreateTrigStmt& statement, const Target& table, int version) {
  constexpr std::string_view wrong = "42809";
  const bool instead = statement.timing == type_instead;
  const bool truncate = (statement.events & type_truncate) != 0;
  switch (table.known->kind) {
    case RelationKind::table:
      return instead ? wrong : "";
    case RelationKind::partitioned_table:
      if (instead) return wrong;
      if (!statement.row) return "";
      if (statement.timing == type_before && version < 13) return wrong;
      return statement.transitionRels != nullptr ? "0A000" : "";
    case RelationKind::view:
      return (!instead && statement.row) || truncate ? wrong : "";
    case RelationKind::foreign_table:
      return instead || statement.isconstraint ? wrong : "";
    case RelationKind::materialized_view:
    case RelationKind::index:
    case RelationKind::sequence:
    case RelationKind::composite_type:
      return wrong;
  }
  return "";
}

/// Source: trigger.c, CreateTriggerFiringOn, from its start to the look-up of the function.
bool check_form(const ::CreateTrigStmt& statement, const Target& table, EffectsBuilder& out) {
  const std::string_view refused = table.kind_known() ? kind_refuses(statement, table, out.version()) : "";
  if (!refused.empty()) {
    out.fail(
        FailureKind::wrong_object, std::string(refused),
        quoted(table.name.name) + " is a " + std::string(noun(table.known->kind)) + ": it cannot have such a trigger");
    return false;
  }
  const bool instead = statement.timing == type_instead;
  if (statement.row && (statement.events & type_truncate) != 0) {
    out.fail(FailureKind::invalid_definition, "0A000", "TRUNCATE FOR EACH ROW triggers are not supported");
    return false;
  }
  if (instead && (!statement.row || statement.whenClause != nullptr || statement.columns != nullptr)) {
    out.fail(FailureKind::invalid_definition, "0A000",
             "INSTEAD OF triggers must be FOR EACH ROW, without conditions and without column lists");
    return false;
  }
  if (table.known == nullptr || !table.known->complete) return true;
  for (const std::string& column : pg::strings_of(statement.columns)) {
    if (table.known->column(column) != nullptr) continue;
    out.fail(FailureKind::undefined_object, "42703",
             "column " + quoted(column) + " of relation " + quoted(table.name.name) + " does not exist");
    return false;
  }
  return true;
}

/// A trigger's function has no arguments and returns trigger.
bool check_function(const ::CreateTrigStmt& statement, EffectsBuilder& out) {
  const QualifiedName written = pg::name_of(statement.funcname);
  const QualifiedName name = out.schema().resolve_routine(written, out.before().session.search_path());
  const QualifiedName key = routine_key(name, {});
  if (const Routine* function = out.schema().routines.find(key)) {
    if (function->result_type.empty() || function->result_type == "trigger") return true;
    out.fail(FailureKind::invalid_definition, "42P17", "function " + written.plain() + " must return type trigger");
    return false;
  }
  if (!out.schema().routines.known_absent(key)) {
    note_unmade_routine(name, "function " + written.plain() + "() does not exist", out);
    return true;
  }
  out.fail(FailureKind::undefined_object, "42883", "function " + written.plain() + "() does not exist");
  return false;
}

}  // namespace

// trigger.c, CreateTrigger: SHARE ROW EXCLUSIVE; a row trigger of a partitioned table is made on its partitions too.
void create_trigger(const ::CreateTrigStmt& statement, EffectsBuilder& out) {
  if (statement.replace && out.version() < 14) {
    out.fail(FailureKind::version, "42601", "CREATE OR REPLACE TRIGGER needs PostgreSQL 14");
    return;
  }
  const auto table = find_target(*statement.relation, out);
  if (!table) return;
  const bool recurses = statement.row && table->is(RelationKind::partitioned_table);
  out.lock_with_descendants(table->name, LockMode::share_row_exclusive, !recurses);
  if (!check_form(statement, *table, out)) return;
  if (statement.constrrel != nullptr) {
    const auto other = find_target(*statement.constrrel, out);
    if (other) out.lock(other->name, LockMode::access_share);
  }
  if (!check_function(statement, out) || table->known == nullptr) return;
  const Trigger* there = find_part(table->known->triggers, text(statement.trigname));
  if (there == nullptr) return;
  if (!statement.replace) {
    already_exists("trigger", text(statement.trigname), *table, out);
  } else if (there->inherited) {
    out.fail(FailureKind::duplicate_object, "42710",
             "trigger " + quoted(there->name) + " for relation " + quoted(table->name.name) + " is a child trigger");
  }
}

// rewriteDefine.c, DefineRule, DefineQueryRewrite.
void create_rule(const ::RuleStmt& statement, EffectsBuilder& out) {
  const auto table = find_target(*statement.relation, out);
  if (!table) return;
  out.lock(table->name, LockMode::access_exclusive);
  lock_query(statement.whereClause, QueryUse::analyzed, out);
  lock_query(statement.actions, QueryUse::analyzed, out);
  if (table->kind_known() && table->is(RelationKind::materialized_view)) {
    out.fail(FailureKind::wrong_object, "0A000", "rules on materialized views are not supported");
    return;
  }
  if (table->known == nullptr || statement.replace) return;
  const auto& rules = table->known->rules;
  if (std::find(rules.begin(), rules.end(), text(statement.rulename)) != rules.end()) {
    already_exists("rule", text(statement.rulename), *table, out);
  }
}

}  // namespace pginterlock::effects
