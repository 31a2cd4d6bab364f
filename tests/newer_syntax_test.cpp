// Which syntax is refused by the parsers of which versions.
#include <vector>

#include "effects_text.h"

using pginterlock::test::effects_text;

namespace {

struct Syntax {
  const char* sql;
  int since;
};

bool is_refused(const char* sql, int version) {
  const std::string text = effects_text("", sql, version);
  return text.find("fail 42601 ") != std::string::npos && text.find(" needs PostgreSQL ") != std::string::npos;
}

}  // namespace

TEST_CASE("the parser of an older version does not know what is newer") {
  const std::vector<Syntax> syntax{
      // clang-format off
      {"SELECT a IS NORMALIZED FROM t", 13},
      {"SELECT a IS NFC NORMALIZED FROM t", 13},
      {"ALTER STATISTICS IF EXISTS s SET STATISTICS 5", 13},
      {"ALTER TYPE t SET (SEND = x)", 13},
      {"CREATE INDEX i ON t (a int4_ops (x = 1))", 13},
      {"CREATE TABLE n (a int, EXCLUDE USING gist (a gist_ops (siglen = 1) WITH =))", 13},
      {"INSERT INTO t VALUES (1) ON CONFLICT (a int4_ops (x=1)) DO NOTHING", 13},
      {"ALTER VIEW v RENAME COLUMN a TO b", 13},
      {"ALTER VIEW v RENAME a TO b", 13},
      {"ALTER VIEW IF EXISTS v RENAME COLUMN a TO b", 13},
      {"ALTER MATERIALIZED VIEW v NO DEPENDS ON EXTENSION e", 13},
      {"ALTER FUNCTION f() NO DEPENDS ON EXTENSION e", 13},
      {"DROP DATABASE d (FORCE)", 13},
      {"ALTER TRIGGER r ON t NO DEPENDS ON EXTENSION e", 13},
      {"ALTER TABLE t ALTER a DROP EXPRESSION", 13},
      {"SELECT * FROM a JOIN b USING (x) AS j", 14},
      {"SELECT a FROM t GROUP BY DISTINCT a, b", 14},
      {"WITH RECURSIVE q AS (SELECT 1 a) SEARCH DEPTH FIRST BY a SET o SELECT * FROM q", 14},
      {"WITH RECURSIVE q AS (SELECT 1 a) CYCLE a SET c USING p SELECT * FROM q", 14},
      {"GRANT SELECT ON t TO b GRANTED BY c", 14},
      {"REVOKE SELECT ON t FROM b GRANTED BY c", 14},
      {"GRANT SELECT ON t TO CURRENT_ROLE", 14},
      {"GRANT a TO CURRENT_ROLE", 14},
      {"ALTER TABLE t OWNER TO CURRENT_ROLE", 14},
      {"CREATE SCHEMA AUTHORIZATION CURRENT_ROLE", 14},
      {"ALTER SUBSCRIPTION s DROP PUBLICATION p", 14},
      {"REINDEX (VERBOSE false) TABLE t", 14},
      {"REINDEX (VERBOSE true) TABLE t", 14},
      {"CLUSTER (VERBOSE) t", 14},
      {"CLUSTER (VERBOSE) t USING i", 14},
      {"CREATE OR REPLACE TRIGGER r AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()", 14},
      {"CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql RETURN a", 14},
      {"ALTER TABLE t ADD a int COMPRESSION pglz", 14},
      {"ALTER TABLE t ADD a int COMPRESSION default", 14},
      {"CREATE TABLE n (LIKE t INCLUDING ALL EXCLUDING COMPRESSION)", 14},
      {"MERGE INTO t USING s ON t.a=s.a WHEN NOT MATCHED THEN DO NOTHING", 15},
      {"WITH x AS (MERGE INTO t USING s ON t.a=s.a WHEN MATCHED THEN DELETE) SELECT 1", 15},
      {"GRANT SET ON PARAMETER work_mem TO b", 15},
      {"ALTER SUBSCRIPTION s SKIP (lsn = NONE)", 15},
      {"CREATE PUBLICATION p FOR TABLE t (a)", 15},
      {"CREATE PUBLICATION p FOR TABLE t WHERE (a > 1)", 15},
      {"CREATE PUBLICATION p FOR TABLE t, TABLES IN SCHEMA s", 15},
      {"CREATE PUBLICATION p FOR TABLES IN SCHEMA CURRENT_SCHEMA", 15},
      {"ALTER PUBLICATION p ADD TABLE t (a)", 15},
      {"ALTER PUBLICATION p SET TABLE t WHERE (a > 1)", 15},
      {"ALTER PUBLICATION p DROP TABLES IN SCHEMA s", 15},
      {"ALTER DATABASE d REFRESH COLLATION VERSION", 15},
      {"ALTER TABLE t ADD CONSTRAINT k UNIQUE NULLS DISTINCT (a)", 15},
      {"ALTER TABLE t ADD a int UNIQUE NULLS DISTINCT", 15},
      {"ALTER TABLE t ADD a int REFERENCES r ON DELETE SET NULL (a)", 15},
      {"ALTER TABLE t SET ACCESS METHOD heap", 15},
      {"CREATE UNIQUE INDEX i ON t (a) NULLS DISTINCT", 15},
      {"CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT", 15},
      {"SELECT x FROM (SELECT 1 x)", 16},
      {"SELECT x FROM (VALUES (1))", 16},
      {"SELECT XMLSERIALIZE(DOCUMENT x AS text INDENT)", 16},
      {"SELECT JSON_ARRAY(1,2 NULL ON NULL)", 16},
      {"SELECT JSON_ARRAY(1 FORMAT JSON)", 16},
      {"SELECT JSON_ARRAY(1 RETURNING jsonb)", 16},
      {"SELECT JSON_ARRAY(SELECT 1)", 16},
      {"SELECT JSON_OBJECT('a': 1)", 16},
      {"SELECT JSON_OBJECT('a' VALUE 1)", 16},
      {"SELECT JSON_OBJECT(RETURNING jsonb)", 16},
      {"SELECT JSON_OBJECTAGG(a: b)", 16},
      {"SELECT JSON_OBJECTAGG(a VALUE b)", 16},
      {"SELECT JSON_ARRAYAGG(a RETURNING jsonb)", 16},
      {"SELECT a IS JSON", 16},
      {"SELECT a IS NOT JSON OBJECT", 16},
      {"SELECT a IS JSON WITH UNIQUE KEYS", 16},
      {"GRANT a TO b WITH INHERIT TRUE", 16},
      {"GRANT a TO b WITH INHERIT OPTION", 16},
      {"GRANT a TO b WITH SET FALSE", 16},
      {"GRANT a TO b WITH ADMIN TRUE", 16},
      {"GRANT a TO b WITH ADMIN FALSE", 16},
      {"REVOKE INHERIT OPTION FOR a FROM b", 16},
      {"REVOKE SET OPTION FOR a FROM b", 16},
      {"CREATE STATISTICS ON a, b FROM t", 16},
      {"REINDEX DATABASE", 16},
      {"REINDEX SYSTEM", 16},
      {"REINDEX (VERBOSE) DATABASE", 16},
      {"ALTER TABLE t ALTER a SET STORAGE DEFAULT", 16},
      {"ALTER TABLE t ADD a int STORAGE plain", 16},
      {"SELECT now() AT LOCAL", 17},
      {"SELECT JSON('1' WITH UNIQUE KEYS)", 17},
      {"SELECT JSON_SERIALIZE('1' RETURNING bytea)", 17},
      {"SELECT JSON_EXISTS(a, '$' PASSING 1 AS x)", 17},
      {"SELECT JSON_EXISTS(a, '$' ERROR ON ERROR)", 17},
      {"SELECT JSON_VALUE(a, '$' RETURNING int)", 17},
      {"SELECT JSON_VALUE(a, '$' DEFAULT 1 ON EMPTY)", 17},
      {"SELECT JSON_QUERY(a, '$' WITH WRAPPER)", 17},
      {"SELECT JSON_QUERY(a, '$' KEEP QUOTES)", 17},
      {"SELECT * FROM JSON_TABLE(a, '$' COLUMNS (x int PATH '$')) j", 17},
      {"MERGE INTO t USING s ON t.a=s.a WHEN NOT MATCHED BY SOURCE THEN DELETE", 17},
      {"WITH x AS (MERGE INTO t USING s ON t.a=s.a WHEN MATCHED THEN DELETE RETURNING 1) SELECT * FROM x", 17},
      {"ALTER STATISTICS s SET STATISTICS DEFAULT", 17},
      {"ALTER DOMAIN d ADD CONSTRAINT n NOT NULL", 17},
      {"ALTER OPERATOR = (int, int) SET (HASHES)", 17},
      {"ALTER OPERATOR = (int, int) SET (MERGES, COMMUTATOR = =)", 17},
      {"CLUSTER (VERBOSE)", 17},
      {"ALTER TABLE t ALTER a SET STATISTICS DEFAULT", 17},
      {"ALTER TABLE t SET ACCESS METHOD DEFAULT", 17},
      {"UPDATE t SET a=1 RETURNING WITH (OLD AS o, NEW AS n) o.a", 18},
      {"ALTER DEFAULT PRIVILEGES GRANT SELECT ON LARGE OBJECTS TO b", 18},
      {"CREATE DOMAIN d AS int CHECK (VALUE > 0) NOT ENFORCED", 18},
      {"VACUUM ONLY t", 18},
      {"VACUUM (FULL) ONLY t", 18},
      {"ANALYZE ONLY t, u", 18},
      {"ALTER TABLE t ALTER CONSTRAINT c INHERIT", 18},
      {"ALTER TABLE t ALTER CONSTRAINT c NOT ENFORCED", 18},
      {"ALTER TABLE t ALTER CONSTRAINT c ENFORCED", 18},
      {"ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) ENFORCED", 18},
      {"ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NO INHERIT ENFORCED", 18},
      {"ALTER TABLE t ADD a int CHECK (a > 0) ENFORCED", 18},
      {"ALTER TABLE t ADD a int REFERENCES r ENFORCED", 18},
      {"ALTER TABLE t ADD a int NOT NULL NO INHERIT", 18},
      {"ALTER TABLE t ADD NOT NULL a NO INHERIT", 18},
      {"ALTER TABLE t ADD a int GENERATED ALWAYS AS (1)", 18},
      {"ALTER TABLE t ADD CHECK (a > 0) NOT ENFORCED", 18},
      // clang-format on
  };
  for (const Syntax& one : syntax) {
    CAPTURE(std::string(one.sql));
    CHECK(is_refused(one.sql, 12));
    CHECK(is_refused(one.sql, one.since - 1));
    CHECK_FALSE(is_refused(one.sql, one.since));
  }
}

TEST_CASE("what the parser refuses fails for nothing else") {
  CHECK(effects_text("", "VACUUM (MAGIC) ONLY t", 17).find("fail 42601 VACUUM ONLY needs PostgreSQL 18") !=
        std::string::npos);
  const std::string text =
      effects_text("CREATE TABLE t (a int)", "ALTER TABLE t ALTER nothing SET EXPRESSION AS (1)", 16);
  CHECK(text.find("fail 42601 SET EXPRESSION needs PostgreSQL 17") != std::string::npos);
  CHECK(text.find("42703") == std::string::npos);
}

TEST_CASE("a column that is named like a newer word is no newer syntax") {
  for (const char* sql :
       {"CREATE TABLE n (enforced boolean CHECK (enforced), \"nulls\" int, CHECK (enforced))",
        "CREATE TABLE n (a int CHECK (a > 0 /* NOT ENFORCED */), b text DEFAULT ') ENFORCED')",
        "SELECT a AS j FROM t JOIN u USING (a)", "SELECT DISTINCT a FROM t ORDER BY a NULLS FIRST",
        "REINDEX (VERBOSE) TABLE CONCURRENTLY t", "GRANT a TO b WITH ADMIN OPTION", "CLUSTER VERBOSE t",
        "SELECT JSON('1'), 1000, 0.5, 10, 1e3", "CREATE TABLE n (LIKE t INCLUDING ALL EXCLUDING STORAGE)"}) {
    CAPTURE(sql);
    CHECK_FALSE(is_refused(sql, 12));
  }
}

TEST_CASE("what every version refuses for a reason of its own has that reason's SQLSTATE") {
  const auto fails = [](const char* sql, const char* sqlstate) {
    const pginterlock::SourceFile source("test.sql", sql);
    pginterlock::pg::Script script(source);
    pginterlock::State state;
    REQUIRE(script.next_batch());
    const pginterlock::Effects effects = pginterlock::effects_of(script.statements().front(), state);
    CAPTURE(std::string(sql));
    REQUIRE(effects.failures.size() == 1);
    CHECK(effects.failures.front().sqlstate == sqlstate);
  };
  fails("ALTER TABLE t ADD CHECK (a > 1) DEFERRABLE", "0A000");
  fails("ALTER TABLE t ADD UNIQUE (a) NOT VALID", "0A000");
  fails("ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES r MATCH PARTIAL", "0A000");
  fails("CREATE SCHEMA IF NOT EXISTS n CREATE TABLE t (a int)", "0A000");
  fails("CREATE TABLE n (a int) PARTITION BY MAGIC (a)", "22023");
  fails("SELECT 1::float(70)", "22023");
  fails("CREATE ROLE public", "42939");
  fails("SELECT sum(a) OVER (ROWS UNBOUNDED FOLLOWING) FROM t", "42P20");
}
