#include <doctest/doctest.h>

#include <string>

#include "pg/script.h"
#include "schema/apply.h"
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
      "CREATE UNIQUE INDEX i ON ONLY t USING btree (lower(a) text_pattern_ops DESC, b) WHERE (gone  IS /* no */ NULL);");
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
