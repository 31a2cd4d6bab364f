// Statements around queries: SELECT, EXPLAIN, DECLARE CURSOR, COPY; and those that take a list of tables: TRUNCATE,
// LOCK.
#include <algorithm>
#include <array>
#include <vector>

#include "effects/families.h"
#include "effects/options.h"
#include "effects/partition_check.h"
#include "effects/query.h"
#include "effects/row_filter.h"
#include "pg/walk.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::each;
using pg::text;

constexpr int cursor_with_hold = 0x0020;  // CURSOR_OPT_HOLD

bool is_element_of_with(std::string_view name, const ::WithClause* with) {
  if (with == nullptr) return false;
  const auto elements = each<CommonTableExpr>(with->ctes);
  return std::any_of(elements.begin(), elements.end(),
                     [&](const ::CommonTableExpr& element) { return text(element.ctename) == name; });
}

/// Whether a query ends after a few rows: LIMIT, and nothing that must see all rows first. A call may be an aggregate.
bool ends_early(const ::SelectStmt& query) {
  if (!pg::is_constant(query.limitCount) || query.sortClause != nullptr || query.groupClause != nullptr) return false;
  if (query.distinctClause != nullptr || query.op != SETOP_NONE) return false;
  const auto targets = each<ResTarget>(query.targetList);
  return std::none_of(targets.begin(), targets.end(),
                      [](const ::ResTarget& target) { return as<FuncCall>(target.val) != nullptr; });
}

/// A table or view in FROM of which nobody knows how long reading it takes: not one of PostgreSQL's own, and not by
/// constants for a unique key.
std::optional<QualifiedName> read_at_length(const ::SelectStmt& query, EffectsBuilder& out) {
  if (query.op != SETOP_NONE || ends_early(query)) return std::nullopt;
  std::vector<const ::Node*> items;
  for (std::size_t i = 0; i < pg::length(query.fromClause); ++i) items.push_back(pg::nth(query.fromClause, i));
  const bool alone = items.size() == 1;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (const auto* join = as<JoinExpr>(items[i])) {
      items.push_back(join->larg);
      items.push_back(join->rarg);
      continue;
    }
    const auto* relation = as<RangeVar>(items[i]);
    if (relation == nullptr || is_element_of_with(text(relation->relname), query.withClause)) continue;
    const QualifiedName name = out.resolve(*relation);
    // Where nothing else is known, a name that begins with pg_ is PostgreSQL's own.
    const bool own = name.name.starts_with("pg_") && out.known(name) == nullptr;
    if (own || is_system_catalog(name)) continue;
    if (!out.before().in_use(name)) continue;
    const RowFilter filter = row_filter(query.whereClause, nullptr, nullptr, {name, out.known(name)}, out);
    if (alone && (filter == RowFilter::one_row || filter == RowFilter::bounded)) continue;
    return name;
  }
  return std::nullopt;
}

}  // namespace

void select(const ::SelectStmt& statement, EffectsBuilder& out) {
  lock_query(&statement, QueryUse::executed, out);
  if (statement.intoClause == nullptr || statement.intoClause->rel == nullptr) {
    if (const auto relation = read_at_length(statement, out)) {
      out.work({.kind = WorkKind::query, .reason = Reason::select, .relation = *relation, .whole_table = false});
    }
    return;
  }
  // SELECT INTO is CREATE TABLE AS. Source: createas.c, intorel_startup.
  const QualifiedName table = new_name(*statement.intoClause->rel, out);
  if (out.known(table) != nullptr) {
    out.fail(FailureKind::duplicate_object, "42P07", "relation " + quoted(table.name) + " already exists");
  }
  out.lock_new(table, RelationKind::table);
  out.work({.kind = WorkKind::query, .reason = Reason::create_table_as, .relation = table});
}

namespace {

// Source: explain.c, ExplainQuery.
constexpr std::array explain_options = {
    Since{"analyze"},  Since{"verbose"},          Since{"costs"},      Since{"buffers"},
    Since{"settings"}, Since{"timing"},           Since{"summary"},    Since{"format"},
    Since{"wal", 13},  Since{"generic_plan", 16}, Since{"memory", 17}, Since{"serialize", 17},
};

}  // namespace

// explain.c, ExplainOneUtility: CREATE TABLE AS, DECLARE and EXECUTE are explained by their query.
void explain(const ::ExplainStmt& statement, EffectsBuilder& out) {
  if (!check_options(statement.options, explain_options, "EXPLAIN", out)) return;
  const bool runs = has_option(statement.options, "analyze");
  const QueryUse use = runs ? QueryUse::executed : QueryUse::planned;
  if (const auto* table_as = as<CreateTableAsStmt>(statement.query)) {
    if (runs) {
      create_table_as(*table_as, out);
    } else {
      lock_query(table_as->query, use, out);
    }
    return;
  }
  if (const auto* cursor = as<DeclareCursorStmt>(statement.query)) {
    lock_query(cursor->query, use, out);
    return;
  }
  if (const auto* execute = as<ExecuteStmt>(statement.query)) {
    execute_prepared(*execute, out);
    return;
  }
  lock_query(statement.query, use, out);
}

// portalcmds.c, PerformCursorOpen.
void declare_cursor(const ::DeclareCursorStmt& statement, EffectsBuilder& out) {
  if ((statement.options & cursor_with_hold) == 0) out.require_transaction_block();
  lock_query(statement.query, QueryUse::executed, out);
}

namespace {

// Source: copy.c, ProcessCopyOptions.
constexpr std::array copy_options = {
    Since{"format"},
    Since{"freeze"},
    Since{"delimiter"},
    Since{"null"},
    Since{"default", 16},
    Since{"header"},
    Since{"quote"},
    Since{"escape"},
    Since{"force_quote"},
    Since{"force_not_null"},
    Since{"force_null"},
    Since{"convert_selectively"},
    Since{"encoding"},
    Since{"on_error", 17},
    Since{"log_verbosity", 17},
    Since{"reject_limit", 18},
};

/// Source: copyto.c, BeginCopyTo; copyfrom.c, CopyFrom; copy.c, CopyGetAttnums.
bool check_copy(const ::CopyStmt& statement, const Target& table, EffectsBuilder& out) {
  if (!check_options(statement.options, copy_options, "COPY", out)) return false;
  if (!table.kind_known()) return true;
  const RelationKind kind = table.known->kind;
  bool possible = kind == RelationKind::table;
  if (statement.is_from) {
    // A view with an INSTEAD OF trigger takes rows.
    possible = possible || kind == RelationKind::partitioned_table || kind == RelationKind::foreign_table ||
               (kind == RelationKind::view && !table.known->triggers.empty());
  } else {
    possible = possible || (kind == RelationKind::materialized_view && out.version() >= 18);
  }
  if (!possible) {
    out.fail(FailureKind::wrong_object, "42809",
             std::string("cannot copy ") + (statement.is_from ? "to " : "from ") + std::string(noun(kind)) + " " +
                 quoted(table.name.name));
    return false;
  }
  if (!table.known->complete) return true;
  for (const std::string& column : pg::strings_of(statement.attlist)) {
    if (table.known->column(column) != nullptr) continue;
    out.fail(FailureKind::undefined_object, "42703",
             "column " + quoted(column) + " of relation " + quoted(table.name.name) + " does not exist");
    return false;
  }
  return true;
}

}  // namespace

// copy.c, DoCopy. 12 lets go of the lock of COPY … TO when it ends.
void copy(const ::CopyStmt& statement, EffectsBuilder& out) {
  if (statement.relation == nullptr) {
    lock_query(statement.query, QueryUse::executed, out);
    return;
  }
  const auto table = find_target(*statement.relation, out);
  if (!table) return;
  if (!check_copy(statement, *table, out)) return;
  const LockMode mode = statement.is_from ? LockMode::row_exclusive : LockMode::access_share;
  lock_with_parts(*table, {.mode = mode, .indexes = false, .filtered = true}, out);
  if (!statement.is_from) {
    out.work({.kind = WorkKind::query, .reason = Reason::copy, .relation = table->name});
    return;
  }
  out.work({.kind = WorkKind::bulk, .reason = Reason::copy, .relation = table->name});
  lock_query(statement.whereClause, QueryUse::executed, out);
}

namespace {

/// The tables of a TRUNCATE: with partitions and children, and with CASCADE what references them.
std::vector<QualifiedName> truncated_tables(const ::TruncateStmt& statement, EffectsBuilder& out) {
  std::vector<QualifiedName> tables;
  const auto add = [&](const QualifiedName& name) {
    if (std::find(tables.begin(), tables.end(), name) == tables.end()) tables.push_back(name);
  };
  for (const auto& relation : each<RangeVar>(statement.relations)) {
    out.at(out.statement().token_at(relation.location));
    const auto table = find_target(relation, out);
    if (!table) continue;
    if (!relation.inh && table->is(RelationKind::partitioned_table)) {
      out.fail(FailureKind::wrong_object, "42809", "cannot truncate only a partitioned table");
      continue;
    }
    const bool has_rows = table->is(RelationKind::table) || table->is(RelationKind::partitioned_table) ||
                          (table->is(RelationKind::foreign_table) && out.version() >= 14);
    if (table->kind_known() && !has_rows) {
      out.fail(FailureKind::wrong_object, "42809", quoted(table->name.name) + " is not a table");
      continue;
    }
    if (!relation.inh) {
      add(table->name);
      continue;
    }
    for (const QualifiedName& name : out.schema().with_descendants(table->name)) add(name);
  }
  return tables;
}

void truncate_one(const QualifiedName& table, bool restart, bool implicit, EffectsBuilder& out) {
  out.lock(table, LockMode::access_exclusive);
  // Before 14 the bound of a partition is made ready, as for inserting rows. Source: execMain.c, InitResultRelInfo.
  if (out.version() < 14) lock_upper_parents(table, out);
  const Relation* known = out.known(table);
  const bool partitioned = known != nullptr && known->kind == RelationKind::partitioned_table;
  if (!partitioned) out.lock_indexes(table, LockMode::access_exclusive);
  if (known != nullptr && restart) {
    for (const auto& column : known->columns) {
      if (column->owned_sequence) {
        out.lock(*column->owned_sequence, LockMode::access_exclusive, Certainty::proved, RelationKind::sequence);
      }
    }
  }
  if (partitioned) return;
  out.lose(
      {.kind = ObjectKind::rows, .object = pg::sql_name(table), .relation = table, .data = true, .implicit = implicit});
}

}  // namespace

// tablecmds.c, ExecuteTruncate, ExecuteTruncateGuts, heap_truncate_check_FKs. The files are replaced, whatever their
// size: that is no rewrite.
void truncate(const ::TruncateStmt& statement, EffectsBuilder& out) {
  const bool cascade = statement.behavior == DROP_CASCADE;
  std::vector<QualifiedName> tables = truncated_tables(statement, out);
  const std::size_t named = tables.size();
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const Relation* known = out.known(tables[i]);
    if (known == nullptr) continue;
    const std::vector<QualifiedName> referencing = known->referencing;
    for (const QualifiedName& child : referencing) {
      if (std::find(tables.begin(), tables.end(), child) != tables.end()) continue;
      if (!cascade) {
        out.fail(FailureKind::dependent_objects, "0A000",
                 "cannot truncate a table referenced in a foreign key constraint: table " + quoted(child.name) +
                     " references " + quoted(tables[i].name));
        continue;
      }
      for (const QualifiedName& name : out.schema().with_descendants(child)) {
        if (std::find(tables.begin(), tables.end(), name) == tables.end()) tables.push_back(name);
      }
    }
  }
  for (std::size_t i = 0; i < tables.size(); ++i) truncate_one(tables[i], statement.restart_seqs, i >= named, out);
}

// lockcmds.c, LockTableCommand, LockViewRecurse.
void lock_table(const ::LockStmt& statement, EffectsBuilder& out) {
  out.require_transaction_block();
  const int strength = std::clamp(statement.mode, 1, 8);  // AccessShareLock is 1, AccessExclusiveLock is 8
  const auto mode = static_cast<LockMode>(strength - 1);
  for (const auto& relation : each<RangeVar>(statement.relations)) {
    out.at(out.statement().token_at(relation.location));
    const auto table = find_target(relation, out);
    if (!table) continue;
    const bool lockable = !table->kind_known() || table->is(RelationKind::table) ||
                          table->is(RelationKind::partitioned_table) || table->is(RelationKind::view);
    if (!lockable) {  // lockcmds.c, RangeVarCallbackForLockTable
      out.fail(FailureKind::wrong_object, "42809", "cannot lock relation " + quoted(table->name.name.str()));
      continue;
    }
    lock_with_parts(*table, {.mode = mode, .only = !relation.inh, .indexes = false, .below_view = mode}, out);
  }
}

}  // namespace pginterlock::effects
