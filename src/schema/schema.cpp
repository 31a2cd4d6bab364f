#include "schema/schema.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>

#include "pg/ast.h"
#include "schema/families.h"
#include "schema/named_objects.h"

namespace pginterlock {

namespace {

template <typename Part>
const Part* part_named(const std::vector<std::shared_ptr<const Part>>& parts, std::string_view name) {
  const auto it = std::find_if(parts.begin(), parts.end(), [&](const auto& part) { return part->name == name; });
  return it == parts.end() ? nullptr : it->get();
}

template <typename List>
bool holds(const List& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

/// Most paths are made of the one schema that everybody has.
Name schema_named(const std::string& schema) {
  static const Name usual("public");
  return usual == schema ? usual : Name(schema);
}

/// The name with the first schema of the path that is known to hold it; else with the first that may hold it.
template <typename T>
QualifiedName look_up(const Schema& all, const Registry<T>& registry, QualifiedName name,
                      const std::vector<std::string>& path) {
  const std::string* possible = nullptr;
  for (const std::string& schema : path) {
    name.schema = schema_named(schema);
    if (registry.find(name) != nullptr) return name;
    if (possible != nullptr || schema == "pg_temp" || registry.known_absent(name)) continue;
    if (!lacks_everything_unknown(all, schema)) possible = &schema;
  }
  if (possible == nullptr && !path.empty()) possible = &path.front();
  name.schema = possible == nullptr ? "public" : schema_named(*possible);
  return name;
}

QualifiedName look_up_relation(const Schema& schema, QualifiedName name, const std::vector<std::string>& path) {
  if (!name.schema.empty()) return name;
  // Temporary relations hide all others, unless the path says where they stand. Source: namespace.c,
  // recomputeNamespacePath.
  static const Name temporary("pg_temp");
  name.schema = temporary;
  if (!holds(path, "pg_temp") && schema.relations.find(name) != nullptr) return name;
  return look_up(schema, schema.relations, std::move(name), path);
}

}  // namespace

const Column* Relation::column(std::string_view column_name) const { return part_named(columns, column_name); }

const TableConstraint* Relation::constraint(std::string_view constraint_name) const {
  return part_named(constraints, constraint_name);
}

const TableIndex* Relation::index(std::string_view index_name) const { return part_named(indexes, index_name); }

const TableConstraint* Relation::primary_key() const {
  const auto it = std::find_if(constraints.begin(), constraints.end(),
                               [](const auto& one) { return one->kind == ConstraintKind::primary_key; });
  return it == constraints.end() ? nullptr : it->get();
}

bool Relation::proves_not_null(std::string_view column_name) const {
  const Column* known = column(column_name);
  if (known != nullptr && known->not_null && known->not_null_valid) return true;
  return std::any_of(constraints.begin(), constraints.end(), [&](const auto& one) {
    switch (one->kind) {
      case ConstraintKind::primary_key:
        return holds(one->columns, column_name);
      case ConstraintKind::check:
        return one->valid && one->enforced && holds(one->proves_not_null, column_name);
      case ConstraintKind::not_null:
        return one->valid && holds(one->columns, column_name);
      case ConstraintKind::unique:
      case ConstraintKind::foreign_key:
      case ConstraintKind::exclusion:
        return false;
    }
    return false;
  });
}

QualifiedName Schema::resolve(const ::RangeVar& relation, const std::vector<std::string>& search_path) const {
  return look_up_relation(*this, pg::name_of(relation), search_path);
}

QualifiedName Schema::resolve(const QualifiedName& written, const std::vector<std::string>& search_path) const {
  return look_up_relation(*this, written, search_path);
}

QualifiedName Schema::resolve_type(const QualifiedName& written, const std::vector<std::string>& search_path) const {
  if (!written.schema.empty()) return written;
  return look_up(*this, types, written, search_path);
}

QualifiedName Schema::resolve_routine(const QualifiedName& written, const std::vector<std::string>& search_path) const {
  if (!written.schema.empty()) return written;
  return look_up(*this, overloads, written, search_path);
}

pg::DataType Schema::resolve_type(pg::DataType type, const std::vector<std::string>& search_path) const {
  const bool resolved = type.percent_type || type.name.name.empty() || !type.name.schema.empty();
  if (resolved) return type;
  type.name = resolve_type(type.name, search_path);
  return type;
}

std::vector<const Routine*> Schema::routines_named(const QualifiedName& name) const {
  std::vector<const Routine*> found;
  const auto list = overloads.find(name);
  if (list == nullptr) return found;
  for (const std::string& key : *list) {
    if (const Routine* routine = routines.find({name.schema, key})) found.push_back(routine);
  }
  return found;
}

const Relation* Schema::table_of_index(const QualifiedName& index) const {
  const Relation* known = relations.find(index);
  if (known == nullptr || known->kind != RelationKind::index || !known->owner_table) return nullptr;
  return relations.find(*known->owner_table);
}

std::vector<QualifiedName> Schema::with_descendants(const QualifiedName& table) const {
  std::vector<QualifiedName> found{table};
  const Relation* known = relations.find(table);
  if (known == nullptr || known->children.empty()) return found;
  std::unordered_set<QualifiedName> seen{table};
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Relation* parent = relations.find(found[i]);
    if (parent == nullptr) continue;
    for (const QualifiedName& child : parent->children) {
      if (seen.insert(child).second) found.push_back(child);
    }
  }
  return found;
}

FreshTables::Step FreshTables::take_step() {
  Step step{.anew = std::exchange(told_generation_, generation_) != generation_, .tables = {}};
  const std::size_t first = step.anew ? 0 : told_;
  step.tables.assign(tables_.begin() + static_cast<std::ptrdiff_t>(first), tables_.end());
  told_ = tables_.size();
  return step;
}

void FreshTables::follow(Step step) {
  if (step.anew) take();
  std::move(step.tables.begin(), step.tables.end(), std::back_inserter(tables_));
}

Schema::Mark Schema::mark() {
  return {relations.mark(), types.mark(), routines.mark(), others.mark(), overloads.mark(), constraint_names.mark()};
}

void Schema::undo_to(const Mark& mark) {
  relations.undo_to(mark.relations);
  types.undo_to(mark.types);
  routines.undo_to(mark.routines);
  others.undo_to(mark.others);
  overloads.undo_to(mark.overloads);
  constraint_names.undo_to(mark.constraint_names);
}

void Schema::forget_journal() {
  relations.forget_journal();
  types.forget_journal();
  routines.forget_journal();
  others.forget_journal();
  overloads.forget_journal();
  constraint_names.forget_journal();
}

void Schema::record() {
  relations.record();
  types.record();
  routines.record();
  others.record();
  overloads.record();
  constraint_names.record();
}

Schema::Steps Schema::take_steps() {
  return {.relations = relations.take_steps(),
          .types = types.take_steps(),
          .routines = routines.take_steps(),
          .others = others.take_steps(),
          .overloads = overloads.take_steps(),
          .constraint_names = constraint_names.take_steps(),
          .uncommitted_enums = uncommitted_enums,
          .fresh_tables = fresh_tables.take_step(),
          .acts_on_commit = acts_on_commit};
}

void Schema::follow(Steps steps) {
  relations.follow(std::move(steps.relations));
  types.follow(std::move(steps.types));
  routines.follow(std::move(steps.routines));
  others.follow(std::move(steps.others));
  overloads.follow(std::move(steps.overloads));
  constraint_names.follow(std::move(steps.constraint_names));
  uncommitted_enums = std::move(steps.uncommitted_enums);
  fresh_tables.follow(std::move(steps.fresh_tables));
  acts_on_commit = steps.acts_on_commit;
}

std::vector<QualifiedName> Schema::tables_with_trigger_calling(const QualifiedName& routine) const {
  std::vector<QualifiedName> tables;
  const auto calls = [&](const std::shared_ptr<const Trigger>& trigger) {
    const QualifiedName& called = trigger->function;
    return called.name == routine.name &&
           (called.schema.empty() || routine.schema.empty() || called.schema == routine.schema);
  };
  relations.for_each_mentioning(routine.name, [&](const QualifiedName& name, const Relation& table) {
    if (std::any_of(table.triggers.begin(), table.triggers.end(), calls)) tables.push_back(name);
  });
  std::sort(tables.begin(), tables.end());
  return tables;
}

void Schema::doubt_relations() {
  for (const QualifiedName& name : relations.take(complete_relation)) {
    if (relations.find(name)->complete) relations.edit(name).complete = false;
  }
}

void Schema::end_transaction() {
  for (const QualifiedName& name : uncommitted_enums) {
    if (type(name) != nullptr) types.edit(name).labels_added_here.clear();
  }
  uncommitted_enums.clear();
  if (acts_on_commit) schema::act_on_commit(*this);
}

QualifiedName routine_key(const QualifiedName& name, const std::vector<std::string>& argument_types) {
  std::string key = name.name + "(";
  for (std::size_t i = 0; i < argument_types.size(); ++i) {
    if (i > 0) key += ", ";
    key += argument_types[i];
  }
  key += ')';
  return {name.schema, std::move(key)};
}

}  // namespace pginterlock
