// Casts and operators that scripts make.

#include "pg/ast.h"
#include "schema/families.h"

namespace pginterlock::schema {

QualifiedName cast_key(const pg::DataType& source, const pg::DataType& target) {
  pg::DataType from = source;
  pg::DataType to = target;
  from.modifiers.clear();
  to.modifiers.clear();
  return {"cast", pg::sql_type(from) + " AS " + pg::sql_type(to)};
}

void create_cast(const ::CreateCastStmt& statement, SchemaEditor& editor) {
  if (statement.sourcetype == nullptr || statement.targettype == nullptr) return;
  NamedObject cast;
  cast.kind = statement.context == COERCION_IMPLICIT     ? "implicit"
              : statement.context == COERCION_ASSIGNMENT ? "assignment"
                                                         : "explicit";
  cast.kind += statement.inout ? " text" : statement.func != nullptr ? " function" : " binary";
  cast.origin = editor.origin();
  editor.schema().others.put(cast_key(editor.type(*statement.sourcetype), editor.type(*statement.targettype)),
                             std::move(cast));
}

void drop_cast(const ::Node* types, SchemaEditor& editor) {
  const auto* list = pg::as<::List>(types);
  const auto* source = pg::as<::TypeName>(pg::nth(list, 0));
  const auto* target = pg::as<::TypeName>(pg::nth(list, 1));
  if (source == nullptr || target == nullptr) return;
  editor.schema().others.erase(cast_key(editor.type(*source), editor.type(*target)));
}

void create_operator(const ::DefineStmt& statement, SchemaEditor& editor) {
  NamedObject made;
  made.origin = editor.origin();
  for (const auto& option : pg::each<::DefElem>(statement.definition)) {
    const std::string_view name = pg::text(option.defname);
    const auto* function = pg::as<::TypeName>(option.arg);  // that is how the grammar reads a name here
    if ((name != "function" && name != "procedure") || function == nullptr) continue;
    made.kind = editor.schema().resolve_routine(pg::name_of(function->names), editor.context().search_path).plain();
  }
  const QualifiedName key{"operator", editor.created(statement.defnames).plain()};
  // One of several under a name: which of them is meant depends on types.
  const NamedObject* other = editor.schema().others.find(key);
  if (other != nullptr && other->kind != made.kind) made.kind.clear();
  editor.schema().others.put(key, std::move(made));
}

}  // namespace pginterlock::schema
