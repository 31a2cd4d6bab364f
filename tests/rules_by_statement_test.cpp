// A rule is asked about the statements that it declares, and about no others: here every rule is asked about every
// statement of the test data, and none may have anything to say, or to take back, about one that it does not declare.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "case_file.h"
#include "effects/execute.h"
#include "lint/lint.h"
#include "migration/discover.h"
#include "rules/rules.h"

using namespace pginterlock;
namespace fs = std::filesystem;

namespace {

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string joined(const std::vector<std::string>& statements) {
  std::string text;
  for (const std::string& statement : statements) text += statement + ";\n";
  return text;
}

/// What the rule says so far.
std::string told_by(const Rule& rule, const std::vector<Finding>& findings) {
  std::string told;
  for (const Finding& finding : findings) {
    if (finding.rule == &rule) told += finding.message + std::string(name(finding.severity)) + "\n";
  }
  return told;
}

/// Asks all rules about each statement.
class AskAll : public Observer {
 public:
  void take(const std::string& text, State& state) {
    const Migration migration = load_text("test.sql", text);
    migration_ = &migration;
    findings_.clear();
    state.session.start_migration(++ordinal_, Envelope{});
    held_.start_migration(false);
    pg::Script script(*migration.up.source, migration.up.range);
    while (script.next_batch()) {
      for (const pg::Statement& statement : script.statements()) {
        const HeldLocks::Moment before = HeldLocks::moment(state);
        execute(statement, state, this);
        held_.release(before, state.session);
      }
    }
    held_.end_migration(false);
    state.session.end_migration();
    state.schema.end_transaction();
    state.schema.forget_journal();
  }

  void see(const Executed& executed) override {
    const Context context{executed.statement, executed.effects, executed.before, held_, orders_, *migration_};
    const NodeTag tag = pg::tag(executed.statement.node);
    const unsigned concerns = concerns_of(executed.effects);
    const auto chosen = by_statement_.about(tag, all_rules());
    for (const Rule* rule : all_rules()) {
      if (rule->check == nullptr) continue;
      const bool asked = std::any_of(chosen.begin(), chosen.end(), [&](const RulesByStatement::Asked& one) {
        return one.rule == rule && (one.concern & concerns) != 0;
      });
      const std::string before = told_by(*rule, findings_);
      Reporter reporter(*rule, &context, findings_);
      rule->check(context, reporter);
      const std::string after = told_by(*rule, findings_);
      CHECK_MESSAGE((asked || after == before), rule->id, " is not asked about ", executed.statement.text(), ": ",
                    after);
      spoke += after == before ? 0 : 1;
      spared += asked ? 0 : 1;
    }
    held_.take(executed.statement, executed.effects, executed.before);
  }

  std::size_t spoke = 0;
  std::size_t spared = 0;

 private:
  const Migration* migration_ = nullptr;
  std::size_t ordinal_ = 0;
  HeldLocks held_;
  LockOrders orders_;
  RulesByStatement by_statement_;
  std::vector<Finding> findings_;
};

void take_cases(const fs::path& path, AskAll& ask) {
  const conformance::CaseFile file = conformance::parse_case_file(path.filename().string(), read(path));
  for (const conformance::Case& one : file.cases) {
    if (one.sending) continue;
    State state;
    state.pg_version = one.last_version;
    const LintOptions nothing{.rules = {}, .all_rules = all_rules(), .keep_effects = false};
    lint(load_text("setup.sql", joined(file.setup) + joined(one.given)), 1, state, nothing);
    ask.take(joined(one.session) + one.statement, state);
  }
}

}  // namespace

TEST_CASE("a rule declares all statements that it speaks of") {
  AskAll ask;
  const fs::path testdata = fs::path(PROJECT_ROOT) / "testdata";
  for (const auto& entry : fs::recursive_directory_iterator(testdata / "effects")) {
    if (entry.path().extension() == ".sql") take_cases(entry.path(), ask);
  }
  for (const char* folder : {"rules", "projects"}) {
    for (const auto& entry : fs::recursive_directory_iterator(testdata / folder)) {
      if (entry.path().extension() != ".sql") continue;
      State state;
      ask.take(read(entry.path()), state);
    }
  }
  for (const Rule* rule : all_rules()) {
    State state;
    ask.take(std::string(rule->bad) + "\n;", state);
    ask.take(std::string(rule->good) + "\n;", state);
  }
  CHECK(ask.spoke > 1000);
  CHECK(ask.spared > 10 * ask.spoke);
}

TEST_CASE("rules that are about a kind of statement come in their order") {
  RulesByStatement by_statement;
  const auto all = all_rules();
  for (const NodeTag tag : {T_AlterTableStmt, T_SelectStmt, T_Invalid}) {
    const auto about = by_statement.about(tag, all);
    CHECK(std::is_sorted(about.begin(), about.end(), [&](const auto& a, const auto& b) {
      return std::find(all.begin(), all.end(), a.rule) < std::find(all.begin(), all.end(), b.rule);
    }));
    CHECK(about.data() == by_statement.about(tag, all).data());
  }
  const Rule* const one[] = {all.front()};
  CHECK(by_statement.about(T_AlterTableStmt, one).size() <= 1);
}
