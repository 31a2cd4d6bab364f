// The statements inside CREATE SCHEMA.
#include <algorithm>

#include "effects/existence.h"
#include "effects/families.h"

namespace pginterlock::effects {

namespace {

/// The schema that an element writes for what it makes.
std::string_view written_schema(const ::Node* element) {
  const ::RangeVar* relation = nullptr;
  if (const auto* table = pg::as<CreateStmt>(element)) relation = table->relation;
  if (const auto* view = pg::as<ViewStmt>(element)) relation = view->view;
  if (const auto* sequence = pg::as<CreateSeqStmt>(element)) relation = sequence->sequence;
  if (const auto* index = pg::as<IndexStmt>(element)) relation = index->relation;
  if (const auto* trigger = pg::as<CreateTrigStmt>(element)) relation = trigger->relation;
  return relation == nullptr ? std::string_view{} : pg::text(relation->schemaname);
}

void add(const Effects& effects, EffectsBuilder& out) {
  for (const Lock& lock : effects.locks) {
    if (lock.is_new) {
      out.lock_new(lock.relation, lock.kind, lock.mode);
    } else {
      out.lock(lock.relation, lock.mode, lock.certainty, lock.kind);
    }
  }
  for (const Work& work : effects.work) out.work(work);
  for (const Failure& failure : effects.failures) {
    out.fail(failure.kind, failure.sqlstate, failure.message, failure.certainty);
  }
  for (const Unknown& unknown : effects.unknown) out.unknown(unknown.what, unknown.schema);
}

}  // namespace

// schemacmds.c, CreateSchemaCommand; parse_utilcmd.c, transformCreateSchemaStmtElements: each element runs with the new
// schema as its search path, tables before views and indexes.
void create_schema_elements(const ::CreateSchemaStmt& statement, const std::string& schema, EffectsBuilder& out) {
  State state = out.before();
  pg::Statement whole = out.statement();
  CreateSchemaStmt empty = statement;
  empty.schemaElts = nullptr;
  whole.node = reinterpret_cast<const ::Node*>(&empty);
  apply(whole, state);
  const SourceFile source("path", "SET search_path = " + pg::quote_identifier(schema));
  pg::Script script(source);
  while (script.next_batch()) {
    for (const pg::Statement& path : script.statements()) apply(path, state);
  }
  for (std::size_t i = 0; i < pg::length(statement.schemaElts); ++i) {
    pg::Statement element = out.statement();
    element.node = pg::nth(statement.schemaElts, i);
    const std::string_view written = written_schema(element.node);
    if (!written.empty() && written != schema) {
      out.fail(FailureKind::invalid_definition, "42P15",
               "CREATE specifies a schema (" + std::string(written) + ") different from the one being created (" +
                   schema + ")");
      return;
    }
    if (pg::as<CreateSchemaStmt>(element.node) != nullptr) continue;
    add(effects_of(element, state), out);
    apply(element, state);
  }
}

}  // namespace pginterlock::effects
