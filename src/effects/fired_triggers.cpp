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
  const ::RangeVar* table = nullptr;
  int events = 0;
  int sure = 0;                      // those for which statement triggers fire whatever the rows
  bool has_row = false;              // a row is surely inserted
  const ::List* assigned = nullptr;  // by UPDATE
};

bool inserts_row(const ::InsertStmt& insert) {
  if (insert.onConflictClause != nullptr) return false;
  if (insert.selectStmt == nullptr) return true;  // DEFAULT VALUES
  const auto* query = as<SelectStmt>(insert.selectStmt);
  const bool plain = query != nullptr && query->op == SETOP_NONE && query->whereClause == nullptr &&
                     query->fromClause == nullptr && query->limitCount == nullptr;
  return plain;
}

std::vector<Change> changes_of(const ::Node* node) {
  switch (pg::tag(node)) {
    case T_InsertStmt: {
      const auto* insert = as<InsertStmt>(node);
      Change change{insert->relation, on_insert, on_insert, inserts_row(*insert), nullptr};
      const auto* conflict = insert->onConflictClause;
      if (conflict != nullptr && conflict->action == ONCONFLICT_UPDATE) {
        change.events |= on_update;
        change.sure |= on_update;
        change.assigned = conflict->targetList;
      }
      return {change};
    }
    case T_UpdateStmt: {
      const auto* update = as<UpdateStmt>(node);
      return {{update->relation, on_update, on_update, false, update->targetList}};
    }
    case T_DeleteStmt:
      return {{as<DeleteStmt>(node)->relation, on_delete, on_delete, false, nullptr}};
    case T_CopyStmt: {
      const auto* copy = as<CopyStmt>(node);
      if (!copy->is_from) return {};
      return {{copy->relation, on_insert, on_insert, false, nullptr}};
    }
    case T_TruncateStmt: {
      std::vector<Change> changes;
      for (const auto& table : each<RangeVar>(as<TruncateStmt>(node)->relations)) {
        changes.push_back({&table, on_truncate, on_truncate, false, nullptr});
      }
      return changes;
    }
    default:
      return {};
  }
}

/// Whether UPDATE OF these columns is meant. Source: trigger.c, TriggerEnabled.
bool names_column(const std::vector<std::string>& columns, const ::List* assigned) {
  if (columns.empty()) return true;
  const pg::each<ResTarget> targets(assigned);
  return std::any_of(targets.begin(), targets.end(), [&](const ::ResTarget& target) {
    return std::find(columns.begin(), columns.end(), text(target.name)) != columns.end();
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
  for (const Change& change : changes_of(statement.node)) {
    if (change.table == nullptr) continue;
    const Relation* table = before.schema.relation(before.schema.resolve(*change.table, before.session.search_path()));
    if (table == nullptr) continue;
    bool rows_may_stop = false;  // a row trigger before it may have taken the row out
    for (const auto& trigger : table->triggers) {
      int events = trigger->events & change.events;
      if ((events & on_update) != 0 && !names_column(trigger->update_columns, change.assigned)) events &= ~on_update;
      if (events == 0 || !is_enabled(*table, *trigger, before)) continue;
      const Routine* function = before.schema.routines.find(routine_key(trigger->function, {}));
      const bool sure_rows = (events & on_insert) != 0 && change.has_row && !rows_may_stop;
      const bool certain = !trigger->conditional && (trigger->row_level ? sure_rows : (events & change.sure) != 0);
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
      return true;
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
