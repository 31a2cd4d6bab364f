#include <algorithm>

#include "pg/ast.h"
#include "pg/lexer.h"
#include "pg/walk.h"
#include "schema/definitions.h"
#include "schema/families.h"
#include "schema/sql_text.h"

namespace pginterlock::schema {

namespace {

/// A string that stands alone is a constant of the column's type, and stays one when the column gets another. Source:
/// tablecmds.c, ATPrepAlterColumnType, strip_implicit_coercions.
std::string typed_default(const std::string& sql, const pg::DataType& type) {
  pg::Lexer lexer(sql);
  if (lexer.next_significant().kind != pg::TokenKind::string) return sql;
  if (lexer.next_significant().kind != pg::TokenKind::end) return sql;
  std::string name = pg::quote_identifier(type.name.name.str());
  if (!type.builtin()) name = pg::quote_identifier(type.name.schema.str()) + "." + name;
  // Not character and bit, which would be of length 1.
  const bool own_name = type.builtin() && (name == "bpchar" || name == "bit");
  if (name == "bit") name = "\"bit\"";
  if (type.builtin() && !own_name) {
    pg::DataType plain = type;
    plain.modifiers.clear();
    return sql + "::" + pg::sql_type(plain);
  }
  return sql + "::" + name + (type.array ? "[]" : "");
}

/// A new type; the tables that use the old one and the new one know it.
void change_type(const ::ColumnDef& definition, const QualifiedName& table, std::string_view name,
                 SchemaEditor& editor) {
  if (definition.typeName == nullptr) return;
  const pg::DataType type = editor.type(*definition.typeName);
  const Relation* relation = editor.find(table);
  const Column* known = relation == nullptr ? nullptr : relation->column(name);
  if (known == nullptr && relation != nullptr && relation->complete) return;
  Column column = known == nullptr ? Column{} : *known;
  if (known == nullptr) {
    column.name = name;
    column.complete = false;
  }
  const QualifiedName old_type = column.type.name;
  if (column.default_sql && column.generated == Generated::none && column.type.known()) {
    column.default_sql = typed_default(*column.default_sql, column.type);
  }
  column.type = type;
  column.collation = column_collation(definition);
  editor.add_column(table, std::move(column));
  if (editor.schema().type(old_type) == nullptr || old_type == type.name) return;
  const auto& columns = editor.find(table)->columns;
  const bool still =
      std::any_of(columns.begin(), columns.end(), [&](const auto& one) { return one->type.name == old_type; });
  if (!still) std::erase(editor.schema().types.edit(old_type).used_by, table);
}

void drop_not_null(const QualifiedName& table, std::string_view column, SchemaEditor& editor) {
  editor.drop_constraints_if(table, [&](const TableConstraint& one) {
    return one.kind == ConstraintKind::not_null && one.columns.size() == 1 && one.columns.front() == column;
  });
  editor.change_column(table, column, [](Column& one) {
    one.not_null = false;
    one.not_null_valid = true;
  });
}

void change_default(const ::AlterTableCmd& command, std::size_t n, const QualifiedName& table, SchemaEditor& editor) {
  const bool gone = command.def == nullptr || pg::is_null_constant(command.def);
  const pg::Statement& statement = editor.statement();
  const std::string sql = gone ? std::string() : text_after(statement.source->text(), statement.action(n), "default");
  editor.change_column(table, pg::text(command.name), [&](Column& column) {
    column.default_sql = gone ? std::nullopt : std::optional(sql);
    column.default_volatility = gone ? pg::Volatility::immutable : volatility_of(command.def, editor);
  });
}

void set_expression(const ::AlterTableCmd& command, std::size_t n, const QualifiedName& table, SchemaEditor& editor) {
  const pg::Statement& statement = editor.statement();
  const std::string sql = text_after(statement.source->text(), statement.action(n), "as");
  editor.change_column(table, pg::text(command.name), [&](Column& column) {
    column.default_sql = sql;
    column.generated_from = owned(pg::columns_mentioned(command.def));
  });
}

void drop_expression(std::string_view name, const QualifiedName& table, SchemaEditor& editor) {
  editor.change_column(table, name, [](Column& column) {
    column.generated = Generated::none;
    column.generated_from.clear();
    column.default_sql.reset();
  });
}

void add_identity(const ::AlterTableCmd& command, const QualifiedName& table, SchemaEditor& editor) {
  const auto* constraint = pg::as<::Constraint>(command.def);
  const Identity identity =
      constraint != nullptr && constraint->generated_when == 'a' ? Identity::always : Identity::by_default;
  const QualifiedName sequence = define_owned_sequence(table, pg::text(command.name), editor,
                                                       constraint == nullptr ? nullptr : constraint->options);
  editor.change_column(table, pg::text(command.name), [&](Column& column) {
    column.identity = identity;
    column.owned_sequence = sequence;
  });
}

void set_identity(const ::AlterTableCmd& command, const QualifiedName& table, SchemaEditor& editor) {
  for (const auto& option : pg::each<::DefElem>(pg::as<::List>(command.def))) {
    const auto* kind = pg::as<::Integer>(option.arg);
    if (pg::text(option.defname) != "generated" || kind == nullptr) continue;
    editor.change_column(table, pg::text(command.name), [&](Column& column) {
      column.identity = kind->ival == 'a' ? Identity::always : Identity::by_default;
    });
  }
}

void drop_identity(std::string_view name, const QualifiedName& table, SchemaEditor& editor) {
  std::optional<QualifiedName> sequence;
  editor.change_column(table, name, [&](Column& column) {
    sequence = column.owned_sequence;
    column.identity = Identity::none;
    column.owned_sequence.reset();
  });
  if (sequence) editor.drop(*sequence);
}

}  // namespace

bool alter_column(const ::AlterTableCmd& command, std::size_t n, const QualifiedName& table, bool only,
                  SchemaEditor& editor) {
  const std::string_view column = pg::text(command.name);
  const auto everywhere = [&](auto change) {
    if (only) return change(table);
    for (const QualifiedName& name : editor.schema().with_descendants(table)) change(name);
  };
  switch (command.subtype) {
    case AT_ColumnDefault:
      everywhere([&](const QualifiedName& name) { change_default(command, n, name, editor); });
      return true;
    case AT_DropNotNull:
      everywhere([&](const QualifiedName& name) { drop_not_null(name, column, editor); });
      return true;
    case AT_SetNotNull:
      // The name of the constraint is the parent's everywhere.
      define_not_null(table, column, "", true, editor);
      everywhere([&](const QualifiedName& name) {
        std::string constraint_name;
        for (const auto& one : editor.find(table)->constraints) {
          const bool same = one->kind == ConstraintKind::not_null && one->columns.front() == column;
          if (same) constraint_name = one->name;
        }
        define_not_null(name, column, constraint_name, true, editor);
        editor.change_column(name, column, [](Column& one) { one.not_null_valid = true; });
      });
      return true;
    case AT_SetExpression:
      everywhere([&](const QualifiedName& name) { set_expression(command, n, name, editor); });
      return true;
    case AT_DropExpression:
      everywhere([&](const QualifiedName& name) { drop_expression(column, name, editor); });
      return true;
    case AT_AlterColumnType:
      if (const auto* definition = pg::as<::ColumnDef>(command.def)) {
        everywhere([&](const QualifiedName& name) { change_type(*definition, name, column, editor); });
      }
      return true;
    case AT_AddIdentity:
      add_identity(command, table, editor);
      return true;
    case AT_SetIdentity:
      set_identity(command, table, editor);
      return true;
    case AT_DropIdentity:
      drop_identity(column, table, editor);
      return true;
    default:
      return false;
  }
}

}  // namespace pginterlock::schema
