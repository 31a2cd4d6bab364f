// CREATE VIEW and REFRESH MATERIALIZED VIEW.
#include <algorithm>

#include "effects/dml_check.h"
#include "effects/families.h"
#include "effects/query.h"
#include "effects/storage_parameter.h"
#include "pg/types.h"
#include "schema/view_query.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::each;
using pg::text;

const ::SelectStmt* first_select(const ::Node* query) {
  const auto* select = as<SelectStmt>(query);
  while (select != nullptr && select->larg != nullptr) select = select->larg;
  return select;
}

/// A column of a query's result: its name, and its type when that is plain to see.
struct ResultColumn {
  std::string_view name;
  pg::DataType type = {};
};

/// The type of a column of the one table that a query reads.
pg::DataType type_of_column(const ::SelectStmt& query, std::string_view column, const EffectsBuilder& out) {
  pg::DataType type;
  for (std::size_t i = 0; i < pg::length(query.fromClause); ++i) {
    const auto* relation = as<RangeVar>(pg::nth(query.fromClause, i));
    const Relation* known = relation == nullptr ? nullptr : out.known(out.resolve(*relation));
    if (known == nullptr) return {};
    const Column* one = known->column(column);
    if (one != nullptr && type.known()) return {};
    if (one != nullptr && one->complete) type = one->type;
  }
  return type;
}

/// The columns of a query's result under the names that the statement gives them; none when a star or an expression
/// without a name hides them.
std::optional<std::vector<ResultColumn>> result_columns(const ::Node* node, const ::List* names,
                                                        const EffectsBuilder& out) {
  const ::SelectStmt* query = first_select(node);
  if (query == nullptr || query->valuesLists != nullptr) return std::nullopt;
  std::vector<ResultColumn> columns;
  for (const auto& target : each<ResTarget>(query->targetList)) {
    const auto* column = as<ColumnRef>(target.val);
    const auto* last =
        column == nullptr ? nullptr : as<String>(pg::nth(column->fields, pg::length(column->fields) - 1));
    const auto* cast = as<TypeCast>(target.val);
    const bool star = column != nullptr && last == nullptr;
    if (star) return std::nullopt;
    ResultColumn result;
    const auto* cast_column = cast == nullptr ? nullptr : as<ColumnRef>(cast->arg);
    const auto* cast_name = cast_column == nullptr
                                ? nullptr
                                : as<String>(pg::nth(cast_column->fields, pg::length(cast_column->fields) - 1));
    if (target.name != nullptr) {
      result.name = text(target.name);
    } else if (last != nullptr) {
      result.name = text(last->sval);
    } else if (cast_name != nullptr) {
      result.name = text(cast_name->sval);  // parse_target.c, FigureColname
    }
    if (last != nullptr && node == reinterpret_cast<const ::Node*>(query)) {
      result.type = type_of_column(*query, text(last->sval), out);
    } else if (cast != nullptr && cast->typeName != nullptr) {
      result.type = out.schema().resolve_type(pg::type_of(*cast->typeName), out.before().session.search_path());
    }
    columns.push_back(std::move(result));
  }
  std::size_t at = 0;
  for (const auto& name : each<String>(names)) {
    if (at < columns.size()) columns[at++].name = text(name.sval);
  }
  return columns;
}

/// CREATE OR REPLACE VIEW may only add columns at the end. Source: view.c, checkViewColumns.
void check_replaced_columns(const std::vector<ResultColumn>& columns, const Relation& view, EffectsBuilder& out) {
  if (!view.complete || view.columns.empty()) return;
  if (columns.size() < view.columns.size()) {
    out.fail(FailureKind::invalid_definition, "42P16", "cannot drop columns from view");
    return;
  }
  for (std::size_t i = 0; i < view.columns.size(); ++i) {
    const Column& old = *view.columns[i];
    if (columns[i].name.empty()) continue;
    if (old.name != columns[i].name) {
      out.fail(FailureKind::invalid_definition, "42P16",
               "cannot change name of view column " + quoted(old.name) + " to " + quoted(columns[i].name));
      return;
    }
    if (!old.type.known() || !columns[i].type.known() || old.type == columns[i].type) continue;
    out.fail(FailureKind::invalid_definition, "42P16",
             "cannot change data type of view column " + quoted(old.name) + " from " + pg::sql_type(old.type) + " to " +
                 pg::sql_type(columns[i].type));
    return;
  }
}

bool reads_temporary(const EffectsBuilder& out) {
  const auto& locks = out.effects().locks;
  return std::any_of(locks.begin(), locks.end(), [&](const Lock& lock) {
    const Relation* relation = out.known(lock.relation);
    return relation != nullptr && relation->persistence == Persistence::temporary;
  });
}

/// Source: view.c, DefineView.
bool check_view(const ::ViewStmt& statement, EffectsBuilder& out) {
  if (statement.view->relpersistence == 'u') {  // RELPERSISTENCE_UNLOGGED
    out.fail(FailureKind::invalid_definition, "42601", "views cannot be unlogged because they do not have storage");
    return false;
  }
  if (!check_storage_parameters(statement.options, StorageKind::view, out)) return false;
  const bool checked = statement.withCheckOption != NO_CHECK_OPTION;
  if (checked && schema::relation_behind_view(statement.query, out.version()) == nullptr) {
    out.fail(FailureKind::invalid_definition, "0A000",
             "WITH CHECK OPTION is supported only on automatically updatable views");
    return false;
  }
  return true;
}

}  // namespace

// createas.c, ExecCreateTableAs, and view.c, DefineView: the names of the columns.
bool check_result_columns(const ::Node* query, const ::List* names, bool view, EffectsBuilder& out) {
  const auto columns = result_columns(query, names, out);
  if (!columns) return true;
  if (pg::length(names) > columns->size()) {
    out.fail(FailureKind::invalid_definition, "42601",
             view ? "CREATE VIEW specifies more column names than columns" : "too many column names were specified");
    return false;
  }
  for (std::size_t i = 0; i < columns->size(); ++i) {
    const std::string_view name = (*columns)[i].name;
    if (name.empty()) continue;
    const bool again = std::any_of(columns->begin(), columns->begin() + static_cast<std::ptrdiff_t>(i),
                                   [&](const ResultColumn& one) { return one.name == name; });
    if (!again) continue;
    out.fail(FailureKind::duplicate_object, "42701", "column " + quoted(name) + " specified more than once");
    return false;
  }
  return true;
}

// view.c, DefineView, DefineVirtualRelation.
void create_view(const ::ViewStmt& statement, EffectsBuilder& out) {
  lock_query(statement.query, QueryUse::analyzed, out);
  if (!check_view(statement, out) || !check_result_columns(statement.query, statement.aliases, true, out)) return;
  QualifiedName view = new_name(*statement.view, out);
  if (reads_temporary(out)) view.schema = "pg_temp";
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
  if (const auto columns = result_columns(statement.query, statement.aliases, out)) {
    check_replaced_columns(*columns, *existing, out);
  }
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
    // A table passes the first of two looks. Source: matview.c, ExecRefreshMatView.
    const bool table = view->is(RelationKind::table) || view->is(RelationKind::partitioned_table);
    out.fail(FailureKind::wrong_object, table ? "0A000" : "42809",
             quoted(view->name.name) + " is not a materialized view");
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
      if (again) continue;
      const Target source{read->relation, out.known(read->relation)};
      lock_with_parts(source, {.filtered = true}, out);
      check_populated(source, out);
    }
  }
  out.work(
      {.kind = concurrently ? WorkKind::query : WorkKind::rewrite, .reason = Reason::refresh, .relation = view->name});
}

}  // namespace pginterlock::effects
