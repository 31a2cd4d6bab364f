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
  explicit Differences(const Schema& schema) : schema_(schema) {}

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
    if (before != nullptr && now != nullptr && now->kind == RelationKind::sequence &&
        before->owner_table.has_value() != now->owner_table.has_value()) {
      lines_.insert(title(*now, name) + (now->owner_table ? " stays owned by a column" : " is owned by no column"));
    }
    if (any.kind == RelationKind::index || (any.kind == RelationKind::sequence && any.owner_table)) return;
    if (before == nullptr && now->origin) return presence(title(*now, name), false, true);
    if (now == nullptr) {
      lines_.insert(title(*before, name) + " is gone");
      return;
    }
    static const Relation nothing;
    const Relation& old = before == nullptr ? nothing : *before;
    parts(*now, name, "column", old.columns, now->columns);
    if (old.constraints != now->constraints) {
      parts(*now, name, "constraint", besides_not_null(old), besides_not_null(*now));
    }
    if (old.indexes != now->indexes) parts(*now, name, "index", unowned(old), unowned(*now));
    if (before != nullptr) rest(name, old, *now);
    parts(*now, name, "trigger", old.triggers, now->triggers);
    parts(*now, name, "policy", old.policies, now->policies);
    if (old.rules != now->rules) names(title(*now, name) + ": rule ", old.rules, now->rules);
  }

  void presence(std::string title, bool before, bool now) {
    if (before == now) return;
    lines_.insert(title + (now ? " stays" : " is gone"));
    if (now) new_.push_back(std::move(title));
  }

  void routine(const QualifiedName& name, const Routine* before, const Routine* now) {
    const std::string title = schema::routine_title(name);
    presence(title, before != nullptr, now != nullptr);
    if (before == nullptr || now == nullptr) return;
    const auto say = [&](bool differs, std::string_view what) {
      if (differs) lines_.insert(title + std::string(what));
    };
    const bool same_text = before->body == now->body && before->definition == now->definition;
    say(!same_text && schema::body_form(*before) != schema::body_form(*now), " has another body");
    say(before->security_definer && !now->security_definer, " is not SECURITY DEFINER any more");
    say(!before->security_definer && now->security_definer, " is SECURITY DEFINER");
    say(before->volatility != now->volatility, " has another volatility");
    say(before->search_path.has_value() && !now->search_path, " has lost its SET search_path");
    say(!before->search_path && now->search_path.has_value(), " keeps its SET search_path");
    say(before->public_execute && !now->public_execute, ": PUBLIC may not call it any more");
    say(!before->public_execute && now->public_execute, ": PUBLIC may call it");
  }

  void type(const QualifiedName& name, const UserType* before, const UserType* now) {
    const std::string title = "type " + pg::sql_name(name);
    presence(title, before != nullptr, now != nullptr);
    if (before == nullptr || now == nullptr) return;
    for (const std::string& label : now->labels) {
      if (!among(before->labels, label)) lines_.insert(title + ": value " + pg::quote_literal(label) + " stays");
    }
    for (const std::string& label : before->labels) {
      if (!among(now->labels, label)) lines_.insert(title + ": value " + pg::quote_literal(label) + " is gone");
    }
    names(title + ": constraint ", checks(*before), checks(*now));
    const bool had = has_not_null(*before);
    if (had != has_not_null(*now)) lines_.insert(title + (had ? " is not NOT NULL any more" : " stays NOT NULL"));
  }

  /// What is neither relation nor type nor routine.
  void other(const QualifiedName& key, const NamedObject* before, const NamedObject* now) {
    if (key.schema == schema::remembered) return line(schema::difference_of_texts(schema_, before, now));
    if (is_note(key)) return;
    const QualifiedName domain = schema::domain_of_default(key);
    if (!domain.name.empty()) {
      if (schema_.type(domain) != nullptr)
        presence("type " + pg::sql_name(domain) + ": its default", before != nullptr, now != nullptr);
      return;
    }
    presence(schema::object_title(key), before != nullptr, now != nullptr);
    if (before == nullptr || now == nullptr || key.schema != "publication") return;
    const bool same_tables =
        std::is_permutation(before->tables.begin(), before->tables.end(), now->tables.begin(), now->tables.end());
    const std::string title = schema::object_title(key);
    if (!same_tables || before->all_tables != now->all_tables) lines_.insert(title + " has other tables");
    if (before->publishes_updates != now->publishes_updates || before->publishes_deletes != now->publishes_deletes)
      lines_.insert(title + " publishes other changes");
  }

  /// What is told of something that stays as a whole need not be told of its parts.
  std::vector<std::string> lines() {
    for (const std::string& title : new_) {
      const std::string stays = title + " stays";
      for (const char* end : {":", " "}) {
        const std::string begin = title + end;
        auto line = lines_.lower_bound(begin);
        while (line != lines_.end() && line->starts_with(begin))
          line = *line == stays ? std::next(line) : lines_.erase(line);
      }
    }
    return {lines_.begin(), lines_.end()};
  }

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
    const auto clusters = [&](const std::string& index) { return index.empty() || now.index(index) != nullptr; };
    say(old.clustered_index != now.clustered_index && clusters(old.clustered_index) && clusters(now.clustered_index),
        ": CLUSTER follows another index");
    say(old.tablespace != now.tablespace, " is in another tablespace");
    say(old.range && now.range && !same(*old.range, *now.range), " has other options");
  }

  void line(std::string words) {
    if (!words.empty()) lines_.insert(std::move(words));
  }
  static bool among(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  }
  /// Parts of which only the names are compared.
  void names(const std::string& title, const std::vector<std::string>& before, const std::vector<std::string>& now) {
    for (const std::string& name : now) {
      if (!among(before, name)) lines_.insert(title + pg::quote_identifier(name) + " stays");
    }
    for (const std::string& name : before) {
      if (!among(now, name)) lines_.insert(title + pg::quote_identifier(name) + " is gone");
    }
  }
  static std::vector<std::string> checks(const UserType& domain) {
    std::vector<std::string> names;
    for (const DomainConstraint& one : domain.constraints) {
      if (!one.not_null) names.push_back(one.name);
    }
    return names;
  }
  static bool has_not_null(const UserType& domain) {
    return std::any_of(domain.constraints.begin(), domain.constraints.end(),
                       [](const DomainConstraint& one) { return one.not_null; });
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

  const Schema& schema_;
  std::set<std::string> lines_;
  std::vector<std::string> new_;  // titles of what stays and was not there
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
  Differences differences(schema);
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
  each_touched(schema.others, mark.others,
               [&](const auto& name, const auto* before, const auto* now) { differences.other(name, before, now); });
  return differences.lines();
}

bool changed_since(const Schema& schema, const Schema::Mark& mark) {
  return !schema.relations.changes_since(mark.relations).empty() || !schema.types.changes_since(mark.types).empty() ||
         !schema.routines.changes_since(mark.routines).empty() || !schema.others.changes_since(mark.others).empty();
}

namespace {

std::string keys_of(const TableIndex& index) {
  std::string keys;
  for (const IndexKey& key : index.keys) {
    if (!keys.empty()) keys += ", ";
    keys += key.column.empty() ? key.expression : pg::quote_identifier(key.column);
    if (key.descending) keys += " DESC";
  }
  return "(" + keys + ")";
}

}  // namespace

std::string difference_of_definition(const TableIndex& there, const TableIndex& wanted) {
  if (same(there, wanted)) return {};
  if (there.unique != wanted.unique) return there.unique ? "it is unique" : "it is not unique";
  if (there.method != wanted.method) return "it is " + there.method + ", not " + wanted.method;
  if (keys_of(there) != keys_of(wanted)) return "it is on " + keys_of(there) + ", not " + keys_of(wanted);
  if (there.predicate.empty() != wanted.predicate.empty()) {
    return there.predicate.empty() ? "it has all rows" : "it has only the rows WHERE " + there.predicate;
  }
  return "it is defined in another way";
}

}  // namespace pginterlock
