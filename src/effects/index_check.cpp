#include "effects/index_check.h"

#include <algorithm>

#include "effects/existence.h"
#include "effects/semantics.h"
#include "effects/storage_parameter.h"
#include "pg/catalog.h"
#include "pg/operator_class.h"
#include "schema/system_column.h"

namespace pginterlock::effects {

namespace {

using pg::each;
using pg::text;

bool refuse(std::string sqlstate, std::string message, EffectsBuilder& out) {
  out.fail(FailureKind::invalid_definition, std::move(sqlstate), std::move(message));
  return false;
}

/// What an access method can do: pg_am's amcanunique, amcanmulticol, amcaninclude, amcanorder.
struct Abilities {
  bool unique = true;
  bool several_columns = true;
  bool include = true;
  bool order = true;
};

std::optional<Abilities> abilities_of(std::string_view method, int version) {
  if (method == "btree") return Abilities{};
  if (method == "hash") return Abilities{.unique = false, .several_columns = false, .include = false, .order = false};
  if (method == "gist") return Abilities{.unique = false, .order = false};
  if (method == "gin" || method == "brin") return Abilities{.unique = false, .include = false, .order = false};
  if (method == "spgist") {
    return Abilities{.unique = false, .several_columns = false, .include = version >= 14, .order = false};
  }
  return std::nullopt;
}

std::string_view method_of(const ::IndexStmt& statement) {
  return statement.accessMethod == nullptr ? std::string_view("btree") : text(statement.accessMethod);
}

bool check_method(const ::IndexStmt& statement, EffectsBuilder& out) {
  const std::string_view method = method_of(statement);
  const auto abilities = abilities_of(method, out.version());
  if (!abilities) return find_object(OBJECT_ACCESS_METHOD, QualifiedName{"access method", method}, out).has_value();
  const std::string who = "access method " + quoted(method) + " does not support ";
  if (statement.unique && !abilities->unique) return refuse("0A000", who + "unique indexes", out);
  if (statement.indexIncludingParams != nullptr && !abilities->include) {
    return refuse("0A000", who + "included columns", out);
  }
  if (pg::length(statement.indexParams) > 1 && !abilities->several_columns) {
    return refuse("0A000", who + "multicolumn indexes", out);
  }
  for (const auto& element : each<IndexElem>(statement.indexParams)) {
    if (abilities->order) break;
    if (element.ordering != SORTBY_DEFAULT) return refuse("0A000", who + "ASC/DESC options", out);
    if (element.nulls_ordering != SORTBY_NULLS_DEFAULT) return refuse("0A000", who + "NULLS FIRST/LAST options", out);
  }
  return true;
}

bool check_included(const ::IndexStmt& statement, EffectsBuilder& out) {
  for (const auto& element : each<IndexElem>(statement.indexIncludingParams)) {
    if (element.expr != nullptr) return refuse("0A000", "expressions are not supported in included columns", out);
    if (element.opclass != nullptr || element.collation != nullptr || element.ordering != SORTBY_DEFAULT ||
        element.nulls_ordering != SORTBY_NULLS_DEFAULT) {
      return refuse("42P17", "including column does not support options", out);
    }
  }
  return true;
}

/// Columns that the table does not have, or that are no columns of its own.
bool check_columns(const ::IndexStmt& statement, const Relation& table, EffectsBuilder& out) {
  for (const ::List* elements : {statement.indexParams, statement.indexIncludingParams}) {
    for (const auto& element : each<IndexElem>(elements)) {
      if (element.name == nullptr) continue;
      const std::string_view name = text(element.name);
      if (is_system_column(name)) return refuse("0A000", "index creation on system columns is not supported", out);
      if (!table.complete || table.column(name) != nullptr) continue;
      out.fail(FailureKind::undefined_object, "42703", "column " + quoted(name) + " does not exist");
      return false;
    }
  }
  return true;
}

bool check_expressions(const ::IndexStmt& statement, const Target& table, EffectsBuilder& out) {
  const auto holds_expression = [](const auto& element) { return element.expr != nullptr; };
  const auto elements = each<IndexElem>(statement.indexParams);
  if (statement.whereClause == nullptr && std::none_of(elements.begin(), elements.end(), holds_expression)) return true;
  const std::vector<NamedTable> names{named_table(table.name, table.known)};
  for (const auto& element : elements) {
    if (element.expr == nullptr) continue;
    const Meaning meaning = check_expression(element.expr, ExpressionPlace::index_expression, names, out);
    if (meaning.problem) return false;
    if (!meaning.type.known() || meaning.literal()) continue;
    if (!check_operator_class(method_of(statement), element.opclass, meaning.type, out)) return false;
  }
  return statement.whereClause == nullptr ||
         !check_expression(statement.whereClause, ExpressionPlace::index_predicate, names, out).problem;
}

bool has_default_class(const pg::TypeFact& type, std::string_view method) {
  if (method == "btree") return type.has_btree;
  if (method == "hash") return type.has_hash;
  if (method == "gist") return type.has_gist;
  if (method == "gin") return type.has_gin;
  if (method == "spgist") return type.has_spgist;
  return method != "brin" || type.has_brin;
}

bool accepts(std::string_view class_type, const pg::DataType& type, int version) {
  if (class_type == "anyarray") return type.array;
  if (type.array || class_type.starts_with("any") || class_type == "record") return class_type.starts_with("any");
  const std::string& name = type.name.name.str();
  if (class_type == name) return true;
  const auto cast = pg::builtin_cast(name, class_type, version);
  return cast && cast->method == 'b' && cast->context == 'i';
}

/// An extension that brings operator classes for a built-in type and an access method that has none.
bool may_have_extension(const EffectsBuilder& out) {
  bool found = false;
  out.schema().others.for_each_mentioning("extension", [&](const QualifiedName& key, const NamedObject&) {
    if (key.schema != "extension") return;
    constexpr std::string_view harmless[] = {"plpgsql", "pgcrypto", "uuid-ossp", "citext", "tablefunc", "postgres_fdw"};
    found = found || std::none_of(std::begin(harmless), std::end(harmless),
                                  [&](std::string_view name) { return key.name == name; });
  });
  return found;
}

/// An operator class that is not built in: history dropped it, or the extension that brings it.
bool check_class_exists(std::string_view method, const QualifiedName& written, EffectsBuilder& out) {
  const QualifiedName key = operator_class_key(written, method, out.schema(), out.before().session.search_path());
  const std::string& name = written.name.str();
  const bool of_trigrams = name == "gist_trgm_ops" || name == "gin_trgm_ops";
  const bool extension_gone = of_trigrams && out.schema().others.known_absent({"extension", "pg_trgm"});
  if (!extension_gone && existence_of(out.schema(), key) != Existence::no) return true;
  out.fail(FailureKind::undefined_object, "42704",
           "operator class " + quoted(name) + " does not exist for access method " + quoted(method));
  return false;
}

}  // namespace

bool check_operator_class(std::string_view method, const ::List* operator_class, const pg::DataType& type,
                          EffectsBuilder& out) {
  if (operator_class != nullptr) {
    const QualifiedName written = pg::name_of(operator_class);
    const auto wanted = pg::operator_class_type(method, written.name.str(), out.version());
    if (!wanted) return check_class_exists(method, written, out);
    if (!type.known() || !type.builtin() || accepts(*wanted, type, out.version())) return true;
    return refuse("42804",
                  "operator class " + quoted(written.name.str()) + " does not accept data type " + pg::sql_type(type),
                  out);
  }
  if (!type.known() || !type.builtin()) return true;
  if (type.array) return true;
  const auto fact = pg::builtin_type(type.name.name.str(), out.version());
  if (!fact || has_default_class(*fact, method)) return true;
  // btree_gist, btree_gin and their like make defaults.
  if ((method == "gist" || method == "gin" || method == "spgist") && may_have_extension(out)) return true;
  out.fail(FailureKind::undefined_object, "42704",
           "data type " + pg::sql_type(type) + " has no default operator class for access method " + quoted(method));
  return false;
}

bool check_partition_key(const std::vector<std::string>& columns, const Partitioning& partitioning,
                         std::string_view what, EffectsBuilder& out) {
  for (const std::string& key : partitioning.keys) {
    if (key.empty()) {
      return refuse("0A000", "unsupported " + std::string(what) + " constraint with partition key definition", out);
    }
    if (std::find(columns.begin(), columns.end(), key) == columns.end()) {
      return refuse("0A000",
                    "a unique constraint on a partitioned table must include the partition key column " +
                        pg::quote_identifier(key),
                    out);
    }
  }
  return true;
}

bool check_partition_key(const std::vector<std::string>& columns, const Relation& table, bool only,
                         EffectsBuilder& out) {
  const auto names = only ? std::vector{table.name} : out.schema().with_descendants(table.name);
  return std::all_of(names.begin(), names.end(), [&](const QualifiedName& name) {
    const Relation* member = out.known(name);
    return member == nullptr || !member->partitioning ||
           check_partition_key(columns, *member->partitioning, "UNIQUE", out);
  });
}

bool check_index(const ::IndexStmt& statement, const Target& table, EffectsBuilder& out) {
  if (statement.nulls_not_distinct && out.version() < 15) {
    out.fail(FailureKind::version, "42601", "NULLS NOT DISTINCT needs PostgreSQL 15");
    return false;
  }
  for (const auto& element : each<IndexElem>(statement.indexParams)) {
    if (element.opclassopts == nullptr || out.version() >= 13) continue;
    out.fail(FailureKind::version, "42601", "parameters of an operator class need PostgreSQL 13");
    return false;
  }
  if (!check_method(statement, out) || !check_included(statement, out)) return false;
  if (table.known == nullptr) return true;
  if (!check_columns(statement, *table.known, out) || !check_expressions(statement, table, out)) return false;
  std::vector<std::string> columns;
  for (const auto& element : each<IndexElem>(statement.indexParams)) {
    columns.emplace_back(text(element.name));
    const Column* column = table.known->column(text(element.name));
    if (column == nullptr || !column->complete) continue;
    if (!check_operator_class(method_of(statement), element.opclass, column->type, out)) return false;
  }
  if (!check_storage_parameters(statement.options, storage_kind_of_index(method_of(statement)), out)) return false;
  if (!statement.unique || !table.is(RelationKind::partitioned_table)) return true;
  return check_partition_key(columns, *table.known, !statement.relation->inh, out);
}

}  // namespace pginterlock::effects
