#include "report/json_report.h"

#include <utility>

#include "lint/rule.h"
#include "report/json_effects.h"
#include "report/names.h"
#include "report/positions.h"

namespace pginterlock::report {

namespace {

constexpr std::size_t schema_version = 1;

/// The positions of spans whose beginnings come in ascending order. They may overlap; where they do not, no byte is
/// looked at twice.
class SpanPositions {
 public:
  explicit SpanPositions(std::string_view text) : begins_(text), ends_(text) {}

  std::pair<Position, Position> at(Span span) {
    if (ends_.offset() <= span.begin) begins_.skip_to(ends_);
    const Position begin = begins_.at(span.begin);
    // A span within the last one ends before it does: no reason to start anew at the top of the file.
    if (span.end < ends_.offset() || ends_.offset() < begins_.offset()) ends_ = begins_;
    return {begin, ends_.at(span.end)};
  }

 private:
  Positions begins_, ends_;
};

void write_statement(JsonWriter& json, const StatementReport& statement, const SourceFile& source,
                     SpanPositions& positions) {
  const auto [begin, end] = positions.at(statement.span);
  json.open_object();
  json.member("index", statement.index);
  json.member("start", statement.span.begin);
  json.member("end", statement.span.end);
  json.member("line", begin.line);
  json.member("column", begin.column);
  json.member("end_line", end.line);
  json.word_member("kind", statement.kind);
  json.word_member("verdict", name(statement.verdict));
  json.optional_member("inside", statement.inside);
  json.member("sql", source.slice(statement.span));
  write_effects(json, statement.effects);
  json.close_object();
}

void write_blocks(JsonWriter& json, LockMode mode) {
  const Blocked blocked = blocked_by(mode);
  json.key("blocks");
  json.open_array();
  if (blocked.reads) json.word("reads");
  if (blocked.writes) json.word("writes");
  if (blocked.ddl) json.word("ddl");
  json.close_array();
}

void write_transaction(JsonWriter& json, const TransactionTimeline& transaction) {
  json.open_object();
  json.member("first", transaction.first);
  json.member("last", transaction.last);
  if (transaction.goes_on) json.member("goes_on", true);
  json.key("locks");
  json.open_array();
  for (const LockInterval& lock : transaction.locks) {
    json.open_object();
    json.member("relation", lock.relation);
    json.word_member("kind", word(lock.kind));
    json.word_member("mode", name(lock.mode));
    if (lock.from) json.member("from", *lock.from);
    json.member("until", lock.until);
    write_blocks(json, lock.mode);
    json.word_member("duration", name(lock.duration));
    json.close_object();
  }
  json.close_array();
  json.key("work");
  json.open_array();
  for (const TimelineWork& work : transaction.work) {
    json.open_object();
    json.member("statement", work.statement);
    json.word_member("kind", word(work.kind));
    json.member("relation", work.relation);
    json.optional_member("index", work.index);
    json.close_object();
  }
  json.close_array();
  json.close_object();
}

void write_impacts(JsonWriter& json, const std::vector<Impact>& impacts) {
  json.key("locks");
  json.open_array();
  for (const Impact& impact : impacts) {
    json.open_object();
    json.member("relation", impact.relation);
    json.word_member("mode", name(impact.mode));
    write_blocks(json, impact.mode);
    json.word_member("duration", name(impact.duration));
    json.close_object();
  }
  json.close_array();
}

void write_fix(JsonWriter& json, const Fix& fix) {
  json.key("fix");
  json.open_object();
  json.member("title", fix.title);
  json.word_member("applicability", name(fix.applicability));
  json.key("edits");
  json.open_array();
  for (const Edit& edit : fix.edits) {
    json.open_object();
    json.member("start", edit.span.begin);
    json.member("end", edit.span.end);
    json.member("text", edit.text);
    json.close_object();
  }
  json.close_array();
  json.close_object();
}

void write_finding(JsonWriter& json, const Finding& finding, const std::string& only_for, SpanPositions& positions) {
  const Rule& rule = *finding.rule;
  const auto [begin, end] = positions.at(finding.span);
  json.open_object();
  json.word_member("rule", rule.id);
  json.word_member("severity", name(finding.severity));
  json.word_member("family", name(rule.family));
  if (finding.statement) json.member("statement", *finding.statement);
  json.member("start", finding.span.begin);
  json.member("end", finding.span.end);
  json.member("line", begin.line);
  json.member("column", begin.column);
  json.member("end_line", end.line);
  json.member("end_column", end.column);
  json.member("message", finding.message);
  json.member("why", finding.why.empty() ? rule.why : finding.why);
  json.optional_member("instead", finding.instead);
  json.word_member("certainty", word(finding.certainty));
  json.optional_member("only_for", only_for);
  write_impacts(json, finding.impacts);
  json.word_member("fingerprint", finding.fingerprint);
  json.member("suppressed", finding.suppressed);
  json.optional_member("suppression_reason", finding.suppression_reason);
  if (finding.fix) write_fix(json, *finding.fix);
  json.key("help");
  json.string("docs/rules.md#", rule.id);
  json.optional_member("see", rule.see);
  json.close_object();
}

void write_placeholders(JsonWriter& json, const std::vector<Span>& placeholders) {
  json.key("placeholders");
  json.open_array();
  for (const Span span : placeholders) {
    json.open_object();
    json.member("start", span.begin);
    json.member("end", span.end);
    json.close_object();
  }
  json.close_array();
}

/// How the migration differs from the revision that the run compares with; empty: it compares with none.
std::string_view change_of(const Migration& migration) {
  if (migration.change == nullptr) return {};
  switch (migration.change->kind) {
    case Change::Kind::none:
      return {};
    case Change::Kind::added:
      return "added";
    case Change::Kind::modified:
      return "modified";
    case Change::Kind::renamed:
      return "renamed";
    case Change::Kind::deleted:
      return "deleted";
  }
  return {};
}

void write_summary(JsonWriter& json, const Totals& totals) {
  json.key("summary");
  json.open_object();
  json.member("migrations", totals.migrations);
  json.member("statements", totals.statements);
  json.member("red", totals.red);
  json.member("amber", totals.amber);
  json.member("info", totals.info);
  json.member("suppressed", totals.suppressed);
  if (!totals.since.empty()) json.member("history", totals.history);
  json.close_object();
}

void write_discovery(JsonWriter& json, const Totals& totals, const std::string& working_directory) {
  json.key("discovery");
  json.open_object();
  json.key("histories");
  json.open_array();
  for (const FoundHistory& history : totals.histories) {
    json.open_object();
    json.member("folder", display_path(history.folder.empty() ? "." : history.folder, working_directory));
    if (history.framework != nullptr) json.member("framework", history.framework->id);
    json.member("reason", history.reason);
    json.member("migrations", history.migrations);
    json.close_object();
  }
  json.close_array();
  json.key("left_out");
  json.open_array();
  for (const LeftOut& one : totals.left_out) {
    json.open_object();
    json.member("reason", one.reason);
    json.member("files", one.files);
    json.member("example", display_path(one.example, working_directory));
    json.close_object();
  }
  json.close_array();
  json.close_object();
}

}  // namespace

void JsonReport::add(const JudgedMigration& judged) {
  const MigrationReport& report = judged.report;
  const Migration& migration = report.migration;
  const SourceFile& source = *migration.up.source;
  json_.open_object();
  json_.member("path", display_path(source.path(), options_.working_directory));
  json_.optional_member("version", migration.version);
  json_.word_member("direction", name(migration.direction));
  json_.word_member("framework", migration.framework->id);
  json_.word_member("transaction", name(migration.transaction()));
  json_.optional_member("change", change_of(migration));
  json_.word_member("verdict", name(report.verdict));
  json_.key("statements");
  json_.open_array();
  SpanPositions statement_positions(source.text());
  for (const StatementReport& statement : report.statements) {
    write_statement(json_, statement, source, statement_positions);
  }
  json_.close_array();
  json_.key("transactions");
  json_.open_array();
  for (const TransactionTimeline& transaction : report.transactions) write_transaction(json_, transaction);
  json_.close_array();
  json_.key("findings");
  json_.open_array();
  SpanPositions finding_positions(source.text());
  for (std::size_t i = 0; i < report.findings.size(); ++i) {
    write_finding(json_, report.findings[i], judged.only_for(i, options_.versions), finding_positions);
  }
  json_.close_array();
  if (!report.blanked.empty()) write_placeholders(json_, report.blanked);
  json_.close_object();
  json_.line_break();
}

LongText JsonReport::finish(const Totals& totals) {
  JsonWriter json;
  json.open_object();
  json.member("schema_version", schema_version);
  json.key("tool");
  json.open_object();
  json.member("name", "pginterlock");
  json.member("version", options_.tool_version);
  json.member("grammar", "18");
  json.close_object();
  json.key("pg_version");
  json.open_object();
  json.member("min", static_cast<std::size_t>(options_.versions.min));
  json.member("max", static_cast<std::size_t>(options_.versions.max));
  json.close_object();
  json.optional_member("since", totals.since);
  json.word_member("verdict", name(totals.verdict));
  write_summary(json, totals);
  write_discovery(json, totals, options_.working_directory);
  json.key("migrations");
  json.open_array();
  LongText report = json.take();
  // Hundreds of megabytes may follow: they are moved here, not copied.
  report.append(json_.take());
  report.append("]}\n");
  return report;
}

}  // namespace pginterlock::report
