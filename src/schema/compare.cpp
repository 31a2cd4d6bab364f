#include "schema/compare.h"

#include <algorithm>
#include <memory>
#include <set>
#include <unordered_set>

#include "schema/named_objects.h"
#include "schema/remembered_text.h"
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

/// What is different about a column, in words: "has type integer instead of bigint".
std::string difference(const Column& old, const Column& now) {
  std::vector<std::string> parts;
  // What a query gives is not always known.
  if (old.type != now.type && old.complete && now.complete) {
    parts.push_back("has type " + pg::sql_type(now.type) + " instead of " + pg::sql_type(old.type));
  }
  if (old.not_null != now.not_null) parts.emplace_back(old.not_null ? "is not NOT NULL any more" : "stays NOT NULL");
  if (!same_default(old, now)) {
    parts.push_back(!now.default_sql   ? "has lost its default " + *old.default_sql
                    : !old.default_sql ? "keeps the default " + *now.default_sql
                                       : "has the default " + *now.default_sql + " instead of " + *old.default_sql);
  }
  if (old.identity != now.identity) {
    parts.emplace_back(now.identity == Identity::none   ? "is no identity column any more"
                       : old.identity == Identity::none ? "stays an identity column"
                                                        : "is another kind of identity column");
  }
  if (old.generated != now.generated) {
    parts.emplace_back(now.generated == Generated::none   ? "is not generated any more"
                       : old.generated == Generated::none ? "stays generated"
                                                          : "is generated in another way");
  }
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) text += (i == 0 ? "" : " and ") + parts[i];
  return text;
}

bool same(const TableConstraint& a, const TableConstraint& b) {
  return a.kind == b.kind && a.columns == b.columns && a.valid == b.valid &&
         same_expression(a.expression, b.expression) && a.references == b.references && a.on_delete == b.on_delete &&
         a.on_update == b.on_update;
}

/// In whatever order: SELECT * names columns in that of their table.
bool same_references(const std::vector<Dependency>& a, const std::vector<Dependency>& b) {
  return std::is_permutation(a.begin(), a.end(), b.begin(), b.end(), [](const Dependency& x, const Dependency& y) {
    return x.relation == y.relation && x.column == y.column;
  });
}

/// The default may be named or left out.
bool same_if_named(const std::string& a, const std::string& b) { return a.empty() || b.empty() || a == b; }

bool same(const TableIndex& a, const TableIndex& b) {
  const auto same_key = [](const IndexKey& x, const IndexKey& y) {
    return x.column == y.column && same_expression(x.expression, y.expression) && x.descending == y.descending &&
           same_if_named(x.opclass, y.opclass) && same_if_named(x.collation, y.collation);
  };
  return a.include == b.include && a.method == b.method && a.unique == b.unique &&
         same_expression(a.predicate, b.predicate) &&
         std::equal(a.keys.begin(), a.keys.end(), b.keys.begin(), b.keys.end(), same_key);
}

bool same(const Trigger& a, const Trigger& b) {
  return a.function == b.function && a.update_columns == b.update_columns && a.when_columns == b.when_columns &&
         a.row_level == b.row_level && a.transition_tables == b.transition_tables && a.instead_of == b.instead_of;
}
bool same(const Policy& a, const Policy& b) { return a.columns == b.columns; }

std::string difference(const TableConstraint& old, const TableConstraint& now) {
  if (same(old, now)) return {};
  if (old.kind == now.kind && old.columns == now.columns && old.valid && !now.valid) return "is not validated any more";
  return "is defined in another way";
}

std::string difference(const TableIndex& old, const TableIndex& now) {
  if (same(old, now)) return {};
  return old.unique && !now.unique ? "is not unique any more" : "is defined in another way";
}

std::string difference(const Trigger& old, const Trigger& now) {
  return same(old, now) ? std::string() : "is defined in another way";
}

std::string difference(const Policy& old, const Policy& now) {
  return same(old, now) ? std::string() : "is defined in another way";
}

/// Whether two parts of a table mean the same but for their names. Columns are told apart by their names.
bool interchangeable(const Column&, const Column&) { return false; }
template <typename Part>
bool interchangeable(const Part& a, const Part& b) {
  return same(a, b);
}

/// date(day) on a column of type date is the column itself: PostgreSQL takes the call for a cast, and the cast away.
/// Source: parse_func.c, func_get_detail; indexcmds.c, ComputeIndexAttrs.
void unwrap_idle_cast(IndexKey& key, const Relation& table) {
  if (!key.column.empty() || key.expression_columns.size() != 1) return;
  const Column* column = table.column(key.expression_columns.front());
  if (column == nullptr || !column->complete || !column->type.builtin() || !column->type.modifiers.empty()) return;
  const std::string call = column->type.name.name.str() + "(" + pg::quote_identifier(column->name) + ")";
  if (!same_expression(key.expression, call)) return;
  key.column = column->name;
  key.expression.clear();
  key.expression_columns.clear();
}

bool same(const SequenceRange& a, const SequenceRange& b) {
  return a.start == b.start && a.increment == b.increment && a.minimum == b.minimum && a.maximum == b.maximum;
}

class Differences {
 public:
  template <typename Part>
  void parts(const Relation& relation, const QualifiedName& name, std::string_view word,
             const std::vector<std::shared_ptr<const Part>>& before,
             const std::vector<std::shared_ptr<const Part>>& now) {
    if (before == now) return;  // they share all of them
    std::vector<const Part*> gone;
    std::vector<const Part*> left;
    for (std::size_t i = 0; i < before.size(); ++i) {
      const Part& old = *before[i];
      const Part* current = named(now, old.name, i);
      if (current == nullptr) {
        gone.push_back(&old);
        continue;
      }
      const std::string what = current == &old ? std::string() : difference(old, *current);
      if (!what.empty()) add(title(relation, name), word, old.name, what);
    }
    for (std::size_t i = 0; i < now.size(); ++i) {
      if (named(before, now[i]->name, i) == nullptr) left.push_back(now[i].get());
    }
    for (const Part* old : gone) {
      const auto other =
          std::find_if(left.begin(), left.end(), [&](const Part* one) { return interchangeable(*old, *one); });
      if (other == left.end()) {
        add(title(relation, name), word, old->name, "is gone");
      } else {
        add(title(relation, name), word, old->name, "is called " + pg::quote_identifier((*other)->name));
        left.erase(other);
      }
    }
    for (const Part* one : left) add(title(relation, name), word, one->name, "stays");
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
    if (before != nullptr) rest(name, old, *now);
    parts(*now, name, "trigger", old.triggers, now->triggers);
    parts(*now, name, "policy", old.policies, now->policies);
  }

  void line(std::string words) {
    if (!words.empty()) lines_.insert(std::move(words));
  }

  void presence(std::string title, bool before, bool now) {
    if (before != now) lines_.insert(std::move(title) + (now ? " stays" : " is gone"));
  }

  void routine(const QualifiedName& name, const Routine* before, const Routine* now) {
    const std::string title = "function " + pg::quote_identifier(name.schema) + "." + name.name;
    presence(title, before != nullptr, now != nullptr);
    if (before == nullptr || now == nullptr) return;
    if (schema::body_form(*before) != schema::body_form(*now)) lines_.insert(title + " has another body");
    if (before->security_definer != now->security_definer)
      lines_.insert(title + (now->security_definer ? " is SECURITY DEFINER" : " is not SECURITY DEFINER any more"));
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
    for (const std::string& label : before->labels) {
      if (std::find(now->labels.begin(), now->labels.end(), label) == now->labels.end()) {
        lines_.insert(title + ": value " + pg::quote_literal(label) + " is gone");
      }
    }
  }

  std::vector<std::string> lines() const { return {lines_.begin(), lines_.end()}; }

 private:
  /// What is no part of its own.
  void rest(const QualifiedName& name, const Relation& old, const Relation& now) {
    const auto say = [&](bool differs, std::string_view what) {
      if (differs) lines_.insert(title(now, name) + std::string(what));
    };
    const bool view = now.kind == RelationKind::view || now.kind == RelationKind::materialized_view;
    say(view && (!same_references(old.reads, now.reads) || old.calls != now.calls), " has another query");
    say(old.row_security && !now.row_security, ": row security is off");
    say(!old.row_security && now.row_security, ": row security stays on");
    say(old.force_row_security != now.force_row_security, ": FORCE ROW LEVEL SECURITY is not what it was");
    say(old.persistence != now.persistence,
        now.persistence == Persistence::unlogged ? " is UNLOGGED" : " is not UNLOGGED any more");
    say(old.comment && !now.comment, ": its comment is gone");
    say(!old.comment && now.comment, ": its comment stays");
    say(old.comment && now.comment && *old.comment != *now.comment, " has another comment");
    say(!old.owner.empty() && !now.owner.empty() && old.owner != now.owner, " has another owner");
    say(old.replica_identity != now.replica_identity, ": its replica identity is not what it was");
    say(old.tablespace != now.tablespace, " is in another tablespace");
    say(old.range && now.range && !same(*old.range, *now.range), " has other options");
  }

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
    for (const auto& index : relation.indexes) {
      if (index->constraint) continue;
      const bool expression =
          std::any_of(index->keys.begin(), index->keys.end(), [](const IndexKey& key) { return key.column.empty(); });
      if (!expression) {
        indexes.push_back(index);
        continue;
      }
      auto copy = std::make_shared<TableIndex>(*index);
      for (IndexKey& key : copy->keys) unwrap_idle_cast(key, relation);
      indexes.push_back(std::move(copy));
    }
    return indexes;
  }
  void add(const std::string& relation, std::string_view word, const std::string& name, std::string_view what) {
    lines_.insert(relation + ": " + std::string(word) + " " + pg::quote_identifier(name) + " " + std::string(what));
  }

  std::set<std::string> lines_;
};

/// "statistics st": the key also holds what tells objects of one name apart, behind separators.
std::string title_of_other(const QualifiedName& key) {
  constexpr char separator = '\x1f';
  const std::string& name = key.name.str();
  const std::size_t end = name.find(separator);
  if (end == std::string::npos) return key.schema + " " + pg::quote_identifier(name);
  const std::string first = name.substr(0, end);
  const std::string shown = shown_name(key);
  if (key.schema == "user mapping") return key.schema + " on server " + pg::quote_identifier(first);
  const std::string schema = first == "public" ? std::string() : pg::quote_identifier(first) + ".";
  return key.schema + " " + schema + (key.schema == "operator" ? shown : pg::quote_identifier(shown));
}

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
  each_touched(schema.relations, mark.relations, [&](const auto& name, const auto* before, const auto* now) {
    // A branch that may be taken or not left it in doubt; a temporary one goes with its session.
    const bool in_doubt = before != nullptr && now != nullptr && before->complete && !now->complete;
    const bool temporary = now != nullptr && now->persistence == Persistence::temporary;
    if (!in_doubt && !temporary) differences.relation(name, before, now);
  });
  each_touched(schema.types, mark.types,
               [&](const auto& name, const auto* before, const auto* now) { differences.type(name, before, now); });
  each_touched(schema.routines, mark.routines,
               [&](const auto& name, const auto* before, const auto* now) { differences.routine(name, before, now); });
  each_touched(schema.others, mark.others, [&](const auto& name, const auto* before, const auto* now) {
    if (name.schema == schema::remembered) return differences.line(schema::difference_of_texts(schema, before, now));
    differences.presence(title_of_other(name), before != nullptr, now != nullptr);
  });
  return differences.lines();
}

bool changed_since(const Schema& schema, const Schema::Mark& mark) {
  return !schema.relations.changes_since(mark.relations).empty() || !schema.types.changes_since(mark.types).empty() ||
         !schema.routines.changes_since(mark.routines).empty() || !schema.others.changes_since(mark.others).empty();
}

}  // namespace pginterlock
