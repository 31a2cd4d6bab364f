#pragma once

#include "effects/builder.h"
#include "effects/targets.h"
#include "pg/ast.h"

// Queries and data changes, wherever they stand: alone, in WITH, in COPY, in a view.
namespace pginterlock::effects {

/// How far PostgreSQL goes with a query.
enum class QueryUse : std::uint8_t {
  analyzed,  // the names are looked up (CREATE VIEW, CREATE RULE, PREPARE)
  planned,   // views are expanded, partitions and indexes are opened (EXPLAIN)
  executed,
};

/// The routine in whose body a query stands: what it may name beside its tables. Source: functions.c,
/// sql_fn_post_column_ref.
struct RoutineNames {
  std::string_view routine = {};
  std::vector<std::string_view> parameters = {};
  bool known = true;  // false: its parameters may have any name
};

/// Locks what a query or an expression reads (ACCESS SHARE, or ROW SHARE for FOR UPDATE and its like) and what it
/// changes (ROW EXCLUSIVE); names of WITH are no relations. A query that is executed also yields the work and the
/// losses of its data changes. The locks that checking foreign keys takes depend on the rows; only those of inserted
/// rows are told. Null is no query; `around`: null outside of a routine.
void lock_query(const void* query, QueryUse use, EffectsBuilder& out, const RoutineNames* around = nullptr);

/// The locks that reading or changing a relation takes beyond the one on itself when the query is planned: what a view
/// reads, partitions and children, indexes.
struct Access {
  LockMode mode = LockMode::access_share;
  bool only = false;                                  // ONLY: not the partitions and children
  bool indexes = true;                                // the planner opens them
  bool filtered = false;                              // a WHERE may leave partitions out
  std::optional<LockMode> below_view = std::nullopt;  // on what a view reads, when it is not for the planner to say
};
void lock_with_parts(const Target& target, const Access& access, EffectsBuilder& out);

/// wait.cpp: a call that waits, which holds up all who wait for what the transaction has locked.
void note_wait(const ::FuncCall& call, EffectsBuilder& out);

// dml.cpp: what is done to the rows.
void insert_rows(const ::InsertStmt& statement, const Target& table, EffectsBuilder& out);
void update_rows(const ::UpdateStmt& statement, const Target& table, EffectsBuilder& out);
void delete_rows(const ::DeleteStmt& statement, const Target& table, EffectsBuilder& out);
void merge_rows(const ::MergeStmt& statement, const Target& table, EffectsBuilder& out);

// enum_label.cpp: a label that ALTER TYPE … ADD VALUE added in this very transaction cannot be used yet.
/// In: a string constant and the type that it becomes.
void check_enum_label(const QualifiedName& type, std::string_view label, EffectsBuilder& out);
/// The same for the constants that an INSERT or UPDATE gives to columns of such a type.
/// The same for a comparison of a column with constants, once the relations of the statement are locked.
void check_compared_labels(const ::A_Expr& expression, EffectsBuilder& out);
void check_inserted_labels(const ::InsertStmt& statement, const Relation& table, EffectsBuilder& out);
void check_updated_labels(const ::List* targets, const Relation& table, EffectsBuilder& out);

}  // namespace pginterlock::effects
