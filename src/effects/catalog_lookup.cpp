#include "effects/catalog_lookup.h"

#include <algorithm>

#include "effects/catalog_query.h"
#include "pg/lexer.h"
#include "pg/types.h"
#include "schema/named_objects.h"
#include "text/lower_case.h"

namespace pginterlock::effects {

namespace {

/// Existence over the schemas that a name without one may stand in.
template <typename Find>
std::optional<bool> exists_in(const Text& schema, const State& state, Find&& find) {
  if (schema) return find(*schema);
  bool all_known = true;
  for (const std::string& one : state.session.search_path()) {
    const std::optional<bool> there = find(one);
    if (there == true) return true;
    all_known = all_known && there.has_value();
  }
  return all_known && !state.session.search_path().empty() ? std::optional(false) : std::nullopt;
}

std::optional<bool> relation_at(const QualifiedName& name, const State& state) {
  if (const Relation* known = state.schema.relation(name)) {
    // What IF NOT EXISTS made or found is there either way; what may have been made may not be.
    const bool certain = known->complete || !known->origin || known->origin->certain;
    return certain && !state.unread_changes ? std::optional(true) : std::nullopt;
  }
  if (state.unread_changes || !certainly_absent(state.schema, name)) return std::nullopt;
  return false;
}

/// The relation that is wanted, when history has it; `exists` is false when it is known to be gone.
struct FoundRelation {
  const Relation* known = nullptr;
  std::optional<bool> exists;
};
FoundRelation find_relation(const Wanted& wanted, const State& state) {
  FoundRelation found;
  found.exists = exists_in(wanted.schema, state, [&](const std::string& schema) {
    const QualifiedName name{schema, *wanted.relation};
    if (found.known == nullptr) found.known = state.schema.relation(name);
    return relation_at(name, state);
  });
  return found;
}

/// A part of a table: there, not there on a table of which all is known, or not known.
template <typename Part>
std::optional<bool> part_exists(const FoundRelation& table, const Part* part, bool certain) {
  if (table.exists == false) return false;
  if (table.known == nullptr) return std::nullopt;
  if (part != nullptr) return certain ? std::optional(true) : std::nullopt;
  return table.known->complete ? std::optional(false) : std::nullopt;
}

std::optional<bool> column_exists(const Wanted& wanted, const State& state) {
  const FoundRelation table = find_relation(wanted, state);
  const Column* column = table.known == nullptr ? nullptr : table.known->column(*wanted.column);
  const bool certain = column != nullptr && (!column->origin || column->origin->certain);
  const auto exists = part_exists(table, column, certain);
  if (exists != true) return exists;
  if (wanted.nullable) {
    if (!column->complete) return std::nullopt;
    const bool nullable = !table.known->proves_not_null(*wanted.column);
    if (nullable && !column->not_null && column->type.builtin() == false) return std::nullopt;  // a domain may forbid
    if ((*wanted.nullable == "YES") != nullable) return false;
  }
  if (wanted.data_type) {
    if (!column->complete || !column->type.builtin() || column->type.array) return std::nullopt;
    pg::DataType type = column->type;
    type.modifiers.clear();
    if (pg::sql_type(type) != *wanted.data_type) return false;
  }
  return true;
}

/// Whether it is of the kind that contype ("p") or constraint_type ("PRIMARY KEY") tells.
std::optional<bool> is_of_kind(const TableConstraint& constraint, std::string_view told) {
  const char kind = told.empty() ? ' ' : told[0];
  switch (constraint.kind) {
    case ConstraintKind::check:
      return kind == 'c' || kind == 'C';
    case ConstraintKind::foreign_key:
      return kind == 'f' || kind == 'F';
    case ConstraintKind::unique:
      return kind == 'u' || kind == 'U';
    case ConstraintKind::primary_key:
      return kind == 'p' || kind == 'P';
    case ConstraintKind::not_null:
    case ConstraintKind::exclusion:
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<bool> constraint_exists(const Wanted& wanted, const State& state) {
  if (!wanted.relation) {
    const bool known_name = exists_in(wanted.schema, state, [&](const std::string& schema) {
                              const auto* tables = state.schema.constraint_names.find({schema, *wanted.constraint});
                              return tables != nullptr && *tables > 0 ? std::optional(true) : std::nullopt;
                            }) == true;
    return known_name && !wanted.constraint_kind ? std::optional(true) : std::nullopt;
  }
  const FoundRelation table = find_relation(wanted, state);
  const TableConstraint* constraint = table.known == nullptr ? nullptr : table.known->constraint(*wanted.constraint);
  const auto exists = part_exists(table, constraint, true);
  if (exists != true || !wanted.constraint_kind) return exists;
  return is_of_kind(*constraint, *wanted.constraint_kind);
}

/// A constraint of a kind, whatever its name. Tables show their NOT NULL as CHECK in information_schema, and in
/// pg_constraint since 18.
std::optional<bool> constraint_of_kind_exists(const Wanted& wanted, const State& state) {
  const FoundRelation table = find_relation(wanted, state);
  if (table.exists == false) return false;
  if (table.known == nullptr) return std::nullopt;
  for (const auto& constraint : table.known->constraints) {
    if (is_of_kind(*constraint, *wanted.constraint_kind) == true) return true;
  }
  static constexpr std::string_view keys = "pufPUF";
  const bool key = !wanted.constraint_kind->empty() && keys.find((*wanted.constraint_kind)[0]) != keys.npos;
  return key && table.known->complete ? std::optional(false) : std::nullopt;
}

std::optional<bool> index_exists(const Wanted& wanted, const State& state) {
  const auto exists = exists_in(wanted.schema, state, [&](const std::string& schema) {
    return relation_at({schema, *wanted.index}, state);
  });
  if (exists || !wanted.relation) return exists;
  const FoundRelation table = find_relation(wanted, state);
  const TableIndex* index = table.known == nullptr ? nullptr : table.known->index(*wanted.index);
  return part_exists(table, index, index != nullptr && index->origin.certain);
}

std::optional<bool> type_at(const QualifiedName& name, const State& state) {
  if (state.unread_changes) return std::nullopt;
  if (const UserType* type = state.schema.type(name)) {
    return !type->origin || type->origin->certain ? std::optional(true) : std::nullopt;
  }
  if (state.schema.relation(name) != nullptr) return std::nullopt;  // its row type
  const bool absent =
      state.schema.types.known_absent(name) || lacks_everything_unknown(state.schema, name.schema.str());
  return absent ? std::optional(false) : std::nullopt;
}

std::optional<bool> label_exists(const Wanted& wanted, const State& state) {
  if (!wanted.type) return std::nullopt;
  return exists_in(wanted.schema, state, [&](const std::string& schema) -> std::optional<bool> {
    const UserType* type = state.schema.type({schema, *wanted.type});
    if (type == nullptr) return type_at({schema, *wanted.type}, state) == false ? std::optional(false) : std::nullopt;
    const bool certain =
        type->kind == TypeKind::enumeration && type->origin && type->origin->certain && !state.unread_changes;
    if (!certain) return std::nullopt;
    return std::find(type->labels.begin(), type->labels.end(), *wanted.label) != type->labels.end();
  });
}

/// A trigger of any table: what history knows of is there, what it does not know of may be.
std::optional<bool> trigger_exists(const std::string& name, const State& state) {
  bool found = false;
  state.schema.relations.for_each([&](const QualifiedName&, const Relation& relation) {
    const bool certain = !relation.origin || relation.origin->certain;
    found = found || (certain && std::any_of(relation.triggers.begin(), relation.triggers.end(),
                                             [&](const auto& trigger) { return trigger->name == name; }));
  });
  return found && !state.unread_changes ? std::optional(true) : std::nullopt;
}

/// Triggers, policies: parts of a table that is named.
std::optional<bool> named_part_exists(const Wanted& wanted, const State& state) {
  if (!wanted.relation && wanted.trigger && !wanted.schema) return trigger_exists(*wanted.trigger, state);
  if (!wanted.relation) return std::nullopt;
  const FoundRelation table = find_relation(wanted, state);
  if (wanted.trigger) {
    const Trigger* found = nullptr;
    if (table.known != nullptr) {
      for (const auto& one : table.known->triggers) {
        if (one->name == *wanted.trigger) found = one.get();
      }
    }
    return part_exists(table, found, true);
  }
  const Policy* found = nullptr;
  if (table.known != nullptr) {
    for (const auto& one : table.known->policies) {
      if (one->name == *wanted.policy) found = one.get();
    }
  }
  return part_exists(table, found, true);
}

std::optional<bool> object_exists(const char* kind, const std::string& name, const State& state) {
  switch (existence_of(state.schema, {kind, name})) {
    case Existence::yes:
      return true;
    case Existence::no:
      return state.unread_changes ? std::nullopt : std::optional(false);
    case Existence::unknown:
      return std::nullopt;
  }
  return std::nullopt;
}

bool fits_kind(const Relation& relation, std::string_view letter) {
  switch (relation.kind) {
    case RelationKind::table:
      return letter == "r";
    case RelationKind::partitioned_table:
      return letter == "p";
    case RelationKind::view:
      return letter == "v";
    case RelationKind::materialized_view:
      return letter == "m";
    case RelationKind::index:
      return letter == "i";
    case RelationKind::sequence:
      return letter == "S";
    case RelationKind::foreign_table:
      return letter == "f";
    case RelationKind::composite_type:
      return letter == "c";
  }
  return false;
}

/// Whether the query reads these catalogues alone: another one has rows of its own.
bool reads_only(const Wanted& wanted, std::initializer_list<std::string_view> catalogues) {
  return !wanted.sources.empty() && std::all_of(wanted.sources.begin(), wanted.sources.end(), [&](const auto& source) {
    return std::find(catalogues.begin(), catalogues.end(), source) != catalogues.end();
  });
}

/// Whether a catalogue that shows one kind of relations shows this one.
bool is_shown(const Wanted& wanted, const Relation& relation) {
  const auto fits = [&](std::string_view source) {
    const bool table = fits_kind(relation, "r") || fits_kind(relation, "p");
    if (source == "pg_tables") return table;
    if (source == "pg_views" || source == "views") return fits_kind(relation, "v");
    if (source == "pg_matviews") return fits_kind(relation, "m");
    if (source == "pg_sequences" || source == "sequences") return fits_kind(relation, "S");
    if (source == "tables") return table || fits_kind(relation, "v") || fits_kind(relation, "f");
    return true;
  };
  return std::all_of(wanted.sources.begin(), wanted.sources.end(), fits);
}

std::optional<bool> relation_answer(const Wanted& wanted, const State& state) {
  const FoundRelation found = find_relation(wanted, state);
  if (found.exists != true || found.known == nullptr) return found.exists;
  return is_shown(wanted, *found.known) && (!wanted.kind || fits_kind(*found.known, *wanted.kind));
}

std::optional<bool> answer(const Wanted& wanted, const State& state) {
  const auto only = [&](std::initializer_list<std::string_view> catalogues) { return reads_only(wanted, catalogues); };
  if (wanted.routine) return std::nullopt;
  if (wanted.label) {
    return only({"pg_enum", "pg_type", "pg_namespace"}) ? label_exists(wanted, state) : std::nullopt;
  }
  if (wanted.trigger || wanted.policy) {
    const bool known = only({"pg_trigger", "triggers", "pg_policies", "pg_policy", "pg_class", "pg_namespace"});
    return known ? named_part_exists(wanted, state) : std::nullopt;
  }
  if (wanted.constraint) {
    const bool known = only({"pg_constraint", "table_constraints", "pg_class", "pg_namespace"});
    return known && !wanted.column ? constraint_exists(wanted, state) : std::nullopt;
  }
  if (wanted.column) {
    const bool known = only({"columns", "pg_attribute", "pg_class", "pg_namespace", "tables"});
    return known && wanted.relation ? column_exists(wanted, state) : std::nullopt;
  }
  if (wanted.index) return only({"pg_indexes"}) ? index_exists(wanted, state) : std::nullopt;
  if (wanted.type) {
    if (!only({"pg_type", "pg_namespace"})) return std::nullopt;
    return exists_in(wanted.schema, state, [&](const std::string& schema) {
      return type_at({schema, *wanted.type}, state);
    });
  }
  if (wanted.constraint_kind && wanted.relation) {
    const bool known = only({"pg_constraint", "table_constraints", "pg_class", "pg_namespace"});
    return known ? constraint_of_kind_exists(wanted, state) : std::nullopt;
  }
  if (wanted.relation) {
    const bool known = only({"pg_class", "pg_namespace", "pg_tables", "pg_views", "pg_matviews", "pg_sequences",
                             "tables", "views", "sequences"});
    return known ? relation_answer(wanted, state) : std::nullopt;
  }
  if (wanted.extension && only({"pg_extension"})) return object_exists("extension", *wanted.extension, state);
  if (wanted.role && only({"pg_roles", "pg_user"})) return object_exists("role", *wanted.role, state);
  return std::nullopt;
}

/// Whether a schema outside of the path has a relation, or a type, of that name: without a condition on the schema the
/// catalogues show it.
bool is_elsewhere(const Wanted& wanted, const State& state) {
  if (wanted.schema) return false;
  const Text& name = wanted.relation ? wanted.relation : wanted.index ? wanted.index : wanted.type;
  if (!name) return false;
  const auto& path = state.session.search_path();
  bool found = false;
  const auto look = [&](const QualifiedName& one) {
    const bool outside = std::find(path.begin(), path.end(), one.schema.str()) == path.end();
    found = found || (outside && one.name == *name);
  };
  state.schema.relations.for_each_mentioning(*name, [&](const QualifiedName& one, const Relation&) { look(one); });
  state.schema.types.for_each_mentioning(*name, [&](const QualifiedName& one, const UserType&) { look(one); });
  return found;
}

}  // namespace

std::optional<QualifiedName> parse_catalog_name(std::string_view written) {
  std::vector<std::string> parts;
  pg::Lexer lexer(written);
  for (pg::Token token = lexer.next_significant(); token.kind != pg::TokenKind::end; token = lexer.next_significant()) {
    std::string part(written.substr(token.span.begin, token.span.size()));
    if (token.kind == pg::TokenKind::quoted_identifier && part.size() >= 2) {
      part = part.substr(1, part.size() - 2);
    } else if (token.kind == pg::TokenKind::word) {
      part = lower_case(part);
    } else {
      return std::nullopt;
    }
    parts.push_back(std::move(part));
    const pg::Token dot = lexer.next_significant();
    if (dot.kind == pg::TokenKind::end) break;
    if (!dot.is('.', written)) return std::nullopt;
  }
  if (parts.empty() || parts.size() > 2) return std::nullopt;
  return parts.size() == 1 ? QualifiedName{"", parts[0]} : QualifiedName{parts[0], parts[1]};
}

bool names_one(const Wanted& wanted) { return !wanted.constraint_kind || wanted.constraint; }

std::optional<bool> catalog_has(const Wanted& wanted, const State& state) {
  if (wanted.broken) return std::nullopt;
  const std::optional<bool> exists = answer(wanted, state);
  // Further conditions may still leave it out.
  if (exists == true && wanted.more) return std::nullopt;
  return exists == false && is_elsewhere(wanted, state) ? std::nullopt : exists;
}

std::optional<bool> relation_exists(std::string_view written, const State& state) {
  const auto name = parse_catalog_name(written);
  if (!name) return std::nullopt;
  const Text schema = name->schema.empty() ? Text() : Text(name->schema.str());
  return exists_in(schema, state, [&](const std::string& one) { return relation_at({one, name->name}, state); });
}

std::optional<bool> type_exists(std::string_view written, const State& state) {
  const auto name = parse_catalog_name(written);
  if (!name) return std::nullopt;
  const Text schema = name->schema.empty() ? Text() : Text(name->schema.str());
  return exists_in(schema, state, [&](const std::string& one) { return type_at({one, name->name}, state); });
}

}  // namespace pginterlock::effects
