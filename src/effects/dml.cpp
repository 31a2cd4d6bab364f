// What INSERT, UPDATE, DELETE and MERGE do to the rows of their table.
//
// Foreign keys are checked row by row, by queries that lock the other table ROW SHARE (or change it, with ON DELETE
// CASCADE and its like) as soon as a row needs it. Told are those of inserted rows, and those of a DELETE without
// WHERE.
#include <algorithm>
#include <array>
#include <vector>

#include "effects/query.h"
#include "effects/row_filter.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::each;
using pg::text;

enum class Amount : std::uint8_t { few, bounded, whole };

/// How many rows one SELECT without UNION may give.
Amount amount_of_one(const ::SelectStmt& select) {
  if (pg::length(select.fromClause) == 0) return Amount::few;
  bool reads_table = false;
  for (std::size_t i = 0; i < pg::length(select.fromClause); ++i) {
    const ::Node* item = pg::nth(select.fromClause, i);
    const auto* subselect = as<RangeSubselect>(item);
    const auto* values = subselect == nullptr ? nullptr : as<SelectStmt>(subselect->subquery);
    if (values == nullptr || values->valuesLists == nullptr) reads_table = true;
  }
  if (!reads_table) return Amount::few;
  return select.whereClause != nullptr || select.limitCount != nullptr ? Amount::bounded : Amount::whole;
}

/// How many rows a query may give: those of VALUES are few, the text has them all.
Amount amount_of(const ::Node* query) {
  Amount most = Amount::few;
  std::vector<const ::SelectStmt*> pending{as<SelectStmt>(query)};
  while (!pending.empty()) {
    const ::SelectStmt* select = pending.back();
    pending.pop_back();
    if (select == nullptr) continue;
    if (select->op == SETOP_NONE) {
      most = std::max(most, amount_of_one(*select));
    } else {
      pending.push_back(select->larg);
      pending.push_back(select->rarg);
    }
  }
  return most;
}

bool inserts_into(const ::InsertStmt& statement, std::string_view column) {
  if (statement.cols == nullptr) return true;
  for (const auto& target : each<ResTarget>(statement.cols)) {
    if (text(target.name) == column) return true;
  }
  return false;
}

/// ri_triggers.c, RI_FKey_check: SELECT … FOR KEY SHARE on the referenced table for each row whose key is not null.
void lock_referenced(const ::InsertStmt& statement, const Relation& table, EffectsBuilder& out) {
  for (const auto& constraint : table.constraints) {
    if (constraint->kind != ConstraintKind::foreign_key || !constraint->references || !constraint->enforced) continue;
    if (*constraint->references == table.name) continue;
    const bool given = std::all_of(constraint->columns.begin(), constraint->columns.end(), [&](const auto& column) {
      const Column* known = table.column(column);
      return inserts_into(statement, column) || (known != nullptr && known->default_sql.has_value());
    });
    if (!given) continue;
    out.lock(*constraint->references, LockMode::row_share, Certainty::assumed);
    const Relation* referenced = out.known(*constraint->references);
    if (referenced == nullptr || referenced->kind == RelationKind::partitioned_table) continue;
    for (const auto& index : referenced->indexes) {
      out.lock({referenced->name.schema, index->name}, LockMode::row_share, Certainty::assumed, RelationKind::index);
    }
  }
}

/// A value of one's own for GENERATED ALWAYS. Source: rewriteHandler.c, rewriteTargetListIU.
void check_generated(const ::InsertStmt& statement, const Relation& table, EffectsBuilder& out) {
  const auto* source = as<SelectStmt>(statement.selectStmt);
  if (source == nullptr || statement.override != OVERRIDING_NOT_SET) return;
  const auto* first_row = as<List>(pg::nth(source->valuesLists, 0));
  const auto check = [&](const Column& column, std::size_t position) {
    const bool always = column.identity == Identity::always;
    if (!always && column.generated == Generated::none) return;
    if (first_row != nullptr &&
        (position >= pg::length(first_row) || pg::tag(pg::nth(first_row, position)) == T_SetToDefault)) {
      return;
    }
    const bool generated = column.generated != Generated::none;
    out.fail(FailureKind::invalid_definition, generated && out.version() < 14 ? "42601" : "428C9",
             "cannot insert a non-DEFAULT value into column " + quoted(column.name));
  };
  if (statement.cols != nullptr) {
    std::size_t position = 0;
    for (const auto& target : each<ResTarget>(statement.cols)) {
      const Column* column = table.column(text(target.name));
      if (column != nullptr) check(*column, position);
      ++position;
    }
    return;
  }
  if (!table.complete || first_row == nullptr) return;
  const std::size_t given = std::min(pg::length(first_row), table.columns.size());
  for (std::size_t i = 0; i < given; ++i) check(*table.columns[i], i);
}

/// ON DELETE CASCADE, SET NULL and the rest, when all rows go.
void follow_foreign_keys(const Relation& table, EffectsBuilder& out) {
  for (const QualifiedName& name : table.referencing) {
    const Relation* child = out.known(name);
    if (child == nullptr || name == table.name) continue;
    for (const auto& constraint : child->constraints) {
      if (constraint->kind != ConstraintKind::foreign_key || constraint->references != table.name) continue;
      const bool cascades = constraint->on_delete == FKCONSTR_ACTION_CASCADE;
      const bool checks =
          constraint->on_delete == FKCONSTR_ACTION_NOACTION || constraint->on_delete == FKCONSTR_ACTION_RESTRICT;
      out.lock(name, checks ? LockMode::row_share : LockMode::row_exclusive, Certainty::assumed);
      if (!cascades) continue;
      out.lose({.kind = ObjectKind::rows,
                .object = pg::sql_name(name),
                .relation = name,
                .data = true,
                .implicit = true,
                .certainty = Certainty::assumed});
    }
  }
}

void bulk(const Target& table, Reason reason, bool whole, EffectsBuilder& out) {
  out.work({.kind = WorkKind::bulk, .reason = reason, .relation = table.name, .whole_table = whole});
}

}  // namespace

void insert_rows(const ::InsertStmt& statement, const Target& table, EffectsBuilder& out) {
  if (table.known != nullptr) {
    check_generated(statement, *table.known, out);
    check_inserted_labels(statement, *table.known, out);
    lock_referenced(statement, *table.known, out);
  }
  const Amount amount = amount_of(statement.selectStmt);
  if (amount != Amount::few) bulk(table, Reason::insert, amount == Amount::whole, out);
}

void update_rows(const ::UpdateStmt& statement, const Target& table, EffectsBuilder& out) {
  if (table.known != nullptr) check_updated_labels(statement.targetList, *table.known, out);
  const RowFilter filter = row_filter(statement.whereClause, table, statement.fromClause != nullptr, out);
  if (filter == RowFilter::one_row) return;
  bulk(table, Reason::update, filter == RowFilter::all_rows, out);
}

void delete_rows(const ::DeleteStmt& statement, const Target& table, EffectsBuilder& out) {
  const RowFilter filter = row_filter(statement.whereClause, table, statement.usingClause != nullptr, out);
  if (filter == RowFilter::one_row) return;
  bulk(table, Reason::delete_, filter == RowFilter::all_rows, out);
  if (filter != RowFilter::all_rows) return;
  out.lose({.kind = ObjectKind::rows, .object = pg::sql_name(table.name), .relation = table.name, .data = true});
  if (table.known != nullptr) follow_foreign_keys(*table.known, out);
}

void merge_rows(const ::MergeStmt& statement, const Target& table, EffectsBuilder& out) {
  for (const auto& action : each<MergeWhenClause>(statement.mergeWhenClauses)) {
    if (action.commandType == CMD_UPDATE && table.known != nullptr) {
      check_updated_labels(action.targetList, *table.known, out);
    }
  }
  const auto* subselect = as<RangeSubselect>(statement.sourceRelation);
  const Amount amount = subselect == nullptr ? Amount::whole : amount_of(subselect->subquery);
  if (amount != Amount::few) bulk(table, Reason::merge, amount == Amount::whole, out);
}

}  // namespace pginterlock::effects
