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

}  // namespace

Observation observe_sent(Connection& connection, const Case& one) {
  run_session(connection, one);
  const Snapshot before = take_snapshot(connection);
  SentFacts facts;
  const bool wrapped = one.sending->wrap != Wrap::none;
  if (wrapped) connection.tell("BEGIN");
  facts.stopped = send_text(connection, one.statement, one.sending->send);
  if (facts.stopped && connection.in_transaction()) connection.tell("ROLLBACK");
  if (connection.in_transaction()) facts.held = held_locks(connection, before);
  if (wrapped && !facts.stopped) connection.tell("COMMIT");

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
