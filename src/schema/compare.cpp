#include "schema/compare.h"

#include <algorithm>
#include <memory>
#include <set>
#include <unordered_set>

#include "schema/sql_text.h"

namespace pginterlock {

namespace {

std::string_view noun(RelationKind kind) {
  switch (kind) {
    case RelationKind::table:
    case RelationKind::partitioned_table:
      return "table";
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
      return "type";
  }
  return "relation";
}

bool same_default(const Column& a, const Column& b) {
  if (a.owned_sequence && b.owned_sequence) return true;  // serial: the name of the sequence is no matter
  if (!a.default_sql || !b.default_sql) return a.default_sql.has_value() == b.default_sql.has_value();
  return same_expression(*a.default_sql, *b.default_sql);
}

bool same(const Column& a, const Column& b) {
  // What a query gives is not always known.
  const bool same_type = a.type == b.type || !a.complete || !b.complete;
  return same_type && a.not_null == b.not_null && same_default(a, b) && a.identity == b.identity &&
         a.generated == b.generated;
}

bool same(const TableConstraint& a, const TableConstraint& b) {
  return a.kind == b.kind && a.columns == b.columns && a.valid == b.valid &&
         same_expression(a.expression, b.expression) && a.references == b.references && a.on_delete == b.on_delete &&
         a.on_update == b.on_update;
}

bool same(const TableIndex& a, const TableIndex& b) {
  const auto same_key = [](const IndexKey& x, const IndexKey& y) {
    return x.column == y.column && same_expression(x.expression, y.expression) && x.descending == y.descending;
  };
  return a.method == b.method && a.unique == b.unique && same_expression(a.predicate, b.predicate) &&
         std::equal(a.keys.begin(), a.keys.end(), b.keys.begin(), b.keys.end(), same_key);
}

bool same(const Trigger& a, const Trigger& b) { return a.function == b.function; }
bool same(const Policy& a, const Policy& b) { return a.columns == b.columns; }

class Differences {
 public:
  template <typename Part>
  void parts(const Relation& relation, const QualifiedName& name, std::string_view word,
             const std::vector<std::shared_ptr<const Part>>& before,
             const std::vector<std::shared_ptr<const Part>>& now) {
    if (before == now) return;  // they share all of them
    for (std::size_t i = 0; i < before.size(); ++i) {
      const Part& old = *before[i];
      const Part* current = named(now, old.name, i);
      if (current == nullptr) {
        add(title(relation, name), word, old.name, "is gone");
      } else if (current != &old && !same(old, *current)) {
        add(title(relation, name), word, old.name, "is not what it was");
      }
    }
    for (std::size_t i = 0; i < now.size(); ++i) {
      if (named(before, now[i]->name, i) == nullptr) add(title(relation, name), word, now[i]->name, "stays");
    }
  }

  void relation(const QualifiedName& name, const Relation* before, const Relation* now) {
    if (before == now) return;
    const Relation& any = now == nullptr ? *before : *now;
    // An index speaks through its table, a sequence through the column that owns it.
    if (any.kind == RelationKind::index || (any.kind == RelationKind::sequence && any.owner_table)) return;
    if (before == nullptr && now->origin) {
      lines_.insert(title(*now, name) + " stays");
      return;
    }
    if (now == nullptr) {
      lines_.insert(title(*before, name) + " is gone");
      return;
    }
    const Relation nothing;
    const Relation& old = before == nullptr ? nothing : *before;
    parts(*now, name, "column", old.columns, now->columns);
    if (old.constraints != now->constraints) {
      parts(*now, name, "constraint", besides_not_null(old), besides_not_null(*now));
    }
    if (old.indexes != now->indexes) parts(*now, name, "index", unowned(old), unowned(*now));
    parts(*now, name, "trigger", old.triggers, now->triggers);
    parts(*now, name, "policy", old.policies, now->policies);
    if (before != nullptr && old.row_security != now->row_security)
      lines_.insert(title(*now, name) + ": row security is not what it was");
    if (before != nullptr && old.persistence != now->persistence)
      lines_.insert(title(*now, name) + ": LOGGED or UNLOGGED is not what it was");
  }

  void presence(std::string title, bool before, bool now) {
    if (before != now) lines_.insert(std::move(title) + (now ? " stays" : " is gone"));
  }

  void type(const QualifiedName& name, const UserType* before, const UserType* now) {
    const std::string title = "type " + pg::sql_name(name);
    presence(title, before != nullptr, now != nullptr);
    if (before == nullptr || now == nullptr) return;
    for (const std::string& label : now->labels) {
      if (std::find(before->labels.begin(), before->labels.end(), label) == before->labels.end()) {
        lines_.insert(title + ": value " + pg::quote_literal(label) + " stays");
      }
    }
  }

  std::vector<std::string> lines() const { return {lines_.begin(), lines_.end()}; }

 private:
  static std::string title(const Relation& relation, const QualifiedName& name) {
    return std::string(noun(relation.kind)) + " " + pg::sql_name(name);
  }
  /// The part of that name; most stand at the same place as before.
  template <typename Part>
  static const Part* named(const std::vector<std::shared_ptr<const Part>>& parts, const std::string& name,
                           std::size_t place) {
    if (place < parts.size() && parts[place]->name == name) return parts[place].get();
    const auto it = std::find_if(parts.begin(), parts.end(), [&](const auto& part) { return part->name == name; });
    return it == parts.end() ? nullptr : it->get();
  }
  /// NOT NULL speaks through its column; before PostgreSQL 18 it has no name.
  static std::vector<std::shared_ptr<const TableConstraint>> besides_not_null(const Relation& relation) {
    std::vector<std::shared_ptr<const TableConstraint>> constraints;
    std::copy_if(relation.constraints.begin(), relation.constraints.end(), std::back_inserter(constraints),
                 [](const auto& constraint) { return constraint->kind != ConstraintKind::not_null; });
    return constraints;
  }
  /// The indexes that no constraint owns: those of constraints are told as constraints.
  static std::vector<std::shared_ptr<const TableIndex>> unowned(const Relation& relation) {
    std::vector<std::shared_ptr<const TableIndex>> indexes;
    std::copy_if(relation.indexes.begin(), relation.indexes.end(), std::back_inserter(indexes),
                 [](const auto& index) { return !index->constraint; });
    return indexes;
  }
  void add(const std::string& relation, std::string_view word, const std::string& name, std::string_view what) {
    lines_.insert(relation + ": " + std::string(word) + " " + pg::quote_identifier(name) + " " + std::string(what));
  }

  std::set<std::string> lines_;
};

/// Calls `visit(name, before, now)` once for each object that was touched since the mark.
template <typename T, typename Visit>
void each_touched(const Registry<T>& registry, typename Registry<T>::Mark mark, Visit&& visit) {
  std::unordered_set<QualifiedName> seen;
  for (const auto& change : registry.changes_since(mark)) {
    if (seen.insert(change.name).second) visit(change.name, change.before.get(), registry.find(change.name));
  }
}

}  // namespace

std::vector<std::string> differences_since(const Schema& schema, const Schema::Mark& mark) {
  Differences differences;
  each_touched(schema.relations, mark.relations,
               [&](const auto& name, const auto* before, const auto* now) { differences.relation(name, before, now); });
  each_touched(schema.types, mark.types,
               [&](const auto& name, const auto* before, const auto* now) { differences.type(name, before, now); });
  each_touched(schema.routines, mark.routines, [&](const auto& name, const auto* before, const auto* now) {
    differences.presence("function " + pg::quote_identifier(name.schema) + "." + name.name, before != nullptr,
                         now != nullptr);
  });
  each_touched(schema.others, mark.others, [&](const auto& name, const auto* before, const auto* now) {
    differences.presence(name.schema + " " + pg::quote_identifier(name.name), before != nullptr, now != nullptr);
  });
  return differences.lines();
}

bool changed_since(const Schema& schema, const Schema::Mark& mark) {
  return !schema.relations.changes_since(mark.relations).empty() || !schema.types.changes_since(mark.types).empty() ||
         !schema.routines.changes_since(mark.routines).empty() || !schema.others.changes_since(mark.others).empty();
}

}  // namespace pginterlock
