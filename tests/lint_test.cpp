#include <doctest/doctest.h>

#include "lint/fingerprint.h"
#include "lint_text.h"

using namespace pginterlock;
using test::judge;
using test::lines_of;

using Lines = std::vector<std::string>;

namespace {

const std::string drop = "SET lock_timeout = '2s';\n";

Migration with_down(const std::string& up, const std::string& down) {
  Migration migration = load_text("1_x.up.sql", up);
  auto source = std::make_shared<SourceFile>("1_x.down.sql", down);
  migration.down = Part{source, {0, down.size()}};
  migration.expected_down = "the file 1_x.down.sql";
  return migration;
}

std::vector<std::string> of_rule(const MigrationReport& report, std::string_view rule) {
  std::vector<std::string> messages;
  for (const Finding& finding : report.findings) {
    if (finding.rule->id == rule) messages.push_back(finding.message);
  }
  return messages;
}

}  // namespace

TEST_CASE("a suppression before its statement, inside it or on its last line holds for that statement alone") {
  for (const std::string sql : {
           "-- pginterlock: allow drop-table: old\nDROP TABLE a;\n",
           "DROP TABLE /* pginterlock: allow drop-table: old */ a;\n",
           "DROP TABLE a; -- pginterlock: allow drop-table: old\n",
           "DROP TABLE a -- pginterlock: allow drop-table: old\n;",
       }) {
    CAPTURE(sql);
    const MigrationReport report = judge(drop + sql + "DROP TABLE b;\n");
    const auto messages = of_rule(report, "drop-table");
    REQUIRE(messages.size() == 2);
    std::size_t suppressed = 0;
    for (const Finding& finding : report.findings) suppressed += finding.suppressed ? 1 : 0;
    CHECK(suppressed == 1);
    CHECK(report.verdict == Verdict::red);
    CHECK(of_rule(report, "unused-suppression").empty());
  }
}

TEST_CASE("a suppressed finding does not count in the verdict and keeps its reason") {
  const MigrationReport report =
      judge(drop + "-- pginterlock: allow drop-table, missing-rollback: replaced in 4.2\nDROP TABLE a;");
  REQUIRE_FALSE(report.findings.empty());
  bool found = false;
  for (const Finding& finding : report.findings) {
    if (finding.rule->id != "drop-table") continue;
    found = true;
    CHECK(finding.suppressed);
    CHECK(finding.suppression_reason == "replaced in 4.2");
  }
  CHECK(found);
  CHECK(report.verdict == Verdict::green);
}

TEST_CASE("a suppression without a reason, without a rule or with an unknown one has no effect and is reported") {
  for (const std::string comment :
       {"allow drop-table", "allow drop-table:", "allow", "ignore drop-table: x", "allow drop-tabel: x"}) {
    CAPTURE(comment);
    const MigrationReport report = judge(drop + "-- pginterlock: " + comment + "\nDROP TABLE a;");
    CHECK(report.verdict == Verdict::red);
    CHECK(of_rule(report, "malformed-suppression").size() == 1);
  }
}

TEST_CASE("a suppression of nothing is reported, and changes no verdict") {
  const MigrationReport report = judge("-- pginterlock: allow drop-table: old\nSELECT 1;");
  CHECK(of_rule(report, "unused-suppression").size() == 1);
  CHECK(report.verdict == Verdict::green);
}

TEST_CASE("text that is no UTF-8 is red, and the rest is judged all the same") {
  const MigrationReport nul = judge(std::string("SELECT 1;\0DROP TABLE a;", 23));
  CHECK(of_rule(nul, "unreadable-text").size() == 1);
  CHECK(of_rule(nul, "drop-table").size() == 1);
  const MigrationReport invalid = judge("COMMENT ON TABLE a IS 'caf\xE9';\nDROP TABLE a;");
  CHECK(of_rule(invalid, "unreadable-text").size() == 1);
  CHECK(of_rule(invalid, "drop-table").size() == 1);
  std::string wide = "\xFF\xFE";
  for (const char c : std::string("DROP TABLE a;")) wide += {c, '\0'};
  const MigrationReport utf16 = judge(wide);
  CHECK(utf16.verdict == Verdict::red);
  CHECK(utf16.statements.empty());
}

TEST_CASE("what the way back leaves behind is named") {
  const Migration complete = with_down("CREATE TABLE a (b int); CREATE INDEX i ON a (b);", "DROP TABLE a;");
  CHECK(of_rule(judge({complete}), "rollback-leaves-behind").empty());
  const Migration partial = with_down("CREATE TABLE a (b int); CREATE TYPE t AS ENUM ('x');", "DROP TABLE a;");
  const auto messages = of_rule(judge({partial}), "rollback-leaves-behind");
  REQUIRE(messages.size() == 1);
  const Migration empty = with_down("CREATE TABLE a (b int);", "-- nothing\n");
  CHECK(of_rule(judge({empty}), "empty-rollback").size() == 1);
}

TEST_CASE("the way back is replayed on a copy: the next migration sees what the way up made") {
  const Migration first = with_down("CREATE TABLE a (b int);", "DROP TABLE a;");
  const Migration second =
      load_text("2_x.sql", "SET lock_timeout = '1s'; ALTER TABLE a ADD COLUMN c int NOT NULL DEFAULT 1;");
  const MigrationReport report = judge({first, second});
  CHECK(report.verdict == Verdict::green);
}

TEST_CASE("a fingerprint survives formatting, case of keywords and comments, not another table") {
  const auto print = [](std::string_view sql) { return fingerprint("r", "p", sql, 0); };
  CHECK(print("DROP TABLE a") == print("drop  table\n-- x\n a"));
  CHECK(print("DROP TABLE a") != print("DROP TABLE b"));
  CHECK(fingerprint("r", "p", "DROP TABLE a", 1) != print("DROP TABLE a"));
}
