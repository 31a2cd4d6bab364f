#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "effects_text.h"

// The facts here were observed on servers of each version: pg_locks, pg_relation_filenode, and the DEBUG messages about
// rewriting, verifying and building.

namespace {

using pginterlock::test::effects_text;

struct Case {
  const char* setup;
  const char* sql;
  std::vector<int> versions;
  const char* expected;
};

void check(const std::vector<Case>& cases) {
  for (const Case& test : cases) {
    for (const int version : test.versions) {
      CAPTURE(std::string(test.setup));
      CAPTURE(std::string(test.sql));
      CAPTURE(version);
      CHECK(effects_text(test.setup, test.sql, version) == std::string(test.expected));
    }
  }
}

const std::vector<int> all = {12, 13, 14, 15, 16, 17, 18};

constexpr const char* table = "CREATE TABLE t (a int NOT NULL, b int)";
constexpr const char* parent_and_child = "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int, b int)";
constexpr const char* partitions =
    "CREATE TABLE q (a int NOT NULL, b int) PARTITION BY RANGE (a);"
    "CREATE TABLE q1 PARTITION OF q FOR VALUES FROM (0) TO (10);"
    "CREATE TABLE q2 PARTITION OF q FOR VALUES FROM (10) TO (20)";

}  // namespace

TEST_CASE("each sub-command takes its own mode") {
  check({
      {table, "ALTER TABLE t ALTER b SET STATISTICS 10", all, "SHARE UPDATE EXCLUSIVE public.t"},
      {table, "ALTER TABLE t ALTER b SET (n_distinct = 5)", all, "SHARE UPDATE EXCLUSIVE public.t"},
      {table, "ALTER TABLE t SET (fillfactor = 50)", all, "SHARE UPDATE EXCLUSIVE public.t"},
      {table, "ALTER TABLE t RESET (autovacuum_enabled)", all, "SHARE UPDATE EXCLUSIVE public.t"},
      {table, "ALTER TABLE t SET (user_catalog_table = true)", all, "ACCESS EXCLUSIVE public.t"},
      {table, "ALTER TABLE t SET WITHOUT CLUSTER", all, "SHARE UPDATE EXCLUSIVE public.t"},
      {table, "ALTER TABLE t DISABLE TRIGGER ALL", all, "SHARE ROW EXCLUSIVE public.t"},
      {table, "ALTER TABLE t OWNER TO postgres", all, "ACCESS EXCLUSIVE public.t"},
      {table, "ALTER TABLE t ENABLE ROW LEVEL SECURITY", all, "ACCESS EXCLUSIVE public.t"},
      {table, "ALTER TABLE t REPLICA IDENTITY FULL", all, "ACCESS EXCLUSIVE public.t"},
      {table, "ALTER TABLE t ALTER b SET DEFAULT 1", all, "ACCESS EXCLUSIVE public.t"},
      {table, "ALTER TABLE t ALTER b SET STORAGE plain", all, "ACCESS EXCLUSIVE public.t"},
      {"CREATE TABLE t (b text)", "ALTER TABLE t ALTER b SET COMPRESSION lz4", {14, 18}, "ACCESS EXCLUSIVE public.t"},
      {"CREATE VIEW v AS SELECT 1 AS a", "ALTER VIEW v ALTER a SET DEFAULT 3", all, "ACCESS EXCLUSIVE public.v"},
  });
}

TEST_CASE("the strongest sub-command decides the mode of the whole statement") {
  check({{table, "ALTER TABLE t ALTER b SET STATISTICS 10, ALTER b SET DEFAULT 1", all, "ACCESS EXCLUSIVE public.t"}});
}

TEST_CASE("a table that no script made is locked all the same") {
  check({
      {"", "ALTER TABLE app.t ADD COLUMN c int", all, "ACCESS EXCLUSIVE app.t"},
      {"", "ALTER TABLE t ALTER c SET NOT NULL", all, "ACCESS EXCLUSIVE public.t\nscan public.t.c (set_not_null)?"},
      {"", "ALTER TABLE t ALTER c TYPE bigint", all,
       "ACCESS EXCLUSIVE public.t\nrewrite public.t.c (type_change)?\nbreak type_change public.t c c"},
  });
}

TEST_CASE("a new column rewrites only when its values differ from row to row") {
  check({
      {table, "ALTER TABLE t ADD COLUMN c int", all, "ACCESS EXCLUSIVE public.t"},
      {table, "ALTER TABLE t ADD COLUMN c int NOT NULL DEFAULT 1", all, "ACCESS EXCLUSIVE public.t"},
      {table, "ALTER TABLE t ADD COLUMN c timestamptz DEFAULT now()", all, "ACCESS EXCLUSIVE public.t"},
      {table, "ALTER TABLE t ADD COLUMN c timestamp DEFAULT (now() AT TIME ZONE 'utc')", all,
       "ACCESS EXCLUSIVE public.t"},
      {table, "ALTER TABLE t ADD COLUMN c text DEFAULT md5('x') || current_user", all, "ACCESS EXCLUSIVE public.t"},
      {table, "ALTER TABLE t ADD COLUMN c uuid DEFAULT gen_random_uuid()", all,
       "ACCESS EXCLUSIVE public.t\nrewrite public.t.c (volatile_default)"},
      {table, "ALTER TABLE t ADD COLUMN c int DEFAULT (random() * 10)::int", all,
       "ACCESS EXCLUSIVE public.t\nrewrite public.t.c (volatile_default)"},
      {table, "ALTER TABLE t ADD COLUMN c int DEFAULT app_default()", all,
       "ACCESS EXCLUSIVE public.t\nrewrite public.t.c (volatile_default)?"},
      {"CREATE TABLE t (a int); CREATE FUNCTION d() RETURNS int LANGUAGE sql STABLE AS 'SELECT 1'",
       "ALTER TABLE t ADD COLUMN c int DEFAULT d()", all, "ACCESS EXCLUSIVE public.t"},
      {table, "ALTER TABLE t ADD COLUMN c int GENERATED ALWAYS AS (a + 1) STORED", all,
       "ACCESS EXCLUSIVE public.t\nrewrite public.t.c (stored_generated)"},
      {table, "ALTER TABLE t ADD COLUMN c int GENERATED ALWAYS AS (a + 1) VIRTUAL", {18}, "ACCESS EXCLUSIVE public.t"},
      {table, "ALTER TABLE t ADD COLUMN c serial", all,
       "ACCESS EXCLUSIVE public.t\nnew ACCESS EXCLUSIVE public.t_c_seq\nrewrite public.t.c (serial_column)"},
      {table, "ALTER TABLE t ADD COLUMN c int GENERATED ALWAYS AS IDENTITY", all,
       "ACCESS EXCLUSIVE public.t\nnew ACCESS EXCLUSIVE public.t_c_seq\nrewrite public.t.c (identity_column)"},
      {"CREATE TABLE t (a int); CREATE DOMAIN d AS text CHECK (VALUE <> 'x')", "ALTER TABLE t ADD COLUMN c d", all,
       "ACCESS EXCLUSIVE public.t\nrewrite public.t.c (constrained_domain)"},
      {"CREATE TABLE t (a int); CREATE DOMAIN d AS text CHECK (VALUE <> 'x')", "ALTER TABLE t ADD COLUMN c d[]", all,
       "ACCESS EXCLUSIVE public.t"},
      {"CREATE TABLE t (a int); CREATE DOMAIN d AS text", "ALTER TABLE t ADD COLUMN c d DEFAULT 'x'", all,
       "ACCESS EXCLUSIVE public.t"},
  });
}

TEST_CASE("a new NOT NULL column without a default fails where rows exist") {
  check({
      {"", "ALTER TABLE t ADD COLUMN c int NOT NULL", all,
       "ACCESS EXCLUSIVE public.t\nbreak required_column public.t c c\n"
       "fail 23502 column c of table t would hold nulls in the rows that exist?"},
      {table, "ALTER TABLE t ADD COLUMN c int NOT NULL DEFAULT NULL", all,
       "ACCESS EXCLUSIVE public.t\nbreak required_column public.t c c\n"
       "fail 23502 column c of table t would hold nulls in the rows that exist"},
      {"", "CREATE TABLE t (a int); ALTER TABLE t ADD COLUMN c int NOT NULL", all,
       "ACCESS EXCLUSIVE public.t\nbreak required_column public.t c c"},
  });
}

TEST_CASE("constraints of a new column") {
  check({
      {parent_and_child, "ALTER TABLE t ADD COLUMN c int REFERENCES p", all,
       "ACCESS EXCLUSIVE public.t\nSHARE ROW EXCLUSIVE public.p"},
      {parent_and_child, "ALTER TABLE t ADD COLUMN c int DEFAULT NULL REFERENCES p", all,
       "ACCESS EXCLUSIVE public.t\nSHARE ROW EXCLUSIVE public.p\n"
       "ACCESS SHARE public.p_pkey\nscan public.t.c (column_foreign_key)\nscan public.p.c (column_foreign_key)"},
      {table, "ALTER TABLE t ADD COLUMN c int CHECK (c > 0)", all,
       "ACCESS EXCLUSIVE public.t\nscan public.t.c (column_check)"},
      {table, "ALTER TABLE t ADD COLUMN c int UNIQUE", all,
       "ACCESS EXCLUSIVE public.t\nnew ACCESS EXCLUSIVE public.t_c_key\nbuild public.t t_c_key (add_unique)"},
      {table, "ALTER TABLE t ADD COLUMN IF NOT EXISTS b text DEFAULT random()", all, "ACCESS EXCLUSIVE public.t"},
  });
}

TEST_CASE("SET NOT NULL reads the table unless something proves it") {
  const char* proved = "CREATE TABLE t (a int, CONSTRAINT c CHECK (a IS NOT NULL AND a > 0))";
  check({
      {table, "ALTER TABLE t ALTER b SET NOT NULL", all, "ACCESS EXCLUSIVE public.t\nscan public.t.b (set_not_null)"},
      {table, "ALTER TABLE t ALTER a SET NOT NULL", all, "ACCESS EXCLUSIVE public.t"},
      {proved, "ALTER TABLE t ALTER a SET NOT NULL", all, "ACCESS EXCLUSIVE public.t"},
      {proved, "ALTER TABLE t ALTER a SET NOT NULL, DROP CONSTRAINT c", all,
       "ACCESS EXCLUSIVE public.t\nscan public.t.a (set_not_null)\nlose constraint public.t c"},
      {"CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL) NOT VALID",
       "ALTER TABLE t ALTER a SET NOT NULL", all, "ACCESS EXCLUSIVE public.t\nscan public.t.a (set_not_null)"},
      {table, "ALTER TABLE t ADD CONSTRAINT n NOT NULL b NOT VALID", {18}, "ACCESS EXCLUSIVE public.t"},
      {table,
       "ALTER TABLE t ADD CONSTRAINT n NOT NULL b",
       {18},
       "ACCESS EXCLUSIVE public.t\nscan public.t.b (add_not_null_constraint)"},
  });
}

TEST_CASE("a rewrite checks the constraints on its way") {
  check({{table, "ALTER TABLE t ALTER a TYPE bigint, ALTER b SET NOT NULL", all,
          "ACCESS EXCLUSIVE public.t\nrewrite public.t.a (type_change)\nbreak type_change public.t a a"}});
}

TEST_CASE("adding constraints") {
  check({
      {table, "ALTER TABLE t ADD CONSTRAINT c CHECK (b > 0)", all,
       "ACCESS EXCLUSIVE public.t\nscan public.t (add_check)"},
      {table, "ALTER TABLE t ADD CONSTRAINT c CHECK (b > 0) NOT VALID", all, "ACCESS EXCLUSIVE public.t"},
      {table, "ALTER TABLE t ADD CONSTRAINT c CHECK (b > 0) NOT ENFORCED", {18}, "ACCESS EXCLUSIVE public.t"},
      {table, "ALTER TABLE t ADD UNIQUE (a, b)", all,
       "ACCESS EXCLUSIVE public.t\nnew ACCESS EXCLUSIVE public.t_a_b_key\nbuild public.t t_a_b_key (add_unique)"},
      {table, "ALTER TABLE t ADD PRIMARY KEY (a)", all,
       "ACCESS EXCLUSIVE public.t\nnew ACCESS EXCLUSIVE public.t_pkey\nbuild public.t t_pkey (add_primary_key)"},
      {table, "ALTER TABLE t ADD PRIMARY KEY (b)", all,
       "ACCESS EXCLUSIVE public.t\nnew ACCESS EXCLUSIVE public.t_pkey\nbuild public.t t_pkey (add_primary_key)\n"
       "scan public.t.b (add_primary_key)"},
      {"CREATE TABLE t (a int NOT NULL); CREATE UNIQUE INDEX i ON t (a)",
       "ALTER TABLE t ADD CONSTRAINT c PRIMARY KEY USING INDEX i", all,
       "ACCESS EXCLUSIVE public.t\nSHARE UPDATE EXCLUSIVE public.i"},
      {"CREATE TABLE t (a int); CREATE UNIQUE INDEX i ON t (a)",
       "ALTER TABLE t ADD CONSTRAINT c PRIMARY KEY USING INDEX i", all,
       "ACCESS EXCLUSIVE public.t\nSHARE UPDATE EXCLUSIVE public.i\nscan public.t.a (add_primary_key)"},
      {table, "ALTER TABLE t ADD EXCLUDE USING btree (a WITH =)", all,
       "ACCESS EXCLUSIVE public.t\nnew ACCESS EXCLUSIVE public.t_a_excl\nbuild public.t t_a_excl (add_exclusion)"},
  });
}

TEST_CASE("a dropped column takes its primary key along, and a new key may take its place in the same statement") {
  constexpr const char* keyed = "CREATE TABLE t (id int, a int NOT NULL, PRIMARY KEY (id, a))";
  check({
      {keyed, "ALTER TABLE t ADD PRIMARY KEY (a)", all,
       "ACCESS EXCLUSIVE public.t\nfail 42P16 table t already has a primary key"},
  });
  for (const char* sql :
       {"ALTER TABLE t DROP COLUMN id, ADD PRIMARY KEY (a)", "ALTER TABLE t ADD PRIMARY KEY (a), DROP COLUMN id",
        "ALTER TABLE t DROP COLUMN id, ALTER a DROP NOT NULL"}) {
    CAPTURE(std::string(sql));
    CHECK(effects_text(keyed, sql).find("fail") == std::string::npos);
  }
}

TEST_CASE("foreign keys lock both tables") {
  const char* existing =
      "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int CONSTRAINT f REFERENCES p);"
      "ALTER TABLE t ADD COLUMN b int; ALTER TABLE t ADD CONSTRAINT g FOREIGN KEY (b) REFERENCES p NOT VALID";
  check({
      {parent_and_child, "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p NOT VALID", all,
       "SHARE ROW EXCLUSIVE public.t\nSHARE ROW EXCLUSIVE public.p"},
      {parent_and_child, "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p", all,
       "SHARE ROW EXCLUSIVE public.t\nSHARE ROW EXCLUSIVE public.p\n"
       "ACCESS SHARE public.p_pkey\nscan public.t (add_foreign_key)\nscan public.p (add_foreign_key)"},
      {existing, "ALTER TABLE t DROP CONSTRAINT f", all,
       "ACCESS EXCLUSIVE public.t\nACCESS EXCLUSIVE public.p\nlose constraint public.t f"},
      {existing, "ALTER TABLE t VALIDATE CONSTRAINT g", all,
       "SHARE UPDATE EXCLUSIVE public.t\nROW SHARE public.p\n"
       "ACCESS SHARE public.p_pkey\nscan public.t (validate_constraint)\nscan public.p (validate_constraint)"},
      {existing, "ALTER TABLE t VALIDATE CONSTRAINT f", all, "SHARE UPDATE EXCLUSIVE public.t"},
      {existing,
       "ALTER TABLE t ALTER CONSTRAINT f NOT ENFORCED",
       {18},
       "ACCESS EXCLUSIVE public.t\nACCESS EXCLUSIVE public.p"},
  });
}

TEST_CASE("type changes that keep the rows") {
  const char* columns =
      "CREATE TABLE t (v varchar(10), x text, n numeric(10, 2), ts timestamp, i interval(3), c cidr, ch char(5), k int,"
      "  arr varchar(5)[])";
  const auto free = [&](const char* change) {
    for (const int version : {12, 15, 18}) {
      const std::string text = effects_text(columns, "ALTER TABLE t ALTER " + std::string(change), version);
      CAPTURE(change);
      CHECK(text.find("rewrite") == std::string::npos);
      CHECK(text.find("fail") == std::string::npos);
      CHECK(text.find("rebuild") == std::string::npos);
    }
  };
  free("v TYPE varchar(20)");
  free("v TYPE varchar");
  free("v TYPE text");
  free("v TYPE text USING v::text");
  free("x TYPE varchar");
  free("n TYPE numeric(12, 2)");
  free("n TYPE numeric");
  free("ts TYPE timestamp(6)");
  free("i TYPE interval");
  free("c TYPE inet");
  free("ch TYPE bpchar");
  free("k TYPE oid");
  free("arr TYPE varchar[]");
}

TEST_CASE("type changes that write the table anew") {
  const char* columns =
      "CREATE TABLE t (v varchar(10), x text, n numeric(10, 2), ts timestamp, i interval(3), j json, ch char(5), k int,"
      "  arr varchar(5)[])";
  const auto rewrites = [&](const char* column, const char* change, bool assumed = false) {
    const std::string text = effects_text(columns, "ALTER TABLE t ALTER " + std::string(column) + " " + change, 15);
    CAPTURE(change);
    const std::string line = "rewrite public.t." + std::string(column) + " (type_change)" + (assumed ? "?" : "");
    CHECK(text.find(line) != std::string::npos);
    CHECK((text.find(line + "?") != std::string::npos) == false);
  };
  rewrites("v", "TYPE varchar(5)");
  rewrites("v", "TYPE char(20)");
  rewrites("v", "TYPE text USING v::varchar(5)");
  rewrites("v", "TYPE text USING lower(v)");
  rewrites("x", "TYPE varchar(10)");
  rewrites("n", "TYPE numeric(12, 3)");
  rewrites("n", "TYPE numeric(8, 2)");
  rewrites("ts", "TYPE timestamp(3)");
  rewrites("ts", "TYPE timestamptz USING ts AT TIME ZONE 'UTC'");
  rewrites("ts", "TYPE timestamptz", true);
  rewrites("i", "TYPE interval(2)");
  rewrites("j", "TYPE jsonb");
  rewrites("ch", "TYPE char(10)");
  rewrites("ch", "TYPE text");
  rewrites("k", "TYPE bigint");
  rewrites("k", "TYPE text");
  rewrites("arr", "TYPE varchar(10)[]");
  rewrites("arr", "TYPE text[]");
}

TEST_CASE("TimeZone decides about timestamps") {
  const char* setup = "CREATE TABLE t (ts timestamp); CREATE INDEX i ON t (ts)";
  const char* kept =
      "ACCESS EXCLUSIVE public.t\nACCESS EXCLUSIVE public.i\nrebuild public.t.ts i (type_change)\n"
      "break type_change public.t ts ts";
  check({
      {setup, "SET timezone = 'UTC'; ALTER TABLE t ALTER ts TYPE timestamptz", all, kept},
      {setup, "SET timezone = 'Europe/Berlin'; ALTER TABLE t ALTER ts TYPE timestamptz", all,
       "ACCESS EXCLUSIVE public.t\nACCESS EXCLUSIVE public.i\nrewrite public.t.ts (type_change)\n"
       "break type_change public.t ts ts"},
  });
}

TEST_CASE("what a type change makes anew while the rows stay") {
  check({
      {"CREATE TABLE t (v varchar(10)); CREATE INDEX i ON t (v)", "ALTER TABLE t ALTER v TYPE text", all,
       "ACCESS EXCLUSIVE public.t\nACCESS EXCLUSIVE public.i\nbreak type_change public.t v v"},
      {"CREATE TABLE t (v varchar(10)); CREATE INDEX i ON t (lower(v))", "ALTER TABLE t ALTER v TYPE text", all,
       "ACCESS EXCLUSIVE public.t\nACCESS EXCLUSIVE public.i\nrebuild public.t.v i (type_change)\n"
       "break type_change public.t v v"},
      {"CREATE TABLE t (v text); CREATE INDEX i ON t (v)", "ALTER TABLE t ALTER v TYPE text COLLATE \"C\"", all,
       "ACCESS EXCLUSIVE public.t\nACCESS EXCLUSIVE public.i\nrebuild public.t.v i (type_change)\n"
       "break type_change public.t v v"},
      {"CREATE TABLE t (v varchar(10) CHECK (v <> ''))", "ALTER TABLE t ALTER v TYPE text", all,
       "ACCESS EXCLUSIVE public.t\nscan public.t.v (type_change_check)\nbreak type_change public.t v v"},
      {"CREATE TABLE p (id varchar(10) PRIMARY KEY); CREATE TABLE t (v varchar(10) REFERENCES p)",
       "ALTER TABLE t ALTER v TYPE text", all,
       "ACCESS EXCLUSIVE public.t\nACCESS EXCLUSIVE public.p\nbreak type_change public.t v v"},
      {"CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (v int REFERENCES p)", "ALTER TABLE p ALTER id TYPE bigint",
       all,
       "ACCESS EXCLUSIVE public.p\nACCESS EXCLUSIVE public.p_pkey\nACCESS EXCLUSIVE public.t\n"
       "rewrite public.p.id (type_change)\nscan public.t.id (type_change_foreign_key)\n"
       "scan public.p.id (type_change_foreign_key)\nbreak type_change public.p id id"},
  });
}

TEST_CASE("type changes that PostgreSQL refuses") {
  const auto code = [](const char* setup, const char* sql, int version = 15) {
    const std::string text = effects_text(setup, sql, version);
    const auto at = text.find("fail ");
    return at == std::string::npos ? text : text.substr(at + 5, 5);
  };
  CHECK(code("CREATE TABLE t (v text)", "ALTER TABLE t ALTER v TYPE int") == "42804");
  CHECK(code("CREATE TABLE t (v text DEFAULT 'x')", "ALTER TABLE t ALTER v TYPE int USING v::int") == "42804");
  CHECK(code("CREATE TABLE t (v bool DEFAULT true)", "ALTER TABLE t ALTER v TYPE int USING v::int") == "42804");
  CHECK(code("CREATE TABLE t (v int); CREATE VIEW w AS SELECT v FROM t", "ALTER TABLE t ALTER v TYPE bigint") ==
        "0A000");
  CHECK(code("CREATE TABLE t (v int); CREATE VIEW w AS SELECT count(*) FROM t", "ALTER TABLE t ALTER v TYPE bigint")
            .find("0A000") == std::string::npos);
  CHECK(code("CREATE TABLE t (v int, g int GENERATED ALWAYS AS (v + 1) STORED)", "ALTER TABLE t ALTER v TYPE bigint",
             15) == "0A000");
  CHECK(code("CREATE TABLE t (v int, g int GENERATED ALWAYS AS (v + 1) STORED)", "ALTER TABLE t ALTER v TYPE bigint",
             14) == "42601");
  CHECK(code("CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (v int REFERENCES p)",
             "ALTER TABLE t ALTER v TYPE text") == "42804");
  CHECK(code(partitions, "ALTER TABLE q ALTER a TYPE bigint") == "42P16");
  CHECK(code(partitions, "ALTER TABLE q1 ALTER b TYPE bigint") == "42P16");
}

TEST_CASE("DROP COLUMN takes along what holds the column") {
  check({
      {"CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int REFERENCES p, b int)", "ALTER TABLE t DROP COLUMN a",
       all,
       "ACCESS EXCLUSIVE public.t\nACCESS EXCLUSIVE public.p\nlose column public.t a data\n"
       "lose constraint public.t t_a_fkey implicit\nbreak drop public.t a a"},
      {"CREATE TABLE t (a int, b int); CREATE INDEX i ON t (a) INCLUDE (b)", "ALTER TABLE t DROP COLUMN b", all,
       "ACCESS EXCLUSIVE public.t\nACCESS EXCLUSIVE public.i\nlose column public.t b data\n"
       "lose index public.t i implicit\nbreak drop public.t b b"},
      {table, "ALTER TABLE t DROP COLUMN IF EXISTS z", all, "ACCESS EXCLUSIVE public.t"},
      {"CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t", "ALTER TABLE t DROP COLUMN a CASCADE", all,
       "ACCESS EXCLUSIVE public.t\nACCESS EXCLUSIVE public.v\nlose column public.t a data\n"
       "lose view public.v v implicit\nbreak drop public.t a a"},
      {"CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t", "ALTER TABLE t DROP COLUMN a", all,
       "ACCESS EXCLUSIVE public.t\nlose column public.t a data\nbreak drop public.t a a\n"
       "fail 2BP01 view v depends on column a of table t"},
  });
}

TEST_CASE("partitions") {
  check({
      {partitions, "ALTER TABLE q ADD COLUMN c int DEFAULT random()", all,
       "ACCESS EXCLUSIVE public.q\nACCESS EXCLUSIVE public.q1\nACCESS EXCLUSIVE public.q2\n"
       "rewrite public.q1.c (volatile_default)\nrewrite public.q2.c (volatile_default)"},
      {partitions, "ALTER TABLE q OWNER TO postgres", all, "ACCESS EXCLUSIVE public.q"},
      {partitions,
       "ALTER TABLE q ADD UNIQUE (a)",
       {12, 15, 17},
       "ACCESS EXCLUSIVE public.q\nSHARE public.q1\nSHARE public.q2\nnew ACCESS EXCLUSIVE public.q_a_key\n"
       "new ACCESS EXCLUSIVE public.q1_a_key\nnew ACCESS EXCLUSIVE public.q2_a_key\n"
       "build public.q1 q1_a_key (add_unique)\nbuild public.q2 q2_a_key (add_unique)"},
      {partitions,
       "ALTER TABLE q ADD UNIQUE (b)",
       {12, 15, 17},
       "ACCESS EXCLUSIVE public.q"
       "\nfail 0A000 a unique constraint on a partitioned table must include the "
       "partition key column a"},
      {"CREATE TABLE q (a int) PARTITION BY LIST (a); CREATE TABLE d PARTITION OF q DEFAULT; CREATE TABLE n (a int)",
       "ALTER TABLE q ATTACH PARTITION n FOR VALUES IN (1)", all,
       "SHARE UPDATE EXCLUSIVE public.q\nACCESS EXCLUSIVE public.n\nACCESS EXCLUSIVE public.d\n"
       "scan public.n (attach_partition)\nscan public.d (default_partition)"},
      {partitions,
       "ALTER TABLE q DETACH PARTITION q1",
       {12, 13},
       "ACCESS EXCLUSIVE public.q\nSHARE UPDATE EXCLUSIVE public.q1"},
      {partitions,
       "ALTER TABLE q DETACH PARTITION q1",
       {14, 18},
       "ACCESS EXCLUSIVE public.q\nACCESS EXCLUSIVE public.q1"},
      {partitions,
       "ALTER TABLE q DETACH PARTITION q1 CONCURRENTLY",
       {14, 18},
       "SHARE UPDATE EXCLUSIVE public.q\nACCESS EXCLUSIVE public.q1\nforbidden"},
      {partitions, "CREATE TABLE q3 PARTITION OF q FOR VALUES FROM (20) TO (30)", all,
       "new ACCESS EXCLUSIVE public.q3\nACCESS EXCLUSIVE public.q"},
  });
}

TEST_CASE("CREATE TABLE locks what it refers to") {
  check({
      {parent_and_child, "CREATE TABLE n (a int REFERENCES p, id serial PRIMARY KEY)", all,
       "new ACCESS EXCLUSIVE public.n\nSHARE ROW EXCLUSIVE public.p\nnew ACCESS EXCLUSIVE public.n_id_seq\n"
       "new ACCESS EXCLUSIVE public.n_pkey"},
      {table, "CREATE TABLE n () INHERITS (t)", all, "new ACCESS EXCLUSIVE public.n\nSHARE UPDATE EXCLUSIVE public.t"},
      {table, "CREATE TABLE n (LIKE t INCLUDING ALL)", all, "new ACCESS EXCLUSIVE public.n\nACCESS SHARE public.t"},
      {table, "CREATE TABLE n AS SELECT * FROM t", all,
       "ACCESS SHARE public.t\nnew ACCESS EXCLUSIVE public.n\nquery public.n (create_table_as)"},
      {table, "CREATE TABLE IF NOT EXISTS t (a int)", all, ""},
  });
}

TEST_CASE("what the target version does not know fails") {
  const auto fails = [](const char* sql, int version) {
    return effects_text(table, sql, version).find("needs PostgreSQL") != std::string::npos;
  };
  CHECK(fails("ALTER TABLE t ALTER b SET COMPRESSION lz4", 13));
  CHECK_FALSE(fails("ALTER TABLE t ALTER b SET COMPRESSION lz4", 14));
  CHECK(fails("ALTER TABLE t ALTER b DROP EXPRESSION", 12));
  CHECK(fails("ALTER TABLE t SET ACCESS METHOD heap", 14));
  CHECK(fails("ALTER TABLE t ADD CONSTRAINT n NOT NULL b NOT VALID", 17));
  CHECK(fails("ALTER TABLE t ADD CONSTRAINT n CHECK (b > 0) NOT ENFORCED", 17));
  CHECK(fails("ALTER TABLE t ADD COLUMN c int GENERATED ALWAYS AS (a) VIRTUAL", 17));
  CHECK(fails("ALTER TABLE t ADD UNIQUE NULLS NOT DISTINCT (a)", 14));
}

TEST_CASE("each fact points at its own action") {
  const std::string sql = "ALTER TABLE t ALTER b SET DEFAULT 1, ADD COLUMN c uuid DEFAULT gen_random_uuid()";
  const auto effects = pginterlock::test::effects_after(table, sql);
  REQUIRE(effects.work.size() == 1);
  const pginterlock::Span cause = effects.work[0].cause;
  CHECK(sql.substr(cause.begin, cause.size()) == "ADD COLUMN c uuid DEFAULT gen_random_uuid()");
}
