// Settings of relations and columns, and triggers and rules that are switched off.

#include <algorithm>
#include <optional>
#include <string>

#include "pg/ast.h"
#include "schema/families.h"
#include "schema/memory.h"
#include "schema/remembered_text.h"
#include "text/lower_case.h"

namespace pginterlock::schema {

namespace {

/// The value of an option as one spelling of it. Source: define.c, defGetString; reloptions.c, parse_one_reloption.
std::string value_of(const ::DefElem& option) {
  if (option.arg == nullptr) return "true";
  std::string value;
  if (const auto* number = pg::as<::Integer>(option.arg)) {
    value = std::to_string(number->ival);
  } else if (const auto* decimal = pg::as<::Float>(option.arg)) {
    value = pg::text(decimal->fval);
  } else if (const auto* word = pg::as<::String>(option.arg)) {
    value = lower_case(pg::text(word->sval));
  } else if (const auto* type = pg::as<::TypeName>(option.arg)) {
    value = lower_case(pg::name_of(type->names).name.str());
  }
  if (value == "on" || value == "yes") return "true";
  if (value == "off" || value == "no") return "false";
  return value;
}

Text option_of(const QualifiedName& relation, const ::DefElem& option) {
  std::string name(pg::text(option.defnamespace));
  if (!name.empty()) name += '.';
  name += lower_case(pg::text(option.defname));
  return {relation, thing::relation, std::move(name), about::option};
}

void set_options(const QualifiedName& relation, const ::List* options, Schema& schema) {
  for (const auto& option : pg::each<::DefElem>(options)) {
    remember(option_of(relation, option), value_of(option), schema);
  }
}

/// What a setting of a column is from now on; empty: what it is by default.
void set_column(const Text& text, std::string value, Schema& schema) {
  if (value.empty() || value == "default" || value == "-1") return forget(text, schema);
  remember(text, std::move(value), schema);
}

std::string word_of(const ::Node* node) {
  if (const auto* number = pg::as<::Integer>(node)) return std::to_string(number->ival);
  const auto* word = pg::as<::String>(node);
  return word == nullptr ? std::string() : lower_case(pg::text(word->sval));
}

/// When a trigger or a rule fires; empty: as usual. Source: pg_trigger.tgenabled.
struct Firing {
  std::string_view thing;
  std::string_view how;
};
std::optional<Firing> firing_of(AlterTableType subtype) {
  switch (subtype) {
    case AT_EnableTrig:
      return Firing{thing::trigger, {}};
    case AT_EnableAlwaysTrig:
      return Firing{thing::trigger, "ENABLE ALWAYS"};
    case AT_EnableReplicaTrig:
      return Firing{thing::trigger, "ENABLE REPLICA"};
    case AT_DisableTrig:
      return Firing{thing::trigger, "disabled"};
    case AT_EnableRule:
      return Firing{thing::rule, {}};
    case AT_EnableAlwaysRule:
      return Firing{thing::rule, "ENABLE ALWAYS"};
    case AT_EnableReplicaRule:
      return Firing{thing::rule, "ENABLE REPLICA"};
    case AT_DisableRule:
      return Firing{thing::rule, "disabled"};
    default:
      return std::nullopt;
  }
}

void set_all_triggers(const QualifiedName& table, bool enabled, Schema& schema) {
  const Relation* relation = schema.relation(table);
  if (relation == nullptr) return;
  for (const auto& trigger : relation->triggers) {
    const Text text{table, thing::trigger, trigger->name, about::firing};
    if (enabled) {
      forget(text, schema);
    } else {
      remember(text, "disabled", schema);
    }
  }
}

void alter(const ::AlterTableCmd& command, const QualifiedName& table, Schema& schema) {
  const std::string name(pg::text(command.name));
  switch (command.subtype) {
    case AT_SetRelOptions:
      return set_options(table, pg::as<::List>(command.def), schema);
    case AT_ResetRelOptions:
      for (const auto& option : pg::each<::DefElem>(pg::as<::List>(command.def))) {
        forget(option_of(table, option), schema);
      }
      return;
    case AT_SetOptions:
    case AT_ResetOptions:
      for (const auto& option : pg::each<::DefElem>(pg::as<::List>(command.def))) {
        const bool inherited = pg::text(option.defname) == "n_distinct_inherited";
        const Text text{table, thing::column, name, inherited ? "n_distinct_inherited" : "n_distinct"};
        set_column(text, command.subtype == AT_SetOptions ? value_of(option) : std::string(), schema);
      }
      return;
    case AT_SetStatistics:
      if (name.empty()) return;  // of a column of an index, by its number
      return set_column({table, thing::column, name, "STATISTICS"}, word_of(command.def), schema);
    case AT_SetStorage:
      return set_column({table, thing::column, name, "STORAGE"}, word_of(command.def), schema);
    case AT_SetCompression:
      return set_column({table, thing::column, name, "COMPRESSION"}, word_of(command.def), schema);
    case AT_EnableTrigAll:
    case AT_EnableTrigUser:
      return set_all_triggers(table, true, schema);
    case AT_DisableTrigAll:
    case AT_DisableTrigUser:
      return set_all_triggers(table, false, schema);
    default:
      break;
  }
  const auto firing = firing_of(command.subtype);
  if (!firing) return;
  const Text text{table, firing->thing, name, about::firing};
  if (firing->how.empty()) return forget(text, schema);
  remember(text, std::string(firing->how), schema);
}

/// Whether the statement made the relation; IF NOT EXISTS leaves one as it is.
bool made_by_this(const QualifiedName& name, bool if_not_exists, const SchemaEditor& editor) {
  if (!if_not_exists) return true;
  const Relation* relation = editor.find(name);
  return relation != nullptr && relation->origin && relation->origin->migration == editor.context().migration &&
         relation->origin->transaction == editor.context().transaction;
}

void of_table(const ::CreateStmt& create, const SchemaEditor& editor, Schema& schema) {
  if (create.relation == nullptr) return;
  const auto has_setting = [](const ::ColumnDef& column) {
    return column.storage_name != nullptr || column.compression != nullptr;
  };
  const pg::each<::ColumnDef> columns(create.tableElts);
  if (create.options == nullptr && std::none_of(columns.begin(), columns.end(), has_setting)) return;
  const QualifiedName table = editor.existing(*create.relation);
  if (!made_by_this(table, create.if_not_exists, editor)) return;
  set_options(table, create.options, schema);
  for (const auto& column : columns) {
    const std::string name(pg::text(column.colname));
    if (column.storage_name != nullptr)
      set_column({table, thing::column, name, "STORAGE"}, lower_case(pg::text(column.storage_name)), schema);
    if (column.compression != nullptr)
      set_column({table, thing::column, name, "COMPRESSION"}, lower_case(pg::text(column.compression)), schema);
  }
}

}  // namespace

std::string option_of_relation(const Schema& schema, const QualifiedName& relation, std::string_view option) {
  const NamedObject* known = recall({relation, thing::relation, std::string(option), about::option}, schema);
  return known == nullptr ? std::string() : known->text;
}

void remember_settings(const ::Node* node, const SchemaEditor& editor, Schema& schema) {
  switch (pg::tag(node)) {
    case T_CreateStmt:
      return of_table(*pg::as<::CreateStmt>(node), editor, schema);
    case T_IndexStmt: {
      const auto* index = pg::as<::IndexStmt>(node);
      if (index->options == nullptr || index->idxname == nullptr || index->relation == nullptr) return;
      const QualifiedName name{editor.existing(*index->relation).schema, pg::text(index->idxname)};
      if (made_by_this(name, index->if_not_exists, editor)) set_options(name, index->options, schema);
      return;
    }
    case T_ViewStmt: {
      // OR REPLACE replaces the options, too. Source: view.c, DefineVirtualRelation, AT_ReplaceRelOptions.
      const auto* view = pg::as<::ViewStmt>(node);
      const QualifiedName name = editor.existing(*view->view);
      if (view->replace) forget_about(thing::relation, name, about::option, schema);
      return set_options(name, view->options, schema);
    }
    case T_CreateTableAsStmt: {
      const auto* create = pg::as<::CreateTableAsStmt>(node);
      if (create->into == nullptr || create->into->options == nullptr || create->into->rel == nullptr) return;
      const QualifiedName name = editor.existing(*create->into->rel);
      if (made_by_this(name, create->if_not_exists, editor)) set_options(name, create->into->options, schema);
      return;
    }
    case T_AlterTableStmt: {
      const auto* statement = pg::as<::AlterTableStmt>(node);
      if (statement->relation == nullptr) return;
      const QualifiedName table = editor.existing(*statement->relation);
      if (schema.relation(table) == nullptr) return;
      for (const auto& command : pg::each<::AlterTableCmd>(statement->cmds)) alter(command, table, schema);
      return;
    }
    default:
      return;
  }
}

}  // namespace pginterlock::schema
