#include "effects/dml_check.h"

#include <algorithm>
#include <array>
#include <vector>

#include "effects/query.h"
#include "effects/semantics.h"
#include "schema/replication.h"
#include "schema/system_column.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::each;
using pg::text;

std::string_view verb(char event) { return event == 'i' ? "insert into" : event == 'u' ? "update" : "delete from"; }

std::string column_of(std::string_view column, const Target& table) {
  return "column " + quoted(column) + " of relation " + quoted(table.name.name);
}

/// Whether something else than the view's own query says what a change of its rows does.
bool has_substitute(const Relation& view, char event) {
  const bool rule = std::any_of(view.rule_actions.begin(), view.rule_actions.end(),
                                [&](const auto& one) { return one->event == event && one->instead; });
  return rule || has_instead_of_trigger(view);
}

/// A column of the target that is not there, or is named twice.
bool check_targets(const ::List* targets, const Target& table, bool twice_is_syntax, EffectsBuilder& out) {
  if (table.known == nullptr || !table.known->complete) return true;
  std::vector<std::string_view> names;
  for (const auto& target : each<ResTarget>(targets)) {
    const std::string_view name = text(target.name);
    if (table.known->column(name) == nullptr) {
      if (is_system_column(name)) {
        out.fail(FailureKind::wrong_object, "0A000", "cannot assign to system column " + quoted(name));
      } else {
        out.fail(FailureKind::undefined_object, "42703", column_of(name, table) + " does not exist");
      }
      return false;
    }
    if (target.indirection != nullptr) continue;
    if (std::find(names.begin(), names.end(), name) != names.end()) {
      if (twice_is_syntax) {
        out.fail(FailureKind::invalid_definition, "42601", "multiple assignments to same column " + quoted(name));
      } else {
        out.fail(FailureKind::invalid_definition, "42701", "column " + quoted(name) + " specified more than once");
      }
      return false;
    }
    names.push_back(name);
  }
  return true;
}

/// The number of columns that a query gives; none when a star hides it.
std::optional<std::size_t> width_of(const ::SelectStmt& query) {
  const ::SelectStmt* select = &query;
  while (select->larg != nullptr) select = select->larg;
  if (select->valuesLists != nullptr) {
    const auto* row = as<List>(pg::nth(select->valuesLists, 0));
    return row == nullptr ? std::nullopt : std::optional(pg::length(row));
  }
  for (const auto& target : each<ResTarget>(select->targetList)) {
    const auto* column = as<ColumnRef>(target.val);
    const bool star =
        (column != nullptr && pg::tag(pg::nth(column->fields, pg::length(column->fields) - 1)) == T_A_Star) ||
        pg::tag(target.val) == T_A_Indirection;
    if (star) return std::nullopt;
  }
  return pg::length(select->targetList);
}

/// Source: analyze.c, transformInsertRow, transformInsertStmt.
bool check_width(const ::InsertStmt& insert, const Target& table, EffectsBuilder& out) {
  const auto* query = as<SelectStmt>(insert.selectStmt);
  if (query == nullptr) return true;
  std::optional<std::size_t> wanted;
  if (insert.cols != nullptr) {
    wanted = pg::length(insert.cols);
  } else if (table.known != nullptr && table.known->complete) {
    wanted = table.known->columns.size();
  }
  const auto given = width_of(*query);
  if (!wanted || !given) return true;
  for (const auto& row : each<List>(query->valuesLists)) {
    if (pg::length(&row) == *given) continue;
    out.fail(FailureKind::invalid_definition, "42601", "VALUES lists must all be the same length");
    return false;
  }
  if (*given > *wanted) {
    out.fail(FailureKind::invalid_definition, "42601", "INSERT has more expressions than target columns");
    return false;
  }
  if (insert.cols != nullptr && *given < *wanted) {
    out.fail(FailureKind::invalid_definition, "42601", "INSERT has more target columns than expressions");
    return false;
  }
  return true;
}

/// Values of one row that are certainly of another type. Constants are read as what the column is: they are passed
/// over. Source: parse_target.c, transformAssignedExpr.
bool check_values(const ::InsertStmt& insert, const Target& table, EffectsBuilder& out) {
  const auto* query = as<SelectStmt>(insert.selectStmt);
  if (query == nullptr || pg::length(query->valuesLists) != 1 || table.known == nullptr) return true;
  const auto* row = as<List>(pg::nth(query->valuesLists, 0));
  std::size_t at = 0;
  for (const auto& target : each<ResTarget>(insert.cols)) {
    const ::Node* value = pg::nth(row, at++);
    const Column* column = table.known->column(text(target.name));
    const bool call =
        pg::tag(value) == T_FuncCall || pg::tag(value) == T_SQLValueFunction || pg::tag(value) == T_TypeCast;
    if (!call || column == nullptr || !column->type.known() || target.indirection != nullptr) continue;
    const Meaning meaning = meaning_of(value, ExpressionPlace::column_default, {}, out.before());
    if (meaning.problem) continue;
    const std::string what =
        "column " + quoted(column->name) + " is of type " + pg::sql_type(column->type) + " but expression";
    const auto problem = problem_of_assignment(meaning, value, column->type, what, out.before());
    if (!problem) continue;
    out.fail(problem->kind, problem->sqlstate, problem->message);
    return false;
  }
  return true;
}

bool has_unique_index(const Relation& table, std::vector<std::string> columns) {
  std::sort(columns.begin(), columns.end());
  columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
  return std::any_of(table.indexes.begin(), table.indexes.end(), [&](const auto& index) {
    if (!index->unique || !index->predicate.empty()) return false;
    std::vector<std::string> keys;
    for (const IndexKey& key : index->keys) keys.push_back(key.column);
    std::sort(keys.begin(), keys.end());
    return keys == columns;
  });
}

/// What ON CONFLICT names. Source: plancat.c, infer_arbiter_indexes; parse_clause.c, transformOnConflictArbiter.
bool check_conflict(const ::OnConflictClause& conflict, const Target& table, EffectsBuilder& out) {
  if (conflict.infer == nullptr) {
    if (conflict.action != ONCONFLICT_UPDATE) return true;
    out.fail(FailureKind::invalid_definition, "42601",
             "ON CONFLICT DO UPDATE requires inference specification or constraint name");
    return false;
  }
  if (table.known == nullptr || !table.known->complete || table.is(RelationKind::view)) return true;
  const ::InferClause& infer = *conflict.infer;
  if (infer.conname != nullptr) {
    if (table.known->constraint(text(infer.conname)) != nullptr) return true;
    out.fail(FailureKind::undefined_object, "42704",
             "constraint " + quoted(text(infer.conname)) + " for table " + quoted(table.name.name) + " does not exist");
    return false;
  }
  std::vector<std::string> columns;
  for (const auto& element : each<IndexElem>(infer.indexElems)) {
    if (element.name == nullptr || element.opclass != nullptr || element.collation != nullptr) return true;
    if (table.known->column(text(element.name)) == nullptr) {
      out.fail(FailureKind::undefined_object, "42703", "column " + quoted(text(element.name)) + " does not exist");
      return false;
    }
    columns.emplace_back(text(element.name));
  }
  // A WHERE may fit a partial index, whose predicate is not compared here.
  const bool partial = infer.whereClause != nullptr &&
                       std::any_of(table.known->indexes.begin(), table.known->indexes.end(),
                                   [](const auto& index) { return index->unique && !index->predicate.empty(); });
  if (partial || has_unique_index(*table.known, columns)) return true;
  out.fail(FailureKind::invalid_definition, "42P10",
           "there is no unique or exclusion constraint matching the ON CONFLICT specification");
  return false;
}

}  // namespace

bool has_instead_of_trigger(const Relation& view) {
  return std::any_of(view.triggers.begin(), view.triggers.end(), [](const auto& one) { return one->instead_of; });
}

bool check_changeable(const Target& table, char event, EffectsBuilder& out) {
  if (!table.kind_known()) return true;
  switch (table.known->kind) {
    case RelationKind::table:
    case RelationKind::partitioned_table:
    case RelationKind::foreign_table:
      return true;
    case RelationKind::view:
      if (!table.known->complete || table.known->updates || has_substitute(*table.known, event)) return true;
      out.fail(FailureKind::wrong_object, "55000",
               "cannot " + std::string(verb(event)) + " view " + quoted(table.name.name));
      return false;
    case RelationKind::materialized_view:
    case RelationKind::index:
    case RelationKind::sequence:
    case RelationKind::composite_type:
      out.fail(FailureKind::wrong_object, "42809",
               "cannot change " + std::string(noun(table.known->kind)) + " " + quoted(table.name.name));
      return false;
  }
  return true;
}

bool check_inserted(const ::InsertStmt& insert, const Target& table, EffectsBuilder& out) {
  if (!check_changeable(table, 'i', out)) return false;
  if (!check_targets(insert.cols, table, false, out) || !check_width(insert, table, out)) return false;
  if (!check_values(insert, table, out)) return false;
  return insert.onConflictClause == nullptr || check_conflict(*insert.onConflictClause, table, out);
}

/// Source: rewriteHandler.c, rewriteTargetListIU.
bool check_updated(const ::UpdateStmt& update, const Target& table, EffectsBuilder& out) {
  if (!check_changeable(table, 'u', out) || !check_targets(update.targetList, table, true, out)) return false;
  if (table.known == nullptr) return true;
  for (const auto& target : each<ResTarget>(update.targetList)) {
    const Column* column = table.known->column(text(target.name));
    const bool by_default = pg::tag(target.val) == T_SetToDefault || pg::tag(target.val) == T_MultiAssignRef;
    if (column == nullptr || by_default) continue;
    if (column->identity != Identity::always && column->generated == Generated::none) continue;
    out.fail(FailureKind::invalid_definition, out.version() >= 14 ? "428C9" : "42601",
             "column " + quoted(column->name) + " can only be updated to DEFAULT");
    return false;
  }
  return true;
}

/// Source: parse_merge.c, transformMergeStmt; execMain.c, CheckValidResultRel.
bool check_merged(const ::MergeStmt& merge, const Target& table, EffectsBuilder& out) {
  const int version = out.version();
  if (version < 17 && merge.returningClause != nullptr) {
    out.fail(FailureKind::version, "42601", "MERGE … RETURNING needs PostgreSQL 17");
    return false;
  }
  for (const auto& action : each<MergeWhenClause>(merge.mergeWhenClauses)) {
    if (version >= 17 || action.matchKind != MERGE_WHEN_NOT_MATCHED_BY_SOURCE) continue;
    out.fail(FailureKind::version, "42601", "WHEN NOT MATCHED BY SOURCE needs PostgreSQL 17");
    return false;
  }
  if (version < 15 || !table.kind_known()) return true;
  const bool view = table.is(RelationKind::view) && version < 17;
  const bool other = table.known->kind == RelationKind::materialized_view ||
                     table.known->kind == RelationKind::sequence || table.known->kind == RelationKind::index;
  if (view || other || !table.known->rule_actions.empty()) {
    out.fail(FailureKind::wrong_object, other && table.is(RelationKind::index) ? "42809" : "0A000",
             "cannot execute MERGE on relation " + quoted(table.name.name));
    return false;
  }
  return true;
}

void check_row_locks(const ::SelectStmt& select, const std::function<bool(std::string_view)>& has_element,
                     bool names_known, EffectsBuilder& out) {
  if (select.lockingClause == nullptr) return;
  const char* with = select.distinctClause != nullptr ? "DISTINCT clause"
                     : select.groupClause != nullptr  ? "GROUP BY clause"
                     : select.havingClause != nullptr ? "HAVING clause"
                                                      : nullptr;
  if (with != nullptr) {
    out.fail(FailureKind::invalid_definition, "0A000", std::string("FOR UPDATE is not allowed with ") + with);
    return;
  }
  for (const auto& clause : each<LockingClause>(select.lockingClause)) {
    for (const auto& relation : each<RangeVar>(clause.lockedRels)) {
      if (!names_known || has_element(text(relation.relname))) continue;
      out.fail(FailureKind::undefined_object, "42P01",
               "relation " + quoted(text(relation.relname)) + " in FOR UPDATE clause not found in FROM clause");
      return;
    }
  }
}

void check_populated(const Target& relation, EffectsBuilder& out) {
  if (relation.known == nullptr || relation.known->kind != RelationKind::materialized_view) return;
  if (relation.known->with_data || !relation.known->complete) return;
  out.fail(FailureKind::wrong_object, "55000",
           "materialized view " + quoted(relation.name.name) + " has not been populated");
}

bool check_replica_identity(const Target& table, char event, bool whole, EffectsBuilder& out) {
  if (table.known == nullptr || event == 'i') return true;
  const bool parts = table.is(RelationKind::partitioned_table) && whole;
  const std::vector<QualifiedName> asked =
      parts ? out.schema().with_descendants(table.name) : std::vector<QualifiedName>{table.name};
  for (const QualifiedName& name : asked) {
    const Relation* known = out.known(name);
    if (known == nullptr || !lacks_replica_identity(out.schema(), *known, event)) continue;
    out.fail(FailureKind::wrong_object, "55000",
             "cannot " + std::string(verb(event)) + " table " + quoted(name.name) +
                 " because it does not have a replica identity and is published");
    return false;
  }
  return true;
}

void apply_rules(const Relation& table, char event, EffectsBuilder& out) {
  for (const auto& action : table.rule_actions) {
    if (action->event != event) continue;
    const auto lock = [&](const QualifiedName& name, LockMode mode, bool indexes) {
      lock_with_parts({name, out.known(name)}, {.mode = mode, .indexes = indexes, .filtered = true}, out);
    };
    for (const QualifiedName& name : action->inserted) lock(name, LockMode::row_exclusive, false);
    for (const QualifiedName& name : action->changed) lock(name, LockMode::row_exclusive, true);
    for (const QualifiedName& name : action->read) lock(name, LockMode::access_share, true);
  }
}

}  // namespace pginterlock::effects
