#include "pg/ast.h"
#include "schema/definitions.h"
#include "schema/families.h"

namespace pginterlock::schema {

namespace {

void add_column(const ::AlterTableCmd& command, const QualifiedName& table, SchemaEditor& editor) {
  const auto* definition = pg::as<::ColumnDef>(command.def);
  if (definition == nullptr) return;
  const Relation* relation = editor.find(table);
  if (command.missing_ok && relation != nullptr && relation->column(pg::text(definition->colname)) != nullptr) return;
  define_constraints(define_column(*definition, table, editor), table, editor);
}

}  // namespace

void alter_table(const ::AlterTableStmt& statement, SchemaEditor& editor) {
  if (statement.relation == nullptr) return;
  const QualifiedName table = editor.existing(*statement.relation);
  for (const auto& command : pg::each<::AlterTableCmd>(statement.cmds)) {
    switch (command.subtype) {
      case AT_AddColumn:
        add_column(command, table, editor);
        break;
      default:
        break;
    }
  }
}

}  // namespace pginterlock::schema
