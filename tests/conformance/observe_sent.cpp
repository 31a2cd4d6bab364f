// A text of several statements, sent as a runner does.
#include "observe.h"
#include "pg/splitter.h"
#include "send.h"
#include "snapshot.h"

namespace pginterlock::conformance {

namespace {

/// What made each relation's row in pg_class. A statement that changes the row gives it another number.
std::map<Oid, std::size_t> makers(Connection& connection) {
  std::map<Oid, std::size_t> makers;
  const Rows rows = connection.ask("SELECT oid, xmin FROM pg_catalog.pg_class WHERE oid >= 16384");
  for (std::size_t row = 0; row < rows.size(); ++row) {
    makers[static_cast<Oid>(rows.number(row, 0))] = static_cast<std::size_t>(rows.number(row, 1));
  }
  return makers;
}

std::map<QualifiedName, LockMode> held_locks(Connection& connection, const Snapshot& before) {
  Locks locks;
  add_locks(connection, connection.process(), locks);
  std::map<QualifiedName, LockMode> held;
  for (const auto& [oid, modes] : locks) {
    const auto relation = before.find(oid);
    if (relation != before.end() && !modes.empty()) held[relation->second.name] = *modes.rbegin();
  }
  return held;
}

/// The rows of a transaction with a savepoint carry the numbers of its parts.
bool names_a_savepoint(const std::string& text) {
  for (const Span& span : pg::split(text, {0, text.size()}).statements) {
    if (begins_with(text.substr(span.begin, span.end - span.begin), {"savepoint"})) return true;
  }
  return false;
}

/// Sends the files as a runner does. `at_end` is called where a transaction is open at the end of the last.
template <typename AtEnd>
std::optional<Stopped> send_files(Connection& connection, const Case& one, AtEnd&& at_end) {
  const Wrap wrap = one.sending->wrap;
  std::size_t statements = 0;  // of the files so far
  for (std::size_t n = 0; n < one.files.size(); ++n) {
    const std::string& file = one.files[n];
    const bool last = n + 1 == one.files.size();
    if (wrap == Wrap::file || (wrap == Wrap::run && n == 0)) connection.tell("BEGIN");
    if (auto stopped = send_text(connection, file, one.sending->send)) {
      if (connection.in_transaction()) connection.tell("ROLLBACK");
      stopped->statement += statements;
      return stopped;
    }
    statements += pg::split(file, {0, file.size()}).statements.size();
    if (last && connection.in_transaction()) at_end();
    const bool commits = wrap == Wrap::file || (wrap == Wrap::run && last);
    if (!commits) continue;
    if (auto failure = connection.run("COMMIT")) return Stopped{statements, *std::move(failure)};
  }
  return std::nullopt;
}

}  // namespace

Observation observe_sent(Connection& connection, const Case& one) {
  run_session(connection, one);
  const Snapshot before = take_snapshot(connection);
  SentFacts facts;
  facts.stopped = send_files(connection, one, [&] { facts.held = held_locks(connection, before); });

  // An index that REINDEX CONCURRENTLY made anew has its name from before.
  std::set<QualifiedName> names_before;
  for (const auto& [oid, relation] : before) names_before.insert(relation.name);
  const std::map<Oid, std::size_t> made_by = makers(connection);
  for (const auto& [oid, relation] : take_snapshot(connection)) {
    facts.relations[relation.name] = names_before.contains(relation.name) ? 0 : made_by.at(oid);
  }
  facts.one_transaction_each = !names_a_savepoint(one.statement);
  facts.lock_timeout =
      connection.ask("SELECT setting FROM pg_catalog.pg_settings WHERE name = 'lock_timeout'").number(0, 0);
  return {.block = TransactionBlock::allowed, .failure = {}, .relations = {}, .sent = std::move(facts)};
}

}  // namespace pginterlock::conformance
