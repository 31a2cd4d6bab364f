#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "lint/rule.h"
#include "pg/ast.h"

// What rules share when they say what to do instead: the statement's own text and names put into the safe way.
namespace pginterlock::advice {

/// The first work of each part of the statement, for one of these reasons, on a relation that is in use.
std::vector<const Work*> causes(const Context& context, std::initializer_list<Reason> reasons);

/// The work for this reason on each relation that is in use.
std::vector<const Work*> causes_on_each(const Context& context, Reason reason);

/// Who waits for the relation while the statement runs: "reads and writes wait", "writes wait", "nobody waits".
std::string waits(const Context& context, const QualifiedName& relation);

/// The text of the source.
std::string text(const Context& context, Span span);
/// The action of an ALTER TABLE that covers this span; null: the statement has none there.
const ::AlterTableCmd* action_at(const pg::Statement& statement, Span cause);
/// Calls `visit` with each action of an ALTER TABLE that is of one of these subtypes, and with the place where it
/// stands.
template <typename Visit>
void each_action(const pg::Statement& statement, std::initializer_list<AlterTableType> subtypes, Visit&& visit) {
  const auto* alter = pg::as<::AlterTableStmt>(statement.node);
  if (alter == nullptr) return;
  std::size_t number = 0;
  for (const auto& command : pg::each<::AlterTableCmd>(alter->cmds)) {
    const std::size_t at = number++;
    const bool asked = std::find(subtypes.begin(), subtypes.end(), command.subtype) != subtypes.end();
    if (asked) visit(command, statement.action(at));
  }
}
/// The column that the action adds; null when it adds none.
const ::ColumnDef* added_column(const pg::Statement& statement, Span cause);

/// The expression behind a keyword of a column definition, as written: DEFAULT of "a int DEFAULT f(1) NOT NULL" gives
/// "f(1)". Empty: the keyword does not stand outside brackets.
std::string clause(std::string_view definition, std::string_view keyword);

/// What stands behind the first `word` (a keyword outside quotes, comments and brackets); empty: there is none.
std::string behind(std::string_view sql, std::string_view word);

/// `sql` with `word` put behind the first `after` (a keyword outside quotes and comments): CREATE INDEX → CREATE INDEX
/// CONCURRENTLY. Unchanged when there is none.
std::string with_word(std::string_view sql, std::string_view after, std::string_view word);
/// The edit that does the same to the statement.
Fix insert_after(const Context& context, std::string_view after, std::string_view word, std::string title);

/// The actions of an ALTER TABLE that PostgreSQL runs before the one at `cause`, each with ", " behind it; empty: none.
std::string earlier_actions(const Context& context, Span cause);
/// The same as a statement of its own with a comment above it; empty: there are none.
std::string first_steps(const Context& context, const QualifiedName& table, Span cause);

/// The statement as it is, behind a lock_timeout; of a statement that other findings may object to, the timeout alone.
std::string with_lock_timeout(const Context& context);
/// The statement in a transaction of its own, in the form that stops fewest.
std::string alone(const Context& context);
/// A comment that says where a statement stands that no transaction block may hold, in the way of the framework.
std::string outside_transaction(const Context& context);
/// UPDATE of a whole table in batches of its rows; empty: its form allows none that is certain to end.
std::string in_batches(const Context& context);
/// CREATE INDEX as CONCURRENTLY, with what helps when an earlier try failed.
std::string concurrently(const Context& context, const ::IndexStmt& index);

/// The index of a UNIQUE or PRIMARY KEY that the work builds, built CONCURRENTLY, and the constraint that takes it
/// over.
std::string constraint_using_index(const Context& context, const Work& work, std::string_view kind,
                                   std::string_view label);

/// ALTER TABLE table <what>;
std::string alter(const QualifiedName& table, std::string_view what);
/// UPDATE in batches that fills a column with an expression that is never null.
std::string backfill(const QualifiedName& table, std::string_view column, std::string_view value);
/// The same with an expression over the row, which may be null: such rows are done.
std::string backfill_from(const QualifiedName& table, std::string_view column, std::string_view expression);
/// How a column becomes NOT NULL without a long lock on the target version.
std::string not_null_steps(const Context& context, const QualifiedName& table, std::string_view column);
/// "a", "a and b", "a, b and 3 more".
std::string listing(const std::vector<std::string>& names);

/// A foreign key that the statement adds, to an existing column, with a new column or with a new table.
struct ForeignKey {
  const ::Constraint* constraint = nullptr;
  QualifiedName child;
  QualifiedName parent;
  bool new_column = false;
  Span cause;
};
std::vector<ForeignKey> foreign_keys(const Context& context);
/// Relations whose lock in this statement is there for a foreign key alone; add-foreign-key-locks-parent speaks of
/// them.
std::vector<QualifiedName> locked_for_foreign_key(const Context& context);

/// Whether the statement says CONCURRENTLY.
bool is_concurrently(const ::Node* statement);

/// Statements that drop what was lost besides, the last first; empty: not all of them can be written from what is
/// known.
std::string drops_of(const std::vector<const Loss*>& losses);
/// Statements that drop what a way back leaves behind, of what differences_since() calls objects that stay.
std::string take_back(const std::vector<std::string>& left_behind);

/// Whether the statement, or an action of it, says CASCADE.
bool is_cascade(const ::Node* statement);
/// The losses of a part of the statement that it does not name, in words: "view v, index i".
std::string lost_with(const Context& context, Span cause);

/// `SET LOCAL lock_timeout = '2s';` where a transaction block is open, else `SET lock_timeout = '2s';`, to stand before
/// the statement.
Fix set_lock_timeout(const Context& context);
/// Whether a lock_timeout ends the wait for a lock.
bool waits_bounded(const Context& context);

}  // namespace pginterlock::advice
