#include "lint/made_again.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {

namespace {

bool holds_own_rows(RelationKind kind) {
  return kind == RelationKind::table || kind == RelationKind::partitioned_table;
}

/// Without the columns that this migration added or renamed: no client names them so far.
std::shared_ptr<const Relation> as_clients_know_it(const std::shared_ptr<const Relation>& relation,
                                                   const Schema& schema) {
  const auto changes = schema.relations.changes_since(0);
  const auto first =
      std::find_if(changes.begin(), changes.end(), [&](const auto& change) { return change.name == relation->name; });
  if (first == changes.end() || first->before == nullptr || !first->before->complete) return relation;
  auto known = std::make_shared<Relation>(*relation);
  std::erase_if(known->columns, [&](const auto& column) { return first->before->column(column->name) == nullptr; });
  return known;
}

}  // namespace

MadeAgain made_again(const Relation& was, const Relation& now, const State& state) {
  if (now.kind == RelationKind::materialized_view && was.kind != RelationKind::materialized_view) {
    return {MadeAgain::Way::lacks, "it is a materialized view, which cannot be written to"};
  }
  std::vector<std::string> missing;
  if (was.complete && now.complete && !now.columns.empty()) {
    for (const auto& column : was.columns) {
      const bool unnamed = column->name == "?column?";
      if (!unnamed && now.column(column->name) == nullptr) missing.push_back(pg::quote_identifier(column->name));
    }
  }
  if (!missing.empty()) {
    return {MadeAgain::Way::lacks,
            fmt::format("it has no column{} {}", missing.size() == 1 ? "" : "s", advice::listing(missing))};
  }
  const bool made_empty = holds_own_rows(now.kind) && state.made_here(now) && !now.populated;
  if (made_empty && holds_own_rows(was.kind)) return {MadeAgain::Way::is_empty, "it is a new table without their rows"};
  return {};
}

std::shared_ptr<const Relation> relation_before(const Context& ctx, const QualifiedName& name) {
  const auto known = ctx.before.schema.relations.share(name);
  if (known != nullptr) return as_clients_know_it(known, ctx.before.schema);
  Relation unknown;
  unknown.name = name;
  return std::make_shared<const Relation>(std::move(unknown));
}

void settle_made_again(const State& state, Reporter& out) {
  if (out.first() == nullptr) return;
  const std::size_t transaction = state.session.transaction();
  const auto now = [&](const Finding& finding) -> const Relation* {
    if (!finding.subject || finding.was == nullptr) return nullptr;
    const Relation* relation = state.schema.relation(*finding.subject);
    if (relation == nullptr || finding.transaction == transaction) return relation;
    // Both in one DO block, which is over by now.
    return relation->origin && relation->origin->transaction == finding.transaction ? relation : nullptr;
  };
  out.withdraw_if([&](const Finding& finding) {
    const Relation* relation = now(finding);
    return relation != nullptr && made_again(*finding.was, *relation, state).way == MadeAgain::Way::serves;
  });
  out.revise([&](Finding& finding) {
    const Relation* relation = now(finding);
    if (relation == nullptr) return;
    const MadeAgain again = made_again(*finding.was, *relation, state);
    finding.message = fmt::format("clients of {} meet another one as soon as this transaction commits: {}",
                                  pg::sql_name(*finding.subject), again.how);
    if (again.way == MadeAgain::Way::is_empty) finding.severity = Severity::amber;
    finding.subject.reset();
  });
}

}  // namespace pginterlock
