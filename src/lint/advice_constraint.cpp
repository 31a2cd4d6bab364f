#include <fmt/format.h>

#include <algorithm>

#include "lint/advice.h"
#include "lint/advice_table.h"
#include "pg/names.h"
#include "pg/types.h"

// A constraint that takes over an index which was built beside the traffic.
namespace pginterlock::advice {
namespace {

struct Key {
  const ::Constraint* constraint = nullptr;
  const ::ColumnDef* column = nullptr;  // the new column at which it stands
  std::vector<std::string> columns;
};

Key key_of(const ::AlterTableCmd& action, ::ConstrType kind) {
  if (const auto* constraint = pg::as<::Constraint>(action.def)) {
    return {constraint, nullptr, pg::strings_of(constraint->keys)};
  }
  const auto* column = pg::as<::ColumnDef>(action.def);
  if (column == nullptr || column->typeName == nullptr) return {};
  for (const auto& constraint : pg::each<::Constraint>(column->constraints)) {
    if (constraint.contype == kind) return {&constraint, column, {std::string(pg::text(column->colname))}};
  }
  return {};
}

/// Whether the default of the column that the action adds would be computed for each row.
bool has_volatile_default(const Context& context, Span cause) {
  const auto& all = context.effects.work;
  return std::any_of(all.begin(), all.end(), [&](const Work& one) {
    return one.reason == Reason::volatile_default && one.cause.begin == cause.begin;
  });
}

/// What makes the key of a partition one of the whole table; empty: the statement names the table itself.
std::string for_the_whole(const Context& context, const Work& work) {
  const QualifiedName table = altered_table(context, work);
  if (table == work.relation) return {};
  return "-- and so in each other partition; then the statement finds the indexes that it needs:\n" +
         alter(table, text(context, work.cause));
}

/// Such a column can be added in a moment: a type that stands for itself, a constant default, no other constraint.
bool is_plain(const ::ColumnDef& column) {
  if (pg::serial_width(*column.typeName) > 0) return false;
  const auto constraints = pg::each<::Constraint>(column.constraints);
  return std::all_of(constraints.begin(), constraints.end(), [](const ::Constraint& constraint) {
    switch (constraint.contype) {
      case CONSTR_UNIQUE:
      case CONSTR_PRIMARY:
      case CONSTR_NULL:
      case CONSTR_DEFAULT:
        return true;
      default:
        return false;
    }
  });
}

/// Earlier actions in two: constraints that make room for the new one go with it, the rest comes first.
struct Earlier {
  std::string room;   // each with ", " behind it
  std::string first;  // the same
};

Earlier earlier_of(const Context& context, Span cause) {
  Earlier earlier;
  const std::string before = earlier_actions(context, cause);
  if (before.empty()) return earlier;
  bool drops_columns = false;  // and with them their constraints
  for (const Span span : context.statement.actions()) {
    const ::AlterTableCmd* action = action_at(context.statement, span);
    const std::string written = text(context, span);
    if (action == nullptr || before.find(written + ", ") == std::string::npos) continue;
    (action->subtype == AT_DropConstraint ? earlier.room : earlier.first) += written + ", ";
    drops_columns = drops_columns || action->subtype == AT_DropColumn;
  }
  if (drops_columns) earlier = {"", before};
  if (!earlier.first.empty()) earlier.first.resize(earlier.first.size() - 2);
  return earlier;
}

/// A relation of that name is in the way of the index until the constraint is dropped that owns it.
bool is_taken(const Context& context, const QualifiedName& name) {
  return context.before.schema.table_of_index(name) != nullptr || context.before.schema.relation(name) != nullptr;
}

/// A primary key that takes over an index reads the table for each column that may hold a null.
/// Source: tablecmds.c, ATExecAddIndexConstraint; index.c, index_check_primary_key.
std::string not_null_steps_of(const Context& context, const QualifiedName& name,
                              const std::vector<std::string>& columns) {
  const Relation* table = context.before.schema.relation(name);
  std::string sql;
  for (const std::string& column : columns) {
    const Column* known = table == nullptr ? nullptr : table->column(column);
    if (known == nullptr || !known->complete || known->not_null || table->proves_not_null(column)) continue;
    sql += not_null_steps(context, name, column);
  }
  return sql;
}

}  // namespace

std::string constraint_using_index(const Context& context, const Work& work, std::string_view kind,
                                   std::string_view label) {
  const ::AlterTableCmd* action = action_at(context.statement, work.cause);
  if (action == nullptr) return {};
  const Key key = key_of(*action, kind == "UNIQUE" ? CONSTR_UNIQUE : CONSTR_PRIMARY);
  if (key.constraint == nullptr || key.columns.empty()) return {};
  if (key.column != nullptr && !is_plain(*key.column)) return {};
  const bool primary = kind != "UNIQUE";
  std::string joined;
  for (const std::string& column : key.columns) joined += (joined.empty() ? "" : "_") + column;
  const std::string written(pg::text(key.constraint->conname));
  const std::string name =
      written.empty() ? pg::make_object_name(work.relation.name, primary ? "" : joined, label) : written;
  const Earlier earlier = earlier_of(context, work.cause);
  const bool taken = !earlier.room.empty() || is_taken(context, {work.relation.schema, name});
  const std::string index = taken ? pg::make_object_name(work.relation.name, joined, "new") : name;

  std::string sql;
  if (!earlier.first.empty()) sql += alter(work.relation, earlier.first);
  if (key.column != nullptr) {
    const std::string& name_of_column = key.columns.front();
    const std::string column = pg::quote_identifier(name_of_column);
    const std::string type = pg::sql_type(pg::type_of(*key.column->typeName));
    const std::string value = clause(text(context, work.cause), "default");
    if (has_volatile_default(context, work.cause)) {
      sql += alter(work.relation, fmt::format("ADD COLUMN {} {}", column, type)) +
             alter(work.relation, fmt::format("ALTER COLUMN {} SET DEFAULT {}", column, value)) +
             backfill(work.relation, name_of_column, value);
      if (primary) sql += not_null_steps(context, work.relation, name_of_column);
    } else {
      sql += alter(work.relation,
                   fmt::format("ADD COLUMN {} {}{}{}", column, type, value.empty() ? "" : " DEFAULT ", value));
      if (primary) sql += "-- fill it, and make it NOT NULL (see set-not-null-scan), then\n";
    }
  }
  if (primary) sql += not_null_steps_of(context, work.relation, key.columns);
  const std::string deferrable = key.constraint->deferrable ? " DEFERRABLE" : "";
  const std::string deferred = key.constraint->initdeferred ? " INITIALLY DEFERRED" : "";
  const std::string including =
      pg::length(key.constraint->including) > 0
          ? fmt::format(" INCLUDE ({})", pg::sql_list(pg::strings_of(key.constraint->including)))
          : "";
  return sql + outside_transaction(context) +
         fmt::format("CREATE UNIQUE INDEX CONCURRENTLY {} ON {} ({}){}{};\n", pg::quote_identifier(index),
                     pg::sql_name(work.relation), pg::sql_list(key.columns), including,
                     key.constraint->nulls_not_distinct ? " NULLS NOT DISTINCT" : "") +
         "-- then, for a moment only:\n" +
         alter(work.relation,
               fmt::format("{}ADD CONSTRAINT {} {} USING INDEX {}{}{}", earlier.room, pg::quote_identifier(name), kind,
                           pg::quote_identifier(index), deferrable, deferred)) +
         for_the_whole(context, work);
}

}  // namespace pginterlock::advice
