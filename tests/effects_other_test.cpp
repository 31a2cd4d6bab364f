#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "effects_text.h"

using pginterlock::test::effects_text;

namespace {

struct Case {
  std::string_view setup;
  std::string_view sql;
  std::string_view effects;
  int version = 15;
};

void check(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    CAPTURE(one.setup);
    CAPTURE(one.sql);
    CAPTURE(one.version);
    CHECK(effects_text(one.setup, one.sql, one.version) == one.effects);
  }
}

constexpr std::string_view table = "CREATE TABLE t (a int, b text);";
constexpr std::string_view indexed = "CREATE TABLE t (a int, b text); CREATE INDEX t_a ON t (a);";
constexpr std::string_view partitioned =
    "CREATE TABLE p (a int, b int) PARTITION BY RANGE (a);"
    "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);"
    "CREATE TABLE p2 PARTITION OF p DEFAULT;";
constexpr std::string_view family =
    "CREATE TABLE parent (id int PRIMARY KEY);"
    "CREATE TABLE child (id int, parent_id int CONSTRAINT fk REFERENCES parent);";

}  // namespace

// Every expectation here was measured on PostgreSQL 12, 15 and 18.

TEST_CASE("CREATE INDEX locks the table against writes, CONCURRENTLY does not") {
  check({
      {"", "CREATE INDEX ON t (a, lower(b))",
       "SHARE public.t\nnew ACCESS EXCLUSIVE public.t_a_lower_idx\nbuild public.t t_a_lower_idx (create_index)"},
      {"", "CREATE INDEX CONCURRENTLY i ON t (a)",
       "SHARE UPDATE EXCLUSIVE public.t\nnew ACCESS EXCLUSIVE public.i\n"
       "build public.t i (create_index_concurrently)\nforbidden"},
      {indexed, "CREATE INDEX IF NOT EXISTS t_a ON t (a)", "SHARE public.t"},
      {indexed, "CREATE INDEX t_a ON t (a)", "SHARE public.t\nfail 42P07 relation \"t_a\" already exists"},
      {table, "CREATE INDEX i ON t (nope)",
       "SHARE public.t\n"
       "fail 42703 column \"nope\" does not exist"},
      {"", "CREATE INDEX IF NOT EXISTS i ON t (a)",
       "SHARE public.t\nnew ACCESS EXCLUSIVE public.i\nbuild public.t i (create_index)?"},
  });
}

TEST_CASE("an index of a partitioned table is built on every partition, unless ONLY") {
  check({
      {partitioned, "CREATE INDEX ON p (b)",
       "SHARE public.p\nSHARE public.p1\nSHARE public.p2\nnew ACCESS EXCLUSIVE public.p_b_idx\n"
       "new ACCESS EXCLUSIVE public.p1_b_idx\nnew ACCESS EXCLUSIVE public.p2_b_idx\nbuild public.p1 p1_b_idx "
       "(create_index)\n"
       "build public.p2 p2_b_idx (create_index)"},
      {partitioned, "CREATE INDEX ON ONLY p (b)", "SHARE public.p\nnew ACCESS EXCLUSIVE public.p_b_idx"},
      {partitioned, "CREATE INDEX CONCURRENTLY ON p (b)",
       "SHARE UPDATE EXCLUSIVE public.p\nSHARE UPDATE EXCLUSIVE public.p1\nSHARE UPDATE EXCLUSIVE public.p2\n"
       "fail 0A000 cannot create index on partitioned table \"p\" concurrently\n"
       "forbidden"},
  });
}

TEST_CASE("what runs in no transaction block fails in one, and the other way round") {
  check({
      {"", "BEGIN; CREATE INDEX CONCURRENTLY i ON t (a)",
       "SHARE UPDATE EXCLUSIVE public.t\nnew ACCESS EXCLUSIVE public.i\n"
       "build public.t i (create_index_concurrently)\n"
       "fail 25001 CREATE INDEX CONCURRENTLY cannot run inside a transaction block\nforbidden"},
      {"", "LOCK TABLE t IN SHARE MODE",
       "SHARE public.t\nfail 25P01 LOCK TABLE can only be used in transaction blocks\nrequired"},
      {"", "BEGIN; LOCK TABLE t", "ACCESS EXCLUSIVE public.t\nrequired"},
      {"", "BEGIN; SAVEPOINT s", "required"},
      {"", "BEGIN; VACUUM t",
       "SHARE UPDATE EXCLUSIVE public.t\nfail 25001 VACUUM cannot run inside a transaction block\nforbidden"},
      {"", "ALTER SYSTEM SET work_mem = 1", "forbidden"},
  });
}

TEST_CASE("DROP INDEX locks the table of the index") {
  check({
      {indexed, "DROP INDEX t_a", "ACCESS EXCLUSIVE public.t\nACCESS EXCLUSIVE public.t_a\nlose index public.t t_a"},
      {indexed, "DROP INDEX CONCURRENTLY t_a",
       "SHARE UPDATE EXCLUSIVE public.t\nSHARE UPDATE EXCLUSIVE public.t_a\nlose index public.t t_a\nforbidden"},
      {"", "DROP INDEX CONCURRENTLY i", "SHARE UPDATE EXCLUSIVE public.i\nlose index i\nforbidden"},
      {"CREATE TABLE u (a int PRIMARY KEY);", "DROP INDEX u_pkey",
       "ACCESS EXCLUSIVE public.u\nACCESS EXCLUSIVE public.u_pkey\n"
       "fail 2BP01 cannot drop index u_pkey because constraint u_pkey on table u requires it"},
      {"CREATE TABLE t (a int); CREATE INDEX i ON t (a); DROP INDEX i;", "DROP INDEX i",
       "fail 42704 index \"i\" does not exist"},
      {"CREATE TABLE t (a int); CREATE INDEX i ON t (a); DROP INDEX i;", "DROP INDEX IF EXISTS i", ""},
  });
}

TEST_CASE("REINDEX rebuilds under SHARE on the table and ACCESS EXCLUSIVE on the index") {
  check({
      {indexed, "REINDEX INDEX t_a", "SHARE public.t\nACCESS EXCLUSIVE public.t_a\nrebuild public.t t_a (reindex)"},
      {indexed, "REINDEX TABLE CONCURRENTLY t",
       "SHARE UPDATE EXCLUSIVE public.t\nSHARE UPDATE EXCLUSIVE public.t_a\n"
       "rebuild public.t t_a (reindex_concurrently)\nforbidden"},
      {"", "REINDEX (CONCURRENTLY FALSE) TABLE t", "SHARE public.t\nrebuild public.t (reindex)?"},
  });
}

TEST_CASE("DROP TABLE locks what its foreign keys reference, and the table that it is a partition of") {
  check({
      {family, "DROP TABLE child",
       "ACCESS EXCLUSIVE public.child\nACCESS EXCLUSIVE public.parent\nlose table public.child child data\n"
       "break drop public.child child"},
      {family, "DROP TABLE parent",
       "ACCESS EXCLUSIVE public.parent\nACCESS EXCLUSIVE public.parent_pkey\nlose table public.parent parent data\n"
       "break drop public.parent parent\n"
       "fail 2BP01 cannot drop table public.parent because a foreign key of table public.child depends on it"},
      {family, "DROP TABLE parent CASCADE",
       "ACCESS EXCLUSIVE public.parent\nACCESS EXCLUSIVE public.parent_pkey\nACCESS EXCLUSIVE public.child\n"
       "lose table public.parent parent data\nlose constraint public.child fk implicit\n"
       "break drop public.parent parent"},
      {partitioned, "DROP TABLE p1",
       "ACCESS EXCLUSIVE public.p1\nACCESS EXCLUSIVE public.p\nACCESS EXCLUSIVE public.p2\n"
       "lose table public.p1 p1 data\nbreak drop public.p1 p1"},
      {"", "DROP TABLE IF EXISTS t", "ACCESS EXCLUSIVE public.t\nlose table public.t t data\nbreak drop public.t t"},
      {"CREATE TABLE t (a int); DROP TABLE t;", "DROP TABLE t", "fail 42P01 table \"t\" does not exist"},
  });
}

TEST_CASE("TRUNCATE follows foreign keys with CASCADE and fails without") {
  check({
      {family, "TRUNCATE child", "ACCESS EXCLUSIVE public.child\nlose rows public.child child data"},
      {family, "TRUNCATE parent",
       "ACCESS EXCLUSIVE public.parent\nACCESS EXCLUSIVE public.parent_pkey\nlose rows public.parent parent data\n"
       "fail 0A000 cannot truncate a table referenced in a foreign key constraint: table \"child\" references "
       "\"parent\""},
      {family, "TRUNCATE parent CASCADE",
       "ACCESS EXCLUSIVE public.parent\nACCESS EXCLUSIVE public.parent_pkey\nACCESS EXCLUSIVE public.child\n"
       "lose rows public.parent parent data\nlose rows public.child child data implicit"},
      {family, "TRUNCATE parent, child",
       "ACCESS EXCLUSIVE public.parent\nACCESS EXCLUSIVE public.parent_pkey\nACCESS EXCLUSIVE public.child\n"
       "lose rows public.parent parent data\nlose rows public.child child data"},
  });
}

TEST_CASE("renames take ACCESS EXCLUSIVE, but for indexes") {
  check({
      {"", "ALTER TABLE t RENAME TO u", "ACCESS EXCLUSIVE public.t\nbreak rename public.t t -> u"},
      {"", "ALTER TABLE t RENAME COLUMN a TO c", "ACCESS EXCLUSIVE public.t\nbreak rename public.t a t.a -> c"},
      {indexed, "ALTER INDEX t_a RENAME TO i", "SHARE UPDATE EXCLUSIVE public.t_a\nbreak rename public.t_a t_a -> i"},
      {table, "ALTER TABLE t RENAME a TO b",
       "ACCESS EXCLUSIVE public.t\nbreak rename public.t a t.a -> b\n"
       "fail 42701 column \"b\" of relation \"t\" already exists"},
      {"", "ALTER TYPE mood RENAME VALUE 'a' TO 'b'", "break rename mood 'a' -> b"},
      {"", "ALTER TABLE t SET SCHEMA s", "ACCESS EXCLUSIVE public.t\nbreak set_schema public.t t -> s"},
  });
}

TEST_CASE("data changes lock rows; a WHERE that leaves every row is seen") {
  check({
      {"", "INSERT INTO t VALUES (1)", "ROW EXCLUSIVE public.t"},
      {"", "INSERT INTO t SELECT * FROM s", "ROW EXCLUSIVE public.t\nACCESS SHARE public.s\nbulk public.t (insert)"},
      {"", "UPDATE t SET a = 1", "ROW EXCLUSIVE public.t\nbulk public.t (update)"},
      {"", "UPDATE t SET a = 1 WHERE a = 2", "ROW EXCLUSIVE public.t\nbulk public.t (update) bounded"},
      {"", "DELETE FROM t WHERE true", "ROW EXCLUSIVE public.t\nbulk public.t (delete)\nlose rows public.t t data"},
      {"", "DELETE FROM t WHERE 1 = 1 AND a = 1", "ROW EXCLUSIVE public.t\nbulk public.t (delete) bounded"},
      {"", "DELETE FROM t WHERE 1 = 1 OR a = 1",
       "ROW EXCLUSIVE public.t\nbulk public.t (delete)\nlose rows public.t t data"},
      {"", "UPDATE t SET a = s.a FROM s WHERE s.id = t.id",
       "ROW EXCLUSIVE public.t\nACCESS SHARE public.s\nbulk public.t (update)"},
      {"CREATE TABLE t (id int PRIMARY KEY, a int);", "UPDATE t SET a = 1 WHERE id = 7",
       "ROW EXCLUSIVE public.t\nROW EXCLUSIVE public.t_pkey"},
      {table, "ALTER TABLE t ADD c int; UPDATE t SET c = 1 WHERE c IS NULL",
       "ROW EXCLUSIVE public.t\nbulk public.t (update)"},
      {table, "UPDATE t SET a = 1 WHERE a IS NULL", "ROW EXCLUSIVE public.t\nbulk public.t (update) bounded"},
      {"CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, a int);", "INSERT INTO t (id, a) VALUES (1, 2)",
       "ROW EXCLUSIVE public.t\nfail 428C9 cannot insert a non-DEFAULT value into column \"id\""},
      {"", "MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE",
       "ROW EXCLUSIVE public.t\nACCESS SHARE public.s\nbulk public.t (merge)"},
      {"", "COPY t FROM PROGRAM 'true'", "ROW EXCLUSIVE public.t\nbulk public.t (copy)"},
  });
}

TEST_CASE("queries lock what they read; the names of WITH are no relations") {
  check({
      {"", "WITH o AS (SELECT * FROM o) SELECT * FROM o", "ACCESS SHARE public.o"},
      {"", "WITH x AS (DELETE FROM o RETURNING *) SELECT * FROM x, p",
       "ROW EXCLUSIVE public.o\nACCESS SHARE public.p\nbulk public.o (delete)\nquery public.p (select) bounded\n"
       "lose rows public.o o data"},
      {"", "WITH RECURSIVE r AS (SELECT 1 UNION SELECT * FROM r) SELECT * FROM r", ""},
      {"", "SELECT * FROM a, b WHERE EXISTS (SELECT FROM c) FOR SHARE OF b",
       "ACCESS SHARE public.a\nROW SHARE public.b\nACCESS SHARE public.c\nquery public.a (select) bounded"},
      {"", "SELECT nextval('s')", "ROW EXCLUSIVE public.s"},
      {"", "SELECT * FROM pg_class, information_schema.tables", ""},
      {partitioned, "SELECT * FROM p FOR UPDATE",
       "ROW SHARE public.p\nROW SHARE public.p1\nROW SHARE public.p2\nquery public.p (select) bounded"},
      {"", "EXPLAIN UPDATE t SET a = 1", "ROW EXCLUSIVE public.t"},
      {"", "CREATE VIEW v AS SELECT * FROM t", "ACCESS SHARE public.t\nnew ACCESS EXCLUSIVE public.v"},
      {"", "DO $$ BEGIN END $$", ""},
      {"", "DO $$ BEGIN TRUNCATE t; LOCK TABLE t IN SHARE MODE; END $$",
       "ACCESS EXCLUSIVE public.t\nlose rows public.t t data"},
      {"", "DO $$ BEGIN EXECUTE f(); END $$", "unknown: dynamic SQL is not analysed: its text is made when it runs"},
      {"", "DO $$ BEGIN EXEC; END $$", "fail 42601 syntax error at or near \"EXEC\""},
  });
}

TEST_CASE("a subquery in FROM needs an alias before PostgreSQL 16") {
  for (const char* sql :
       {"SELECT a FROM (SELECT a FROM t UNION SELECT 1)", "CREATE TABLE n AS SELECT * FROM (SELECT 1)",
        "CREATE VIEW n AS SELECT * FROM (VALUES (1))", "INSERT INTO t SELECT * FROM (SELECT 1)"}) {
    CAPTURE(std::string(sql));
    CHECK(effects_text("", sql, 15).find("fail 42601 a subquery in FROM without an alias") != std::string::npos);
    CHECK(effects_text("", sql, 16).find("fail") == std::string::npos);
  }
  CHECK(effects_text("", "SELECT a FROM (SELECT a FROM t) s", 15) == "ACCESS SHARE public.t");
}

TEST_CASE("VACUUM FULL and CLUSTER rewrite") {
  check({
      {"", "VACUUM (FULL, ANALYZE) t", "ACCESS EXCLUSIVE public.t\nrewrite public.t (vacuum_full)\nforbidden"},
      {"", "VACUUM (FULL FALSE) t", "SHARE UPDATE EXCLUSIVE public.t\nforbidden"},
      {indexed, "CLUSTER t USING t_a",
       "ACCESS EXCLUSIVE public.t\nACCESS EXCLUSIVE public.t_a\nrewrite public.t (cluster)"},
      {"", "ANALYZE t", "SHARE UPDATE EXCLUSIVE public.t\nscan public.t (analyze) bounded"},
  });
}

TEST_CASE("objects that hang on a table lock it") {
  check({
      {partitioned, "CREATE TRIGGER x BEFORE INSERT ON p FOR EACH ROW EXECUTE FUNCTION f()",
       "SHARE ROW EXCLUSIVE public.p\nSHARE ROW EXCLUSIVE public.p1\nSHARE ROW EXCLUSIVE public.p2"},
      {"", "CREATE POLICY x ON t USING (EXISTS (SELECT FROM u))", "ACCESS EXCLUSIVE public.t\nACCESS SHARE public.u"},
      {"", "CREATE RULE x AS ON UPDATE TO t DO ALSO INSERT INTO u VALUES (1)",
       "ACCESS EXCLUSIVE public.t\nROW EXCLUSIVE public.u"},
      {"", "DROP TRIGGER x ON t", "ACCESS EXCLUSIVE public.t\nlose trigger public.t x"},
      {"", "CREATE STATISTICS x ON a, b FROM t", "SHARE UPDATE EXCLUSIVE public.t"},
      {"", "CREATE PUBLICATION x FOR TABLE t", "SHARE UPDATE EXCLUSIVE public.t"},
      {"", "COMMENT ON COLUMN t.a IS 'x'", "SHARE UPDATE EXCLUSIVE public.t"},
      {"", "COMMENT ON CONSTRAINT c ON t IS 'x'", "ACCESS SHARE public.t"},
      {"", "COMMENT ON FUNCTION f() IS 'x'", ""},
      {"", "GRANT SELECT ON t TO PUBLIC", "", 17},
      {"", "GRANT SELECT ON t TO PUBLIC", "ACCESS SHARE public.t", 18},
      {"", "ALTER SEQUENCE s RESTART", "SHARE ROW EXCLUSIVE public.s"},
      {"", "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect = false)", ""},
      {"", "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p", "forbidden"},
  });
}

TEST_CASE("the indexes of partitions go with the index of the partitioned table") {
  const std::string_view setup =
      "CREATE TABLE p (a int, b int) PARTITION BY RANGE (a);"
      "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);"
      "CREATE INDEX p_b ON p (b);";
  check({
      {setup, "DROP INDEX p_b",
       "ACCESS EXCLUSIVE public.p\nACCESS EXCLUSIVE public.p1\nACCESS EXCLUSIVE public.p_b\n"
       "ACCESS EXCLUSIVE public.p1_b_idx\nlose index public.p p_b"},
      {setup, "DROP INDEX p1_b_idx",
       "ACCESS EXCLUSIVE public.p1\nACCESS EXCLUSIVE public.p1_b_idx\n"
       "fail 2BP01 cannot drop index p1_b_idx because index p_b requires it"},
      {setup, "DROP INDEX CONCURRENTLY p_b",
       "fail 0A000 cannot drop partitioned index \"p_b\" concurrently\nforbidden"},
      {setup, "REINDEX TABLE p",
       "SHARE public.p\nSHARE public.p1\nACCESS EXCLUSIVE public.p1_b_idx\n"
       "rebuild public.p1 p1_b_idx (reindex)\nforbidden"},
      {setup, "REINDEX TABLE p", "SHARE public.p", 12},
  });
}

TEST_CASE("inserted rows have their foreign keys checked") {
  check({
      {family, "INSERT INTO child VALUES (1, 1)",
       "ROW EXCLUSIVE public.child\nROW SHARE public.parent\nROW SHARE public.parent_pkey"},
      {family, "INSERT INTO child (id) VALUES (1)", "ROW EXCLUSIVE public.child"},
  });
}

TEST_CASE("a sequence is in use when a default takes from it") {
  check({
      {"CREATE TABLE s (id serial, b int);", "DROP SEQUENCE s_id_seq",
       "ACCESS EXCLUSIVE public.s_id_seq\nlose sequence public.s_id_seq s_id_seq\n"
       "break drop public.s_id_seq s_id_seq\n"
       "fail 2BP01 cannot drop sequence public.s_id_seq because the default value of column id of table public.s "
       "depends on it"},
      {"CREATE TABLE s (id serial, b int);", "DROP SEQUENCE s_id_seq CASCADE",
       "ACCESS EXCLUSIVE public.s_id_seq\nACCESS EXCLUSIVE public.s\nlose sequence public.s_id_seq s_id_seq\n"
       "break drop public.s_id_seq s_id_seq\nbreak drop_default public.s id s.id"},
  });
}

TEST_CASE("a multi-row VALUES of constants is read once, and its queries are found") {
  std::string sql = "INSERT INTO t VALUES ";
  for (int i = 0; i < 5000; ++i) sql += "(" + std::to_string(i) + ", 'x'), ";
  sql += "((SELECT max(id) FROM u), DEFAULT)";
  CHECK(effects_text("", sql) == "ROW EXCLUSIVE public.t\nACCESS SHARE public.u");
}

TEST_CASE("deep queries and conditions need no deep stack") {
  std::string unions = "SELECT * FROM t";
  for (int i = 0; i < 3000; ++i) unions += " UNION ALL SELECT 1";
  CHECK(effects_text("", unions) == "ACCESS SHARE public.t");
  std::string deletion = "DELETE FROM t WHERE a = 1";
  for (int i = 0; i < 3000; ++i) deletion += i % 2 == 0 ? " AND (b = 2 OR c = 3)" : " AND NOT d";
  CHECK(effects_text("", deletion) == "ROW EXCLUSIVE public.t\nbulk public.t (delete) bounded");
}

TEST_CASE("a type or a function that nothing before makes is taken to be absent where history is whole") {
  const auto failures = [](const std::string& setup, const std::string& sql) {
    pginterlock::State state;
    state.whole_history = true;
    const pginterlock::SourceFile first("setup", setup);
    pginterlock::pg::Script before(first);
    while (before.next_batch()) {
      for (const auto& statement : before.statements()) apply(statement, state);
    }
    const pginterlock::SourceFile second("sql", sql);
    pginterlock::pg::Script script(second);
    REQUIRE(script.next_batch());
    std::string text;
    for (const auto& failure : effects_of(script.statements().front(), state).failures) {
      if (failure.certainty == pginterlock::Certainty::assumed) text += failure.sqlstate + " " + failure.message + "\n";
    }
    return text;
  };
  const std::string unmade = ": no migration before makes it\n";
  const std::string t = "CREATE TABLE t (a int);";
  CHECK(failures(t, "CREATE TABLE u (a e, b e[])") == "42704 type \"e\" does not exist" + unmade);
  CHECK(failures(t, "ALTER TABLE t ADD b e") == "42704 type \"e\" does not exist" + unmade);
  CHECK(failures(t, "ALTER TABLE t ALTER a TYPE e USING NULL") == "42704 type \"e\" does not exist" + unmade);
  CHECK(failures(t, "ALTER TYPE e ADD VALUE 'x'") == "42704 type \"e\" does not exist" + unmade);
  CHECK(failures(t, "DROP TYPE e") == "42704 type \"e\" does not exist" + unmade);
  CHECK(failures(t, "DROP FUNCTION f(int)") == "42883 function f(integer) does not exist" + unmade);
  CHECK(failures(t, "DROP FUNCTION f") == "42883 could not find a function named \"f\"" + unmade);
  CHECK(failures(t, "ALTER FUNCTION f() STABLE") == "42883 function f() does not exist" + unmade);
  CHECK(failures(t, "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()") ==
        "42883 function f() does not exist" + unmade);
  CHECK(failures(t, "DROP SEQUENCE s") == "42P01 sequence \"s\" does not exist" + unmade);
  // What is there, may have come with an extension, or is elsewhere.
  CHECK(failures(t, "CREATE TABLE u (a t, b citext, c bigserial, d int4range, e \"char\", f other.e)") == "");
  CHECK(failures("CREATE TYPE e AS ENUM ('a');", "CREATE TABLE u (a e, b e[])") == "");
  CHECK(failures("CREATE EXTENSION pgcrypto;", "DROP FUNCTION f(int)") == "");
  CHECK(failures("CREATE EXTENSION postgis;", "CREATE TABLE u (a e)") == "");
  CHECK(failures(t, "DROP TYPE IF EXISTS e") == "");
  CHECK(failures(t, "DROP FUNCTION IF EXISTS f(int)") == "");
  CHECK(failures(t, "ALTER FUNCTION other.f() STABLE") == "");
  CHECK(failures(t, "GRANT EXECUTE ON FUNCTION f() TO app") == "");
}
