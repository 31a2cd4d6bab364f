#include <doctest/doctest.h>

#include <string_view>
#include <vector>

#include "effects_text.h"

using pginterlock::test::effects_text;

// What statements do because of what history made around their object. Measured on PostgreSQL 12, 15 and 18.

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

constexpr std::string_view views =
    "CREATE TABLE c (id int, z text);"
    "CREATE VIEW v AS SELECT * FROM c;"
    "CREATE VIEW v2 AS SELECT id FROM v;";
constexpr std::string_view materialized =
    "CREATE TABLE c (id int, z text);"
    "CREATE MATERIALIZED VIEW mv AS SELECT id FROM c;";
constexpr std::string_view triggers =
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';"
    "CREATE TABLE s (id int);"
    "CREATE TRIGGER tr BEFORE INSERT ON s FOR EACH ROW EXECUTE FUNCTION f();";
constexpr std::string_view domain =
    "CREATE DOMAIN d AS int CHECK (value > 0);"
    "CREATE TABLE td (x d);";
constexpr std::string_view mood =
    "CREATE TYPE mood AS ENUM ('sad', 'ok');"
    "CREATE TABLE person (id int, feels mood);";

}  // namespace

TEST_CASE("queries through views lock what the views read") {
  check({
      {views, "SELECT * FROM v2",
       "ACCESS SHARE public.v2\nACCESS SHARE public.v\nACCESS SHARE public.c\nquery public.v2 (select) bounded"},
      {views, "UPDATE v SET z = 'k' WHERE id = 1",
       "ROW EXCLUSIVE public.v\nROW EXCLUSIVE public.c\nbulk public.v (update) bounded"},
      {views, "BEGIN; LOCK v2",
       "ACCESS EXCLUSIVE public.v2\nACCESS EXCLUSIVE public.v\nACCESS EXCLUSIVE public.c\nrequired"},
      {views, "CREATE VIEW v3 AS SELECT * FROM v2", "ACCESS SHARE public.v2\nnew ACCESS EXCLUSIVE public.v3"},
  });
}

TEST_CASE("what a view depends on cannot be dropped without CASCADE") {
  check({
      {views, "DROP TABLE c",
       "ACCESS EXCLUSIVE public.c\nlose table public.c c data\nbreak drop public.c c\n"
       "fail 2BP01 cannot drop table public.c because view public.v depends on it"},
      {views, "DROP TABLE c CASCADE",
       "ACCESS EXCLUSIVE public.c\nACCESS EXCLUSIVE public.v\nACCESS EXCLUSIVE public.v2\n"
       "lose table public.c c data\nlose view public.v v implicit\nlose view public.v2 v2 implicit\n"
       "break drop public.c c\nbreak drop public.v v\nbreak drop public.v2 v2"},
      {views, "DROP VIEW v2, v",
       "ACCESS EXCLUSIVE public.v2\nACCESS EXCLUSIVE public.v\nlose view public.v2 v2\nlose view public.v v\n"
       "break drop public.v2 v2\nbreak drop public.v v"},
      {views, "DROP TABLE v", "fail 42809 \"v\" is not a table"},
      {views, "TRUNCATE v", "fail 42809 \"v\" is not a table"},
      {views, "CREATE VIEW v AS SELECT 1 AS a", "fail 42P07 relation \"v\" already exists"},
      {views, "CREATE OR REPLACE VIEW c AS SELECT 1 AS a", "fail 42809 \"c\" is not a view"},
  });
}

TEST_CASE("REFRESH CONCURRENTLY needs a unique index on columns") {
  check({
      {materialized, "REFRESH MATERIALIZED VIEW mv",
       "ACCESS EXCLUSIVE public.mv\nACCESS SHARE public.c\nrewrite public.mv (refresh)"},
      {materialized, "REFRESH MATERIALIZED VIEW CONCURRENTLY mv",
       "EXCLUSIVE public.mv\nfail 55000 cannot refresh materialized view \"public.mv\" concurrently: it has no unique "
       "index on columns without a WHERE clause"},
      {materialized, "CREATE UNIQUE INDEX u ON mv (id); REFRESH MATERIALIZED VIEW CONCURRENTLY mv",
       "EXCLUSIVE public.mv\nROW EXCLUSIVE public.u\nACCESS SHARE public.c\nquery public.mv (refresh)"},
      {"", "REFRESH MATERIALIZED VIEW CONCURRENTLY mv", "EXCLUSIVE public.mv\nquery public.mv (refresh)"},
      {"", "REFRESH MATERIALIZED VIEW mv WITH NO DATA", "ACCESS EXCLUSIVE public.mv"},
  });
}

TEST_CASE("triggers go with their function") {
  check({
      {triggers, "DROP FUNCTION f",
       "lose function f\nbreak drop f\n"
       "fail 2BP01 cannot drop function public.f because trigger tr on table public.s depends on it"},
      {triggers, "DROP FUNCTION f() CASCADE",
       "ACCESS EXCLUSIVE public.s\nlose function f\nlose trigger public.s tr implicit\nbreak drop f"},
      {triggers, "DROP TRIGGER tr ON s", "ACCESS EXCLUSIVE public.s\nlose trigger public.s tr"},
      {triggers, "DROP TRIGGER nope ON s", "fail 42704 trigger \"nope\" for table \"s\" does not exist"},
      {triggers, "DROP TRIGGER IF EXISTS nope ON s", ""},
  });
}

TEST_CASE("constraints of a domain are checked in every table that uses it") {
  check({
      {domain, "ALTER DOMAIN d ADD CONSTRAINT c CHECK (value < 9)",
       "SHARE public.td\nscan public.td.x (domain_constraint)"},
      {domain, "ALTER DOMAIN d ADD CONSTRAINT c CHECK (value < 9) NOT VALID", ""},
      {domain, "ALTER DOMAIN d SET NOT NULL", "SHARE public.td\nscan public.td.x (domain_constraint)"},
      {domain, "ALTER DOMAIN d DROP NOT NULL", ""},
      {domain, "DROP DOMAIN d",
       "lose domain d\nbreak drop d\n"
       "fail 2BP01 cannot drop type public.d because column x of table public.td depends on it"},
      {domain, "DROP DOMAIN d CASCADE",
       "ACCESS EXCLUSIVE public.td\nlose domain d\nlose column public.td x data implicit\nbreak drop d\n"
       "break drop public.td x td.x"},
  });
}

TEST_CASE("a new enum label cannot be used before it is committed") {
  check({
      {mood, "ALTER TYPE mood ADD VALUE 'great'", ""},
      {mood, "ALTER TYPE mood ADD VALUE 'ok'", "fail 42710 enum label \"ok\" already exists"},
      {mood, "ALTER TYPE mood ADD VALUE 'great'; INSERT INTO person VALUES (1, 'great')",
       "ROW EXCLUSIVE public.person"},
      {mood, "BEGIN; ALTER TYPE mood ADD VALUE 'great'; INSERT INTO person VALUES (1, 'great')",
       "ROW EXCLUSIVE public.person\nfail 55P04 unsafe use of new value \"great\" of enum type mood"},
      {mood, "BEGIN; ALTER TYPE mood ADD VALUE 'great'; INSERT INTO person VALUES (1, 'ok')",
       "ROW EXCLUSIVE public.person"},
      {mood, "BEGIN; ALTER TYPE mood ADD VALUE 'great'; SELECT 'great'::mood",
       "fail 55P04 unsafe use of new value \"great\" of enum type mood"},
      {mood, "BEGIN; ALTER TYPE mood ADD VALUE 'great'; UPDATE person SET feels = 'great' WHERE id = 1",
       "ROW EXCLUSIVE public.person\nbulk public.person (update) bounded\n"
       "fail 55P04 unsafe use of new value \"great\" of enum type mood"},
  });
}
