#include "schema/remembered_text.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "pg/ast.h"
#include "pg/lexer.h"
#include "pg/names.h"
#include "schema/families.h"
#include "schema/memory.h"
#include "schema/named_objects.h"
#include "schema/sql_text.h"
#include "text/lower_case.h"

namespace pginterlock::schema {

namespace {

using pg::Lexer;
using pg::Token;
using pg::TokenKind;

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

struct Kind {
  ObjectType type;
  std::string_view word;
};
constexpr Kind parts_of_tables[] = {{OBJECT_COLUMN, thing::column},
                                    {OBJECT_TABCONSTRAINT, thing::constraint},
                                    {OBJECT_TRIGGER, thing::trigger},
                                    {OBJECT_POLICY, thing::policy},
                                    {OBJECT_RULE, thing::rule}};

/// What COMMENT names by a name of several parts; the kinds of objects that belong to a table.
std::optional<Text> part_named_by(const ::CommentStmt& statement, const SchemaEditor& editor) {
  const auto* kind = std::find_if(std::begin(parts_of_tables), std::end(parts_of_tables),
                                  [&](const Kind& one) { return one.type == statement.objtype; });
  std::vector<std::string> path = pg::strings_of(pg::as<::List>(statement.object));
  if (kind == std::end(parts_of_tables) || path.size() < 2) return std::nullopt;
  Text text{{}, kind->word, path.back(), about::comment};
  path.pop_back();
  const std::string name = path.back();
  path.pop_back();
  const QualifiedName written{path.empty() ? "" : path.back(), name};
  text.of = editor.schema().resolve(written, editor.context().search_path);
  return text;
}

/// What a comment is about; none: something that is not kept, or whose comment is kept elsewhere.
std::optional<Text> commented(const ::CommentStmt& statement, const SchemaEditor& editor) {
  const ::Node* object = statement.object;
  switch (statement.objtype) {
    case OBJECT_TABLE:  // Relation::comment
    case OBJECT_VIEW:
    case OBJECT_MATVIEW:
    case OBJECT_DATABASE:
      return std::nullopt;
    case OBJECT_INDEX:
    case OBJECT_SEQUENCE:
    case OBJECT_FOREIGN_TABLE:
      if (pg::as<::List>(object) == nullptr) return std::nullopt;
      return Text{editor.existing(pg::as<::List>(object)), thing::relation, {}, about::comment};
    case OBJECT_FUNCTION:
    case OBJECT_PROCEDURE:
    case OBJECT_ROUTINE:
    case OBJECT_AGGREGATE: {
      const auto* routine = pg::as<::ObjectWithArgs>(object);
      const auto key = routine == nullptr ? std::nullopt : routine_named(*routine, editor);
      return key ? std::optional(Text{*key, thing::routine, {}, about::comment}) : std::nullopt;
    }
    case OBJECT_TYPE:
    case OBJECT_DOMAIN: {
      const auto* type = pg::as<::TypeName>(object);
      if (type == nullptr) return std::nullopt;
      return Text{editor.existing_type(type->names), thing::type, {}, about::comment};
    }
    case OBJECT_DOMCONSTRAINT: {
      const auto* list = pg::as<::List>(object);
      const auto* type = pg::as<::TypeName>(pg::nth(list, 0));
      const auto* name = pg::as<::String>(pg::nth(list, 1));
      if (type == nullptr || name == nullptr) return std::nullopt;
      return Text{editor.existing_type(type->names), thing::type_constraint, std::string(pg::text(name->sval)),
                  about::comment};
    }
    default:
      break;
  }
  if (auto part = part_named_by(statement, editor)) return part;
  const auto key = existing_object(statement.objtype, object, editor.schema(), editor.context().search_path);
  return key ? std::optional(Text{*key, thing::object, {}, about::comment}) : std::nullopt;
}

void remember_comment(const ::CommentStmt& statement, const SchemaEditor& editor, Schema& schema) {
  const auto text = commented(statement, editor);
  if (!text) return;
  const std::string_view comment = pg::text(statement.comment);
  if (comment.empty()) return forget(*text, schema);
  remember(*text, std::string(comment), schema);
}

/// Who owns what ALTER … OWNER TO names, when it is written out. That of relations is kept with them.
void remember_owner(const ::AlterOwnerStmt& statement, const SchemaEditor& editor, Schema& schema) {
  const bool named = statement.newowner != nullptr && statement.newowner->roletype == ROLESPEC_CSTRING;
  std::string owner(named ? pg::text(statement.newowner->rolename) : std::string_view{});
  QualifiedName of;
  std::string_view thing = thing::object;
  if (const auto* routine = pg::as<::ObjectWithArgs>(statement.object);
      routine != nullptr && statement.objectType != OBJECT_OPERATOR) {
    thing = thing::routine;
    of = routine_named(*routine, editor).value_or(QualifiedName{});
  } else if (statement.objectType == OBJECT_TYPE || statement.objectType == OBJECT_DOMAIN) {
    thing = thing::type;
    if (const auto* list = pg::as<::List>(statement.object)) of = editor.existing_type(list);
  } else {
    of = existing_object(statement.objectType, statement.object, schema, editor.context().search_path)
             .value_or(QualifiedName{});
  }
  if (!of.name.empty()) remember({of, thing, {}, about::owner}, std::move(owner), schema);
}

void remember_roles(const Text& text, const ::List* roles, Schema& schema) {
  std::string names;
  for (const auto& role : pg::each<::RoleSpec>(roles)) {
    names += std::to_string(static_cast<int>(role.roletype)) + std::string(pg::text(role.rolename)) + " ";
  }
  remember(text, std::move(names), schema);
}

void remember_policy(const ::CreatePolicyStmt& policy, std::string_view sql, SchemaEditor& editor, Schema& schema) {
  const QualifiedName table = editor.existing(*policy.table);
  const std::string name(pg::text(policy.policy_name));
  remember({table, thing::policy, name, "command"},
           std::string(pg::text(policy.cmd_name)) + (policy.permissive ? "" : " only"), schema);
  remember({table, thing::policy, name, "using"}, parentheses_behind(sql, "using"), schema);
  remember({table, thing::policy, name, "check"}, parentheses_behind(sql, "check"), schema);
  remember_roles({table, thing::policy, name, "roles"}, policy.roles, schema);
}

void remember_policy(const ::AlterPolicyStmt& policy, std::string_view sql, SchemaEditor& editor, Schema& schema) {
  const QualifiedName table = editor.existing(*policy.table);
  const std::string name(pg::text(policy.policy_name));
  if (policy.qual != nullptr) remember({table, thing::policy, name, "using"}, parentheses_behind(sql, "using"), schema);
  if (policy.with_check != nullptr)
    remember({table, thing::policy, name, "check"}, parentheses_behind(sql, "check"), schema);
  if (policy.roles != nullptr) remember_roles({table, thing::policy, name, "roles"}, policy.roles, schema);
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

namespace {

/// The events of a trigger in the order in which pg_dump writes them. Source: ruleutils.c, pg_get_triggerdef_worker.
void sort_events(std::string& form) {
  constexpr std::pair<std::string_view, std::string_view> swapped[] = {
      {"update or insert ", "insert or update "},
      {"delete or insert ", "insert or delete "},
      {"update or delete ", "delete or update "},
  };
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto& [from, to] : swapped) {
      const std::size_t at = form.find(from);
      if (at == std::string::npos) continue;
      form.replace(at, from.size(), to);
      changed = true;
    }
  }
}

/// Passes over the type behind "::".
void skip_type(Lexer& lexer, std::string_view sql) {
  lexer.next_significant();
  for (;;) {
    const std::size_t at = lexer.offset();
    const Token token = lexer.next_significant();
    const std::string_view written = sql.substr(token.span.begin, token.span.size());
    const bool brackets = token.is('(', sql) || token.is('[', sql);
    for (Token inner = token; brackets && inner.kind != TokenKind::end && !inner.is(')', sql) && !inner.is(']', sql);) {
      inner = lexer.next_significant();
    }
    if (token.is('.', sql)) lexer.next_significant();
    if (brackets || token.is('.', sql)) continue;
    if (pg::same_word(written, "varying") || pg::same_word(written, "precision")) continue;
    return lexer.seek(at);
  }
}

}  // namespace

std::string normal_form(std::string_view sql) {
  std::string form;
  Lexer lexer(sql);
  std::string_view before;
  bool behind_string = false;
  for (Token token = lexer.next_significant(); token.kind != TokenKind::end; token = lexer.next_significant()) {
    const std::string_view written = sql.substr(token.span.begin, token.span.size());
    if (token.kind == TokenKind::dollar_string) {
      form += code_form(inside_dollars(written));
    } else if (token.kind == TokenKind::word) {
      std::string word = common_spelling(token, sql);
      const bool replace = word == "replace" && form.ends_with("create or ");
      if (replace) form.resize(form.size() - 3);
      // FOR EACH STATEMENT is what a trigger does that does not say it.
      const bool each_statement = word == "statement" && form.ends_with("for each ");
      if (each_statement) form.resize(form.size() - 9);
      if (word == "procedure" && form.ends_with("execute ")) word = "function";
      if (!replace && !each_statement) form += word + " ";
    } else if (behind_string && written == "::") {
      skip_type(lexer, sql);  // a constant has the type that its place wants
    } else if (token.is('.', sql) && pg::same_word(before, "public")) {
      form.resize(form.size() - 7);
    } else if (!token.is(';', sql) && !is_parenthesis(token, sql)) {
      form += common_spelling(token, sql) + " ";
    }
    before = written;
    behind_string = token.kind == TokenKind::string;
  }
  if (form.find(" execute function ") != std::string::npos) sort_events(form);
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
    case T_AlterDefaultPrivilegesStmt: {
      const SchemaEditor editor(context, schema);
      return remember_defaults(*pg::as<::AlterDefaultPrivilegesStmt>(node), editor, schema);
    }
    case T_DropOwnedStmt:
      return forget_grants_of(*pg::as<::DropOwnedStmt>(node), schema);
    case T_AlterOwnerStmt: {
      const SchemaEditor editor(context, schema);
      return remember_owner(*pg::as<::AlterOwnerStmt>(node), editor, schema);
    }
    case T_AlterFunctionStmt:
    case T_GrantRoleStmt:
    case T_AlterRoleSetStmt:
    case T_AlterDatabaseSetStmt:
    case T_CreateExtensionStmt:
    case T_AlterExtensionStmt:
    case T_AlterObjectSchemaStmt: {
      const SchemaEditor editor(context, schema);
      return remember_properties(node, editor, schema);
    }
    case T_CreateStmt:
    case T_IndexStmt:
    case T_CreateTableAsStmt:
    case T_AlterTableStmt: {
      const SchemaEditor editor(context, schema);
      return remember_settings(node, editor, schema);
    }
    case T_ViewStmt: {
      const SchemaEditor editor(context, schema);
      const QualifiedName view = editor.existing(*pg::as<::ViewStmt>(node)->view);
      remember_settings(node, editor, schema);
      return remember({view, {}, {}, "query"}, std::string(behind(context.statement.text(), "as")), schema);
    }
    case T_CreateTrigStmt: {
      const auto* trigger = pg::as<::CreateTrigStmt>(node);
      if (trigger->relation == nullptr) return;
      const SchemaEditor editor(context, schema);
      return remember(
          {editor.existing(*trigger->relation), thing::trigger, std::string(pg::text(trigger->trigname)), "definition"},
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

void follow_texts(const ApplyContext& context, Schema& schema) {
  switch (pg::tag(context.statement.node)) {
    case T_DropStmt:
    case T_AlterTableStmt:
    case T_AlterDomainStmt:
    case T_RenameStmt:
    case T_AlterObjectSchemaStmt: {
      const SchemaEditor editor(context, schema);
      return follow_texts(context.statement.node, editor, schema);
    }
    default:
      return;
  }
}

}  // namespace pginterlock::schema
