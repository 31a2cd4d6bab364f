// SQL that hides in DO blocks, functions and EXECUTE, judged where it runs.
#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "lint_text.h"

using namespace pginterlock;
using test::judge;

namespace {

using Lines = std::vector<std::string>;

const std::string tables = "CREATE TABLE t (a int, b text); CREATE TABLE u (a int PRIMARY KEY);";

MigrationReport second(const std::string& sql, const std::string& first = tables) {
  return judge({load_text("1_x.sql", first), load_text("2_x.sql", sql)});
}

/// What hides in the statements of the second migration: where it runs, its kind and its text in the file.
Lines hidden(const MigrationReport& report) {
  Lines lines;
  for (const StatementReport& statement : report.statements) {
    if (statement.inside.empty()) continue;
    lines.push_back(std::string(statement.inside) + " " + std::string(statement.kind) + ": " +
                    std::string(report.migration.up.source->slice(statement.span)));
  }
  return lines;
}

Lines hidden(const std::string& sql) { return hidden(second(sql)); }

/// The findings of the second migration, without those that are the same whatever hides in it.
Lines found(const std::string& sql, const std::string& first = tables) {
  Lines lines;
  for (const std::string& line : test::lines_of(second("SET lock_timeout = '1s';\n" + sql, first))) {
    if (line.find("rollback") == std::string::npos) lines.push_back(line);
  }
  return lines;
}

std::string block(const std::string& body) { return "DO $$ BEGIN " + body + " END $$;"; }

}  // namespace

TEST_CASE("the statements of a DO block are statements of their own, with their places in the file") {
  CHECK(hidden(block("ALTER TABLE t ADD c int; IF true THEN DROP TABLE u; END IF;")) ==
        Lines{"do ALTER TABLE: ALTER TABLE t ADD c int", "do DROP TABLE: DROP TABLE u"});
  CHECK(hidden("DO 'BEGIN ALTER TABLE t ALTER b SET DEFAULT ''x''; DROP TABLE u; END';") ==
        Lines{"do ALTER TABLE: ALTER TABLE t ALTER b SET DEFAULT ''x''", "do DROP TABLE: DROP TABLE u"});
  CHECK(hidden(block("EXECUTE 'DROP TABLE u';")) == Lines{"do DROP TABLE: DROP TABLE u"});
  CHECK(hidden(block("EXECUTE 'DROP TABLE ' || 'u';")) == Lines{"do DROP TABLE: 'DROP TABLE ' || 'u'"});
}

TEST_CASE("statements behind a DO block keep their findings and suppressions") {
  const MigrationReport report =
      second(block("DROP TABLE t; DROP TABLE u;") + "\n-- pginterlock: allow drop-schema: it is empty\nDROP SCHEMA s;");
  REQUIRE(report.statements.size() == 4);
  for (std::size_t i = 0; i < report.statements.size(); ++i) CHECK(report.statements[i].index == i);
  bool seen = false;
  for (const Finding& finding : report.findings) {
    if (finding.rule->id != "drop-schema") continue;
    seen = true;
    CHECK(finding.suppressed);
    CHECK(finding.statement == 3);
  }
  CHECK(seen);
}

TEST_CASE("a suppression before a DO block holds for what hides in it") {
  const MigrationReport report =
      second("SET lock_timeout = '1s';\n-- pginterlock: allow drop-table: nobody uses it\n" + block("DROP TABLE t;"));
  CHECK(report.verdict != Verdict::red);
}

TEST_CASE("a block that is read throughout leaves the schema known") {
  CHECK(found(block("ALTER TABLE t ADD c int;") + "\nALTER TABLE t ADD c int;") == Lines{"3 red will-fail"});
  CHECK(found(block("ALTER TABLE t ADD c int;") + "\nALTER TABLE t ALTER d SET DEFAULT 1;") ==
        Lines{"3 red will-fail"});
}

TEST_CASE("guards that history decides are taken or not") {
  const std::string there =
      "IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND "
      "column_name = 'b') THEN ALTER TABLE t ADD b text; END IF;";
  CHECK(hidden(block(there)).empty());
  const std::string column = "SELECT 1 FROM pg_attribute WHERE attrelid = 'public.t'::regclass AND attname = 'c'";
  CHECK(hidden(block("IF EXISTS (" + column + ") THEN DROP TABLE t; ELSE DROP TABLE u; END IF;")) ==
        Lines{"do DROP TABLE: DROP TABLE u"});
  CHECK(hidden(block("PERFORM " + column.substr(7) + "; IF NOT FOUND THEN DROP TABLE u; END IF;")) ==
        Lines{"do SELECT: PERFORM " + column.substr(7), "do DROP TABLE: DROP TABLE u"});
  CHECK(hidden(block("IF (SELECT count(*) FROM pg_class WHERE relname = 't' AND relnamespace = 'public'::regnamespace)"
                     " = 0 THEN DROP TABLE u; END IF;"))
            .empty());
}

TEST_CASE("a catalogue of something else than what is named decides nothing") {
  for (const std::string query :
       {"SELECT 1 FROM pg_trigger WHERE tgrelid = 't'::regclass", "SELECT 1 FROM pg_indexes WHERE tablename = 't'",
        "SELECT 1 FROM information_schema.key_column_usage WHERE table_name = 't' AND column_name = 'a'",
        "SELECT 1 FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid WHERE c.relname = 't'",
        "SELECT 1 FROM t WHERE table_name = 't'"}) {
    CAPTURE(query);
    CHECK(hidden(block("IF EXISTS (" + query + ") THEN DROP TABLE t; ELSE DROP TABLE u; END IF;")).size() >= 2);
  }
  CHECK(hidden(block("IF EXISTS (SELECT 1 FROM pg_views WHERE viewname = 't' AND schemaname = 'public') THEN DROP VIEW "
                     "t; END IF;"))
            .empty());
}

TEST_CASE("a guard that history does not decide leaves both ways open") {
  const std::string guarded =
      "IF EXISTS (SELECT 1 FROM settings) THEN ALTER TABLE t ADD c int; ELSE ALTER TABLE t ADD "
      "d int; END IF;";
  const MigrationReport report = second(block(guarded));
  CHECK(hidden(report).size() == 3);
  for (const StatementReport& statement : report.statements) {
    if (statement.kind != "ALTER TABLE") continue;
    for (const Lock& lock : statement.effects.locks) CHECK(lock.certainty == Certainty::assumed);
  }
  // Neither column is claimed, and neither is denied.
  CHECK(found(block(guarded) + "\nALTER TABLE t ALTER c SET DEFAULT 1, ALTER d SET DEFAULT 1;").empty());
  CHECK(found(block(guarded) + "\nALTER TABLE t ADD c int;").empty());
  // What was there before is there afterwards.
  CHECK(found(block(guarded) + "\nALTER TABLE t ADD a int;") == Lines{"3 red will-fail"});
}

TEST_CASE("guards about constraints of a kind, triggers of any table and numbers of rows are decided") {
  const std::string keyed =
      "CREATE TABLE b (id int NOT NULL, v text, CONSTRAINT b_pk PRIMARY KEY (id)); CREATE FUNCTION f() RETURNS trigger "
      "LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER tr BEFORE INSERT ON b FOR EACH ROW EXECUTE FUNCTION "
      "f();";
  const auto guarded = [&](const std::string& query, const std::string& then) {
    return hidden(second(block("IF NOT EXISTS (SELECT 1 FROM " + query + ") THEN " + then + " END IF;"), keyed));
  };
  const std::string key = "ALTER TABLE b ADD PRIMARY KEY (id);";
  CHECK(guarded("information_schema.table_constraints WHERE table_name = 'b' AND constraint_type = 'PRIMARY KEY'", key)
            .empty());
  CHECK(guarded("pg_constraint WHERE conrelid = 'b'::regclass AND contype = 'p'", key).empty());
  CHECK(guarded("pg_constraint WHERE conrelid = 'b'::regclass AND contype = 'u'", "ALTER TABLE b ADD UNIQUE (v);") ==
        Lines{"do ALTER TABLE: ALTER TABLE b ADD UNIQUE (v)"});
  CHECK(guarded("pg_trigger WHERE tgname = 'tr'", "DROP TABLE b;").empty());
  CHECK(guarded("information_schema.triggers WHERE trigger_name = 'tr'", "DROP TABLE b;").empty());
  CHECK(guarded("pg_trigger WHERE tgname = 'other'", "DROP TABLE b;") == Lines{"do DROP TABLE: DROP TABLE b"});
  const auto counted = [&](const std::string& query, const std::string& condition) {
    const Lines lines = hidden(second("DO $$ DECLARE c int; BEGIN SELECT count(*) INTO c FROM " + query + "; IF " +
                                          condition + " THEN DROP TABLE b; END IF; END $$;",
                                      keyed));
    return std::find(lines.begin(), lines.end(), "do DROP TABLE: DROP TABLE b") != lines.end();
  };
  const std::string column = "information_schema.columns WHERE table_name = 'b' AND column_name = 'v'";
  CHECK_FALSE(counted(column, "c = 0"));
  CHECK(counted(column, "c > 0"));
  CHECK_FALSE(counted("information_schema.columns WHERE table_name = 'b' AND column_name = 'w'", "c > 0"));
}

TEST_CASE("what a condition that is not decided may have dropped makes no failure certain") {
  const std::string first = "CREATE TABLE base (id int); CREATE VIEW cohort AS SELECT * FROM base;";
  const std::string guard = block("IF current_setting('my.x') = 'y' THEN DROP VIEW IF EXISTS cohort; END IF;");
  const auto will_fail = [&](const std::string& sql) {
    Lines lines;
    const MigrationReport report = second(guard + sql, first);
    for (const Finding& finding : report.findings) {
      if (finding.rule->id == "will-fail") lines.push_back(finding.message);
      if (finding.rule->id == "will-fail") CHECK(finding.certainty == Certainty::assumed);
    }
    return lines;
  };
  CHECK(will_fail("CREATE TABLE IF NOT EXISTS cohort (id int PRIMARY KEY); CREATE INDEX ON cohort (id);").empty());
  CHECK(will_fail("CREATE INDEX ON cohort (id);") == Lines{"cannot create index on view \"cohort\""});
  CHECK(will_fail("CREATE TABLE cohort (id int);") == Lines{"relation \"cohort\" already exists"});
  CHECK(will_fail("DROP TABLE cohort;") == Lines{"\"cohort\" is not a table"});
  // A second primary key is what a guard that is not decided is there for.
  CHECK(found(block("IF current_setting('my.x') = 'y' THEN ALTER TABLE u ADD PRIMARY KEY (a); END IF;")).empty());
}

TEST_CASE("an error that a handler catches is none, and what ran before it in its block is undone") {
  CHECK(found(block("BEGIN ALTER TABLE t ADD c int; ALTER TABLE t ADD a int; EXCEPTION WHEN duplicate_column THEN "
                    "NULL; END;") +
              "\nALTER TABLE t ALTER c SET DEFAULT 1;") == Lines{"3 red will-fail"});
  CHECK(found(block("BEGIN ALTER TABLE t ADD a int; EXCEPTION WHEN undefined_table THEN NULL; END;")) ==
        Lines{"2 red will-fail"});
  CHECK(found("DO $$ BEGIN CREATE TYPE e AS ENUM ('x'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;",
              "CREATE TYPE e AS ENUM ('y');")
            .empty());
}

TEST_CASE("text that is made when it runs is told once, where EXECUTE stands") {
  const std::string loop =
      "DECLARE r record; BEGIN FOR r IN SELECT tablename FROM pg_tables LOOP\n"
      "EXECUTE 'ALTER TABLE ' || r.tablename || ' ADD c int'; END LOOP; END";
  CHECK(found("DO $$ " + loop + " $$;") == Lines{"3 amber not-analysed"});
  CHECK(found(block("FOR i IN 1..3 LOOP EXECUTE f(i); END LOOP;")) == Lines{"2 amber not-analysed"});
  CHECK(found(block("EXEC;")) == Lines{"2 red will-fail"});
  CHECK(found(block("${template}")) == Lines{"2 amber not-analysed"});
}

TEST_CASE("loops over constants are run for each of them") {
  const std::string declared = "DO $$ DECLARE n text; r record; BEGIN ";
  CHECK(
      hidden(declared + "FOREACH n IN ARRAY ARRAY['t','u'] LOOP EXECUTE format('DROP TABLE %I', n); END LOOP; END $$;")
          .size() == 2);
  CHECK(hidden(declared + "FOREACH n IN ARRAY '{t,u}'::text[] LOOP EXECUTE 'DROP TABLE ' || n; END LOOP; END $$;")
            .size() == 2);
  CHECK(hidden(declared + "FOR r IN VALUES ('t'), ('u') LOOP EXECUTE 'DROP TABLE ' || quote_ident(r.column1); END "
                          "LOOP; END $$;")
            .size() == 2);
}

TEST_CASE("arrays are known as far as constants make them") {
  const auto lines = [](const std::string& array, const std::string& use) {
    return found("DO $$ DECLARE ts text[] := " + array + "; n text; BEGIN " + use + " END $$;");
  };
  const std::string loop = "FOREACH n IN ARRAY ts LOOP EXECUTE 'ANALYZE ' || n; END LOOP;";
  for (const char* array : {"array['t', 'u']", "'{t,u}'", "string_to_array('t, u', ', ')",
                            "'{t}'::text[] || array['u']", "array_append('{t}', 'u')", "'{\"t\", u}'", "'{}'"}) {
    CAPTURE(array);
    CHECK(lines(array, loop).empty());
  }
  for (const char* array :
       {"array['t', f()]", "'{t,NULL}'", "'{{t},{u}}'", "'t'", "'{t'", "'{\"t}'", "'{t,}'", "f()"}) {
    CAPTURE(array);
    CHECK(lines(array, loop) == Lines{"2 amber not-analysed"});
  }
  CHECK(lines("'{t,u}'", "EXECUTE 'ANALYZE ' || ts[2];").empty());
  for (const char* element : {"ts[0]", "ts[3]", "ts[-1]", "ts[1:2]", "ts[n]", "ts[1][1]"}) {
    CAPTURE(element);
    CHECK(lines("'{t,u}'", "EXECUTE 'ANALYZE ' || " + std::string(element) + ";") == Lines{"2 amber not-analysed"});
  }
  CHECK(lines("'{t,u}'", "ts[1] := 'v'; " + loop) == Lines{"2 amber not-analysed"});
}

TEST_CASE("functions and procedures do what their bodies say when they are called, and nothing when they are made") {
  const std::string function =
      "CREATE FUNCTION f(n text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE ''DROP TABLE "
      "'' || n; END';";
  CHECK(hidden(function).empty());
  CHECK(hidden(function + "SELECT f('t');") == Lines{"function DROP TABLE: SELECT f('t')"});
  CHECK(hidden(function + block("PERFORM f('t');")).size() == 2);
  CHECK(hidden("CREATE PROCEDURE p() LANGUAGE sql AS 'DROP TABLE t; DROP TABLE u'; CALL p();").size() == 2);
  // One that calls itself is bounded.
  CHECK_FALSE(hidden("CREATE FUNCTION g() RETURNS void LANGUAGE plpgsql AS 'BEGIN DROP TABLE IF EXISTS t; PERFORM g(); "
                     "END'; SELECT g();")
                  .empty());
}

TEST_CASE("CONCURRENTLY cannot be in a function, and COMMIT only where no transaction is open") {
  CHECK(found(block("CREATE INDEX CONCURRENTLY i ON t (a);")) == Lines{"2 red concurrently-in-transaction"});
  CHECK(found("BEGIN;" + block("COMMIT;") + "COMMIT;") == Lines{"2 red will-fail"});
  CHECK(found(block("RAISE EXCEPTION 'no';")) == Lines{"2 red will-fail"});
  CHECK(found(block("BEGIN RAISE EXCEPTION 'no'; EXCEPTION WHEN raise_exception THEN NULL; END;")).empty());
  CHECK(found(block("COMMIT;")).empty());
}

TEST_CASE("psql runs what \\i includes, what \\gexec is given and what \\copy says") {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("pginterlock-hidden-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "part.sql") << "DROP TABLE u;\n\\ir part.sql\n";
  const auto kinds = [&](const std::string& sql) {
    Lines lines;
    const std::string path = (folder / "2_x.sql").string();
    for (const StatementReport& one : judge({load_text("1_x.sql", tables), load_text(path, sql)}).statements) {
      if (one.inside == "psql") lines.emplace_back(one.kind);
    }
    return lines;
  };
  // A script that includes itself is bounded.
  CHECK(kinds("\\ir part.sql\nSELECT 1;").size() == 9);
  CHECK(kinds("\\ir missing.sql\n") == Lines{"psql"});
  CHECK(kinds("SELECT 'DROP TABLE t' \\gexec\n") == Lines{"psql"});
  CHECK(kinds("\\copy t FROM 'rows.csv' csv\n") == Lines{"COPY"});
  CHECK(kinds("\\if :x\nSELECT 1;\n\\endif\n") == Lines{"psql"});
  std::filesystem::remove_all(folder);
}

TEST_CASE(
    "the body that CREATE OR REPLACE gave is the one that runs, and overloads are told apart by their arguments") {
  CHECK(hidden("CREATE OR REPLACE FUNCTION f() RETURNS void LANGUAGE sql AS 'DROP TABLE u'; SELECT f();") ==
        Lines{"function DROP TABLE: SELECT f()"});
  CHECK(hidden("CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DROP TABLE u';"
               "CREATE FUNCTION f(int) RETURNS void LANGUAGE sql AS 'DROP TABLE t'; SELECT f(1);") ==
        Lines{"function DROP TABLE: SELECT f(1)"});
  const std::string overloads =
      "CREATE FUNCTION f(text) RETURNS void LANGUAGE sql AS 'DROP TABLE u';"
      "CREATE FUNCTION f(int) RETURNS void LANGUAGE sql AS 'DROP TABLE t';";
  CHECK(hidden(overloads + "SELECT f('1');") == Lines{"function DROP TABLE: SELECT f('1')"});
  CHECK(second(overloads + "SELECT f(1);").findings.size() > second(overloads).findings.size());
  CHECK(hidden(overloads + "SELECT f(c) FROM v;").empty());
  CHECK(hidden(overloads + "SELECT f(a => 1);").empty());
  CHECK(hidden(overloads + "CREATE FUNCTION f(date) RETURNS void LANGUAGE sql AS 'SELECT 1'; SELECT f(g());").empty());
}

TEST_CASE("a change of rows runs the triggers that it fires, certainly or perhaps") {
  const auto certainty = [](const std::string& trigger, const std::string& change) -> std::string {
    const std::string function =
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN LOCK TABLE u; RETURN NEW; END $$;"
        "CREATE TRIGGER g " +
        trigger + " EXECUTE FUNCTION f();";
    const MigrationReport report = second("BEGIN; " + change + "; COMMIT;", tables + function);
    if (hidden(report).empty()) return "not run";
    const Lock* lock = report.statements[1].effects.lock_on({"public", "u"});
    REQUIRE(lock != nullptr);
    return lock->certainty == Certainty::proved ? "proved" : "assumed";
  };
  const std::string row = "BEFORE INSERT OR UPDATE OR DELETE ON t FOR EACH ROW";
  CHECK(certainty(row, "INSERT INTO t VALUES (1)") == "proved");
  CHECK(certainty(row, "INSERT INTO t SELECT * FROM t") == "assumed");
  CHECK(certainty(row, "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING") == "assumed");
  CHECK(certainty(row, "UPDATE t SET a = 2 WHERE a = 1") == "assumed");
  CHECK(certainty(row, "DELETE FROM t") == "assumed");
  CHECK(certainty(row, "TRUNCATE t") == "not run");
  const std::string each_statement = "AFTER UPDATE ON t";
  CHECK(certainty(each_statement, "UPDATE t SET a = 2 WHERE false") == "proved");
  CHECK(certainty("AFTER UPDATE ON u", "INSERT INTO u VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 1") == "proved");
  CHECK(certainty(each_statement, "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING") == "not run");
  CHECK(certainty("BEFORE INSERT ON t FOR EACH ROW WHEN (NEW.a > 1)", "INSERT INTO t VALUES (1)") == "assumed");
}

TEST_CASE("after code that is not read, nothing is said to be in the way") {
  const std::string unread = "DO $$ DECLARE s text; BEGIN SELECT a INTO s FROM x; EXECUTE s; END $$;";
  const std::string first = tables + "CREATE POLICY p ON t; CREATE VIEW v AS SELECT a FROM t;";
  CHECK(found(unread + "CREATE POLICY p ON t; ALTER TABLE u ADD PRIMARY KEY (a);", first) ==
        Lines{"2 amber not-analysed", "2 red add-primary-key-building-index"});
  CHECK(found(unread + "DROP TABLE t;", first) == Lines{"2 amber not-analysed", "2 red drop-table"});
}

TEST_CASE("the body of a routine that is only made is told for information, where it stands") {
  const std::string make =
      "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN\n"
      "  CREATE INDEX ON t (a);\n  DROP TABLE u;\n  EXECUTE 'DROP TABLE ' || b FROM t;\n"
      "END $$;";
  CHECK(found(make) == Lines{"3 info create-index-blocking", "4 info drop-table"});
  const MigrationReport report = second(make);
  CHECK(report.statements.size() == 1);
  CHECK(report.verdict == Verdict::green);
  // Nothing of it has happened: t and u are there.
  CHECK(found(make + "DROP TABLE u; ALTER TABLE t ADD COLUMN c integer;") ==
        Lines{"3 info create-index-blocking", "4 info drop-table", "6 red drop-table"});
  // A finding for information does not speak for what runs.
  CHECK(judge("CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'ALTER TABLE x ADD COLUMN a int';"
              "ALTER TABLE y ADD COLUMN a int;")
            .verdict == Verdict::amber);
}
