#include "session/state.h"

#include <algorithm>
#include <array>
#include <utility>

#include "pg/ast.h"
#include "schema/apply.h"
#include "schema/remembered_text.h"
#include "text/lower_case.h"

namespace pginterlock {

namespace {

// Extensions whose scripts make no relations but such with names in pg_. Source: the scripts of contrib and pgvector.
constexpr std::array<std::string_view, 24> extensions_without_relations = {
    "amcheck",      "bloom",         "btree_gin",          "btree_gist", "citext",    "cube",
    "dblink",       "earthdistance", "fuzzystrmatch",      "hstore",     "intarray",  "isn",
    "lo",           "ltree",         "pg_stat_statements", "pg_trgm",    "pgcrypto",  "plpgsql",
    "postgres_fdw", "seg",           "tablefunc",          "unaccent",   "uuid-ossp", "vector",
};

bool makes_relations(const ::CreateExtensionStmt& extension) {
  const auto& known = extensions_without_relations;
  return std::find(known.begin(), known.end(), pg::text(extension.extname)) == known.end();
}

}  // namespace

StateMark mark(State& state) {
  return {state.schema.mark(),
          state.session,
          state.schema.uncommitted_enums,
          state.schema.fresh_tables,
          state.schema.acts_on_commit,
          state.unread_changes,
          state.whole_history,
          state.body};
}

void undo_to(const StateMark& mark, State& state) {
  state.schema.undo_to(mark.schema);
  state.schema.uncommitted_enums = mark.uncommitted_enums;
  state.schema.fresh_tables.restore(mark.fresh_tables);
  state.schema.acts_on_commit = mark.acts_on_commit;
  state.session = mark.session;
  state.unread_changes = mark.unread_changes;
  state.whole_history = mark.whole_history;
  state.body = mark.body;
}

StateSteps take_steps(State& state) {
  return {state.schema.take_steps(), state.session, state.unread_changes,
          state.whole_history,       state.body,    state.new_migrations};
}

void follow(StateSteps steps, State& follower) {
  follower.schema.follow(std::move(steps.schema));
  follower.session = std::move(steps.session);
  follower.unread_changes = steps.unread_changes;
  follower.whole_history = steps.whole_history;
  follower.body = std::move(steps.body);
  follower.new_migrations = std::move(steps.new_migrations);
}

bool is_kept_by_runner(std::string_view relation) {
  const std::string name = lower_case(relation);
  constexpr std::array<std::string_view, 7> words = {
      "migration", "schema_history", "schema_version", "changelog", "goose_db_version", "alembic_version", "changes"};
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return name.find(word) != std::string::npos; });
}

void note_unread_changes(State& state) {
  state.unread_changes = true;
  state.whole_history = false;
  state.schema.doubt_relations();
}

void apply(const pg::Statement& statement, State& state) {
  if (statement.node == nullptr) return;
  const auto* extension = pg::as<::CreateExtensionStmt>(statement.node);
  if (extension != nullptr && makes_relations(*extension)) state.whole_history = false;
  state.session.before_statement(state.schema);
  const ApplyContext context{.statement = statement,
                             .search_path = state.session.search_path(),
                             .migration = state.session.migration(),
                             .transaction = state.session.transaction(),
                             .pg_version = state.pg_version,
                             .in_transaction = state.session.joins_transaction(),
                             .whole_history = state.whole_history};
  schema::follow_texts(context, state.schema);
  apply_to_schema(context, state.schema);
  schema::remember_text(context, state.schema);
  state.session.apply(statement.node, state.schema);
  if (const auto* prepare = pg::as<::PrepareStmt>(statement.node)) {
    state.session.prepare(pg::text(prepare->name), statement.text());
  }
}

}  // namespace pginterlock
