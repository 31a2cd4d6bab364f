// The single statements of a body: SQL, EXECUTE, assignments, RAISE, COMMIT.
#include <algorithm>
#include <utility>

#include "effects/body_run.h"
#include "effects/catalog_query.h"
#include "effects/fired_triggers.h"
#include "effects/guard.h"
#include "effects/sum.h"
#include "pg/ast.h"
#include "pg/lexer.h"
#include "pg/script.h"

namespace pginterlock::effects {

namespace {

constexpr std::size_t most_statements = 10000;  // of SQL and of PL/pgSQL that one statement of the file runs
constexpr std::size_t deepest = 8;              // routines that call routines
constexpr std::string_view selected = "SELECT ";

void assume(Effects& effects) {
  for (Lock& one : effects.locks) one.certainty = Certainty::assumed;
  for (Work& one : effects.work) one.certainty = Certainty::assumed;
  for (Loss& one : effects.losses) one.certainty = Certainty::assumed;
  for (Failure& one : effects.failures) one.certainty = Certainty::assumed;
}

const ::Node* only_target(const pg::Script& script) {
  if (script.statements().size() != 1) return nullptr;
  const auto* select = pg::as<::SelectStmt>(script.statements()[0].node);
  if (select == nullptr || pg::length(select->targetList) != 1 || select->fromClause != nullptr) return nullptr;
  const auto* target = pg::as<::ResTarget>(pg::nth(select->targetList, 0));
  return target == nullptr ? nullptr : target->val;
}

/// The value in "variable := value"; none for a part of an array.
std::optional<pg::BodySql> value_of(const pg::BodySql& assignment) {
  pg::Lexer lexer(assignment.text);
  for (pg::Token token = lexer.next_significant(); token.kind != pg::TokenKind::end; token = lexer.next_significant()) {
    if (token.is('[', assignment.text)) return std::nullopt;
    const std::string_view word = std::string_view(assignment.text).substr(token.span.begin, token.span.size());
    if (token.kind != pg::TokenKind::op || (word != ":=" && word != "=")) continue;
    pg::BodySql value{assignment.text.substr(token.span.end), std::nullopt};
    if (assignment.offset) value.offset = *assignment.offset + token.span.end;
    return value;
  }
  return std::nullopt;
}

/// Text that is executed and is no SQL, and what the statements of a body cannot be. Source: pl_exec.c,
/// exec_stmt_execsql, exec_stmt_dynexecute.
void refuse(const pg::Statement& statement, Effects& effects) {
  if (statement.error) {
    effects.unknown.clear();
    effects.failures.assign(1, {.kind = FailureKind::invalid_definition,
                                .sqlstate = std::string(statement.error->sqlstate),
                                .message = statement.error->message,
                                .cause = statement.error->span});
    return;
  }
  const auto* copy = pg::as<::CopyStmt>(statement.node);
  if (pg::tag(statement.node) == T_TransactionStmt) {
    effects = {};
    effects.failures.push_back({.kind = FailureKind::invalid_definition,
                                .sqlstate = "0A000",
                                .message = "unsupported transaction command in PL/pgSQL",
                                .cause = statement.span});
  } else if (copy != nullptr && copy->filename == nullptr) {
    effects.failures.push_back({.kind = FailureKind::invalid_definition,
                                .sqlstate = "0A000",
                                .message = "cannot COPY to/from client in PL/pgSQL",
                                .cause = statement.span});
  }
}

/// The statement that begins with the word on a line or behind it, up to its semicolon.
Span statement_at(const SourceFile& source, std::size_t line, std::string_view word) {
  const std::size_t begin = line == 0 ? 0 : source.line_begin(line);
  pg::Lexer lexer(source.text(), begin, source.text().size());
  Span found;
  for (pg::Token token = lexer.next_significant(); token.kind != pg::TokenKind::end; token = lexer.next_significant()) {
    if (found.empty() && pg::same_word(source.slice(token.span), word)) found = token.span;
    if (found.empty()) continue;
    if (token.is(';', source.text())) return found;
    found.end = token.span.end;
  }
  return found.empty() ? Span{0, source.text().size()} : found;
}

bool is_empty(const Effects& effects) {
  return effects.locks.empty() && effects.work.empty() && effects.failures.empty() && effects.unknown.empty() &&
         effects.waits.empty();
}

}  // namespace

std::shared_ptr<const void> owner_of(const std::shared_ptr<BodyText>& text) {
  using Both = std::pair<std::shared_ptr<const BodyText>, std::shared_ptr<const pg::Script::Batch>>;
  return std::make_shared<const Both>(text, text->script.batch());
}

pg::TextOrigin BodyRun::origin_of(const pg::BodySql& sql, const Frame& frame) const {
  return sql.offset ? frame.body.origin.from(*sql.offset)
                    : pg::TextOrigin::made_at(frame.body.origin.map({0, frame.body.text.size()}));
}

Values BodyRun::values_of(const Frame& frame) const {
  return [&frame](std::string_view record, std::string_view name) -> std::optional<std::string> {
    std::string key(record);
    if (!key.empty()) key += '.';
    key += name;
    const auto it = frame.values.find(key);
    return it == frame.values.end() ? std::nullopt : std::optional(it->second);
  };
}

void BodyRun::add(Effects& effects, const pg::TextOrigin& origin) {
  map_causes(effects, origin);
  add_effects(sum_, effects);
}

bool BodyRun::is_caught(const std::string& sqlstate) const {
  for (const auto* handlers : handlers_) {
    for (const pg::BodyHandler& handler : *handlers) {
      for (const std::string& condition : handler.conditions) {
        if (catches(condition, sqlstate)) return true;
      }
    }
  }
  return false;
}

Flow BodyRun::fail(const std::string& sqlstate, std::string message, std::string_view word,
                   const pg::BodyStatement& statement, Frame& frame) {
  sqlstate_ = sqlstate;
  if (is_caught(sqlstate)) return Flow::failed;
  const auto source = std::make_shared<const SourceFile>("body", frame.body.text);
  pg::Statement refused;
  refused.span = statement_at(*source, statement.line, word);
  refused.source = source.get();
  Effects effects;
  effects.failures.push_back({.kind = FailureKind::invalid_definition,
                              .sqlstate = sqlstate,
                              .message = std::move(message),
                              .cause = refused.span,
                              .certainty = conditional(frame) ? Certainty::assumed : Certainty::proved});
  if (observer_ != nullptr) {
    observer_->see({refused, effects, state_, frame.body.inside, &frame.body.origin, word, source});
  }
  add(effects, frame.body.origin);
  return Flow::failed;
}

Flow BodyRun::run_raise(const pg::BodyStatement& statement, Frame& frame) {
  if (!statement.fails) return Flow::next;
  if (conditional(frame)) {
    // It may be that this is not reached; if it is, what follows is not.
    sqlstate_ = "P0001";
    return conditional_ > 0 ? Flow::failed : Flow::next;
  }
  const std::string_view named = sqlstate_of_condition(statement.condition);
  const std::string& told = statement.variable.empty() ? statement.condition : statement.variable;
  return fail(named.empty() ? "P0001" : std::string(named), "it raises an exception: " + told, "RAISE", statement,
              frame);
}

// pl_exec.c, exec_stmt_commit; spi.c, _SPI_commit.
Flow BodyRun::end_transaction(const pg::BodyStatement& statement, Frame& frame) {
  const bool commit = statement.kind == pg::BodyStatementKind::commit;
  const std::string_view word = commit ? "COMMIT" : "ROLLBACK";
  if (context_.atomic || frame.body.inside == "function") {
    return fail("2D000", "invalid transaction termination", word, statement, frame);
  }
  if (!handlers_.empty()) {
    return fail("2D000",
                std::string("cannot ") + (commit ? "commit" : "roll back") + " while a subtransaction is active", word,
                statement, frame);
  }
  if (conditional(frame)) return Flow::next;
  state_.session.end_transaction_in_routine(commit, state_.schema);
  return Flow::next;
}

void BodyRun::assign(const std::string& variable, const pg::BodySql& value, Frame& frame) {
  const SourceFile source("value", std::string(selected) + value.text);
  pg::Script script(source);
  const bool parsed = script.statement_count() == 1 && script.next_batch();
  const ::Node* node = parsed ? only_target(script) : nullptr;
  std::optional<std::string> text = fold_text(node, values_of(frame));
  if (!text) {
    if (const auto elements = fold_array(node, values_of(frame))) text = array_text(*elements);
  }
  if (!text) {
    if (const auto truth = evaluate(value, frame)) text = *truth ? "t" : "f";
  }
  frame.values.erase(variable);
  if (text && !variable.empty()) frame.values[variable] = *std::move(text);
}

void BodyRun::run_assignment(const pg::BodyStatement& statement, Frame& frame) {
  if (const auto value = value_of(statement.sql)) {
    assign(statement.variable, *value, frame);
  } else {
    frame.values.erase(statement.variable);
  }
}

std::optional<bool> BodyRun::evaluate(const pg::BodySql& sql, Frame& frame, bool* negated) {
  if (sql.text.empty()) return std::nullopt;
  const auto text = std::make_shared<BodyText>("expression", std::string(selected) + sql.text);
  if (text->script.statement_count() != 1 || !text->script.next_batch()) return std::nullopt;
  const ::Node* node = only_target(text->script);
  if (node == nullptr) return std::nullopt;
  if (negated != nullptr) {
    const auto* combination = pg::as<::BoolExpr>(node);
    const auto* test = pg::as<::NullTest>(node);
    *negated = (combination != nullptr && combination->boolop == NOT_EXPR) ||
               (test != nullptr && test->nulltesttype == IS_NULL);
  }
  const std::optional<bool> result = holds(node, state_, values_of(frame));
  // The text that is parsed has SELECT before it.
  pg::Statement statement = text->script.statements()[0];
  statement.span.begin = std::min(statement.span.begin + selected.size(), statement.span.end);
  if (!is_empty(effects_alone(statement, state_))) {
    run_one(statement, owner_of(text), origin_of(sql, frame).from(std::size_t{0} - selected.size()), frame);
  }
  return result;
}

Flow BodyRun::run_sql(const pg::BodyStatement& statement, Frame& frame) {
  std::optional<std::string> value;
  std::optional<bool> found;
  {
    const SourceFile source("query", statement.sql.text);
    pg::Script script(source);
    const bool one = script.statement_count() == 1 && script.next_batch() && script.statements().size() == 1;
    const auto* query = one ? pg::as<::SelectStmt>(script.statements()[0].node) : nullptr;
    if (query != nullptr && query->fromClause != nullptr) found = catalog_has_rows(*query, state_, values_of(frame));
    if (const ::Node* target = one ? only_target(script) : nullptr; target != nullptr) {
      value = fold_text(target, values_of(frame));
      const auto truth = value ? std::nullopt : holds(target, state_, values_of(frame));
      if (truth) value = *truth ? "t" : "f";
    }
    if (query != nullptr && counts_rows(*query)) {
      const auto count =
          query->fromClause != nullptr ? catalog_row_count(*query, state_, values_of(frame)) : std::nullopt;
      if (count) value = std::to_string(*count);
      found = true;  // an aggregate without GROUP BY gives a row
    }
  }
  const Flow flow = run_text(statement.sql.text, origin_of(statement.sql, frame), frame);
  if (!statement.variable.empty()) {
    frame.values.erase(statement.variable);
    if (value) frame.values[statement.variable] = *value;
  }
  frame.values.erase("found");
  if (statement.perform && found) frame.values["found"] = *found ? "t" : "f";
  return flow;
}

Flow BodyRun::run_execute(const pg::BodySql& sql, Frame& frame) {
  const SourceFile source("expression", std::string(selected) + sql.text);
  pg::Script script(source);
  const bool parsed = script.statement_count() == 1 && script.next_batch();
  const ::Node* node = parsed ? only_target(script) : nullptr;
  const auto text = fold_text(node, values_of(frame));
  if (!text) {
    not_analysed(sql, "dynamic SQL is not analysed: its text is made when it runs", may_define_objects(node), frame);
    return Flow::next;
  }
  const pg::TextOrigin whole = origin_of(sql, frame);
  const pg::TextOrigin made = pg::TextOrigin::made_at(whole.map({0, sql.text.size()}));
  const auto* constant = pg::as<::A_Const>(node);
  if (constant == nullptr || constant->location < 0 || !whole.exact()) return run_text(*text, made, frame);
  const pg::HiddenText literal = pg::hidden_text(source.text(), static_cast<std::size_t>(constant->location), *text);
  if (!literal.origin.exact()) return run_text(*text, made, frame);
  const Span begin = literal.origin.map({0, 1});
  // Only when the literal spells its bytes one by one do they stand in the file one by one.
  const bool plain = literal.origin.map({0, text->size()}).size() == text->size();
  return run_text(*text, plain ? whole.from(begin.begin - selected.size()) : made, frame);
}

void BodyRun::not_analysed(const pg::BodySql& sql, std::string why, bool schema, Frame& frame) {
  left_unread_ = true;
  const pg::TextOrigin origin = origin_of(sql, frame);
  const Span whole{0, sql.text.size()};
  const Span place = origin.map(whole);
  if (told_.emplace(place.begin, place.end).second) {
    Effects effects;
    effects.unknown.push_back({.what = std::move(why), .cause = whole, .schema = schema});
    pg::Statement statement;
    const auto source = std::make_shared<const SourceFile>("expression", sql.text);
    statement.span = whole;
    statement.source = source.get();
    if (observer_ != nullptr) {
      observer_->see({statement, effects, state_, frame.body.inside, &origin, "EXECUTE", source});
    }
    add(effects, origin);
  }
  if (schema) note_unread();
}

// Each relation would be put in doubt and taken back again for every routine that is only made: for what is for
// information it is enough that nothing is certain behind it.
void BodyRun::note_unread() {
  if (!context_.preview) return note_unread_changes(state_);
  state_.unread_changes = true;
  state_.whole_history = false;
}

Flow BodyRun::run_text(const std::string& text, const pg::TextOrigin& origin, Frame& frame) {
  const auto parsed = std::make_shared<BodyText>("body", text);
  while (parsed->script.next_batch()) {
    for (const pg::Statement& statement : parsed->script.statements()) {
      const Flow flow = run_one(statement, owner_of(parsed), origin, frame);
      if (flow != Flow::next) return flow;
    }
  }
  return Flow::next;
}

bool BodyRun::exhausted(Frame& frame) {
  if (++executed_ <= most_statements) return false;
  if (executed_ == most_statements + 1) {
    not_analysed({frame.body.text, 0}, "it runs too many statements to be analysed", true, frame);
  }
  return true;
}

Flow BodyRun::run_one(const pg::Statement& statement, std::shared_ptr<const void> owner, const pg::TextOrigin& origin,
                      Frame& frame) {
  if (exhausted(frame)) return Flow::returned;
  Effects effects = effects_alone(statement, state_);
  refuse(statement, effects);
  std::vector<HiddenBody> bodies;
  if (runs_bodies(statement, effects) && depth_ < deepest) bodies = bodies_of(statement, effects, state_);
  for (HiddenBody& body : bodies) body.origin = pg::TextOrigin::made_at(origin.map(statement.span));
  // An error that a handler around catches is not one of the migration.
  std::optional<std::string> caught;
  std::erase_if(effects.failures, [&](const Failure& failure) {
    if (!is_caught(failure.sqlstate)) return false;
    if (failure.certainty == Certainty::proved && !caught) caught = failure.sqlstate;
    return true;
  });
  if (conditional(frame)) {
    assume(effects);
    // The guard is there to see to that.
    std::erase_if(effects.failures, [](const Failure& failure) {
      // 42P16: the table has a primary key already
      return failure.kind == FailureKind::duplicate_object || failure.kind == FailureKind::undefined_object ||
             failure.sqlstate == "42P16";
    });
  }
  const bool unread = !effects.unknown.empty();
  left_unread_ = left_unread_ || unread;
  const bool defines =
      std::any_of(effects.unknown.begin(), effects.unknown.end(), [](const Unknown& one) { return one.schema; });
  if (observer_ != nullptr)
    observer_->see({statement, effects, state_, frame.body.inside, &origin, {}, std::move(owner)});
  const auto fatal = std::find_if(effects.failures.begin(), effects.failures.end(), [](const Failure& failure) {
    return failure.certainty == Certainty::proved && failure.kind != FailureKind::not_null_without_default;
  });
  const std::optional<std::string> sqlstate = fatal != effects.failures.end() ? std::optional(fatal->sqlstate) : caught;
  add(effects, origin);
  if (sqlstate) {
    sqlstate_ = *sqlstate;
    return Flow::failed;
  }
  for (const HiddenBody& body : bodies) {
    if (run(body, !body.certain && !runs_once(statement.node)) == Flow::failed) return Flow::failed;
  }
  const bool only_bodies = !bodies.empty() && !unread && !changes_rows(statement.node);
  if (!only_bodies) apply(statement, state_);
  note_missing(effects, state_);
  if (defines) note_unread();
  return Flow::next;
}

}  // namespace pginterlock::effects
