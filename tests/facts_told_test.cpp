// What effects know to be dangerous is said by some rule: no fact without a finding, in all cases of testdata/effects.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "case_file.h"
#include "effects/execute.h"
#include "lint/lint.h"
#include "migration/discover.h"
#include "rules/rules.h"

using namespace pginterlock;
namespace fs = std::filesystem;

namespace {

std::string joined(const std::vector<std::string>& statements) {
  std::string text;
  for (const std::string& statement : statements) text += statement + ";\n";
  return text;
}

/// The dangerous facts of a statement that nobody could overlook, in words; empty: there is none.
std::string danger(const Effects& effects, const State& before) {
  for (const Work& work : effects.work) {
    // The partitions' locks are given back before the work begins. Source: indexcmds.c, ReindexPartitions.
    if (work.reason == Reason::reindex_concurrently) continue;
    const Lock* lock = effects.lock_on(work.relation);
    const Relation* known = before.schema.relation(work.relation);
    const bool rows = known != nullptr && known->kind != RelationKind::foreign_table;
    if (rows && work.kind != WorkKind::bulk && work.kind != WorkKind::query && lock != nullptr &&
        blocks_traffic(lock->mode) && before.in_use(work.relation)) {
      return "long work under " + std::string(name(lock->mode)) + " on " + work.relation.plain();
    }
  }
  for (const Loss& loss : effects.losses) {
    if (loss.data && (loss.relation.name.empty() || before.in_use(loss.relation))) return "loss of " + loss.object;
  }
  return {};
}

/// Sees the facts as the rules do.
class Watch : public Observer {
 public:
  void see(const Executed& executed) override {
    if (executed.inside.empty()) found = danger(executed.effects, executed.before);
  }
  std::string found;
};

State prepared(const conformance::CaseFile& file, const conformance::Case& one, int version) {
  State state;
  state.pg_version = version;
  const LintOptions nothing{.rules = {}, .all_rules = all_rules(), .keep_effects = false};
  lint(load_text("setup.sql", joined(file.setup) + joined(one.given)), 1, state, nothing);
  return state;
}

}  // namespace

TEST_CASE("no fact without a rule: long work under a blocking lock and lost data are told") {
  std::size_t asked = 0;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(PROJECT_ROOT) / "testdata" / "effects")) {
    if (entry.path().extension() != ".sql") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const conformance::CaseFile file = conformance::parse_case_file(entry.path().filename().string(), text);
    for (const conformance::Case& one : file.cases) {
      if (one.sending || !one.session.empty()) continue;
      const int version = one.last_version;
      State watched = prepared(file, one, version);
      watched.session.start_migration(2, Envelope{});
      const SourceFile source("case.sql", one.statement);
      pg::Script script(source);
      Watch watch;
      while (script.next_batch()) {
        for (const pg::Statement& statement : script.statements()) {
          if (statement.node != nullptr) execute(statement, watched, &watch);
        }
      }
      if (watch.found.empty()) continue;
      ++asked;
      State state = prepared(file, one, version);
      const LintOptions options{.rules = all_rules(), .all_rules = all_rules(), .keep_effects = false};
      const MigrationReport report =
          lint(load_text("case.sql", "SET lock_timeout = '2s';\n" + one.statement), 2, state, options);
      CHECK_MESSAGE(report.verdict != Verdict::green, file.path, ":", one.line, " ", one.name, ", PostgreSQL ", version,
                    ": ", watch.found, ": ", one.statement);
    }
  }
  CHECK(asked > 200);
}
