#include "runner.h"

#include <algorithm>

#include "pg/ast.h"
#include "pg/script.h"
#include "pg/splitter.h"

namespace pginterlock::conformance {

namespace {

bool ends_transaction(const ::Node* node) {
  const auto* statement = pg::as<::TransactionStmt>(node);
  if (statement == nullptr) return false;
  return statement->kind == TRANS_STMT_COMMIT || statement->kind == TRANS_STMT_ROLLBACK ||
         statement->kind == TRANS_STMT_PREPARE;
}

/// The rows of the COPY whose statement ends there: up to the line with \. alone.
std::string rows_behind(const SourceFile& source, std::span<const pg::Blank> blanks, std::size_t end) {
  for (const pg::Blank& blank : blanks) {
    if (blank.kind != pg::BlankKind::copy_data || blank.span.begin < end) continue;
    std::string_view between = source.text().substr(end, blank.span.begin - end);
    if (between.find_first_not_of("; \t\r\n") != std::string_view::npos) return {};
    std::string_view rows = source.slice(blank.span);
    if (rows.starts_with('\n')) rows.remove_prefix(1);
    if (rows.starts_with("\\.")) return {};
    return std::string(rows.substr(0, std::min(rows.find("\n\\."), rows.size() - 1) + 1));
  }
  return {};
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += text;
  return all;
}

/// The text that holds a character of all of them together, counted from 1.
std::size_t text_at(const std::vector<std::string>& texts, std::size_t position) {
  std::size_t characters = 0;
  for (std::size_t n = 0; n < texts.size(); ++n) {
    const auto starts = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };  // UTF-8
    characters += static_cast<std::size_t>(std::count_if(texts[n].begin(), texts[n].end(), starts));
    if (position <= characters) return n;
  }
  return texts.size() - 1;
}

class Runner {
 public:
  Runner(const Migration& migration, const std::vector<SentStatement>& statements, Connection& connection)
      : wrapped_(migration.wrap != Wrap::none),
        send_(migration.send),
        statements_(statements),
        left_out_(statements.size()),
        connection_(connection) {}

  Applied run() {
    Applied applied;
    std::size_t begin = 0;
    if (wrapped_) connection_.tell("BEGIN");
    while (auto failed = send(begin)) {
      left_out_[failed->statement] = true;
      begin = one_by_one() ? failed->statement + 1 : committed_;
      if (connection_.in_transaction()) {
        connection_.tell("ROLLBACK");
        begin = committed_;
        if (wrapped_ && begin == 0) connection_.tell("BEGIN");
      }
      applied.refused.push_back(*std::move(failed));
    }
    if (connection_.in_transaction()) {
      const auto failure = connection_.run(wrapped_ ? "COMMIT" : "ROLLBACK");
      if (failure) applied.stopped = "COMMIT: " + failure->sqlstate + " " + failure->message;
    }
    std::sort(applied.refused.begin(), applied.refused.end(),
              [](const Refused& a, const Refused& b) { return a.statement < b.statement; });
    return applied;
  }

 private:
  bool one_by_one() const { return send_ == Send::statement || send_ == Send::psql; }

  /// All from `begin` on that are not left out. Out: the one that failed.
  std::optional<Refused> send(std::size_t begin) {
    committed_ = begin;
    return one_by_one() ? send_one_by_one(begin) : send_together(begin);
  }

  std::optional<Refused> send_one_by_one(std::size_t begin) {
    for (std::size_t i = begin; i < statements_.size(); ++i) {
      if (left_out_[i]) continue;
      const SentStatement& one = statements_[i];
      auto failure = send_ == Send::psql ? connection_.run_copy(one.sql, one.rows) : connection_.run(one.sql);
      if (failure) return Refused{i, *std::move(failure)};
      if (!connection_.in_transaction()) committed_ = i + 1;
    }
    return std::nullopt;
  }

  std::optional<Refused> send_together(std::size_t begin) {
    std::vector<std::size_t> sent;
    std::vector<std::string> texts;
    for (std::size_t i = begin; i < statements_.size(); ++i) {
      if (left_out_[i]) continue;
      sent.push_back(i);
      texts.push_back(statements_[i].sql + ";\n");
    }
    if (sent.empty()) return std::nullopt;
    const bool pipeline = send_ == Send::pipeline;
    Answer answer = pipeline ? connection_.run_pipeline(texts) : connection_.run_message(joined(texts));
    if (!answer.failure) return std::nullopt;
    for (std::size_t n = 0; n < answer.completed; ++n) {
      if (statements_[sent[n]].ends_transaction) committed_ = sent[n] + 1;
    }
    // A message is parsed as a whole before its first statement runs.
    const bool placed = !pipeline && answer.completed == 0 && answer.position > 0;
    const std::size_t failed = placed ? text_at(texts, answer.position) : answer.completed;
    return Refused{sent.at(failed), *std::move(answer.failure)};
  }

  bool wrapped_;
  Send send_;
  const std::vector<SentStatement>& statements_;
  std::vector<bool> left_out_;
  Connection& connection_;
  std::size_t committed_ = 0;  // the statements before it are part of the database
};

}  // namespace

std::vector<SentStatement> statements_of(const Migration& migration) {
  const SourceFile& source = *migration.up.source;
  pg::Script script(source, migration.up.range);
  std::string text(source.text());
  const auto blanks = script.blanks();
  for (auto blank = blanks.rbegin(); blank != blanks.rend(); ++blank) {
    if (blank->kind != pg::BlankKind::copy_data) pg::apply_blank(*blank, text, 0);
  }
  std::vector<SentStatement> statements;
  while (script.next_batch()) {
    for (const pg::Statement& statement : script.statements()) {
      statements.push_back({.sql = text.substr(statement.span.begin, statement.span.size()),
                            .rows = rows_behind(source, script.blanks(), statement.span.end),
                            .span = statement.span,
                            .ends_transaction = ends_transaction(statement.node)});
    }
  }
  return statements;
}

Applied apply(const Migration& migration, const std::vector<SentStatement>& statements, Connection& connection) {
  return Runner(migration, statements, connection).run();
}

}  // namespace pginterlock::conformance
