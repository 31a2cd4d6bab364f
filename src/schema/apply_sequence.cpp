#include "pg/ast.h"
#include "schema/families.h"
#include "schema/sequence_range.h"

namespace pginterlock::schema {

namespace {

/// OWNED BY table.column, or NONE.
void set_owner(const QualifiedName& sequence, const ::List* options, SchemaEditor& editor) {
  for (const auto& option : pg::each<::DefElem>(options)) {
    if (pg::text(option.defname) != "owned_by") continue;
    std::vector<std::string> path = pg::strings_of(pg::as<::List>(option.arg));
    const Relation* known = editor.find(sequence);
    if (known != nullptr && known->owner_table) {
      editor.change_column(*known->owner_table, known->owner_column, [&](Column& column) {
        if (column.owned_sequence == sequence) column.owned_sequence.reset();
      });
    }
    Relation& relation = editor.learn(sequence, RelationKind::sequence);
    relation.owner_table.reset();
    relation.owner_column.clear();
    if (path.size() < 2) return;
    const std::string column = path.back();
    path.pop_back();
    const QualifiedName written{path.size() > 1 ? path[path.size() - 2] : "", path.back()};
    const QualifiedName table = editor.schema().resolve(written, editor.context().search_path);
    relation.owner_table = table;
    relation.owner_column = column;
    editor.change_column(table, column, [&](Column& one) { one.owned_sequence = sequence; });
    return;
  }
}

}  // namespace

void create_sequence(const ::CreateSeqStmt& statement, SchemaEditor& editor) {
  if (statement.sequence == nullptr) return;
  Relation sequence;
  sequence.name = editor.created(*statement.sequence);
  const QualifiedName name = sequence.name;
  if (statement.if_not_exists && editor.find(name) != nullptr) return;
  sequence.kind = RelationKind::sequence;
  sequence.persistence = persistence_of(*statement.sequence);
  sequence.complete = true;
  sequence.origin = editor.origin(!statement.if_not_exists || editor.is_absent(name));
  if (editor.find(name) != nullptr) editor.drop(name);
  sequence.range = range_of_new_sequence(statement.options);
  editor.create(std::move(sequence));
  set_owner(name, statement.options, editor);
}

void alter_sequence(const ::AlterSeqStmt& statement, SchemaEditor& editor) {
  if (statement.sequence == nullptr) return;
  const QualifiedName name = editor.existing(*statement.sequence);
  if (editor.schema().relations.known_absent(name)) return;
  set_owner(name, statement.options, editor);
  if (Relation* sequence = editor.edit(name); sequence != nullptr && sequence->range) {
    sequence->range = altered_range(*sequence->range, statement.options);
  }
}

}  // namespace pginterlock::schema
