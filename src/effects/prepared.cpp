// EXECUTE, DEALLOCATE; FETCH, MOVE, CLOSE.
#include "effects/families.h"
#include "effects/query.h"
#include "effects/targets.h"
#include "pg/script.h"

namespace pginterlock::effects {

namespace {

using pg::text;

void no_prepared_statement(const char* name, EffectsBuilder& out) {
  out.fail(FailureKind::undefined_object, "26000", "prepared statement " + quoted(text(name)) + " does not exist");
}

/// The cursors of functions and of unread code are not known.
void check_cursor(const char* name, EffectsBuilder& out) {
  if (out.before().session.has_cursor(text(name))) return;
  out.fail(FailureKind::undefined_object, "34000", "cursor " + quoted(text(name)) + " does not exist");
}

}  // namespace

// prepare.c, ExecuteQuery: what the PREPARE of this session said.
void execute_prepared(const ::ExecuteStmt& statement, EffectsBuilder& out) {
  const std::string* sql = out.before().session.prepared(text(statement.name));
  if (sql == nullptr) {
    no_prepared_statement(statement.name, out);
    return;
  }
  const SourceFile source("prepared statement", *sql);
  pg::Script script(source);
  while (script.next_batch()) {
    for (const pg::Statement& one : script.statements()) {
      const auto* prepare = pg::as<PrepareStmt>(one.node);
      if (prepare != nullptr) lock_query(prepare->query, QueryUse::executed, out);
    }
  }
}

void deallocate(const ::DeallocateStmt& statement, EffectsBuilder& out) {
  if (statement.name == nullptr || out.before().session.prepared(text(statement.name)) != nullptr) return;
  no_prepared_statement(statement.name, out);
}

// portalcmds.c, PerformPortalFetch, PerformPortalClose.
void fetch(const ::FetchStmt& statement, EffectsBuilder& out) { check_cursor(statement.portalname, out); }

void close_cursor(const ::ClosePortalStmt& statement, EffectsBuilder& out) {
  if (statement.portalname != nullptr) check_cursor(statement.portalname, out);
}

}  // namespace pginterlock::effects
