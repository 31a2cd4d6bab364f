#include <algorithm>
#include <utility>

#include "report/report.h"

namespace pginterlock::report {

namespace {

template <typename T, typename Same>
void unite(std::vector<T>& into, std::vector<T>& from, Same same) {
  for (T& item : from) {
    const bool known = std::any_of(into.begin(), into.end(), [&](const T& other) { return same(other, item); });
    if (!known) into.push_back(std::move(item));
  }
}

void unite(Effects& into, Effects& from) {
  for (Lock& lock : from.locks) {
    const auto known = std::find_if(into.locks.begin(), into.locks.end(),
                                    [&](const Lock& other) { return other.relation == lock.relation; });
    if (known == into.locks.end()) {
      into.locks.push_back(std::move(lock));
    } else if (known->mode < lock.mode) {
      *known = std::move(lock);
    }
  }
  unite(into.work, from.work, [](const Work& a, const Work& b) {
    return a.kind == b.kind && a.reason == b.reason && a.relation == b.relation && a.index == b.index;
  });
  unite(into.losses, from.losses,
        [](const Loss& a, const Loss& b) { return a.kind == b.kind && a.object == b.object; });
  unite(into.breaks, from.breaks, [](const Break& a, const Break& b) {
    return a.kind == b.kind && a.relation == b.relation && a.column == b.column && a.object == b.object;
  });
  unite(into.failures, from.failures, [](const Failure& a, const Failure& b) {
    return a.kind == b.kind && a.cause == b.cause && a.message == b.message;
  });
  unite(into.unknown, from.unknown, [](const Unknown& a, const Unknown& b) { return a.what == b.what; });
  if (into.block == TransactionBlock::allowed) into.block = from.block;
}

/// Whether two findings of different versions are the same one: a rule can find several things at one place, so their
/// number at that place must be the same as well.
bool same_place(const Finding& a, const Finding& b) {
  return a.rule == b.rule && a.span == b.span && a.statement == b.statement;
}

void add_findings(JudgedMigration& into, std::vector<Finding>& from, std::uint32_t version) {
  for (Finding& finding : from) {
    std::size_t at = 0;
    const auto taken = [&] { return (into.versions[at] & version) != 0; };
    while (at < into.versions.size() && (taken() || !same_place(into.report.findings[at], finding))) ++at;
    if (at == into.versions.size()) {
      into.report.findings.push_back(std::move(finding));
      into.versions.push_back(version);
      continue;
    }
    Finding& known = into.report.findings[at];
    into.versions[at] |= version;
    if (known.severity < finding.severity) known = std::move(finding);
  }
}

void sort_by_place(JudgedMigration& migration) {
  std::vector<std::size_t> order(migration.versions.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto& findings = migration.report.findings;
  const auto place = [&](std::size_t i) {
    return std::pair(findings[i].statement.value_or(migration.report.statements.size()), findings[i].span.begin);
  };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return place(a) < place(b); });
  std::vector<Finding> sorted;
  std::vector<std::uint32_t> versions;
  for (const std::size_t i : order) {
    sorted.push_back(std::move(migration.report.findings[i]));
    versions.push_back(migration.versions[i]);
  }
  migration.report.findings = std::move(sorted);
  migration.versions = std::move(versions);
}

/// Statement numbers of a version become those of the united report.
void renumber(std::vector<TransactionTimeline>& transactions, const auto& place) {
  for (TransactionTimeline& transaction : transactions) {
    transaction.first = place(transaction.first);
    transaction.last = place(transaction.last);
    for (LockInterval& lock : transaction.locks) {
      if (lock.from) lock.from = place(*lock.from);
      lock.until = place(lock.until);
    }
    for (TimelineWork& work : transaction.work) work.statement = place(work.statement);
  }
}

void unite(std::vector<TransactionTimeline>& into, std::vector<TransactionTimeline>& from) {
  for (TransactionTimeline& transaction : from) {
    const auto known = std::find_if(into.begin(), into.end(), [&](const TransactionTimeline& other) {
      return other.first == transaction.first && other.last == transaction.last;
    });
    if (known == into.end()) {
      into.push_back(std::move(transaction));
      continue;
    }
    unite(known->locks, transaction.locks, [](const LockInterval& a, const LockInterval& b) {
      return a.relation == b.relation && a.mode == b.mode && a.from == b.from;
    });
    unite(known->work, transaction.work, [](const TimelineWork& a, const TimelineWork& b) {
      return a.statement == b.statement && a.kind == b.kind && a.relation == b.relation && a.index == b.index;
    });
  }
  std::stable_sort(into.begin(), into.end(),
                   [](const TransactionTimeline& a, const TransactionTimeline& b) { return a.first < b.first; });
}

/// Makes place for a statement that only another version runs: those behind it move up.
void insert_statement(MigrationReport& into, std::size_t at, StatementReport statement) {
  into.statements.insert(into.statements.begin() + static_cast<std::ptrdiff_t>(at), std::move(statement));
  for (std::size_t i = at; i < into.statements.size(); ++i) into.statements[i].index = i;
  const auto moved = [at](std::size_t index) { return index >= at ? index + 1 : index; };
  for (Finding& finding : into.findings) {
    if (finding.statement) finding.statement = moved(*finding.statement);
    for (std::size_t& other : finding.also) other = moved(other);
  }
  renumber(into.transactions, moved);
}

/// Unites the statements of two versions. Those that hide in others may differ, since the version decides which are
/// run. Out: for each of `from` its place in `into`.
std::vector<std::size_t> unite_statements(MigrationReport& into, MigrationReport& from) {
  std::vector<std::size_t> places;
  std::size_t next = 0;
  for (StatementReport& statement : from.statements) {
    std::size_t at = next;
    const auto same = [&](const StatementReport& other) {
      return other.span == statement.span && other.kind == statement.kind && other.inside == statement.inside;
    };
    // A statement of the file is in both; what hides in one is looked for before the next of those.
    while (at < into.statements.size() && !same(into.statements[at]) && !into.statements[at].inside.empty()) ++at;
    if (at < into.statements.size() && same(into.statements[at])) {
      StatementReport& known = into.statements[at];
      known.verdict = std::max(known.verdict, statement.verdict);
      unite(known.effects, statement.effects);
    } else {
      at = next;
      insert_statement(into, at, std::move(statement));
    }
    places.push_back(at);
    next = at + 1;
  }
  return places;
}

}  // namespace

JudgedMigration merge(std::vector<MigrationReport> reports) {
  JudgedMigration merged{std::move(reports.front()), {}};
  if (reports.size() == 1) return merged;
  merged.versions.assign(merged.report.findings.size(), 1);
  for (std::size_t i = 1; i < reports.size(); ++i) {
    MigrationReport& other = reports[i];
    merged.report.verdict = std::max(merged.report.verdict, other.verdict);
    const std::vector<std::size_t> places = unite_statements(merged.report, other);
    for (Finding& finding : other.findings) {
      if (finding.statement) finding.statement = places[*finding.statement];
      for (std::size_t& covered : finding.also) covered = places[covered];
    }
    renumber(other.transactions, [&](std::size_t index) { return places[index]; });
    unite(merged.report.transactions, other.transactions);
    add_findings(merged, other.findings, std::uint32_t{1} << i);
  }
  sort_by_place(merged);
  return merged;
}

}  // namespace pginterlock::report
