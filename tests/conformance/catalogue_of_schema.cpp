#include "catalogue_of_schema.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>

#include "pg/types.h"

namespace pginterlock::conformance {

namespace {

using Form = KeptSql::Form;

std::string yes_no(bool value) { return value ? "yes" : "no"; }
std::string joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, ", ")); }

std::string joined(const std::vector<QualifiedName>& names) {
  std::vector<std::string> words;
  for (const QualifiedName& name : names) words.push_back(name.plain());
  return joined(words);
}

std::string sorted(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return joined(words);
}

bool is_system(const QualifiedName& name) {
  return name.schema.starts_with("pg_") || name.schema == "information_schema";
}

std::string kind_of(const Relation& relation) {
  switch (relation.kind) {
    case RelationKind::table:
      return "table";
    case RelationKind::partitioned_table:
      return "partitioned table";
    case RelationKind::view:
      return "view";
    case RelationKind::materialized_view:
      return "materialized view";
    case RelationKind::index:
      return "index";
    case RelationKind::sequence:
      return "sequence";
    case RelationKind::foreign_table:
      return "foreign table";
    case RelationKind::composite_type:
      return "composite type";
  }
  return {};
}

std::string kind_of(ConstraintKind kind) {
  switch (kind) {
    case ConstraintKind::check:
      return "check";
    case ConstraintKind::not_null:
      return "not null";
    case ConstraintKind::unique:
      return "unique";
    case ConstraintKind::primary_key:
      return "primary key";
    case ConstraintKind::foreign_key:
      return "foreign key";
    case ConstraintKind::exclusion:
      return "exclusion";
  }
  return {};
}

/// The type as format_type() shows it, as far as names go; a server tells the rest about modifiers.
std::string type_text(const pg::DataType& type) {
  if (type.builtin() && type.name.name == "char") return type.array ? "\"char\"[]" : "\"char\"";
  const bool plain_number = type.builtin() && type.name.name == "numeric" && type.modifiers.size() == 1;
  if (!plain_number) return pg::sql_type(type);
  pg::DataType full = type;
  full.modifiers.push_back(0);
  return pg::sql_type(full);
}

/// One key of an index with all that stands behind it.
std::string key_sql(const IndexKey& key) {
  std::string sql = key.column.empty() ? "(" + key.expression + ")" : pg::quote_identifier(key.column);
  const auto qualified = [](const std::string& name) {
    const std::size_t dot = name.find('.');
    if (dot == std::string::npos) return pg::quote_identifier(name);
    return pg::quote_identifier(name.substr(0, dot)) + "." + pg::quote_identifier(name.substr(dot + 1));
  };
  if (!key.collation.empty()) sql += " COLLATE " + qualified(key.collation);
  if (!key.opclass.empty()) sql += " " + qualified(key.opclass);
  if (key.descending) sql += " DESC";
  if (key.nulls_first != key.descending) sql += key.nulls_first ? " NULLS FIRST" : " NULLS LAST";
  return sql;
}

/// What stands behind ON table.
std::string definition_of(const TableIndex& index) {
  std::vector<std::string> keys;
  for (const IndexKey& key : index.keys) keys.push_back(key_sql(key));
  std::string sql = fmt::format("USING {} ({})", index.method, fmt::join(keys, ", "));
  if (!index.include.empty()) sql += fmt::format(" INCLUDE ({})", pg::sql_list(index.include));
  if (!index.predicate.empty()) sql += fmt::format(" WHERE ({})", index.predicate);
  return sql;
}

std::string action_word(char action) {
  switch (action) {
    case 'a':
      return "no action";
    case 'r':
      return "restrict";
    case 'c':
      return "cascade";
    case 'n':
      return "set null";
    case 'd':
      return "set default";
    default:
      return {action};
  }
}

class Writer {
 public:
  Writer(const Schema& schema, int version) : schema_(schema), version_(version) {}

  ReplayedCatalogue write() {
    schema_.relations.for_each([&](const QualifiedName&, const Relation& relation) { take(relation); });
    schema_.types.for_each([&](const QualifiedName&, const UserType& type) { take(type); });
    schema_.routines.for_each([&](const QualifiedName& key, const Routine& routine) { take(key, routine); });
    schema_.others.for_each([&](const QualifiedName& key, const NamedObject& object) { take(key, object); });
    return std::move(result_);
  }

 private:
  void set(const CatalogueObject& object, const char* attribute, Catalogue::Value value) {
    result_.catalogue.set(object, attribute, std::move(value));
  }
  void keep(KeptSql sql) { result_.kept.push_back(std::move(sql)); }

  void take(const Relation& relation) {
    const bool mentioned = !relation.origin && !relation.complete;
    if (mentioned || is_system(relation.name) || relation.persistence == Persistence::temporary) return;
    if (relation.kind == RelationKind::index) return;
    if (relation.kind == RelationKind::sequence) return take_sequence(relation);
    const CatalogueObject object{"relation", relation.name.plain()};
    if (!relation.complete) result_.doubted.insert(object);
    set(object, "kind", kind_of(relation));
    set(object, "persistence", relation.persistence == Persistence::unlogged ? "unlogged" : "permanent");
    set(object, "comment", relation.comment.value_or(""));
    const bool view = relation.kind == RelationKind::view || relation.kind == RelationKind::materialized_view;
    take_columns(relation, object, view);
    if (relation.kind == RelationKind::composite_type) return;
    if (view) {
      std::vector<std::string> reads;
      for (const Dependency& read : relation.reads) {
        if (!is_system(read.relation)) reads.push_back(read.relation.plain());
      }
      set(object, "reads", sorted(std::move(reads)));
    }
    if (relation.kind == RelationKind::materialized_view) set(object, "populated", yes_no(relation.with_data));
    if (!view) take_table(relation, object);
    for (const auto& constraint : relation.constraints) take(*constraint, relation);
    for (const auto& index : relation.indexes) take(*index, relation);
    take_parts(relation);
  }

  void take_columns(const Relation& relation, const CatalogueObject& object, bool view) {
    std::vector<std::string> names;
    const auto listed = [](const auto& column) { return !column->name.empty(); };
    const bool known = std::all_of(relation.columns.begin(), relation.columns.end(), listed);
    for (const auto& column : relation.columns) names.push_back(column->name);
    const bool told = known && (relation.complete || !view);
    set(object, "columns", told ? Catalogue::Value(joined(names)) : std::nullopt);
    for (const auto& column : relation.columns) {
      if (!column->name.empty()) take(*column, relation, view);
    }
  }

  void take(const Column& column, const Relation& relation, bool view) {
    const CatalogueObject object{"column", relation.name.plain() + "." + column.name};
    const bool known = column.complete && column.type.known();
    set(object, "type", known ? Catalogue::Value(type_text(column.type)) : std::nullopt);
    if (view || relation.kind == RelationKind::composite_type) return;
    set(object, "not null", yes_no(column.not_null));
    static constexpr std::array identities = {"", "always", "by default"};
    static constexpr std::array generations = {"", "stored", "virtual"};
    set(object, "identity", identities.at(static_cast<std::size_t>(column.identity)));
    set(object, "generated", generations.at(static_cast<std::size_t>(column.generated)));
    set(object, "collation", column.collation);
    if (!column.default_sql) return;
    const bool generated = column.generated != Generated::none;
    keep({.object = object,
          .attribute = "default",
          .form = generated ? Form::generated : Form::default_,
          .table = relation.name,
          .column = pg::quote_identifier(column.name),
          .type = pg::sql_type(column.type),
          .sql = *column.default_sql});
  }

  void take_table(const Relation& relation, const CatalogueObject& object) {
    set(object, "row security", yes_no(relation.row_security));
    set(object, "forced row security", yes_no(relation.force_row_security));
    set(object, "replica identity", relation.replica_identity);
    set(object, "parents", joined(relation.parents));
    set(object, "of type", relation.of_type ? relation.of_type->plain() : "");
    set(object, "tablespace", relation.tablespace);
    set(object, "access method", relation.access_method == "heap" ? "" : relation.access_method);
    set(object, "clustered on", relation.clustered_index);
    if (relation.partitioning) {
      set(object, "partitioned by", relation.partitioning->strategy + " " + joined(relation.partitioning->keys));
    }
    if (!relation.partition_bound || relation.parents.empty()) return;
    keep({.object = object,
          .attribute = "partition bound",
          .form = Form::bound,
          .table = relation.parents.front(),
          .column = {},
          .type = {},
          .sql = *relation.partition_bound});
  }

  void take_sequence(const Relation& sequence) {
    const CatalogueObject object{"sequence", sequence.name.plain()};
    set(object, "owned by",
        sequence.owner_table ? sequence.owner_table->plain() + "." + sequence.owner_column : std::string());
    if (!sequence.range) {
      for (const char* one : {"start", "increment", "minimum", "maximum"}) set(object, one, std::nullopt);
      return;
    }
    set(object, "start", std::to_string(sequence.range->start));
    set(object, "increment", std::to_string(sequence.range->increment));
    set(object, "minimum", std::to_string(sequence.range->minimum));
    set(object, "maximum", std::to_string(sequence.range->maximum));
  }

  void take(const TableConstraint& constraint, const Relation& relation) {
    const CatalogueObject object{"constraint", relation.name.plain() + "." + constraint.name};
    const bool check = constraint.kind == ConstraintKind::check;
    set(object, "kind", kind_of(constraint.kind));
    if (constraint.kind != ConstraintKind::exclusion) {
      set(object, "columns", check ? sorted(constraint.columns) : joined(constraint.columns));
    }
    set(object, "valid", yes_no(constraint.valid));
    set(object, "deferrable", yes_no(constraint.deferrable));
    if (version_ >= 18) set(object, "enforced", yes_no(constraint.enforced));
    if (check || constraint.kind == ConstraintKind::not_null) set(object, "no inherit", yes_no(constraint.no_inherit));
    if (check) {
      keep({.object = object,
            .attribute = "expression",
            .form = Form::check,
            .table = relation.name,
            .column = {},
            .type = {},
            .sql = constraint.expression});
    }
    if (constraint.kind != ConstraintKind::foreign_key || !constraint.references) return;
    set(object, "references", constraint.references->plain());
    std::vector<std::string> columns = constraint.referenced_columns;
    const Relation* other = schema_.relation(*constraint.references);
    const TableConstraint* key = other == nullptr ? nullptr : other->primary_key();
    if (columns.empty() && key != nullptr) columns = key->columns;
    set(object, "referenced columns", columns.empty() ? std::nullopt : Catalogue::Value(joined(columns)));
    set(object, "on delete", action_word(constraint.on_delete));
    set(object, "on update", action_word(constraint.on_update));
  }

  void take(const TableIndex& index, const Relation& relation) {
    const CatalogueObject object{"index", QualifiedName{relation.name.schema, index.name}.plain()};
    set(object, "table", relation.name.plain());
    set(object, "unique", yes_no(index.unique));
    set(object, "constraint", index.constraint.value_or(""));
    set(object, "part of", index.parent ? index.parent->plain() : "");
    keep({.object = object,
          .attribute = "definition",
          .form = Form::index,
          .table = relation.name,
          .column = {},
          .type = {},
          .sql = definition_of(index)});
  }

  void take_parts(const Relation& relation) {
    for (const auto& trigger : relation.triggers) {
      const CatalogueObject object{"trigger", relation.name.plain() + "." + trigger->name};
      set(object, "function", trigger->function.plain());
      set(object, "for each row", yes_no(trigger->row_level));
      set(object, "instead of", yes_no(trigger->instead_of));
      set(object, "transition tables", yes_no(trigger->transition_tables));
      set(object, "update of", sorted(trigger->update_columns));
    }
    for (const auto& policy : relation.policies) {
      result_.catalogue.add({"policy", relation.name.plain() + "." + policy->name});
    }
    for (const std::string& rule : relation.rules) {
      result_.catalogue.add({"rule", relation.name.plain() + "." + rule});
    }
  }

  void take(const UserType& type) {
    if (is_system(type.name) || !type.origin || type.kind == TypeKind::composite) return;
    const CatalogueObject object{"type", type.name.plain()};
    static constexpr std::array kinds = {"enum", "domain", "composite", "range", "base"};
    set(object, "kind", kinds.at(static_cast<std::size_t>(type.kind)));
    if (type.kind == TypeKind::enumeration) set(object, "labels", joined(type.labels));
    if (type.kind != TypeKind::domain) return;
    set(object, "base", type_text(type.base));
    bool not_null = false;
    for (const DomainConstraint& constraint : type.constraints) {
      not_null = not_null || constraint.not_null;
      if (constraint.not_null) continue;
      set({"domain constraint", type.name.plain() + "." + constraint.name}, "valid", yes_no(constraint.valid));
    }
    set(object, "not null", yes_no(not_null));
  }

  void take(const QualifiedName& key, const Routine& routine) {
    if (is_system(key) || !routine.origin) return;
    const CatalogueObject object{"routine", key.plain()};
    set(object, "kind", routine.procedure ? "procedure" : routine.aggregate ? "aggregate" : "function");
    set(object, "language", routine.language);
    if (!routine.procedure) {
      const bool told = !routine.result_type.empty() && !routine.aggregate;
      set(object, "result", told ? Catalogue::Value(routine.result_type) : std::nullopt);
    }
    static constexpr std::array volatilities = {"immutable", "stable", "volatile", "unknown"};
    if (!routine.aggregate) {
      set(object, "volatility", volatilities.at(static_cast<std::size_t>(routine.volatility)));
      set(object, "argument names", joined(routine.argument_names));
      set(object, "defaults", std::to_string(routine.defaults));
    }
    set(object, "security definer", yes_no(routine.security_definer));
    set(object, "search_path", yes_no(routine.search_path.has_value()));
    set(object, "executed by all", yes_no(routine.public_execute));
  }

  void take(const QualifiedName& key, const NamedObject& object) {
    static const std::set<std::string> kinds = {"schema",        "extension", "publication",
                                                "event trigger", "server",    "foreign data wrapper",
                                                "collation",     "statistics"};
    if (!kinds.contains(key.schema.str()) || !object.origin) return;
    // schema, name and what else tells the object apart, with this between them
    std::string name = key.name.str();
    if (const std::size_t first = name.find('\x1f'); first != std::string::npos) {
      const std::size_t second = std::min(name.find('\x1f', first + 1), name.size());
      name = name.substr(0, first) + "." + name.substr(first + 1, second - first - 1);
    }
    if (key.schema == "schema" && (name == "public" || name.starts_with("pg_"))) return;
    const CatalogueObject one{key.schema.str(), name};
    result_.catalogue.add(one);
    if (one.kind != "publication") return;
    set(one, "all tables", yes_no(object.all_tables));
    std::vector<std::string> tables;
    for (const QualifiedName& table : object.tables) tables.push_back(table.plain());
    set(one, "tables", sorted(std::move(tables)));
  }

  const Schema& schema_;
  int version_;
  ReplayedCatalogue result_;
};

}  // namespace

ReplayedCatalogue catalogue_of(const Schema& schema, int version) { return Writer(schema, version).write(); }

}  // namespace pginterlock::conformance
