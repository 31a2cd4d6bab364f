#include "schema/definitions.h"

#include <algorithm>

#include "pg/ast.h"
#include "pg/walk.h"
#include "schema/index_name.h"
#include "schema/object_names.h"
#include "schema/predicate.h"
#include "schema/sql_text.h"

namespace pginterlock::schema {

namespace {

bool is_attribute(ConstrType type) { return type >= CONSTR_ATTR_DEFERRABLE; }

void apply_attribute(ConstrType attribute, PendingConstraint& constraint) {
  if (attribute == CONSTR_ATTR_DEFERRABLE || attribute == CONSTR_ATTR_DEFERRED) constraint.deferrable = true;
  if (attribute == CONSTR_ATTR_NOT_ENFORCED) constraint.enforced = false;
}

/// Where DEFAULT ends: at the next constraint or COLLATE of the column.
std::vector<int> stops_of(const ::ColumnDef& definition) {
  std::vector<int> stops;
  for (const auto& constraint : pg::each<::Constraint>(definition.constraints)) stops.push_back(constraint.location);
  if (definition.collClause != nullptr) stops.push_back(definition.collClause->location);
  return stops;
}

void apply_to_column(const ::Constraint& constraint, const ::ColumnDef& definition, Column& column,
                     const SchemaEditor& editor) {
  switch (constraint.contype) {
    case CONSTR_DEFAULT:
      if (pg::is_null_constant(constraint.raw_expr)) return;
      column.default_sql = default_text(editor.statement(), constraint, stops_of(definition));
      column.default_volatility = volatility_of(constraint.raw_expr, editor);
      return;
    case CONSTR_IDENTITY:  // pg_attribute.attidentity and attgenerated
      column.identity = constraint.generated_when == 'a' ? Identity::always : Identity::by_default;
      return;
    case CONSTR_GENERATED:
      column.generated = constraint.generated_kind == 's' ? Generated::stored : Generated::virtual_;
      column.generated_from = owned(pg::columns_mentioned(constraint.raw_expr));
      column.default_sql = text_in_parentheses(editor.statement(), constraint.location, "as");
      column.default_volatility = volatility_of(constraint.raw_expr, editor);
      return;
    default:
      return;
  }
}

std::string collation_name(const ::List* name) {
  const QualifiedName written = pg::name_of(name);
  return written.schema == "pg_catalog" ? written.name.str() : written.plain();
}

/// The constraint that stands for NOT NULL since 18, or the one that is there made valid.
void add_not_null_constraint(const QualifiedName& table, std::string_view column, std::string_view name, bool valid,
                             SchemaEditor& editor) {
  if (editor.version() < 18 && name.empty()) return;
  const Relation* relation = editor.find(table);
  const auto same = [&](const auto& one) {
    return one->kind == ConstraintKind::not_null && one->columns.size() == 1 && one->columns.front() == column;
  };
  if (relation == nullptr) return;
  const auto known = std::find_if(relation->constraints.begin(), relation->constraints.end(), same);
  if (known != relation->constraints.end()) {
    const std::string known_name = (*known)->name;
    if (valid) editor.change_constraint(table, known_name, [](TableConstraint& one) { one.valid = true; });
    return;
  }
  TableConstraint constraint;
  constraint.kind = ConstraintKind::not_null;
  constraint.name = name.empty() ? choose_constraint_name(editor.schema(), table, column, "not_null") : name;
  constraint.columns = {std::string(column)};
  constraint.valid = valid;
  editor.add_constraint(table, std::move(constraint));
}

}  // namespace

std::string column_collation(const ::ColumnDef& definition) {
  if (definition.collClause == nullptr) return {};
  std::string name = collation_name(definition.collClause->collname);
  return name == "default" ? std::string() : name;
}

std::vector<std::string> owned(const std::vector<std::string_view>& names) { return {names.begin(), names.end()}; }

QualifiedName define_owned_sequence(const QualifiedName& table, std::string_view column, SchemaEditor& editor,
                                    const ::List* options) {
  Relation sequence;
  sequence.name = {table.schema, choose_relation_name(table.name, column, "seq", table.schema, editor.schema())};
  for (const auto& option : pg::each<::DefElem>(options)) {
    const auto* written = pg::text(option.defname) == "sequence_name" ? pg::as<::List>(option.arg) : nullptr;
    if (written == nullptr) continue;
    sequence.name = pg::name_of(written);
    if (sequence.name.schema.empty()) sequence.name.schema = table.schema;
  }
  sequence.kind = RelationKind::sequence;
  sequence.complete = true;
  sequence.origin = editor.origin();
  sequence.owner_table = table;
  sequence.owner_column = column;
  const QualifiedName name = sequence.name;
  editor.create(std::move(sequence));
  return name;
}

std::vector<PendingConstraint> define_column(const ::ColumnDef& definition, const QualifiedName& table,
                                             SchemaEditor& editor) {
  Column column;
  column.name = pg::text(definition.colname);
  if (definition.typeName != nullptr) column.type = editor.type(*definition.typeName);
  column.collation = column_collation(definition);
  std::vector<PendingConstraint> pending;
  bool not_null = definition.is_not_null;
  std::string not_null_name;
  for (const auto& constraint : pg::each<::Constraint>(definition.constraints)) {
    if (is_attribute(constraint.contype)) {
      if (!pending.empty()) apply_attribute(constraint.contype, pending.back());
      continue;
    }
    apply_to_column(constraint, definition, column, editor);
    switch (constraint.contype) {
      case CONSTR_NOTNULL:
        not_null = true;
        if (editor.version() >= 18) not_null_name = pg::text(constraint.conname);
        break;
      case CONSTR_PRIMARY:
        not_null = true;  // in its turn among the columns, which decides about the names of constraints
        [[fallthrough]];
      case CONSTR_CHECK:
      case CONSTR_UNIQUE:
      case CONSTR_EXCLUSION:
      case CONSTR_FOREIGN:
        pending.push_back({&constraint, column.name, constraint.deferrable,
                           constraint.contype == CONSTR_FOREIGN || constraint.contype == CONSTR_CHECK
                               ? constraint.is_enforced
                               : true});
        break;
      default:
        break;
    }
  }
  const bool serial = definition.typeName != nullptr && pg::serial_width(*definition.typeName) != 0;
  if (serial || column.identity != Identity::none) {
    const ::List* options = nullptr;
    for (const auto& constraint : pg::each<::Constraint>(definition.constraints)) {
      if (constraint.contype == CONSTR_IDENTITY) options = constraint.options;
    }
    column.owned_sequence = define_owned_sequence(table, column.name, editor, options);
    not_null = true;
  }
  if (serial) {
    column.default_sql = "nextval(" + pg::quote_literal(pg::sql_name(*column.owned_sequence)) + "::regclass)";
    column.default_volatility = pg::Volatility::volatile_;
  }
  column.not_null = not_null;
  editor.add_column(table, std::move(column));
  if (not_null) add_not_null_constraint(table, pg::text(definition.colname), not_null_name, true, editor);
  return pending;
}

void define_not_null(const QualifiedName& table, std::string_view column, std::string_view name, bool valid,
                     SchemaEditor& editor) {
  editor.change_column(table, column, [&](Column& one) {
    one.not_null_valid = valid || (one.not_null && one.not_null_valid);
    one.not_null = true;
  });
  add_not_null_constraint(table, column, name, valid, editor);
}

std::vector<std::string> columns_proved_not_null(const Predicate& check, const std::vector<std::string>& columns) {
  std::vector<std::string> proved;
  for (const std::string& column : columns) {
    const Predicate wanted{.kind = Predicate::Kind::is_not_null, .operand = pg::quote_identifier(column)};
    if (implies(check, wanted, {}) == Proof::yes) proved.push_back(column);
  }
  return proved;
}

pg::Volatility volatility_of(const ::Node* expression, const SchemaEditor& editor) {
  pg::Volatility worst = pg::Volatility::immutable;
  pg::walk(expression, [&](const ::Node* node) {
    if (pg::as<::SQLValueFunction>(node) != nullptr) worst = std::max(worst, pg::Volatility::stable);
    const auto* call = pg::as<::FuncCall>(node);
    if (call == nullptr) return true;
    const QualifiedName name = pg::name_of(call->funcname);
    pg::Volatility found = pg::Volatility::unknown;
    if (name.schema.empty() || name.schema == "pg_catalog") {
      found = pg::builtin_function_volatility(name.name, pg::length(call->args), editor.version());
    }
    if (found == pg::Volatility::unknown) {
      const QualifiedName resolved = editor.schema().resolve_routine(name, editor.context().search_path);
      const std::vector<const Routine*> routines = editor.schema().routines_named(resolved);
      if (!routines.empty()) found = pg::Volatility::immutable;
      for (const Routine* routine : routines) found = std::max(found, routine->volatility);
    }
    worst = std::max(worst, found);
    return true;
  });
  return worst;
}

std::vector<IndexKey> index_keys(const std::vector<const ::IndexElem*>& elements,
                                 const std::vector<std::string>& texts) {
  std::vector<IndexKey> keys;
  for (const ::IndexElem* written : elements) {
    const ::IndexElem& element = *written;
    IndexKey key;
    key.column = pg::text(element.name);
    if (element.expr != nullptr) {
      key.expression_columns = owned(pg::columns_mentioned(element.expr));
      if (keys.size() < texts.size()) key.expression = texts[keys.size()];
    }
    key.opclass = pg::name_of(element.opclass).plain();
    key.collation = collation_name(element.collation);
    key.descending = element.ordering == SORTBY_DESC;
    key.nulls_first = element.nulls_ordering == SORTBY_NULLS_FIRST ||
                      (key.descending && element.nulls_ordering == SORTBY_NULLS_DEFAULT);
    keys.push_back(std::move(key));
  }
  return keys;
}

}  // namespace pginterlock::schema
