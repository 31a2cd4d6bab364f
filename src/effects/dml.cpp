// What INSERT, UPDATE, DELETE and MERGE do to the rows of their table.
//
// Foreign keys are checked row by row, by queries that lock the other table ROW SHARE (or change it, with ON DELETE
// CASCADE and its like) as soon as a row needs it. Told are those of inserted rows, and those of a DELETE without
// WHERE.
#include <algorithm>
#include <array>
#include <vector>

#include "effects/dml_check.h"
#include "effects/query.h"
#include "effects/row_filter.h"
#include "pg/walk.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::each;
using pg::text;

enum class Amount : std::uint8_t { few, bounded, unknown, whole };

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

/// What the rows of an INSERT have in a column.
enum class Given : std::uint8_t { nothing, constant, unknown };

/// Source: rewriteHandler.c, rewriteTargetListIU. Of several VALUES rows the first that holds a constant counts.
Given given_value(const ::InsertStmt& statement, const Relation& table, std::string_view column) {
  if (statement.selectStmt == nullptr) return Given::nothing;  // DEFAULT VALUES
  std::optional<std::size_t> position;
  std::size_t at = 0;
  if (statement.cols != nullptr) {
    for (const auto& target : each<ResTarget>(statement.cols)) {
      if (text(target.name) == column) position = at;
      ++at;
    }
  } else {
    for (const auto& one : table.columns) {
      if (one->name == column) position = at;
      ++at;
    }
  }
  if (!position) return table.complete || statement.cols != nullptr ? Given::nothing : Given::unknown;
  const auto* query = as<SelectStmt>(statement.selectStmt);
  if (query == nullptr || query->valuesLists == nullptr) return Given::unknown;
  Given given = Given::nothing;
  for (const auto& row : each<List>(query->valuesLists)) {
    const ::Node* value = pg::nth(&row, *position);
    if (value == nullptr || pg::tag(value) == T_SetToDefault) continue;
    if (pg::is_null_constant(value)) continue;
    if (pg::is_constant(value)) return Given::constant;
    given = Given::unknown;
  }
  return given;
}

/// Whether some row of VALUES takes the default of the column.
bool takes_default(const ::InsertStmt& statement, const Relation& table, std::string_view column) {
  if (statement.selectStmt == nullptr) return true;
  std::size_t at = 0;
  if (statement.cols != nullptr) {
    for (const auto& target : each<ResTarget>(statement.cols)) {
      if (text(target.name) == column) break;
      ++at;
    }
    if (at == pg::length(statement.cols)) return true;
  } else {
    while (at < table.columns.size() && table.columns[at]->name != column) ++at;
  }
  const auto* query = as<SelectStmt>(statement.selectStmt);
  if (query == nullptr) return false;
  for (const auto& row : each<List>(query->valuesLists)) {
    if (at >= pg::length(&row) || pg::tag(pg::nth(&row, at)) == T_SetToDefault) return true;
  }
  return false;
}

/// sequence.c, nextval_internal: the defaults of serial and identity columns.
void lock_sequences(const ::InsertStmt& statement, const Relation& table, EffectsBuilder& out) {
  for (const auto& column : table.columns) {
    const bool numbered = column->identity != Identity::none || column->default_sql.has_value();
    if (!column->owned_sequence || !numbered || !takes_default(statement, table, column->name)) continue;
    out.lock(*column->owned_sequence, LockMode::row_exclusive, Certainty::proved, RelationKind::sequence);
  }
}

/// The bound of a partition takes in those of the partitioned tables above. Source: partcache.c,
/// generate_partition_qual.
void lock_parents(const Relation& table, EffectsBuilder& out) {
  if (out.version() < 14) return;
  const Relation* relation = &table;
  constexpr int deep_enough = 64;
  for (int depth = 0; relation != nullptr && relation->partition_bound && depth < deep_enough; ++depth) {
    if (relation->parents.empty()) return;
    out.lock(relation->parents.front(), LockMode::access_share);
    relation = out.known(relation->parents.front());
  }
}

/// ri_triggers.c, RI_FKey_check: SELECT … FOR KEY SHARE on the referenced table for each row whose key is not null.
void lock_referenced(const ::InsertStmt& statement, const Relation& table, EffectsBuilder& out) {
  for (const auto& constraint : table.constraints) {
    if (constraint->kind != ConstraintKind::foreign_key || !constraint->references || !constraint->enforced) continue;
    if (*constraint->references == table.name) continue;
    bool asked = true;
    // A constant is surely looked for, unless the row does not come in.
    const bool triggers = std::any_of(table.triggers.begin(), table.triggers.end(),
                                      [](const auto& trigger) { return trigger->row_level; });
    Certainty certainty = statement.onConflictClause == nullptr && !triggers ? Certainty::proved : Certainty::assumed;
    for (const std::string& column : constraint->columns) {
      const Column* known = table.column(column);
      const Given given = given_value(statement, table, column);
      const bool by_default = given == Given::nothing && known != nullptr && known->default_sql.has_value();
      asked &= given != Given::nothing || by_default;
      if (given != Given::constant) certainty = Certainty::assumed;
    }
    if (!asked) continue;
    out.lock(*constraint->references, LockMode::row_share, certainty);
    const Relation* referenced = out.known(*constraint->references);
    if (referenced == nullptr || referenced->kind == RelationKind::partitioned_table) continue;
    for (const auto& index : referenced->indexes) {
      out.lock({referenced->name.schema, index->name}, LockMode::row_share, certainty, RelationKind::index);
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

void bulk(const Target& table, Reason reason, Amount amount, EffectsBuilder& out) {
  if (amount == Amount::few) return;
  out.work({.kind = WorkKind::bulk,
            .reason = reason,
            .relation = table.name,
            .whole_table = amount == Amount::whole,
            .bounded = amount == Amount::bounded});
}

Amount amount_of(RowFilter filter) {
  switch (filter) {
    case RowFilter::all_rows:
      return Amount::whole;
    case RowFilter::some_rows:
      return Amount::unknown;
    case RowFilter::bounded:
      return Amount::bounded;
    case RowFilter::one_row:
      return Amount::few;
  }
  return Amount::unknown;
}

}  // namespace

void insert_rows(const ::InsertStmt& statement, const Target& table, EffectsBuilder& out) {
  if (table.known != nullptr) {
    check_generated(statement, *table.known, out);
    check_inserted_labels(statement, *table.known, out);
    lock_sequences(statement, *table.known, out);
    lock_referenced(statement, *table.known, out);
    lock_parents(*table.known, out);
    apply_rules(*table.known, 'i', out);
  }
  bulk(table, Reason::insert, amount_of(statement.selectStmt), out);
}

void update_rows(const ::UpdateStmt& statement, const Target& table, EffectsBuilder& out) {
  if (table.known != nullptr) {
    check_updated_labels(statement.targetList, *table.known, out);
    check_replica_identity(table, 'u', statement.whereClause == nullptr, out);
    apply_rules(*table.known, 'u', out);
  }
  const RowFilter filter = row_filter(statement.whereClause, statement.fromClause, statement.withClause, table, out);
  bulk(table, Reason::update, amount_of(filter), out);
}

void delete_rows(const ::DeleteStmt& statement, const Target& table, EffectsBuilder& out) {
  if (table.known != nullptr) {
    check_replica_identity(table, 'd', statement.whereClause == nullptr, out);
    apply_rules(*table.known, 'd', out);
  }
  const RowFilter filter = row_filter(statement.whereClause, statement.usingClause, statement.withClause, table, out);
  bulk(table, Reason::delete_, amount_of(filter), out);
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
  bulk(table, Reason::merge, amount, out);
}

}  // namespace pginterlock::effects
