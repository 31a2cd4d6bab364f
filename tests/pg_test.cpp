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

TEST_CASE("a word that is part of a constant or of another word hides no semicolon and ends no statement") {
  // Long, so that much of it is moved over at once.
  const std::vector<std::string> values = {"E'x\\';'", "U&'a;b'", "a$b$c", "1.5e-3",
                                           "$a$;$a$",  "\"a;b\"", "b.c",   "x'1F'"};
  for (const std::string& value : values) {
    for (std::size_t blanks = 1; blanks < 20; ++blanks) {
      const std::string statement = "SELECT first_column, second_column, third_column AS name_of_it," +
                                    std::string(blanks, ' ') + value + " = " + value;
      CAPTURE(statement);
      const Parsed parsed = parse(statement + " -- ;\n; " + statement + ";");
      CHECK(parsed.texts == std::vector<std::string>{statement, statement});
      CHECK(parsed.errors.empty());
    }
  }
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

TEST_CASE("the same expression of a template is the same name, whatever the blanks in it and wherever it stands") {
  const std::string sql =
      "{{ index .Options \"Namespace\" }}.a {{index .Options \"Namespace\"}}.a "
      "\"{{ index .Options \"Namespace\" }}\".a x_{{ .p }}_y.{{.p}}z ${ p }b ${p}b";
  const std::string filled = pg::without_templates(sql);
  CHECK(filled.size() == sql.size());
  std::string squeezed;
  for (const char c : filled) {
    if (c != ' ' || (!squeezed.empty() && squeezed.back() != ' ')) squeezed += c;
  }
  CHECK(squeezed ==
        "__index_Options_Namespace_ .a __index_Options_Namespace_ .a __index_Options_Namespace_ .a "
        "x___p__y .__p_z __p_b __p_b");
  CHECK(filled.find(".a") == sql.find(".a"));
}

TEST_CASE("templates are filled in inside the bodies of routines, in names that are quoted there as well") {
  const std::string sql =
      "DO $$ BEGIN IF to_regclass('{{ .ns }}.a') IS NULL THEN EXECUTE $e$DROP TABLE ${x}$e$; END IF; "
      "RAISE NOTICE 'a {{ .ns }} :b', :b; END $$; COMMENT ON TABLE t IS $$a {{ .x }}$$;";
  const std::string filled = pg::without_templates(sql);
  CHECK(filled.size() == sql.size());
  CHECK(filled.find("to_regclass('__ns_.a'    )") != std::string::npos);
  CHECK(filled.find("DROP TABLE __x_$e$") != std::string::npos);
  CHECK(filled.find("'a {{ .ns }} :b', :b") != std::string::npos);
  CHECK(filled.find("$$a {{ .x }}$$") != std::string::npos);
  const std::string arrays = "ALTER TABLE t ALTER a SET DEFAULT '{{1,2},{3,4}}', ALTER b SET DEFAULT '{{a,b}}'";
  CHECK(pg::without_templates(arrays) == arrays);
}

TEST_CASE("an action of a template on a line of its own is a statement, and what is not read there is the template's") {
  const SourceFile source(
      "test.sql", "{{ addColumn \"a\" \"b\" }}\nUPDATE {{.prefix}}a SET b = 1;\nSELECT {{.x}} {{.y}} 1 2;\nSELCT 1;");
  pg::Script script(source);
  REQUIRE(script.next_batch());
  REQUIRE(script.statements().size() == 4);
  CHECK(script.statements()[0].error->in_template);
  CHECK(script.statements()[1].node != nullptr);
  CHECK(script.statements()[2].error->in_template);
  CHECK_FALSE(script.statements()[3].error->in_template);
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
