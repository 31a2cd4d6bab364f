#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "case_file.h"
#include "database.h"
#include "observation.h"

namespace pginterlock::conformance {

/// Runs the statement of a case in a transaction of `connection` that is rolled back, and gives what the server showed.
/// The database must be set up for the case. `dirty`: the statement ended the transaction, so the database may be
/// changed. A statement that refuses a transaction block is told as forbidden and nothing else.
struct InTransaction {
  Observation observation;
  bool dirty = false;
};
InTransaction observe_in_transaction(Connection& connection, const Case& one);

/// Runs a statement that refuses a transaction block on its own, once alone and then against sessions that hold locks:
/// what it holds and awaits while it waits for them is its locks. `ready` is a session in the database that is set up
/// for the case; null: it is not.
Observation observe_alone(Database& database, std::unique_ptr<Connection> ready, const CaseFile& file, const Case& one);

/// Sends the text of a case as `one.sending` says, in a database that is set up for it and is changed afterwards.
Observation observe_sent(Connection& connection, const Case& one);

/// Runs the statements of @session. Throws ServerError when one fails.
void run_session(Connection& connection, const Case& one);

/// Whether the statement begins with one of the words.
bool begins_with(const std::string& statement, const std::vector<std::string_view>& words);
/// Whether the text begins with a command that may demand a transaction block; those change nothing outside one.
bool may_demand_transaction(const std::string& statement);

}  // namespace pginterlock::conformance
