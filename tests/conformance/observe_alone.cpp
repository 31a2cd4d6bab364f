// Statements that refuse a transaction block: their locks are gone when they end, so they are made to wait.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <list>
#include <set>
#include <thread>

#include "observe.h"
#include "pg/names.h"
#include "snapshot.h"

namespace pginterlock::conformance {

namespace {

using Clock = std::chrono::steady_clock;

/// What the sessions hold that the statement is run against.
enum class Blocking {
  everything,  // ACCESS EXCLUSIVE on each table and index: it stops at each lock that it takes
  writers,     // ROW EXCLUSIVE on each table and its indexes
  readers,     // ACCESS SHARE on each table and its indexes, and a snapshot
  catalogs,    // SHARE on system catalogs: it stops between its locks, where it writes what it did
};

/// The command that holds the lock in an open transaction; empty: there is none for such a relation.
std::string blocking_command(const CatalogRelation& relation, Blocking blocking) {
  const std::string name = pg::quote_identifier(relation.name.schema) + "." + pg::quote_identifier(relation.name.name);
  const bool table = relation.kind == 'r' || relation.kind == 'p';
  switch (blocking) {
    case Blocking::everything:
      // A no-op that locks the index and not its table.
      if (relation.kind == 'i') return fmt::format("ALTER INDEX {} SET TABLESPACE pg_default", name);
      if (relation.kind == 'm') return fmt::format("ALTER MATERIALIZED VIEW {} SET TABLESPACE pg_default", name);
      return table ? fmt::format("LOCK TABLE ONLY {} IN ACCESS EXCLUSIVE MODE", name) : std::string();
    case Blocking::writers:
      return table ? fmt::format("DELETE FROM ONLY {} WHERE false", name) : std::string();
    case Blocking::catalogs:
      return {};
    case Blocking::readers:
      return table || relation.kind == 'm' ? fmt::format("SELECT FROM ONLY {} LIMIT 0", name) : std::string();
  }
  return {};
}

std::vector<std::string> blocking_commands(const Snapshot& relations, Blocking blocking) {
  std::vector<std::string> commands;
  for (const auto& [oid, relation] : relations) commands.push_back(blocking_command(relation, blocking));
  if (blocking == Blocking::catalogs) {
    for (const char* catalog : {"pg_attribute", "pg_class", "pg_constraint", "pg_depend", "pg_index", "pg_inherits"}) {
      commands.push_back(fmt::format("LOCK TABLE pg_catalog.{} IN SHARE MODE", catalog));
    }
  }
  std::erase(commands, std::string());
  return commands;
}

using Holders = std::list<std::unique_ptr<Connection>>;

Holders hold(const Database& database, const Snapshot& relations, Blocking blocking) {
  Holders holders;
  for (const std::string& command : blocking_commands(relations, blocking)) {
    auto& holder = holders.emplace_back(database.connect());
    holder->tell(blocking == Blocking::readers ? "BEGIN ISOLATION LEVEL REPEATABLE READ" : "BEGIN");
    if (holder->run(command)) holders.pop_back();
  }
  return holders;
}

/// Lets go the first session that the statement waits for. False: it waits for none of them.
bool release_one(Connection& monitor, int process, Holders& holders) {
  const Rows rows = monitor.ask(fmt::format("SELECT unnest(pg_catalog.pg_blocking_pids({}))", process));
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto holder = std::find_if(holders.begin(), holders.end(),
                                     [&](const auto& one) { return one->process() == rows.number(row, 0); });
    if (holder == holders.end()) continue;
    (*holder)->tell("ROLLBACK");
    holders.erase(holder);
    return true;
  }
  return false;
}

/// Whether it leaves the relations as they were, so that the next run needs no new set-up.
bool leaves_all_there(const Case& one) {
  return begins_with(one.statement, {"vacuum", "analyze", "cluster", "reindex"});
}

/// Names by OID are only good for one set-up: the locks are kept by name.
using NamedLocks = std::map<QualifiedName, std::set<LockMode>>;

void run_blocked(const Database& database, Connection& monitor, const Case& one, Blocking blocking, NamedLocks& found) {
  const Snapshot before = take_snapshot(monitor);
  auto holders = hold(database, before, blocking);
  const auto connection = database.connect();
  run_session(*connection, one);
  Locks locks;
  connection->send(one.statement);
  const auto deadline = Clock::now() + std::chrono::seconds(15);
  while (!connection->done() && Clock::now() < deadline) {
    if (!add_locks(monitor, connection->process(), locks) || !release_one(monitor, connection->process(), holders)) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }
  if (!connection->done()) throw ServerError("it still waits when nothing blocks it any more");
  connection->finish();
  for (auto& holder : holders) holder->run("ROLLBACK");
  const Snapshot after = take_snapshot(monitor);
  for (auto& [oid, modes] : locks) {
    const CatalogRelation* relation = locked_relation(oid, before, after);
    if (relation == nullptr) continue;
    // An index that is gone was dead before it was locked for good. Its lock may outlive its row in pg_index by a
    // moment.
    if (relation->kind == 'i' && !after.contains(oid)) modes.erase(LockMode::access_exclusive);
    found[relation->name].insert(modes.begin(), modes.end());
  }
}

}  // namespace

Observation observe_alone(Database& database, std::unique_ptr<Connection> ready, const CaseFile& file,
                          const Case& one) {
  const std::vector<const std::vector<std::string>*> parts = {&file.setup, &one.given};
  Observation observation;
  if (ready == nullptr) ready = database.set_up(parts);
  {
    const auto connection = database.connect();
    run_session(*connection, one);
    connection->tell("SET client_min_messages = debug1");
    const Snapshot before = take_snapshot(*connection);
    connection->take_messages();
    const auto failure = connection->run(one.statement);
    const std::vector<Message> messages = connection->take_messages();
    if (failure) {
      observation.failure = failure;
    } else {
      observation = observe_difference(before, take_snapshot(*connection), {}, {}, messages, *connection);
    }
  }
  observation.block = TransactionBlock::forbidden;
  if (observation.failure || one.leaves_open(Undetermined::Facts::locks) != nullptr) return observation;
  NamedLocks locks;
  for (const Blocking blocking : {Blocking::everything, Blocking::writers, Blocking::readers, Blocking::catalogs}) {
    if (!leaves_all_there(one)) {
      ready.reset();
      ready = database.set_up(parts);
    }
    run_blocked(database, *ready, one, blocking, locks);
  }
  for (const auto& [name, modes] : locks) {
    const auto relation = observation.relations.find(name);
    if (relation != observation.relations.end()) relation->second.lock = *modes.rbegin();
  }
  return observation;
}

}  // namespace pginterlock::conformance
