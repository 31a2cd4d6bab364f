#include <algorithm>

#include "pg/ast.h"
#include "pg/walk.h"
#include "schema/definitions.h"
#include "schema/families.h"
#include "schema/inherit.h"
#include "schema/query.h"

namespace pginterlock::schema {

namespace {

constexpr int trigger_type_instead = 1 << 6;  // TRIGGER_TYPE_INSTEAD of pg_trigger.h

template <typename Part>
void put_part(std::vector<std::shared_ptr<const Part>>& parts, Part part) {
  const auto same = std::find_if(parts.begin(), parts.end(), [&](const auto& one) { return one->name == part.name; });
  auto made = std::make_shared<const Part>(std::move(part));
  if (same != parts.end()) {
    *same = std::move(made);
  } else {
    parts.push_back(std::move(made));
  }
}

void add_columns(std::vector<std::string>& columns, const ::Node* expression) {
  for (const std::string_view column : pg::columns_mentioned(expression)) {
    if (std::find(columns.begin(), columns.end(), column) == columns.end()) columns.emplace_back(column);
  }
}

/// Notes what a policy or a rule reads and calls. `more`: what is known of the part stays, too.
void note_use(const QualifiedName& table, PartUse use, bool more, SchemaEditor& editor) {
  Relation& relation = editor.learn(table);
  const auto same = std::find_if(relation.uses.begin(), relation.uses.end(),
                                 [&](const auto& one) { return one->rule == use.rule && one->part == use.part; });
  if (same != relation.uses.end()) {
    if (more) {
      use.relations.insert(use.relations.end(), (*same)->relations.begin(), (*same)->relations.end());
      use.routines.insert(use.routines.end(), (*same)->routines.begin(), (*same)->routines.end());
    }
    relation.uses.erase(same);
  }
  std::erase(use.relations, table);
  for (const QualifiedName& read : use.relations) {
    std::vector<QualifiedName>& users = editor.learn(read).part_users;
    if (std::find(users.begin(), users.end(), table) == users.end()) users.push_back(table);
  }
  if (use.relations.empty() && use.routines.empty()) return;
  editor.learn(table).uses.push_back(std::make_shared<const PartUse>(std::move(use)));
}

template <typename T>
void append(std::vector<T>& list, std::vector<T> more) {
  list.insert(list.end(), more.begin(), more.end());
}

PartUse use_of_policy(const char* name, const ::Node* qual, const ::Node* with_check, const SchemaEditor& editor) {
  PartUse use;
  use.part = pg::text(name);
  use.relations = relations_named(qual, editor);
  use.routines = routines_called(qual, editor);
  append(use.relations, relations_named(with_check, editor));
  append(use.routines, routines_called(with_check, editor));
  return use;
}

}  // namespace

void create_trigger(const ::CreateTrigStmt& statement, SchemaEditor& editor) {
  if (statement.relation == nullptr) return;
  const QualifiedName table = editor.existing(*statement.relation);
  Trigger trigger;
  trigger.name = pg::text(statement.trigname);
  trigger.function = editor.schema().resolve_routine(pg::name_of(statement.funcname), editor.context().search_path);
  trigger.update_columns = pg::strings_of(statement.columns);
  trigger.row_level = statement.row;
  trigger.transition_tables = statement.transitionRels != nullptr;
  add_columns(trigger.when_columns, statement.whenClause);
  trigger.instead_of = statement.timing == trigger_type_instead;
  trigger.events = statement.events;
  trigger.deferred = statement.initdeferred;
  trigger.conditional = statement.whenClause != nullptr;
  put_part(editor.learn(table).triggers, std::move(trigger));
  if (editor.find(table)->kind == RelationKind::partitioned_table && statement.row) hand_down(table, editor);
}

void create_policy(const ::CreatePolicyStmt& statement, SchemaEditor& editor) {
  if (statement.table == nullptr) return;
  Policy policy;
  policy.name = pg::text(statement.policy_name);
  policy.command = pg::text(statement.cmd_name);
  policy.restrictive = !statement.permissive;
  add_columns(policy.columns, statement.qual);
  add_columns(policy.columns, statement.with_check);
  const QualifiedName table = editor.existing(*statement.table);
  put_part(editor.learn(table).policies, std::move(policy));
  note_use(table, use_of_policy(statement.policy_name, statement.qual, statement.with_check, editor), false, editor);
}

void alter_policy(const ::AlterPolicyStmt& statement, SchemaEditor& editor) {
  if (statement.table == nullptr) return;
  Relation& table = editor.learn(editor.existing(*statement.table));
  Policy policy;
  policy.name = pg::text(statement.policy_name);
  // What is not written stays, and which of the columns it mentions is not known: they add up.
  for (const auto& known : table.policies) {
    if (known->name != policy.name) continue;
    policy = *known;
    if (statement.qual != nullptr && statement.with_check != nullptr) policy.columns.clear();
  }
  add_columns(policy.columns, statement.qual);
  add_columns(policy.columns, statement.with_check);
  put_part(table.policies, std::move(policy));
  const bool more = statement.qual == nullptr || statement.with_check == nullptr;
  note_use(editor.existing(*statement.table),
           use_of_policy(statement.policy_name, statement.qual, statement.with_check, editor), more, editor);
}

namespace {

char rule_event(CmdType event) {
  switch (event) {
    case CMD_INSERT:
      return 'i';
    case CMD_UPDATE:
      return 'u';
    case CMD_DELETE:
      return 'd';
    default:
      return '\0';
  }
}

/// The relations that the actions of a rule change, and those that they name besides. Source: rewriteDefine.c,
/// DefineQueryRewrite.
RuleAction action_of(const ::RuleStmt& statement, const SchemaEditor& editor) {
  RuleAction action;
  action.rule = pg::text(statement.rulename);
  action.event = rule_event(statement.event);
  action.instead = statement.instead;
  action.conditional = statement.whereClause != nullptr;
  const auto add = [&](std::vector<QualifiedName>& names, const ::RangeVar& relation) {
    const bool row =
        relation.schemaname == nullptr && (pg::text(relation.relname) == "old" || pg::text(relation.relname) == "new");
    if (!row) names.push_back(editor.existing(relation));
  };
  for (std::size_t i = 0; i < pg::length(statement.actions); ++i) {
    pg::walk(pg::nth(statement.actions, i), [&](const ::Node* node) {
      if (const auto* insert = pg::as<::InsertStmt>(node)) add(action.inserted, *insert->relation);
      if (const auto* update = pg::as<::UpdateStmt>(node)) add(action.changed, *update->relation);
      if (const auto* deletion = pg::as<::DeleteStmt>(node)) add(action.changed, *deletion->relation);
      if (const auto* relation = pg::as<::RangeVar>(node)) add(action.read, *relation);
      return true;
    });
  }
  return action;
}

}  // namespace

void create_rule(const ::RuleStmt& statement, SchemaEditor& editor) {
  if (statement.relation == nullptr) return;
  const QualifiedName table = editor.existing(*statement.relation);
  Relation& relation = editor.learn(table);
  add_columns(relation.rule_columns, statement.whereClause);
  for (std::size_t i = 0; i < pg::length(statement.actions); ++i) {
    add_columns(relation.rule_columns, pg::nth(statement.actions, i));
  }
  std::vector<std::string>& rules = relation.rules;
  std::string name(pg::text(statement.rulename));
  RuleAction action = action_of(statement, editor);
  auto& actions = editor.learn(editor.existing(*statement.relation)).rule_actions;
  std::erase_if(actions, [&](const auto& one) { return one->rule == name; });
  if (action.event != '\0') actions.push_back(std::make_shared<const RuleAction>(std::move(action)));
  if (std::find(rules.begin(), rules.end(), name) == rules.end()) rules.push_back(name);
  PartUse use;
  use.part = std::move(name);
  use.rule = true;
  use.relations = relations_named(statement.actions, editor);
  use.routines = routines_called(statement.actions, editor);
  append(use.relations, relations_named(statement.whereClause, editor));
  append(use.routines, routines_called(statement.whereClause, editor));
  note_use(table, std::move(use), false, editor);
}

}  // namespace pginterlock::schema
