#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pg/script.h"
#include "schema/schema.h"
#include "session/session.h"

namespace pginterlock {

/// What a statement in the body of a routine may name beside its tables. Source: pl_comp.c, plpgsql_post_column_ref;
/// functions.c, sql_fn_post_column_ref.
struct BodyNames {
  std::vector<std::string> routines;   // the routine, and the labels of its blocks
  std::vector<std::string> variables;  // with its parameters and the records of its loops
};

/// What a statement meets: the schema, the session, and the server's version.
struct State {
  Schema schema;
  Session session;
  int pg_version = 15;  // major version
  /// Code that is not read ran and may have made, changed or dropped objects: what is known may be out of date.
  bool unread_changes = false;
  /// History began with an empty schema "public", as far as is known: a relation there that no migration made is taken
  /// not to be there. The first that is used all the same shows that something else makes relations, too.
  bool whole_history = false;
  /// Of the routine whose body is being run; null outside of one.
  std::shared_ptr<const BodyNames> body = nullptr;

  /// The migrations that are not at the revision that the run compares with: they are going to be applied together.
  std::vector<std::size_t> new_migrations = {};

  /// Whether this very migration made it, or one that is new with it.
  bool made_here(const std::optional<Origin>& origin) const {
    if (!origin) return false;
    const auto one_of = [&] {
      return std::find(new_migrations.begin(), new_migrations.end(), origin->migration) != new_migrations.end();
    };
    return origin->migration == session.migration() || one_of();
  }
  /// The same of a relation, or an earlier migration made it in the same transaction. CREATE … IF NOT EXISTS may leave
  /// that in doubt: see in_use().
  bool made_here(const Relation& relation) const {
    return made_here(relation.origin) || made_in_this_transaction(relation);
  }
  /// Whether others may use the relation now: it is not known, or an earlier migration made it, or IF NOT EXISTS leaves
  /// it in doubt. Temporary tables are their session's alone.
  bool in_use(const QualifiedName& name) const {
    const Relation* known = schema.relation(name);
    if (known == nullptr) return true;
    if (known->persistence == Persistence::temporary) return false;
    return !made_here(*known) || !known->origin->certain;
  }
  /// Whether LOCK TABLE and COMMIT in a procedure take what is open for a transaction block. A pipeline is one
  /// since 18. Source: xact.c, IsInTransactionBlock; postgres.c, exec_execute_message, BeginImplicitTransactionBlock.
  bool in_transaction_block() const {
    return session.in_explicit_transaction() || session.in_message() || session.in_routine() ||
           (session.in_transaction() && pg_version >= 18);
  }
  /// Whether the migration took all of its rows out and put none in since. Those that others put in meanwhile, which
  /// they can unless its transaction truncated the table, are left out of account.
  bool emptied_here(const Relation& relation) const {
    return relation.emptied && relation.emptied->migration == session.migration();
  }
  /// Whether work on the relation takes time: others may use it, and this transaction has not truncated it.
  bool takes_time(const QualifiedName& name) const {
    if (!in_use(name)) return false;
    const Relation* known = schema.relation(name);
    const bool truncated = known != nullptr && known->emptied && known->emptied->truncated && session.in_transaction();
    return !truncated || known->emptied->transaction != session.transaction();
  }
  bool made_in_this_transaction(const Relation& relation) const {
    return relation.origin && session.in_transaction() && relation.origin->transaction == session.transaction();
  }
};

/// A moment of a state, to which it can go back after statements were tried on it.
struct StateMark {
  Schema::Mark schema;
  Session session;
  std::vector<QualifiedName> uncommitted_enums;
  FreshTables fresh_tables;
  bool acts_on_commit = false;
  bool unread_changes = false;
  bool whole_history = false;
  std::shared_ptr<const BodyNames> body;
};
StateMark mark(State& state);
void undo_to(const StateMark& mark, State& state);

/// What became of a state since it was asked last, for another one that follows it in another thread. The one that is
/// followed was told to note it (Schema::record()), the other began like it and is otherwise left as it is.
struct StateSteps {
  Schema::Steps schema;
  Session session;
  bool unread_changes = false;
  bool whole_history = false;
  std::shared_ptr<const BodyNames> body;
  std::vector<std::size_t> new_migrations;
};
StateSteps take_steps(State& state);
void follow(StateSteps steps, State& follower);

/// Whether runners of migrations keep their own records in a table of that name: it is there although no migration
/// makes it.
bool is_kept_by_runner(std::string_view relation);

/// Code that is not read ran: what it made, changed or dropped is not known.
void note_unread_changes(State& state);

/// Makes `state` what it is after the statement: the schema, the transaction and the settings.
void apply(const pg::Statement& statement, State& state);

}  // namespace pginterlock
