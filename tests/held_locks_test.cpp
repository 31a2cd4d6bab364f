#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "risk/held_locks.h"
#include "risk/lock_orders.h"

using namespace pginterlock;

namespace {

/// The locks that are held after statements, each with the locks and the work that are given with it.
class Held {
 public:
  Held() { start(false); }
  void start(bool goes_on) {
    if (!goes_on) state_.session.start_migration(1, Envelope::none);
    held_.start_migration(goes_on);
    index_ = 0;
  }
  void run(const std::string& sql, const std::vector<std::pair<std::string, LockMode>>& locks = {},
           const std::string& rewritten = "") {
    const SourceFile source("test.sql", sql);
    pg::Script script(source);
    REQUIRE(script.next_batch());
    pg::Statement statement = script.statements()[0];
    statement.index = index_++;
    Effects effects;
    for (const auto& [table, mode] : locks)
      effects.locks.push_back({.relation = {"public", table}, .mode = mode, .cause = {}});
    if (!rewritten.empty()) effects.work.push_back({.kind = WorkKind::rewrite, .relation = {"public", rewritten}});
    const HeldLocks::Moment before = HeldLocks::moment(state_);
    held_.take(statement, effects, state_);
    apply(statement, state_);
    held_.release(before, state_.session);
  }
  std::size_t count() const {
    return static_cast<std::size_t>(std::count_if(tables.begin(), tables.end(), [&](const char* table) {
      return held_.on({"public", table}) != nullptr;
    }));
  }
  LockMode mode(const std::string& table) const { return held_.on({"public", table})->mode; }
  HeldLocks& locks() { return held_; }
  /// "a 0-3 ACCESS EXCLUSIVE rewrite" for each lock of each transaction.
  std::vector<std::string> timeline() {
    std::vector<std::string> lines;
    for (const TransactionTimeline& transaction : held_.take_timelines()) {
      lines.push_back(std::to_string(transaction.first) + "-" + std::to_string(transaction.last) +
                      (transaction.goes_on ? " goes on" : ""));
      for (const LockInterval& lock : transaction.locks) {
        lines.push_back("  " + lock.relation.name.str() + " " + (lock.from ? std::to_string(*lock.from) : "earlier") +
                        "-" + std::to_string(lock.until) + " " + std::string(name(lock.mode)) + " " +
                        std::string(name(lock.duration)));
      }
    }
    return lines;
  }

 private:
  static constexpr std::array tables = {"a", "b", "c"};
  State state_;
  HeldLocks held_;
  std::size_t index_ = 0;
};

using Lines = std::vector<std::string>;

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

TEST_CASE("the timeline tells from which statement until which a lock is held, and the work meanwhile") {
  Held held;
  held.run("SELECT 1", {{"a", LockMode::access_exclusive}});  // a transaction of its own
  held.run("BEGIN");
  held.run("SELECT 1", {{"a", LockMode::share}});
  held.run("SELECT 1", {{"a", LockMode::access_exclusive}}, "b");
  held.run("SELECT 1", {{"b", LockMode::share}});
  held.run("COMMIT");
  CHECK(held.timeline() ==
        Lines{"2-5", "  a 2-5 SHARE rewrite", "  a 3-5 ACCESS EXCLUSIVE rewrite", "  b 4-5 SHARE brief"});
  CHECK(held.timeline().empty());
}

TEST_CASE("a lock that is rolled back ends there in the timeline") {
  Held held;
  held.run("BEGIN");
  held.run("SELECT 1", {{"a", LockMode::share}});
  held.run("SAVEPOINT s");
  held.run("SELECT 1", {{"b", LockMode::share}}, "b");
  held.run("ROLLBACK TO s");
  held.run("SELECT 1", {{"c", LockMode::share}});
  held.run("COMMIT");
  CHECK(held.timeline() == Lines{"1-6", "  a 1-6 SHARE rewrite", "  b 3-4 SHARE rewrite", "  c 5-6 SHARE brief"});
}

TEST_CASE("long work is told once for the locks that it met") {
  Held held;
  held.run("BEGIN");
  held.run("SELECT 1", {{"a", LockMode::access_exclusive}});
  CHECK(held.locks().blocking_unworked().size() == 1);
  held.run("SELECT 1", {}, "b");
  CHECK(held.locks().blocking_unworked().empty());
  held.run("SELECT 1", {{"b", LockMode::share}, {"c", LockMode::row_exclusive}});
  CHECK(held.locks().blocking_unworked().size() == 1);
  CHECK(held.locks().blocking_count() == 2);
}

TEST_CASE("a transaction that goes on keeps its locks for the next migration") {
  Held held;
  held.run("BEGIN");
  held.run("SELECT 1", {{"a", LockMode::access_exclusive}});
  held.locks().end_migration(true);
  CHECK(held.timeline() == Lines{"1-1 goes on", "  a 1-1 ACCESS EXCLUSIVE brief"});
  held.start(true);
  held.run("SELECT 1", {{"b", LockMode::share}}, "b");
  held.run("COMMIT");
  CHECK(held.count() == 0);
  held.locks().end_migration(false);
  CHECK(held.timeline() == Lines{"0-1", "  a earlier-1 ACCESS EXCLUSIVE rewrite", "  b 0-1 SHARE rewrite"});
}

TEST_CASE("orders of locks are remembered, with modes that are in each other's way") {
  Held held;
  LockOrders orders;
  held.run("BEGIN");
  held.run("SELECT 1", {{"a", LockMode::share}});
  orders.note(held.locks(), {"public", "b"}, LockMode::access_exclusive, "1.sql");
  const QualifiedName a{"public", "a"}, b{"public", "b"};
  REQUIRE(orders.seen(a, LockMode::access_exclusive, b, LockMode::share) != nullptr);
  CHECK(*orders.seen(a, LockMode::access_exclusive, b, LockMode::share)->migration == "1.sql");
  CHECK(orders.seen(a, LockMode::share, b, LockMode::share) == nullptr);
  CHECK(orders.seen(b, LockMode::access_exclusive, a, LockMode::access_exclusive) == nullptr);
}
