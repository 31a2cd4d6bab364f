// What CREATE TABLE refuses in the definition of the table itself.
#include <algorithm>
#include <array>

#include "effects/constraints.h"
#include "effects/existence.h"
#include "effects/index_check.h"
#include "effects/new_table.h"
#include "effects/routine_lookup.h"
#include "effects/storage_parameter.h"
#include "pg/catalog.h"
#include "pg/types.h"
#include "schema/system_column.h"

namespace pginterlock::effects {

namespace {

using pg::each;
using pg::text;

bool refuse(std::string sqlstate, std::string message, EffectsBuilder& out,
            FailureKind kind = FailureKind::invalid_definition) {
  out.fail(kind, std::move(sqlstate), std::move(message));
  return false;
}

bool check_access_method(const NewTable& table) {
  const std::string_view method = text(table.statement.accessMethod);
  if (method.empty()) return true;
  constexpr std::array for_indexes = {std::string_view("btree"), std::string_view("hash"),   std::string_view("gist"),
                                      std::string_view("gin"),   std::string_view("spgist"), std::string_view("brin")};
  if (table.partitioned && table.out.version() < 17) {
    return refuse("0A000", "specifying a table access method is not supported on a partitioned table", table.out);
  }
  if (std::find(for_indexes.begin(), for_indexes.end(), method) == for_indexes.end()) {
    return find_object(OBJECT_ACCESS_METHOD, QualifiedName{"access method", method}, table.out).has_value();
  }
  return refuse("55000", "access method " + quoted(method) + " is not of type TABLE", table.out,
                FailureKind::wrong_object);
}

/// The type that a column is written with. Source: parse_type.c, typenameType; heap.c, CheckAttributeType.
bool check_column_type(const ::TypeName& written, std::string_view column, EffectsBuilder& out) {
  const QualifiedName name = pg::name_of(written.names);
  const auto is_serial = [&] {
    constexpr std::array words = {std::string_view("serial"),      std::string_view("serial2"),
                                  std::string_view("serial4"),     std::string_view("serial8"),
                                  std::string_view("smallserial"), std::string_view("bigserial")};
    return name.schema.empty() && std::find(words.begin(), words.end(), name.name.str()) != words.end();
  };
  if (written.arrayBounds != nullptr && is_serial()) {
    return refuse("0A000", "array of serial is not implemented", out);
  }
  const pg::DataType type = out.schema().resolve_type(pg::type_of(written), out.before().session.search_path());
  if (type.builtin()) {
    const auto fact = pg::builtin_type(type.name.name.str(), out.version());
    if (!fact || fact->kind != 'p' || type.array) return true;
    return refuse("42P16", "column " + quoted(column) + " has pseudo-type " + pg::sql_type(type), out);
  }
  return check_type(written, out);
}

/// What the constraints behind a column say of it.
struct Attributes {
  bool null = false;
  bool not_null = false;
  int defaults = 0;
  int identities = 0;
  int generated = 0;
};

Attributes attributes_of(const ::ColumnDef& column) {
  Attributes attributes;
  if (column.typeName != nullptr && pg::serial_width(*column.typeName) != 0) ++attributes.defaults;
  for (const auto& constraint : each<Constraint>(column.constraints)) {
    attributes.null |= constraint.contype == CONSTR_NULL;
    attributes.not_null |= constraint.contype == CONSTR_NOTNULL;
    attributes.defaults += constraint.contype == CONSTR_DEFAULT ? 1 : 0;
    attributes.identities += constraint.contype == CONSTR_IDENTITY ? 1 : 0;
    attributes.generated += constraint.contype == CONSTR_GENERATED ? 1 : 0;
  }
  return attributes;
}

/// DEFERRABLE and its like belong to the constraint before them. Source: parse_utilcmd.c, transformConstraintAttrs.
bool check_attributes_of_constraints(const ::ColumnDef& column, EffectsBuilder& out) {
  const ::Constraint* last = nullptr;
  for (const auto& constraint : each<Constraint>(column.constraints)) {
    switch (constraint.contype) {
      case CONSTR_ATTR_DEFERRABLE:
      case CONSTR_ATTR_NOT_DEFERRABLE:
      case CONSTR_ATTR_DEFERRED:
      case CONSTR_ATTR_IMMEDIATE: {
        const bool fits = last != nullptr && (last->contype == CONSTR_PRIMARY || last->contype == CONSTR_UNIQUE ||
                                              last->contype == CONSTR_EXCLUSION || last->contype == CONSTR_FOREIGN);
        if (!fits) return refuse("42601", "misplaced DEFERRABLE clause", out);
        break;
      }
      case CONSTR_ATTR_ENFORCED:
      case CONSTR_ATTR_NOT_ENFORCED: {
        if (out.version() < 18) {
          return refuse("42601", "ENFORCED and NOT ENFORCED need PostgreSQL 18", out, FailureKind::version);
        }
        const bool fits = last != nullptr && (last->contype == CONSTR_CHECK || last->contype == CONSTR_FOREIGN);
        if (!fits) return refuse("42601", "misplaced ENFORCED clause", out);
        break;
      }
      default:
        last = &constraint;
        break;
    }
  }
  return true;
}

bool check_column(const ::ColumnDef& column, const NewTable& table) {
  EffectsBuilder& out = table.out;
  const std::string_view name = text(column.colname);
  const auto refuse_pair = [&](std::string_view what) {
    return refuse("42601", std::string(what) + " for column " + quoted(name) + " of table " + quoted(table.name.name),
                  out);
  };
  if (column.typeName != nullptr && !check_column_type(*column.typeName, name, out)) return false;
  const Attributes attributes = attributes_of(column);
  if (attributes.null && attributes.not_null) return refuse_pair("conflicting NULL/NOT NULL declarations");
  if (attributes.null && attributes.identities > 0) {
    return refuse_pair("conflicting NULL/NOT NULL declarations");
  }
  if (attributes.defaults > 1) return refuse_pair("multiple default values specified");
  if (attributes.identities > 1) return refuse_pair("multiple identity specifications");
  if (attributes.generated > 1) return refuse_pair("multiple generation clauses specified");
  if (attributes.defaults > 0 && attributes.identities > 0) {
    return refuse_pair("both default and identity specified");
  }
  if (attributes.defaults > 0 && attributes.generated > 0) {
    return refuse_pair("both default and generation expression specified");
  }
  if (attributes.identities > 0 && attributes.generated > 0) {
    return refuse_pair("both identity and generation expression specified");
  }
  if (attributes.identities > 0 && column.typeName != nullptr) {
    const pg::DataType type = pg::type_of(*column.typeName);
    const bool integer = type.is("int2") || type.is("int4") || type.is("int8");
    if (type.builtin() && !integer) {
      return refuse("22023", "identity column type must be smallint, integer, or bigint", out);
    }
  }
  return check_attributes_of_constraints(column, out);
}

bool check_key(const ::Constraint& constraint, const std::vector<std::string>& columns, const NewTable& table) {
  for (auto column = columns.begin(); column != columns.end(); ++column) {
    if (table.columns.complete && table.columns.column(*column) == nullptr && !is_system_column(*column)) {
      return refuse("42703", "column " + quoted(*column) + " named in key does not exist", table.out,
                    FailureKind::undefined_object);
    }
    if (std::find(columns.begin(), column, *column) != column) {
      return refuse("42701", "column " + quoted(*column) + " appears twice in the constraint", table.out,
                    FailureKind::duplicate_object);
    }
  }
  if (constraint.conname != nullptr && table.out.known({table.name.schema, text(constraint.conname)}) != nullptr) {
    return refuse("42P07", "relation " + quoted(text(constraint.conname)) + " already exists", table.out,
                  FailureKind::duplicate_object);
  }
  return true;
}

bool check_exclusion(const ::Constraint& constraint, const NewTable& table) {
  const std::string_view method =
      constraint.access_method == nullptr ? std::string_view("gist") : text(constraint.access_method);
  for (const auto& pair : each<List>(constraint.exclusions)) {
    const auto* element = pg::as<IndexElem>(pg::nth(&pair, 0));
    const NamedTable::Named* column = element == nullptr ? nullptr : table.columns.column(text(element->name));
    if (column == nullptr) continue;
    if (!check_operator_class(method, element->opclass, column->type, table.out)) return false;
  }
  return true;
}

Partitioning partitioning_of(const NewTable& table) {
  Partitioning partitioning;
  for (const auto& key : each<PartitionElem>(table.statement.partspec->partParams)) {
    partitioning.keys.emplace_back(text(key.name));
  }
  return partitioning;
}

/// A key of a partitioned table.
bool check_key_of_partitioned(const ::Constraint& constraint, const std::vector<std::string>& columns,
                              const NewTable& table) {
  if (!table.partitioned) return true;
  const std::string_view what = constraint.contype == CONSTR_PRIMARY ? "PRIMARY KEY" : "UNIQUE";
  return check_partition_key(columns, partitioning_of(table), what, table.out);
}

/// The partition key must be among the columns that are compared for equality. Source: indexcmds.c, DefineIndex.
bool check_exclusion_of_partitioned(const ::Constraint& constraint, const NewTable& table) {
  if (!table.partitioned || table.out.version() < 17) return true;
  std::vector<std::string> compared;
  for (const auto& pair : each<List>(constraint.exclusions)) {
    const auto* element = pg::as<IndexElem>(pg::nth(&pair, 0));
    if (element != nullptr && element->name != nullptr) compared.emplace_back(text(element->name));
  }
  return check_partition_key(compared, partitioning_of(table), "EXCLUDE", table.out);
}

/// CHECK constraints of one name, and a second primary key.
struct Seen {
  std::vector<std::string_view> checks;
  int primary_keys = 0;
};

bool check_constraint(const ::Constraint& constraint, const std::vector<std::string>& columns, Seen& seen,
                      const NewTable& table) {
  EffectsBuilder& out = table.out;
  switch (constraint.contype) {
    case CONSTR_CHECK: {
      if (check_expression(constraint.raw_expr, ExpressionPlace::check_constraint, {&table.columns, 1}, out).problem) {
        return false;
      }
      if (constraint.is_no_inherit && table.partitioned) {
        return refuse("42P16", "cannot add NO INHERIT constraint to partitioned table " + quoted(table.name.name), out);
      }
      const std::string_view name = text(constraint.conname);
      if (!name.empty() && std::find(seen.checks.begin(), seen.checks.end(), name) != seen.checks.end()) {
        return refuse("42710", "check constraint " + quoted(name) + " already exists", out,
                      FailureKind::duplicate_object);
      }
      seen.checks.push_back(name);
      return true;
    }
    case CONSTR_PRIMARY:
      if (++seen.primary_keys + (table.primary_key ? 1 : 0) > 1) {
        return refuse("42P16", "multiple primary keys for table " + quoted(table.name.name) + " are not allowed", out);
      }
      [[fallthrough]];
    case CONSTR_UNIQUE:
      return check_key(constraint, columns, table) && check_key_of_partitioned(constraint, columns, table);
    case CONSTR_EXCLUSION:
      return check_exclusion(constraint, table) && check_exclusion_of_partitioned(constraint, table);
    default:
      return true;
  }
}

bool check_values(const ::ColumnDef& column, const NewTable& table) {
  EffectsBuilder& out = table.out;
  const NamedTable::Named* named = table.columns.column(text(column.colname));
  if (named == nullptr) return true;
  for (const auto& constraint : each<Constraint>(column.constraints)) {
    const bool is_default = constraint.contype == CONSTR_DEFAULT;
    if (!is_default && constraint.contype != CONSTR_GENERATED) continue;
    NamedTable columns = table.columns;
    const Meaning meaning =
        is_default ? check_expression(constraint.raw_expr, ExpressionPlace::column_default, {}, out)
                   : check_expression(constraint.raw_expr, ExpressionPlace::generated_column, {&columns, 1}, out);
    if (meaning.problem) return false;
    const std::string what = "column " + quoted(named->name) + " is of type " + pg::sql_type(named->type) + " but " +
                             (is_default ? "default" : "generation") + " expression";
    const auto problem = problem_of_assignment(meaning, constraint.raw_expr, named->type, what, out.before());
    if (!problem) continue;
    out.fail(problem->kind, problem->sqlstate, problem->message);
    return false;
  }
  return true;
}

}  // namespace

bool check_table_form(const NewTable& table) {
  const ::CreateStmt& statement = table.statement;
  EffectsBuilder& out = table.out;
  if (statement.oncommit != ONCOMMIT_NOOP && !table.temporary()) {
    return refuse("42P16", "ON COMMIT can only be used on temporary tables", out);
  }
  if (table.partitioned && statement.inhRelations != nullptr && statement.partbound == nullptr) {
    return refuse("42P17", "cannot create partitioned table as inheritance child", out);
  }
  if (table.partitioned && table.persistence() == Persistence::unlogged && out.version() >= 18) {
    return refuse("0A000", "partitioned tables cannot be unlogged", out);
  }
  const StorageKind kind = table.partitioned ? StorageKind::partitioned_table : StorageKind::table;
  if (!check_storage_parameters(statement.options, kind, out) || !check_access_method(table)) return false;
  if (out.schema().type(table.name) != nullptr && out.known(table.name) == nullptr) {
    return refuse("42710", "type " + quoted(table.name.name) + " already exists", out, FailureKind::duplicate_object);
  }
  return true;
}

bool add_new_column(std::string_view name, NamedTable::Named column, NewTable& table) {
  if (table.columns.column(name) != nullptr) {
    return refuse("42701", "column " + quoted(name) + " specified more than once", table.out,
                  FailureKind::duplicate_object);
  }
  column.name = name;
  table.columns.columns.push_back(std::move(column));
  return true;
}

bool check_new_columns(NewTable& table) {
  std::vector<std::string_view> own;
  // Columns of a parent or of the type may be written again: they are merged.
  const bool merges = table.statement.inhRelations != nullptr || table.statement.ofTypename != nullptr;
  const std::size_t inherited = table.columns.columns.size();
  const bool options_only = table.statement.partbound != nullptr || table.statement.ofTypename != nullptr;
  for (std::size_t i = 0; i < pg::length(table.statement.tableElts); ++i) {
    const ::Node* element = pg::nth(table.statement.tableElts, i);
    if (const auto* like = pg::as<TableLikeClause>(element)) {
      if (!copy_source(*like, table)) return false;
      continue;
    }
    const auto* column = pg::as<ColumnDef>(element);
    if (column == nullptr) continue;
    const std::string_view name = text(column->colname);
    if (is_system_column(name)) {
      return refuse("42701", "column name " + quoted(name) + " conflicts with a system column name", table.out);
    }
    if (!check_column(*column, table)) return false;
    NamedTable::Named* there = nullptr;
    for (std::size_t n = 0; merges && n < inherited; ++n) {
      if (table.columns.columns[n].name == name) there = &table.columns.columns[n];
    }
    if (there == nullptr && options_only && table.columns.complete) {
      return refuse("42703", "column " + quoted(name) + " does not exist", table.out, FailureKind::undefined_object);
    }
    if (std::find(own.begin(), own.end(), name) != own.end()) {
      return refuse("42701", "column " + quoted(name) + " specified more than once", table.out);
    }
    own.push_back(name);
    if (there == nullptr) {
      if (table.columns.column(name) != nullptr) {
        return refuse("42701", "column " + quoted(name) + " specified more than once", table.out);
      }
      add_named_column(*column, table.out.before(), table.columns);
      continue;
    }
    if (column->typeName == nullptr || !there->type.known()) continue;
    const pg::DataType type =
        table.out.schema().resolve_type(pg::type_of(*column->typeName), table.out.before().session.search_path());
    if (type.name == there->type.name && type.array == there->type.array) continue;
    return refuse("42804", "column " + quoted(name) + " has a type conflict", table.out);
  }
  return true;
}

bool check_new_constraints(const NewTable& table) {
  Seen seen;
  for (std::size_t i = 0; i < pg::length(table.statement.tableElts); ++i) {
    const ::Node* element = pg::nth(table.statement.tableElts, i);
    if (const auto* constraint = pg::as<Constraint>(element)) {
      if (!check_constraint(*constraint, pg::strings_of(constraint->keys), seen, table)) return false;
      continue;
    }
    const auto* column = pg::as<ColumnDef>(element);
    if (column == nullptr) continue;
    if (!check_values(*column, table)) return false;
    for (const auto& constraint : each<Constraint>(column->constraints)) {
      if (!check_constraint(constraint, {std::string(text(column->colname))}, seen, table)) return false;
    }
  }
  return true;
}

}  // namespace pginterlock::effects
