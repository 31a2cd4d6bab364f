#include "schema/apply.h"

#include "pg/ast.h"
#include "schema/families.h"
#include "schema/named_objects.h"

namespace pginterlock {

namespace {

bool make_named(const ::Node* node, SchemaEditor& editor) {
  const auto made = object_made_by(node, editor.schema(), editor.context().search_path);
  if (made) schema::make_object(*made, node, editor);
  return made.has_value();
}

/// Statements about objects of which only their existence matters; false when it is none of them.
bool apply_other(const ::Node* node, SchemaEditor& editor) {
  switch (pg::tag(node)) {
    case T_CreateSchemaStmt:
      schema::create_schema(*pg::as<::CreateSchemaStmt>(node), editor);
      return true;
    case T_CreatePublicationStmt:
      schema::create_publication(*pg::as<::CreatePublicationStmt>(node), editor);
      return true;
    case T_AlterPublicationStmt:
      schema::alter_publication(*pg::as<::AlterPublicationStmt>(node), editor);
      return true;
    case T_DefineStmt: {
      const auto* define = pg::as<::DefineStmt>(node);
      if (define->kind == OBJECT_TYPE) {
        schema::create_type(editor.created(define->defnames), TypeKind::base, editor);
        return true;
      }
      if (define->kind == OBJECT_AGGREGATE) {
        schema::create_aggregate(*define, editor);
        return true;
      }
      if (define->kind == OBJECT_OPERATOR) schema::create_operator(*define, editor);
      return make_named(node, editor);
    }
    case T_CreateCastStmt:
      schema::create_cast(*pg::as<::CreateCastStmt>(node), editor);
      return true;
    case T_CommentStmt:
      schema::comment_on(*pg::as<::CommentStmt>(node), editor);
      return true;
    case T_GrantStmt:
      schema::grant(*pg::as<::GrantStmt>(node), editor);
      return true;
    case T_ImportForeignSchemaStmt:
      schema::open_schema(std::string(pg::text(pg::as<::ImportForeignSchemaStmt>(node)->local_schema)), editor);
      return true;
    case T_AlterFdwStmt:
      schema::alter_wrapper(*pg::as<::AlterFdwStmt>(node), editor);
      return true;
    case T_AlterSubscriptionStmt:
      schema::alter_subscription(*pg::as<::AlterSubscriptionStmt>(node), editor);
      return true;
    case T_DropSubscriptionStmt:
      editor.schema().others.erase(
          {"subscription", std::string(pg::text(pg::as<::DropSubscriptionStmt>(node)->subname))});
      return true;
    case T_DropRoleStmt:
      for (const auto& role : pg::each<::RoleSpec>(pg::as<::DropRoleStmt>(node)->roles)) {
        editor.schema().others.erase({"role", std::string(pg::text(role.rolename))});
      }
      return true;
    case T_DropUserMappingStmt: {
      const auto* mapping = pg::as<::DropUserMappingStmt>(node);
      editor.schema().others.erase(user_mapping_key(mapping->user, pg::text(mapping->servername)));
      return true;
    }
    case T_DropOwnedStmt:
      schema::drop_owned(*pg::as<::DropOwnedStmt>(node), editor);
      return true;
    case T_ReassignOwnedStmt:
      schema::reassign_owned(*pg::as<::ReassignOwnedStmt>(node), editor);
      return true;
    case T_DiscardStmt:
      schema::discard(*pg::as<::DiscardStmt>(node), editor);
      return true;
    default:
      return make_named(node, editor);
  }
}

/// Statements about types and routines; false when it is none of them.
bool apply_type_or_routine(const ::Node* node, SchemaEditor& editor) {
  switch (pg::tag(node)) {
    case T_CreateEnumStmt:
      schema::create_enum(*pg::as<::CreateEnumStmt>(node), editor);
      return true;
    case T_AlterEnumStmt:
      schema::alter_enum(*pg::as<::AlterEnumStmt>(node), editor);
      return true;
    case T_CreateDomainStmt:
      schema::create_domain(*pg::as<::CreateDomainStmt>(node), editor);
      return true;
    case T_AlterDomainStmt:
      schema::alter_domain(*pg::as<::AlterDomainStmt>(node), editor);
      return true;
    case T_CompositeTypeStmt:
      schema::create_composite_type(*pg::as<::CompositeTypeStmt>(node), editor);
      return true;
    case T_CreateRangeStmt:
      schema::create_type(editor.created(pg::as<::CreateRangeStmt>(node)->typeName), TypeKind::range, editor);
      return true;
    case T_CreateFunctionStmt:
      schema::create_routine(*pg::as<::CreateFunctionStmt>(node), editor);
      return true;
    case T_AlterFunctionStmt:
      schema::alter_routine(*pg::as<::AlterFunctionStmt>(node), editor);
      return true;
    default:
      return false;
  }
}

/// Statements about what belongs to relations; false when it is none of them.
bool apply_part(const ::Node* node, SchemaEditor& editor) {
  switch (pg::tag(node)) {
    case T_CreateSeqStmt:
      schema::create_sequence(*pg::as<::CreateSeqStmt>(node), editor);
      return true;
    case T_AlterSeqStmt:
      schema::alter_sequence(*pg::as<::AlterSeqStmt>(node), editor);
      return true;
    case T_CreateTrigStmt:
      schema::create_trigger(*pg::as<::CreateTrigStmt>(node), editor);
      return true;
    case T_CreatePolicyStmt:
      schema::create_policy(*pg::as<::CreatePolicyStmt>(node), editor);
      return true;
    case T_AlterPolicyStmt:
      schema::alter_policy(*pg::as<::AlterPolicyStmt>(node), editor);
      return true;
    case T_RuleStmt:
      schema::create_rule(*pg::as<::RuleStmt>(node), editor);
      return true;
    default:
      return false;
  }
}

}  // namespace

void apply_to_schema(const ApplyContext& context, Schema& schema) {
  const ::Node* node = context.statement.node;
  if (node == nullptr) return;
  SchemaEditor editor(context, schema);
  switch (pg::tag(node)) {
    case T_CreateStmt:
      return schema::create_table(*pg::as<::CreateStmt>(node), editor);
    case T_CreateForeignTableStmt:
      return schema::create_foreign_table(*pg::as<::CreateForeignTableStmt>(node), editor);
    case T_AlterTableStmt:
      return schema::alter_table(*pg::as<::AlterTableStmt>(node), editor);
    case T_IndexStmt:
      return schema::create_index(*pg::as<::IndexStmt>(node), editor);
    case T_DropStmt:
      return schema::drop_objects(*pg::as<::DropStmt>(node), editor);
    case T_RenameStmt:
      return schema::rename_object(*pg::as<::RenameStmt>(node), editor);
    case T_AlterObjectSchemaStmt:
      return schema::set_schema(*pg::as<::AlterObjectSchemaStmt>(node), editor);
    case T_ViewStmt:
      return schema::create_view(*pg::as<::ViewStmt>(node), editor);
    case T_CreateTableAsStmt: {
      const auto* statement = pg::as<::CreateTableAsStmt>(node);
      if (statement->into == nullptr) return;
      return schema::create_table_as(statement->query, *statement->into, statement->objtype == OBJECT_MATVIEW,
                                     statement->if_not_exists, editor);
    }
    case T_ClusterStmt:
      return schema::cluster(*pg::as<::ClusterStmt>(node), editor);
    case T_RefreshMatViewStmt:
      return schema::refresh_view(*pg::as<::RefreshMatViewStmt>(node), editor);
    case T_SelectStmt: {
      const auto* select = pg::as<::SelectStmt>(node);
      if (select->intoClause != nullptr)
        return schema::create_table_as(node, *select->intoClause, false, false, editor);
      return schema::note_rows(node, editor);
    }
    case T_InsertStmt:
    case T_UpdateStmt:
    case T_DeleteStmt:
    case T_TruncateStmt:
    case T_MergeStmt:
    case T_CopyStmt:
    case T_DoStmt:
    case T_CallStmt:
    case T_ExecuteStmt:
      return schema::note_rows(node, editor);
    default:
      if (!apply_part(node, editor) && !apply_type_or_routine(node, editor)) apply_other(node, editor);
      return;
  }
}

}  // namespace pginterlock
