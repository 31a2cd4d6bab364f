// DROP COLUMN, and what goes with a column.
#include <algorithm>
#include <string>

#include "effects/alter_table.h"
#include "effects/targets.h"

namespace pginterlock::effects {

namespace {

std::string column_of(std::string_view column, const AlteredTable& table) {
  return "column " + pg::quote_identifier(column) + " of table " + pg::sql_name(table.name);
}

}  // namespace

void lose_view(const QualifiedName& view, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  std::vector<QualifiedName> lost{view};
  for (std::size_t i = 0; i < lost.size(); ++i) {
    const Relation* relation = out.known(lost[i]);
    const bool materialized = relation != nullptr && relation->kind == RelationKind::materialized_view;
    out.lock(lost[i], LockMode::access_exclusive);
    out.lose({.kind = materialized ? ObjectKind::materialized_view : ObjectKind::view,
              .object = pg::sql_name(lost[i]),
              .relation = lost[i],
              .implicit = true});
    if (relation == nullptr) continue;
    for (const QualifiedName& next : relation->dependents) {
      if (std::find(lost.begin(), lost.end(), next) == lost.end()) lost.push_back(next);
    }
  }
}

namespace {

/// What else goes with a column when CASCADE is written, and makes the statement fail when it is not.
class Dependents {
 public:
  Dependents(std::string_view column, const ::AlterTableCmd& action, const AlteredTable& table)
      : column_(column), cascade_(action.behavior == DROP_CASCADE), table_(table) {}

  void views() {
    for (const QualifiedName& name : table_.relation->dependents) {
      const Relation* view = table_.out.known(name);
      if (view == nullptr) continue;
      const Certainty certainty = certainty_of(*view);
      if (certainty == Certainty::assumed && !whole_table(*view)) continue;
      if (cascade_) {
        lose_view(name, table_);
      } else {
        fail("view " + pg::sql_name(name), certainty);
      }
    }
  }

  void object(ObjectKind kind, const std::string& object, bool data = false) {
    if (!cascade_) {
      fail(std::string(name(kind)) + " " + object, Certainty::proved);
      return;
    }
    table_.out.lose({.kind = kind, .object = object, .relation = table_.name, .data = data, .implicit = true});
  }

  void foreign_keys() {
    std::vector<QualifiedName> referencing = table_.relation->referencing;
    referencing.push_back(table_.name);
    for (const QualifiedName& name : referencing) {
      const Relation* other = table_.out.known(name);
      if (other == nullptr) continue;
      for (const auto& constraint : other->constraints) {
        if (!references_column(*constraint)) continue;
        // The table's own goes along when it is on the column, or dropped by name.
        const bool goes =
            contains(constraint->columns, column_) || has_action(table_.statement, AT_DropConstraint, constraint->name);
        if (name == table_.name && goes) continue;
        if (!cascade_) {
          fail("constraint " + pg::quote_identifier(constraint->name) + " of table " + pg::sql_name(name),
               Certainty::proved);
          continue;
        }
        lock_with_partitions(name, LockMode::access_exclusive, table_.out);
        table_.out.lose({.kind = ObjectKind::constraint,
                         .object = pg::quote_identifier(constraint->name),
                         .relation = name,
                         .implicit = true});
      }
    }
  }

 private:
  bool reads(const Relation& view, std::string_view column) const {
    return std::any_of(view.reads.begin(), view.reads.end(), [&](const Dependency& dependency) {
      return dependency.relation == table_.name && dependency.column == column;
    });
  }
  /// It may read any column. One that reads no column of a table whose columns are known (count(*)) does not.
  bool whole_table(const Relation& view) const { return !table_.complete() && reads(view, ""); }
  Certainty certainty_of(const Relation& view) const {
    return reads(view, column_) ? Certainty::proved : Certainty::assumed;
  }
  bool references_column(const TableConstraint& constraint) const {
    if (constraint.kind != ConstraintKind::foreign_key || constraint.references != table_.name) return false;
    if (!constraint.referenced_columns.empty()) return contains(constraint.referenced_columns, column_);
    const TableConstraint* key = table_.relation->primary_key();
    return key != nullptr && contains(key->columns, column_);
  }
  void fail(const std::string& object, Certainty certainty) {
    table_.out.fail(FailureKind::dependent_objects, "2BP01", object + " depends on " + column_of(column_, table_),
                    certainty);
  }

  std::string_view column_;
  bool cascade_;
  const AlteredTable& table_;
};

bool uses(const TableIndex& index, std::string_view column) {
  if (contains(index.include, column) || contains(index.predicate_columns, column)) return true;
  return std::any_of(index.keys.begin(), index.keys.end(), [&](const IndexKey& key) {
    return key.column == column || contains(key.expression_columns, column);
  });
}

/// The children lose the column with its indexes.
void lock_indexes_below(std::string_view column, const AlteredTable& table) {
  for (const QualifiedName& name : table.out.schema().with_descendants(table.name)) {
    const Relation* child = name == table.name ? nullptr : table.out.known(name);
    for (std::size_t i = 0; child != nullptr && i < child->indexes.size(); ++i) {
      if (uses(*child->indexes[i], column)) {
        table.out.lock({name.schema, child->indexes[i]->name}, LockMode::access_exclusive);
      }
    }
  }
}

/// Indexes and constraints that hold the column go without being named. Source: dependency.c, by the automatic
/// dependencies that index_create and CreateConstraintEntry record.
void lose_parts(std::string_view column, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  for (const auto& constraint : table.relation->constraints) {
    if (constraint->kind == ConstraintKind::not_null || !contains(constraint->columns, column)) continue;
    out.lose({.kind = ObjectKind::constraint,
              .object = pg::quote_identifier(constraint->name),
              .relation = table.name,
              .implicit = true});
    if (constraint->kind == ConstraintKind::foreign_key && constraint->references) {
      lock_with_partitions(*constraint->references, LockMode::access_exclusive, out);
    }
  }
  if (!table.only) lock_indexes_below(column, table);
  for (const auto& index : table.relation->indexes) {
    if (!uses(*index, column)) continue;
    out.lock({table.name.schema, index->name}, LockMode::access_exclusive);
    if (index->constraint) continue;
    out.lose({.kind = ObjectKind::index,
              .object = pg::quote_identifier(index->name),
              .relation = table.name,
              .implicit = true});
  }
}

/// A generated column that reads the dropped one. Before 15 it silently went along.
/// Source: heap.c, StoreAttrDefault: "If the column is GENERATED, the dependencies are …".
void lose_generated_columns(std::string_view column, Dependents& dependents, const AlteredTable& table) {
  for (const auto& other : table.relation->columns) {
    if (!contains(other->generated_from, column) || other->name == column) continue;
    if (has_action(table.statement, AT_DropColumn, other->name)) continue;
    const bool stored = other->generated == Generated::stored;
    if (table.out.version() >= 15) {
      dependents.object(ObjectKind::column, pg::quote_identifier(other->name), stored);
      continue;
    }
    table.out.lose({.kind = ObjectKind::column,
                    .object = pg::quote_identifier(other->name),
                    .relation = table.name,
                    .data = stored,
                    .implicit = true});
  }
}

bool reads_column(const std::vector<Dependency>& reads, std::string_view column, const QualifiedName& table) {
  return std::any_of(reads.begin(), reads.end(),
                     [&](const Dependency& one) { return one.relation == table && one.column == column; });
}

/// Publications by their column lists and row filters, functions by a body that is no string.
/// Source: pg_publication.c, publication_add_relation; pg_proc.c, ProcedureCreate.
void lose_readers(std::string_view column, Dependents& dependents, const AlteredTable& table) {
  std::vector<std::string> publications;
  table.out.schema().others.for_each_mentioning(table.name.name,
                                                [&](const QualifiedName& key, const NamedObject& object) {
                                                  if (reads_column(object.reads, column, table.name))
                                                    publications.push_back(key.name);
                                                });
  std::sort(publications.begin(), publications.end());
  for (const std::string& name : publications) {
    dependents.object(ObjectKind::publication, pg::quote_identifier(name));
  }
  std::vector<std::string> routines;
  table.out.schema().routines.for_each_mentioning(table.name.name,
                                                  [&](const QualifiedName& key, const Routine& routine) {
                                                    if (reads_column(routine.reads, column, table.name))
                                                      routines.push_back(key.plain());
                                                  });
  std::sort(routines.begin(), routines.end());
  for (const std::string& name : routines) dependents.object(ObjectKind::function, name);
}

/// Whether defaults of other columns need the sequence that goes with a column; with CASCADE they go.
bool refuses_sequence(const QualifiedName& sequence, const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const auto takes = [&](const Column& column) {
    return column.default_sql && column.owned_sequence != sequence &&
           column.default_sql->find("nextval") != std::string::npos &&
           (column.default_sql->find("'" + sequence.name + "'") != std::string::npos ||
            column.default_sql->find("'" + sequence.plain() + "'") != std::string::npos);
  };
  const auto users = relations_mentioning(sequence.name, out.schema(), [&](const Relation& relation) {
    return std::any_of(relation.columns.begin(), relation.columns.end(),
                       [&](const auto& column) { return takes(*column); });
  });
  for (const QualifiedName& user : users) {
    if (action.behavior == DROP_CASCADE) {
      out.lock(user, LockMode::access_exclusive);
      continue;
    }
    out.fail(FailureKind::dependent_objects, "2BP01",
             "a default of table " + pg::sql_name(user) + " depends on sequence " + pg::sql_name(sequence));
    return true;
  }
  return false;
}

bool fails_to_drop(std::string_view name, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const Relation& relation = *table.relation;
  if (relation.of_type) {
    out.fail(FailureKind::wrong_object, "42809", "a column cannot be dropped from a typed table");
    return true;
  }
  const auto times = [&] {
    int found = 0;
    for (const auto& action : pg::each<AlterTableCmd>(table.statement.cmds)) {
      const bool drops = action.subtype == AT_DropColumn && !action.missing_ok;
      if (drops && pg::text(action.name) == name) ++found;
    }
    return found;
  }();
  if (times > 1) {
    out.fail(FailureKind::undefined_object, "42703", column_of(name, table) + " is dropped twice");
    return true;
  }
  if (is_partition_key(name, table)) {
    out.fail(FailureKind::invalid_definition, "42P16", column_of(name, table) + " is part of a partition key");
    return true;
  }
  const bool inherited =
      std::any_of(relation.parents.begin(), relation.parents.end(), [&](const QualifiedName& parent) {
        const Relation* known = out.known(parent);
        return known != nullptr && known->column(name) != nullptr;
      });
  if (inherited) {
    out.fail(FailureKind::dependent_objects, "42P16", column_of(name, table) + " is inherited and cannot be dropped");
    return true;
  }
  if (table.only && table.partitioned() && !relation.children.empty()) {
    out.fail(FailureKind::wrong_object, "42P16",
             column_of(name, table) + " cannot be dropped from only the partitioned table");
    return true;
  }
  return false;
}

void report_lost_column(std::string_view name, bool data, const AlteredTable& table) {
  const std::string object = pg::quote_identifier(name);
  table.out.lose({.kind = ObjectKind::column, .object = object, .relation = table.name, .data = data});
  table.out.breaks({.kind = BreakKind::drop,
                    .object_kind = ObjectKind::column,
                    .relation = table.name,
                    .column = std::string(name),
                    .object = object});
}

}  // namespace

void drop_column(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const std::string_view name = pg::text(action.name);
  const Column* column = table.column(name);
  if (column == nullptr) {
    if (table.complete()) return;
    report_lost_column(name, true, table);
    return;
  }
  if (fails_to_drop(name, table)) return;
  // ONLY leaves the children their column, but they are told. Source: tablecmds.c, ATExecDropColumn.
  if (table.only) {
    for (const QualifiedName& child : table.relation->children) out.lock(child, table.mode);
  }
  report_lost_column(name, column->generated != Generated::virtual_, table);
  lose_parts(name, table);
  if (column->owned_sequence) {
    if (refuses_sequence(*column->owned_sequence, action, table)) return;
    out.lock(*column->owned_sequence, LockMode::access_exclusive);
    out.lose({.kind = ObjectKind::sequence,
              .object = pg::sql_name(*column->owned_sequence),
              .relation = table.name,
              .implicit = true});
  }
  Dependents dependents(name, action, table);
  lose_generated_columns(name, dependents, table);
  dependents.views();
  dependents.foreign_keys();
  for (const auto& trigger : table.relation->triggers) {
    if (contains(trigger->update_columns, name) || contains(trigger->when_columns, name)) {
      dependents.object(ObjectKind::trigger, pg::quote_identifier(trigger->name));
    }
  }
  for (const auto& policy : table.relation->policies) {
    if (contains(policy->columns, name)) dependents.object(ObjectKind::policy, pg::quote_identifier(policy->name));
  }
  if (contains(table.relation->rule_columns, name)) {
    for (const std::string& rule : table.relation->rules) {
      dependents.object(ObjectKind::rule, pg::quote_identifier(rule));
    }
  }
  lose_readers(name, dependents, table);
}

}  // namespace pginterlock::effects
