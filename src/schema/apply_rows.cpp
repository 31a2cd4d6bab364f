// Which tables may have rows: the checks of a table that was made empty in the same migration cost nothing until then.

#include <algorithm>
#include <utility>

#include "pg/ast.h"
#include "pg/catalog.h"
#include "pg/walk.h"
#include "schema/families.h"

namespace pginterlock::schema {

namespace {

const Relation& populate(const QualifiedName& name, SchemaEditor& editor) {
  Relation& table = editor.learn(name);
  table.populated = true;
  table.emptied.reset();
  if (table.on_commit != OnCommit::preserve_rows) editor.schema().acts_on_commit = true;
  return table;
}

bool may_be_empty(const Relation& table) { return !table.populated || table.emptied; }

/// Unknown code ran: every table that this migration made may have rows.
void note_rows_everywhere(SchemaEditor& editor) {
  for (const QualifiedName& name : editor.schema().fresh_tables.take()) {
    const Relation* table = editor.find(name);
    if (table != nullptr && table->emptied) populate(name, editor);
    if (table == nullptr || table->populated || !table->origin) continue;
    const ApplyContext& now = editor.context();
    const bool here = table->origin->migration == now.migration || table->origin->transaction == now.transaction;
    if (here) populate(name, editor);
  }
}

/// A row of a partition is one of its parent's, and a row for a parent may go to any partition.
void note_rows_in(const QualifiedName& name, SchemaEditor& editor) {
  const Relation* known = editor.find(name);
  if (known == nullptr || !may_be_empty(*known)) return;
  // What a trigger, a rule or the query behind a view writes is not followed.
  const bool runs_code = !known->triggers.empty() || !known->rules.empty() || known->kind == RelationKind::view;
  if (runs_code) return note_rows_everywhere(editor);
  std::vector<QualifiedName> family{name};
  if (known->kind == RelationKind::partitioned_table) family = editor.schema().with_descendants(name);
  for (std::size_t i = 0; i < family.size(); ++i) {
    const Relation* relation = editor.find(family[i]);
    if (relation == nullptr || !may_be_empty(*relation)) continue;
    const Relation& changed = populate(family[i], editor);
    family.insert(family.end(), changed.parents.begin(), changed.parents.end());
  }
}

/// All rows of the table go. A trigger, a rule or a view may do otherwise.
void empty(const QualifiedName& name, bool truncated, SchemaEditor& editor) {
  const Relation* known = editor.find(name);
  const bool plain =
      known == nullptr || (known->triggers.empty() && known->rules.empty() &&
                           (known->kind == RelationKind::table || known->kind == RelationKind::partitioned_table));
  if (!plain) return;
  editor.learn(name).emptied = Emptied{
      .migration = editor.context().migration, .transaction = editor.context().transaction, .truncated = truncated};
  editor.schema().fresh_tables.add(name);
}

std::vector<QualifiedName> family_of(const ::RangeVar& table, const SchemaEditor& editor) {
  const QualifiedName name = editor.existing(table);
  return table.inh ? editor.schema().with_descendants(name) : std::vector<QualifiedName>{name};
}

/// CASCADE goes on to the tables that reference it. Source: tablecmds.c, ExecuteTruncateGuts.
void truncate(const ::TruncateStmt& statement, SchemaEditor& editor) {
  std::vector<QualifiedName> tables;
  const auto add = [&](const std::vector<QualifiedName>& more) {
    for (const QualifiedName& one : more) {
      if (std::find(tables.begin(), tables.end(), one) == tables.end()) tables.push_back(one);
    }
  };
  for (const auto& table : pg::each<::RangeVar>(statement.relations)) add(family_of(table, editor));
  for (std::size_t i = 0; statement.behavior == DROP_CASCADE && i < tables.size(); ++i) {
    const Relation* known = editor.find(tables[i]);
    const std::vector<QualifiedName> referencing = known == nullptr ? std::vector<QualifiedName>{} : known->referencing;
    for (const QualifiedName& one : referencing) add(editor.schema().with_descendants(one));
  }
  for (const QualifiedName& one : tables) empty(one, true, editor);
}

bool calls_unknown_code(const ::Node* expression, const SchemaEditor& editor) {
  bool unknown = false;
  pg::walk(expression, [&](const ::Node* node) {
    const auto* call = pg::as<::FuncCall>(node);
    if (call == nullptr) return !unknown;
    const QualifiedName name = pg::name_of(call->funcname);
    const bool possible = name.schema.empty() || name.schema == "pg_catalog";
    if (!possible || !pg::builtin_function_exists(name.name, editor.version())) unknown = true;
    return !unknown;
  });
  return unknown;
}

/// A column that this migration added without a value for the rows that were there has some from now on.
void note_values(const ::UpdateStmt& update, SchemaEditor& editor) {
  if (update.relation == nullptr) return;
  const QualifiedName name = editor.existing(*update.relation);
  const Relation* table = editor.find(name);
  if (table == nullptr) return;
  for (const auto& target : pg::each<::ResTarget>(update.targetList)) {
    const Column* column = table->column(pg::text(target.name));
    const bool open = column != nullptr && column->origin && !column->filled;
    if (!open || column->origin->migration != editor.context().migration) continue;
    editor.change_column(name, column->name, [](Column& changed) { changed.filled = true; });
    table = editor.find(name);
  }
}

void note_ctes(const ::WithClause* with, SchemaEditor& editor) {
  if (with == nullptr) return;
  for (const auto& cte : pg::each<::CommonTableExpr>(with->ctes)) {
    const ::Node* query = cte.ctequery;
    if (const auto* insert = pg::as<::InsertStmt>(query); insert != nullptr && insert->relation != nullptr) {
      note_rows_in(editor.existing(*insert->relation), editor);
    } else if (const auto* merge = pg::as<::MergeStmt>(query); merge != nullptr && merge->relation != nullptr) {
      note_rows_in(editor.existing(*merge->relation), editor);
    }
  }
}

}  // namespace

void note_rows(const ::Node* statement, SchemaEditor& editor) {
  switch (pg::tag(statement)) {
    case T_InsertStmt: {
      const auto* insert = pg::as<::InsertStmt>(statement);
      if (insert->relation != nullptr) note_rows_in(editor.existing(*insert->relation), editor);
      return note_ctes(insert->withClause, editor);
    }
    case T_MergeStmt: {
      const auto* merge = pg::as<::MergeStmt>(statement);
      if (merge->relation != nullptr) note_rows_in(editor.existing(*merge->relation), editor);
      return;
    }
    case T_UpdateStmt: {
      const auto* update = pg::as<::UpdateStmt>(statement);
      note_values(*update, editor);
      return note_ctes(update->withClause, editor);
    }
    case T_DeleteStmt: {
      const auto* deletion = pg::as<::DeleteStmt>(statement);
      const bool all = deletion->whereClause == nullptr && deletion->usingClause == nullptr;
      if (all && deletion->relation != nullptr) {
        for (const QualifiedName& one : family_of(*deletion->relation, editor)) empty(one, false, editor);
      }
      return note_ctes(deletion->withClause, editor);
    }
    case T_TruncateStmt:
      return truncate(*pg::as<::TruncateStmt>(statement), editor);
    case T_CopyStmt: {
      const auto* copy = pg::as<::CopyStmt>(statement);
      if (copy->is_from && copy->relation != nullptr) note_rows_in(editor.existing(*copy->relation), editor);
      return;
    }
    case T_SelectStmt: {
      const auto* select = pg::as<::SelectStmt>(statement);
      note_ctes(select->withClause, editor);
      if (!calls_unknown_code(statement, editor)) return;
      note_rows_everywhere(editor);
      return forget_closed_schemas(editor);
    }
    case T_DoStmt:
    case T_CallStmt:
    case T_ExecuteStmt:
      note_rows_everywhere(editor);
      return forget_closed_schemas(editor);
    default:
      return;
  }
}

}  // namespace pginterlock::schema
