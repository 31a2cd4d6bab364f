// The structure of a PL/pgSQL body: blocks, branches, loops.
#include "effects/body_run.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "pg/ast.h"
#include "pg/script.h"

namespace pginterlock::effects {

namespace {

using Kind = pg::BodyStatementKind;

constexpr std::size_t most_rows = 200;  // of a loop that is unrolled

}  // namespace

Flow BodyRun::run(const HiddenBody& body, bool conditional) {
  auto names = std::make_shared<BodyNames>();
  names->routines = body.body.labels;
  if (!body.name.empty()) names->routines.push_back(body.name);
  names->variables = body.parameters;
  for (const auto& variable : body.body.variables) names->variables.push_back(variable.name);
  const std::shared_ptr<const BodyNames> around = std::exchange(state_.body, std::move(names));
  ++depth_;
  std::vector<std::pair<std::string, std::optional<std::string>>> around_it;
  for (const auto& [name, value] : body.settings) {
    around_it.emplace_back(name, state_.session.settings().value(name));
    state_.session.set_in_routine(name, value);
  }
  Frame frame{.body = body, .values = body.arguments};
  const Schema::Mark mark = conditional ? state_.schema.mark() : Schema::Mark{};
  if (conditional) ++conditional_;
  Flow flow = Flow::next;
  if (!body.plpgsql) {
    flow = run_sql_body(body, frame);
  } else {
    for (const auto& variable : body.body.variables) {
      if (variable.initial) assign(variable.name, {*variable.initial, std::nullopt}, frame);
    }
    flow = run_statement(body.body.block, frame);
  }
  if (conditional) {
    --conditional_;
    may_be(state_.schema, take_back(state_.schema, mark), Doubt::either);
  }
  for (auto& [name, value] : around_it) state_.session.set_in_routine(name, std::move(value));
  --depth_;
  state_.body = around;
  return flow == Flow::failed ? flow : Flow::next;
}

Flow BodyRun::run_sql_body(const HiddenBody& body, Frame& frame) {
  if (body.definition.empty()) return run_text(body.text, body.origin, frame);
  // BEGIN ATOMIC: its statements are in the tree of CREATE FUNCTION.
  const auto text = std::make_shared<BodyText>("body", body.definition);
  while (text->script.next_batch()) {
    for (const pg::Statement& statement : text->script.statements()) {
      const auto* create = pg::as<::CreateFunctionStmt>(statement.node);
      if (create == nullptr) continue;
      for (const auto& list : pg::each<::List>(pg::as<::List>(create->sql_body))) {
        for (std::size_t i = 0; i < pg::length(&list); ++i) {
          pg::Statement one = statement;
          one.node = pg::nth(&list, i);
          if (run_one(one, owner_of(text), body.origin, frame) == Flow::failed) return Flow::failed;
        }
      }
    }
  }
  return Flow::next;
}

Flow BodyRun::run_list(const std::vector<pg::BodyStatement>& list, Frame& frame) {
  for (const pg::BodyStatement& statement : list) {
    const Flow flow = run_statement(statement, frame);
    if (flow != Flow::next) return flow;
  }
  return Flow::next;
}

Flow BodyRun::run_statement(const pg::BodyStatement& statement, Frame& frame) {
  if (exhausted(frame)) return Flow::returned;
  switch (statement.kind) {
    case Kind::block:
      return run_block(statement, frame);
    case Kind::if_:
      return run_if(statement, frame);
    case Kind::loop:
    case Kind::while_:
    case Kind::for_integer:
    case Kind::for_query:
    case Kind::for_execute:
    case Kind::foreach:
      return run_loop(statement, frame);
    case Kind::exit:
      if (statement.conditional) {
        frame.in_doubt = true;
        return Flow::next;
      }
      return statement.again ? Flow::again : Flow::exit;
    case Kind::return_:
      evaluate(statement.sql, frame);
      return Flow::returned;
    case Kind::raise:
      return run_raise(statement, frame);
    case Kind::sql:
      return run_sql(statement, frame);
    case Kind::execute:
      frame.values.erase(statement.variable);
      return run_execute(statement.sql, frame);
    case Kind::assign:
      run_assignment(statement, frame);
      return Flow::next;
    case Kind::commit:
    case Kind::rollback:
      return end_transaction(statement, frame);
    case Kind::other:
      return Flow::next;
  }
  return Flow::next;
}

// pl_exec.c, exec_stmt_block: with EXCEPTION it is a subtransaction.
Flow BodyRun::run_block(const pg::BodyStatement& block, Frame& frame) {
  if (block.handlers.empty()) return run_list(block.body, frame);
  Before before = before_branch(frame);
  const Effects sum = sum_;
  handlers_.push_back(&block.handlers);
  if (observer_ != nullptr) observer_->begin_subtransaction();
  const Flow flow = run_list(block.body, frame);
  if (observer_ != nullptr) observer_->end_subtransaction(flow == Flow::failed);
  handlers_.pop_back();
  if (flow == Flow::failed) {
    const auto handler = std::find_if(block.handlers.begin(), block.handlers.end(), [&](const pg::BodyHandler& one) {
      return std::any_of(one.conditions.begin(), one.conditions.end(),
                         [&](const std::string& condition) { return catches(condition, sqlstate_); });
    });
    if (handler == block.handlers.end()) return flow;
    leave_branch(before, frame);
    sum_ = sum;
    return run_list(handler->body, frame);
  }
  // What was there already made it fail, unless it is known that nothing was.
  const Alternative done = take_back(state_.schema, before.mark);
  may_be(state_.schema, done, Doubt::guarded);
  run_handlers(block, frame);
  return flow;
}

/// Nothing is known to fail: each handler may be run or not.
Flow BodyRun::run_handlers(const pg::BodyStatement& block, Frame& frame) {
  for (const pg::BodyHandler& handler : block.handlers) {
    const std::vector<const std::vector<pg::BodyStatement>*> bodies{&handler.body};
    run_alternatives(bodies, false, frame);
  }
  return Flow::next;
}

BodyRun::Before BodyRun::before_branch(Frame& frame) {
  return {.mark = state_.schema.mark(), .session = state_.session, .values = frame.values, .in_doubt = frame.in_doubt};
}

Alternative BodyRun::leave_branch(Before& before, Frame& frame) {
  Alternative done = take_back(state_.schema, before.mark);
  state_.session = before.session;
  frame.values = before.values;
  return done;
}

Flow BodyRun::run_if(const pg::BodyStatement& statement, Frame& frame) {
  std::vector<const std::vector<pg::BodyStatement>*> possible;
  bool ensured = false;
  for (const pg::BodyBranch& branch : statement.branches) {
    bool negated = false;
    const std::optional<bool> taken =
        branch.guard ? evaluate(*branch.guard, frame, &negated) : std::optional<bool>(true);
    if (taken == false) continue;
    if (taken == true && possible.empty()) return run_list(branch.body, frame);
    if (!branch.body.empty()) {
      ensured = possible.empty() && negated;
      possible.push_back(&branch.body);
    }
    if (taken == true) break;
  }
  return run_alternatives(possible, ensured, frame);
}

Flow BodyRun::run_alternatives(const std::vector<const std::vector<pg::BodyStatement>*>& bodies, bool ensured,
                               Frame& frame) {
  std::vector<Alternative> alternatives;
  const bool in_doubt = frame.in_doubt;
  bool left = false;
  std::set<std::string> assigned;
  for (const auto* body : bodies) {
    Before before = before_branch(frame);
    ++conditional_;
    const Flow flow = run_list(*body, frame);
    --conditional_;
    left = left || frame.in_doubt || (flow != Flow::next && flow != Flow::failed);
    Alternative done = leave_branch(before, frame);
    frame.in_doubt = in_doubt;
    if (flow != Flow::failed) alternatives.push_back(std::move(done));
    collect_assigned(*body, assigned);
  }
  for (const Alternative& one : alternatives) {
    may_be(state_.schema, one, ensured && bodies.size() == 1 ? Doubt::guarded : Doubt::either);
  }
  for (const std::string& name : assigned) frame.values.erase(name);
  frame.in_doubt = in_doubt || left;
  return Flow::next;
}

Flow BodyRun::run_loop(const pg::BodyStatement& loop, Frame& frame) {
  const bool in_doubt = frame.in_doubt;
  Flow flow = Flow::next;
  if (const auto unrolled = loop.kind == Kind::for_integer ? run_integers(loop, frame) : run_rows(loop, frame)) {
    flow = *unrolled;
  } else if (loop.kind == Kind::loop) {
    flow = run_unknown_loop(loop, true, frame);
  } else {
    if (loop.kind == Kind::for_query) run_sql(loop, frame);
    if (loop.kind == Kind::for_execute) run_execute(loop.sql, frame);
    const bool never = loop.kind == Kind::while_ && evaluate(loop.sql, frame) == false;
    if (!never) flow = run_unknown_loop(loop, false, frame);
  }
  if (flow == Flow::exit || flow == Flow::again) flow = Flow::next;
  if (flow == Flow::next) frame.in_doubt = in_doubt;
  return flow;
}

/// A loop over rows that its text tells. None: it is another.
std::optional<Flow> BodyRun::run_rows(const pg::BodyStatement& loop, Frame& frame) {
  if (loop.kind != Kind::for_query && loop.kind != Kind::foreach) return std::nullopt;
  const SourceFile source("loop", loop.kind == Kind::foreach ? "SELECT unnest(" + loop.sql.text + ")" : loop.sql.text);
  pg::Script script(source);
  if (script.statement_count() != 1 || !script.next_batch()) return std::nullopt;
  const auto* query = pg::as<::SelectStmt>(script.statements()[0].node);
  const auto rows = query == nullptr ? std::nullopt : fold_rows(*query, values_of(frame));
  if (!rows || rows->rows.size() > most_rows) return std::nullopt;
  std::set<std::string> assigned;
  collect_assigned(loop.body, assigned);
  for (const auto& row : rows->rows) {
    for (std::size_t i = 0; i < row.size() && i < rows->columns.size(); ++i) {
      frame.values[loop.variable + "." + rows->columns[i]] = row[i];
    }
    if (row.size() == 1) frame.values[loop.variable] = row[0];
    const Flow flow = run_list(loop.body, frame);
    if (flow == Flow::exit) break;
    if (flow == Flow::returned || flow == Flow::failed) return flow;
  }
  frame.values.erase(loop.variable);
  return Flow::next;
}

/// A loop over integers whose bounds are known. Source: pl_exec.c, exec_stmt_fori.
std::optional<Flow> BodyRun::run_integers(const pg::BodyStatement& loop, Frame& frame) {
  const std::string step_text = loop.step.text.empty() ? "1" : loop.step.text;
  const SourceFile source("loop", "VALUES (" + loop.sql.text + ", " + loop.upper.text + ", " + step_text + ")");
  pg::Script script(source);
  if (script.statement_count() != 1 || !script.next_batch()) return std::nullopt;
  const auto* bounds = pg::as<::SelectStmt>(script.statements()[0].node);
  const auto known = bounds == nullptr ? std::nullopt : fold_rows(*bounds, values_of(frame));
  if (!known || known->rows.size() != 1 || known->rows[0].size() != 3) return std::nullopt;
  std::array<std::int64_t, 3> numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::string& text = known->rows[0][i];
    const auto read = std::from_chars(text.data(), text.data() + text.size(), numbers[i]);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  }
  const bool fit = std::all_of(numbers.begin(), numbers.end(), [](std::int64_t one) {
    return one >= std::numeric_limits<std::int32_t>::min() && one <= std::numeric_limits<std::int32_t>::max();
  });
  const auto [first, last, step] = numbers;
  const std::int64_t distance = loop.reverse ? first - last : last - first;
  if (!fit || step <= 0 || distance / step >= static_cast<std::int64_t>(most_rows)) return std::nullopt;
  for (std::int64_t done = 0; done <= distance; done += step) {
    frame.values[loop.variable] = std::to_string(loop.reverse ? first - done : first + done);
    const Flow flow = run_list(loop.body, frame);
    if (flow == Flow::exit) break;
    if (flow == Flow::returned || flow == Flow::failed) return flow;
  }
  frame.values.erase(loop.variable);
  return Flow::next;
}

/// A loop that goes round an unknown number of times: once stands for all, and what it assigns is not known.
Flow BodyRun::run_unknown_loop(const pg::BodyStatement& loop, bool at_least_once, Frame& frame) {
  std::set<std::string> assigned;
  collect_assigned(loop.body, assigned);
  assigned.insert(loop.variable);
  for (const std::string& name : assigned) frame.values.erase(name);
  if (!at_least_once) {
    const std::vector<const std::vector<pg::BodyStatement>*> bodies{&loop.body};
    return run_alternatives(bodies, false, frame);
  }
  const Flow flow = run_list(loop.body, frame);
  for (const std::string& name : assigned) frame.values.erase(name);
  return flow;
}

}  // namespace pginterlock::effects
