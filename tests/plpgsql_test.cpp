// Bodies of PL/pgSQL: their statements and where those stand.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "pg/plpgsql.h"
#include "pg/text_origin.h"

using namespace pginterlock;
using pg::BodyStatement;
using pg::BodyStatementKind;

namespace {

pg::RoutineBody parse(const std::string& body) { return pg::parse_plpgsql("DO $pg$" + body + "$pg$", body); }

/// Each expression and statement of SQL: where it stands in the body, and its text.
void list(const std::vector<BodyStatement>& statements, const std::string& body, std::vector<std::string>& out) {
  for (const BodyStatement& statement : statements) {
    const auto add = [&](const pg::BodySql& sql) {
      if (sql.text.empty()) return;
      out.push_back(sql.offset ? body.substr(*sql.offset, sql.text.size()) : "nowhere: " + sql.text);
    };
    add(statement.sql);
    for (const auto& branch : statement.branches) {
      if (branch.guard) add(*branch.guard);
      list(branch.body, body, out);
    }
    list(statement.body, body, out);
    for (const auto& handler : statement.handlers) list(handler.body, body, out);
  }
}

std::vector<std::string> pieces(const std::string& body) {
  std::vector<std::string> out;
  const pg::RoutineBody parsed = parse(body);
  CAPTURE(parsed.error);
  CHECK(parsed.error.empty());
  list({parsed.block}, body, out);
  return out;
}

}  // namespace

TEST_CASE("each statement of a body is found where it stands, not in a comment that says the same") {
  using Pieces = std::vector<std::string>;
  CHECK(pieces("BEGIN\n  -- DROP TABLE t;\n  DROP TABLE t; DROP TABLE t;\nEND") ==
        Pieces{"DROP TABLE t", "DROP TABLE t"});
  CHECK(
      pieces("BEGIN IF 'é' = 'é' THEN\n DROP TABLE a; ELSIF true THEN DROP TABLE b; ELSE DROP TABLE c; END IF; END") ==
      Pieces{"'é' = 'é'", "DROP TABLE a", "true", "DROP TABLE b", "DROP TABLE c"});
  CHECK(pieces("DECLARE r record; BEGIN FOR r IN SELECT 1 AS a LOOP DELETE FROM t WHERE a = r.a; END LOOP; END") ==
        Pieces{"SELECT 1 AS a", "DELETE FROM t WHERE a = r.a"});
  CHECK(pieces("BEGIN DROP TABLE a; EXCEPTION WHEN undefined_table THEN DROP TABLE b; END") ==
        Pieces{"DROP TABLE a", "DROP TABLE b"});
}

TEST_CASE("INTO is blank and PERFORM is SELECT, so that bytes keep their places") {
  const std::string body = "DECLARE n int; BEGIN\n  SELECT a INTO n FROM t; PERFORM  f(n); END";
  const pg::RoutineBody parsed = parse(body);
  REQUIRE(parsed.block.body.size() >= 2);
  const pg::BodySql& select = parsed.block.body[0].sql;
  CHECK(select.text == "SELECT a        FROM t");
  REQUIRE(select.offset);
  CHECK(body.compare(*select.offset, 8, "SELECT a") == 0);
  CHECK(parsed.block.body[0].variable == "n");
  const pg::BodySql& perform = parsed.block.body[1].sql;
  CHECK(perform.text == "SELECT   f(n)");
  REQUIRE(perform.offset);
  CHECK(body.substr(*perform.offset, perform.text.size()) == "PERFORM  f(n)");
}

TEST_CASE("handlers, loops and RAISE say what they are") {
  const pg::RoutineBody parsed = parse(
      "DECLARE v text; BEGIN RAISE NOTICE 'x'; RAISE EXCEPTION 'y'; RAISE unique_violation; COMMIT;"
      " FOREACH v IN ARRAY ARRAY['a'] LOOP EXIT WHEN v = 'b'; CONTINUE; END LOOP; v := 'c';"
      " EXCEPTION WHEN duplicate_object OR duplicate_table THEN NULL; WHEN OTHERS THEN ROLLBACK; END");
  // The compiler puts RETURN behind a block with handlers, and a block around both.
  REQUIRE(parsed.block.body.size() == 2);
  const BodyStatement& block = parsed.block.body[0];
  const auto& body = block.body;
  REQUIRE(body.size() >= 6);
  CHECK((body[0].kind == BodyStatementKind::raise && !body[0].fails));
  CHECK((body[1].kind == BodyStatementKind::raise && body[1].fails));
  CHECK(body[2].condition == "unique_violation");
  CHECK(body[3].kind == BodyStatementKind::commit);
  CHECK((body[4].kind == BodyStatementKind::foreach && body[4].variable == "v"));
  REQUIRE(body[4].body.size() == 2);
  CHECK((body[4].body[0].conditional && !body[4].body[0].again));
  CHECK((!body[4].body[1].conditional && body[4].body[1].again));
  CHECK((body[5].kind == BodyStatementKind::assign && body[5].variable == "v"));
  REQUIRE(block.handlers.size() == 2);
  CHECK(block.handlers[0].conditions == std::vector<std::string>{"duplicate_object", "duplicate_table"});
  CHECK(block.handlers[1].conditions == std::vector<std::string>{"others"});
}

TEST_CASE("the body of a trigger function is read, with the names that it begins with") {
  const std::string body = "BEGIN IF TG_OP = 'INSERT' THEN UPDATE t SET a = NEW.a; END IF; RETURN NULL; END";
  const pg::RoutineBody parsed =
      pg::parse_plpgsql("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $pg$" + body + "$pg$", body);
  CHECK(parsed.error.empty());
  const auto has = [&](std::string_view name) {
    return std::any_of(parsed.variables.begin(), parsed.variables.end(),
                       [&](const auto& variable) { return variable.name == name; });
  };
  CHECK(has("new"));
  CHECK(has("tg_op"));
  REQUIRE(parsed.block.body.size() == 2);
  CHECK(parsed.block.body[0].branches[0].body[0].sql.text == "UPDATE t SET a = NEW.a");
}

TEST_CASE("a body that is cut off anywhere, or nested too deeply, is an error and no crash") {
  const std::string body =
      "DECLARE r record; v text := 'a'; BEGIN IF NOT EXISTS (SELECT 1 FROM t) THEN ALTER TABLE t ADD COLUMN c int;"
      " ELSE EXECUTE format('DROP TABLE %I', v) USING r; END IF; FOR r IN SELECT 1 LOOP CASE v WHEN 'a' THEN"
      " RETURN; ELSE NULL; END CASE; END LOOP; EXCEPTION WHEN OTHERS THEN RAISE; END";
  CHECK(parse(body).error.empty());
  for (std::size_t end = 0; end < body.size(); ++end) {
    CAPTURE(end);
    CHECK_FALSE(parse(body.substr(0, end)).error.empty());
  }
  for (std::size_t at = 0; at < body.size(); ++at) parse(body.substr(0, at) + body.substr(at + 1));
  std::string nested;
  for (int i = 0; i < 400; ++i) nested += "BEGIN ";
  for (int i = 0; i < 400; ++i) nested += "END; ";
  CHECK_FALSE(parse(nested).error.empty());
}

TEST_CASE("the bytes of a literal are found in the file") {
  const auto place = [](const std::string& source, const std::string& value, const std::string& part) {
    const pg::HiddenText text = pg::hidden_text(source, 0, value);
    const std::size_t at = text.text.find(part);
    const Span span = text.origin.map({at, at + part.size()});
    return source.substr(span.begin, span.size());
  };
  CHECK(place("$a$one two$a$", "one two", "two") == "two");
  CHECK(place("'one ''x'' two'", "one 'x' two", "two") == "two");
  CHECK(place("'one ''x'' two'", "one 'x' two", "'x'") == "''x''");
  CHECK(place("E'one\\ntwo'", "one\ntwo", "two") == "two");
  // What cannot be followed is the literal as a whole.
  CHECK(place("U&'\\0041 two'", "A two", "two") == "U&'\\0041 two'");
}
