// DROP of everything that is a relation or a part of one; what else goes is in drop_other.cpp.
#include <algorithm>
#include <vector>

#include "effects/drop.h"
#include "effects/families.h"
#include "effects/unmade.h"
#include "schema/follow_names.h"

namespace pginterlock::effects {

namespace {

using pg::each;

bool among(const std::vector<QualifiedName>& names, const QualifiedName& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool holds_data(RelationKind kind) { return kind == RelationKind::table || kind == RelationKind::partitioned_table; }

std::string described(const Relation& relation) {
  return std::string(noun(relation.kind)) + " " + relation.name.plain();
}

}  // namespace

void RelationDrop::add(const QualifiedName& relation, RelationKind kind, bool implicit) {
  if (among(names_, relation)) return;
  const Relation* known = out_.known(relation);
  names_.push_back(relation);
  details_.push_back({known != nullptr ? known->kind : kind, implicit});
}

/// What depends on the relation: it goes too with CASCADE, else it is in the way.
void RelationDrop::reach(const QualifiedName& dependent, const Relation& needed) {
  if (among(names_, dependent)) return;
  const Relation* known = out_.known(dependent);
  if (cascade_) {
    add(dependent, known == nullptr ? RelationKind::view : known->kind, true);
    return;
  }
  out_.fail(FailureKind::dependent_objects, "2BP01",
            "cannot drop " + described(needed) + " because " +
                (known == nullptr ? dependent.plain() : described(*known)) + " depends on it");
}

void RelationDrop::reach_children(const Relation& relation) {
  for (const QualifiedName& child : relation.children) {
    if (relation.kind == RelationKind::partitioned_table) {
      add(child, RelationKind::table, true);  // partitions need no CASCADE
    } else {
      reach(child, relation);
    }
  }
}

/// Foreign keys of other tables are dropped with CASCADE, which locks those tables.
void RelationDrop::reach_foreign_keys(const Relation& relation) {
  for (const QualifiedName& child : relation.referencing) {
    if (among(names_, child)) continue;
    if (!cascade_) {
      out_.fail(
          FailureKind::dependent_objects, "2BP01",
          "cannot drop " + described(relation) + " because a foreign key of table " + child.plain() + " depends on it");
      continue;
    }
    out_.lock_with_descendants(child, LockMode::access_exclusive);
    const Relation* table = out_.known(child);
    if (table == nullptr) continue;
    for (const auto& constraint : table->constraints) {
      if (constraint->references != relation.name) continue;
      out_.lose({.kind = ObjectKind::constraint,
                 .object = pg::quote_identifier(constraint->name),
                 .relation = child,
                 .implicit = true});
    }
  }
}

/// A foreign key to a partitioned table holds each of its partitions: it goes as a whole, which locks all of them.
/// Source: tablecmds.c, addFkRecurseReferenced; dependency.c.
void RelationDrop::reach_partitioned_keys(const Relation& relation) {
  // A partition has one parent, which may be a partition itself.
  for (const Relation* partition = &relation; partition != nullptr && partition->partition_bound;) {
    const QualifiedName name = partition->parents.empty() ? QualifiedName{} : partition->parents.front();
    partition = out_.known(name);
    if (partition == nullptr || among(names_, name)) return;
    for (const QualifiedName& child : partition->referencing) {
      if (among(names_, child)) continue;
      if (!cascade_) {
        out_.fail(FailureKind::dependent_objects, "2BP01",
                  "cannot drop " + described(relation) + " because a foreign key of table " + child.plain() +
                      " depends on it");
        continue;
      }
      out_.lock_with_descendants(child, LockMode::access_exclusive);
      for (const QualifiedName& one : out_.schema().with_descendants(name)) {
        // Before 15 partitions that are partitioned themselves are passed over.
        const Relation* known = out_.known(one);
        const bool between = one != name && known != nullptr && known->kind == RelationKind::partitioned_table;
        if (!between || out_.version() >= 15) out_.lock(one, LockMode::access_exclusive);
      }
    }
  }
}

/// Tables whose policies and rules read the relation, or that have a column of its row type, and routines with it.
void RelationDrop::reach_users(const Relation& relation) {
  if (schema::has_rows(relation.kind)) drop_routines_of_type(relation.name, described(relation), cascade_, out_);
  for (const QualifiedName& name : relation.part_users) {
    const Relation* user = out_.known(name);
    if (user == nullptr || among(names_, name)) continue;
    const auto reads = [&](const auto& use) { return among(use->relations, relation.name); };
    const auto of_type = [&](const auto& column) { return column->type.name == relation.name; };
    const bool by_part = std::any_of(user->uses.begin(), user->uses.end(), reads);
    const bool by_column = std::any_of(user->columns.begin(), user->columns.end(), of_type);
    if (!by_part && !by_column) continue;
    if (cascade_) {
      out_.lock(name, LockMode::access_exclusive);
    } else {
      out_.fail(FailureKind::dependent_objects, "2BP01",
                "cannot drop " + described(relation) + " because " + name.plain() + " depends on it");
    }
  }
}

namespace {

/// Whether a default takes its value from the sequence: nextval('name') or nextval('schema.name').
bool takes_from(const std::string& default_sql, const QualifiedName& sequence) {
  if (default_sql.find("nextval") == std::string::npos) return false;
  return default_sql.find("'" + sequence.name + "'") != std::string::npos ||
         default_sql.find("'" + sequence.plain() + "'") != std::string::npos;
}

}  // namespace

void RelationDrop::lose_default(const Relation& sequence, const Relation& table, const Column& column) {
  const std::string where = "column " + column.name + " of table " + table.name.plain();
  if (!cascade_) {
    out_.fail(
        FailureKind::dependent_objects, "2BP01",
        "cannot drop sequence " + sequence.name.plain() + " because the default value of " + where + " depends on it");
    return;
  }
  out_.lock(table.name, LockMode::access_exclusive);
  out_.breaks({.kind = BreakKind::drop_default,
               .object_kind = ObjectKind::column,
               .relation = table.name,
               .column = column.name,
               .object = pg::sql_name(table.name) + "." + pg::quote_identifier(column.name)});
}

/// Sequences: the columns that take their default from them.
void RelationDrop::reach_defaults(const Relation& sequence) {
  const auto tables = relations_mentioning(sequence.name.name, out_.schema(), [&](const Relation& relation) {
    return !among(names_, relation.name) &&
           std::any_of(relation.columns.begin(), relation.columns.end(), [&](const auto& column) {
             return column->default_sql && column->owned_sequence != sequence.name &&
                    takes_from(*column->default_sql, sequence.name);
           });
  });
  for (const QualifiedName& name : tables) {
    const Relation* table = out_.known(name);
    for (const auto& column : table->columns) {
      if (column->default_sql && column->owned_sequence != sequence.name &&
          takes_from(*column->default_sql, sequence.name)) {
        lose_default(sequence, *table, *column);
      }
    }
  }
  if (!sequence.owner_table || among(names_, *sequence.owner_table)) return;
  const Relation* table = out_.known(*sequence.owner_table);
  const Column* column = table == nullptr ? nullptr : table->column(sequence.owner_column);
  if (column == nullptr || column->owned_sequence != sequence.name) return;
  if (column->identity != Identity::none) {
    out_.fail(FailureKind::dependent_objects, "2BP01",
              "cannot drop sequence " + sequence.name.plain() + " because column " + sequence.owner_column +
                  " of table " + table->name.plain() + " requires it");
  } else if (column->default_sql) {
    lose_default(sequence, *table, *column);
  }
}

namespace {

/// Whether the partition has its foreign key from the table that it is a partition of.
bool comes_from_parent(const TableConstraint& key, const Relation& partition, const EffectsBuilder& out) {
  if (!partition.partition_bound) return false;
  return std::any_of(partition.parents.begin(), partition.parents.end(), [&](const QualifiedName& name) {
    const Relation* parent = out.known(name);
    return parent != nullptr &&
           std::any_of(parent->constraints.begin(), parent->constraints.end(), [&](const auto& one) {
             return one->kind == ConstraintKind::foreign_key && one->references == key.references &&
                    one->columns == key.columns;
           });
  });
}

}  // namespace

/// The locks on what stays: the parent and the default partition of a partition, the tables that foreign keys
/// reference. Source: tablecmds.c, RangeVarCallbackForDropRelation; heap.c, heap_drop_with_catalog; pg_constraint.c,
/// RemoveConstraintById.
void RelationDrop::lock_neighbours(const Relation& relation) {
  for (const QualifiedName& name : relation.parents) {
    const Relation* parent = out_.known(name);
    if (among(names_, name) || !relation.partition_bound) continue;
    out_.lock(name, LockMode::access_exclusive);
    if (parent == nullptr || relation.default_partition) continue;
    for (const QualifiedName& sibling : parent->children) {
      const Relation* other = out_.known(sibling);
      if (other != nullptr && other->default_partition) out_.lock(sibling, LockMode::access_exclusive);
    }
  }
  for (const auto& constraint : relation.constraints) {
    if (constraint->kind != ConstraintKind::foreign_key || !constraint->references) continue;
    if (comes_from_parent(*constraint, relation, out_)) continue;
    if (!among(names_, *constraint->references)) {
      out_.lock_with_descendants(*constraint->references, LockMode::access_exclusive);
    }
  }
}

void RelationDrop::lose_one(const QualifiedName& name, RelationKind kind, bool implicit) {
  const Relation* known = out_.known(name);
  const bool temporary = Target{name, known}.temporary();
  const ObjectKind object = object_kind(kind);
  std::string shown = pg::sql_name(name);
  out_.lose({.kind = object,
             .object = shown,
             .relation = name,
             .data = holds_data(kind) && !temporary,
             .implicit = implicit});
  if (kind == RelationKind::index || kind == RelationKind::composite_type || temporary) return;
  out_.breaks({.kind = BreakKind::drop, .object_kind = object, .relation = name, .object = std::move(shown)});
}

void RelationDrop::run() {
  // What is found on the way is appended: the list grows while it is gone through.
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const QualifiedName name = names_[i];
    const Detail detail = details_[i];
    out_.lock(name, LockMode::access_exclusive, Certainty::proved, detail.kind);
    out_.lock_indexes(name, LockMode::access_exclusive);
    lose_one(name, detail.kind, detail.implicit);
    const Relation* relation = out_.known(name);
    if (relation == nullptr) {
      // Without CASCADE, PostgreSQL refuses when something depends on it.
      if (cascade_ && !drops_nothing(name, out_))
        out_.unknown("what CASCADE drops with " + quoted(name.name) + " is not known: no script made it", true);
      continue;
    }
    for (const auto& column : relation->columns) {
      if (column->owned_sequence && !among(names_, *column->owned_sequence)) {
        out_.lock(*column->owned_sequence, LockMode::access_exclusive, Certainty::proved, RelationKind::sequence);
      }
    }
    reach_children(*relation);
    for (const QualifiedName& view : relation->dependents) reach(view, *relation);
    reach_foreign_keys(*relation);
    reach_partitioned_keys(*relation);
    reach_users(*relation);
    if (relation->kind == RelationKind::sequence) reach_defaults(*relation);
  }
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (const Relation* relation = out_.known(names_[i])) lock_neighbours(*relation);
  }
}

namespace {

RelationKind kind_of(ObjectType type) {
  switch (type) {
    case OBJECT_VIEW:
      return RelationKind::view;
    case OBJECT_MATVIEW:
      return RelationKind::materialized_view;
    case OBJECT_SEQUENCE:
      return RelationKind::sequence;
    case OBJECT_FOREIGN_TABLE:
      return RelationKind::foreign_table;
    default:
      return RelationKind::table;
  }
}

bool fits(RelationKind kind, RelationKind asked) {
  return kind == asked || (kind == RelationKind::partitioned_table && asked == RelationKind::table);
}

}  // namespace

void drop_relations(const ::DropStmt& statement, EffectsBuilder& out) {
  const RelationKind asked = kind_of(statement.removeType);
  RelationDrop drop(statement.behavior == DROP_CASCADE, out);
  for (const auto& object : each<List>(statement.objects)) {
    const auto target = find_target(pg::name_of(&object), out, statement.missing_ok, noun(asked));
    if (!target) continue;
    if (!check_no_catalog(*target, out)) continue;
    if (target->kind_known() && !fits(target->known->kind, asked)) {
      out.fail(FailureKind::wrong_object, "42809", quoted(target->name.name) + " is not a " + std::string(noun(asked)));
      continue;
    }
    drop.add(target->name, asked, false);
  }
  drop.run();
}

namespace {

/// Frameworks make triggers from within functions (diesel_manage_updated_at): while there is one that may, a missing
/// trigger is not proved.
Certainty certainty_of_parts(const EffectsBuilder& out) {
  bool code = false;
  out.schema().routines.for_each_with(
      defining_routine, [&](const QualifiedName&, const Routine& routine) { code |= routine.may_define; });
  return code ? Certainty::assumed : Certainty::proved;
}

/// Whether history shows that the table has no such part. False when the table is not known whole.
bool is_known_missing(const ::DropStmt& statement, const Target& table, std::string_view name) {
  if (table.known == nullptr || !table.known->complete) return false;
  const auto named = [&](const auto& part) { return part->name == name; };
  switch (statement.removeType) {
    case OBJECT_TRIGGER:
      return std::none_of(table.known->triggers.begin(), table.known->triggers.end(), named);
    case OBJECT_POLICY:
      return std::none_of(table.known->policies.begin(), table.known->policies.end(), named);
    default:
      return std::find(table.known->rules.begin(), table.known->rules.end(), name) == table.known->rules.end();
  }
}

/// A partition's part of its parent's trigger, and the rule that is a view, go with those alone. Source: dependency.c,
/// reportDependentObjects.
bool refuses_part_of_other(const ::DropStmt& statement, const Target& table, const std::string& part,
                           EffectsBuilder& out) {
  if (table.known == nullptr) return false;
  const auto& triggers = table.known->triggers;
  const bool view = statement.removeType == OBJECT_RULE && table.is(RelationKind::view) && part == "_RETURN";
  const bool inherited = statement.removeType == OBJECT_TRIGGER &&
                         std::any_of(triggers.begin(), triggers.end(),
                                     [&](const auto& one) { return one->name == part && one->inherited; });
  if (!view && !inherited) return false;
  out.fail(FailureKind::dependent_objects, "2BP01",
           view ? "cannot drop rule _RETURN on view " + quoted(table.name.name) + " because the view requires it"
                : "trigger " + quoted(part) + " is the partitioned table's: it is dropped there");
  return true;
}

}  // namespace

// tablecmds.c, dropconstraint; objectaddress.c, get_object_address_relobject: ACCESS EXCLUSIVE on the table; a row
// trigger of a partitioned table goes from its partitions too.
void drop_part_of_relation(const ::DropStmt& statement, EffectsBuilder& out) {
  const bool trigger = statement.removeType == OBJECT_TRIGGER;
  const bool policy = statement.removeType == OBJECT_POLICY;
  const ObjectKind kind = trigger ? ObjectKind::trigger : policy ? ObjectKind::policy : ObjectKind::rule;
  for (const auto& object : each<List>(statement.objects)) {
    std::vector<std::string> names = pg::strings_of(&object);
    if (names.size() < 2) continue;
    const std::string part = names.back();
    names.pop_back();
    const QualifiedName written{names.size() > 1 ? names[names.size() - 2] : "", names.back()};
    const auto table = find_target(written, out, statement.missing_ok);
    if (!table) continue;
    if (refuses_part_of_other(statement, *table, part, out)) continue;
    if (is_known_missing(statement, *table, part)) {
      if (!statement.missing_ok) {
        out.fail(
            FailureKind::undefined_object, "42704",
            std::string(name(kind)) + " " + quoted(part) + " for table " + quoted(table->name.name) + " does not exist",
            certainty_of_parts(out));
      }
      continue;
    }
    out.lock_with_descendants(table->name, LockMode::access_exclusive,
                              !(trigger && table->is(RelationKind::partitioned_table)));
    out.lose({.kind = kind, .object = pg::quote_identifier(part), .relation = table->name});
  }
}

}  // namespace pginterlock::effects
