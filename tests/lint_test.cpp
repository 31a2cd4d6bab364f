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

TEST_CASE("one finding speaks for its kind: the first that is not suppressed has all words, and the others count") {
  const auto waits = [](const MigrationReport& report) {
    std::vector<Finding> found = report.findings;
    std::erase_if(found, [](const Finding& finding) { return finding.rule->id != "missing-lock-timeout"; });
    return found;
  };
  const MigrationReport plain = judge("ALTER TABLE a ADD x int;\nALTER TABLE b ADD x int;\nALTER TABLE c ADD x int;\n");
  REQUIRE(waits(plain).size() == 1);
  CHECK(waits(plain)[0].also == std::vector<std::size_t>{1, 2});
  CHECK(waits(plain)[0].message.ends_with("(and for 2 later statements of this migration)"));
  CHECK(plain.statements[2].verdict == Verdict::amber);

  const auto suppressed =
      waits(judge("-- pginterlock: allow missing-lock-timeout: nobody uses it\nALTER TABLE a ADD x int;\n"
                  "ALTER TABLE b ADD x int;\nALTER TABLE c ADD x int;\n"));
  REQUIRE(suppressed.size() == 2);
  CHECK(suppressed[0].suppressed);
  CHECK(suppressed[1].message.find(" on b is waited for") != std::string::npos);
  CHECK_FALSE(suppressed[1].instead.empty());
  CHECK(suppressed[1].also == std::vector<std::size_t>{2});

  // What stands in a body comes first in the file, and runs later.
  const auto called =
      waits(judge("CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN ALTER TABLE a ADD x int; END $$;\n"
                  "ALTER TABLE b ADD x int;\nSELECT f();\nALTER TABLE c ADD x int;\n"));
  REQUIRE_FALSE(called.empty());
  for (const Finding& finding : called) CHECK_FALSE(finding.message.empty());
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

TEST_CASE("a way back that restores all is not told of names and views that are none of its business") {
  const auto left = [](const std::string& setup, const std::string& up, const std::string& down) {
    return of_rule(judge({load_text("0_x.sql", setup), with_down(up, down)}), "rollback-leaves-behind").size();
  };
  // A view that reads none of the columns stays when one goes.
  CHECK(left("CREATE TABLE a (b int); CREATE VIEW v AS SELECT count(*) FROM a;", "ALTER TABLE a ADD COLUMN c int;",
             "ALTER TABLE a DROP COLUMN c;") == 0);
  CHECK(left("CREATE VIEW v AS SELECT * FROM a;", "ALTER TABLE a ADD COLUMN c int;", "ALTER TABLE a DROP COLUMN c;") ==
        0);
  // NOT NULL has no name of its own.
  CHECK(left("CREATE TABLE a (b int NOT NULL); ALTER TABLE a RENAME COLUMN b TO c;", "ALTER TABLE a DROP COLUMN c;",
             "ALTER TABLE a ADD COLUMN c int NOT NULL;") == 0);
  CHECK(left("CREATE TABLE a (b int NOT NULL);", "ALTER TABLE a ALTER b DROP NOT NULL;",
             "ALTER TABLE a ALTER b SET DEFAULT 1;") == 1);
  // The same default and index, written in another way.
  CHECK(
      left("CREATE TABLE a (b text DEFAULT 'x', c timestamp DEFAULT now(), d int);"
           "CREATE INDEX i ON a (f (d, c) DESC) WHERE (d > 0) AND b = 'x';",
           "DROP INDEX i; ALTER TABLE a DROP COLUMN b, DROP COLUMN c;",
           "ALTER TABLE a ADD b text DEFAULT 'x'::character varying(20), ADD c timestamp DEFAULT CURRENT_TIMESTAMP;"
           "CREATE INDEX i ON public.a USING btree (public.f((d)::numeric, c) DESC) WHERE d > 0 AND b = 'x'::text;") ==
      0);
  CHECK(left("CREATE TABLE a (b text DEFAULT 'x');", "ALTER TABLE a DROP COLUMN b;",
             "ALTER TABLE a ADD b text DEFAULT 'X';") == 1);
  CHECK(left("CREATE TABLE a (b int DEFAULT f(1));", "ALTER TABLE a DROP COLUMN b;",
             "ALTER TABLE a ADD b int DEFAULT f(2);") == 1);
  // A serial column is one whatever its sequence is called.
  CHECK(left("CREATE TABLE o (b serial, c int); ALTER TABLE o RENAME TO a;", "ALTER TABLE a DROP COLUMN b;",
             "ALTER TABLE a ADD COLUMN b serial;") == 0);
  // Code that is not read may do the rest.
  CHECK(left("", "CREATE TABLE a (b int); CREATE TABLE c (d int);",
             "DROP TABLE a; DO $$ BEGIN DROP TABLE c; END $$;") == 0);
  // The types of a query's columns are not always known.
  CHECK(left("CREATE TABLE a (b int); CREATE VIEW v AS SELECT b::text AS b FROM a;",
             "DROP VIEW v; CREATE VIEW v AS SELECT b || '' AS b FROM a;",
             "DROP VIEW v; CREATE VIEW v AS SELECT b || 'x' AS b FROM a;") == 1);
}

TEST_CASE("after code that is not read and may define objects, a table may have parts that no script shows") {
  const auto verdict = [](const std::string& before) {
    const Migration first = load_text("1_x.sql", "CREATE TABLE a (b int); " + before);
    const Migration second =
        load_text("2_x.sql", "SET lock_timeout = '1s'; ALTER TABLE a ALTER COLUMN c SET DEFAULT 1;");
    return judge({first, second}).verdict;
  };
  CHECK(verdict("") == Verdict::red);
  CHECK(verdict("DO $$ BEGIN UPDATE a SET b = 1 WHERE b = 2; END $$;") == Verdict::red);
  CHECK(verdict("DO $$ BEGIN Alter TABLE a ADD COLUMN c int; END $$;") == Verdict::green);
  CHECK(verdict("DO $$ BEGIN EXECUTE make('a'); END $$;") == Verdict::green);
  CHECK(verdict("CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS 'BEGIN ALTER TABLE a ADD c int; END';"
                "SELECT f();") == Verdict::green);
  CHECK(verdict("CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS 'BEGIN PERFORM 1; END'; SELECT f();") ==
        Verdict::red);
  CHECK(verdict("CALL make();") == Verdict::green);
}

TEST_CASE("a function that is made again with other arguments is gone for its callers") {
  const auto count = [](const std::string& before, const std::string& up) {
    return of_rule(judge({load_text("1_x.sql", before), load_text("2_x.sql", up)}), "drop-other-object").size();
  };
  const std::string made = "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';";
  CHECK(count(made, "DROP FUNCTION f(int);") == 1);
  CHECK(count(made, "DROP FUNCTION f;") == 1);
  CHECK(count("", "DROP FUNCTION f(int4, text);") == 1);
  CHECK(count(made, "DROP FUNCTION f(int); " + made) == 0);
  CHECK(count("", "DROP FUNCTION f(int4); " + made) == 0);
  CHECK(count(made, "DROP FUNCTION f; " + made) == 0);
  CHECK(count(made, "DROP FUNCTION f(int); CREATE FUNCTION f(a int, b int) RETURNS int LANGUAGE sql AS 'SELECT 1';") ==
        1);
  CHECK(count(made + "CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';",
              "DROP FUNCTION g, f;") == 1);
}

TEST_CASE("a way back that fails is RED, and nothing is told of what it would leave") {
  const auto told = [](const std::string& up, const std::string& down) {
    const MigrationReport report = judge({with_down(up, down)});
    CHECK(report.verdict == Verdict::red);
    CHECK(of_rule(report, "rollback-leaves-behind").empty());
    const auto findings = of_rule(report, "rollback-fails");
    REQUIRE(findings.size() == 1);
    return findings[0];
  };
  CHECK(told("CREATE TABLE a (b int);", "DROP TABLE a; DROP TABL c;").find("it cannot be read") != std::string::npos);
  CHECK(
      told("CREATE TABLE a (b int); CREATE UNIQUE INDEX i ON a (b);", "ALTER TABLE a DROP CONSTRAINT i; DROP TABLE a;")
          .find("constraint i of table a does not exist") != std::string::npos);
}

TEST_CASE("a way back that names what no migration made is AMBER where history is whole") {
  const auto told = [](const std::string& down) {
    State state;
    state.whole_history = true;
    LintOptions options;
    options.rules = options.all_rules = all_rules();
    const MigrationReport report = lint(with_down("CREATE TABLE a (b int);", down), 1, state, options);
    std::string text;
    for (const Finding& finding : report.findings) {
      if (finding.rule->id != "rollback-fails") continue;
      CHECK(finding.severity == Severity::amber);
      CHECK(finding.certainty == Certainty::assumed);
      text += finding.message;
    }
    return text;
  };
  CHECK(told("DROP INDEX i; DROP TABLE a;").find("index \"i\" does not exist") != std::string::npos);
  CHECK(told("DROP TABLE aa;").find("table \"aa\" does not exist") != std::string::npos);
  CHECK(told("DROP INDEX IF EXISTS i; DROP TABLE a;") == "");
}

namespace {

/// What rollback-leaves-behind says of a way up and its way back, behind a script; empty: nothing.
std::string left_behind(const std::string& setup, const std::string& up, const std::string& down) {
  const auto messages = of_rule(judge({load_text("0_x.sql", setup), with_down(up, down)}), "rollback-leaves-behind");
  const std::string head = "the way back does not restore what was there: ";
  return messages.empty() ? "" : messages[0].substr(head.size());
}

/// The same beside a table that comes and goes, so that neither way is empty.
std::string left_behind_besides(const std::string& setup, const std::string& up, const std::string& down) {
  return left_behind(setup, "CREATE TABLE x (a int);" + up, down + "DROP TABLE x;");
}

}  // namespace

TEST_CASE("what does not come back is named: what it is and how it differs") {
  const auto told = left_behind;
  const std::string a =
      "CREATE TABLE a (b int NOT NULL DEFAULT 1, c text, CONSTRAINT k CHECK (b > 0)); CREATE INDEX i ON a (c);";
  CHECK(told(a, "ALTER TABLE a ALTER b TYPE bigint;", "ALTER TABLE a ALTER c SET DEFAULT 'x';") ==
        "table a: column b has type bigint instead of integer and table a: column c keeps the default 'x'");
  CHECK(told(a, "ALTER TABLE a DROP COLUMN b;", "ALTER TABLE a ADD COLUMN b int;") ==
        "table a: column b is not NOT NULL any more and has lost its default 1 and table a: constraint k is gone");
  CHECK(told(a, "ALTER TABLE a ALTER c SET NOT NULL;", "ALTER TABLE a ALTER b SET DEFAULT 1;") ==
        "table a: column c stays NOT NULL");
  CHECK(told(a, "DROP INDEX i;", "CREATE INDEX j ON a (c);") == "table a: index i is called j");
  CHECK(told(a, "DROP INDEX i;", "CREATE INDEX i ON a (c, b);") == "table a: index i is defined in another way");
  CHECK(told(a, "ALTER TABLE a DROP CONSTRAINT k;", "ALTER TABLE a ADD CONSTRAINT k CHECK (b > 0) NOT VALID;") ==
        "table a: constraint k is not validated any more");
  CHECK(told("CREATE TABLE a (); COMMENT ON TABLE a IS 'x';", "COMMENT ON TABLE a IS 'y';", "ALTER TABLE a ADD n int;")
            .find("table a has another comment") != std::string::npos);
  CHECK(told("CREATE TABLE a (b int); CREATE TABLE c (b int); CREATE VIEW v AS SELECT b FROM a;",
             "DROP VIEW v; CREATE VIEW v AS SELECT b FROM c;",
             "CREATE OR REPLACE VIEW v AS SELECT b FROM c;") == "view v has another query");
  CHECK(told("CREATE TYPE t AS ENUM ('x');", "ALTER TYPE t ADD VALUE 'y';", "CREATE TABLE z ();") ==
        "table z stays and type t: value 'y' stays");
  // A call that only casts a column to the type that it has is no expression. Source: indexcmds.c, ComputeIndexAttrs.
  CHECK(told("CREATE TABLE a (day date); CREATE INDEX i ON a (date(day));", "DROP INDEX i;",
             "CREATE INDEX i ON a (day);") == "");
}

TEST_CASE("comments and definitions that do not come back are named, formatting is no difference") {
  const auto told = left_behind;
  const std::string a = "CREATE TABLE a (b int, c text); CREATE INDEX i ON a (b);";
  const std::string other = "ALTER TABLE a ADD n int;";
  const std::string left = " and table a: column n stays";
  CHECK(told(a, "COMMENT ON COLUMN a.b IS 'x';", other) == "table a: column b keeps its comment" + left);
  CHECK(told(a, "COMMENT ON COLUMN a.b IS 'x';", "COMMENT ON COLUMN public.a.b IS NULL;") == "");
  CHECK(told(a + "COMMENT ON COLUMN a.b IS 'x';", "COMMENT ON COLUMN a.b IS 'y';", other) ==
        "table a: column b has another comment" + left);
  CHECK(told(a, "ALTER TABLE a ADD d int; COMMENT ON COLUMN a.d IS 'x';", "ALTER TABLE a DROP d;") == "");
  CHECK(told(a, "COMMENT ON INDEX i IS 'x';", other) == "index i keeps its comment" + left);

  CHECK(told(a, "GRANT SELECT, INSERT ON a TO app;", other) == "table a: a grant to app stays" + left);
  CHECK(told(a, "GRANT SELECT ON a TO app;", "REVOKE ALL ON public.a FROM app;") == "");
  CHECK(told(a + "GRANT SELECT ON a TO app;", "REVOKE SELECT ON a FROM app;", other) ==
        "table a: column n stays and table a: the grants to app are not what they were");

  const std::string v = "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a FROM t WHERE a > 1;";
  CHECK(told(v, "CREATE OR REPLACE VIEW v AS SELECT a FROM t WHERE a > 2;", "ALTER TABLE t ADD n int;") ==
        "table t: column n stays and view v has another query");
  CHECK(told(v, "CREATE OR REPLACE VIEW v AS SELECT a FROM t WHERE a > 2;",
             "create or replace view public.v as\n  select a -- as before\n  from public.t where a > 1;") == "");

  const std::string f =
      "CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$;"
      "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();";
  CHECK(told(f, "CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$;",
             "ALTER TABLE t ADD n int;") == "function public.f() has another body and table t: column n stays");
  CHECK(told(f, "CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$;",
             "CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $b$\nbegin\n  return NEW;\nend$b$;") ==
        "");
  CHECK(told(f, "DROP TRIGGER g ON t;", "CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();") ==
        "table t: trigger g is defined in another way");
  CHECK(told(f, "DROP TRIGGER g ON t;",
             "CREATE TRIGGER g BEFORE INSERT ON public.t FOR EACH ROW EXECUTE PROCEDURE f();") == "");
  const std::string w =
      "CREATE TABLE t (a text, b int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END';";
  CHECK(told(w + "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW WHEN (NEW.a != 'x') EXECUTE FUNCTION f();",
             "DROP TRIGGER g ON t;",
             "CREATE TRIGGER g BEFORE INSERT ON \"t\" FOR EACH ROW WHEN ((new.a <> 'x'::character varying(9)[])) "
             "EXECUTE FUNCTION f();") == "");
  CHECK(told(w + "CREATE TRIGGER g AFTER INSERT ON t EXECUTE FUNCTION f();", "DROP TRIGGER g ON t;",
             "CREATE TRIGGER g AFTER INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION f();") == "");
  CHECK(told(w + "CREATE TRIGGER g AFTER UPDATE OR INSERT OR DELETE ON t EXECUTE FUNCTION f();", "DROP TRIGGER g ON t;",
             "CREATE TRIGGER g AFTER INSERT OR DELETE OR UPDATE ON t EXECUTE FUNCTION f();") == "");
  CHECK(told(w + "CREATE TRIGGER g AFTER INSERT ON t EXECUTE FUNCTION f();", "DROP TRIGGER g ON t;",
             "CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();") ==
        "table t: trigger g is defined in another way");
  CHECK(
      told("CREATE TABLE t (a int, CONSTRAINT c CHECK (NOT (a NOTNULL AND a != 1))); CREATE INDEX i ON t (abs(\"a\"));",
           "ALTER TABLE t DROP CONSTRAINT c; DROP INDEX i;",
           "ALTER TABLE t ADD CONSTRAINT c CHECK (NOT (a IS NOT NULL AND a <> 1)); CREATE INDEX i ON t (abs(a));") ==
      "");

  const std::string p = "CREATE TABLE t (a int); CREATE POLICY p ON t USING (a > 1);";
  CHECK(told(p, "ALTER POLICY p ON t USING (a > 2);", "ALTER TABLE t ADD n int;") ==
        "table t: column n stays and table t: policy p is defined in another way");
  CHECK(told(p, "ALTER POLICY p ON t USING (a > 2);", "ALTER POLICY p ON t USING ( a>1 );") == "");
  CHECK(told("CREATE SEQUENCE s;", "ALTER SEQUENCE s INCREMENT 5;", "CREATE TABLE z ();") ==
        "sequence s has other options and table z stays");
}

TEST_CASE("properties of routines, memberships, settings and extensions that do not come back are named") {
  const auto told = left_behind_besides;
  const std::string f = "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';";
  const std::string name = "function public.f(integer) ";
  CHECK(told(f, "ALTER FUNCTION f(int) STRICT;", "") == name + "keeps STRICT");
  CHECK(told(f, "ALTER FUNCTION f(int) STRICT;", "ALTER FUNCTION f(int) CALLED ON NULL INPUT;") == "");
  CHECK(told(f, "ALTER FUNCTION f(int) LEAKPROOF;", "") == name + "keeps LEAKPROOF");
  CHECK(told(f, "ALTER FUNCTION f(int) PARALLEL SAFE COST 5;", "ALTER FUNCTION f(int) COST 100;") ==
        name + "keeps PARALLEL safe");
  CHECK(told(f, "ALTER FUNCTION f(int) PARALLEL SAFE;", f.substr(0, 7) + "OR REPLACE " + f.substr(7)) == "");
  CHECK(told(f + "ALTER FUNCTION f(int) COST 5;", "ALTER FUNCTION f(int) COST 9;", "") ==
        name + "has COST 9 instead of COST 5");
  CHECK(told(f, "ALTER FUNCTION f(int) SET work_mem = '1MB';", "") == name + "keeps SET work_mem = 1MB");
  CHECK(told(f, "ALTER FUNCTION f(int) SET work_mem = '1MB';", "ALTER FUNCTION f(int) RESET ALL;") == "");
  CHECK(told(f, "CREATE FUNCTION g() RETURNS int LANGUAGE sql STRICT AS 'SELECT 1';", "") ==
        "function public.g() stays");

  CHECK(told("CREATE TABLE t (a int);", "ALTER TABLE t ALTER a SET (n_distinct = 5);", "") ==
        "table t: column a keeps n_distinct 5");
  CHECK(told("CREATE TABLE t (a int);", "ALTER TABLE t ALTER a SET (n_distinct = 5);",
             "ALTER TABLE t ALTER a RESET (n_distinct);") == "");

  const std::string roles = "CREATE ROLE a; CREATE ROLE b;";
  CHECK(told(roles, "GRANT a TO b;", "") == "role a: b stays a member");
  CHECK(told(roles, "GRANT a TO b;", "REVOKE a FROM b;") == "");
  CHECK(told(roles + "GRANT a TO b;", "REVOKE a FROM b;", "") == "role a: b is no member any more");
  CHECK(told(roles + "GRANT a TO b;", "REVOKE a FROM b;", "GRANT a TO b;") == "");
  CHECK(told(roles + "GRANT a TO b;", "GRANT a TO b WITH ADMIN OPTION;", "") == "role a: b keeps ADMIN OPTION");
  CHECK(told(roles + "GRANT a TO b;", "GRANT a TO b WITH ADMIN OPTION;", "REVOKE ADMIN OPTION FOR a FROM b;") == "");
  // Whether it was a member, no script tells: granted again, it is what it was.
  CHECK(told(roles, "REVOKE a FROM b;", "GRANT a TO b;") == "");
  CHECK(told(roles, "GRANT a TO b;", "DROP ROLE b;").find("member") == std::string::npos);

  CHECK(told(roles, "ALTER ROLE a SET work_mem = '1MB';", "") == "role a keeps SET work_mem = 1MB");
  CHECK(told(roles, "ALTER ROLE a SET work_mem = '1MB';", "ALTER ROLE a RESET work_mem;") == "");
  CHECK(told(roles + "ALTER ROLE a SET work_mem = '1MB';", "ALTER ROLE a SET work_mem = '2MB';", "") ==
        "role a has SET work_mem = 2MB instead of 1MB");
  CHECK(told(roles + "ALTER ROLE a SET work_mem = '1MB';", "ALTER ROLE a RESET work_mem;",
             "ALTER ROLE a SET work_mem TO '1MB';") == "");
  CHECK(told(roles, "ALTER ROLE a IN DATABASE d SET work_mem = '1MB';", "ALTER ROLE a RESET work_mem;") ==
        "role a keeps SET work_mem in database d = 1MB");
  CHECK(told("", "ALTER DATABASE d SET work_mem = '1MB';", "") == "database d keeps SET work_mem = 1MB");
  // The way back may put what was there before the history.
  CHECK(told("", "ALTER DATABASE d SET work_mem = '1MB';", "ALTER DATABASE d SET work_mem = '4MB';") == "");
  CHECK(told("", "ALTER DATABASE d RESET work_mem;", "ALTER DATABASE d SET work_mem = '4MB';") == "");

  CHECK(told("CREATE SCHEMA s; CREATE EXTENSION citext;", "ALTER EXTENSION citext SET SCHEMA s;", "") ==
        "extension citext has schema s instead of public");
  CHECK(told("CREATE SCHEMA s; CREATE EXTENSION citext;", "ALTER EXTENSION citext SET SCHEMA s;",
             "ALTER EXTENSION citext SET SCHEMA public;") == "");
  CHECK(told("CREATE SCHEMA s; CREATE EXTENSION IF NOT EXISTS citext;", "ALTER EXTENSION citext SET SCHEMA s;",
             "ALTER EXTENSION citext SET SCHEMA extensions;") == "");
  CHECK(told("CREATE EXTENSION citext VERSION '1.5';", "ALTER EXTENSION citext UPDATE TO '1.6';", "") ==
        "extension citext has version 1.6 instead of 1.5");
}

TEST_CASE("grants, settings and comments of all kinds that do not come back are named") {
  const auto told = left_behind_besides;
  const std::string f = "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';";
  CHECK(told(f, "GRANT EXECUTE ON FUNCTION f(int) TO app;", "") == "function public.f(integer): a grant to app stays");
  CHECK(told(f, "GRANT EXECUTE ON FUNCTION f(int) TO app;", "REVOKE ALL ON FUNCTION f FROM app;") == "");
  CHECK(told(f, "REVOKE ALL ON FUNCTION f FROM PUBLIC;", "") ==
        "function public.f(integer): PUBLIC may not call it any more");
  CHECK(told(f + "COMMENT ON FUNCTION f IS 'x';", "DROP FUNCTION f;", f) ==
        "function public.f(integer) has lost its comment");
  CHECK(told(f, "ALTER FUNCTION f(int) IMMUTABLE;", "") == "function public.f(integer) has another volatility");

  CHECK(told("CREATE SCHEMA s;", "GRANT USAGE ON SCHEMA s TO app;", "") == "schema s: a grant to app stays");
  CHECK(told("CREATE SCHEMA s;", "COMMENT ON SCHEMA s IS 'x';", "") == "schema s keeps its comment");
  CHECK(told("CREATE SCHEMA s;", "GRANT USAGE ON SCHEMA s TO app;", "DROP SCHEMA s; CREATE SCHEMA s;") == "");
  CHECK(told("", "CREATE SCHEMA s; GRANT USAGE ON SCHEMA s TO app;", "DROP SCHEMA s;") == "");
  CHECK(told("CREATE TYPE e AS ENUM ('a');", "REVOKE USAGE ON TYPE e FROM PUBLIC;", "") ==
        "type e: the grants to PUBLIC are not what they were");
  CHECK(told("", "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO app;", "") ==
        "default privileges on tables in schema public: a grant to app stays");
  CHECK(told("CREATE DOMAIN d AS int CONSTRAINT k CHECK (VALUE > 0);", "ALTER DOMAIN d DROP CONSTRAINT k;", "") ==
        "type d: constraint k is gone");

  const std::string t = "CREATE TABLE t (a int, b text); CREATE INDEX i ON t (a); CREATE VIEW v AS SELECT a FROM t;";
  CHECK(told(t, "GRANT ALL ON t TO app;", "REVOKE SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON t FROM app;") ==
        "table t: a grant to app stays");
  CHECK(told(t, "GRANT SELECT (a) ON t TO app;", "REVOKE SELECT ON t FROM app;") == "");
  CHECK(told(t, "ALTER TABLE t ADD c int; GRANT SELECT (c) ON t TO app;", "ALTER TABLE t DROP c;") == "");
  CHECK(told(t, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO app;", "REVOKE SELECT ON t FROM app;") ==
        "view v: a grant to app stays");
  CHECK(told(t, "GRANT SELECT ON t TO app;", "DROP OWNED BY app;") == "");
  CHECK(told(t + "GRANT SELECT ON v TO app;", "DROP VIEW v;", "CREATE VIEW v AS SELECT a FROM t;") ==
        "view v: the grants to app are not what they were");
  CHECK(told(t, "COMMENT ON INDEX i IS 'x';", "DROP INDEX i; CREATE INDEX i ON t (a);") == "");
  CHECK(told(t, "COMMENT ON COLUMN t.b IS 'x'; ALTER TABLE t RENAME b TO c;",
             "COMMENT ON COLUMN t.c IS NULL; ALTER TABLE t RENAME c TO b;") == "");
  CHECK(told(t, "ALTER TABLE t SET (fillfactor = 70);", "") == "table t: the option fillfactor stays 70");
  CHECK(told(t, "ALTER TABLE t SET (fillfactor = 70);", "ALTER TABLE t RESET (fillfactor);") == "");
  CHECK(told(t + "ALTER VIEW v SET (security_invoker = on);", "CREATE OR REPLACE VIEW v AS SELECT a FROM t;", "") ==
        "view v: the option security_invoker is gone, it was true");
  CHECK(told(t, "ALTER TABLE t ALTER a SET STATISTICS 500;", "") == "table t: column a keeps STATISTICS 500");
  CHECK(told(t, "ALTER TABLE t ALTER b SET STORAGE EXTERNAL;", "ALTER TABLE t ALTER b SET STORAGE EXTENDED;") == "");
  const std::string trigger =
      "CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
      "CREATE TRIGGER k BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION g();";
  CHECK(told(t + trigger, "ALTER TABLE t DISABLE TRIGGER k;", "") == "table t: trigger k stays disabled");
  CHECK(told(t + trigger, "ALTER TABLE t DISABLE TRIGGER USER;", "ALTER TABLE t ENABLE TRIGGER k;") == "");
  CHECK(told(t, "CREATE RULE r AS ON DELETE TO t DO ALSO NOTHING;", "") == "table t: rule r stays");
}

TEST_CASE("an enum value can be used in the migration after the one that added it") {
  const auto fails = [](Migration first, Migration second) {
    first.wrap = second.wrap = Wrap::file;
    return !of_rule(judge({std::move(first), std::move(second)}), "will-fail").empty();
  };
  const std::string type = "CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (b e);";
  const std::string add = "ALTER TYPE e ADD VALUE 'c';";
  const std::string use = "INSERT INTO t VALUES ('c');";
  CHECK_FALSE(fails(load_text("1.sql", type + add), load_text("2.sql", use)));
  CHECK(fails(load_text("1.sql", type), load_text("2.sql", add + use)));
  Migration undone = with_down(type + add, use + "DROP TABLE t; DROP TYPE e;");
  undone.wrap = Wrap::file;
  CHECK(of_rule(judge({undone}), "rollback-fails").empty());
}

TEST_CASE("an enum value that a run of all migrations adds and uses is told for fresh installations") {
  const auto told = [](std::vector<std::string> texts, Wrap wrap = Wrap::run) {
    std::vector<Migration> migrations;
    for (std::string& text : texts) {
      migrations.push_back(load_text(std::to_string(migrations.size()) + ".sql", std::move(text)));
      migrations.back().wrap = wrap;
      migrations.back().send = Send::statement;
    }
    return of_rule(judge(std::move(migrations)), "enum-value-on-fresh-install").size();
  };
  const std::string type = "CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (b e, n text);";
  const std::string add = "ALTER TYPE e ADD VALUE 'c';";
  CHECK(told({type, add, "INSERT INTO t VALUES ('c');"}) == 1);
  CHECK(told({type, add, "DELETE FROM t WHERE b = 'c';"}) == 1);
  CHECK(told({type, add, "CREATE INDEX i ON t (b) WHERE b IN ('a', 'c');"}) == 1);
  CHECK(told({type, add, "INSERT INTO t VALUES ('c');"}, Wrap::file) == 0);
  CHECK(told({type, add, "INSERT INTO t VALUES ('a', 'c');"}) == 0);
  CHECK(told({type, add, "UPDATE t SET n = 'c' WHERE n = 'c';"}) == 0);
  // The type was made anew, with the value.
  const std::string again =
      "ALTER TYPE e RENAME TO old; CREATE TYPE e AS ENUM ('a', 'c');"
      "ALTER TABLE t ALTER b TYPE e USING b::text::e; DROP TYPE old;";
  CHECK(told({type, add, again, "INSERT INTO t VALUES ('c');"}) == 0);
}

TEST_CASE("what a COMMIT leaves of the transaction of a run is what later migrations run in") {
  const auto last_of = [](std::vector<std::string> texts, Send send = Send::statement) {
    State state;
    RunNotes notes;
    const LintOptions options{.rules = all_rules(), .all_rules = all_rules(), .keep_effects = true, .notes = &notes};
    Change added;
    added.kind = Change::Kind::added;
    added.judged = Judged::all;
    lint(load_text("0.sql", "CREATE TABLE t (a int); CREATE TABLE u (a int);"), 1, state, options);
    MigrationReport last;
    std::size_t ordinal = 1;
    for (std::string& text : texts) {
      Migration migration = load_text(std::to_string(ordinal) + ".sql", std::move(text));
      migration.wrap = Wrap::run;
      migration.send = send;
      migration.change = std::make_shared<const Change>(added);
      last = lint(migration, ++ordinal, state, options);
    }
    return last;
  };
  const auto count = [](const MigrationReport& report, std::string_view rule) {
    return of_rule(report, std::string(rule)).size();
  };
  const std::string lock = "ALTER TABLE t ADD COLUMN b int;";
  const std::string build = "CREATE INDEX i ON u (a);";
  CHECK(count(last_of({lock, build}), "lock-held-during-bulk-work") == 1);
  CHECK(count(last_of({lock + "COMMIT;", build}), "lock-held-during-bulk-work") == 0);
  CHECK(count(last_of({lock, "COMMIT;", build}), "lock-held-during-bulk-work") == 0);
  CHECK(count(last_of({"COMMIT; BEGIN;" + lock, build}), "lock-held-during-bulk-work") == 1);
  CHECK(count(last_of({"COMMIT;", lock, build}), "lock-held-during-bulk-work") == 0);
  const std::string alone = "CREATE INDEX CONCURRENTLY i ON t (a);";
  CHECK(count(last_of({lock, alone}), "concurrently-in-transaction") == 1);
  CHECK(count(last_of({lock + "COMMIT;", alone}), "concurrently-in-transaction") == 0);
  CHECK(count(last_of({lock + "COMMIT;", alone}, Send::whole), "concurrently-in-transaction") == 0);
  CHECK(count(last_of({lock + "COMMIT;", "SELECT 1;" + alone}, Send::whole), "concurrently-in-transaction") == 1);
  // The settings are those of the connection.
  CHECK(count(last_of({"SET lock_timeout = '1s'; COMMIT;", lock}), "missing-lock-timeout") == 0);
  CHECK(count(last_of({"SET LOCAL lock_timeout = '1s'; COMMIT;", lock}), "missing-lock-timeout") == 1);
}

TEST_CASE("a way back that changes nothing is told as an empty one") {
  const auto count = [](const std::string& down) {
    return of_rule(judge({with_down("CREATE TABLE a (b int);", down)}), "empty-rollback").size();
  };
  CHECK(count("SELECT 1;") == 1);
  CHECK(count("DROP TABLE a;") == 0);
  CHECK(count("DO $$ BEGIN RAISE EXCEPTION 'there is no way back'; END $$;") == 0);
}

TEST_CASE("where no migration has a way back, that is said once for a run") {
  State state;
  RunNotes notes;
  const LintOptions options{.rules = all_rules(), .all_rules = all_rules(), .keep_effects = true, .notes = &notes};
  std::size_t ordinal = 0;
  const auto count = [&](const std::string& path, const std::string& sql) {
    return of_rule(lint(load_text(path, sql), ++ordinal, state, options), "missing-rollback").size();
  };
  CHECK(count("1_a.up.sql", "CREATE TABLE a (b int);") == 1);
  CHECK(count("2_a.up.sql", "CREATE TABLE c (b int);") == 0);
  notes.way_back_seen = true;
  CHECK(count("3_a.up.sql", "CREATE TABLE d (b int);") == 1);
  CHECK(count("4_a.up.sql", "CREATE TABLE e (b int);") == 1);
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

TEST_CASE("what may not be there because of IF EXISTS, or is there because of an extension, is no failure") {
  const auto fails = [](const std::string& first, const std::string& second) {
    const MigrationReport report = test::judge({load_text("1_x.sql", first), load_text("2_x.sql", second)});
    const std::vector<std::string> lines = test::lines_of(report);
    return std::any_of(lines.begin(), lines.end(),
                       [](const std::string& line) { return line.find("will-fail") != std::string::npos; });
  };
  const std::string table = "CREATE TABLE t (a bigint, r tstzrange);";
  CHECK_FALSE(fails(table, "ALTER TABLE IF EXISTS elsewhere RENAME TO t;"));
  CHECK(fails(table, "ALTER TABLE elsewhere RENAME TO t;"));
  CHECK_FALSE(fails(table, "ALTER TABLE IF EXISTS s.t SET SCHEMA public;"));
  CHECK(fails(table, "ALTER TABLE s.t SET SCHEMA public;"));
  const std::string exclude = "ALTER TABLE t ADD CONSTRAINT k EXCLUDE USING gist (a WITH =, r WITH &&);";
  CHECK_FALSE(fails("CREATE EXTENSION btree_gist;" + table, exclude));
  CHECK(fails(table, exclude));
}

TEST_CASE("what a template makes of a name is shown as it is written, and is one name whatever its blanks") {
  const MigrationReport report = test::judge(
      "SET lock_timeout = '1s';\n"
      "CREATE INDEX {{.p}}i ON \"{{ index .Options \"Namespace\" }}\".users (a);\n"
      "DO $$ BEGIN CREATE INDEX i2 ON {{index .Options \"Namespace\"}}.users (b); END $$;");
  std::string messages;
  for (const Finding& finding : report.findings) messages += finding.message + "\n";
  CHECK(messages.find("index {{.p}}i of {{ index .Options \"Namespace\" }}.users is built") != std::string::npos);
  CHECK(messages.find("__") == std::string::npos);
  REQUIRE(report.statements.size() == 4);
  CHECK(report.statements[1].effects.locks[0].relation.schema == "{{ index .Options \"Namespace\" }}");
  CHECK(report.statements[3].effects.locks[0].relation == report.statements[1].effects.locks[0].relation);
}

TEST_CASE("what only a rendered template tells is said once for a file, and never RED") {
  const MigrationReport report = test::judge(
      "{{ addColumn \"a\" \"b\" }}\n{{ addColumn \"a\" \"c\" }}\nCREATE TABLE t ({{.columns}} {{.more}} 1);\n"
      "{{if .plugin}}\nCREATE TABLE u (a int);\n{{end}}\nDROP TABLE nothing_made_it;\n");
  std::size_t not_analysed = 0;
  for (const Finding& finding : report.findings) {
    if (finding.rule->id == "not-analysed") ++not_analysed;
    CHECK(finding.rule->id != "unreadable-sql");
  }
  CHECK(not_analysed == 1);
  CHECK(report.statements[0].verdict == Verdict::amber);
  CHECK(report.statements[2].verdict == Verdict::amber);
}

TEST_CASE("what follows a migration in code is not taken as proved") {
  Migration first = load_text("1.sql", "CREATE TABLE t (a int);");
  Migration second = load_text("3.sql", "ALTER TABLE t ALTER COLUMN b SET DEFAULT 1;");
  const auto certainty = [&] {
    for (const Finding& finding : test::judge({first, second}).findings) {
      if (finding.rule->id == "will-fail") return name(finding.severity);
    }
    return std::string_view("none");
  };
  CHECK(certainty() == "red");
  second.after_code = "2.go";
  CHECK(certainty() != "red");
}

TEST_CASE("what the way back leaves is named as SQL names it") {
  const MigrationReport report = judge({load_text(
      "1.sql",
      "-- migrate:up\nCREATE STATISTICS st ON a, b FROM t;\nCREATE STATISTICS s.\"St\" ON a, b FROM t;\n"
      "CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = f);\n-- migrate:down\nDROP STATISTICS st;\n")});
  std::string left;
  for (const Finding& finding : report.findings) {
    if (finding.rule->id == "rollback-leaves-behind") left += finding.message;
  }
  CHECK(left.find('\x1f') == std::string::npos);
  CHECK(left.find("operator === stays") != std::string::npos);
  CHECK(left.find("statistics s.\"St\" stays") != std::string::npos);
}
