#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "case_file.h"
#include "catalogue_of_schema.h"
#include "effects/execute.h"
#include "program.h"

using namespace pginterlock;
using namespace pginterlock::conformance;

namespace {

std::string problem_of(std::string_view text) {
  const CaseFile file = parse_case_file("x.sql", text);
  return file.problems.empty() ? "" : std::to_string(file.problems.front().line) + ": " + file.problems.front().message;
}

Catalogue replayed(const std::string& sql) {
  State state;
  state.session.start_migration(1, Envelope::none);
  const SourceFile source("x.sql", sql);
  pg::Script script(source);
  while (script.next_batch()) {
    for (const pg::Statement& statement : script.statements()) execute(statement, state);
  }
  return catalogue_of(state.schema, state.pg_version).catalogue;
}

std::string differences(const std::string& server, const std::string& here) {
  std::string text;
  for (const CatalogueDifference& one : compare(replayed(server), replayed(here)).differences) text += one.text + "\n";
  return text;
}

}  // namespace

TEST_CASE("catalogues differ where an attribute, a part or a whole object does") {
  const std::string table = "CREATE TABLE t (a integer, CONSTRAINT c UNIQUE (a));";
  CHECK(differences(table, table).empty());
  CHECK(differences(table, "CREATE TABLE t (a bigint, CONSTRAINT c UNIQUE (a));") ==
        "column public.t.a: type\n      server:      integer\n      pginterlock: bigint\n");
  CHECK(differences(table + "CREATE TRIGGER g AFTER INSERT ON t EXECUTE FUNCTION f();", table) ==
        "trigger public.t.g: only on the server\n");
  CHECK(differences("", table) ==
        "relation public.t: only in pginterlock, with 3 columns, constraints, indexes and the like\n");
  CHECK(differences("CREATE TYPE e AS ENUM ('x', 'y');", "CREATE TYPE e AS ENUM ('y', 'x');") ==
        "type public.e: labels\n      server:      x, y\n      pginterlock: y, x\n");
}

TEST_CASE("a case file is read into its set-up and its cases") {
  const CaseFile file = parse_case_file("x.sql", R"(-- about
-- @setup
CREATE TABLE t (a integer); -- a comment
INSERT INTO t VALUES (1);

-- @case short
-- a comment
DROP TABLE t;
-- @case long
-- @versions 13..15
-- @given
CREATE INDEX i ON t (a);
-- @session
SET search_path = public;
-- @undetermined work: the planner decides
-- @statement
DROP INDEX i;
)");
  CHECK(file.problems.empty());
  CHECK(file.setup == std::vector<std::string>{"CREATE TABLE t (a integer)", "INSERT INTO t VALUES (1)"});
  REQUIRE(file.cases.size() == 2);
  const Case& first = file.cases[0];
  CHECK(first.name == "short");
  CHECK(first.line == 6);
  CHECK(first.statement == "DROP TABLE t");
  CHECK(first.on(12));
  CHECK(first.on(18));
  const Case& second = file.cases[1];
  CHECK(second.statement == "DROP INDEX i");
  CHECK(second.given == std::vector<std::string>{"CREATE INDEX i ON t (a)"});
  CHECK(second.session == std::vector<std::string>{"SET search_path = public"});
  CHECK_FALSE(second.on(12));
  CHECK(second.on(13));
  CHECK_FALSE(second.on(16));
  REQUIRE(second.leaves_open(Undetermined::Facts::work) != nullptr);
  CHECK(second.leaves_open(Undetermined::Facts::work)->reason == "the planner decides");
  CHECK(second.leaves_open(Undetermined::Facts::locks) == nullptr);
}

TEST_CASE("a text that is sent is a case for each way of sending it") {
  const CaseFile file = parse_case_file("x.sql", R"(-- @case a text
-- @send message | pipeline
-- @wrap none | file
/* it stays as it is */ SELECT 1;;
SELECT 2; -- so
)");
  CHECK(file.problems.empty());
  REQUIRE(file.cases.size() == 4);
  CHECK(file.cases[0].name == "a text [message]");
  CHECK(file.cases[3].name == "a text [wrapped, pipeline]");
  CHECK(file.cases[0].statement == "/* it stays as it is */ SELECT 1;;\nSELECT 2; -- so");
  REQUIRE(file.cases[3].sending);
  CHECK(file.cases[3].sending->wrap == pginterlock::Wrap::file);
  CHECK(file.cases[3].sending->send == pginterlock::Send::pipeline);
  CHECK(problem_of("-- @case a\n-- @send letter\nSELECT 1;") == "2: unknown word: letter");
  CHECK(problem_of("-- @case a\n-- @wrap file\nSELECT 1;") == "1: @wrap wants @send");
}

TEST_CASE("@each makes a case of every combination of its values") {
  const CaseFile file = parse_case_file("x.sql", R"(-- @case ${from} to ${to}
-- @each from: numeric(10, 2) | "char"
-- @each to: text | integer
-- @each unnamed: 1 | 2
-- @given
CREATE TABLE t (c ${from}, d integer DEFAULT ${unnamed});
-- @statement
ALTER TABLE t ALTER c TYPE ${to};
)");
  CHECK(file.problems.empty());
  REQUIRE(file.cases.size() == 8);
  CHECK(file.cases.front().name == "numeric(10, 2) to text [1]");
  CHECK(file.cases.front().given.front() == "CREATE TABLE t (c numeric(10, 2), d integer DEFAULT 1)");
  CHECK(file.cases.back().name == "\"char\" to integer [2]");
  CHECK(file.cases.back().statement == "ALTER TABLE t ALTER c TYPE integer");
}

TEST_CASE("what is wrong in a case file is said with its line, and the other cases are read") {
  CHECK(problem_of("SELECT 1;\n") == "1: SQL before the first directive");
  CHECK(problem_of("-- @given\n") == "1: @given stands before the first @case");
  CHECK(problem_of("-- @case a\n-- @given SELECT 1;\n-- @statement\nSELECT 1;\n") ==
        "2: the SQL of a directive begins on the next line");
  CHECK(problem_of("-- @case a\n-- @nonsense\nSELECT 1;\n") == "2: unknown directive @nonsense");
  CHECK(problem_of("-- @case a\nSELECT 1; SELECT 2;\n") == "1: a case has one statement, not 2");
  CHECK(problem_of("-- @case a\n") == "1: a case has one statement, not 0");
  CHECK(problem_of("-- @case a\nSELECT ${b};\n") == "1: ${b} has no @each");
  CHECK(problem_of("-- @case a\n-- @each b: 1 | 2\nSELECT 1;\n") == "1: @each b is not used");
  CHECK(problem_of("-- @case a\n-- @each b: 1\n-- @each b: 2\nSELECT ${b};\n") == "3: @each b is there twice");
  CHECK(problem_of("-- @case a\nSELECT 1;\n-- @case a\nSELECT 2;\n") == "3: a second case is called: a");
  CHECK(problem_of("-- @case a\n-- @versions 11..13\nSELECT 1;\n") == "2: @versions wants 13..18 or 15, within 12..18");
  CHECK(problem_of("-- @case a\n-- @undetermined rows: because\nSELECT 1;\n") ==
        "2: @undetermined knows locks, work and failure, not rows");
  CHECK(problem_of("-- @case a\n-- @undetermined work\nSELECT 1;\n") == "2: @undetermined wants KIND: REASON");
  const CaseFile file = parse_case_file("x.sql", "-- @case a\n-- @case b\nSELECT 1;\n");
  CHECK(file.problems.size() == 1);
  CHECK(file.cases.size() == 1);
}

TEST_CASE("every case file can be read") {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(PROJECT_ROOT "/testdata/effects")) {
    if (entry.path().extension() != ".sql") continue;
    ++files;
    const CaseFile file = parse_case_file(entry.path().string(), program::read(entry.path()));
    for (const CaseProblem& problem : file.problems) {
      FAIL_CHECK(file.path << ":" << problem.line << ": " << problem.message);
    }
  }
  CHECK(files > 0);
}
