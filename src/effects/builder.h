#pragma once

#include <string>
#include <string_view>

#include "effects/effects.h"

struct RangeVar;

namespace pginterlock {

/// Collects the effects of one statement. Every statement family fills one through these words, so that a relation is
/// listed once, with its strongest mode.
class EffectsBuilder {
 public:
  EffectsBuilder(const pg::Statement& statement, const State& before) : statement_(statement), before_(before) {}

  const pg::Statement& statement() const { return statement_; }
  const State& before() const { return before_; }
  const Schema& schema() const { return before_.schema; }
  int version() const { return before_.pg_version; }
  const Effects& effects() const { return effects_; }

  /// The relation that a statement means, and what is known of it (null: nothing).
  QualifiedName resolve(const ::RangeVar& relation) const;
  QualifiedName resolve(const QualifiedName& written) const;
  const Relation* known(const QualifiedName& relation) const { return before_.schema.relation(relation); }

  /// Facts that follow are about this part of the statement; the whole statement until it is set.
  void at(Span cause) { cause_ = cause; }
  Span cause() const { return cause_.value_or(statement_.span); }

  /// Takes a lock; a stronger mode on the same relation replaces a weaker one. `kind` is the kind of a relation of
  /// which nothing is known, as the statement tells it.
  void lock(const QualifiedName& relation, LockMode mode, Certainty certainty = Certainty::proved,
            RelationKind kind = RelationKind::table);
  /// A relation that the statement itself makes.
  void lock_new(const QualifiedName& relation, RelationKind kind, LockMode mode = LockMode::access_exclusive);
  /// Takes the lock on the relation and on all partitions and inheritance children that are known.
  void lock_with_descendants(const QualifiedName& relation, LockMode mode, bool only = false,
                             RelationKind kind = RelationKind::table);
  /// Takes the lock on every index of the relation that is known.
  void lock_indexes(const QualifiedName& relation, LockMode mode);

  /// Work on a relation. `work.cause` is the current part of the statement unless it is set. The same kind of work for
  /// the same reason on the same relation (and index) is listed once.
  void work(Work work);
  /// Takes back work that turned out to be part of other work.
  template <typename Predicate>
  void forget_work(Predicate&& needless) {
    std::vector<Work> kept;
    for (const Work& work : effects_.work) {
      if (!needless(work)) kept.push_back(work);
    }
    if (kept.size() != effects_.work.size()) effects_.work = std::move(kept);
  }
  void lose(Loss loss);
  void breaks(Break broken);
  void fail(FailureKind kind, std::string sqlstate, std::string message, Certainty certainty = Certainty::proved);
  /// `schema`: it may make, change or drop objects. `routine`: the key of the one whose body it is.
  void unknown(std::string what, bool schema = false, QualifiedName routine = {});
  void keep(Kept kept);
  void overload(Overload overload);
  void wait(Wait wait);
  void forbid_transaction_block() { effects_.block = TransactionBlock::forbidden; }
  void require_transaction_block() { effects_.block = TransactionBlock::required; }

  Effects finish() { return std::move(effects_); }

 private:
  const pg::Statement& statement_;
  const State& before_;
  std::optional<Span> cause_;
  Effects effects_;
};

}  // namespace pginterlock
