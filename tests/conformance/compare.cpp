#include "compare.h"

#include <fmt/format.h>

#include <algorithm>

#include "describe.h"

namespace pginterlock::conformance {

namespace {

constexpr long long blocks_that_matter = 5;  // fewer may all be read by chance: an index probe, a foreign key

class Comparer {
 public:
  Comparer(const Case& one, const Observation& server, const Computed& computed)
      : case_(one), server_(server), ours_(computed.effects), computed_(computed) {}

  Comparison run() {
    for (const std::string& statement : computed_.unread_setup) disagree("set-up cannot be read: " + statement);
    compare_block();
    compare_failure();
    if (server_.failure) return std::move(result_);
    compare_unknown();
    if (const auto* open = case_.leaves_open(Undetermined::Facts::locks)) {
      leave("locks", open->reason);
    } else {
      compare_locks();
    }
    if (const auto* open = case_.leaves_open(Undetermined::Facts::work)) {
      leave("work", open->reason);
    } else {
      for (const Work& work : ours_.work) check_work(work);
      for (const auto& [name, facts] : server_.relations) require_work(name, facts);
    }
    return std::move(result_);
  }

 private:
  void disagree(std::string text) { result_.disagreements.push_back(std::move(text)); }
  void leave(std::string_view what, std::string_view reason) {
    result_.undetermined.push_back(fmt::format("{}: {}", what, reason));
  }
  /// One fact that both sides know or one of them misses.
  void fact(bool agreed, std::string text) {
    ++result_.facts;
    if (!agreed) disagree(std::move(text));
  }

  const RelationFacts* server_facts(const QualifiedName& name) const {
    const auto it = server_.relations.find(name);
    return it == server_.relations.end() ? nullptr : &it->second;
  }

  void compare_block() {
    // What fails for another reason shows nothing about it.
    if (server_.failure && server_.block == TransactionBlock::allowed) return;
    // In a transaction that the session opened, a demand for one does not show.
    const bool opened = std::any_of(case_.session.begin(), case_.session.end(),
                                    [](const std::string& statement) { return statement.starts_with("BEGIN"); });
    if (opened && ours_.block == TransactionBlock::required && server_.block == TransactionBlock::allowed) return;
    fact(server_.block == ours_.block,
         fmt::format("transaction block: server: {}, pginterlock: {}", word(server_.block), word(ours_.block)));
  }

  void compare_failure() {
    if (const auto* open = case_.leaves_open(Undetermined::Facts::failure)) return leave("failure", open->reason);
    if (!server_.failure) {
      ++result_.facts;
      for (const Failure& failure : ours_.failures) {
        disagree(fmt::format("failure: server: none, pginterlock: {} {}{}", failure.sqlstate, failure.message,
                             failure.certainty == Certainty::assumed ? " (assumed)" : ""));
      }
      return;
    }
    const SqlFailure& failure = *server_.failure;
    const auto same = [&](const Failure& one) { return one.sqlstate == failure.sqlstate; };
    const auto found = std::find_if(ours_.failures.begin(), ours_.failures.end(), same);
    std::string said;
    for (const Failure& one : ours_.failures)
      said += fmt::format("{}{} {}", said.empty() ? "" : "; ", one.sqlstate, one.message);
    if (computed_.unreadable) said = "it cannot be read";
    const bool syntax = computed_.unreadable && (failure.sqlstate == "42601" || failure.sqlstate == "0A000");
    fact(syntax || found != ours_.failures.end(),
         fmt::format("failure: server: {} {}, pginterlock: {}", failure.sqlstate, failure.message,
                     said.empty() ? "none" : said));
    if (found != ours_.failures.end() &&
        std::all_of(ours_.failures.begin(), ours_.failures.end(),
                    [&](const Failure& one) { return !same(one) || one.certainty == Certainty::assumed; })) {
      disagree(fmt::format("failure: {} {} is only assumed", found->sqlstate, found->message));
    }
  }

  void compare_unknown() {
    const auto* open = case_.leaves_open(Undetermined::Facts::locks);
    if (open == nullptr) open = case_.leaves_open(Undetermined::Facts::work);
    for (const Unknown& unknown : ours_.unknown) {
      if (open != nullptr) {
        leave(unknown.what, open->reason);
      } else {
        disagree("pginterlock does not know: " + unknown.what);
      }
    }
  }

  void compare_locks() {
    for (const auto& [name, facts] : server_.relations) {
      if (!facts.lock) continue;
      const Lock* lock = ours_.lock_on(name);
      const std::string new_word = facts.is_new ? "new " : "";
      if (lock == nullptr) {
        fact(false, fmt::format("lock: {}{}: server: {}, pginterlock: none", new_word, name.plain(),
                                pginterlock::name(*facts.lock)));
        continue;
      }
      fact(lock->mode == *facts.lock || (lock->mode > *facts.lock && facts.held_before.contains(lock->mode)),
           fmt::format("lock: {}{}: server: {}, pginterlock: {}", new_word, name.plain(),
                       pginterlock::name(*facts.lock), pginterlock::name(lock->mode)));
      if (lock->is_new != facts.is_new) {
        disagree(fmt::format("lock: {}: server: {} relation, pginterlock: {} relation", name.plain(),
                             facts.is_new ? "a new" : "an old", lock->is_new ? "a new" : "an old"));
      }
      if (lock->certainty == Certainty::assumed) {
        disagree(fmt::format("lock: {}: {} is only assumed", name.plain(), pginterlock::name(lock->mode)));
      }
    }
    for (const Lock& lock : ours_.locks) {
      const RelationFacts* facts = server_facts(lock.relation);
      if (facts != nullptr && (facts->lock || facts->held_before.contains(lock.mode))) continue;
      fact(false,
           fmt::format("lock: {}{}: server: {}, pginterlock: {}", lock.is_new ? "new " : "", lock.relation.plain(),
                       facts == nullptr ? "no such relation" : "none", pginterlock::name(lock.mode)));
    }
  }

  enum class Seen { yes, no, cannot };

  /// Whether the server showed the work that pginterlock tells of.
  Seen seen(const Work& work, const RelationFacts& facts) const {
    const auto yes_when = [](bool condition) { return condition ? Seen::yes : Seen::no; };
    switch (work.kind) {
      case WorkKind::rewrite:
        return yes_when(facts.rewritten() || facts.emptied || facts.said_rewriting);
      case WorkKind::scan:
        if (facts.said_verifying || facts.said_foreign_key || facts.read_whole()) return Seen::yes;
        if (is_foreign_key(work.reason) && facts.fetched > 0) return Seen::yes;  // the planner's choice
        return facts.blocks == 0 && facts.has_rows_of_its_own() ? Seen::cannot : Seen::no;
      case WorkKind::build:
      case WorkKind::rebuild: {
        const RelationFacts* index = server_facts({work.relation.schema, work.index});
        return yes_when(index != nullptr && index->built() &&
                        (index->is_new == (work.kind == WorkKind::build) || index->made_anew));
      }
      case WorkKind::copy: {
        const RelationFacts* index = work.index.empty() ? nullptr : server_facts({work.relation.schema, work.index});
        return yes_when(index == nullptr ? facts.moved : index->moved);
      }
      case WorkKind::bulk:
      case WorkKind::query:
        if (facts.fetched > 0 || facts.changed > 0 || facts.is_new) return Seen::yes;
        // The rows of a partitioned table and a view are those of others.
        if (facts.kind == 'p' || facts.kind == 'v') return yes_when(any_rows_touched());
        return facts.blocks == 0 && facts.has_rows_of_its_own() ? Seen::cannot : Seen::no;
    }
    return Seen::no;
  }

  bool any_rows_touched() const {
    return std::any_of(server_.relations.begin(), server_.relations.end(), [](const auto& one) {
      return one.second.has_rows_of_its_own() && (one.second.fetched > 0 || one.second.changed > 0);
    });
  }

  static bool is_foreign_key(Reason reason) {
    return reason == Reason::add_foreign_key || reason == Reason::column_foreign_key ||
           reason == Reason::type_change_foreign_key || reason == Reason::validate_constraint;
  }

  void check_work(const Work& work) {
    const std::string what = fmt::format("work: {} of {}{}{}", word(work.kind), work.relation.plain(),
                                         work.index.empty() ? "" : " ", work.index);
    const RelationFacts* facts = server_facts(work.relation);
    if (facts == nullptr) return fact(false, what + ": server: no such relation, pginterlock: yes");
    switch (seen(work, *facts)) {
      case Seen::yes:
        fact(true, {});
        break;
      case Seen::no:
        fact(false, what + ": server: no, pginterlock: yes");
        break;
      case Seen::cannot:
        leave(what, "the relation is empty, so that reading it cannot be seen");
        return;
    }
    if (work.certainty == Certainty::assumed) disagree(what + " is only assumed");
  }

  bool ours_has(WorkKind kind, const QualifiedName& relation, std::string_view index = {}) const {
    return std::any_of(ours_.work.begin(), ours_.work.end(), [&](const Work& work) {
      return work.kind == kind && work.relation == relation && (index.empty() || work.index == index);
    });
  }
  bool ours_works_on(const QualifiedName& relation) const {
    return std::any_of(ours_.work.begin(), ours_.work.end(),
                       [&](const Work& work) { return work.relation == relation; });
  }

  /// The work that the server showed and pginterlock has to tell of.
  void require_work(const QualifiedName& name, const RelationFacts& facts) {
    const auto require = [&](bool told, std::string_view what) {
      if (told)
        ++result_.facts;
      else
        fact(false, fmt::format("work: {} of {}: server: yes, pginterlock: no", what, name.plain()));
    };
    if (facts.kind == 'i') return require_index_work(name, facts);
    if (facts.is_new || !facts.has_rows_of_its_own()) return;
    const bool rewritten = facts.rewritten();
    if (rewritten) require(ours_has(WorkKind::rewrite, name), "rewrite");
    if (facts.moved && !facts.said_rewriting) require(ours_has(WorkKind::copy, name), "copy");
    if (rewritten || facts.moved) return;
    if (facts.said_verifying) {
      require(ours_has(WorkKind::scan, name), "scan");
    } else if (facts.said_foreign_key) {
      require(ours_has(WorkKind::scan, name), "foreign key check");
    } else if (facts.read_whole() && facts.blocks >= blocks_that_matter && !read_by_a_query()) {
      require(ours_works_on(name), fmt::format("{} of {} blocks read", facts.fetched, facts.blocks));
    }
  }

  /// What a query reads, and the other table of a foreign key check, is read as the planner likes: the work is that of
  /// the relation which the query fills or changes.
  bool read_by_a_query() const {
    const bool query = std::any_of(ours_.work.begin(), ours_.work.end(), [](const Work& work) {
      return work.kind == WorkKind::query || work.kind == WorkKind::bulk || work.reason == Reason::refresh;
    });
    return query || std::any_of(server_.relations.begin(), server_.relations.end(),
                                [](const auto& one) { return one.second.said_foreign_key; });
  }

  void require_index_work(const QualifiedName& name, const RelationFacts& facts) {
    const RelationFacts* table = server_facts(facts.table);
    const bool of_new_table = table != nullptr && table->is_new;
    const bool of_emptied_table = table != nullptr && table->emptied;
    const bool with_rewrite = ours_has(WorkKind::rewrite, facts.table);
    if (of_new_table || of_emptied_table || with_rewrite) return;
    if (facts.built()) {
      const WorkKind kind = facts.is_new ? WorkKind::build : WorkKind::rebuild;
      const bool either = facts.made_anew && ours_has(WorkKind::build, facts.table, name.name);
      fact(either || ours_has(kind, facts.table, name.name),
           fmt::format("work: {} of {} on {}: server: yes, pginterlock: no", word(kind), name.plain(),
                       facts.table.plain()));
    } else if (facts.moved) {
      const bool told = std::any_of(ours_.work.begin(), ours_.work.end(), [&](const Work& work) {
        return work.kind == WorkKind::copy && (work.index == name.name || work.relation == name);
      });
      fact(told, fmt::format("work: copy of {}: server: yes, pginterlock: no", name.plain()));
    }
  }

  const Case& case_;
  const Observation& server_;
  const Effects& ours_;
  const Computed& computed_;
  Comparison result_;
};

}  // namespace

Comparison compare(const Case& one, const Observation& server, const Computed& computed) {
  return Comparer(one, server, computed).run();
}

}  // namespace pginterlock::conformance
