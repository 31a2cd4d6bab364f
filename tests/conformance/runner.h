#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "migration/migration.h"
#include "server.h"
#include "text/span.h"

namespace pginterlock::conformance {

/// A statement of a migration as its runner sends it.
struct SentStatement {
  std::string sql;
  std::string rows;  // psql: what stands behind COPY FROM STDIN
  Span span;         // in the source of the way up
  bool ends_transaction = false;
};

/// The way up, cut. What is no SQL is taken out or replaced as pginterlock does before it reads the text.
std::vector<SentStatement> statements_of(const Migration& migration);

/// A statement that the server refuses.
struct Refused {
  std::size_t statement = 0;
  SqlFailure failure;
};

struct Applied {
  std::vector<Refused> refused;  // none of them has been applied; all others have
  std::string stopped;           // why nothing after it can be applied; empty: all went on
};

/// Sends a migration in the way of its runner: who opens a transaction, and what goes into one message. A statement
/// that is refused is left out: what its transaction undid is sent again without it. All pending migrations in one
/// transaction are taken one by one, as they came in the life of a database.
Applied apply(const Migration& migration, const std::vector<SentStatement>& statements, Connection& connection);

}  // namespace pginterlock::conformance
