#pragma once

#include <vector>

#include "effects/targets.h"
#include "pg/ast.h"

namespace pginterlock::effects {

/// Relations that one statement drops, with what goes with them: indexes, sequences, partitions, and with CASCADE
/// views, inheritance children, foreign keys. Without CASCADE those are failures. Source: dependency.c,
/// performMultipleDeletions.
class RelationDrop {
 public:
  RelationDrop(bool cascade, EffectsBuilder& out) : cascade_(cascade), out_(out) {}

  /// One more relation; `kind` as the statement tells it.
  void add(const QualifiedName& relation, RelationKind kind, bool implicit);
  /// Locks, losses and failures of all of them.
  void run();

 private:
  struct Detail {
    RelationKind kind;
    bool implicit;
  };

  void reach(const QualifiedName& dependent, const Relation& needed);
  void reach_children(const Relation& relation);
  void reach_foreign_keys(const Relation& relation);
  void reach_partitioned_keys(const Relation& relation);
  void reach_users(const Relation& relation);
  void reach_defaults(const Relation& sequence);
  void lose_default(const Relation& sequence, const Relation& table, const Column& column);
  void lock_neighbours(const Relation& relation);
  void lose_one(const QualifiedName& name, RelationKind kind, bool implicit);

  const bool cascade_;
  EffectsBuilder& out_;
  std::vector<QualifiedName> names_;
  std::vector<Detail> details_;  // one for each name
};

/// The routines that take or give the type that is dropped (`what`, in words). Source: pg_proc.c, ProcedureCreate, on
/// the dependencies of argument and result types.
void drop_routines_of_type(const QualifiedName& type, const std::string& what, bool cascade, EffectsBuilder& out);

/// DROP TABLE, VIEW, MATERIALIZED VIEW, SEQUENCE, FOREIGN TABLE.
void drop_relations(const ::DropStmt& statement, EffectsBuilder& out);
/// DROP TRIGGER, POLICY, RULE … ON table.
void drop_part_of_relation(const ::DropStmt& statement, EffectsBuilder& out);
/// DROP TYPE, DOMAIN.
void drop_types(const ::DropStmt& statement, EffectsBuilder& out);
/// DROP FUNCTION, PROCEDURE, ROUTINE, AGGREGATE.
void drop_routines(const ::DropStmt& statement, EffectsBuilder& out);
/// DROP SCHEMA.
void drop_schemas(const ::DropStmt& statement, EffectsBuilder& out);

/// DROP of extensions, publications, servers, operators, … (named_objects.cpp).
void drop_named_objects(const ::DropStmt& statement, EffectsBuilder& out);

}  // namespace pginterlock::effects
