#include "pg/ast.h"
#include "schema/families.h"

namespace pginterlock::schema {

namespace {

bool fits(const Relation& relation, ObjectType kind) {
  if (!relation.complete && !relation.origin) return true;  // what it is was guessed
  switch (relation.kind) {
    case RelationKind::table:
    case RelationKind::partitioned_table:
      return kind == OBJECT_TABLE;
    case RelationKind::view:
      return kind == OBJECT_VIEW;
    case RelationKind::materialized_view:
      return kind == OBJECT_MATVIEW;
    case RelationKind::index:
      return kind == OBJECT_INDEX;
    case RelationKind::sequence:
      return kind == OBJECT_SEQUENCE;
    case RelationKind::foreign_table:
      return kind == OBJECT_FOREIGN_TABLE;
    case RelationKind::composite_type:
      return kind == OBJECT_TYPE;
  }
  return false;
}

/// DROP TABLE, VIEW, INDEX, …: with another kind of relation under that name the server refuses.
void drop_relation(const ::Node* object, ObjectType kind, SchemaEditor& editor) {
  const auto* list = pg::as<::List>(object);
  if (list == nullptr) return;
  const QualifiedName name = editor.existing(list);
  const Relation* relation = editor.find(name);
  if (relation != nullptr && !fits(*relation, kind)) return;
  editor.drop(name);
}

}  // namespace

void drop_objects(const ::DropStmt& statement, SchemaEditor& editor) {
  for (std::size_t i = 0; i < pg::length(statement.objects); ++i) {
    const ::Node* object = pg::nth(statement.objects, i);
    switch (statement.removeType) {
      case OBJECT_TABLE:
      case OBJECT_VIEW:
      case OBJECT_MATVIEW:
      case OBJECT_INDEX:
      case OBJECT_SEQUENCE:
      case OBJECT_FOREIGN_TABLE:
        drop_relation(object, statement.removeType, editor);
        break;
      default:
        break;
    }
  }
}

}  // namespace pginterlock::schema
