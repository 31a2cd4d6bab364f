#include <algorithm>
#include <array>

#include "pg/ast.h"
#include "pg/walk.h"
#include "schema/definitions.h"
#include "schema/index_name.h"
#include "schema/object_names.h"
#include "schema/predicate.h"
#include "schema/sql_text.h"

namespace pginterlock::schema {

namespace {

/// The columns of a relation that an expression mentions.
std::vector<std::string> columns_of(const ::Node* expression) { return owned(pg::columns_mentioned(expression)); }

TableConstraint common_parts(const PendingConstraint& pending, ConstraintKind kind) {
  TableConstraint constraint;
  constraint.kind = kind;
  constraint.name = pg::text(pending.constraint->conname);
  constraint.deferrable = pending.deferrable || pending.constraint->deferrable;
  constraint.no_inherit = pending.constraint->is_no_inherit;
  return constraint;
}

/// A row that is not null is one without nulls in it: that says more than the NOT NULL of its column, and PostgreSQL
/// does not take one for the other. Source: predtest.c, on argisrow.
bool is_row(const Relation& table, std::string_view column, const Schema& schema) {
  const Column* known = table.column(column);
  if (known == nullptr || known->type.array || known->type.builtin()) return false;
  const UserType* type = schema.type(known->type.name);
  return schema.relation(known->type.name) != nullptr || (type != nullptr && type->kind == TypeKind::composite);
}

void define_check(const PendingConstraint& pending, const QualifiedName& table, SchemaEditor& editor) {
  const ::Constraint& node = *pending.constraint;
  TableConstraint constraint = common_parts(pending, ConstraintKind::check);
  constraint.columns = columns_of(node.raw_expr);
  constraint.enforced = pending.enforced;
  constraint.valid = !node.skip_validation && constraint.enforced;
  constraint.expression = text_in_parentheses(editor.statement(), node.location, "check");
  constraint.predicate = std::make_shared<const Predicate>(predicate_of(node.raw_expr));
  constraint.proves_not_null = columns_proved_not_null(*constraint.predicate, constraint.columns);
  if (const Relation* known = editor.find(table)) {
    std::erase_if(constraint.proves_not_null,
                  [&](const std::string& column) { return is_row(*known, column, editor.schema()); });
  }
  if (constraint.name.empty()) {
    // Source: heap.c, AddRelationNewConstraints: the column's name only when there is exactly one.
    const std::string column = constraint.columns.size() == 1 ? constraint.columns.front() : "";
    constraint.name = choose_constraint_name(editor.schema(), table, column, "check");
  }
  editor.add_constraint(table, std::move(constraint));
}

void define_foreign_key(const PendingConstraint& pending, const QualifiedName& table, SchemaEditor& editor) {
  const ::Constraint& node = *pending.constraint;
  TableConstraint constraint = common_parts(pending, ConstraintKind::foreign_key);
  constraint.columns = pending.column.empty() ? pg::strings_of(node.fk_attrs) : std::vector{pending.column};
  constraint.enforced = pending.enforced;
  constraint.valid = !node.skip_validation && constraint.enforced;
  constraint.referenced_columns = pg::strings_of(node.pk_attrs);
  if (node.pktable != nullptr) constraint.references = editor.existing(*node.pktable);
  if (node.fk_del_action != '\0') constraint.on_delete = node.fk_del_action;
  if (node.fk_upd_action != '\0') constraint.on_update = node.fk_upd_action;
  if (constraint.name.empty()) {
    constraint.name = choose_constraint_name(editor.schema(), table, joined_for_name(constraint.columns), "fkey");
  }
  editor.add_constraint(table, std::move(constraint));
}

std::vector<const ::IndexElem*> exclusion_elements(const ::Constraint& node) {
  std::vector<const ::IndexElem*> elements;
  for (const auto& pair : pg::each<::List>(node.exclusions)) {
    if (const auto* element = pg::as<::IndexElem>(pg::nth(&pair, 0))) elements.push_back(element);
  }
  return elements;
}

/// The keys of an EXCLUDE constraint.
std::vector<IndexKey> exclusion_keys(const ::Constraint& node, const SchemaEditor& editor) {
  const std::vector<std::string> texts =
      node.location < 0 ? std::vector<std::string>{}
                        : key_texts(editor.statement(), editor.statement().offset_of(node.location), "exclude");
  return index_keys(exclusion_elements(node), texts);
}

/// ADD CONSTRAINT … UNIQUE USING INDEX: the index becomes the constraint's and takes its name.
void adopt_index(TableConstraint constraint, const QualifiedName& index_name, const QualifiedName& table,
                 SchemaEditor& editor) {
  if (constraint.name.empty()) constraint.name = index_name.name;
  const QualifiedName renamed{table.schema, constraint.name};
  if (const Relation* relation = editor.find(table)) {
    const TableIndex* index = relation->index(index_name.name);
    for (std::size_t i = 0; index != nullptr && i < index->keys.size(); ++i) {
      constraint.columns.push_back(index->keys[i].column);
    }
  }
  editor.rename({table.schema, index_name.name}, renamed, RelationKind::index);
  if (Relation* relation = editor.edit(table)) {
    for (auto& index : relation->indexes) {
      if (index->name != constraint.name) continue;
      auto changed = std::make_shared<TableIndex>(*index);
      changed->constraint = constraint.name;
      index = std::move(changed);
    }
  }
  const bool primary = constraint.kind == ConstraintKind::primary_key;
  const std::vector<std::string> columns = constraint.columns;
  editor.add_constraint(table, std::move(constraint));
  for (std::size_t i = 0; primary && i < columns.size(); ++i) {
    define_not_null(table, columns[i], "", true, editor);
  }
}

std::string index_constraint_name(const PendingConstraint& pending, const TableConstraint& constraint,
                                  const QualifiedName& table, const SchemaEditor& editor) {
  const ::Constraint& node = *pending.constraint;
  if (constraint.kind == ConstraintKind::primary_key) {
    return choose_index_constraint_name(editor.schema(), table, "", "pkey");
  }
  if (constraint.kind == ConstraintKind::exclusion) {
    return choose_index_constraint_name(editor.schema(), table, index_name_addition(exclusion_elements(node)), "excl");
  }
  std::vector<std::string> columns = constraint.columns;
  for (std::string& column : pg::strings_of(node.including)) columns.push_back(std::move(column));
  return choose_index_constraint_name(editor.schema(), table, joined_for_name(columns), "key");
}

std::vector<std::string> key_columns(const PendingConstraint& pending) {
  const ::List* keys = pending.constraint->keys;
  return keys == nullptr && !pending.column.empty() ? std::vector{pending.column} : pg::strings_of(keys);
}

bool is_key(const PendingConstraint& pending) {
  return pending.constraint->contype == CONSTR_PRIMARY || pending.constraint->contype == CONSTR_UNIQUE;
}

/// Of equal keys the first one stays, the primary key before all others; it takes the name of another when it has none.
std::vector<PendingConstraint> without_equal_keys(std::vector<PendingConstraint> pending) {
  std::vector<PendingConstraint> kept;
  std::stable_partition(pending.begin(), pending.end(),
                        [](const PendingConstraint& one) { return one.constraint->contype == CONSTR_PRIMARY; });
  for (PendingConstraint& one : pending) {
    const auto equal = std::find_if(kept.begin(), kept.end(), [&](const PendingConstraint& other) {
      return is_key(one) && is_key(other) && one.deferrable == other.deferrable &&
             same_key(*one.constraint, key_columns(one), *other.constraint, key_columns(other));
    });
    if (equal == kept.end()) {
      kept.push_back(std::move(one));
    } else if (equal->constraint->conname == nullptr && equal->name.empty()) {
      equal->name = pg::text(one.constraint->conname);
    }
  }
  return kept;
}

void define_with_index(const PendingConstraint& pending, ConstraintKind kind, const QualifiedName& table,
                       SchemaEditor& editor) {
  const ::Constraint& node = *pending.constraint;
  TableConstraint constraint = common_parts(pending, kind);
  if (node.indexname != nullptr) {
    adopt_index(std::move(constraint), {table.schema, std::string(pg::text(node.indexname))}, table, editor);
    return;
  }
  TableIndex index;
  index.unique = kind != ConstraintKind::exclusion;
  index.origin = editor.origin();
  index.include = pg::strings_of(node.including);
  if (kind == ConstraintKind::exclusion) {
    index.method = node.access_method == nullptr ? "gist" : std::string(pg::text(node.access_method));
    index.keys = exclusion_keys(node, editor);
    for (const IndexKey& key : index.keys) {
      if (!key.column.empty()) constraint.columns.push_back(key.column);
    }
    if (node.where_clause != nullptr) {
      index.predicate = text_in_parentheses(editor.statement(), node.location, "where");
      index.predicate_columns = columns_of(node.where_clause);
    }
  } else {
    constraint.columns = key_columns(pending);
    for (const std::string& column : constraint.columns) {
      IndexKey key;
      key.column = column;
      index.keys.push_back(std::move(key));
    }
  }
  if (constraint.name.empty()) constraint.name = pending.name;
  if (constraint.name.empty()) constraint.name = index_constraint_name(pending, constraint, table, editor);
  index.name = constraint.name;
  index.constraint = constraint.name;
  const std::vector<std::string> columns = constraint.columns;
  editor.add_index(table, std::move(index));
  editor.add_constraint(table, std::move(constraint));
  for (std::size_t i = 0; kind == ConstraintKind::primary_key && i < columns.size(); ++i) {
    define_not_null(table, columns[i], "", true, editor);
  }
}

void define_named_not_null(const PendingConstraint& pending, const QualifiedName& table, SchemaEditor& editor) {
  const ::Constraint& node = *pending.constraint;
  std::vector<std::string> columns = pg::strings_of(node.keys);
  if (columns.empty() && !pending.column.empty()) columns.push_back(pending.column);
  for (const std::string& column : columns) {
    define_not_null(table, column, pg::text(node.conname), !node.skip_validation, editor);
    if (!node.is_no_inherit) continue;
    for (const auto& one : editor.learn(table).constraints) {
      if (one->kind != ConstraintKind::not_null || one->columns != std::vector{column}) continue;
      editor.change_constraint(table, std::string(one->name), [](TableConstraint& made) { made.no_inherit = true; });
      break;
    }
  }
}

}  // namespace

bool same_key(const ::Constraint& a, const std::vector<std::string>& a_columns, const ::Constraint& b,
              const std::vector<std::string>& b_columns) {
  return a_columns == b_columns && pg::strings_of(a.including) == pg::strings_of(b.including) &&
         a.deferrable == b.deferrable && a.initdeferred == b.initdeferred &&
         a.nulls_not_distinct == b.nulls_not_distinct && a.without_overlaps == b.without_overlaps;
}

void define_constraints(const std::vector<PendingConstraint>& written, const QualifiedName& table,
                        SchemaEditor& editor) {
  if (written.empty()) return;
  const bool several_keys = std::count_if(written.begin(), written.end(), is_key) > 1;
  const std::vector<PendingConstraint> pending = several_keys ? without_equal_keys(written) : written;
  // Source: parse_utilcmd.c, transformCreateStmt: the primary key comes first of those with an index.
  static constexpr std::array order = {CONSTR_CHECK,  CONSTR_NOTNULL,   CONSTR_PRIMARY,
                                       CONSTR_UNIQUE, CONSTR_EXCLUSION, CONSTR_FOREIGN};
  for (const ConstrType type : order) {
    for (const PendingConstraint& one : pending) {
      if (one.constraint->contype != type) continue;
      switch (type) {
        case CONSTR_CHECK:
          define_check(one, table, editor);
          break;
        case CONSTR_NOTNULL:
          define_named_not_null(one, table, editor);
          break;
        case CONSTR_PRIMARY:
          define_with_index(one, ConstraintKind::primary_key, table, editor);
          break;
        case CONSTR_UNIQUE:
          define_with_index(one, ConstraintKind::unique, table, editor);
          break;
        case CONSTR_EXCLUSION:
          define_with_index(one, ConstraintKind::exclusion, table, editor);
          break;
        case CONSTR_FOREIGN:
          define_foreign_key(one, table, editor);
          break;
        default:
          break;
      }
    }
  }
}

}  // namespace pginterlock::schema
