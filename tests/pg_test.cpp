#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "pg/ast.h"
#include "pg/script.h"

using pginterlock::SourceFile;
using pginterlock::Span;
namespace pg = pginterlock::pg;

namespace {

struct Parsed {
  std::vector<std::string> texts;
  std::vector<std::string> errors;
};

Parsed parse(const std::string& sql) {
  const SourceFile source("test.sql", sql);
  pg::Script script(source);
  Parsed parsed;
  while (script.next_batch()) {
    for (const pg::Statement& statement : script.statements()) {
      parsed.texts.emplace_back(statement.text());
      if (statement.error) parsed.errors.push_back(statement.error->message);
    }
  }
  return parsed;
}

}  // namespace

TEST_CASE("statements span from their first to their last token") {
  const Parsed parsed = parse("-- a comment\n\n  SELECT 1 ; /* b */ ; DROP TABLE t -- end\n;");
  REQUIRE(parsed.texts.size() == 2);
  CHECK(parsed.texts[0] == "SELECT 1");
  CHECK(parsed.texts[1] == "DROP TABLE t");
  CHECK(parsed.errors.empty());
}

TEST_CASE("a statement that does not parse does not hide its neighbours") {
  const Parsed parsed = parse("CREATE TABLE a (b int); CREATE TABEL c (d int); DROP TABLE (e; SELECT 1;");
  REQUIRE(parsed.texts.size() == 4);
  CHECK(parsed.errors.size() == 2);
  CHECK(parsed.texts[3] == "SELECT 1");
}

TEST_CASE("psql's meta-commands, variables and COPY data are no SQL") {
  const Parsed parsed = parse(
      "\\set x 1\n\\restrict abc\nCREATE TABLE :schema.t (a int);\nCOPY t (a) FROM stdin;\n1;2\n'\n\\.\n"
      "SELECT :'x', a[1:2] FROM t \\gexec\nSELECT '${a}', ${b} FROM {{ c }};\n");
  CHECK(parsed.errors.empty());
  REQUIRE(parsed.texts.size() == 4);
  CHECK(parsed.texts[1] == "COPY t (a) FROM stdin");
  CHECK(parsed.texts[2] == "SELECT :'x', a[1:2] FROM t");
}

TEST_CASE("a template inside an identifier keeps its quotes to itself, and its instructions are no SQL") {
  const Parsed parsed = parse(
      "ALTER TABLE \"{{ index .Options \"Namespace\" }}\".\"users\" ADD COLUMN a int;\n"
      "{{- if .postgres }}\nCREATE INDEX i ON {{.prefix}}users (a);\n{{ else }}{{end}}\n"
      "SELECT '{{ x }}', $${{ y }}$$, \"{\" FROM t;\nSELECT {{ z;\n");
  REQUIRE(parsed.texts.size() == 4);
  CHECK(parsed.errors.size() == 1);
  CHECK(parsed.texts[2].ends_with("FROM t"));
}

TEST_CASE("the body of BEGIN ATOMIC belongs to its function") {
  const Parsed parsed = parse(
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END; SELECT 3;"
      "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 4;");
  CHECK(parsed.errors.empty());
  CHECK(parsed.texts.size() == 4);
}

TEST_CASE("hostile depth is an error, not a crash") {
  const std::string many(64000, '(');
  CHECK(parse("SELECT " + many).errors.size() == 1);
  std::string sum = "SELECT 1";
  for (int i = 0; i < 64000; ++i) sum += "+1";
  const Parsed parsed = parse(sum + "; SELECT 2;");
  CHECK(parsed.texts.size() == 2);
  CHECK(parse("SELECT '" + many).errors.size() == 1);
  CHECK(parse("SELECT $a$" + many).errors.size() == 1);
  CHECK(parse("SELECT 1; /* " + many).errors.size() == 1);
}

TEST_CASE("actions of ALTER TABLE are cut at their commas") {
  const SourceFile source("t.sql",
                          "ALTER TABLE IF EXISTS ONLY a.b ADD c numeric(1,2), DROP d , ALTER e SET DEFAULT f(1,2)");
  pg::Script script(source);
  REQUIRE(script.next_batch());
  const pg::Statement& statement = script.statements()[0];
  CHECK(source.slice(statement.action(0)) == "ADD c numeric(1,2)");
  CHECK(source.slice(statement.action(1)) == "DROP d");
  CHECK(source.slice(statement.action(2)) == "ALTER e SET DEFAULT f(1,2)");
}

TEST_CASE("positions count lines and characters") {
  const SourceFile source("t.sql", "a\r\nb\xC3\xA9x\nc");
  CHECK(source.position(3) == pginterlock::Position{2, 1});
  CHECK(source.position(6) == pginterlock::Position{2, 3});
  CHECK(source.position(8) == pginterlock::Position{3, 1});
  CHECK(source.line(2) == "b\xC3\xA9x");
}
