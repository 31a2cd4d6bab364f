#pragma once

#include <libpq-fe.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sql_failure.h"

namespace pginterlock::conformance {

/// What a server reported about one of the runner's own queries, or about a connection.
class ServerError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A message of the server while a statement ran: DEBUG1, NOTICE, WARNING.
struct Message {
  std::string severity;
  std::string text;
};

/// What became of several statements.
struct Answer {
  std::size_t completed = 0;  // statements that succeeded before the first that failed
  std::optional<SqlFailure> failure;
  std::size_t position = 0;  // the character of the message at which it failed, from 1; 0: the server does not tell
};

/// The rows of a query, as text; a null is empty.
class Rows {
 public:
  explicit Rows(PGresult* result) : result_(result, &PQclear) {}
  std::size_t size() const { return static_cast<std::size_t>(PQntuples(result_.get())); }
  std::string_view text(std::size_t row, int column) const;
  long long number(std::size_t row, int column) const;
  bool truth(std::size_t row, int column) const { return text(row, column) == "t"; }

 private:
  std::unique_ptr<PGresult, void (*)(PGresult*)> result_;
};

/// One connection to a server. Errors of connecting and of ask() and tell() are ServerError.
class Connection {
 public:
  /// `conninfo` as libpq reads it; `database` replaces the one that it names.
  Connection(const std::string& conninfo, const std::string& database);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// A query of the runner's own.
  Rows ask(const std::string& sql);
  /// Statements of the runner's own.
  void tell(const std::string& sql) { ask(sql); }
  /// A statement that may fail. COPY FROM STDIN gets no rows, COPY TO STDOUT is read away.
  std::optional<SqlFailure> run(const std::string& sql);

  /// COPY FROM STDIN with its rows, or any other statement.
  std::optional<SqlFailure> run_copy(const std::string& sql, std::string_view rows);
  /// Several statements in one message (simple query protocol).
  Answer run_message(const std::string& sql);
  /// Statements one by one, each with a message of its own for parsing and executing, before a single Sync (extended
  /// query protocol). The server skips those behind the first that fails.
  Answer run_pipeline(const std::vector<std::string>& statements);

  /// run() in two steps: send() and, as soon as done() is true, finish().
  void send(const std::string& sql);
  bool done();
  std::optional<SqlFailure> finish();

  bool in_transaction() const;
  bool alive() const { return PQstatus(connection_.get()) == CONNECTION_OK; }
  int process() const { return PQbackendPID(connection_.get()); }
  int major_version() const { return PQserverVersion(connection_.get()) / 10000; }
  /// What the server said since the last call.
  std::vector<Message> take_messages();

 private:
  Answer collect(std::string_view rows = {});
  static void receive(void* self, const PGresult* notice);

  std::unique_ptr<PGconn, void (*)(PGconn*)> connection_;
  std::vector<Message> messages_;
};

}  // namespace pginterlock::conformance
