#include <algorithm>

#include "pg/ast.h"
#include "pg/walk.h"
#include "schema/definitions.h"
#include "schema/families.h"
#include "schema/inherit.h"

namespace pginterlock::schema {

namespace {

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

}  // namespace

void create_trigger(const ::CreateTrigStmt& statement, SchemaEditor& editor) {
  if (statement.relation == nullptr) return;
  const QualifiedName table = editor.existing(*statement.relation);
  Trigger trigger;
  trigger.name = pg::text(statement.trigname);
  trigger.function = editor.schema().resolve_routine(pg::name_of(statement.funcname), editor.context().search_path);
  trigger.update_columns = pg::strings_of(statement.columns);
  trigger.row_level = statement.row;
  add_columns(trigger.when_columns, statement.whenClause);
  editor.note_trigger(table, trigger);
  put_part(editor.learn(table).triggers, std::move(trigger));
  if (editor.find(table)->kind == RelationKind::partitioned_table && statement.row) hand_down(table, editor);
}

void create_policy(const ::CreatePolicyStmt& statement, SchemaEditor& editor) {
  if (statement.table == nullptr) return;
  Policy policy;
  policy.name = pg::text(statement.policy_name);
  add_columns(policy.columns, statement.qual);
  add_columns(policy.columns, statement.with_check);
  put_part(editor.learn(editor.existing(*statement.table)).policies, std::move(policy));
}

void alter_policy(const ::AlterPolicyStmt& statement, SchemaEditor& editor) {
  if (statement.table == nullptr) return;
  Relation& table = editor.learn(editor.existing(*statement.table));
  Policy policy;
  policy.name = pg::text(statement.policy_name);
  // What is not written stays, and which of the columns it mentions is not known: they add up.
  for (const auto& known : table.policies) {
    if (known->name == policy.name && (statement.qual == nullptr || statement.with_check == nullptr)) policy = *known;
  }
  add_columns(policy.columns, statement.qual);
  add_columns(policy.columns, statement.with_check);
  put_part(table.policies, std::move(policy));
}

void create_rule(const ::RuleStmt& statement, SchemaEditor& editor) {
  if (statement.relation == nullptr) return;
  Relation& table = editor.learn(editor.existing(*statement.relation));
  add_columns(table.rule_columns, statement.whereClause);
  for (std::size_t i = 0; i < pg::length(statement.actions); ++i) {
    add_columns(table.rule_columns, pg::nth(statement.actions, i));
  }
  std::vector<std::string>& rules = table.rules;
  std::string name(pg::text(statement.rulename));
  if (std::find(rules.begin(), rules.end(), name) == rules.end()) rules.push_back(std::move(name));
}

}  // namespace pginterlock::schema
