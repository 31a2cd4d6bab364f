// The bodies that a statement runs: the DO block's own, those of the functions and procedures that history made.
#include <algorithm>

#include "effects/body_run.h"
#include "effects/builder.h"
#include "effects/fired_triggers.h"
#include "effects/fold.h"
#include "effects/newer_syntax.h"
#include "pg/ast.h"
#include "pg/lexer.h"
#include "pg/script.h"
#include "pg/walk.h"
#include "schema/known_grants.h"
#include "schema/sql_text.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::each;
using pg::text;

/// The literal of the body: its text, and where the tree says that it (or the word AS before it) stands.
struct Literal {
  std::string_view value;
  int location = -1;
};

Literal literal_of(const ::List* options) {
  for (const auto& option : each<DefElem>(options)) {
    if (text(option.defname) != "as") continue;
    const ::Node* value = option.arg;
    if (const auto* list = as<List>(value)) value = pg::nth(list, 0);
    if (const auto* body = as<String>(value)) return {text(body->sval), option.location};
  }
  return {};
}

std::string_view language_of(const ::List* options) {
  for (const auto& option : each<DefElem>(options)) {
    const auto* word = as<String>(option.arg);
    if (text(option.defname) == "language" && word != nullptr) return text(word->sval);
  }
  return "plpgsql";
}

/// What PostgreSQL's grammar refuses fails; a template that is filled in before it is sent is another text.
bool is_certain(const std::string& error, std::string_view body) {
  const bool template_text = body.find("${") != std::string_view::npos || body.find("{{") != std::string_view::npos;
  return error.starts_with("syntax error") && !template_text;
}

/// Every statement of a body is parsed before the first is run, also in branches that are not taken: what an older
/// server's parser refuses in any of them. Source: pl_gram.y, check_sql_expr.
std::optional<Failure> refused_statement(const HiddenBody& body, const State& state) {
  std::vector<const pg::BodyStatement*> pending{&body.body.block};
  while (!pending.empty()) {
    const pg::BodyStatement& one = *pending.back();
    pending.pop_back();
    for (const pg::BodyStatement& inner : one.body) pending.push_back(&inner);
    for (const pg::BodyBranch& branch : one.branches) {
      for (const pg::BodyStatement& inner : branch.body) pending.push_back(&inner);
    }
    for (const pg::BodyHandler& handler : one.handlers) {
      for (const pg::BodyStatement& inner : handler.body) pending.push_back(&inner);
    }
    const bool is_query = one.kind == pg::BodyStatementKind::sql || one.kind == pg::BodyStatementKind::for_query;
    if (!is_query || one.sql.text.empty()) continue;
    const SourceFile source("body", one.sql.text);
    pg::Script script(source);
    if (!script.next_batch() || script.statements().empty() || script.statements()[0].node == nullptr) continue;
    EffectsBuilder out(script.statements()[0], state);
    std::optional<Failure> refused = refused_by_older_parser(script.statements()[0].node, out);
    if (!refused) continue;
    const std::size_t begin = one.sql.offset.value_or(0);
    refused->cause = body.origin.map({begin, one.sql.offset ? begin + one.sql.text.size() : body.text.size()});
    return refused;
  }
  return std::nullopt;
}

void read_do(const pg::Statement& statement, Effects& alone, const State& state, std::vector<HiddenBody>& bodies) {
  const ::List* options = as<DoStmt>(statement.node)->args;
  const Literal literal = literal_of(options);
  if (!pg::same_word(language_of(options), "plpgsql")) return;
  pg::HiddenText hidden =
      pg::hidden_text(statement.source->text(), statement.offset_of(literal.location), literal.value);
  HiddenBody body{.inside = "do", .text = std::move(hidden.text), .origin = std::move(hidden.origin)};
  body.body = pg::parse_plpgsql(std::string(statement.text()), body.text);
  if (is_certain(body.body.error, statement.text())) {
    alone.unknown.clear();
    alone.failures.push_back({.kind = FailureKind::invalid_definition,
                              .sqlstate = "42601",
                              .message = body.body.error,
                              .cause = statement.span});
    return;
  }
  if (!body.body.error.empty()) {
    for (Unknown& unknown : alone.unknown) unknown.what = "the body of the DO block cannot be read: " + body.body.error;
    return;
  }
  alone.unknown.clear();
  if (auto refused = refused_statement(body, state)) {
    alone.failures.push_back(*std::move(refused));
    return;
  }
  bodies.push_back(std::move(body));
}

/// The parameters whose arguments are constants, of the first call of the routine in the statement.
std::map<std::string, std::string> constant_arguments(const pg::Statement& statement, const Routine& routine) {
  std::map<std::string, std::string> known;
  const ::FuncCall* call = nullptr;
  pg::walk(statement.node, [&](const ::Node* node) {
    const auto* one = as<FuncCall>(node);
    if (call == nullptr && one != nullptr && pg::name_of(one->funcname).name == routine.name.name) call = one;
    return call == nullptr;
  });
  if (const auto* direct = as<CallStmt>(statement.node)) call = direct->funccall;
  if (call == nullptr) return known;
  const Values none = [](std::string_view, std::string_view) { return std::optional<std::string>(); };
  for (std::size_t i = 0; i < pg::length(call->args) && i < routine.argument_names.size(); ++i) {
    if (as<NamedArgExpr>(pg::nth(call->args, i)) != nullptr) break;
    auto value = fold_text(pg::nth(call->args, i), none);
    if (const auto elements = fold_array(pg::nth(call->args, i), none)) value = array_text(*elements);
    if (value && !routine.argument_names[i].empty()) known[routine.argument_names[i]] = *value;
  }
  return known;
}

std::string body_text(const std::string& definition) {
  const SourceFile source("definition", definition);
  pg::Script script(source);
  if (!script.next_batch() || script.statements().size() != 1) return {};
  const auto* create = as<CreateFunctionStmt>(script.statements()[0].node);
  return create == nullptr ? std::string() : std::string(literal_of(create->options).value);
}

std::optional<HiddenBody> read_routine(const pg::Statement& statement, const QualifiedName& key, const State& state,
                                       std::string& error) {
  const Routine* routine = state.schema.routines.find(key);
  if (routine == nullptr) return std::nullopt;
  if (routine->origin && !routine->origin->certain) {
    error = "history does not tell for certain which one it has";
    return std::nullopt;
  }
  HiddenBody body{.inside = routine->procedure ? "procedure" : "function",
                  .name = routine->name.name.str(),
                  .key = key,
                  .text = routine->body,
                  .origin = pg::TextOrigin::made_at(statement.span)};
  body.parameters = routine->argument_names;
  body.arguments = constant_arguments(statement, *routine);
  body.settings = schema::settings_of_routine(key, state.schema);
  if (changes_rows(statement.node)) {
    TriggerCall call = call_of_trigger(statement, key, state);
    body.certain = call.certain;
    body.arguments.merge(call.values);
  }
  body.plpgsql = routine->language == "plpgsql";
  if (!body.plpgsql) {
    body.definition = routine->definition;
    const bool readable = routine->language == "sql" && (!body.definition.empty() || !body.text.empty());
    return readable ? std::optional(std::move(body)) : std::nullopt;
  }
  body.text = body_text(routine->definition);
  body.body = pg::parse_plpgsql(routine->definition, body.text);
  error = body.body.error;
  return error.empty() ? std::optional(std::move(body)) : std::nullopt;
}

}  // namespace

std::vector<HiddenBody> bodies_of(const pg::Statement& statement, Effects& alone, const State& state) {
  std::vector<HiddenBody> bodies;
  if (pg::tag(statement.node) == T_DoStmt) {
    read_do(statement, alone, state, bodies);
    return bodies;
  }
  std::erase_if(alone.unknown, [&](Unknown& unknown) {
    if (unknown.routine.name.empty()) return false;
    std::string error;
    auto body = read_routine(statement, unknown.routine, state, error);
    if (!error.empty()) unknown.what += ": " + error;
    if (!body) return false;
    bodies.push_back(*std::move(body));
    return true;
  });
  return bodies;
}

std::optional<HiddenBody> body_made_by(const pg::Statement& statement) {
  const auto* create = as<CreateFunctionStmt>(statement.node);
  if (create == nullptr || create->sql_body != nullptr) return std::nullopt;
  const Literal literal = literal_of(create->options);
  const std::string_view language = language_of(create->options);
  const bool plpgsql = pg::same_word(language, "plpgsql");
  if (literal.location < 0 || (!plpgsql && !pg::same_word(language, "sql"))) return std::nullopt;
  if (!mentions_definitions(literal.value)) return std::nullopt;
  pg::HiddenText hidden =
      pg::hidden_text(statement.source->text(), statement.offset_of(literal.location), literal.value);
  HiddenBody body{.inside = create->is_procedure ? "procedure" : "function",
                  .name = pg::name_of(create->funcname).name.str(),
                  .text = std::move(hidden.text),
                  .origin = std::move(hidden.origin),
                  .plpgsql = plpgsql};
  for (const auto& parameter : each<FunctionParameter>(create->parameters)) {
    body.parameters.emplace_back(text(parameter.name));
  }
  if (plpgsql) body.body = pg::parse_plpgsql(std::string(statement.text()), body.text);
  return body.body.error.empty() ? std::optional(std::move(body)) : std::nullopt;
}

}  // namespace pginterlock::effects
