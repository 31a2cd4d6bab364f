#include "schema/remembered_text.h"

#include <algorithm>
#include <set>

#include "pg/ast.h"
#include "pg/lexer.h"
#include "pg/names.h"
#include "schema/editor.h"
#include "text/lower_case.h"

namespace pginterlock::schema {

namespace {

using pg::Lexer;
using pg::Token;
using pg::TokenKind;

constexpr std::string_view of_comment = "comment";
constexpr std::string_view of_grant = "grant";

std::set<std::string> words_in(std::string_view list) {
  std::set<std::string> words;
  for (std::size_t at = 0; at < list.size();) {
    const std::size_t end = std::min(list.find(' ', at), list.size());
    words.emplace(list.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

bool is_parenthesis(const Token& token, std::string_view sql) { return token.is('(', sql) || token.is(')', sql); }

std::string_view inside_dollars(std::string_view quoted) {
  const std::size_t tag = quoted.find('$', 1);
  if (tag == std::string_view::npos || quoted.size() < 2 * (tag + 1)) return {};
  return quoted.substr(tag + 1, quoted.size() - 2 * (tag + 1));
}

/// What stands behind the first of the words outside parentheses, from `begin` on; all of it when there is none.
std::string_view behind(std::string_view sql, std::string_view word) {
  Lexer lexer(sql);
  std::size_t depth = 0;
  for (Token token = lexer.next_significant(); token.kind != TokenKind::end; token = lexer.next_significant()) {
    if (token.is('(', sql)) ++depth;
    if (token.is(')', sql) && depth > 0) --depth;
    const bool found = depth == 0 && token.kind == TokenKind::word &&
                       pg::same_word(sql.substr(token.span.begin, token.span.size()), word);
    if (found) return sql.substr(token.span.end);
  }
  return sql;
}

/// The parentheses that follow a word of a policy; empty: it has no such part.
std::string parentheses_behind(std::string_view sql, std::string_view word) {
  const std::string_view rest = behind(sql, word);
  if (rest.size() == sql.size()) return {};
  Lexer lexer(rest);
  std::size_t depth = 0;
  std::size_t begin = 0;
  for (Token token = lexer.next_significant(); token.kind != TokenKind::end; token = lexer.next_significant()) {
    if (token.is('(', rest) && depth++ == 0) begin = token.span.begin;
    if (token.is(')', rest) && depth > 0 && --depth == 0) {
      return std::string(rest.substr(begin, token.span.end - begin));
    }
  }
  return {};
}

/// What is remembered of one thing.
struct Text {
  QualifiedName relation;  // that it belongs to
  std::string_view word;   // "column", "trigger", …; empty: the relation itself
  std::string part;        // its name
  std::string_view about;  // "comment", "query", "using", …
};

QualifiedName key_of(const Text& text) {
  return {remembered,
          std::string(text.about) + " " + std::string(text.word) + " " + text.relation.plain() + " " + text.part};
}

void put(const Text& text, std::string content, Schema& schema) {
  NamedObject object;
  object.kind = text.about;
  object.text = std::move(content);
  object.relation = text.relation;
  object.part = text.part;
  object.belongs_to = text.word;
  schema.others.put(key_of(text), std::move(object));
}

struct Kind {
  ObjectType type;
  std::string_view word;
};
constexpr Kind parts_of_tables[] = {{OBJECT_COLUMN, "column"},
                                    {OBJECT_TABCONSTRAINT, "constraint"},
                                    {OBJECT_TRIGGER, "trigger"},
                                    {OBJECT_POLICY, "policy"}};

void remember_comment(const ::CommentStmt& statement, const SchemaEditor& editor, Schema& schema) {
  const auto* names = pg::as<::List>(statement.object);
  if (names == nullptr) return;
  std::vector<std::string> path = pg::strings_of(names);
  if (path.empty()) return;
  Text text{{}, {}, {}, of_comment};
  if (statement.objtype == OBJECT_INDEX || statement.objtype == OBJECT_SEQUENCE) {
    text.relation = editor.existing(names);
  } else {
    const auto* kind = std::find_if(std::begin(parts_of_tables), std::end(parts_of_tables),
                                    [&](const Kind& one) { return one.type == statement.objtype; });
    if (kind == std::end(parts_of_tables) || path.size() < 2) return;
    text.word = kind->word;
    text.part = path.back();
    path.pop_back();
    const std::string name = path.back();
    path.pop_back();
    text.relation = schema.resolve(QualifiedName{path.empty() ? "" : path.back(), name}, editor.context().search_path);
  }
  const std::string_view comment = pg::text(statement.comment);
  if (!comment.empty()) return put(text, std::string(comment), schema);
  if (schema.others.find(key_of(text)) != nullptr) schema.others.erase(key_of(text));
}

void remember_roles(const Text& text, const ::List* roles, Schema& schema) {
  std::string names;
  for (const auto& role : pg::each<::RoleSpec>(roles)) {
    names += std::to_string(static_cast<int>(role.roletype)) + std::string(pg::text(role.rolename)) + " ";
  }
  put(text, std::move(names), schema);
}

void remember_policy(const ::CreatePolicyStmt& policy, std::string_view sql, SchemaEditor& editor, Schema& schema) {
  const QualifiedName table = editor.existing(*policy.table);
  const std::string name(pg::text(policy.policy_name));
  put({table, "policy", name, "command"}, std::string(pg::text(policy.cmd_name)) + (policy.permissive ? "" : " only"),
      schema);
  put({table, "policy", name, "using"}, parentheses_behind(sql, "using"), schema);
  put({table, "policy", name, "check"}, parentheses_behind(sql, "check"), schema);
  remember_roles({table, "policy", name, "roles"}, policy.roles, schema);
}

void remember_policy(const ::AlterPolicyStmt& policy, std::string_view sql, SchemaEditor& editor, Schema& schema) {
  const QualifiedName table = editor.existing(*policy.table);
  const std::string name(pg::text(policy.policy_name));
  if (policy.qual != nullptr) put({table, "policy", name, "using"}, parentheses_behind(sql, "using"), schema);
  if (policy.with_check != nullptr) put({table, "policy", name, "check"}, parentheses_behind(sql, "check"), schema);
  if (policy.roles != nullptr) remember_roles({table, "policy", name, "roles"}, policy.roles, schema);
}

std::string grantee(const ::RoleSpec& role) {
  switch (role.roletype) {
    case ROLESPEC_CSTRING:
      return pg::quote_identifier(pg::text(role.rolename));
    case ROLESPEC_PUBLIC:
      return "PUBLIC";
    default:
      return "the current user";
  }
}

/// The privileges that a role has on relations, as a list of words in order; ALL is a word of its own.
void remember_grant(const ::GrantStmt& statement, const SchemaEditor& editor, Schema& schema) {
  const bool relations = statement.objtype == OBJECT_TABLE || statement.objtype == OBJECT_SEQUENCE;
  if (!relations || statement.targtype != ACL_TARGET_OBJECT || statement.grant_option) return;
  std::vector<std::string> words;
  for (const auto& privilege : pg::each<::AccessPriv>(statement.privileges)) {
    if (privilege.cols != nullptr) return;  // privileges on columns are not kept
    words.push_back(lower_case(pg::text(privilege.priv_name)));
  }
  const bool all = words.empty();
  if (all) words.emplace_back("all");
  for (const auto& object : pg::each<::RangeVar>(statement.objects)) {
    for (const auto& role : pg::each<::RoleSpec>(statement.grantees)) {
      const Text text{editor.existing(object), "grantee", grantee(role), of_grant};
      const NamedObject* known = schema.others.find(key_of(text));
      std::set<std::string> has;
      if (known != nullptr) has = words_in(known->text);
      if (statement.is_grant) {
        has.insert(words.begin(), words.end());
      } else if (all) {
        has.clear();
      } else {
        for (const std::string& word : words) has.erase(word);
      }
      std::string list;
      for (const std::string& word : has) list += word + " ";
      if (!list.empty()) {
        put(text, std::move(list), schema);
      } else if (known != nullptr) {
        schema.others.erase(key_of(text));
      }
    }
  }
}

bool has_part(const Relation& relation, std::string_view word, const std::string& name) {
  const auto has = [&](const auto& parts) {
    return std::any_of(parts.begin(), parts.end(), [&](const auto& one) { return one->name == name; });
  };
  if (word == "column") return relation.column(name) != nullptr;
  if (word == "constraint") return relation.constraint(name) != nullptr;
  if (word == "trigger") return has(relation.triggers);
  return has(relation.policies);
}

}  // namespace

std::string code_form(std::string_view code) {
  std::string form;
  Lexer lexer(code);
  for (Token token = lexer.next_significant(); token.kind != TokenKind::end; token = lexer.next_significant()) {
    if (is_parenthesis(token, code)) continue;
    const std::string_view written = code.substr(token.span.begin, token.span.size());
    form += token.kind == TokenKind::word ? lower_case(written) : std::string(written);
    form += ' ';
  }
  return form;
}

std::string body_form(const Routine& routine) {
  if (!routine.body.empty()) return code_form(routine.body);
  Lexer lexer(routine.definition);
  for (Token token = lexer.next_significant(); token.kind != TokenKind::end; token = lexer.next_significant()) {
    if (token.kind != TokenKind::dollar_string) continue;
    return code_form(inside_dollars(std::string_view(routine.definition).substr(token.span.begin, token.span.size())));
  }
  return normal_form(routine.definition);
}

std::string normal_form(std::string_view sql) {
  std::string form;
  Lexer lexer(sql);
  std::string_view before;
  for (Token token = lexer.next_significant(); token.kind != TokenKind::end; token = lexer.next_significant()) {
    const std::string_view written = sql.substr(token.span.begin, token.span.size());
    if (token.kind == TokenKind::dollar_string) {
      form += code_form(inside_dollars(written));
    } else if (token.kind == TokenKind::word) {
      std::string word = lower_case(written);
      const bool replace = word == "replace" && form.ends_with("create or ");
      if (replace) form.resize(form.size() - 3);
      if (word == "procedure" && form.ends_with("execute ")) word = "function";
      if (!replace) form += word + " ";
    } else if (token.is('.', sql) && pg::same_word(before, "public")) {
      form.resize(form.size() - 7);
    } else if (!token.is(';', sql) && !is_parenthesis(token, sql)) {
      form += std::string(written) + " ";
    }
    before = written;
  }
  return form;
}

void remember_text(const ApplyContext& context, Schema& schema) {
  const ::Node* node = context.statement.node;
  switch (pg::tag(node)) {
    case T_CommentStmt: {
      const SchemaEditor editor(context, schema);
      return remember_comment(*pg::as<::CommentStmt>(node), editor, schema);
    }
    case T_GrantStmt: {
      const SchemaEditor editor(context, schema);
      return remember_grant(*pg::as<::GrantStmt>(node), editor, schema);
    }
    case T_ViewStmt: {
      const SchemaEditor editor(context, schema);
      const QualifiedName view = editor.existing(*pg::as<::ViewStmt>(node)->view);
      return put({view, {}, {}, "query"}, std::string(behind(context.statement.text(), "as")), schema);
    }
    case T_CreateTrigStmt: {
      const auto* trigger = pg::as<::CreateTrigStmt>(node);
      if (trigger->relation == nullptr) return;
      const SchemaEditor editor(context, schema);
      return put(
          {editor.existing(*trigger->relation), "trigger", std::string(pg::text(trigger->trigname)), "definition"},
          std::string(behind(context.statement.text(), "trigger")), schema);
    }
    case T_CreatePolicyStmt: {
      SchemaEditor editor(context, schema);
      return remember_policy(*pg::as<::CreatePolicyStmt>(node), context.statement.text(), editor, schema);
    }
    case T_AlterPolicyStmt: {
      SchemaEditor editor(context, schema);
      return remember_policy(*pg::as<::AlterPolicyStmt>(node), context.statement.text(), editor, schema);
    }
    default:
      return;
  }
}

namespace {

/// Comments and grants are kept as they are; what is SQL differs in more than its form.
bool same_text(const NamedObject& one, const NamedObject& other) {
  if (one.text == other.text) return true;
  const bool sql = one.kind != of_comment && one.kind != of_grant;
  return sql && normal_form(one.text) == normal_form(other.text);
}

}  // namespace

std::string difference_of_texts(const Schema& schema, const NamedObject* before, const NamedObject* now) {
  const NamedObject* any = now == nullptr ? before : now;
  if (any == nullptr || any->relation.name.empty()) return {};
  const QualifiedName& name = any->relation;
  const std::string& part = any->part;
  const Relation* relation = schema.relation(name);
  const std::string_view word = any->belongs_to;
  if (relation == nullptr || (!word.empty() && word != "grantee" && !has_part(*relation, word, part))) return {};
  const bool comment = any->kind == of_comment;
  const bool grant = any->kind == of_grant;
  if (!comment && !grant && (before == nullptr || now == nullptr)) return {};
  if (before != nullptr && now != nullptr && same_text(*before, *now)) return {};
  const std::string_view noun = relation->kind == RelationKind::view       ? "view "
                                : relation->kind == RelationKind::index    ? "index "
                                : relation->kind == RelationKind::sequence ? "sequence "
                                                                           : "table ";
  std::string title = std::string(noun) + pg::sql_name(name);
  if (grant)
    return title + (before == nullptr ? ": a grant to " : ": the grants to ") + part +
           (before == nullptr ? " stays" : " are not what they were");
  if (!word.empty()) title += ": " + std::string(word) + " " + pg::quote_identifier(part);
  if (!comment) return title + (word.empty() ? " has another query" : " is defined in another way");
  return title + (before == nullptr ? " keeps its comment"
                  : now == nullptr  ? " has lost its comment"
                                    : " has another comment");
}

}  // namespace pginterlock::schema
