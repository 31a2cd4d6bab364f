#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "effects/effects.h"
#include "sql_failure.h"

namespace pginterlock::conformance {

/// What a server showed of one relation while a statement ran.
struct RelationFacts {
  char kind = 'r';         // pg_class.relkind
  bool is_new = false;     // it was not there before
  bool made_anew = false;  // another relation has its name now
  std::optional<LockMode> lock;
  std::set<LockMode> held_before;  // modes that the transaction held before the statement
  QualifiedName table;             // index: its table

  long long blocks = 0;   // before the statement
  long long fetched = 0;  // blocks read while it ran
  long long changed = 0;  // rows inserted, updated and deleted

  bool replaced = false;          // it has another file, in the same tablespace
  bool moved = false;             // it has another file, in another tablespace
  bool emptied = false;           // it has another file without rows
  bool said_rewriting = false;    // DEBUG1: rewriting table
  bool said_verifying = false;    // DEBUG1: verifying table
  bool said_building = false;     // DEBUG1: building index
  bool said_foreign_key = false;  // DEBUG1: validating foreign key constraint, of this table

  bool has_rows_of_its_own() const { return kind == 'r' || kind == 'm'; }
  /// At least 90 % of its blocks were read. A few blocks are read by chance.
  bool read_whole() const { return blocks > 0 && fetched * 10 >= blocks * 9; }
  bool rewritten() const { return !is_new && has_rows_of_its_own() && (said_rewriting || (replaced && !emptied)); }
  bool built() const { return kind == 'i' && (is_new || replaced || moved) && said_building; }
};

/// What came of a text of several statements that was sent.
struct SentFacts {
  std::optional<Stopped> stopped;
  std::map<QualifiedName, std::size_t> relations;  // that are there now, with the transaction that made them; 0: before
  bool one_transaction_each = true;                // false: the numbers of transactions say nothing
  std::map<QualifiedName, LockMode> held;          // at the end of the text, on relations from before it
  long long lock_timeout = 0;                      // milliseconds, after the migration
};

/// What a server showed of one statement.
struct Observation {
  TransactionBlock block = TransactionBlock::allowed;
  std::optional<SqlFailure> failure;  // then nothing else is known
  std::map<QualifiedName, RelationFacts> relations;
  std::optional<SentFacts> sent;  // of a case that is sent; then nothing else is known
};

}  // namespace pginterlock::conformance
