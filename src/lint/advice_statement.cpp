#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "lint/advice.h"
#include "migration/opt_out.h"
#include "pg/catalog.h"
#include "pg/lexer.h"
#include "pg/names.h"
#include "pg/types.h"
#include "pg/walk.h"

// The statement at hand, or a part of it, in the safe way.
namespace pginterlock::advice {
namespace {

using pg::Token;
using pg::TokenKind;

/// Where PostgreSQL runs an action among those of an ALTER TABLE, as far as another may rest on it: what goes makes
/// room, then columns are made and changed, and all else comes after them. Source: tablecmds.c, AlterTablePass,
/// ATPrepCmd.
int pass_of(const ::AlterTableCmd& action) {
  switch (action.subtype) {
    case AT_DropColumn:
    case AT_DropConstraint:
      return 0;
    case AT_AlterColumnType:
    case AT_AddColumn:
      return 1;
    default:
      return 2;
  }
}

/// As much of a statement as a reader can take in beside a finding.
bool is_short(std::string_view sql) {
  constexpr std::size_t most_lines = 12;
  constexpr std::size_t most_bytes = 1200;
  return sql.size() <= most_bytes && std::count(sql.begin(), sql.end(), '\n') < static_cast<std::ptrdiff_t>(most_lines);
}

/// Whether other rules object to the statement itself, wherever it stands: they say how it is done.
bool has_own_finding(const Context& context) {
  const Effects& effects = context.effects;
  const bool loses = std::any_of(effects.losses.begin(), effects.losses.end(),
                                 [](const Loss& loss) { return loss.data || !loss.implicit; });
  const bool works = std::any_of(effects.work.begin(), effects.work.end(), [&](const Work& work) {
    const Lock* own = effects.lock_on(work.relation);
    return own != nullptr && !own->is_new && blocks_traffic(own->mode) && context.in_use(work.relation);
  });
  return loses || works || !effects.failures.empty() || !effects.breaks.empty();
}

/// Where the words stand that begin with `first`, each keyword outside brackets.
std::optional<Span> words_at(std::string_view sql, std::initializer_list<std::string_view> words) {
  pg::Lexer lexer(sql);
  std::size_t found = 0;
  std::size_t depth = 0;
  Span span;
  for (Token token = lexer.next_significant(); token.kind != TokenKind::end; token = lexer.next_significant()) {
    if (token.is('(', sql)) ++depth;
    if (token.is(')', sql) && depth > 0) --depth;
    const bool next = depth == 0 && token.kind == TokenKind::word &&
                      pg::same_word(sql.substr(token.span.begin, token.span.size()), words.begin()[found]);
    if (!next) {
      found = 0;
      continue;
    }
    if (found == 0) span.begin = token.span.begin;
    if (++found == words.size()) return Span{span.begin, token.span.end};
  }
  return std::nullopt;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

/// The expressions that the SET of an UPDATE assigns, as written, in their order.
std::vector<std::string_view> assigned_values(std::string_view list) {
  std::vector<std::string_view> values;
  pg::Lexer lexer(list);
  std::size_t depth = 0;
  std::optional<std::size_t> begin;
  for (Token token = lexer.next_significant(); token.kind != TokenKind::end; token = lexer.next_significant()) {
    if (token.is('(', list) || token.is('[', list)) ++depth;
    if ((token.is(')', list) || token.is(']', list)) && depth > 0) --depth;
    if (depth > 0) continue;
    const std::string_view word = list.substr(token.span.begin, token.span.size());
    if (!begin && word == "=") begin = token.span.end;
    if (begin && token.is(',', list)) {
      values.push_back(trimmed(list.substr(*begin, token.span.begin - *begin)));
      begin.reset();
    }
  }
  if (begin) values.push_back(trimmed(list.substr(*begin)));
  return values;
}

/// Whether a row that was given the value once is not given another the next time.
bool stays(const Context& context, const ::Node* value, const std::vector<std::string_view>& assigned) {
  const auto mentioned = pg::columns_mentioned(value);
  const bool feeds_itself = std::any_of(mentioned.begin(), mentioned.end(), [&](std::string_view column) {
    return std::find(assigned.begin(), assigned.end(), column) != assigned.end();
  });
  bool changes = false;
  pg::walk(value, [&](const ::Node* node) {
    const ::NodeTag tag = pg::tag(node);
    changes = changes || tag == T_SubLink || tag == T_SQLValueFunction || tag == T_SetToDefault ||
              tag == T_MultiAssignRef || tag == T_ParamRef;
    if (const auto* call = pg::as<::FuncCall>(node)) {
      const std::vector<std::string> name = pg::strings_of(call->funcname);
      const bool builtin = name.size() == 1 || (name.size() == 2 && name.front() == "pg_catalog");
      changes = changes || !builtin ||
                pg::builtin_function_volatility(name.back(), pg::length(call->args), context.before.pg_version) !=
                    pg::Volatility::immutable;
    }
    return true;
  });
  return !feeds_itself && !changes;
}

/// Types without "=". Source: pg_operator.dat.
bool is_comparable(const Column* column) {
  static constexpr std::array without = {"json", "xml", "point", "box", "path", "polygon"};
  return column == nullptr ||
         std::none_of(without.begin(), without.end(), [&](const char* type) { return column->type.is(type); });
}

/// The condition for rows that the UPDATE has not changed yet; empty: none is certain to hold no longer afterwards.
std::string open_rows(const Context& context, const ::UpdateStmt& update, std::string_view list) {
  const QualifiedName name = context.before.schema.resolve(*update.relation, context.before.session.search_path());
  const Relation* table = context.before.schema.relation(name);
  std::vector<std::string_view> assigned;
  for (const auto& target : pg::each<::ResTarget>(update.targetList)) assigned.push_back(pg::text(target.name));
  const std::vector<std::string_view> values = assigned_values(list);
  if (values.size() != assigned.size()) return {};
  std::string condition;
  std::size_t n = 0;
  for (const auto& target : pg::each<::ResTarget>(update.targetList)) {
    const std::string_view value = values[n++];
    const std::string_view column = pg::text(target.name);
    if (target.indirection != nullptr || !stays(context, target.val, assigned)) return {};
    const bool null = pg::is_null_constant(target.val);
    const Column* known = table == nullptr ? nullptr : table->column(column);
    if (!null && !is_comparable(known)) return {};
    // SET converts to the column's type by itself, IS DISTINCT FROM does not.
    const bool constant = pg::as<::A_Const>(target.val) != nullptr;
    const bool typed = known != nullptr && known->type.known();
    if (!null && !constant && !typed) return {};
    condition += condition.empty() ? "" : " OR ";
    // A string or a boolean takes the type of what it is compared with, a number does not.
    const bool as_is =
        constant && (!typed || value.front() == '\'' || pg::same_word(value, "true") || pg::same_word(value, "false"));
    condition += null    ? fmt::format("{} IS NOT NULL", pg::quote_identifier(column))
                 : as_is ? fmt::format("{} IS DISTINCT FROM {}", pg::quote_identifier(column), value)
                         : fmt::format("{} IS DISTINCT FROM ({})::{}", pg::quote_identifier(column), value,
                                       pg::sql_type(known->type));
  }
  return condition;
}

/// The key by whose ranges a table can be gone through; empty: not known.
std::string key_of(const Context& context, const ::RangeVar& relation) {
  const QualifiedName name = context.before.schema.resolve(relation, context.before.session.search_path());
  const Relation* table = context.before.schema.relation(name);
  const TableConstraint* key = table == nullptr ? nullptr : table->primary_key();
  return key == nullptr || key->columns.size() != 1 ? std::string() : pg::quote_identifier(key->columns.front());
}

bool locks_someone_out(const Context& context) {
  return std::any_of(context.effects.locks.begin(), context.effects.locks.end(), [&](const Lock& lock) {
    return blocks_traffic(lock.mode) && !lock.is_new && context.in_use(lock.relation);
  });
}

bool is_partitioned(const Context& context, const ::RangeVar& relation) {
  const QualifiedName name = context.before.schema.resolve(relation, context.before.session.search_path());
  const Relation* table = context.before.schema.relation(name);
  return table != nullptr && table->kind == RelationKind::partitioned_table;
}

}  // namespace

std::string behind(std::string_view sql, std::string_view word) {
  const auto found = words_at(sql, {word});
  return found ? std::string(trimmed(sql.substr(found->end))) : std::string();
}

std::string earlier_actions(const Context& context, Span cause) {
  const auto* alter = pg::as<::AlterTableStmt>(context.statement.node);
  const ::AlterTableCmd* own = action_at(context.statement, cause);
  if (alter == nullptr || own == nullptr || pg::length(alter->cmds) < 2) return {};
  const std::vector<Span> spans = context.statement.actions();
  std::string actions;
  for (std::size_t n = 0; n < spans.size(); ++n) {
    const auto* action = pg::as<::AlterTableCmd>(pg::nth(alter->cmds, n));
    if (action == nullptr || pass_of(*action) >= pass_of(*own)) continue;
    actions += text(context, spans[n]) + ", ";
  }
  return actions;
}

std::string first_steps(const Context& context, const QualifiedName& table, Span cause) {
  std::string actions = earlier_actions(context, cause);
  if (actions.empty()) return {};
  actions.resize(actions.size() - 2);
  return "-- what the statement does before:\n" + alter(table, actions);
}

std::string with_lock_timeout(const Context& context) {
  std::string set =
      context.before.session.in_transaction() ? "SET LOCAL lock_timeout = '2s';" : "SET lock_timeout = '2s';";
  const std::string_view sql = context.statement.text();
  if (!is_short(sql) || has_own_finding(context) || !context.effects.work.empty()) {
    return set + "  -- before this statement; and try again when it strikes";
  }
  return set.append("  -- and try again when it strikes\n").append(sql).append(";");
}

std::string outside_transaction(const Context& context) {
  const Migration& migration = context.migration;
  const bool together = migration.send == Send::whole || migration.send == Send::pipeline;
  if (migration.wrap == Wrap::none && !together) {
    return context.before.session.in_transaction() ? "-- outside a transaction block, after COMMIT:\n"
                                                   : "-- outside a transaction block:\n";
  }
  if (migration.wrap == Wrap::none) {
    return "-- alone in a migration of its own (several statements of a file are one transaction):\n";
  }
  const std::string_view way = way_out(*migration.framework);
  if (!way.empty()) return fmt::format("-- alone in a migration of its own, with {}:\n", way);
  if (migration.framework->wrap == Wrap::none) return "-- alone in a migration of its own, without a transaction:\n";
  return fmt::format("-- beside {} (no way is known to make it run SQL without a transaction):\n",
                     migration.framework->id);
}

std::string concurrently(const Context& context, const ::IndexStmt& index) {
  std::string sql(context.statement.text());
  const auto guard = index.if_not_exists ? words_at(sql, {"if", "not", "exists"}) : std::nullopt;
  if (guard) sql.erase(guard->begin, sql.find_first_not_of(" \t\r\n", guard->end) - guard->begin);
  sql = with_word(sql, "index", "CONCURRENTLY");
  if (index.idxname == nullptr) return outside_transaction(context) + sql + ";";
  const QualifiedName table = context.before.schema.resolve(*index.relation, context.before.session.search_path());
  const std::string name = pg::sql_name({table.schema, std::string(pg::text(index.idxname))});
  const std::string drop = "DROP INDEX CONCURRENTLY " + name + ";";
  if (!guard) {
    sql.append(";\n-- when it fails it leaves an invalid index behind: ").append(drop).append(" and try again");
    return outside_transaction(context) + sql;
  }
  return outside_transaction(context) + sql +
         fmt::format(
             ";\n-- when it says that it exists: an earlier try may have left it behind, invalid and never used:\n"
             "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass({});  -- false: {}",
             pg::quote_literal(name), drop);
}

std::string in_batches(const Context& context) {
  const auto* update = pg::as<::UpdateStmt>(context.statement.node);
  if (update == nullptr) return {};
  const std::string_view sql = context.statement.text();
  const auto verb = words_at(sql, {"update"});
  const auto set = words_at(sql, {"set"});
  if (words_at(sql, {"returning"}) || !verb || !set) return {};
  const bool plain = update->whereClause == nullptr && update->fromClause == nullptr && update->withClause == nullptr &&
                     !is_partitioned(context, *update->relation);
  const std::string condition = plain ? open_rows(context, *update, sql.substr(set->end)) : "";
  if (!condition.empty()) {
    return fmt::format(
        "-- in batches, each in a transaction of its own, until no row is changed:\n"
        "{} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {} WHERE {} LIMIT 5000));",
        sql, trimmed(sql.substr(verb->end, set->begin - verb->end)), condition);
  }
  std::string key = key_of(context, *update->relation);
  if (key.empty()) return {};
  const ::RangeVar& table = *update->relation;
  key = pg::quote_identifier(table.alias == nullptr ? pg::text(table.relname) : pg::text(table.alias->aliasname)) +
        "." + key;
  const auto where = words_at(sql, {"where"});
  const std::string bounded =
      where ? fmt::format("{} ({}) AND", sql.substr(0, where->end), trimmed(sql.substr(where->end)))
            : fmt::format("{} WHERE", sql);
  return fmt::format("-- in ranges of its key, each in a transaction of its own:\n{0} {1} > … AND {1} <= …;", bounded,
                     key);
}

std::string alone(const Context& context) {
  const Session& session = context.before.session;
  if (const auto* index = pg::as<::IndexStmt>(context.statement.node)) {
    if (!index->concurrent && !is_partitioned(context, *index->relation)) return concurrently(context, *index);
  }
  const bool ours = session.is_wrapped() || session.in_message() || session.in_pipeline();
  const std::string place = session.in_routine() ? "outside of the block, in a migration of its own"
                            : ours               ? "in a migration of its own"
                                                 : "in a transaction of its own, after COMMIT";
  if (const std::string batches = in_batches(context); !batches.empty()) return "-- " + place + ";\n" + batches;
  const std::string_view sql = context.statement.text();
  if (has_own_finding(context)) return "-- " + place + ", in the way that the finding about this statement shows";
  if (!is_short(sql)) return "-- put this statement elsewhere: " + place;
  const bool waits = locks_someone_out(context);
  const std::string_view set = ours ? "SET LOCAL lock_timeout = '2s';\n" : "SET lock_timeout = '2s';\n";
  return ("-- " + place + ":\n").append(waits ? set : std::string_view{}).append(sql).append(";");
}

}  // namespace pginterlock::advice
