#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "pg/script.h"
#include "schema/apply.h"
#include "schema/compare.h"
#include "schema/schema.h"

using namespace pginterlock;

namespace {

/// A schema after some SQL, all of it in one migration and one transaction.
struct Replayed {
  explicit Replayed(const std::string& sql, int version = 17) : pg_version(version) { run(sql); }

  void run(const std::string& sql) {
    const SourceFile source("test.sql", sql);
    pg::Script script(source);
    while (script.next_batch()) {
      for (const pg::Statement& statement : script.statements()) {
        REQUIRE_MESSAGE(!statement.error, statement.text());
        apply_to_schema({statement, search_path, migration, transaction, pg_version}, schema);
      }
    }
  }
  const Relation& table(const std::string& name) const {
    const Relation* relation = schema.relation({"public", name});
    REQUIRE_MESSAGE(relation != nullptr, name);
    return *relation;
  }
  const Column& column(const std::string& table_name, const std::string& name) const {
    const Column* found = table(table_name).column(name);
    REQUIRE_MESSAGE(found != nullptr, name);
    return *found;
  }
  bool has(const std::string& name) const { return schema.relation({"public", name}) != nullptr; }
  std::string indexes(const std::string& name) const {
    std::string names;
    for (const auto& index : table(name).indexes) names += (names.empty() ? "" : " ") + index->name;
    return names;
  }
  std::string constraints(const std::string& name) const {
    std::string names;
    for (const auto& one : table(name).constraints) names += (names.empty() ? "" : " ") + one->name;
    return names;
  }

  Schema schema;
  std::vector<std::string> search_path{"public"};
  std::size_t migration = 1;
  std::size_t transaction = 1;
  int pg_version;
};

}  // namespace

TEST_CASE("CREATE TABLE tells columns, types, defaults and NOT NULL") {
  const Replayed after(
      "CREATE TABLE t (id bigserial PRIMARY KEY, name varchar(20) NOT NULL DEFAULT 'x, y' CHECK (name <> ''),"
      " at timestamptz DEFAULT  now ( )  NOT NULL, total numeric(10,2) GENERATED ALWAYS AS (a * b) STORED,"
      " a int, b int DEFAULT NULL);");
  CHECK(after.table("t").complete);
  CHECK(pg::sql_type(after.column("t", "id").type) == "bigint");
  CHECK(after.column("t", "id").not_null);
  CHECK(after.column("t", "id").owned_sequence == QualifiedName{"public", "t_id_seq"});
  CHECK(after.has("t_id_seq"));
  CHECK(after.column("t", "name").default_sql == "'x, y'");
  CHECK(after.column("t", "name").default_volatility == pg::Volatility::immutable);
  CHECK(after.column("t", "at").default_sql == "now ( )");
  CHECK(after.column("t", "at").default_volatility == pg::Volatility::stable);
  CHECK(after.column("t", "at").not_null);
  CHECK(after.column("t", "total").generated == Generated::stored);
  CHECK(after.column("t", "total").default_sql == "a * b");
  CHECK(after.column("t", "total").generated_from == std::vector<std::string>{"a", "b"});
  CHECK_FALSE(after.column("t", "b").default_sql);
}

TEST_CASE("names that PostgreSQL makes") {
  const Replayed after(
      "CREATE TABLE t (id serial PRIMARY KEY, a int UNIQUE, b int CHECK (b > 0), c int CHECK (c > 0 OR b > 0),"
      " d int REFERENCES t, CHECK (a > 0), CHECK (a > b), UNIQUE (a, b), FOREIGN KEY (a, b) REFERENCES t (a, b),"
      " EXCLUDE USING gist (int4range(a, b) WITH &&), EXCLUDE USING btree (a WITH =), UNIQUE (c) INCLUDE (d));"
      "CREATE INDEX ON t (a, b); CREATE INDEX ON t (lower(a::text), (a + b)) INCLUDE (b);"
      "CREATE INDEX ON t ((a + b), (b + 1)); CREATE INDEX ON t (a) INCLUDE (d); CREATE INDEX ON t (a);"
      "CREATE INDEX ON t (a);");
  CHECK(after.constraints("t") ==
        "t_b_check t_check t_a_check t_check1 t_pkey t_a_key t_a_b_key t_c_d_key t_int4range_excl t_a_excl t_d_fkey "
        "t_a_b_fkey");
  CHECK(after.indexes("t") ==
        "t_pkey t_a_key t_a_b_key t_c_d_key t_int4range_excl t_a_excl t_a_b_idx t_lower_expr_b_idx t_expr_expr1_idx "
        "t_a_d_idx t_a_idx t_a_idx1");
}

TEST_CASE("ADD COLUMN on an unknown table makes known only what is known") {
  const Replayed after("ALTER TABLE u ADD COLUMN a int NOT NULL DEFAULT 5;");
  CHECK_FALSE(after.table("u").complete);
  CHECK_FALSE(after.table("u").origin);
  CHECK(after.column("u", "a").default_sql == "5");
}

TEST_CASE("an index tells its keys, expressions and predicate") {
  const Replayed after(
      "CREATE TABLE t (a text, b int, gone boolean);"
      "CREATE UNIQUE INDEX i ON ONLY t USING btree (lower(a) text_pattern_ops DESC, b) WHERE (gone  IS /* no */ "
      "NULL);");
  const TableIndex& index = *after.table("t").index("i");
  CHECK(index.unique);
  CHECK(index.only);
  REQUIRE(index.keys.size() == 2);
  CHECK(index.keys[0].expression == "lower(a)");
  CHECK(index.keys[0].expression_columns == std::vector<std::string>{"a"});
  CHECK(index.keys[0].opclass == "text_pattern_ops");
  CHECK(index.keys[0].descending);
  CHECK(index.keys[1].column == "b");
  CHECK(index.predicate == "gone IS NULL");
  CHECK(after.schema.table_of_index({"public", "i"}) == &after.table("t"));
}

TEST_CASE("a dropped table is known to be absent, with its indexes and sequences") {
  const Replayed after("CREATE TABLE t (id serial PRIMARY KEY); DROP TABLE t; DROP TABLE other;");
  CHECK(after.schema.relations.known_absent({"public", "t"}));
  CHECK(after.schema.relations.known_absent({"public", "t_id_seq"}));
  CHECK(after.schema.relations.known_absent({"public", "t_pkey"}));
  CHECK(after.schema.relations.known_absent({"public", "other"}));
}

TEST_CASE("what PostgreSQL 18 calls NOT NULL constraints") {
  const Replayed after("CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL, b int CONSTRAINT mine NOT NULL);", 18);
  CHECK(after.constraints("t") == "t_id_not_null t_a_not_null mine t_pkey");
  CHECK(Replayed("CREATE TABLE t (a int NOT NULL);", 17).constraints("t").empty());
}

TEST_CASE("a NOT NULL that is not valid proves nothing until it is validated") {
  Replayed after("CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID;", 18);
  CHECK(after.column("t", "a").not_null);
  CHECK_FALSE(after.table("t").proves_not_null("a"));
  after.run("ALTER TABLE t VALIDATE CONSTRAINT n;");
  CHECK(after.table("t").proves_not_null("a"));
  after.run("ALTER TABLE t DROP CONSTRAINT n;");
  CHECK_FALSE(after.column("t", "a").not_null);
}

TEST_CASE("a CHECK proves NOT NULL only by IS NOT NULL in a conjunction, and when valid") {
  Replayed after(
      "CREATE TABLE t (a int, b int, c int, d int, e int,"
      " CHECK (a IS NOT NULL AND (b > 0 AND NOT (c IS NULL))), CHECK (d IS NOT NULL OR a > 0));"
      "ALTER TABLE t ADD CONSTRAINT late CHECK (e IS NOT NULL) NOT VALID;");
  CHECK(after.table("t").proves_not_null("a"));
  CHECK_FALSE(after.table("t").proves_not_null("b"));
  CHECK(after.table("t").proves_not_null("c"));
  CHECK_FALSE(after.table("t").proves_not_null("d"));
  CHECK_FALSE(after.table("t").proves_not_null("e"));
  after.run("ALTER TABLE t VALIDATE CONSTRAINT late;");
  CHECK(after.table("t").proves_not_null("e"));
}

TEST_CASE("IF NOT EXISTS leaves what is known and doubts what is not") {
  const Replayed after(
      "CREATE TABLE t (a int); CREATE TABLE IF NOT EXISTS t (b int); CREATE TABLE IF NOT EXISTS u (b int);"
      "DROP TABLE v; CREATE TABLE IF NOT EXISTS v (b int);");
  CHECK(after.table("t").column("b") == nullptr);
  CHECK(after.table("t").origin->certain);
  CHECK_FALSE(after.table("u").origin->certain);
  CHECK(after.table("v").origin->certain);
}

TEST_CASE("LIKE copies what it includes") {
  const Replayed after(
      "CREATE TABLE q (a int NOT NULL DEFAULT 1, b int UNIQUE, CONSTRAINT qc CHECK (a > 0)); CREATE INDEX own ON q (a);"
      "CREATE TABLE bare (LIKE q); CREATE TABLE whole (LIKE q INCLUDING ALL);");
  CHECK(after.column("bare", "a").not_null);
  CHECK_FALSE(after.column("bare", "a").default_sql);
  CHECK(after.constraints("bare").empty());
  CHECK(after.column("whole", "a").default_sql == "1");
  CHECK(after.constraints("whole") == "qc whole_b_key");
  CHECK(after.indexes("whole") == "whole_b_key whole_a_idx");
  CHECK_FALSE(Replayed("CREATE TABLE t (LIKE unknown);").table("t").complete);
}

TEST_CASE("a partition takes over columns, checks, indexes and foreign keys") {
  Replayed after(
      "CREATE TABLE r (x int PRIMARY KEY);"
      "CREATE TABLE p (a int NOT NULL PRIMARY KEY, b int CHECK (b > 0), c int REFERENCES r) PARTITION BY RANGE (a);"
      "CREATE INDEX myix ON p (b, c); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (10);");
  CHECK(after.table("p").kind == RelationKind::partitioned_table);
  CHECK(after.table("p1").partition_bound == "FOR VALUES FROM (1) TO (10)");
  CHECK(after.constraints("p1") == "p_b_check p1_pkey p_c_fkey");
  CHECK(after.indexes("p1") == "p1_pkey p1_b_c_idx");
  after.run("ALTER TABLE p ADD COLUMN d int; CREATE INDEX ON p (d); ALTER TABLE p ADD UNIQUE (a, d);");
  CHECK(after.table("p1").column("d") != nullptr);
  CHECK(after.indexes("p1") == "p1_pkey p1_b_c_idx p1_d_idx p1_a_d_key");
  after.run("ALTER TABLE p DROP COLUMN d; DROP INDEX myix;");
  CHECK(after.indexes("p1") == "p1_pkey");
  after.run("ALTER TABLE p DETACH PARTITION p1;");
  CHECK(after.table("p").children.empty());
  CHECK(after.table("p1").parents.empty());
  after.run("ALTER TABLE p ATTACH PARTITION p1 DEFAULT; DROP TABLE p;");
  CHECK_FALSE(after.has("p1"));
  CHECK(after.table("r").referencing.empty());
}

TEST_CASE("changes of a parent reach children unless ONLY is written") {
  Replayed after("CREATE TABLE t (a int, b int); CREATE TABLE c () INHERITS (t);");
  after.run("ALTER TABLE t ALTER b SET NOT NULL, ALTER a TYPE bigint; ALTER TABLE ONLY t ALTER a SET DEFAULT 4;");
  CHECK(after.column("c", "b").not_null);
  CHECK(pg::sql_type(after.column("c", "a").type) == "bigint");
  CHECK(after.column("t", "a").default_sql == "4");
  CHECK_FALSE(after.column("c", "a").default_sql);
  after.run("ALTER TABLE t RENAME COLUMN b TO d; ALTER TABLE c NO INHERIT t; ALTER TABLE t DROP COLUMN d;");
  CHECK(after.column("c", "d").not_null);
  CHECK(after.schema.with_descendants({"public", "t"}).size() == 1);
}

TEST_CASE("DROP COLUMN takes indexes, constraints, sequences and views along") {
  Replayed after(
      "CREATE TABLE r (x int UNIQUE, y int);"
      "CREATE TABLE t (id serial, a int, b int REFERENCES r (x), CHECK (a > b), UNIQUE (a, id));"
      "CREATE INDEX plain ON t (b); CREATE INDEX part ON t (id) WHERE a > 0; CREATE INDEX expr ON t (abs(a));"
      "CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT b FROM t;");
  after.run("ALTER TABLE t DROP COLUMN a CASCADE;");
  CHECK(after.indexes("t") == "plain");
  CHECK(after.constraints("t") == "t_b_fkey");
  CHECK_FALSE(after.has("v"));
  CHECK(after.has("w"));
  after.run("ALTER TABLE t DROP COLUMN id; ALTER TABLE r DROP COLUMN x CASCADE;");
  CHECK_FALSE(after.has("t_id_seq"));
  CHECK(after.constraints("t").empty());
  CHECK(after.table("r").referencing.empty());
}

TEST_CASE("DROP TABLE CASCADE takes views and foreign keys of others") {
  const Replayed after(
      "CREATE TABLE r (x int PRIMARY KEY); CREATE TABLE t (a int REFERENCES r ON DELETE CASCADE);"
      "CREATE VIEW v AS SELECT * FROM r; CREATE VIEW w AS SELECT x FROM v; DROP TABLE r CASCADE;");
  CHECK(after.constraints("t").empty());
  CHECK_FALSE(after.has("v"));
  CHECK_FALSE(after.has("w"));
}

TEST_CASE("a foreign key is known at both ends") {
  Replayed after(
      "CREATE TABLE r (x int PRIMARY KEY); CREATE TABLE t (a int);"
      "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES r (x) ON DELETE CASCADE NOT VALID;");
  const TableConstraint* fk = after.table("t").constraint("fk");
  CHECK(fk->references == QualifiedName{"public", "r"});
  CHECK(fk->on_delete == 'c');
  CHECK_FALSE(fk->valid);
  CHECK(after.table("r").referencing.size() == 1);
  after.run("ALTER TABLE r RENAME TO s; ALTER TABLE s RENAME COLUMN x TO y; ALTER TABLE t RENAME TO u;");
  CHECK(after.table("u").constraint("fk")->references == QualifiedName{"public", "s"});
  CHECK(after.table("u").constraint("fk")->referenced_columns == std::vector<std::string>{"y"});
  CHECK(after.table("s").referencing == std::vector<QualifiedName>{{"public", "u"}});
  after.run("ALTER TABLE u DROP CONSTRAINT fk;");
  CHECK(after.table("s").referencing.empty());
}

TEST_CASE("USING INDEX gives the index the constraint's name") {
  const Replayed after(
      "CREATE TABLE t (a int, b int); CREATE UNIQUE INDEX i ON t (a); CREATE UNIQUE INDEX j ON t (b);"
      "ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i, ADD PRIMARY KEY USING INDEX j;");
  CHECK(after.indexes("t") == "k j");
  CHECK(after.constraints("t") == "k j");
  CHECK(after.column("t", "b").not_null);
  CHECK(after.table("t").index("k")->constraint == "k");
}

TEST_CASE("drops in ALTER TABLE go before additions") {
  const Replayed after(
      "CREATE TABLE t (a int PRIMARY KEY, b int);"
      "ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY (b), DROP CONSTRAINT t_pkey;");
  REQUIRE(after.table("t").primary_key() != nullptr);
  CHECK(after.table("t").primary_key()->columns == std::vector<std::string>{"b"});
}

TEST_CASE("views tell which columns they read") {
  const Replayed after(
      "CREATE TABLE users (id int, name text); CREATE TABLE posts (id int, user_id int, body text);"
      "CREATE VIEW v AS WITH users AS (SELECT name FROM users) SELECT p.body, users.name AS n FROM posts p"
      " JOIN users ON true WHERE EXISTS (SELECT 1 FROM other o WHERE o.z = p.user_id);"
      "CREATE VIEW w AS SELECT * FROM posts; CREATE MATERIALIZED VIEW m AS SELECT id FROM unknown WITH NO DATA;");
  std::vector<std::string> reads;
  for (const Dependency& read : after.table("v").reads) reads.push_back(read.relation.name + "." + read.column);
  std::sort(reads.begin(), reads.end());
  CHECK(reads == std::vector<std::string>{"other.z", "posts.body", "posts.user_id", "users.name"});
  CHECK(after.table("w").reads.size() == 3);
  CHECK(after.table("w").columns.size() == 3);
  CHECK(pg::sql_type(after.column("w", "body").type) == "text");
  CHECK(after.table("posts").dependents.size() == 2);
  CHECK(after.table("m").reads[0].column == "id");
  CHECK_FALSE(after.table("m").with_data);
}

TEST_CASE("rows come with INSERT, COPY, MERGE, a query's result and unknown code") {
  const auto populated = [](const std::string& sql) {
    return Replayed("CREATE TABLE t (a int);" + sql).table("t").populated;
  };
  CHECK_FALSE(populated("SELECT now(); UPDATE t SET a = 1; CREATE INDEX ON t (a);"));
  CHECK(populated("INSERT INTO t VALUES (1);"));
  CHECK(populated("COPY t FROM '/x';"));
  CHECK_FALSE(populated("COPY t TO '/x';"));
  CHECK(populated("MERGE INTO t USING s ON a = b WHEN NOT MATCHED THEN INSERT VALUES (1);"));
  CHECK(populated("SELECT f();"));
  CHECK(populated("DO $$ BEGIN END $$;"));
  CHECK(populated("WITH x AS (INSERT INTO t VALUES (1) RETURNING a) SELECT 1;"));
  CHECK(Replayed("CREATE TABLE u AS SELECT 1;").table("u").populated);
  CHECK_FALSE(Replayed("CREATE TABLE u AS SELECT 1 WITH NO DATA;").table("u").populated);
  CHECK(Replayed("SELECT 1 AS a INTO u;").table("u").populated);
}

TEST_CASE("enum values that the transaction added are not usable before it ends") {
  Replayed after("CREATE TYPE e AS ENUM ('a', 'c');");
  after.transaction = 2;
  const std::string sql = "ALTER TYPE e ADD VALUE 'b' BEFORE 'c';";
  const SourceFile source("test.sql", sql);
  pg::Script script(source);
  REQUIRE(script.next_batch());
  apply_to_schema({script.statements()[0], after.search_path, 1, 2, 17, true}, after.schema);
  const QualifiedName name{"public", "e"};
  CHECK(after.schema.type(name)->labels == std::vector<std::string>{"a", "b", "c"});
  CHECK(after.schema.type(name)->labels_added_here == std::vector<std::string>{"b"});
  after.schema.end_transaction();
  CHECK(after.schema.type(name)->labels_added_here.empty());
}

TEST_CASE("a dropped type takes the columns of that type along") {
  const Replayed after(
      "CREATE DOMAIN d AS text NOT NULL CHECK (value <> ''); CREATE TABLE t (a int, b d); ALTER TYPE d RENAME TO e;"
      "CREATE TABLE u (c e); DROP DOMAIN e CASCADE;");
  CHECK(after.table("t").columns.size() == 1);
  CHECK(after.table("u").columns.empty());
  CHECK(after.schema.types.known_absent({"public", "e"}));
}

TEST_CASE("routines are known by their input arguments") {
  Replayed after(
      "CREATE FUNCTION f(a int, OUT b text, VARIADIC c varchar[]) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER"
      " SET search_path = app, pg_temp AS $$ BEGIN END $$; REVOKE ALL ON FUNCTION f(int, varchar[]) FROM PUBLIC;");
  const QualifiedName key{"public", "f(integer, character varying[])"};
  const Routine* routine = after.schema.routines.find(key);
  REQUIRE(routine != nullptr);
  CHECK(routine->volatility == pg::Volatility::stable);
  CHECK(routine->security_definer);
  CHECK(routine->search_path == "app, pg_temp");
  CHECK_FALSE(routine->public_execute);
  after.run("ALTER FUNCTION f RESET search_path; ALTER FUNCTION f(int, varchar[]) IMMUTABLE SECURITY INVOKER;");
  CHECK_FALSE(after.schema.routines.find(key)->search_path);
  CHECK_FALSE(after.schema.routines.find(key)->security_definer);
  CHECK(after.schema.routines_named({"public", "f"}).size() == 1);
  after.run("DROP FUNCTION f;");
  CHECK(after.schema.routines_named({"public", "f"}).empty());
}

TEST_CASE("SET SCHEMA and RENAME of a schema move what belongs together") {
  Replayed after("CREATE SCHEMA s; CREATE TABLE t (id serial PRIMARY KEY); ALTER TABLE t SET SCHEMA s;");
  const auto has = [&](const char* schema, const char* name) {
    return after.schema.relation({schema, name}) != nullptr;
  };
  CHECK(has("s", "t"));
  CHECK(has("s", "t_pkey"));
  CHECK(has("s", "t_id_seq"));
  CHECK(after.schema.table_of_index({"s", "t_pkey"})->name == QualifiedName{"s", "t"});
  after.run("ALTER SCHEMA s RENAME TO z;");
  CHECK(has("z", "t"));
  CHECK(has("z", "t_pkey"));
  CHECK(has("z", "t_id_seq"));
  after.run("DROP SCHEMA z CASCADE;");
  CHECK_FALSE(has("z", "t"));
}

TEST_CASE("names resolve by the search path, temporary tables first") {
  Replayed after(
      "CREATE SCHEMA a CREATE TABLE t (x int) CREATE INDEX ON t (x); CREATE TEMP TABLE u (x int); DROP TABLE a.gone;");
  const std::vector<std::string> path{"a", "public"};
  const auto resolve = [&](const char* name) { return after.schema.resolve(QualifiedName{"", name}, path); };
  CHECK(resolve("t") == QualifiedName{"a", "t"});
  CHECK(resolve("u") == QualifiedName{"pg_temp", "u"});
  CHECK(resolve("new") == QualifiedName{"public", "new"});  // all that is in `a` is known
  CHECK(resolve("gone") == QualifiedName{"public", "gone"});
  CHECK(after.schema.resolve(QualifiedName{"", "x"}, {}) == QualifiedName{"public", "x"});
  CHECK(after.schema.relation({"a", "t_x_idx"}) != nullptr);
}

TEST_CASE("a schema goes back to a mark, as often as wanted, and tells what changed") {
  Replayed after("CREATE TABLE t (a int); CREATE TABLE u (a int);");
  const Schema copy = after.schema;
  const Schema::Mark outer = after.schema.mark();
  after.run("ALTER TABLE t ADD COLUMN b int; DROP TABLE u; CREATE TABLE v (a int);");
  const Schema::Mark inner = after.schema.mark();
  after.run("ALTER TABLE t ADD COLUMN c int CHECK (c > 0); CREATE TABLE u (z int);");
  CHECK(after.schema.relations.changes_since(inner.relations).size() == 2);
  after.schema.undo_to(inner);
  CHECK(after.table("t").columns.size() == 2);
  CHECK(after.schema.constraint_names.find({"public", "t_c_check"}) == nullptr);
  CHECK_FALSE(after.has("u"));
  after.run("ALTER TABLE t ADD COLUMN d int;");
  after.schema.undo_to(inner);
  CHECK(after.table("t").columns.size() == 2);
  after.schema.undo_to(outer);
  CHECK(after.table("t").columns.size() == 1);
  CHECK(after.has("u"));
  CHECK_FALSE(after.schema.relations.known_absent({"public", "v"}));
  after.run("ALTER TABLE t ADD COLUMN e int;");
  CHECK(copy.relation({"public", "t"})->columns.size() == 1);
}

TEST_CASE("forgetting the journal keeps the schema and the marks that follow") {
  Replayed after("CREATE TABLE t (a int);");
  after.schema.forget_journal();
  const Schema::Mark mark = after.schema.mark();
  after.run("ALTER TABLE t ADD COLUMN b int;");
  CHECK(after.schema.relations.changes_since(mark.relations).size() == 1);
  after.schema.undo_to(mark);
  CHECK(after.table("t").columns.size() == 1);
}

TEST_CASE("what belongs to a table follows its names") {
  Replayed after(
      "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, a int CHECK (a > 0)); CREATE INDEX i ON t ((a + 1)) WHERE "
      "a > 0;"
      "CREATE TRIGGER g BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION f(); CREATE POLICY p ON t USING (a > 0);"
      "ALTER TABLE t RENAME a TO \"B\"; ALTER INDEX i RENAME TO j; ALTER TABLE t RENAME CONSTRAINT t_a_check TO c;"
      "ALTER TABLE t RENAME TO u;");
  const Relation& table = after.table("u");
  CHECK(table.constraint("c")->expression == "\"B\" > 0");
  CHECK(table.index("j")->predicate == "\"B\" > 0");
  CHECK(table.index("j")->keys[0].expression == "\"B\" + 1");
  CHECK(table.triggers[0]->update_columns == std::vector<std::string>{"B"});
  CHECK(table.policies[0]->columns == std::vector<std::string>{"B"});
  CHECK(after.schema.table_of_index({"public", "j"}) == &table);
  CHECK(after.table("t_id_seq").owner_table == QualifiedName{"public", "u"});
  after.run("DROP TRIGGER g ON u; DROP POLICY p ON u; ALTER TABLE u ALTER id DROP IDENTITY;");
  CHECK(after.table("u").triggers.empty());
  CHECK(after.table("u").policies.empty());
  CHECK_FALSE(after.has("t_id_seq"));
}

TEST_CASE("expressions follow the names of what they use") {
  Replayed replayed(R"(
    CREATE SEQUENCE s;
    CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
    CREATE TYPE mood AS ENUM ('sad', 'happy');
    CREATE TABLE t (a integer DEFAULT nextval('public.s'), b integer DEFAULT 1 + public.f(), c mood DEFAULT 'sad',
                    d text DEFAULT 'sad', CONSTRAINT k CHECK (c <> 'sad'::mood), CONSTRAINT l CHECK (d <> 'sad'));
    ALTER SEQUENCE s RENAME TO "New";
    ALTER FUNCTION f() RENAME TO g;
    ALTER TYPE mood RENAME VALUE 'sad' TO 'blue';
    ALTER TYPE mood RENAME TO feeling;)");
  CHECK(replayed.column("t", "a").default_sql == "nextval('public.\"New\"')");
  CHECK(replayed.column("t", "b").default_sql == "1 + public.g()");
  CHECK(replayed.column("t", "c").default_sql == "'blue'");
  CHECK(replayed.column("t", "d").default_sql == "'sad'");
  CHECK(replayed.table("t").constraint("k")->expression == "c <> 'blue'::feeling");
  CHECK(replayed.table("t").constraint("l")->expression == "d <> 'sad'");
}

TEST_CASE("a text as default keeps the type that its column had") {
  Replayed replayed("CREATE TABLE t (a timestamp DEFAULT '1970-01-01', b char(3) DEFAULT 'x', c integer DEFAULT 1);");
  replayed.run("ALTER TABLE t ALTER a TYPE timestamptz, ALTER b TYPE text, ALTER c TYPE bigint;");
  replayed.run("ALTER TABLE t ALTER a TYPE date;");
  CHECK(replayed.column("t", "a").default_sql == "'1970-01-01'::timestamp without time zone");
  CHECK(replayed.column("t", "b").default_sql == "'x'::bpchar");
  CHECK(replayed.column("t", "c").default_sql == "1");
}

TEST_CASE("signatures, triggers and publications follow names, and go with what they need") {
  Replayed replayed(R"(
    CREATE TABLE t (a integer);
    CREATE FUNCTION f(x t, y t[]) RETURNS SETOF t LANGUAGE sql AS 'SELECT x';
    CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION g();
    CREATE PUBLICATION p FOR TABLE t;
    ALTER TABLE t RENAME TO u;
    ALTER FUNCTION g() RENAME TO h;)");
  const Routine* routine = replayed.schema.routines.find({"public", "f(u, u[])"});
  REQUIRE(routine != nullptr);
  CHECK(routine->result_type == "SETOF u");
  CHECK(replayed.schema.tables_with_trigger_calling({"public", "h"}).size() == 1);
  CHECK(replayed.schema.others.find({"publication", "p"})->tables == std::vector<QualifiedName>{{"public", "u"}});
  replayed.run("DROP FUNCTION h() CASCADE;");
  CHECK(replayed.table("u").triggers.empty());
  replayed.run("DROP TABLE u CASCADE;");
  CHECK(replayed.schema.routines_named({"public", "f"}).empty());
  CHECK(replayed.schema.others.find({"publication", "p"})->tables.empty());
}

TEST_CASE("copies of an index are named after its columns as they were, and are parts of it in partitions alone") {
  Replayed replayed(R"(
    CREATE TABLE t (a integer, b integer) PARTITION BY LIST (a);
    CREATE INDEX ON t (b);
    ALTER TABLE t RENAME COLUMN b TO c;
    ALTER TABLE t ADD CONSTRAINT k CHECK (c > 0) NOT VALID;
    CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
    CREATE TABLE l (LIKE t INCLUDING ALL);)");
  CHECK(replayed.indexes("t1") == "t1_b_idx");
  CHECK(replayed.table("t1").index("t1_b_idx")->parent == QualifiedName{"public", "t_b_idx"});
  CHECK(replayed.indexes("l") == "l_b_idx");
  CHECK_FALSE(replayed.table("l").index("l_b_idx")->parent.has_value());
  CHECK_FALSE(replayed.table("t").constraint("k")->valid);
  CHECK(replayed.table("t1").constraint("k")->valid);
  CHECK(replayed.table("l").constraint("k")->valid);
}

TEST_CASE("what mentions a name is found, whatever became of it in between") {
  Replayed db(
      "CREATE TYPE state AS ENUM ('new');"
      "CREATE FUNCTION next_id() RETURNS int LANGUAGE sql AS 'SELECT 1';"
      "CREATE TABLE a (id int DEFAULT Next_Id(), s state);"
      "CREATE TABLE \"B b\" (id int DEFAULT nextval('a_seq'::regclass), s state);");
  const auto mentioning = [&](std::string_view name) {
    std::vector<std::string> found;
    db.schema.relations.for_each_mentioning(
        name, [&](const QualifiedName& one, const Relation&) { found.push_back(one.name.str()); });
    std::sort(found.begin(), found.end());
    return found;
  };
  using Names = std::vector<std::string>;
  CHECK(mentioning("state") == Names{"B b", "a"});
  CHECK(mentioning("next_id") == Names{"a"});
  CHECK(mentioning("a_seq") == Names{"B b"});
  CHECK(mentioning("B b") == Names{"B b"});

  const Schema::Mark mark = db.schema.mark();
  db.run("ALTER TABLE a DROP COLUMN s; DROP TABLE \"B b\"; CREATE TABLE c (s state);");
  const Names after = mentioning("state");
  CHECK(std::count(after.begin(), after.end(), "B b") == 0);
  CHECK(std::count(after.begin(), after.end(), "c") == 1);
  db.schema.undo_to(mark);
  CHECK(mentioning("state") == Names{"B b", "a"});
  CHECK(mentioning("a_seq") == Names{"B b"});
  db.run("CREATE TABLE c (s state)");
  CHECK(mentioning("state") == Names{"B b", "a", "c"});
  // A name without letters cannot be looked up: all are proposed.
  CHECK(mentioning("+") == Names{"B b", "a", "c"});
}

TEST_CASE("relations are doubted once, and again when they are made or come back") {
  Replayed db("CREATE TABLE a (id int); CREATE TABLE b (id int);");
  db.schema.doubt_relations();
  CHECK_FALSE(db.table("a").complete);
  const Schema::Mark mark = db.schema.mark();
  db.run("DROP TABLE b; CREATE TABLE b (id int);");
  CHECK(db.table("b").complete);
  db.schema.doubt_relations();
  CHECK_FALSE(db.table("b").complete);
  db.schema.undo_to(mark);
  CHECK_FALSE(db.table("b").complete);
  db.run("CREATE TABLE c (id int)");
  const Schema::Mark later = db.schema.mark();
  db.schema.doubt_relations();
  db.schema.undo_to(later);
  CHECK(db.table("c").complete);
  db.schema.doubt_relations();
  CHECK_FALSE(db.table("c").complete);
}

TEST_CASE("notes about objects are no objects: nothing is said of them when a way back is compared") {
  Replayed db("CREATE TABLE t (a int, b int); CREATE ROLE one; CREATE ROLE other;");
  const Schema::Mark mark = db.schema.mark();
  db.run("CREATE PUBLICATION p FOR TABLE t (a); DROP PUBLICATION p;");
  db.run("REASSIGN OWNED BY one TO other; REASSIGN OWNED BY other TO one;");
  CHECK(differences_since(db.schema, mark).empty());
}
