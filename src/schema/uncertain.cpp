#include "schema/uncertain.h"

#include <algorithm>
#include <unordered_set>

#include "schema/named_objects.h"

namespace pginterlock {

namespace {

template <typename T>
Alternative::Changes<T> changed(const Registry<T>& registry, typename Registry<T>::Mark mark) {
  Alternative::Changes<T> changes;
  std::unordered_set<QualifiedName> listed;
  for (const auto& change : registry.changes_since(mark)) {
    if (listed.insert(change.name).second) changes.emplace_back(change.name, registry.share(change.name));
  }
  return changes;
}

template <typename Part>
bool holds(const std::vector<std::shared_ptr<const Part>>& parts, const std::shared_ptr<const Part>& part) {
  return std::find(parts.begin(), parts.end(), part) != parts.end();
}

/// The parts that are the same on both sides.
template <typename Part>
void keep_shared(std::vector<std::shared_ptr<const Part>>& parts,
                 const std::vector<std::shared_ptr<const Part>>& others) {
  std::erase_if(parts, [&](const auto& part) { return !holds(others, part); });
}

/// A column that both have, but not alike, is only known to be there.
void merge_columns(Relation& into, const Relation& other) {
  std::vector<std::shared_ptr<const Column>> columns;
  for (const auto& column : into.columns) {
    const Column* same = other.column(column->name);
    if (same == nullptr) continue;
    if (same == column.get()) {
      columns.push_back(column);
      continue;
    }
    Column known;
    known.name = column->name;
    known.complete = false;
    columns.push_back(std::make_shared<Column>(std::move(known)));
  }
  into.columns = std::move(columns);
}

std::shared_ptr<const TableIndex> in_doubt(const TableIndex& index) {
  auto copy = std::make_shared<TableIndex>(index);
  copy->origin.certain = false;
  return copy;
}

bool has_index(const TableConstraint& constraint) {
  return constraint.kind == ConstraintKind::primary_key || constraint.kind == ConstraintKind::unique ||
         constraint.kind == ConstraintKind::exclusion;
}

/// Indexes are relations of their own: those of both sides stay, in doubt, with the constraints that own them.
void merge_indexes(Relation& into, const Relation& other) {
  for (auto& index : into.indexes) {
    if (!holds(other.indexes, index)) index = in_doubt(*index);
  }
  for (const auto& index : other.indexes) {
    if (into.index(index->name) == nullptr) into.indexes.push_back(in_doubt(*index));
  }
  std::erase_if(into.constraints, [&](const auto& one) { return !has_index(*one) && !holds(other.constraints, one); });
  for (const auto& one : other.constraints) {
    if (has_index(*one) && into.constraint(one->name) == nullptr) into.constraints.push_back(one);
  }
}

void put_in_doubt(Relation& relation) {
  relation.complete = false;
  if (relation.origin) relation.origin->certain = false;
}

/// New columns of an alternative that is ensured may have been there before.
void doubt_new_columns(Relation& relation, const Relation& before) {
  for (auto& column : relation.columns) {
    if (before.column(column->name) != nullptr || !column->origin) continue;
    auto copy = std::make_shared<Column>(*column);
    copy->origin->certain = false;
    column = std::move(copy);
  }
}

/// Whether they differ in nothing but the rows that they may have.
bool same_parts(const Relation& one, const Relation& other) {
  return one.columns == other.columns && one.constraints == other.constraints && one.indexes == other.indexes &&
         one.triggers == other.triggers && one.policies == other.policies && one.rules == other.rules &&
         one.children == other.children && one.parents == other.parents;
}

void merge_relation(Schema& schema, const QualifiedName& name, const std::shared_ptr<const Relation>& after,
                    bool ensured) {
  const std::shared_ptr<const Relation> before = schema.relations.share(name);
  if (before == after) return;
  if (after == nullptr) {
    if (before->complete && ensured) {
      schema.relations.erase(name);
    } else {
      put_in_doubt(schema.relations.edit(name));
    }
    return;
  }
  // Of a relation of which all is known nothing can be there that is not known.
  if (ensured && (before != nullptr ? before->complete : certainly_absent(schema, name))) {
    Relation& merged = schema.relations.put(name, *after);
    if (before != nullptr && before->emptied != after->emptied) merged.emptied.reset();
    return;
  }
  if (before == nullptr) {
    // Nothing made it: it was only learnt about.
    if (!after->origin && !ensured && after->kind != RelationKind::index) return;
    Relation made = *after;
    if (made.origin) made.origin->certain = false;
    if (!ensured) made.complete = false;
    schema.relations.put(name, std::move(made));
    return;
  }
  Relation merged = ensured ? *after : *before;
  merged.complete = before->complete && after->complete && same_parts(*before, *after);
  merged.populated = before->populated || after->populated;
  if (before->emptied != after->emptied) merged.emptied.reset();
  if (merged.complete) {
    // Nothing is in doubt.
  } else if (ensured) {
    doubt_new_columns(merged, *before);
  } else {
    merge_columns(merged, *after);
    merge_indexes(merged, *after);
    keep_shared(merged.triggers, after->triggers);
    keep_shared(merged.policies, after->policies);
  }
  schema.relations.put(name, std::move(merged));
}

/// An object without parts: it may be there or not.
template <typename T>
void merge_object(Registry<T>& registry, const QualifiedName& name, const std::shared_ptr<const T>& after,
                  bool ensured) {
  const std::shared_ptr<const T> before = registry.share(name);
  if (before == after) return;
  T merged = after == nullptr || (before != nullptr && !ensured) ? *before : *after;
  const bool both = before != nullptr && after != nullptr;
  const bool absent = ensured && before == nullptr && registry.known_absent(name);
  if (merged.origin && !both && !absent) merged.origin->certain = false;
  registry.put(name, std::move(merged));
}

template <typename T>
void merge_list(Registry<std::vector<T>>& registry, const QualifiedName& name,
                const std::shared_ptr<const std::vector<T>>& after) {
  if (after == nullptr) return;
  std::vector<T> merged = *after;
  if (const auto* before = registry.find(name)) {
    for (const T& one : *before) {
      if (std::find(merged.begin(), merged.end(), one) == merged.end()) merged.push_back(one);
    }
  }
  registry.put(name, std::move(merged));
}

}  // namespace

Alternative take_back(Schema& schema, const Schema::Mark& before) {
  Alternative alternative{.relations = changed(schema.relations, before.relations),
                          .types = changed(schema.types, before.types),
                          .routines = changed(schema.routines, before.routines),
                          .others = changed(schema.others, before.others),
                          .overloads = changed(schema.overloads, before.overloads),
                          .constraint_names = changed(schema.constraint_names, before.constraint_names)};
  schema.undo_to(before);
  return alternative;
}

void may_be(Schema& schema, const Alternative& alternative, Doubt doubt) {
  const bool ensured = doubt == Doubt::guarded;
  for (const auto& [name, after] : alternative.relations) merge_relation(schema, name, after, ensured);
  for (const auto& [name, after] : alternative.types) merge_object(schema.types, name, after, ensured);
  for (const auto& [name, after] : alternative.routines) merge_object(schema.routines, name, after, ensured);
  for (const auto& [name, after] : alternative.others) merge_object(schema.others, name, after, ensured);
  for (const auto& [name, after] : alternative.overloads) merge_list(schema.overloads, name, after);
  for (const auto& [name, after] : alternative.constraint_names) {
    const std::size_t* before = schema.constraint_names.find(name);
    if (after != nullptr && (before == nullptr || *before < *after)) schema.constraint_names.put(name, *after);
  }
}

}  // namespace pginterlock
