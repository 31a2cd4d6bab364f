#include "observe.h"

#include <algorithm>
#include <string_view>

#include "snapshot.h"

namespace pginterlock::conformance {

namespace {

constexpr std::string_view refuses_block = "25001";
constexpr std::string_view demands_block = "25P01";

}  // namespace

void run_session(Connection& connection, const Case& one) {
  for (const std::string& statement : one.session) {
    const auto failure = connection.run(statement);
    if (failure) throw ServerError("@session failed: " + failure->sqlstate + " " + failure->message);
  }
}

bool may_demand_transaction(const std::string& statement) {
  return begins_with(statement, {"lock", "declare", "savepoint", "release", "rollback", "commit", "end", "abort"});
}

bool begins_with(const std::string& statement, const std::vector<std::string_view>& words) {
  std::string start = statement.substr(0, 16);
  std::transform(start.begin(), start.end(), start.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return start.starts_with(word); });
}

InTransaction observe_in_transaction(Connection& connection, const Case& one) {
  InTransaction result;
  run_session(connection, one);
  if (!connection.in_transaction() && may_demand_transaction(one.statement)) {
    const auto failure = connection.run(one.statement);
    if (failure && failure->sqlstate == demands_block) result.observation.block = TransactionBlock::required;
    connection.tell("CLOSE ALL");
  }
  connection.tell(connection.in_transaction() ? "SET client_min_messages = debug1"
                                              : "BEGIN; SET client_min_messages = debug1");
  const Snapshot before = take_snapshot(connection);
  Locks held_before;
  if (!one.session.empty()) add_locks(connection, connection.process(), held_before);
  connection.take_messages();

  const auto failure = connection.run(one.statement);
  const std::vector<Message> messages = connection.take_messages();
  result.dirty = !connection.in_transaction();
  if (failure) {
    if (failure->sqlstate == refuses_block) {
      result.observation.block = TransactionBlock::forbidden;
    } else {
      result.observation.failure = failure;
    }
  } else {
    Locks locks;
    add_locks(connection, connection.process(), locks);
    const TransactionBlock block = result.observation.block;
    result.observation =
        observe_difference(before, take_snapshot(connection), held_before, locks, messages, connection);
    result.observation.block = block;
  }
  if (connection.in_transaction()) connection.tell("ROLLBACK");
  if (!one.session.empty()) connection.run("DISCARD ALL");
  return result;
}

}  // namespace pginterlock::conformance
