#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pg/catalog.h"
#include "pg/names.h"
#include "pg/types.h"

namespace pginterlock {

/// Which migration and which transaction made an object. Objects that no script made have none.
struct Origin {
  std::size_t migration = 0;
  std::size_t transaction = 0;
  bool certain = true;  // false: made by IF NOT EXISTS, it may have been there before
};

enum class RelationKind : std::uint8_t {
  table,
  partitioned_table,
  view,
  materialized_view,
  index,
  sequence,
  foreign_table,
  composite_type,
};
enum class Persistence : std::uint8_t { permanent, unlogged, temporary };
enum class OnCommit : std::uint8_t { preserve_rows, delete_rows, drop };  // of a temporary table
enum class Identity : std::uint8_t { none, always, by_default };
enum class Generated : std::uint8_t { none, stored, virtual_ };

struct Column {
  std::string name;
  pg::DataType type;
  bool not_null = false;
  bool not_null_valid = true;  // false: NOT NULL … NOT VALID (18)
  std::optional<std::string> default_sql;
  pg::Volatility default_volatility = pg::Volatility::immutable;
  Identity identity = Identity::none;
  Generated generated = Generated::none;
  std::vector<std::string> generated_from;  // the columns that a generated column reads
  std::string collation;
  std::optional<QualifiedName> owned_sequence;  // of serial and identity columns
  bool complete = true;                         // false: only that the column exists is known
  std::optional<Origin> origin;                 // what added it to the table
  bool filled = false;                          // an UPDATE gave it values since
};

struct Predicate;       // schema/predicate.h
struct PartitionBound;  // schema/partition_bound.h

enum class ConstraintKind : std::uint8_t { check, not_null, unique, primary_key, foreign_key, exclusion };

struct TableConstraint {
  std::string name;
  ConstraintKind kind = ConstraintKind::check;
  std::vector<std::string> columns;  // key columns; for CHECK the columns that it mentions
  bool valid = true;
  bool enforced = true;
  bool deferrable = false;
  bool no_inherit = false;                      // CHECK … NO INHERIT: partitions and children do not get it
  std::string expression;                       // CHECK: the SQL between the parentheses
  std::vector<std::string> proves_not_null;     // CHECK: the columns that it proves to hold no null
  std::shared_ptr<const Predicate> predicate;   // CHECK: its expression, as far as it can be reasoned with
  std::optional<QualifiedName> references;      // FOREIGN KEY
  std::vector<std::string> referenced_columns;  // FOREIGN KEY; empty: the primary key
  char on_delete = 'a';                         // FKCONSTR_ACTION_*
  char on_update = 'a';
};

struct IndexKey {
  std::string column;  // empty: an expression
  std::vector<std::string> expression_columns;
  std::string expression;
  std::string opclass;
  std::string collation;
  bool descending = false;
  bool nulls_first = false;
};

struct TableIndex {
  std::string name;
  std::string method = "btree";
  std::vector<IndexKey> keys;
  std::vector<std::string> include;
  std::string predicate;  // partial index: the SQL of WHERE
  std::vector<std::string> predicate_columns;
  bool unique = false;
  bool only = false;                      // ON ONLY a partitioned table: no index on the partitions
  std::optional<std::string> constraint;  // the PRIMARY KEY, UNIQUE or EXCLUDE constraint that owns it
  std::optional<QualifiedName> parent;    // a partition's: the index of the partitioned table that it is a part of
  Origin origin;
  std::string first_names;  // its columns as they were called when it was made; empty: as they are
};

struct Trigger {
  std::string name;
  QualifiedName function;
  std::vector<std::string> update_columns;  // UPDATE OF …
  std::vector<std::string> when_columns;    // WHEN (…)
  bool row_level = false;
  bool transition_tables = false;  // REFERENCING …
  bool instead_of = false;
  bool inherited = false;    // a partition's, as a part of its parent's
  int events = 0;            // what fires it: TRIGGER_TYPE_INSERT and the like of pg_trigger.h
  bool deferred = false;     // it fires at the end of the transaction
  bool conditional = false;  // WHEN
};

/// What a rule does with a change of its table.
struct RuleAction {
  std::string rule;
  char event = 'u';                     // 'i' INSERT, 'u' UPDATE, 'd' DELETE; rules of SELECT are not kept
  bool instead = false;                 // of the change itself, whatever the row
  bool conditional = false;             // WHERE
  std::vector<QualifiedName> inserted;  // the relations that its actions insert into,
  std::vector<QualifiedName> changed;   // those whose rows they update or delete,
  std::vector<QualifiedName> read;      // and those that they name besides
};

struct Policy {
  std::string name;
  std::string command = "all";       // "select", "insert", …
  bool restrictive = false;          // AS RESTRICTIVE: joined with AND
  std::vector<std::string> columns;  // that its expressions mention
};

/// What the expressions of a policy, or the condition and the actions of a rule, read and call.
struct PartUse {
  std::string part;  // its name
  bool rule = false;
  std::vector<QualifiedName> relations;
  std::vector<QualifiedName> routines;  // without arguments
};

/// A column, or the whole of a relation (empty column), that a view or a rule reads.
struct Dependency {
  QualifiedName relation;
  std::string column;
};

struct Partitioning {
  std::string strategy;                         // list, range, hash
  std::vector<std::string> keys;                // columns; an expression is an empty string
  std::vector<std::string> operands;            // the keys as predicates spell them
  std::vector<std::string> expression_columns;  // that the expressions mention
};

/// What a sequence runs through. Source: sequence.c, init_params.
struct SequenceRange {
  std::int64_t start = 1;
  std::int64_t increment = 1;
  std::int64_t minimum = 1;
  std::int64_t maximum = 9223372036854775807;
};

/// A migration took all rows out of a table, and put none in since.
struct Emptied {
  std::size_t migration = 0;
  std::size_t transaction = 0;
  bool truncated = false;  // else by DELETE: the file stays as large as it was
  bool operator==(const Emptied&) const = default;
};

/// A relation of pg_class. Parts are shared between versions of the schema and are replaced, never changed.
struct Relation {
  QualifiedName name;
  RelationKind kind = RelationKind::table;
  Persistence persistence = Persistence::permanent;
  bool complete = false;  // true: a script made it, so all of its parts are known
  std::optional<Origin> origin;
  bool populated = false;  // rows may have come in since it was made
  std::optional<Emptied> emptied;

  std::vector<std::shared_ptr<const Column>> columns;
  std::vector<std::shared_ptr<const TableConstraint>> constraints;
  std::vector<std::shared_ptr<const TableIndex>> indexes;
  std::vector<std::shared_ptr<const Trigger>> triggers;
  std::vector<std::shared_ptr<const Policy>> policies;
  std::vector<std::string> rules;
  std::vector<std::string> rule_columns;  // that the rules mention
  std::optional<QualifiedName> of_type;   // CREATE TABLE … OF
  std::vector<std::shared_ptr<const RuleAction>> rule_actions;

  std::vector<QualifiedName> parents;  // INHERITS, or the one table that it is a partition of
  std::optional<std::string> partition_bound;
  std::shared_ptr<const PartitionBound> bound;  // the same, to reason with
  bool default_partition = false;
  std::optional<Partitioning> partitioning;
  std::vector<QualifiedName> children;  // partitions and inheritance children

  std::vector<Dependency> reads;                     // view, materialized view: what its query reads
  std::vector<QualifiedName> calls;                  // view, materialized view: the functions that its query calls
  std::vector<std::shared_ptr<const PartUse>> uses;  // of its policies and rules
  std::vector<QualifiedName> part_users;             // tables with a policy or a rule that reads it
  std::vector<QualifiedName> grouped_by;             // view: tables whose primary key its GROUP BY rests on
  std::vector<QualifiedName> dependents;             // views and materialized views that read it
  std::vector<QualifiedName> referencing;            // tables with a foreign key to it
  std::optional<QualifiedName> owner_table;          // index: its table; sequence: the table that owns it
  std::string owner_column;                          // sequence
  std::optional<SequenceRange> range;                // sequence that CREATE SEQUENCE made
  std::string server;                                // foreign table
  std::string owner;                                 // the role that a script gave it to; empty: none did
  bool row_security = false;
  bool force_row_security = false;
  std::string replica_identity = "default";
  std::string access_method;
  std::string tablespace;
  std::string clustered_index;  // that CLUSTER follows; empty: none
  std::optional<std::string> comment;
  std::optional<QualifiedName> updates;  // view: the relation that its rows are those of, so that they can be changed
  bool with_data = true;                 // materialized view
  OnCommit on_commit = OnCommit::preserve_rows;

  const Column* column(std::string_view column_name) const;
  const TableConstraint* constraint(std::string_view constraint_name) const;
  const TableIndex* index(std::string_view index_name) const;
  const TableConstraint* primary_key() const;
  /// Whether a validated, enforced CHECK, a primary key or NOT NULL proves that the column holds no null.
  bool proves_not_null(std::string_view column_name) const;
};

struct DomainConstraint {
  std::string name;
  bool not_null = false;
  bool valid = true;
};

enum class TypeKind : std::uint8_t { enumeration, domain, composite, range, base };

struct UserType {
  QualifiedName name;
  TypeKind kind = TypeKind::base;
  std::optional<Origin> origin;
  std::vector<std::string> labels;             // enum
  std::vector<std::string> labels_added_here;  // enum values that no committed transaction has made yet
  pg::DataType base;                           // domain
  std::vector<DomainConstraint> constraints;   // domain
  std::vector<QualifiedName> used_by;          // tables with a column of it
};

/// A function or procedure; its name in the schema carries its argument types: f(integer, text).
struct Routine {
  QualifiedName name;
  std::vector<std::string> argument_types;  // input arguments, as SQL shows them
  std::string result_type;
  std::string language;
  pg::Volatility volatility = pg::Volatility::volatile_;
  bool procedure = false;
  bool aggregate = false;
  std::vector<std::string> argument_names;  // one for each input argument, empty where it has none
  std::size_t defaults = 0;                 // of the last input arguments
  std::string result_columns;               // OUT arguments and the columns of RETURNS TABLE
  std::string body;                         // LANGUAGE sql: the text in AS
  std::string definition;                   // LANGUAGE plpgsql, BEGIN ATOMIC: the statement that made it
  bool security_definer = false;
  bool may_define = false;                 // its body holds words of DDL, or runs text
  std::optional<std::string> search_path;  // of its SET clause, as written
  bool public_execute = true;              // false: REVOKE … FROM PUBLIC
  std::vector<Dependency> reads;           // of a body that is no string
  std::optional<Origin> origin;
};

/// A schema, extension, publication, collation, … : an object of which only its existence matters here.
struct NamedObject {
  std::string kind;
  std::optional<Origin> origin;
  std::vector<QualifiedName> tables;  // publication
  std::vector<std::string> schemas;   // publication: TABLES IN SCHEMA
  bool all_tables = false;            // publication
  std::string belongs_to;             // server: its wrapper; user mapping: its server; operator class: its method
  std::string owner;                  // the role that a script gave it to
  bool closed = false;                // schema: scripts made it and all that is in it
  bool enabled = true;                // subscription
  bool has_handler = true;            // foreign data wrapper
  bool has_slot = true;               // subscription
  std::vector<Dependency> reads;      // publication: the columns of lists and row filters
  bool publishes_updates = true;      // publication
  bool publishes_deletes = true;      // publication
  // What is only remembered: a comment, a definition, privileges; of a relation, or of a part of it.
  std::string text;
  QualifiedName relation;
  std::string part;
};

}  // namespace pginterlock
