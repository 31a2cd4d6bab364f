#include "sent.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "effects/execute.h"
#include "lint/way_back.h"
#include "pg/script.h"
#include "risk/held_locks.h"
#include "text/source_file.h"

namespace pginterlock::conformance {

namespace {

constexpr std::size_t migration_of_the_text = 2;

/// The first failure that is certain; null: none.
const Failure* certain_failure(const Effects& effects) {
  const auto it = std::find_if(effects.failures.begin(), effects.failures.end(),
                               [](const Failure& failure) { return failure.certainty == Certainty::proved; });
  return it == effects.failures.end() ? nullptr : &*it;
}

class Replay : private Observer {
 public:
  Replay(const CaseFile& file, const Case& one, int version) : file_(file), one_(one) { state_.pg_version = version; }

  ComputedSent run() {
    state_.session.start_migration(1, Envelope::none);
    for (const std::string& statement : file_.setup) run_one(statement);
    for (const std::string& statement : one_.given) run_one(statement);
    state_.session.end_migration();
    state_.schema.end_transaction();
    state_.schema.forget_journal();
    state_.schema.relations.for_each([&](const QualifiedName& name, const Relation&) { before_.push_back(name); });

    Migration migration;
    migration.wrap = one_.sending->wrap;
    migration.send = one_.sending->send;
    for (std::size_t n = 0; n < one_.files.size(); ++n) {
      if (!run_file(migration, one_.files[n], n == 0, n + 1 == one_.files.size())) break;
    }
    // What the runner did not open is still open when the server is asked.
    if (state_.session.in_explicit_transaction() && !out_.facts.stopped) take_locks();
    state_.session.end_migration();
    state_.schema.end_transaction();
    out_.facts.lock_timeout = state_.session.lock_timeout().count();
    state_.schema.relations.for_each([&](const QualifiedName& name, const Relation& relation) {
      const bool made_here = relation.origin && relation.origin->migration >= migration_of_the_text;
      out_.facts.relations[name] = made_here ? relation.origin->transaction + 1 : 0;
    });
    return std::move(out_);
  }

 private:
  void run_one(const std::string& sql) {
    const SourceFile source("set-up", sql);
    pg::Script script(source);
    while (script.next_batch()) {
      for (const pg::Statement& statement : script.statements()) {
        if (statement.error) out_.trouble += "set-up cannot be read: " + sql + "\n";
        execute(statement, state_);
      }
    }
  }

  /// Whether the runner goes on with the next.
  bool run_file(const Migration& migration, const std::string& text, bool first, bool last) {
    const SourceFile source("text", text);
    pg::Script script(source);
    const Envelope envelope = envelope_of(migration, script.statement_count());
    const bool goes_on = state_.session.is_paused();
    if (goes_on) {
      state_.session.continue_with_migration(++ordinal_, envelope);
    } else {
      if (!first) {
        state_.session.end_migration();
        state_.schema.end_transaction();
        state_.schema.forget_journal();
      }
      state_.session.start_migration(++ordinal_, envelope);
    }
    held_.start_migration(goes_on && state_.session.in_explicit_transaction());
    if (first) {
      for (const std::string& statement : one_.session) run_one(statement);
    }
    while (script.next_batch()) {
      for (const pg::Statement& statement : script.statements()) {
        if (!take(statement, number_++)) return false;
      }
    }
    if (last) return true;
    held_.end_migration(migration.wrap == Wrap::run && state_.session.in_explicit_transaction());
    if (migration.wrap == Wrap::run) state_.session.pause_migration(state_.schema);
    return true;
  }

  /// Whether it goes on behind the statement.
  bool take(const pg::Statement& statement, std::size_t number) {
    if (statement.error) out_.trouble += "a statement cannot be read: " + statement.error->message + "\n";
    const Effects effects = effects_of(statement, state_);
    if (const Failure* failure = certain_failure(effects)) {
      out_.facts.stopped = Stopped{number, {failure->sqlstate, failure->message}};
      if (state_.session.in_transaction()) run_one("ROLLBACK");
      return false;
    }
    const HeldLocks::Moment before = HeldLocks::moment(state_);
    execute(statement, state_, this);
    held_.release(before, state_.session);
    return true;
  }

  void begin_subtransaction() override { held_.begin_subtransaction(); }
  void end_subtransaction(bool undone) override { held_.end_subtransaction(undone); }
  void see(const Executed& executed) override { held_.take(executed.statement, executed.effects, executed.before); }

  void take_locks() {
    for (const QualifiedName& name : before_) {
      if (const HeldLock* lock = held_.on(name)) out_.facts.held[name] = lock->mode;
    }
  }

  const CaseFile& file_;
  const Case& one_;
  State state_;
  HeldLocks held_;
  std::size_t ordinal_ = migration_of_the_text - 1;
  std::size_t number_ = 0;             // of statements
  std::vector<QualifiedName> before_;  // the relations of the set-up
  ComputedSent out_;
};

std::string words(const std::optional<Stopped>& stopped) {
  if (!stopped) return "no failure";
  return fmt::format("statement {} fails: {} {}", stopped->statement + 1, stopped->failure.sqlstate,
                     stopped->failure.message);
}

/// The relations that the text made, those of one transaction between braces: {a b} {c}.
std::string by_transaction(const SentFacts& facts) {
  std::map<std::size_t, std::string> groups;
  std::vector<std::size_t> order;  // of their first members
  for (const auto& [name, transaction] : facts.relations) {
    if (transaction == 0) continue;
    std::string& group = groups[transaction];
    if (group.empty()) order.push_back(transaction);
    group += (group.empty() ? "" : " ") + name.plain();
  }
  std::string text;
  for (const std::size_t transaction : order)
    text += fmt::format("{}{{{}}}", text.empty() ? "" : " ", groups[transaction]);
  return text.empty() ? "none" : text;
}

class SentComparer {
 public:
  SentComparer(const SentFacts& server, const SentFacts& ours) : server_(server), ours_(ours) {}

  Comparison run() {
    fact(server_.stopped.has_value() == ours_.stopped.has_value() &&
             (!server_.stopped || (server_.stopped->statement == ours_.stopped->statement &&
                                   server_.stopped->failure.sqlstate == ours_.stopped->failure.sqlstate)),
         "end", words(server_.stopped), words(ours_.stopped));
    compare_relations();
    if (server_.one_transaction_each) {
      fact(by_transaction(server_) == by_transaction(ours_), "transactions", by_transaction(server_),
           by_transaction(ours_));
    }
    compare_locks();
    fact(server_.lock_timeout == ours_.lock_timeout, "lock_timeout afterwards",
         fmt::format("{} ms", server_.lock_timeout), fmt::format("{} ms", ours_.lock_timeout));
    return std::move(result_);
  }

 private:
  void fact(bool agreed, std::string_view what, std::string_view server, std::string_view ours) {
    ++result_.facts;
    if (!agreed) {
      result_.disagreements.push_back(fmt::format("{}: server: {}, pginterlock: {}", what, server, ours));
    }
  }

  void compare_relations() {
    std::set<QualifiedName> names;
    for (const auto& [name, transaction] : server_.relations) names.insert(name);
    for (const auto& [name, transaction] : ours_.relations) names.insert(name);
    for (const QualifiedName& name : names) {
      const bool there = server_.relations.contains(name);
      const bool told = ours_.relations.contains(name);
      fact(there == told, "relation " + name.plain(), there ? "exists" : "does not exist",
           told ? "exists" : "does not exist");
    }
  }

  void compare_locks() {
    std::set<QualifiedName> names;
    for (const auto& [name, mode] : server_.held) names.insert(name);
    for (const auto& [name, mode] : ours_.held) names.insert(name);
    const auto word = [](const std::map<QualifiedName, LockMode>& held, const QualifiedName& name) {
      const auto it = held.find(name);
      return it == held.end() ? std::string_view("none") : pginterlock::name(it->second);
    };
    for (const QualifiedName& name : names) {
      const std::string_view server = word(server_.held, name);
      const std::string_view ours = word(ours_.held, name);
      fact(server == ours, "lock held at the end: " + name.plain(), server, ours);
    }
  }

  const SentFacts& server_;
  const SentFacts& ours_;
  Comparison result_;
};

}  // namespace

ComputedSent compute_sent(const CaseFile& file, const Case& one, int version) {
  return Replay(file, one, version).run();
}

Comparison compare_sent(const Case& one, const SentFacts& server, const ComputedSent& ours) {
  if (const auto* open = one.leaves_open(Undetermined::Facts::failure); open != nullptr && server.stopped) {
    Comparison left;
    left.undetermined.push_back("failure: " + open->reason);
    return left;
  }
  Comparison result = SentComparer(server, ours.facts).run();
  if (ours.trouble.empty()) return result;
  if (const auto* open = one.leaves_open(Undetermined::Facts::work)) {
    result.undetermined.push_back(ours.trouble + ": " + open->reason);
  } else {
    result.disagreements.push_back(ours.trouble);
  }
  return result;
}

std::string describe(const SentFacts& facts, std::string_view side) {
  std::string text = fmt::format("    {}: {}\n", side, words(facts.stopped));
  text += fmt::format("    {}: made in transactions: {}\n", side, by_transaction(facts));
  for (const auto& [name, mode] : facts.held) {
    text += fmt::format("    {}: holds {} on {}\n", side, pginterlock::name(mode), name.plain());
  }
  text += fmt::format("    {}: lock_timeout {} ms\n", side, facts.lock_timeout);
  return text;
}

}  // namespace pginterlock::conformance
