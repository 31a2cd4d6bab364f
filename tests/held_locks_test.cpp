#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "risk/timeline.h"

using namespace pginterlock;

namespace {

/// The locks that are held after statements that each take one lock on a table of the name in their comment-free text.
class Held {
 public:
  Held() { state_.session.start_migration(1, Envelope::none); }
  void run(const std::string& sql, const std::vector<std::pair<std::string, LockMode>>& locks = {}) {
    const SourceFile source("test.sql", sql);
    pg::Script script(source);
    REQUIRE(script.next_batch());
    const pg::Statement& statement = script.statements()[0];
    Effects effects;
    for (const auto& [table, mode] : locks)
      effects.locks.push_back({.relation = {"public", table}, .mode = mode, .cause = {}});
    const HeldLocks::Moment before = HeldLocks::moment(state_);
    held_.take(statement, effects, state_);
    apply(statement, state_);
    held_.release(before, state_.session);
  }
  std::size_t count() const { return held_.all().size(); }
  LockMode mode(const std::string& table) const { return held_.on({"public", table})->mode; }

 private:
  State state_;
  HeldLocks held_;
};

}  // namespace

TEST_CASE("locks are held until the transaction ends") {
  Held held;
  held.run("BEGIN");
  held.run("SELECT 1", {{"a", LockMode::share}});
  held.run("SELECT 1", {{"b", LockMode::share}, {"a", LockMode::exclusive}});
  CHECK(held.count() == 2);
  CHECK(held.mode("a") == LockMode::exclusive);
  held.run("COMMIT");
  CHECK(held.count() == 0);
  held.run("SELECT 1", {{"a", LockMode::share}});
  CHECK(held.count() == 0);
}

TEST_CASE("ROLLBACK TO SAVEPOINT gives back what was locked after it") {
  Held held;
  held.run("BEGIN");
  held.run("SELECT 1", {{"a", LockMode::share}});
  held.run("SAVEPOINT s");
  held.run("SELECT 1", {{"a", LockMode::access_exclusive}, {"b", LockMode::share}});
  held.run("SAVEPOINT t");
  held.run("SELECT 1", {{"c", LockMode::share}});
  held.run("ROLLBACK TO t");
  CHECK(held.count() == 2);
  held.run("ROLLBACK TO s");
  CHECK(held.count() == 1);
  CHECK(held.mode("a") == LockMode::share);
}

TEST_CASE("RELEASE SAVEPOINT gives nothing back") {
  Held held;
  held.run("BEGIN");
  held.run("SAVEPOINT s");
  held.run("SELECT 1", {{"a", LockMode::share}});
  held.run("RELEASE s");
  CHECK(held.count() == 1);
  held.run("SAVEPOINT s");
  held.run("SELECT 1", {{"b", LockMode::share}});
  held.run("ROLLBACK TO s");
  CHECK(held.count() == 1);
}
