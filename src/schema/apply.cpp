#include "schema/apply.h"

#include "pg/ast.h"
#include "schema/families.h"

namespace pginterlock {

void apply_to_schema(const ApplyContext& context, Schema& schema) {
  const ::Node* node = context.statement.node;
  if (node == nullptr) return;
  SchemaEditor editor(context, schema);
  switch (pg::tag(node)) {
    case T_CreateStmt:
      return schema::create_table(*pg::as<::CreateStmt>(node), editor);
    case T_AlterTableStmt:
      return schema::alter_table(*pg::as<::AlterTableStmt>(node), editor);
    case T_IndexStmt:
      return schema::create_index(*pg::as<::IndexStmt>(node), editor);
    case T_DropStmt:
      return schema::drop_objects(*pg::as<::DropStmt>(node), editor);
    default:
      return;
  }
}

}  // namespace pginterlock
