#include <doctest/doctest.h>

#include <string>

#include "pg/script.h"
#include "session/state.h"

using namespace pginterlock;
using std::chrono::milliseconds;

namespace {

struct Replayed {
  explicit Replayed(const std::string& sql, Envelope envelope = Envelope::none) {
    state.session.start_migration(1, envelope);
    run(sql);
  }
  void run(const std::string& sql) {
    const SourceFile source("test.sql", sql);
    pg::Script script(source);
    while (script.next_batch()) {
      for (const pg::Statement& statement : script.statements()) {
        REQUIRE_MESSAGE(!statement.error, statement.text());
        apply(statement, state);
      }
    }
  }
  bool has(const std::string& name) const { return state.schema.relation({"public", name}) != nullptr; }
  milliseconds lock_timeout() const { return state.session.lock_timeout(); }
  std::vector<std::string> search_path() const { return state.session.search_path(); }

  State state;
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("SET inside a transaction stays after COMMIT and goes with ROLLBACK") {
  CHECK(Replayed("BEGIN; SET lock_timeout = '5s'; COMMIT;").lock_timeout() == milliseconds(5000));
  CHECK(Replayed("BEGIN; SET lock_timeout = '5s'; ROLLBACK;").lock_timeout() == milliseconds(0));
  CHECK(Replayed("SET lock_timeout = 100; BEGIN; SET lock_timeout = 200; ROLLBACK;").lock_timeout() ==
        milliseconds(100));
}

TEST_CASE("SET LOCAL ends with the transaction and does nothing outside one") {
  CHECK(Replayed("BEGIN; SET LOCAL lock_timeout = '1min';").lock_timeout() == milliseconds(60000));
  CHECK(Replayed("BEGIN; SET LOCAL lock_timeout = '1min'; COMMIT;").lock_timeout() == milliseconds(0));
  CHECK(Replayed("SET LOCAL lock_timeout = '1min';").lock_timeout() == milliseconds(0));
  CHECK(Replayed("SET LOCAL lock_timeout = 7;", Envelope::message).lock_timeout() == milliseconds(7));
  CHECK(Replayed("SET LOCAL lock_timeout = 7;", Envelope::transaction).lock_timeout() == milliseconds(7));
  CHECK(Replayed("BEGIN; SET lock_timeout = 1; SET LOCAL lock_timeout = 2;").lock_timeout() == milliseconds(2));
  CHECK(Replayed("BEGIN; SET lock_timeout = 1; SET LOCAL lock_timeout = 2; COMMIT;").lock_timeout() == milliseconds(1));
  CHECK(Replayed("BEGIN; SET LOCAL lock_timeout = 2; SET lock_timeout = 1; COMMIT;").lock_timeout() == milliseconds(1));
}

TEST_CASE("RESET, DEFAULT, RESET ALL and DISCARD ALL take a setting away") {
  CHECK(Replayed("SET lock_timeout = 1; RESET lock_timeout;").lock_timeout() == milliseconds(0));
  CHECK(Replayed("SET lock_timeout = 1; SET lock_timeout TO DEFAULT;").lock_timeout() == milliseconds(0));
  CHECK(Replayed("SET lock_timeout = 1; RESET ALL;").lock_timeout() == milliseconds(0));
  CHECK(Replayed("SET lock_timeout = 1; DISCARD ALL;").lock_timeout() == milliseconds(0));
  CHECK(Replayed("SET lock_timeout = 1; BEGIN; RESET lock_timeout; ROLLBACK;").lock_timeout() == milliseconds(1));
  CHECK(Replayed("SET lock_timeout = 1; BEGIN; SET LOCAL lock_timeout TO DEFAULT;").lock_timeout() == milliseconds(0));
}

TEST_CASE("ROLLBACK TO SAVEPOINT takes back what was set after it") {
  const std::string begin =
      "BEGIN; SET lock_timeout = 1; SAVEPOINT s; SET lock_timeout = 2; SET LOCAL search_path = x;";
  CHECK(Replayed(begin + "ROLLBACK TO s;").lock_timeout() == milliseconds(1));
  CHECK(Replayed(begin + "ROLLBACK TO s;").search_path() == Names{"public"});
  CHECK(Replayed(begin + "RELEASE s;").lock_timeout() == milliseconds(2));
  CHECK(Replayed(begin + "RELEASE s; COMMIT;").lock_timeout() == milliseconds(2));
  CHECK(Replayed(begin + "RELEASE s; ROLLBACK;").lock_timeout() == milliseconds(0));
}

TEST_CASE("set_config is SET, with its third argument SET LOCAL") {
  CHECK(Replayed("SELECT set_config('lock_timeout', '3s', false);").lock_timeout() == milliseconds(3000));
  CHECK(Replayed("SELECT pg_catalog.set_config('Lock_Timeout', '3s', true);").lock_timeout() == milliseconds(0));
  CHECK(Replayed("BEGIN; SELECT set_config('lock_timeout', '3s', true);").lock_timeout() == milliseconds(3000));
  CHECK(Replayed("SELECT pg_catalog.set_config('search_path', '', false);").search_path().empty());
  CHECK(Replayed("SELECT set_config('search_path', 'a, \"B c\"', false);").search_path() == Names{"a", "B c"});
}

TEST_CASE("search_path lists schemas; quotes make one name") {
  CHECK(Replayed("SET search_path TO App, \"$user\", pg_catalog, \"Other\", public;").search_path() ==
        Names{"app", "Other", "public"});
  CHECK(Replayed("SET search_path = 'a, b';").search_path() == Names{"a, b"});
  CHECK(Replayed("SET search_path = '';").search_path().empty());
  CHECK(Replayed("SET SCHEMA 'x';").search_path() == Names{"x"});
}

TEST_CASE("SET TIME ZONE is the setting timezone") {
  CHECK(Replayed("SET TIME ZONE 'UTC';").state.session.time_zone() == "UTC");
  CHECK(Replayed("SET TimeZone = 'UTC'; SET TIME ZONE DEFAULT;").state.session.time_zone() == std::nullopt);
}

TEST_CASE("durations as PostgreSQL reads them") {
  CHECK(parse_duration("0") == milliseconds(0));
  CHECK(parse_duration(" 5 s ") == milliseconds(5000));
  CHECK(parse_duration("1.5min") == milliseconds(90000));
  CHECK(parse_duration("1500us") == milliseconds(2));
  CHECK(parse_duration("2h") == milliseconds(7200000));
  CHECK(parse_duration("1d") == milliseconds(86400000));
  CHECK_FALSE(parse_duration("5 seconds"));
  CHECK_FALSE(parse_duration("-1"));
  CHECK_FALSE(parse_duration(""));
}

TEST_CASE("settings of one migration are not those of the next") {
  Replayed replayed("SET lock_timeout = 1; SET search_path = x;");
  replayed.state.session.end_migration();
  replayed.state.session.start_migration(2, Envelope::transaction);
  CHECK(replayed.lock_timeout() == milliseconds(0));
  CHECK(replayed.search_path() == Names{"public"});
  CHECK(replayed.state.session.migration() == 2);
}

TEST_CASE("ROLLBACK takes the schema back") {
  const Replayed after("CREATE TABLE a (x int); BEGIN; CREATE TABLE b (x int); DROP TABLE a; DROP TABLE c; ROLLBACK;");
  CHECK(after.has("a"));
  CHECK_FALSE(after.has("b"));
  CHECK_FALSE(after.state.schema.relations.known_absent({"public", "b"}));
  CHECK_FALSE(after.state.schema.relations.known_absent({"public", "c"}));
}

TEST_CASE("ROLLBACK takes back what the runner's transaction did") {
  CHECK_FALSE(Replayed("CREATE TABLE a (x int); ROLLBACK;", Envelope::transaction).has("a"));
  CHECK_FALSE(Replayed("CREATE TABLE a (x int); ROLLBACK;", Envelope::message).has("a"));
  CHECK(Replayed("CREATE TABLE a (x int); ROLLBACK;", Envelope::none).has("a"));
  CHECK(Replayed("CREATE TABLE a (x int); COMMIT; CREATE TABLE b (x int); ROLLBACK;", Envelope::message).has("a"));
  CHECK_FALSE(Replayed("CREATE TABLE a (x int); BEGIN; ROLLBACK;", Envelope::message).has("a"));
}

TEST_CASE("ROLLBACK TO SAVEPOINT takes back what came after it and says so") {
  Replayed after("BEGIN; SAVEPOINT s; CREATE TABLE a (x int); SAVEPOINT t; CREATE TABLE b (x int); ROLLBACK TO t;");
  CHECK(after.has("a"));
  CHECK_FALSE(after.has("b"));
  CHECK(after.state.session.rolled_back_to() == 1U);
  CHECK(after.state.session.savepoints() == Names{"s", "t"});
  after.run("ROLLBACK TO s;");
  CHECK_FALSE(after.has("a"));
  CHECK(after.state.session.rolled_back_to() == 0U);
  CHECK(after.state.session.savepoints() == Names{"s"});
  after.run("CREATE TABLE c (x int); RELEASE s;");
  CHECK_FALSE(after.state.session.rolled_back_to());
  CHECK(after.has("c"));
  after.run("ROLLBACK;");
  CHECK_FALSE(after.has("c"));
}

TEST_CASE("the transaction's number changes when it ends") {
  Replayed block("BEGIN;");
  const std::size_t first = block.state.session.transaction();
  block.run("SELECT 1; BEGIN; SAVEPOINT s; ROLLBACK TO s;");
  CHECK(block.state.session.transaction() == first);
  block.run("COMMIT AND CHAIN;");
  CHECK(block.state.session.transaction() != first);
  CHECK(block.state.session.in_transaction());
  block.run("END;");
  CHECK_FALSE(block.state.session.in_transaction());
  const std::size_t alone = block.state.session.transaction();
  block.run("SELECT 1;");
  CHECK(block.state.session.transaction() != alone);
}

TEST_CASE("COMMIT really ends the runner's transaction, and begins another in a message") {
  const Replayed runner("COMMIT;", Envelope::transaction);
  CHECK_FALSE(runner.state.session.in_transaction());
  const Replayed message("BEGIN; COMMIT;", Envelope::message);
  CHECK(message.state.session.in_transaction());
  CHECK_FALSE(message.state.session.in_explicit_transaction());
}

TEST_CASE("in a pipeline the first statement stands alone, and COMMIT makes the next one the first") {
  Replayed pipeline("", Envelope::pipeline);
  const auto inside = [&] { return pipeline.state.session.in_transaction(); };
  CHECK_FALSE(inside());
  pipeline.run("CREATE TABLE a (x int);");
  CHECK(inside());
  CHECK_FALSE(pipeline.state.session.in_explicit_transaction());
  CHECK(pipeline.state.made_in_this_transaction(*pipeline.state.schema.relation({"public", "a"})));
  pipeline.run("COMMIT;");
  CHECK_FALSE(inside());
  pipeline.run("CREATE TABLE b (x int); ROLLBACK;");
  CHECK_FALSE(pipeline.has("b"));
  CHECK(pipeline.has("a"));
  CHECK_FALSE(inside());
  pipeline.run("BEGIN;");
  CHECK(pipeline.state.session.in_explicit_transaction());
  pipeline.run("COMMIT;");
  CHECK_FALSE(inside());
}

TEST_CASE("COMMIT ends the runner's transaction, and what is left of the message or pipeline goes on as one") {
  const Replayed message("CREATE TABLE a (x int); COMMIT; CREATE TABLE b (x int); ROLLBACK;",
                         Envelope::message_in_transaction);
  CHECK(message.has("a"));
  CHECK_FALSE(message.has("b"));
  Replayed pipeline("CREATE TABLE a (x int); COMMIT;", Envelope::pipeline_in_transaction);
  CHECK_FALSE(pipeline.state.session.in_transaction());
  pipeline.run("CREATE TABLE b (x int); ROLLBACK;");
  CHECK(pipeline.has("a"));
  CHECK_FALSE(pipeline.has("b"));
}

TEST_CASE("a table knows whether this migration and this transaction made it") {
  Replayed after("BEGIN; CREATE TABLE a (x int);");
  const auto made_here = [&] { return after.state.made_here(*after.state.schema.relation({"public", "a"})); };
  const auto made_now = [&] {
    return after.state.made_in_this_transaction(*after.state.schema.relation({"public", "a"}));
  };
  CHECK(made_now());
  after.run("COMMIT; BEGIN;");
  CHECK_FALSE(made_now());
  CHECK(made_here());
  after.state.session.end_migration();
  after.state.session.start_migration(2, Envelope::none);
  CHECK_FALSE(made_here());
}
