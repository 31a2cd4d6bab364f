#include <algorithm>

#include "effects/expression_text.h"
#include "effects/expression_type.h"
#include "effects/type_change.h"
#include "pg/catalog.h"
#include "schema/column_use.h"

namespace pginterlock::effects {

namespace {

bool uses(const TableIndex& index, const std::string& column) {
  if (contains(index.include, column) || contains(index.predicate_columns, column)) return true;
  return std::any_of(index.keys.begin(), index.keys.end(), [&](const IndexKey& key) {
    return key.column == column || contains(key.expression_columns, column);
  });
}

/// An index of a partition that stands for one of the partitioned table is built anew with it: only the storage of an
/// index without partitions is kept. Source: tablecmds.c, TryReuseIndex.
bool serves_partitioned_index(const TableIndex& index) { return index.parent.has_value(); }

/// Whether an index on the column must be built anew though the table stays. Source: indexcmds.c, CheckIndexCompatible.
bool is_rebuilt(const TableIndex& index, const Relation& table, const TypeChange& change) {
  if (!index.predicate.empty() || serves_partitioned_index(index)) return true;
  for (const IndexKey& key : index.keys) {
    if (key.column.empty()) return true;
    // GIN keeps elements where its operator class is for arrays of anything.
    if (const Column* column = table.column(key.column);
        index.method == "gin" && column != nullptr && column->type.array) {
      return true;
    }
    if (key.column != change.column) continue;
    if (change.conversion == Conversion::reindex) return true;
    if (key.collation.empty() && change.collation_changes()) return true;
  }
  return false;
}

/// Drops run before types change. Source: tablecmds.c, AT_PASS_DROP; dependency.c.
bool is_dropped(const TableIndex& index, const TypeChange& change) {
  const ::AlterTableStmt& statement = change.table.statement;
  if (index.constraint && has_action(statement, AT_DropConstraint, *index.constraint)) return true;
  for (const auto& action : pg::each<AlterTableCmd>(statement.cmds)) {
    if (action.subtype == AT_DropColumn && uses(index, std::string(pg::text(action.name)))) return true;
  }
  return false;
}

/// The table with the column's new type.
NamedTable names_after(const Relation& relation, const TypeChange& change) {
  NamedTable names = named_table(relation.name, &relation);
  for (NamedTable::Named& column : names.columns) {
    if (column.name == change.column) column.type = change.type;
  }
  return names;
}

/// A relation before and after the change.
struct Names {
  NamedTable before;
  NamedTable after;
};

bool expression_fails(std::string_view sql, ExpressionPlace place, const Names& names, EffectsBuilder& out) {
  const ExpressionText text(sql);
  if (text.node() == nullptr) return false;
  Meaning meaning = meaning_of_stored(text.node(), place, {&names.before, 1}, {&names.after, 1}, out.before());
  return check_meaning(std::move(meaning), text.node(), place, out).problem.has_value();
}

/// Source: indexcmds.c, GetDefaultOpClass. Only for types of PostgreSQL.
bool lacks_operator_class(const std::string& method, const TypeChange& change) {
  const State& before = change.table.out.before();
  const auto fact = pg::builtin_type(catalog_type(change.type, before), before.pg_version);
  if (!fact) return false;
  return (method == "btree" && !fact->has_btree) || (method == "hash" && !fact->has_hash) ||
         (method == "gist" && !fact->has_gist) || (method == "gin" && !fact->has_gin) ||
         (method == "spgist" && !fact->has_spgist) || (method == "brin" && !fact->has_brin);
}

bool index_fails(const TableIndex& index, const Relation& relation, const Names& names, const TypeChange& change) {
  EffectsBuilder& out = change.table.out;
  for (const IndexKey& key : index.keys) {
    if (key.column.empty()) {
      const bool concerned = contains(key.expression_columns, change.column);
      if (concerned && expression_fails(key.expression, ExpressionPlace::index_expression, names, out)) return true;
      continue;
    }
    if (key.column != change.column || !key.opclass.empty() || !lacks_operator_class(index.method, change)) continue;
    out.fail(FailureKind::invalid_definition, "42704",
             "data type " + pg::sql_type(change.type) + " has no default operator class for access method \"" +
                 index.method + "\", which index " + pg::sql_name({relation.name.schema, index.name}) + " needs");
    return true;
  }
  return contains(index.predicate_columns, change.column) &&
         expression_fails(index.predicate, ExpressionPlace::index_predicate, names, out);
}

/// Views and rules that read the column.
void find_readers(const Relation& relation, const TypeChange& change, auto&& block) {
  for (const QualifiedName& name : relation.dependents) {
    const Relation* view = change.table.out.known(name);
    if (view == nullptr) continue;
    for (const Dependency& dependency : view->reads) {
      if (dependency.relation != relation.name) continue;
      if (!dependency.column.empty() && dependency.column != change.column) continue;
      if (dependency.column.empty() && relation.complete) continue;  // it names none of the columns: count(*)
      block("view " + pg::sql_name(name), dependency.column.empty() ? Certainty::assumed : Certainty::proved);
      break;
    }
  }
}

bool is_blocked_on(const Relation& relation, const TypeChange& change) {
  EffectsBuilder& out = change.table.out;
  bool blocked = false;
  const auto block = [&](const std::string& user, Certainty certainty, const char* sqlstate = "0A000") {
    out.fail(FailureKind::dependent_objects, sqlstate,
             "the type of " + change.words() + " cannot be altered because " + user + " uses it", certainty);
    blocked |= certainty == Certainty::proved;
  };
  find_readers(relation, change, block);
  for (const auto& trigger : relation.triggers) {
    if (!contains(trigger->update_columns, change.column) && !contains(trigger->when_columns, change.column)) continue;
    block("trigger " + pg::quote_identifier(trigger->name), Certainty::proved);
  }
  if (contains(relation.rule_columns, change.column)) block("a rule", Certainty::proved);
  for (const std::string& user : schema::users_of_column(out.schema(), relation.name, change.column)) {
    block(user, Certainty::proved);
  }
  for (const auto& policy : relation.policies) {
    if (!contains(policy->columns, change.column)) continue;
    block("policy " + pg::quote_identifier(policy->name), Certainty::proved);
  }
  for (const auto& other : relation.columns) {
    if (other->name == change.column || !contains(other->generated_from, change.column)) continue;
    if (has_action(change.table.statement, AT_DropColumn, other->name)) continue;
    block("generated column " + pg::quote_identifier(other->name), Certainty::proved,
          out.version() >= 15 ? "0A000" : "42601");
  }
  return blocked;
}

}  // namespace

bool is_blocked(const TypeChange& change) {
  const AlteredTable& table = change.table;
  if (table.relation == nullptr) return false;
  const auto names = table.only ? std::vector{table.name} : table.out.schema().with_descendants(table.name);
  return std::any_of(names.begin(), names.end(), [&](const QualifiedName& name) {
    const Relation* relation = table.out.known(name);
    return relation != nullptr && is_blocked_on(*relation, change);
  });
}

bool dependents_fail(const TypeChange& change) {
  const AlteredTable& table = change.table;
  if (table.relation == nullptr || !change.type.known()) return false;
  const auto names = table.only ? std::vector{table.name} : table.out.schema().with_descendants(table.name);
  for (const QualifiedName& name : names) {
    const Relation* relation = table.out.known(name);
    if (relation == nullptr) continue;
    const Names names_here{named_table(name, relation), names_after(*relation, change)};
    for (const auto& index : relation->indexes) {
      if (!uses(*index, change.column) || is_dropped(*index, change)) continue;
      if (index_fails(*index, *relation, names_here, change)) return true;
    }
    for (const auto& constraint : relation->constraints) {
      if (constraint->kind != ConstraintKind::check || !contains(constraint->columns, change.column)) continue;
      if (drops_constraint(table.statement, *constraint)) continue;
      if (expression_fails(constraint->expression, ExpressionPlace::check_constraint, names_here, table.out))
        return true;
    }
  }
  return false;
}

/// The table's rows stay as they are; indexes and CHECK constraints over the column are looked at again.
void keep_rows(const Storage& storage, const TypeChange& change) {
  EffectsBuilder& out = change.table.out;
  if (storage.relation == nullptr) return;
  for (const auto& index : storage.relation->indexes) {
    if (!uses(*index, change.column) || is_dropped(*index, change)) continue;
    out.lock({storage.name.schema, index->name}, LockMode::access_exclusive);
    if (!is_rebuilt(*index, *storage.relation, change)) continue;
    out.work({.kind = WorkKind::rebuild,
              .reason = Reason::type_change,
              .relation = storage.name,
              .index = index->name,
              .column = change.column});
  }
  const bool checked = std::any_of(
      storage.relation->constraints.begin(), storage.relation->constraints.end(), [&](const auto& constraint) {
        return constraint->kind == ConstraintKind::check && constraint->valid && constraint->enforced &&
               contains(constraint->columns, change.column) && !drops_constraint(change.table.statement, *constraint);
      });
  if (!checked) return;
  out.work(
      {.kind = WorkKind::scan, .reason = Reason::type_change_check, .relation = storage.name, .column = change.column});
}

void lock_partitioned_indexes(const TypeChange& change) {
  const AlteredTable& table = change.table;
  if (!table.partitioned() || table.only) return;
  for (const QualifiedName& name : table.out.schema().with_descendants(table.name)) {
    const Relation* relation = table.out.known(name);
    if (relation == nullptr || relation->kind != RelationKind::partitioned_table) continue;
    for (const auto& index : relation->indexes) {
      if (uses(*index, change.column)) table.out.lock({name.schema, index->name}, LockMode::access_exclusive);
    }
  }
}

}  // namespace pginterlock::effects
