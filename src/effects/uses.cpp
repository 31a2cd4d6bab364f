#include "effects/uses.h"

#include <algorithm>

#include "effects/existence.h"
#include "pg/catalog.h"
#include "pg/script.h"
#include "pg/types.h"
#include "pg/walk.h"

namespace pginterlock::effects {

namespace {

bool holds(const std::vector<std::string>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

bool index_uses(const TableIndex& index, std::string_view column) {
  return holds(index.include, column) || holds(index.predicate_columns, column) ||
         std::any_of(index.keys.begin(), index.keys.end(), [&](const IndexKey& key) {
           return key.column == column || holds(key.expression_columns, column);
         });
}

/// The type of an argument as keys of routines spell it; empty when it is not plain.
std::string argument_type(const ::Node* node, const Relation& relation, const EffectsBuilder& out) {
  if (const auto* constant = pg::as<A_Const>(node)) {
    if (constant->isnull) return {};
    if (constant->val.node.type == T_Integer) return "integer";
    if (constant->val.node.type == T_Boolean) return "boolean";
    return {};
  }
  if (const auto* cast = pg::as<TypeCast>(node); cast != nullptr && cast->typeName != nullptr) {
    pg::DataType type = out.schema().resolve_type(pg::type_of(*cast->typeName), out.before().session.search_path());
    type.modifiers.clear();
    return pg::sql_type(type);
  }
  const auto* reference = pg::as<ColumnRef>(node);
  const auto* name =
      reference == nullptr ? nullptr : pg::as<String>(pg::nth(reference->fields, pg::length(reference->fields) - 1));
  const Column* column = name == nullptr ? nullptr : relation.column(pg::text(name->sval));
  if (column == nullptr) return {};
  pg::DataType type = column->type;
  type.modifiers.clear();
  return pg::sql_type(type);
}

/// How well a call fits the routine: the number of arguments of exactly its types; none when it cannot be meant.
std::optional<std::size_t> fit(const ::FuncCall& call, const Routine& routine, const Relation& relation,
                               const EffectsBuilder& out) {
  const std::size_t given = pg::length(call.args);
  const std::size_t wanted = routine.argument_types.size();
  if (given > wanted || given + routine.defaults < wanted) return std::nullopt;
  std::size_t exact = 0;
  for (std::size_t i = 0; i < given; ++i) {
    if (argument_type(pg::nth(call.args, i), relation, out) == routine.argument_types[i]) ++exact;
  }
  return exact;
}

bool calls(const ::FuncCall& call, const Routine& routine, const Relation& relation, const EffectsBuilder& out) {
  const QualifiedName written = pg::name_of(call.funcname);
  if (written.name != routine.name.name || (!written.schema.empty() && written.schema != routine.name.schema)) {
    return false;
  }
  const auto own = fit(call, routine, relation, out);
  if (!own) return false;
  for (const Routine* other : out.schema().routines_named(routine.name)) {
    if (other == &routine) continue;
    if (fit(call, *other, relation, out).value_or(0) > *own) return false;
  }
  return true;
}

/// Whether an expression, kept as SQL, calls the routine.
bool expression_calls(const std::string& sql, const Routine& routine, const Relation& relation,
                      const EffectsBuilder& out) {
  if (sql.find(routine.name.name.str()) == std::string::npos) return false;
  const SourceFile source("expression", "SELECT " + sql);
  pg::Script script(source);
  bool found = false;
  while (script.next_batch()) {
    for (const pg::Statement& statement : script.statements()) {
      pg::walk(statement.node, [&](const ::Node* node) {
        const auto* call = pg::as<FuncCall>(node);
        found = found || (call != nullptr && calls(*call, routine, relation, out));
        return !found;
      });
    }
  }
  return found;
}

/// The parts whose SQL a condition holds for.
template <typename Condition>
void collect(const Relation& relation, Uses& uses, Condition&& condition) {
  for (const auto& column : relation.columns) {
    if (!column->default_sql || !condition(*column->default_sql)) continue;
    const bool generated = column->generated != Generated::none;
    uses.push_back({generated ? Use::Part::column : Use::Part::default_value, relation.name, column->name});
  }
  for (const auto& constraint : relation.constraints) {
    if (condition(constraint->expression)) uses.push_back({Use::Part::constraint, relation.name, constraint->name});
  }
  for (const auto& index : relation.indexes) {
    const bool by_key = std::any_of(index->keys.begin(), index->keys.end(),
                                    [&](const IndexKey& key) { return condition(key.expression); });
    if (by_key || condition(index->predicate)) uses.push_back({Use::Part::index, relation.name, index->name});
  }
}

/// Whether the name that is written in a definition (name, or schema.name) means the object.
bool names(const std::string& written, const QualifiedName& key) {
  if (written.empty()) return false;
  const std::size_t dot = written.rfind('.');
  return (dot == std::string::npos ? written : written.substr(dot + 1)) == shown_name(key);
}

void add_uses(int object_type, const QualifiedName& key, const Relation& relation, Uses& uses) {
  switch (object_type) {
    case OBJECT_OPCLASS:
      for (const auto& index : relation.indexes) {
        const bool used = std::any_of(index->keys.begin(), index->keys.end(),
                                      [&](const IndexKey& one) { return names(one.opclass, key); });
        if (used) uses.push_back({Use::Part::index, relation.name, index->name});
      }
      return;
    case OBJECT_COLLATION:
      for (const auto& column : relation.columns) {
        if (names(column->collation, key)) uses.push_back({Use::Part::column, relation.name, column->name});
      }
      for (const auto& index : relation.indexes) {
        const bool used = std::any_of(index->keys.begin(), index->keys.end(),
                                      [&](const IndexKey& one) { return names(one.collation, key); });
        if (used) uses.push_back({Use::Part::index, relation.name, index->name});
      }
      return;
    case OBJECT_TSCONFIGURATION: {
      // A regconfig constant: the first argument of to_tsvector() and its like, or a cast.
      const std::string constant = "'" + shown_name(key) + "'";
      collect(relation, uses, [&](const std::string& sql) { return sql.find(constant) != std::string::npos; });
      return;
    }
    default:
      return;
  }
}

bool among(const std::vector<QualifiedName>& list, const QualifiedName& name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

/// By relation, as the registry has no order: the few that are found are put in order, not all that were looked at.
Uses in_order(Uses uses) {
  std::stable_sort(uses.begin(), uses.end(), [](const Use& a, const Use& b) { return a.relation < b.relation; });
  return uses;
}

}  // namespace

Uses uses_of_routine(const Routine& routine, const EffectsBuilder& out) {
  Uses uses;
  out.schema().relations.for_each_mentioning(
      routine.name.name, [&](const QualifiedName& name, const Relation& relation) {
        if (among(relation.calls, routine.name)) uses.push_back({Use::Part::view, name});
        for (const auto& use : relation.uses) {
          if (!among(use->routines, routine.name)) continue;
          uses.push_back({use->rule ? Use::Part::rule : Use::Part::policy, name, use->part});
        }
        collect(relation, uses, [&](const std::string& sql) { return expression_calls(sql, routine, relation, out); });
      });
  return in_order(std::move(uses));
}

Uses uses_of(int object_type, const QualifiedName& key, const EffectsBuilder& out) {
  Uses uses;
  out.schema().relations.for_each_mentioning(shown_name(key), [&](const QualifiedName&, const Relation& relation) {
    add_uses(object_type, key, relation, uses);
  });
  return in_order(std::move(uses));
}

void lock_dropped_column(const QualifiedName& table, const std::string& column, EffectsBuilder& out) {
  for (const QualifiedName& name : out.schema().with_descendants(table)) {
    out.lock(name, LockMode::access_exclusive);
    const Relation* relation = out.known(name);
    if (relation == nullptr) continue;
    for (const auto& index : relation->indexes) {
      if (index_uses(*index, column)) out.lock({name.schema, index->name}, LockMode::access_exclusive);
    }
  }
}

void drop_uses(const Uses& uses, RelationDrop& drop, EffectsBuilder& out) {
  for (const Use& use : uses) {
    const std::string name = pg::quote_identifier(use.name);
    switch (use.part) {
      case Use::Part::view: {
        const Relation* view = out.known(use.relation);
        drop.add(use.relation, view == nullptr ? RelationKind::view : view->kind, true);
        break;
      }
      case Use::Part::column:
        lock_dropped_column(use.relation, use.name, out);
        out.lose(
            {.kind = ObjectKind::column, .object = name, .relation = use.relation, .data = true, .implicit = true});
        break;
      case Use::Part::index:
        out.lock(use.relation, LockMode::access_exclusive);
        out.lock({use.relation.schema, use.name}, LockMode::access_exclusive, Certainty::proved, RelationKind::index);
        out.lose({.kind = ObjectKind::index, .object = name, .relation = use.relation, .implicit = true});
        break;
      case Use::Part::constraint:
        out.lock(use.relation, LockMode::access_exclusive);
        out.lose({.kind = ObjectKind::constraint, .object = name, .relation = use.relation, .implicit = true});
        break;
      case Use::Part::policy:
        out.lock(use.relation, LockMode::access_exclusive);
        out.lose({.kind = ObjectKind::policy, .object = name, .relation = use.relation, .implicit = true});
        break;
      case Use::Part::rule:
        out.lock(use.relation, LockMode::access_exclusive);
        out.lose({.kind = ObjectKind::rule, .object = name, .relation = use.relation, .implicit = true});
        break;
      case Use::Part::default_value:
        out.lock(use.relation, LockMode::access_exclusive);
        out.breaks({.kind = BreakKind::drop_default,
                    .object_kind = ObjectKind::column,
                    .relation = use.relation,
                    .column = use.name,
                    .object = pg::sql_name(use.relation) + "." + name});
        break;
    }
  }
}

}  // namespace pginterlock::effects
