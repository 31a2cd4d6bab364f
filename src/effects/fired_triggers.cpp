#include "effects/fired_triggers.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "effects/targets.h"
#include "pg/ast.h"
#include "pg/lexer.h"
#include "schema/memory.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::each;
using pg::text;

// TRIGGER_TYPE_* of pg_trigger.h
constexpr int on_insert = 1 << 2;
constexpr int on_delete = 1 << 3;
constexpr int on_update = 1 << 4;
constexpr int on_truncate = 1 << 5;

/// What a statement does to the rows of a table.
struct Change {
  QualifiedName table = {};
  int events = 0;
  int sure = 0;                            // those for which statement triggers fire whatever the rows
  bool has_row = false;                    // a row is surely inserted
  bool any_column = false;                 // which columns UPDATE assigns is not known
  std::vector<std::string> assigned = {};  // by UPDATE
};

bool inserts_row(const ::InsertStmt& insert) {
  if (insert.onConflictClause != nullptr) return false;
  if (insert.selectStmt == nullptr) return true;  // DEFAULT VALUES
  const auto* query = as<SelectStmt>(insert.selectStmt);
  const bool plain = query != nullptr && query->op == SETOP_NONE && query->whereClause == nullptr &&
                     query->fromClause == nullptr && query->limitCount == nullptr;
  return plain;
}

void assign(const ::List* targets, Change& change) {
  for (const auto& target : each<ResTarget>(targets)) change.assigned.emplace_back(text(target.name));
}

/// Statement triggers fire for each event that MERGE names, whatever the rows. Source: nodeModifyTable.c,
/// fireBSTriggers.
Change change_of_merge(const ::MergeStmt& merge) {
  Change change;
  for (const auto& action : each<MergeWhenClause>(merge.mergeWhenClauses)) {
    if (action.commandType == CMD_INSERT) change.events |= on_insert;
    if (action.commandType == CMD_DELETE) change.events |= on_delete;
    if (action.commandType != CMD_UPDATE) continue;
    change.events |= on_update;
    assign(action.targetList, change);
  }
  change.sure = change.events;
  return change;
}

Change change_of_insert(const ::InsertStmt& insert) {
  Change change{.events = on_insert, .sure = on_insert, .has_row = inserts_row(insert)};
  const auto* conflict = insert.onConflictClause;
  if (conflict == nullptr || conflict->action != ONCONFLICT_UPDATE) return change;
  change.events |= on_update;
  change.sure |= on_update;
  assign(conflict->targetList, change);
  return change;
}

/// The tables whose rows statements change, found by their names.
class Changes {
 public:
  explicit Changes(const State& before) : before_(before) {}

  std::vector<Change> of(const ::Node* node) {
    add_statement(node);
    // Statements in WITH run to their end, whoever reads what they give. Source: execMain.c, ExecPostprocessPlan.
    for (const auto& cte : each<CommonTableExpr>(ctes_of(node))) add_statement(cte.ctequery);
    for (std::size_t i = 0; i < changes_.size() && i < most; ++i) follow(Change(changes_[i]));
    return std::move(changes_);
  }

  static const ::List* ctes_of(const ::Node* node) {
    const ::WithClause* with = nullptr;
    if (const auto* select = as<SelectStmt>(node)) with = select->withClause;
    if (const auto* insert = as<InsertStmt>(node)) with = insert->withClause;
    if (const auto* update = as<UpdateStmt>(node)) with = update->withClause;
    if (const auto* deletion = as<DeleteStmt>(node)) with = deletion->withClause;
    if (const auto* merge = as<MergeStmt>(node)) with = merge->withClause;
    return with == nullptr ? nullptr : with->ctes;
  }

 private:
  static constexpr std::size_t most = 200;  // tables that foreign keys lead to

  void add_statement(const ::Node* node) {
    if (const auto* insert = as<InsertStmt>(node)) add(insert->relation, change_of_insert(*insert));
    if (const auto* merge = as<MergeStmt>(node)) add(merge->relation, change_of_merge(*merge));
    if (const auto* update = as<UpdateStmt>(node)) {
      Change change{.events = on_update, .sure = on_update};
      assign(update->targetList, change);
      add(update->relation, std::move(change));
    }
    if (const auto* deletion = as<DeleteStmt>(node)) {
      add(deletion->relation, {.events = on_delete, .sure = on_delete});
    }
    const auto* copy = as<CopyStmt>(node);
    if (copy != nullptr && copy->is_from) add(copy->relation, {.events = on_insert, .sure = on_insert});
    if (const auto* truncate = as<TruncateStmt>(node)) {
      for (const auto& table : each<RangeVar>(truncate->relations)) {
        add(&table, {.events = on_truncate, .sure = on_truncate});
      }
      if (truncate->behavior == DROP_CASCADE) add_truncated();
    }
  }

  void add(const ::RangeVar* table, Change change) {
    if (table == nullptr) return;
    change.table = before_.schema.resolve(*table, before_.session.search_path());
    add(std::move(change));
  }

  void add(Change change) {
    const bool known = std::any_of(changes_.begin(), changes_.end(), [&](const Change& one) {
      return one.table == change.table && (change.events & ~one.events) == 0;
    });
    if (!known) changes_.push_back(std::move(change));
  }

  /// Source: tablecmds.c, ExecuteTruncateGuts.
  void add_truncated() {
    for (std::size_t i = 0; i < changes_.size() && i < most; ++i) {
      const Relation* table = before_.schema.relation(changes_[i].table);
      if (table == nullptr) continue;
      for (const QualifiedName& name : table->referencing) {
        add(Change{.table = name, .events = on_truncate, .sure = on_truncate});
      }
    }
  }

  void follow(const Change& change) {
    const Relation* table = before_.schema.relation(change.table);
    if (table == nullptr) return;
    if (table->kind == RelationKind::view) return follow_view(*table, change);
    if ((change.events & (on_delete | on_update)) == 0) return;
    for (const QualifiedName& name : table->referencing) follow_keys(*table, name, change);
  }

  /// Through a simple view, the change is one of the table below, whose triggers fire. Source: rewriteHandler.c,
  /// rewriteTargetView.
  void follow_view(const Relation& view, Change change) {
    if (!view.updates || !view.rules.empty()) return;
    for (const auto& trigger : view.triggers) {
      if (trigger->instead_of) change.events &= ~trigger->events;
    }
    if (change.events == 0) return;
    change.sure &= change.events;
    change.has_row = false;  // a condition of the view may be in its way
    change.any_column = true;
    change.table = *view.updates;
    add(std::move(change));
  }

  /// ON DELETE and ON UPDATE change rows of the table with the foreign key. Source: ri_triggers.c.
  void follow_keys(const Relation& table, const QualifiedName& name, const Change& change) {
    const Relation* child = before_.schema.relation(name);
    if (child == nullptr) return;
    for (const auto& constraint : child->constraints) {
      if (constraint->kind != ConstraintKind::foreign_key || constraint->references != table.name) continue;
      if ((change.events & on_delete) != 0) add_action(*constraint, constraint->on_delete, on_delete, name);
      if ((change.events & on_update) == 0 || !changes_key(table, *constraint, change)) continue;
      add_action(*constraint, constraint->on_update, on_update, name);
    }
  }

  void add_action(const TableConstraint& constraint, char action, int cascaded, const QualifiedName& name) {
    const bool cascades = action == FKCONSTR_ACTION_CASCADE;
    const bool sets = action == FKCONSTR_ACTION_SETNULL || action == FKCONSTR_ACTION_SETDEFAULT;
    if (!cascades && !sets) return;
    const int event = cascades ? cascaded : on_update;
    Change change{.table = name, .events = event};
    if (event == on_update) change.assigned = constraint.columns;
    add(std::move(change));
  }

  static bool changes_key(const Relation& table, const TableConstraint& constraint, const Change& change) {
    if (change.any_column) return true;
    const TableConstraint* key = table.primary_key();
    const bool by_key = constraint.referenced_columns.empty();
    if (by_key && key == nullptr) return true;
    const std::vector<std::string>& columns = by_key ? key->columns : constraint.referenced_columns;
    return std::any_of(columns.begin(), columns.end(), [&](const std::string& column) {
      return std::find(change.assigned.begin(), change.assigned.end(), column) != change.assigned.end();
    });
  }

  const State& before_;
  std::vector<Change> changes_;
};

/// Whether UPDATE OF these columns is meant. Source: trigger.c, TriggerEnabled.
bool names_column(const std::vector<std::string>& columns, const Change& change) {
  if (columns.empty() || change.any_column) return true;
  return std::any_of(change.assigned.begin(), change.assigned.end(), [&](const std::string& column) {
    return std::find(columns.begin(), columns.end(), column) != columns.end();
  });
}

/// Whether the session's role lets it fire. Source: trigger.c, TriggerEnabled.
bool is_enabled(const Relation& table, const Trigger& trigger, const State& before) {
  const NamedObject* firing =
      schema::recall({table.name, schema::thing::trigger, trigger.name, schema::about::firing}, before.schema);
  const bool replica = before.session.settings().value("session_replication_role") == "replica";
  if (firing == nullptr) return !replica;
  if (firing->text == "ENABLE ALWAYS") return true;
  return replica && firing->text == "ENABLE REPLICA";
}

/// Words of commands that change more than rows, in the body of a function: it begins with the first quote.
bool acts_beyond_rows(std::string_view definition) {
  constexpr std::array<std::string_view, 8> words = {"create", "alter",    "drop",    "refresh",
                                                     "lock",   "truncate", "reindex", "cluster"};
  constexpr std::size_t shortest = 4;
  constexpr std::size_t longest = 8;
  std::size_t at = std::min(definition.find_first_of("$'"), definition.size());
  while (at < definition.size()) {
    const auto is_letter = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9');
    };
    if (!is_letter(definition[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < definition.size() && is_letter(definition[end])) ++end;
    const std::string_view word = definition.substr(at, end - at);
    const bool alone = at > 0 && definition[at - 1] == '\'' && end < definition.size() && definition[end] == '\'';
    at = end;
    if (alone || word.size() < shortest || word.size() > longest) continue;  // TG_OP = 'TRUNCATE'
    if (std::any_of(words.begin(), words.end(), [&](std::string_view one) { return pg::same_word(one, word); }))
      return true;
  }
  return false;
}

struct Fired {
  const Relation* table = nullptr;
  const Trigger* trigger = nullptr;
  const Routine* function = nullptr;
  int event = 0;  // the ones for which it fires
  bool certain = false;
};

std::vector<Fired> fired_by(const pg::Statement& statement, const State& before) {
  std::vector<Fired> fired;
  for (const Change& change : Changes(before).of(statement.node)) {
    const Relation* table = before.schema.relation(change.table);
    if (table == nullptr) continue;
    bool rows_may_stop = false;  // a row trigger before it may have taken the row out
    for (const auto& trigger : table->triggers) {
      int events = trigger->events & change.events;
      if ((events & on_update) != 0 && !names_column(trigger->update_columns, change)) events &= ~on_update;
      if (events == 0 || !is_enabled(*table, *trigger, before)) continue;
      const Routine* function = before.schema.routines.find(routine_key(trigger->function, {}));
      const bool sure_rows = (events & on_insert) != 0 && change.has_row && !rows_may_stop;
      const bool of_column = !change.any_column || trigger->update_columns.empty();
      const bool certain =
          !trigger->conditional && of_column && (trigger->row_level ? sure_rows : (events & change.sure) != 0);
      rows_may_stop = rows_may_stop || trigger->row_level;
      if (function == nullptr || function->language != "plpgsql" || !acts_beyond_rows(function->definition)) continue;
      fired.push_back({table, trigger.get(), function, events, certain});
    }
  }
  return fired;
}

std::string_view operation(int event) {
  switch (event) {
    case on_insert:
      return "INSERT";
    case on_update:
      return "UPDATE";
    case on_delete:
      return "DELETE";
    case on_truncate:
      return "TRUNCATE";
    default:
      return {};
  }
}

}  // namespace

bool changes_rows(const ::Node* statement) {
  switch (pg::tag(statement)) {
    case T_InsertStmt:
    case T_UpdateStmt:
    case T_DeleteStmt:
    case T_CopyStmt:
    case T_TruncateStmt:
    case T_MergeStmt:
      return true;
    case T_SelectStmt: {
      const pg::each<CommonTableExpr> ctes(Changes::ctes_of(statement));
      return std::any_of(ctes.begin(), ctes.end(),
                         [](const ::CommonTableExpr& cte) { return pg::tag(cte.ctequery) != T_SelectStmt; });
    }
    default:
      return false;
  }
}

void note_fired_triggers(EffectsBuilder& out) {
  std::vector<const Routine*> noted;
  for (const Fired& one : fired_by(out.statement(), out.before())) {
    if (std::find(noted.begin(), noted.end(), one.function) != noted.end()) continue;
    noted.push_back(one.function);
    const std::string body = "the body of the trigger function " + quoted(one.function->name.name) + " is not analysed";
    if (one.trigger->deferred && out.before().session.joins_transaction()) {
      out.unknown(body + ": it runs at the end of the transaction", one.function->may_define);
      continue;
    }
    out.unknown(body, one.function->may_define, routine_key(one.function->name, {}));
  }
}

TriggerCall call_of_trigger(const pg::Statement& statement, const QualifiedName& function, const State& before) {
  TriggerCall call;
  std::vector<const Trigger*> calls;
  for (const Fired& one : fired_by(statement, before)) {
    if (routine_key(one.function->name, {}) != function) continue;
    call.certain = call.certain || one.certain;
    calls.push_back(one.trigger);
    call.values = {{"tg_name", one.trigger->name},
                   {"tg_table_name", one.table->name.name.str()},
                   {"tg_relname", one.table->name.name.str()},
                   {"tg_table_schema", one.table->name.schema.str()},
                   {"tg_level", one.trigger->row_level ? "ROW" : "STATEMENT"}};
    const std::string_view event = operation(one.event);
    if (!event.empty()) call.values.emplace("tg_op", event);
  }
  if (calls.size() > 1) call.values.clear();
  return call;
}

}  // namespace pginterlock::effects
