#include "report/lock_facts.h"

#include <fmt/format.h>

#include <algorithm>

#include "effects/execute.h"
#include "lint/lint.h"
#include "migration/frameworks.h"
#include "pg/command_tag.h"

namespace pginterlock::report {

namespace {

State state_after(std::span<const Migration> history, int version) {
  State state;
  state.pg_version = version;
  std::size_t ordinal = 0;
  for (const Migration& migration : history) replay(prepare(migration), ++ordinal, state);
  return state;
}

/// The planner locks all indexes of a table: who waits for one waits for as long as for the table.
Duration held_for(const Lock& lock, const Effects& effects, const Schema& schema) {
  const Relation* table = lock.kind == RelationKind::index ? schema.table_of_index(lock.relation) : nullptr;
  return duration_of(effects, table == nullptr ? lock.relation : table->name);
}

VersionFacts facts_at(const pg::Statement& statement, const State& before) {
  VersionFacts facts{
      .version = before.pg_version, .effects = effects_of(statement, before), .durations = {}, .unseen = {}};
  for (const Lock& lock : facts.effects.locks) {
    facts.durations.push_back(held_for(lock, facts.effects, before.schema));
    if (!lock.is_new && before.schema.relation(lock.relation) == nullptr) facts.unseen.push_back(lock.relation);
  }
  return facts;
}

}  // namespace

std::vector<StatementFacts> facts_of(const SourceFile& sql, std::span<const Migration> history,
                                     const VersionRange& versions) {
  std::vector<StatementFacts> statements;
  for (int version = versions.min; version <= versions.max; ++version) {
    State state = state_after(history, version);
    state.session.start_migration(history.size() + 1, Envelope::none);
    pg::Script script(sql);
    while (script.next_batch()) {
      for (const pg::Statement& statement : script.statements()) {
        if (version == versions.min) {
          statements.push_back({.span = statement.span,
                                .kind = statement.error ? "unreadable" : pg::command_tag(statement.node),
                                .versions = {}});
        }
        VersionFacts facts = facts_at(statement, state);
        execute(statement, state);
        statements[statement.index].versions.push_back(std::move(facts));
      }
    }
  }
  return statements;
}

std::string first_error(const SourceFile& source, Span range) {
  pg::Script script(source, range);
  while (script.next_batch()) {
    for (const pg::Statement& statement : script.statements()) {
      if (!statement.error) continue;
      const Position position = source.position(statement.error->span.begin);
      return fmt::format("{}:{}:{}: {}", source.path(), position.line, position.column, statement.error->message);
    }
  }
  return "";
}

Migration plain_migration(std::string name, std::string sql) {
  Migration migration;
  migration.framework = find_framework("plain");
  const Span whole{0, sql.size()};
  migration.up = {std::make_shared<const SourceFile>(std::move(name), std::move(sql)), whole};
  return migration;
}

std::string VersionGroup::range() const {
  std::string text;
  for (std::size_t first = 0; first < versions.size();) {
    std::size_t last = first;
    while (last + 1 < versions.size() && versions[last + 1] == versions[last] + 1) ++last;
    if (!text.empty()) text += ", ";
    text += first == last ? fmt::format("{}", versions[first]) : fmt::format("{}-{}", versions[first], versions[last]);
    first = last + 1;
  }
  return text;
}

}  // namespace pginterlock::report
