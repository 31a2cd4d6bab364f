#include "server.h"

#include <array>
#include <charconv>
#include <utility>

namespace pginterlock::conformance {

namespace {

std::string field(const PGresult* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text == nullptr ? std::string() : std::string(text);
}

std::string without_line_end(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

bool is_error(ExecStatusType status) { return status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE; }

}  // namespace

std::string_view Rows::text(std::size_t row, int column) const {
  const int at = static_cast<int>(row);
  return {PQgetvalue(result_.get(), at, column), static_cast<std::size_t>(PQgetlength(result_.get(), at, column))};
}

long long Rows::number(std::size_t row, int column) const {
  const std::string_view digits = text(row, column);
  long long value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

Connection::Connection(const std::string& conninfo, const std::string& database) : connection_(nullptr, &PQfinish) {
  // The first dbname is expanded to all that the connection string says, the second replaces its database.
  const std::array<const char*, 5> keywords = {"options", "dbname", "dbname", "application_name", nullptr};
  const std::array<const char*, 5> values = {"-c statement_timeout=20s -c client_min_messages=error", conninfo.c_str(),
                                             database.c_str(), "conformance", nullptr};
  connection_.reset(PQconnectdbParams(keywords.data(), values.data(), 1));
  if (!alive()) throw ServerError(without_line_end(PQerrorMessage(connection_.get())));
  PQsetNoticeReceiver(connection_.get(), &Connection::receive, this);
}

Rows Connection::ask(const std::string& sql) {
  Rows rows(nullptr);
  PGresult* result = PQexec(connection_.get(), sql.c_str());
  const bool failed = is_error(PQresultStatus(result));
  const std::string message = failed ? without_line_end(PQresultErrorMessage(result)) : std::string();
  rows = Rows(result);
  if (failed) throw ServerError(message.empty() ? without_line_end(PQerrorMessage(connection_.get())) : message);
  return rows;
}

std::optional<SqlFailure> Connection::run(const std::string& sql) {
  send(sql);
  return finish();
}

void Connection::send(const std::string& sql) {
  if (PQsendQuery(connection_.get(), sql.c_str()) == 0) {
    throw ServerError(without_line_end(PQerrorMessage(connection_.get())));
  }
}

bool Connection::done() {
  PQconsumeInput(connection_.get());
  return !alive() || PQisBusy(connection_.get()) == 0;
}

std::optional<SqlFailure> Connection::finish() { return collect().failure; }

std::optional<SqlFailure> Connection::run_copy(const std::string& sql, std::string_view rows) {
  send(sql);
  return collect(rows).failure;
}

Answer Connection::run_message(const std::string& sql) {
  send(sql);
  return collect();
}

Answer Connection::run_pipeline(const std::vector<std::string>& statements) {
  PGconn* const connection = connection_.get();
  const auto demand = [&](int done) {
    if (done == 0) throw ServerError(without_line_end(PQerrorMessage(connection)));
  };
  demand(PQenterPipelineMode(connection));
  for (const std::string& statement : statements) {
    demand(PQsendQueryParams(connection, statement.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0));
  }
  demand(PQpipelineSync(connection));
  Answer answer;
  // Each statement's results end with a null; the server answers to those that it skips, too.
  for (std::size_t n = 0; n < statements.size(); ++n) {
    const Answer one = collect();
    if (answer.failure) continue;
    answer.failure = one.failure;
    if (!one.failure) ++answer.completed;
  }
  collect();  // the answer to Sync, which no null follows
  demand(PQexitPipelineMode(connection));
  return answer;
}

/// The results up to the next null, or to a Sync. `rows`: what COPY FROM STDIN gets.
Answer Connection::collect(std::string_view rows) {
  Answer answer;
  while (PGresult* result = PQgetResult(connection_.get())) {
    const Rows owner(result);
    const ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_PIPELINE_SYNC) break;
    if (status == PGRES_COPY_IN) {
      PQputCopyData(connection_.get(), rows.data(), static_cast<int>(rows.size()));
      PQputCopyEnd(connection_.get(), nullptr);
    } else if (status == PGRES_COPY_OUT) {
      char* row = nullptr;
      while (PQgetCopyData(connection_.get(), &row, 0) > 0) PQfreemem(row);
    } else if (is_error(status) && !answer.failure) {
      answer.failure = {field(result, PG_DIAG_SQLSTATE), field(result, PG_DIAG_MESSAGE_PRIMARY)};
      const std::string position = field(result, PG_DIAG_STATEMENT_POSITION);
      std::from_chars(position.data(), position.data() + position.size(), answer.position);
    } else if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
      ++answer.completed;
    }
  }
  if (!alive()) throw ServerError("the server closed the connection");
  return answer;
}

bool Connection::in_transaction() const { return PQtransactionStatus(connection_.get()) != PQTRANS_IDLE; }

std::vector<Message> Connection::take_messages() { return std::exchange(messages_, {}); }

void Connection::receive(void* self, const PGresult* notice) {
  static_cast<Connection*>(self)->messages_.push_back(
      {field(notice, PG_DIAG_SEVERITY_NONLOCALIZED), field(notice, PG_DIAG_MESSAGE_PRIMARY)});
}

}  // namespace pginterlock::conformance
