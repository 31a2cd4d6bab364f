#include "lint/advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "pg/lexer.h"
#include "pg/names.h"

namespace pginterlock::advice {
namespace {

using pg::Token;
using pg::TokenKind;

std::string_view spelling(std::string_view sql, const Token& token) {
  return sql.substr(token.span.begin, token.span.size());
}

bool is_word(std::string_view sql, const Token& token, std::string_view word) {
  return token.kind == TokenKind::word && pg::same_word(spelling(sql, token), word);
}

/// Words that start the next part of a column definition. In DEFAULT b_expr they stand inside brackets only.
bool ends_clause(std::string_view sql, const Token& token) {
  static constexpr std::array words = {"not",     "null",      "check",   "unique",     "primary",    "references",
                                       "default", "generated", "collate", "constraint", "deferrable", "initially"};
  return token.kind == TokenKind::word &&
         std::any_of(words.begin(), words.end(), [&](const char* word) { return is_word(sql, token, word); });
}

std::optional<std::size_t> end_of_word(std::string_view sql, std::string_view word) {
  pg::Lexer lexer(sql);
  for (Token token = lexer.next_significant(); token.kind != TokenKind::end; token = lexer.next_significant()) {
    if (is_word(sql, token, word)) return token.span.end;
  }
  return std::nullopt;
}

bool option_is_on(const ::List* options, std::string_view name) {
  for (const auto& option : pg::each<::DefElem>(options)) {
    if (pg::text(option.defname) != name) continue;
    if (option.arg == nullptr) return true;
    if (const auto* value = pg::as<::Boolean>(option.arg)) return value->boolval;
    if (const auto* value = pg::as<::Integer>(option.arg)) return value->ival != 0;
    const auto* value = pg::as<::String>(option.arg);
    return value == nullptr || pg::same_word(pg::text(value->sval), "true") ||
           pg::same_word(pg::text(value->sval), "on");
  }
  return false;
}

QualifiedName resolve(const Context& context, const ::RangeVar& relation) {
  return context.before.schema.resolve(relation, context.before.session.search_path());
}

void add_column_keys(const Context& context, const ::ColumnDef& column, ForeignKey key, std::vector<ForeignKey>& keys) {
  for (const auto& constraint : pg::each<::Constraint>(column.constraints)) {
    if (constraint.contype != CONSTR_FOREIGN || constraint.pktable == nullptr) continue;
    key.constraint = &constraint;
    key.parent = resolve(context, *constraint.pktable);
    keys.push_back(key);
  }
}

void add_table_key(const Context& context, const ::Constraint& constraint, ForeignKey key,
                   std::vector<ForeignKey>& keys) {
  if (constraint.contype != CONSTR_FOREIGN || constraint.pktable == nullptr) return;
  key.constraint = &constraint;
  key.parent = resolve(context, *constraint.pktable);
  keys.push_back(key);
}

bool is_foreign(const ::Constraint& constraint) { return constraint.contype == CONSTR_FOREIGN; }

bool has_foreign_key(const ::ColumnDef& column) {
  const auto constraints = pg::each<::Constraint>(column.constraints);
  return std::any_of(constraints.begin(), constraints.end(), is_foreign);
}

bool has_foreign_key(const ::CreateStmt& create) {
  const auto columns = pg::each<::ColumnDef>(create.tableElts);
  const auto constraints = pg::each<::Constraint>(create.tableElts);
  return std::any_of(constraints.begin(), constraints.end(), is_foreign) ||
         std::any_of(columns.begin(), columns.end(), [](const ::ColumnDef& column) { return has_foreign_key(column); });
}

void keys_of_create(const Context& context, const ::CreateStmt& create, std::vector<ForeignKey>& keys) {
  if (!has_foreign_key(create)) return;
  const QualifiedName child = resolve(context, *create.relation);
  const pg::Statement& statement = context.statement;
  for (const auto& column : pg::each<::ColumnDef>(create.tableElts)) {
    const std::size_t first = keys.size();
    add_column_keys(context, column, {nullptr, child, {}, true, {}}, keys);
    for (std::size_t i = first; i < keys.size(); ++i) keys[i].cause = statement.token_at(column.location);
  }
  for (const auto& constraint : pg::each<::Constraint>(create.tableElts)) {
    if (constraint.contype != CONSTR_FOREIGN) continue;
    add_table_key(context, constraint, {nullptr, child, {}, true, statement.token_at(constraint.location)}, keys);
  }
}

void keys_of_alter(const Context& context, const ::AlterTableStmt& alter, std::vector<ForeignKey>& keys) {
  std::optional<QualifiedName> child;
  for (std::size_t n = 0; n < pg::length(alter.cmds); ++n) {
    const auto* action = pg::as<::AlterTableCmd>(pg::nth(alter.cmds, n));
    if (action == nullptr || (action->subtype != AT_AddConstraint && action->subtype != AT_AddColumn)) continue;
    const auto* constraint = pg::as<::Constraint>(action->def);
    const auto* column = pg::as<::ColumnDef>(action->def);
    const bool foreign =
        constraint != nullptr ? is_foreign(*constraint) : column != nullptr && has_foreign_key(*column);
    if (!foreign) continue;
    if (!child) child = resolve(context, *alter.relation);
    const ForeignKey key{nullptr, *child, {}, column != nullptr, context.statement.action(n)};
    if (constraint != nullptr) add_table_key(context, *constraint, key, keys);
    if (column != nullptr) add_column_keys(context, *column, key, keys);
  }
}

std::string batches_of(const QualifiedName& table, std::string_view column, std::string_view value,
                       std::string_view open) {
  return fmt::format(
      "-- fill the rows that exist in batches, each in a transaction of its own, until no row is changed:\n"
      "UPDATE {0} SET {1} = {2} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {0} WHERE {3} LIMIT 5000));\n",
      pg::sql_name(table), pg::quote_identifier(column), value, open);
}

}  // namespace

std::vector<const Work*> causes(const Context& context, std::initializer_list<Reason> reasons) {
  std::vector<const Work*> found;
  for (const Work& work : context.effects.work) {
    if (std::find(reasons.begin(), reasons.end(), work.reason) == reasons.end()) continue;
    const bool listed =
        std::any_of(found.begin(), found.end(), [&](const Work* other) { return other->cause == work.cause; });
    if (!listed && context.before.takes_time(work.relation)) found.push_back(&work);
  }
  return found;
}

std::vector<const Work*> causes_on_each(const Context& context, Reason reason) {
  std::vector<const Work*> found;
  for (const Work& work : context.effects.work) {
    if (work.reason == reason && context.before.takes_time(work.relation)) found.push_back(&work);
  }
  return found;
}

std::string waits(const Context& context, const QualifiedName& relation) {
  const Lock* lock = context.effects.lock_on(relation);
  const HeldLock* held = context.held.on(relation);
  if (lock == nullptr && held == nullptr) return "nobody waits";
  LockMode mode = lock == nullptr ? held->mode : lock->mode;
  if (held != nullptr) mode = std::max(mode, held->mode);
  const Blocked blocked = blocked_by(mode);
  if (blocked.reads) return "reads and writes wait";
  if (blocked.writes) return "writes wait";
  return blocked.ddl ? "schema changes and VACUUM wait" : "nobody waits";
}

std::string text(const Context& context, Span span) { return std::string(context.statement.source->slice(span)); }

const ::AlterTableCmd* action_at(const pg::Statement& statement, Span cause) {
  const auto* alter = pg::as<::AlterTableStmt>(statement.node);
  if (alter == nullptr) return nullptr;
  const std::size_t count = pg::length(alter->cmds);
  if (count == 1) return pg::as<::AlterTableCmd>(pg::nth(alter->cmds, 0));
  const std::vector<Span> spans = statement.actions();
  for (std::size_t n = 0; n < count; ++n) {
    if (n >= spans.size() || spans[n].contains(cause)) return pg::as<::AlterTableCmd>(pg::nth(alter->cmds, n));
  }
  return nullptr;
}

const ::ColumnDef* added_column(const pg::Statement& statement, Span cause) {
  const ::AlterTableCmd* action = action_at(statement, cause);
  if (action == nullptr || action->subtype != AT_AddColumn) return nullptr;
  return pg::as<::ColumnDef>(action->def);
}

std::string clause(std::string_view definition, std::string_view keyword) {
  pg::Lexer lexer(definition);
  std::size_t depth = 0;
  std::optional<Span> found;
  for (Token token = lexer.next_significant(); token.kind != TokenKind::end; token = lexer.next_significant()) {
    if (depth == 0 && found && !found->empty() && ends_clause(definition, token)) break;
    if (token.is('(', definition) || token.is('[', definition)) ++depth;
    if ((token.is(')', definition) || token.is(']', definition)) && depth > 0) --depth;
    if (found) {
      found = Span{found->empty() ? token.span.begin : found->begin, token.span.end};
    } else if (depth == 0 && is_word(definition, token, keyword)) {
      found = Span{token.span.end, token.span.end};
    }
  }
  return found ? std::string(definition.substr(found->begin, found->size())) : std::string();
}

std::string with_word(std::string_view sql, std::string_view after, std::string_view word) {
  const std::optional<std::size_t> at = end_of_word(sql, after);
  if (!at) return std::string(sql);
  return std::string(sql.substr(0, *at)).append(" ").append(word).append(sql.substr(*at));
}

Fix insert_after(const Context& context, std::string_view after, std::string_view word, std::string title) {
  const std::size_t at = context.statement.span.begin + end_of_word(context.statement.text(), after).value_or(0);
  return {.title = std::move(title),
          .applicability = Applicability::safe,
          .edits = {{.span = {at, at}, .text = fmt::format(" {}", word)}}};
}

std::string alter(const QualifiedName& table, std::string_view what) {
  std::string sql = "ALTER TABLE ";
  sql.append(pg::sql_name(table)).append(" ").append(what).append(";\n");
  return sql;
}

std::string backfill(const QualifiedName& table, std::string_view column, std::string_view value) {
  return batches_of(table, column, value.empty() ? "DEFAULT" : value,
                    fmt::format("{} IS NULL", pg::quote_identifier(column)));
}

std::string backfill_from(const QualifiedName& table, std::string_view column, std::string_view expression) {
  const bool simple = expression.find_first_of(" \n\t") == std::string_view::npos;
  return batches_of(table, column, expression,
                    fmt::format("{} IS NULL AND {}{}{} IS NOT NULL", pg::quote_identifier(column), simple ? "" : "(",
                                expression, simple ? "" : ")"));
}

std::string not_null_steps(const Context& context, const QualifiedName& table, std::string_view column) {
  const std::string key = pg::quote_identifier(column);
  const std::string name = pg::quote_identifier(pg::make_object_name(table.name, column, "not_null"));
  const std::string validate = alter(table, fmt::format("VALIDATE CONSTRAINT {}", name));
  if (context.before.pg_version >= 18) {
    return alter(table, fmt::format("ADD CONSTRAINT {} NOT NULL {} NOT VALID", name, key)) +
           "-- in a later transaction; reads and writes go on:\n" + validate;
  }
  return alter(table, fmt::format("ADD CONSTRAINT {} CHECK ({} IS NOT NULL) NOT VALID", name, key)) +
         "-- in a later transaction; reads and writes go on:\n" + validate +
         "-- the validated constraint spares the scan:\n" +
         alter(table, fmt::format("ALTER COLUMN {} SET NOT NULL", key)) +
         alter(table, fmt::format("DROP CONSTRAINT {}", name));
}

std::string listing(const std::vector<std::string>& names) {
  static constexpr std::size_t shown = 5;
  std::string list;
  for (std::size_t i = 0; i < std::min(names.size(), shown); ++i) {
    const bool last = i + 1 == names.size();
    if (i > 0) list += last ? " and " : ", ";
    list += names[i];
  }
  if (names.size() > shown) list += fmt::format(" and {} more", names.size() - shown);
  return list;
}

std::vector<ForeignKey> foreign_keys(const Context& context) {
  std::vector<ForeignKey> keys;
  if (const auto* create = pg::as<::CreateStmt>(context.statement.node)) keys_of_create(context, *create, keys);
  if (const auto* alter = pg::as<::AlterTableStmt>(context.statement.node)) keys_of_alter(context, *alter, keys);
  return keys;
}

std::vector<QualifiedName> locked_for_foreign_key(const Context& context) {
  std::vector<QualifiedName> relations;
  const auto& locks = context.effects.locks;
  const auto may_be_for_key = [](const Lock& lock) { return lock.mode == LockMode::share_row_exclusive; };
  if (std::none_of(locks.begin(), locks.end(), may_be_for_key)) return relations;
  for (const ForeignKey& key : foreign_keys(context)) {
    for (const QualifiedName& relation : {key.parent, key.child}) {
      // A parent is locked with its partitions; a child's stronger lock has another cause.
      for (const QualifiedName& name : context.before.schema.with_descendants(relation)) {
        const Lock* lock = context.effects.lock_on(name);
        if (lock != nullptr && lock->mode == LockMode::share_row_exclusive) relations.push_back(name);
      }
    }
  }
  return relations;
}

bool is_concurrently(const ::Node* statement) {
  if (const auto* index = pg::as<::IndexStmt>(statement)) return index->concurrent;
  if (const auto* drop = pg::as<::DropStmt>(statement)) return drop->concurrent;
  if (const auto* reindex = pg::as<::ReindexStmt>(statement)) return option_is_on(reindex->params, "concurrently");
  if (const auto* refresh = pg::as<::RefreshMatViewStmt>(statement)) return refresh->concurrent;
  const auto* alter = pg::as<::AlterTableStmt>(statement);
  if (alter == nullptr) return false;
  const auto* action = pg::as<::AlterTableCmd>(pg::nth(alter->cmds, 0));
  if (action == nullptr || action->subtype != AT_DetachPartition) return false;
  const auto* partition = pg::as<::PartitionCmd>(action->def);
  return partition != nullptr && partition->concurrent;
}

bool is_cascade(const ::Node* statement) {
  if (const auto* drop = pg::as<::DropStmt>(statement)) return drop->behavior == DROP_CASCADE;
  if (const auto* owned = pg::as<::DropOwnedStmt>(statement)) return owned->behavior == DROP_CASCADE;
  if (const auto* truncate = pg::as<::TruncateStmt>(statement)) return truncate->behavior == DROP_CASCADE;
  const auto* alter = pg::as<::AlterTableStmt>(statement);
  if (alter == nullptr) return false;
  for (const auto& action : pg::each<::AlterTableCmd>(alter->cmds)) {
    if (action.behavior == DROP_CASCADE) return true;
  }
  return false;
}

std::string lost_with(const Context& context, Span cause) {
  std::vector<std::string> names;
  for (const Loss& loss : context.effects.losses) {
    if (loss.implicit && loss.cause == cause) names.push_back(fmt::format("{} {}", name(loss.kind), loss.object));
  }
  return listing(names);
}

Fix set_lock_timeout(const Context& context) {
  const std::size_t at = context.statement.span.begin;
  const bool local = context.before.session.in_transaction();
  return {
      .title = "give up waiting for the lock after two seconds",
      .applicability = Applicability::safe,
      .edits = {{.span = {at, at}, .text = local ? "SET LOCAL lock_timeout = '2s';\n" : "SET lock_timeout = '2s';\n"}}};
}

bool waits_bounded(const Context& context) { return context.before.session.lock_timeout().count() > 0; }

}  // namespace pginterlock::advice
