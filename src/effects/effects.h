#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "effects/lock.h"
#include "pg/script.h"
#include "schema/objects.h"
#include "session/state.h"
#include "text/span.h"

namespace pginterlock {

/// proved: follows from the statement and the replayed history. assumed: something that decides it is unknown.
enum class Certainty : std::uint8_t { proved, assumed };

/// A lock on a relation, the strongest that the statement takes on it.
struct Lock {
  QualifiedName relation;
  RelationKind kind = RelationKind::table;
  LockMode mode = LockMode::access_share;
  bool is_new = false;  // the statement itself makes the relation
  Certainty certainty = Certainty::proved;
  Span cause;  // the action of the statement that needs this mode
};

/// Work whose time grows with the size of a relation.
enum class WorkKind : std::uint8_t {
  rewrite,  // the table is written anew, with all of its indexes
  scan,     // every row is read
  build,    // an index is built
  rebuild,  // an existing index is built anew while the table stays
  copy,     // the files are copied (another tablespace)
  bulk,     // rows are changed, inserted or deleted in number
  query,    // a query of unknown length runs (materialized view, CREATE TABLE AS)
};

/// Why the work is done. One word for each cause that a rule explains on its own.
enum class Reason : std::uint8_t {
  none,
  volatile_default,
  serial_column,
  identity_column,
  stored_generated,
  constrained_domain,
  type_change,
  set_expression,
  set_logged,
  access_method,
  tablespace,
  vacuum_full,
  cluster,
  refresh,
  set_not_null,
  add_not_null_constraint,
  add_check,
  column_check,
  add_foreign_key,
  column_foreign_key,
  validate_constraint,
  add_unique,
  add_primary_key,
  add_exclusion,
  create_index,
  create_index_concurrently,
  reindex,
  reindex_concurrently,
  attach_partition,
  default_partition,
  domain_constraint,
  update,
  delete_,
  insert,
  merge,
  copy,
  select,
  create_table_as,
  truncate,
  analyze,
  type_change_check,
  type_change_foreign_key,
};

struct Work {
  WorkKind kind = WorkKind::scan;
  Reason reason = Reason::none;
  QualifiedName relation = {};  // the table that is read or written
  std::string index = {};       // build, rebuild: the index's name (PostgreSQL's own when none was given)
  std::string column = {};      // the column that is at fault, if one is
  Span cause = {};
  Certainty certainty = Certainty::proved;
  bool whole_table = true;  // bulk, query: false when only some rows may be meant, or read
  bool bounded = false;     // bulk: LIMIT or the like leaves few of them, however large the table is
};

enum class ObjectKind : std::uint8_t {
  table,
  column,
  index,
  constraint,
  view,
  materialized_view,
  sequence,
  type,
  domain,
  function,
  procedure,
  trigger,
  policy,
  rule,
  schema,
  database,
  extension,
  publication,
  rows,
  enum_value,
  role,
  other,
};
std::string_view name(ObjectKind kind);

/// What is gone afterwards. `data`: rows or column values are gone with it.
struct Loss {
  ObjectKind kind = ObjectKind::other;
  std::string object = {};      // as SQL names it
  QualifiedName relation = {};  // the table concerned, if one is
  bool data = false;
  bool implicit = false;  // not named in the statement: by CASCADE, or with its column
  Span cause = {};
  Certainty certainty = Certainty::proved;
};

/// What clients that are running now may trip over.
enum class BreakKind : std::uint8_t {
  rename,
  set_schema,
  drop,
  required_column,
  type_change,
  drop_default,
  drop_not_null
};
struct Break {
  BreakKind kind = BreakKind::rename;
  ObjectKind object_kind = ObjectKind::table;
  QualifiedName relation = {};
  std::string column = {};    // when a column is meant
  std::string object = {};    // as SQL names it
  std::string new_name = {};  // rename, set_schema
  Span cause = {};
};

enum class FailureKind : std::uint8_t {
  transaction_block,         // PostgreSQL refuses the statement inside a transaction block, or demands one
  not_null_without_default,  // rows that exist would get a null
  version,                   // the target version does not know it
  concurrently_unsupported,  // CONCURRENTLY where PostgreSQL cannot: partitioned, constraint's index, several names, …
  dependent_objects,         // something else needs it
  undefined_object,
  duplicate_object,
  wrong_object,
  invalid_definition,
  unsafe_enum_value,
};

/// What will go wrong when it runs.
struct Failure {
  FailureKind kind = FailureKind::invalid_definition;
  std::string sqlstate = {};  // empty: unknown
  std::string message = {};   // lower case, no full stop
  Span cause = {};
  Certainty certainty = Certainty::proved;
};

enum class TransactionBlock : std::uint8_t { allowed, forbidden, required };

/// A part of the statement that was not analysed, and why.
struct Unknown {
  std::string what = {};
  Span cause = {};
  bool schema = false;         // it may make, change or drop objects
  QualifiedName routine = {};  // its key in Schema::routines: the statement runs its body
};

/// What stays as it is, although the statement would define it in another way: IF NOT EXISTS finds it there.
struct Kept {
  ObjectKind kind = ObjectKind::table;
  std::string object = {};                    // as SQL names it
  std::vector<std::string> differences = {};  // "column id is integer, not bigint"
  Span cause = {};
  Certainty certainty = Certainty::proved;
};

/// CREATE OR REPLACE makes a second routine of the name, since the arguments differ.
struct Overload {
  QualifiedName beside = {};  // the key of the routine that stays
  std::string made = {};      // "f(bigint)"
  std::string other = {};     // "f(integer)"
  bool ambiguous = false;     // calls that fitted the other fit both, and are refused
  Span cause = {};
  Certainty certainty = Certainty::proved;
};

/// A call that waits, for a time or for others, and reads nothing.
struct Wait {
  std::string function = {};
  bool ends_by_lock_timeout = false;  // it waits for a lock of another session
  Span cause = {};
};

/// Everything that a statement does to the database around it.
struct Effects {
  std::vector<Lock> locks;  // one per relation, in the order in which they are taken
  std::vector<Work> work;
  std::vector<Loss> losses;
  std::vector<Break> breaks;
  std::vector<Failure> failures;
  std::vector<Unknown> unknown;
  std::vector<Kept> kept;
  std::vector<Overload> overloads;
  std::vector<Wait> waits;
  TransactionBlock block = TransactionBlock::allowed;

  const Lock* lock_on(const QualifiedName& relation) const;
  bool does(WorkKind kind, const QualifiedName& relation) const;
};

/// What `statement` does when it meets `before`, with what the bodies do that it runs (execute.h). A statement that
/// could not be parsed, or of a kind that is not known, has an Unknown and nothing else.
Effects effects_of(const pg::Statement& statement, const State& before);

}  // namespace pginterlock
