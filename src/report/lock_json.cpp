#include "report/json_effects.h"
#include "report/lock_pages.h"
#include "report/names.h"

namespace pginterlock::report {

namespace {

void write_lock(JsonWriter& json, const Lock& lock, Duration duration) {
  const Blocked blocked = blocked_by(lock.mode);
  json.open_object();
  json.member("relation", lock.relation);
  json.member("kind", word(lock.kind));
  json.member("mode", name(lock.mode));
  json.key("blocks");
  json.open_array();
  if (blocked.reads && !lock.is_new) json.string("reads");
  if (blocked.writes && !lock.is_new) json.string("writes");
  if (blocked.ddl && !lock.is_new) json.string("ddl");
  json.close_array();
  json.member("duration", name(duration));
  json.member("new", lock.is_new);
  json.member("certainty", word(lock.certainty));
  json.close_object();
}

void write_work(JsonWriter& json, const Work& work) {
  json.open_object();
  json.member("kind", word(work.kind));
  json.member("reason", word(work.reason));
  json.member("relation", work.relation);
  if (!work.index.empty()) json.member("index", QualifiedName{work.relation.schema, work.index});
  json.optional_member("column", work.column);
  json.member("certainty", word(work.certainty));
  json.close_object();
}

/// The members of an answer.
void write_answer(JsonWriter& json, const VersionFacts& facts) {
  const Effects& effects = facts.effects;
  json.member("transaction_block", word(effects.block));
  json.key("locks");
  json.open_array();
  for (std::size_t i = 0; i < effects.locks.size(); ++i) write_lock(json, effects.locks[i], facts.durations[i]);
  json.close_array();
  json.key("work");
  json.open_array();
  for (const Work& work : effects.work) write_work(json, work);
  json.close_array();
  write_losses(json, effects);
  write_failures(json, effects);
  write_breaks(json, effects);
  write_unknown(json, effects);
  if (facts.unseen.empty()) return;
  json.key("unseen");
  json.open_array();
  for (const QualifiedName& relation : facts.unseen) json.string(relation);
  json.close_array();
}

std::string answer_text(const VersionFacts& facts) {
  JsonWriter json;
  json.open_object();
  write_answer(json, facts);
  return json.take().str();
}

void write_group(JsonWriter& json, const VersionGroup& group) {
  json.open_object();
  json.key("pg_versions");
  json.open_array();
  for (const int version : group.versions) json.number(static_cast<std::size_t>(version));
  json.close_array();
  write_answer(json, *group.facts);
  json.close_object();
}

void write_statement(JsonWriter& json, const SourceFile& sql, const StatementFacts& statement, std::size_t index) {
  const Position begin = sql.position(statement.span.begin);
  json.open_object();
  json.member("index", index);
  json.member("start", statement.span.begin);
  json.member("end", statement.span.end);
  json.member("line", begin.line);
  json.member("column", begin.column);
  json.member("kind", statement.kind);
  json.member("sql", sql.slice(statement.span));
  json.key("answers");
  json.open_array();
  for (const VersionGroup& group : grouped(statement, answer_text)) write_group(json, group);
  json.close_array();
  json.close_object();
  json.line_break();
}

}  // namespace

std::string locks_as_json(const SourceFile& sql, const std::vector<StatementFacts>& statements,
                          const VersionRange& versions, std::string_view tool_version) {
  JsonWriter json;
  json.open_object();
  json.member("schema_version", std::size_t{1});
  json.key("tool");
  json.open_object();
  json.member("name", "pginterlock");
  json.member("version", tool_version);
  json.member("grammar", "18");
  json.close_object();
  json.key("pg_version");
  json.open_object();
  json.member("min", static_cast<std::size_t>(versions.min));
  json.member("max", static_cast<std::size_t>(versions.max));
  json.close_object();
  json.key("statements");
  json.open_array();
  for (std::size_t i = 0; i < statements.size(); ++i) write_statement(json, sql, statements[i], i);
  json.close_array();
  json.close_object();
  json.line_break();
  return json.take().str();
}

}  // namespace pginterlock::report
