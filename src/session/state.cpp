#include "session/state.h"

#include "pg/ast.h"
#include "schema/apply.h"

namespace pginterlock {

void note_unread_changes(State& state) {
  state.unread_changes = true;
  state.schema.doubt_relations();
}

void apply(const pg::Statement& statement, State& state) {
  if (statement.node == nullptr) return;
  state.session.before_statement(state.schema);
  apply_to_schema({.statement = statement,
                   .search_path = state.session.search_path(),
                   .migration = state.session.migration(),
                   .transaction = state.session.transaction(),
                   .pg_version = state.pg_version,
                   .in_transaction = state.session.in_transaction()},
                  state.schema);
  state.session.apply(statement.node, state.schema);
  if (const auto* prepare = pg::as<::PrepareStmt>(statement.node)) {
    state.session.prepare(pg::text(prepare->name), statement.text());
  }
}

}  // namespace pginterlock
