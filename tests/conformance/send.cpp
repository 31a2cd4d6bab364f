#include "send.h"

#include <vector>

#include "pg/splitter.h"

namespace pginterlock::conformance {

namespace {

std::vector<std::string> cut(std::string_view text) {
  std::vector<std::string> statements;
  for (const Span& span : pg::split(text, {0, text.size()}).statements) {
    statements.emplace_back(text.substr(span.begin, span.end - span.begin));
  }
  return statements;
}

std::optional<Stopped> stopped(Answer answer) {
  if (!answer.failure) return std::nullopt;
  return Stopped{answer.completed, *std::move(answer.failure)};
}

std::optional<Stopped> send_one_by_one(Connection& connection, const std::vector<std::string>& statements) {
  for (std::size_t n = 0; n < statements.size(); ++n) {
    if (auto failure = connection.run(statements[n])) return Stopped{n, *std::move(failure)};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Stopped> send_text(Connection& connection, std::string_view text, Send send) {
  switch (send) {
    case Send::whole:
      return stopped(connection.run_message(std::string(text)));
    case Send::pipeline:
      return stopped(connection.run_pipeline(cut(text)));
    case Send::statement:
    case Send::psql:
      return send_one_by_one(connection, cut(text));
  }
  return std::nullopt;
}

std::optional<Stopped> send_migration(Connection& connection, std::string_view text, Wrap wrap, Send send) {
  const bool wrapped = wrap != Wrap::none;
  if (wrapped) connection.tell("BEGIN");
  std::optional<Stopped> result = send_text(connection, text, send);
  // A text that ended the transaction itself leaves nothing to commit: the server only warns.
  if (wrapped && !result) {
    if (auto failure = connection.run("COMMIT")) result = Stopped{cut(text).size(), *std::move(failure)};
  }
  if (connection.in_transaction()) connection.tell("ROLLBACK");
  return result;
}

}  // namespace pginterlock::conformance
