#include "lint/unmade.h"

#include "pg/ast.h"

namespace pginterlock {

namespace {

bool says_if_exists(const ::Node* node) {
  if (const auto* drop = pg::as<::DropStmt>(node)) return drop->missing_ok;
  if (const auto* alter = pg::as<::AlterTableStmt>(node)) return alter->missing_ok;
  if (const auto* rename = pg::as<::RenameStmt>(node)) return rename->missing_ok;
  if (const auto* move = pg::as<::AlterObjectSchemaStmt>(node)) return move->missing_ok;
  return false;
}

bool is_asked(const Context& ctx) { return ctx.before.whole_history && says_if_exists(ctx.statement.node); }

bool makes_relation(const Schema& schema, const QualifiedName& name) {
  return schema.relation(name) != nullptr || schema.table_of_index(name) != nullptr;
}

/// The name of an object without a schema: quoted identifiers are rare enough to be told apart from what is known.
bool makes_object(const Schema& schema, const Loss& loss) {
  return schema.others.find({std::string(name(loss.kind)), loss.object}) != nullptr;
}

}  // namespace

bool is_hardly_there(const Context& ctx, const QualifiedName& relation) {
  return is_asked(ctx) && relation.schema == "public" && !makes_relation(ctx.before.schema, relation);
}

bool is_hardly_there(const Context& ctx, const Loss& loss, const std::optional<QualifiedName>& subject) {
  if (!is_asked(ctx)) return false;
  const Schema& schema = ctx.before.schema;
  switch (loss.kind) {
    case ObjectKind::type:
    case ObjectKind::domain:
      return subject && subject->schema == "public" && schema.type(*subject) == nullptr &&
             schema.relation(*subject) == nullptr;
    case ObjectKind::function:
    case ObjectKind::procedure:
      return subject && subject->schema == "public" && schema.routines.find(*subject) == nullptr &&
             schema.routines_named(*subject).empty();
    case ObjectKind::schema:
    case ObjectKind::extension:
    case ObjectKind::publication:
      return !makes_object(schema, loss);
    default:
      return is_hardly_there(ctx, loss.relation);
  }
}

}  // namespace pginterlock
