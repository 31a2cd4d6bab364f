#include "schema/follow_names.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

#include "pg/ast.h"
#include "pg/lexer.h"
#include "pg/script.h"
#include "schema/predicate.h"
#include "schema/schema.h"

namespace pginterlock::schema {

namespace {

using pg::Token;
using pg::TokenKind;

/// SQL with another text; none: it stays.
using Rewrite = std::function<std::optional<std::string>(const std::string&)>;

struct Edit {
  Span span;
  std::string text;
};

class Tokens {
 public:
  explicit Tokens(const std::string& sql) : sql_(sql) {
    pg::Lexer lexer(sql);
    for (Token token = lexer.next_significant(); token.kind != TokenKind::end; token = lexer.next_significant()) {
      tokens_.push_back(token);
    }
  }

  std::size_t size() const { return tokens_.size(); }
  const Token& operator[](std::size_t n) const { return tokens_[n]; }
  std::string_view spelling(std::size_t n) const {
    return std::string_view(sql_).substr(tokens_[n].span.begin, tokens_[n].span.size());
  }
  bool is(std::size_t n, char punctuation) const { return n < size() && tokens_[n].is(punctuation, sql_); }
  bool is_word(std::size_t n, std::string_view word) const {
    return n < size() && tokens_[n].kind == TokenKind::word && pg::same_word(spelling(n), word);
  }
  /// Whether the token is an identifier that means the name.
  bool names(std::size_t n, const std::string& name) const {
    if (n >= size()) return false;
    const TokenKind kind = tokens_[n].kind;
    if (kind == TokenKind::word) return pg::same_word(spelling(n), name) && pg::quote_identifier(name) == name;
    return kind == TokenKind::quoted_identifier && spelling(n) == "\"" + name + "\"";
  }
  /// The first token of schema.name that ends with this one; none: another schema is written.
  std::optional<std::size_t> first_of(std::size_t n, const QualifiedName& name) const {
    if (n == 0 || !is(n - 1, '.')) return n;
    if (n < 2 || !names(n - 2, name.schema.str())) return std::nullopt;
    return n - 2;
  }
  Span between(std::size_t first, std::size_t last) const {
    return {tokens_[first].span.begin, tokens_[last].span.end};
  }

 private:
  const std::string& sql_;
  std::vector<Token> tokens_;
};

std::optional<std::string> with_edits(const std::string& sql, const std::vector<Edit>& edits) {
  if (edits.empty()) return std::nullopt;
  std::string out;
  std::size_t copied = 0;
  for (const Edit& edit : edits) {
    out.append(sql, copied, edit.span.begin - copied);
    out += edit.text;
    copied = edit.span.end;
  }
  out.append(sql, copied);
  return out;
}

/// The name as it stood there: with its schema when it had one, or when it moved to another.
std::string written(const QualifiedName& from, const QualifiedName& to, bool qualified) {
  const bool full = qualified || from.schema != to.schema;
  const std::string name = pg::quote_identifier(to.name.str());
  return full ? pg::quote_identifier(to.schema.str()) + "." + name : name;
}

/// Of nextval('name') and its like. Without quotes inside a name is taken as it is written.
std::optional<std::string> with_sequence(const std::string& sql, const QualifiedName& from, const QualifiedName& to) {
  if (sql.find(from.name.str()) == std::string::npos) return std::nullopt;
  const Tokens tokens(sql);
  std::vector<Edit> edits;
  for (std::size_t n = 0; n < tokens.size(); ++n) {
    if (tokens[n].kind != TokenKind::string) continue;
    std::string name(tokens.spelling(n));
    std::erase(name, '"');
    const bool alone = name == "'" + from.name + "'";
    const bool full = name == "'" + from.plain() + "'";
    if (alone || full) edits.push_back({tokens[n].span, pg::quote_literal(written(from, to, full))});
  }
  return with_edits(sql, edits);
}

std::optional<std::string> with_routine(const std::string& sql, const QualifiedName& from, const QualifiedName& to) {
  if (sql.find(from.name.str()) == std::string::npos) return std::nullopt;
  const Tokens tokens(sql);
  std::vector<Edit> edits;
  for (std::size_t n = 0; n < tokens.size(); ++n) {
    if (!tokens.is(n + 1, '(') || !tokens.names(n, from.name.str())) continue;
    const auto first = tokens.first_of(n, from);
    if (first) edits.push_back({tokens.between(*first, n), written(from, to, *first != n)});
  }
  return with_edits(sql, edits);
}

/// Behind :: and in CAST(… AS type).
std::optional<std::string> with_type(const std::string& sql, const QualifiedName& from, const QualifiedName& to) {
  if (sql.find(from.name.str()) == std::string::npos) return std::nullopt;
  const Tokens tokens(sql);
  std::vector<Edit> edits;
  for (std::size_t n = 1; n < tokens.size(); ++n) {
    if (!tokens.names(n, from.name.str())) continue;
    const auto first = tokens.first_of(n, from);
    if (!first || *first == 0) continue;
    const bool cast = tokens.spelling(*first - 1) == "::" || tokens.is_word(*first - 1, "as");
    if (cast) edits.push_back({tokens.between(*first, n), written(from, to, *first != n)});
  }
  return with_edits(sql, edits);
}

std::optional<std::string> with_label(const std::string& sql, const std::string& from, const std::string& to) {
  const std::string literal = pg::quote_literal(from);
  if (sql.find(literal) == std::string::npos) return std::nullopt;
  const Tokens tokens(sql);
  std::vector<Edit> edits;
  for (std::size_t n = 0; n < tokens.size(); ++n) {
    if (tokens[n].kind == TokenKind::string && tokens.spelling(n) == literal) {
      edits.push_back({tokens[n].span, pg::quote_literal(to)});
    }
  }
  return with_edits(sql, edits);
}

std::shared_ptr<const Predicate> predicate_of_sql(const std::string& sql) {
  const SourceFile source("expression", "SELECT " + sql);
  pg::Script script(source);
  while (script.next_batch()) {
    for (const pg::Statement& statement : script.statements()) {
      const auto* select = pg::as<::SelectStmt>(statement.node);
      const auto* target = select == nullptr ? nullptr : pg::as<::ResTarget>(pg::nth(select->targetList, 0));
      if (target != nullptr) return std::make_shared<const Predicate>(predicate_of(target->val));
    }
  }
  return nullptr;
}

void rewrite_column(std::shared_ptr<const Column>& column, const Rewrite& rewrite) {
  auto sql = column->default_sql ? rewrite(*column->default_sql) : std::nullopt;
  if (!sql) return;
  auto changed = std::make_shared<Column>(*column);
  changed->default_sql = std::move(sql);
  column = std::move(changed);
}

void rewrite_constraint(std::shared_ptr<const TableConstraint>& constraint, const Rewrite& rewrite) {
  auto sql = rewrite(constraint->expression);
  if (!sql) return;
  auto changed = std::make_shared<TableConstraint>(*constraint);
  changed->expression = *std::move(sql);
  changed->predicate = predicate_of_sql(changed->expression);
  constraint = std::move(changed);
}

void rewrite_index(std::shared_ptr<const TableIndex>& index, const Rewrite& rewrite) {
  std::shared_ptr<TableIndex> changed;
  if (auto sql = rewrite(index->predicate)) {
    changed = std::make_shared<TableIndex>(*index);
    changed->predicate = *std::move(sql);
  }
  for (std::size_t n = 0; n < index->keys.size(); ++n) {
    auto sql = rewrite(index->keys[n].expression);
    if (!sql) continue;
    if (changed == nullptr) changed = std::make_shared<TableIndex>(*index);
    changed->keys[n].expression = *std::move(sql);
  }
  if (changed != nullptr) index = std::move(changed);
}

void rewrite_expressions(Relation& relation, const Rewrite& rewrite) {
  for (auto& column : relation.columns) rewrite_column(column, rewrite);
  for (auto& constraint : relation.constraints) rewrite_constraint(constraint, rewrite);
  for (auto& index : relation.indexes) rewrite_index(index, rewrite);
}

bool has_expression_for(const Relation& relation, const Rewrite& rewrite) {
  const auto hit = [&](const std::string& sql) { return rewrite(sql).has_value(); };
  return std::any_of(relation.columns.begin(), relation.columns.end(),
                     [&](const auto& one) { return one->default_sql && hit(*one->default_sql); }) ||
         std::any_of(relation.constraints.begin(), relation.constraints.end(),
                     [&](const auto& one) { return hit(one->expression); }) ||
         std::any_of(relation.indexes.begin(), relation.indexes.end(), [&](const auto& one) {
           return hit(one->predicate) || std::any_of(one->keys.begin(), one->keys.end(),
                                                     [&](const IndexKey& key) { return hit(key.expression); });
         });
}

/// In all relations that mention the name and for which the condition holds.
template <typename Condition, typename Change>
void change_relations(Schema& schema, Name mentioned, Condition&& condition, Change&& change) {
  std::vector<QualifiedName> names;
  schema.relations.for_each_mentioning(mentioned, [&](const QualifiedName& name, const Relation& relation) {
    if (condition(relation)) names.push_back(name);
  });
  for (const QualifiedName& name : names) change(schema.relations.edit(name));
}

void rewrite_everywhere(Schema& schema, Name mentioned, const Rewrite& rewrite) {
  change_relations(
      schema, mentioned, [&](const Relation& relation) { return has_expression_for(relation, rewrite); },
      [&](Relation& relation) { rewrite_expressions(relation, rewrite); });
}

bool holds(const std::vector<QualifiedName>& names, const QualifiedName& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void rename_calls(Relation& relation, const QualifiedName& from, const QualifiedName& to) {
  std::replace(relation.calls.begin(), relation.calls.end(), from, to);
  for (auto& use : relation.uses) {
    if (!holds(use->routines, from)) continue;
    auto changed = std::make_shared<PartUse>(*use);
    std::replace(changed->routines.begin(), changed->routines.end(), from, to);
    use = std::move(changed);
  }
  for (auto& trigger : relation.triggers) {
    if (trigger->function != from) continue;
    auto changed = std::make_shared<Trigger>(*trigger);
    changed->function = to;
    trigger = std::move(changed);
  }
}

}  // namespace

bool has_rows(RelationKind kind) { return kind != RelationKind::index && kind != RelationKind::sequence; }

void follow_sequence(const QualifiedName& from, const QualifiedName& to, Schema& schema) {
  rewrite_everywhere(schema, from.name, [&](const std::string& sql) { return with_sequence(sql, from, to); });
}

void follow_routine(const QualifiedName& from, const QualifiedName& to, Schema& schema) {
  rewrite_everywhere(schema, from.name, [&](const std::string& sql) { return with_routine(sql, from, to); });
  const auto calls = [&](const Relation& relation) {
    return holds(relation.calls, from) ||
           std::any_of(relation.uses.begin(), relation.uses.end(),
                       [&](const auto& use) { return holds(use->routines, from); }) ||
           std::any_of(relation.triggers.begin(), relation.triggers.end(),
                       [&](const auto& trigger) { return trigger->function == from; });
  };
  change_relations(schema, from.name, calls, [&](Relation& relation) { rename_calls(relation, from, to); });
}

void follow_type(const QualifiedName& from, const QualifiedName& to, Schema& schema) {
  rewrite_everywhere(schema, from.name, [&](const std::string& sql) { return with_type(sql, from, to); });
}

void follow_label(const QualifiedName& type, const std::string& from, const std::string& to, Schema& schema) {
  const Rewrite rewrite = [&](const std::string& sql) { return with_label(sql, from, to); };
  const UserType* known = schema.type(type);
  const std::vector<QualifiedName> tables = known == nullptr ? std::vector<QualifiedName>{} : known->used_by;
  for (const QualifiedName& name : tables) {
    Relation* relation = schema.relations.edit_if_known(name);
    if (relation == nullptr) continue;
    std::vector<std::string> columns;
    for (auto& column : relation->columns) {
      if (column->type.name != type) continue;
      columns.push_back(column->name);
      rewrite_column(column, rewrite);
    }
    const auto among = [&](const std::string& column) {
      return std::find(columns.begin(), columns.end(), column) != columns.end();
    };
    for (auto& constraint : relation->constraints) {
      if (std::any_of(constraint->columns.begin(), constraint->columns.end(), among)) {
        rewrite_constraint(constraint, rewrite);
      }
    }
    for (auto& index : relation->indexes) {
      const bool about = std::any_of(index->predicate_columns.begin(), index->predicate_columns.end(), among) ||
                         std::any_of(index->keys.begin(), index->keys.end(), [&](const IndexKey& key) {
                           return std::any_of(key.expression_columns.begin(), key.expression_columns.end(), among);
                         });
      if (about) rewrite_index(index, rewrite);
    }
  }
}

namespace {

/// The publications that name a table.
std::vector<QualifiedName> publications_of(const QualifiedName& table, const Schema& schema) {
  std::vector<QualifiedName> keys;
  schema.others.for_each_mentioning(table.name, [&](const QualifiedName& key, const NamedObject& object) {
    if (holds(object.tables, table)) keys.push_back(key);
  });
  return keys;
}

}  // namespace

void follow_table(const QualifiedName& from, const QualifiedName& to, Schema& schema) {
  for (const QualifiedName& key : publications_of(from, schema)) {
    NamedObject& publication = schema.others.edit(key);
    std::replace(publication.tables.begin(), publication.tables.end(), from, to);
    for (Dependency& read : publication.reads) {
      if (read.relation == from) read.relation = to;
    }
  }
}

void follow_schema(const std::string& from, const std::string& to, Schema& schema) {
  std::vector<QualifiedName> keys;
  schema.others.for_each_mentioning("publication", [&](const QualifiedName& key, const NamedObject& object) {
    const auto& schemas = object.schemas;
    if (std::find(schemas.begin(), schemas.end(), from) != schemas.end()) keys.push_back(key);
  });
  for (const QualifiedName& key : keys) {
    std::vector<std::string>& schemas = schema.others.edit(key).schemas;
    if (to.empty()) std::erase(schemas, from);
    std::replace(schemas.begin(), schemas.end(), from, to);
  }
}

void forget_table(const QualifiedName& table, Schema& schema) {
  for (const QualifiedName& key : publications_of(table, schema)) {
    NamedObject& publication = schema.others.edit(key);
    std::erase(publication.tables, table);
    std::erase_if(publication.reads, [&](const Dependency& read) { return read.relation == table; });
  }
}

}  // namespace pginterlock::schema
