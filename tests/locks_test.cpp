#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "program.h"

using nlohmann::json;
using program::contains;
using program::Folder;
using program::Result;
using program::run;

namespace {

std::string text_of(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "locks");
  const Result result = run(arguments);
  CHECK(result.status == 0);
  CHECK(result.err == "");
  return result.out;
}

json json_of(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"--format", "json"});
  return json::parse(text_of(std::move(arguments)));
}

std::string complaint(std::vector<std::string> arguments, const program::Setting& setting = {}) {
  arguments.insert(arguments.begin(), "locks");
  const Result result = run(arguments, setting);
  CHECK(result.status == 2);
  CHECK(result.out.empty());
  CHECK(program::lines(result.err) == 1);
  return result.err;
}

constexpr const char* tables =
    "CREATE TABLE r (id integer PRIMARY KEY);\n"
    "CREATE TABLE t (id integer PRIMARY KEY, a integer, r_id integer);\n"
    "CREATE INDEX t_a_idx ON t (a);\n";

}  // namespace

TEST_CASE("locks tells what a statement locks, who waits, its work and its place") {
  CHECK(text_of({"ALTER TABLE t ADD COLUMN c double precision DEFAULT random()"}) ==
        "ALTER TABLE t ADD COLUMN c double precision DEFAULT random()\n"
        "\n"
        "PostgreSQL 12-18\n"
        "  locks        ACCESS EXCLUSIVE  table public.t  blocks reads, writes and DDL while every row is rewritten\n"
        "  work         rewrites  public.t  the default is volatile: each row gets its own value (column c)\n"
        "  transaction  may run inside a transaction block\n"
        "  note         as far as is known without the schema; give the tables with --schema FILE\n");
}

TEST_CASE("with the schema, locks tells of indexes and other tables, and asks for nothing") {
  const Folder folder;
  const std::string schema = folder.write("schema.sql", tables);
  const std::string key = text_of({"ALTER TABLE t ADD FOREIGN KEY (r_id) REFERENCES r", "--schema", schema});
  CHECK(contains(key, "SHARE ROW EXCLUSIVE  table public.r        blocks writes and DDL while every row is read\n"));
  CHECK(contains(key, "ACCESS SHARE         index public.r_pkey   blocks no reads or writes, only ACCESS EXCLUSIVE\n"));
  CHECK(contains(key, "  work         reads every row of  public.t  each row's foreign key is looked up\n"));
  CHECK_FALSE(contains(key, "note"));
  const std::string reindex = text_of({"REINDEX TABLE t", "--schema", schema});
  CHECK(contains(reindex, "index public.t_a_idx  blocks reads, writes and DDL while an index is built\n"));
  const std::string other = text_of({"DROP TABLE elsewhere", "--schema", schema});
  CHECK(contains(other, "as far as is known: public.elsewhere is not in the schema that was given"));
}

TEST_CASE("a folder of migrations can be the schema") {
  const Folder folder;
  folder.write("migrations/1_t.up.sql", tables);
  folder.write("migrations/1_t.down.sql", "DROP TABLE t, r;");
  folder.write("migrations/2_drop.up.sql", "DROP INDEX t_a_idx;");
  const std::string text = text_of({"REINDEX TABLE t", "--schema", folder / "migrations"});
  CHECK(contains(text, "t_pkey"));
  CHECK_FALSE(contains(text, "t_a_idx"));
}

TEST_CASE("versions that answer the same are told together, lowest first") {
  const std::string text = text_of({"ALTER TABLE t ADD COLUMN c integer GENERATED ALWAYS AS (a * 2) VIRTUAL"});
  const std::size_t old = text.find("PostgreSQL 12-17\n  fails        42601  ");
  const std::size_t now = text.find("PostgreSQL 18\n  locks        ACCESS EXCLUSIVE");
  CHECK(old != std::string::npos);
  CHECK(now != std::string::npos);
  CHECK(old < now);
  const std::string one = text_of({"--pg-version", "18", "ALTER TABLE t ADD COLUMN c integer"});
  CHECK(contains(one, "PostgreSQL 18\n"));
  CHECK(contains(text_of({"--pg-version", "14..16", "DROP TABLE t"}), "PostgreSQL 14-16\n"));
}

TEST_CASE("each statement meets what the ones before it made") {
  const json answer = json_of({"CREATE TABLE n (a integer); CREATE INDEX n_a_idx ON n (a); REINDEX TABLE n"});
  REQUIRE(answer["statements"].size() == 3);
  const json& reindex = answer["statements"][2]["answers"][0];
  CHECK(reindex["work"][0]["index"] == "public.n_a_idx");
  CHECK_FALSE(reindex.contains("unseen"));
  CHECK(answer["statements"][1]["sql"] == "CREATE INDEX n_a_idx ON n (a)");
}

TEST_CASE("the place in a transaction is told, and what fails says its SQLSTATE") {
  CHECK(contains(text_of({"VACUUM t"}), "transaction  refuses to run inside a transaction block (25001)"));
  const std::string alone = text_of({"LOCK TABLE t"});
  CHECK(contains(alone, "transaction  must run inside a transaction block (else 25P01)"));
  CHECK_FALSE(contains(alone, "fails"));
  const std::string inside = text_of({"BEGIN; CREATE INDEX CONCURRENTLY i ON t (a)"});
  CHECK(contains(inside, "fails        25001  CREATE INDEX CONCURRENTLY cannot run inside a transaction block"));
}

TEST_CASE("what is lost and what is not known are told") {
  const std::string text = text_of({"DROP TABLE t CASCADE"});
  CHECK(contains(text, "  loses        table t with its data\n"));
  CHECK(contains(text, "  unknown      what CASCADE drops with \"t\" is not known"));
  CHECK(contains(text_of({"DO 'BEGIN EXECUTE f(); END'"}), "  locks        none that is known\n"));
}

TEST_CASE("SQL that cannot be read is one line with its place") {
  CHECK(complaint({"SELECT 1;\nCREATE TABEL t ()"}) == "pginterlock: SQL:2:8: syntax error at or near \"TABEL\"\n");
  CHECK(complaint({"-"}, {.input = "CREATE TABEL t ()"}) ==
        "pginterlock: <stdin>:1:8: syntax error at or near \"TABEL\"\n");
  const Folder folder;
  const std::string schema = folder.write("schema.sql", "CREATE TABEL t ();");
  CHECK(complaint({"DROP TABLE t", "--schema", schema}) ==
        "pginterlock: " + schema + ":1:8: syntax error at or near \"TABEL\"\n");
}

TEST_CASE("locks reads standard input") {
  const Result result = run({"locks", "-"}, {.input = "DROP TABLE t;\n"});
  CHECK(result.status == 0);
  CHECK(result.out.starts_with("DROP TABLE t\n\nPostgreSQL 12-18\n"));
}

TEST_CASE("options of locks that are wrong are named with what to do") {
  CHECK(contains(complaint({}), "needs the SQL, in quotes, or - for standard input"));
  CHECK(contains(complaint({"DROP", "TABLE", "t"}), "put it in quotes: 'DROP …'"));
  CHECK(contains(complaint({" -- nothing\n"}), "the SQL holds no statement"));
  CHECK(contains(complaint({"DROP TABLE t", "--schema", "/no/such/file"}), "/no/such/file: no such file"));
  CHECK(contains(complaint({"DROP TABLE t", "--pg-version", "11"}), "from 12 to 18"));
  CHECK(contains(complaint({"DROP TABLE t", "--format", "jsn"}), "did you mean json?"));
  CHECK(contains(run({"locks", "--help"}).out, "--schema PATH"));
}

TEST_CASE("control characters of a statement do not reach the terminal") {
  CHECK_FALSE(contains(text_of({"DROP TABLE \"\033[31mred\""}), "\033"));
}

TEST_CASE("the JSON of locks is valid against docs/locks.schema.json") {
  const Folder folder;
  std::vector<std::string> command{"/usr/bin/python3", PROJECT_ROOT "/tests/validate_json.py",
                                   PROJECT_ROOT "/docs/locks.schema.json"};
  const std::string schema = folder.write("schema.sql", tables);
  const auto add = [&](const std::string& name, const std::string& sql, const std::vector<std::string>& options) {
    std::vector<std::string> arguments{"locks", "--format", "json", "--output", folder / name, sql};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const Result result = run(arguments);
    CHECK(result.err == "");
    CHECK(result.status == 0);
    command.push_back(folder / name);
  };
  add("unknown.json", "ALTER TABLE t DROP COLUMN a; DROP TABLE t CASCADE; DO 'BEGIN EXECUTE f(); END'; LOCK TABLE t",
      {});
  add("known.json",
      "REINDEX TABLE t; ALTER TABLE t ALTER COLUMN a TYPE text; CREATE INDEX CONCURRENTLY i ON t (a); "
      "ALTER TABLE t ADD COLUMN c integer GENERATED ALWAYS AS (a) VIRTUAL",
      {"--schema", schema, "--pg-version", "14-18"});
  const Result valid = program::run_command(command);
  CHECK_MESSAGE(valid.status == 0, valid.out, valid.err);
}
