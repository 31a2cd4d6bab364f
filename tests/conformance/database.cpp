#include "database.h"

#include <fmt/format.h>

#include "pg/names.h"

namespace pginterlock::conformance {

namespace {

constexpr int empty_at_most = 150;

// All commands that drop what a set-up may have made, in an order in which each can succeed.
constexpr const char* drop_commands = R"(
  SELECT command FROM (
    SELECT 1, pg_catalog.format('DROP EVENT TRIGGER %I', evtname) FROM pg_catalog.pg_event_trigger
    UNION ALL
    SELECT 2, pg_catalog.format('DROP PUBLICATION %I', pubname) FROM pg_catalog.pg_publication
    UNION ALL
    SELECT 3, pg_catalog.format('DROP EXTENSION %I CASCADE', extname) FROM pg_catalog.pg_extension
     WHERE extname <> 'plpgsql'
    UNION ALL
    SELECT 4, pg_catalog.format('DROP SCHEMA %I CASCADE', nspname) FROM pg_catalog.pg_namespace
     WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
    UNION ALL
    SELECT 5, pg_catalog.format('DROP FOREIGN DATA WRAPPER %I CASCADE', fdwname)
      FROM pg_catalog.pg_foreign_data_wrapper
  ) AS commands (place, command) ORDER BY place)";

// What is left of a set-up: objects that no schema holds.
constexpr const char* leftovers = R"(
  SELECT 1 WHERE EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                          WHERE c.oid >= 16384 AND n.nspname !~ '^pg_t(oast_)?emp_' AND n.nspname !~ '^pg_toast')
              OR EXISTS (SELECT FROM pg_catalog.pg_proc WHERE oid >= 16384)
              OR EXISTS (SELECT FROM pg_catalog.pg_cast WHERE oid >= 16384)
              OR EXISTS (SELECT FROM pg_catalog.pg_am WHERE oid >= 16384)
              OR EXISTS (SELECT FROM pg_catalog.pg_language WHERE oid >= 16384)
              OR EXISTS (SELECT FROM pg_catalog.pg_default_acl)
              OR EXISTS (SELECT FROM pg_catalog.pg_transform)
              OR EXISTS (SELECT FROM pg_catalog.pg_subscription)
              OR EXISTS (SELECT FROM pg_catalog.pg_largeobject_metadata)
              OR EXISTS (SELECT FROM pg_catalog.pg_db_role_setting WHERE setdatabase <> 0))";

// Databases that begin so are those of runs like this one.
constexpr const char* shared_objects = R"(
  SELECT 'DATABASE', datname FROM pg_catalog.pg_database WHERE datname !~ '^(conf|probe)_'
  UNION ALL SELECT 'TABLESPACE', spcname FROM pg_catalog.pg_tablespace
  UNION ALL SELECT 'ROLE', rolname FROM pg_catalog.pg_roles)";

std::string shared_object(const Rows& rows, std::size_t row) {
  return fmt::format("{} {}", rows.text(row, 0), pg::quote_identifier(rows.text(row, 1)));
}

}  // namespace

Database::Database(std::string conninfo, std::string name)
    : conninfo_(std::move(conninfo)),
      name_(std::move(name)),
      admin_(std::make_unique<Connection>(conninfo_, "postgres")) {
  drop();  // what a run that was killed left behind
  const Rows rows = admin_->ask(shared_objects);
  for (std::size_t row = 0; row < rows.size(); ++row) shared_.insert(shared_object(rows, row));
}

Database::~Database() {
  try {
    drop();
    drop_shared_objects();
  } catch (const ServerError&) {
    // The server is gone: nothing is left to be dropped.
  }
}

std::unique_ptr<Connection> Database::set_up(const std::vector<const std::vector<std::string>*>& parts) {
  std::unique_ptr<Connection> connection;
  if (exists_ && ++emptied_ <= empty_at_most) connection = connect();
  if (connection == nullptr || !empty(*connection)) {
    connection.reset();
    drop();
    create();
    connection = connect();
  }
  drop_shared_objects();
  for (const auto* part : parts) {
    for (const std::string& statement : *part) {
      const auto failure = connection->run(statement);
      if (failure) throw ServerError(fmt::format("{} {}: {}", failure->sqlstate, failure->message, statement));
    }
  }
  connection->tell("DISCARD ALL");
  return connection;
}

void Database::create() {
  admin_->tell(fmt::format("CREATE DATABASE {} TEMPLATE template0", name_));
  exists_ = true;
  emptied_ = 0;
}

void Database::drop() {
  // A session that has just been closed may not be gone yet.
  admin_->run(
      fmt::format("SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity "
                  "WHERE datname = '{}'",
                  name_));
  admin_->tell(fmt::format("DROP DATABASE IF EXISTS {}", name_));
  exists_ = false;
}

/// False when something stays that only a new database is free of.
bool Database::empty(Connection& connection) {
  const Rows commands = connection.ask(drop_commands);
  std::string together;
  for (std::size_t row = 0; row < commands.size(); ++row) together += std::string(commands.text(row, 0)) + ";";
  const bool old = connection.major_version() < 15;
  together += old ? "CREATE SCHEMA public; GRANT ALL ON SCHEMA public TO PUBLIC"
                  : "CREATE SCHEMA public AUTHORIZATION pg_database_owner; GRANT USAGE ON SCHEMA public TO PUBLIC";
  if (connection.run(together)) return false;
  return connection.ask(leftovers).size() == 0;
}

void Database::drop_shared_objects() {
  const Rows rows = admin_->ask(shared_objects);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const std::string object = shared_object(rows, row);
    if (!shared_.contains(object)) admin_->run("DROP " + object);
  }
}

}  // namespace pginterlock::conformance
