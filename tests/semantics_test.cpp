#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "effects_text.h"
#include "pg/signatures.h"

using pginterlock::pg::Resolved;
using pginterlock::pg::Volatility;

// What PostgreSQL's parser makes of expressions, and where it refuses them. Measured on PostgreSQL 12 to 18.

namespace {

using Types = std::vector<std::string_view>;

std::string first_failure(std::string_view setup, std::string_view sql, int version = 15) {
  const pginterlock::Effects effects = pginterlock::test::effects_after(setup, sql, version);
  return effects.failures.empty() ? "none" : effects.failures.front().sqlstate;
}

constexpr std::string_view tables =
    "CREATE TABLE t (a integer, b text, v varchar(10), ts timestamp); CREATE TABLE other (a integer);"
    "CREATE FUNCTION gone() RETURNS integer LANGUAGE sql AS 'SELECT 1'; DROP FUNCTION gone();";

}  // namespace

TEST_CASE("a call resolves to the function that its arguments pick") {
  using pginterlock::pg::resolve_function;
  CHECK(resolve_function("length", Types{"text"}, false, 15).result == "int4");
  CHECK(resolve_function("length", Types{"varchar"}, false, 15).outcome == Resolved::one);
  CHECK(resolve_function("length", Types{"int4"}, false, 15).outcome == Resolved::none);
  CHECK(resolve_function("date_trunc", Types{"unknown", "timestamp"}, false, 15).volatility == Volatility::immutable);
  CHECK(resolve_function("date_trunc", Types{"unknown", "timestamptz"}, false, 15).volatility == Volatility::stable);
  CHECK(resolve_function("concat", Types{"int4", "text", "bool"}, false, 15).result == "text");
  CHECK(resolve_function("max", Types{"int4"}, false, 15).aggregate);
  CHECK(resolve_function("generate_series", Types{"int4", "int4"}, false, 15).set_returning);
  CHECK(resolve_function("uuidv7", Types{}, false, 17).outcome == Resolved::no_name);
  CHECK(resolve_function("uuidv7", Types{}, false, 18).result == "uuid");
  CHECK(resolve_function("lower", Types{""}, false, 15).outcome == Resolved::several);
  CHECK(resolve_function("array_append", Types{"_int4", "int4"}, false, 13).result == "_int4");
}

TEST_CASE("an operator resolves by its operands, and a literal takes the type of the other one") {
  using pginterlock::pg::resolve_operator;
  CHECK(resolve_operator(">", "int4", "unknown", 15).result == "bool");
  CHECK(resolve_operator("+", "int4", "int8", 15).result == "int8");
  CHECK(resolve_operator("||", "text", "int4", 15).volatility == Volatility::stable);
  CHECK(resolve_operator("||", "varchar", "unknown", 15).volatility == Volatility::immutable);
  CHECK(resolve_operator("-", std::nullopt, "int4", 15).result == "int4");
  CHECK(resolve_operator("+", "text", "int4", 15).outcome == Resolved::none);
}

TEST_CASE("an expression fails by what it names and by where it stands") {
  constexpr std::array<std::array<std::string_view, 2>, 22> cases = {{
      {"ALTER TABLE t ADD CHECK (missing > 0)", "42703"},
      {"ALTER TABLE t ADD CHECK (t.missing > 0)", "42703"},
      {"ALTER TABLE t ADD CHECK (other.a > 0)", "42P01"},
      {"ALTER TABLE t ADD CHECK (gone() > 0)", "42883"},
      {"ALTER TABLE t ADD CHECK (b > 5)", "42883"},
      {"ALTER TABLE t ADD CHECK (a > (SELECT 1))", "0A000"},
      {"ALTER TABLE t ADD CHECK (max(a) > 0)", "42803"},
      {"ALTER TABLE t ADD CHECK (row_number() OVER () > 0)", "42P20"},
      {"ALTER TABLE t ADD CHECK (generate_series(1, a) > 0)", "0A000"},
      {"ALTER TABLE t ADD CHECK (a)", "42804"},
      {"ALTER TABLE t ADD CHECK (a > 0 AND b)", "42804"},
      {"ALTER TABLE t ADD CHECK (ctid IS NOT NULL)", "42P10"},
      {"ALTER TABLE t ADD CHECK (a::date > now())", "42846"},
      {"ALTER TABLE t ADD CHECK (a > 0 OR unheard_of(b))", "none"},
      {"ALTER TABLE t ADD CHECK (lower(v) = v AND length(b) < 5 AND t IS NOT NULL)", "none"},
      {"ALTER TABLE t ADD COLUMN c integer DEFAULT a", "0A000"},
      {"ALTER TABLE t ADD COLUMN c integer DEFAULT 'x'", "22P02"},
      {"ALTER TABLE t ADD COLUMN c integer DEFAULT now()", "42804"},
      {"ALTER TABLE t ADD COLUMN c integer GENERATED ALWAYS AS (a + random()::integer) STORED", "42P17"},
      {"ALTER TABLE t ALTER COLUMN ts TYPE integer USING ts::integer", "42846"},
      {"ALTER TABLE t ALTER COLUMN a TYPE date USING b", "42804"},
      {"ALTER TABLE t ALTER COLUMN a TYPE text USING a || b", "none"},
  }};
  for (const auto& [sql, sqlstate] : cases) {
    CAPTURE(sql);
    CHECK(first_failure(tables, sql) == sqlstate);
  }
}

TEST_CASE("of a table that no script made nothing is claimed to be missing") {
  CHECK(first_failure("", "ALTER TABLE t ADD CHECK (missing > 0 AND unheard_of(missing))") == "none");
  CHECK(first_failure("", "ALTER TABLE t ADD CHECK (a > (SELECT 1))") == "0A000");
}

TEST_CASE("what depends on a column is made anew with the casts that PostgreSQL put there") {
  const std::string indexed = std::string(tables) + "CREATE INDEX i ON t (lower(v)); CREATE INDEX j ON t ((a + 1));";
  CHECK(first_failure(indexed, "ALTER TABLE t ALTER COLUMN v TYPE bigint USING 5") == "none");
  CHECK(first_failure(indexed, "ALTER TABLE t ALTER COLUMN a TYPE text") == "42883");
  const std::string dated = std::string(tables) + "CREATE INDEX k ON t (date_trunc('day', ts));";
  CHECK(first_failure(dated, "ALTER TABLE t ALTER COLUMN ts TYPE timestamptz") == "42P17");
}

TEST_CASE("an expression that is nested very deeply is typed without recursion") {
  std::string sum = "a";
  for (int i = 0; i < 2000; ++i) sum += " + 1";
  CHECK(first_failure(tables, "ALTER TABLE t ADD CHECK (" + sum + " > 0)") == "none");
}
