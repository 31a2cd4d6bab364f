// CREATE VIEW and REFRESH MATERIALIZED VIEW.
#include <algorithm>

#include "effects/families.h"
#include "effects/query.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::each;
using pg::text;

/// The names of a query's columns; none when a star or an expression without a name hides them.
std::optional<std::vector<std::string_view>> column_names(const ::ViewStmt& statement) {
  const auto* query = as<SelectStmt>(statement.query);
  while (query != nullptr && query->larg != nullptr) query = query->larg;
  if (query == nullptr || query->valuesLists != nullptr) return std::nullopt;
  std::vector<std::string_view> names;
  for (const auto& target : each<ResTarget>(query->targetList)) {
    const auto* column = as<ColumnRef>(target.val);
    const auto* last =
        column == nullptr ? nullptr : as<String>(pg::nth(column->fields, pg::length(column->fields) - 1));
    if (target.name == nullptr && last == nullptr) return std::nullopt;
    names.push_back(target.name != nullptr ? text(target.name) : text(last->sval));
  }
  std::size_t at = 0;
  for (const auto& alias : each<String>(statement.aliases)) {
    if (at < names.size()) names[at++] = text(alias.sval);
  }
  return names;
}

/// CREATE OR REPLACE VIEW may only add columns at the end. Source: view.c, checkViewColumns.
void check_columns(const ::ViewStmt& statement, const Relation& view, EffectsBuilder& out) {
  const auto names = column_names(statement);
  if (!view.complete || view.columns.empty() || !names) return;
  if (names->size() < view.columns.size()) {
    out.fail(FailureKind::invalid_definition, "42P16", "cannot drop columns from view");
    return;
  }
  for (std::size_t i = 0; i < view.columns.size(); ++i) {
    if (view.columns[i]->name == (*names)[i]) continue;
    out.fail(FailureKind::invalid_definition, "42P16",
             "cannot change name of view column " + quoted(view.columns[i]->name) + " to " + quoted((*names)[i]));
    return;
  }
}

}  // namespace

// view.c, DefineView, DefineVirtualRelation.
void create_view(const ::ViewStmt& statement, EffectsBuilder& out) {
  lock_query(statement.query, QueryUse::analyzed, out);
  const QualifiedName view = new_name(*statement.view, out);
  const Relation* existing = out.known(view);
  if (existing == nullptr) {
    // With OR REPLACE it may be there, made by no script: replacing it takes the same lock as making it.
    out.lock_new(view, RelationKind::view);
    return;
  }
  if (!statement.replace) {
    out.fail(FailureKind::duplicate_object, "42P07", "relation " + quoted(view.name) + " already exists");
    return;
  }
  if (existing->kind != RelationKind::view && Target{view, existing}.kind_known()) {
    out.fail(FailureKind::wrong_object, "42809", quoted(view.name) + " is not a view");
    return;
  }
  out.lock(view, LockMode::access_exclusive);
  check_columns(statement, *existing, out);
}

namespace {

/// Source: matview.c, is_usable_unique_index.
bool usable_unique_index(const TableIndex& index) {
  return index.unique && index.predicate.empty() && index.method == "btree" && !index.keys.empty() &&
         std::all_of(index.keys.begin(), index.keys.end(), [](const IndexKey& key) { return !key.column.empty(); });
}

/// What CONCURRENTLY needs. Source: matview.c, ExecRefreshMatView.
bool check_concurrently(const ::RefreshMatViewStmt& statement, const Target& view, EffectsBuilder& out) {
  if (statement.skipData) {
    out.fail(FailureKind::concurrently_unsupported, "42601",
             "CONCURRENTLY and WITH NO DATA options cannot be used together");
    return false;
  }
  if (view.known == nullptr) return true;
  if (!view.known->with_data) {
    out.fail(FailureKind::concurrently_unsupported, "0A000",
             "CONCURRENTLY cannot be used when the materialized view is not populated");
    return false;
  }
  const auto& indexes = view.known->indexes;
  if (view.known->complete &&
      std::none_of(indexes.begin(), indexes.end(), [](const auto& index) { return usable_unique_index(*index); })) {
    out.fail(FailureKind::concurrently_unsupported, "55000",
             "cannot refresh materialized view " + quoted(view.name.plain()) +
                 " concurrently: it has no unique index on columns without a WHERE clause");
    return false;
  }
  return true;
}

}  // namespace

// matview.c, RefreshMatViewByOid: EXCLUSIVE for CONCURRENTLY (readers go on), else ACCESS EXCLUSIVE.
void refresh_materialized_view(const ::RefreshMatViewStmt& statement, EffectsBuilder& out) {
  const auto view = find_target(*statement.relation, out);
  if (!view) return;
  if (view->kind_known() && view->known->kind != RelationKind::materialized_view) {
    out.fail(FailureKind::wrong_object, "0A000", quoted(view->name.name) + " is not a materialized view");
    return;
  }
  const bool concurrently = statement.concurrent;
  out.lock(view->name, concurrently ? LockMode::exclusive : LockMode::access_exclusive, Certainty::proved,
           RelationKind::materialized_view);
  if (concurrently && !check_concurrently(statement, *view, out)) return;
  out.lock_indexes(view->name, concurrently ? LockMode::row_exclusive : LockMode::access_exclusive);
  if (statement.skipData) return;
  if (view->known != nullptr) {
    const std::vector<Dependency>& reads = view->known->reads;
    for (auto read = reads.begin(); read != reads.end(); ++read) {
      const bool again = std::any_of(reads.begin(), read, [&](const auto& r) { return r.relation == read->relation; });
      if (!again) lock_with_parts({read->relation, out.known(read->relation)}, {.filtered = true}, out);
    }
  }
  out.work(
      {.kind = concurrently ? WorkKind::query : WorkKind::rewrite, .reason = Reason::refresh, .relation = view->name});
}

}  // namespace pginterlock::effects
