#include "effects/catalog_query.h"

#include <algorithm>
#include <array>

#include "effects/catalog_lookup.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::each;
using pg::text;

constexpr std::size_t most_conditions = 64;

Wanted wanted_by(const ::SelectStmt& query, const State& state, const Values& values);

class Conditions {
 public:
  Conditions(const State& state, const Values& values, Wanted& wanted)
      : state_(state), values_(values), wanted_(wanted) {}

  void add(const ::Node* root) {
    std::vector<const ::Node*> pending{root};
    for (std::size_t taken = 0; !pending.empty() && taken < most_conditions; ++taken) {
      const ::Node* node = pending.back();
      pending.pop_back();
      if (node == nullptr) continue;
      const auto* combination = as<BoolExpr>(node);
      if (combination != nullptr && combination->boolop == AND_EXPR) {
        for (std::size_t i = 0; i < pg::length(combination->args); ++i)
          pending.push_back(pg::nth(combination->args, i));
      } else {
        condition(node);
      }
    }
    if (!pending.empty()) wanted_.broken = true;
  }

 private:
  static std::string_view column_of(const ::Node* node) {
    while (const auto* cast = as<TypeCast>(node)) node = cast->arg;
    const auto* reference = as<ColumnRef>(node);
    const std::size_t fields = reference == nullptr ? 0 : pg::length(reference->fields);
    const auto* name = fields == 0 ? nullptr : as<String>(pg::nth(reference->fields, fields - 1));
    return name == nullptr ? std::string_view{} : text(name->sval);
  }

  /// Whether the column is one of a catalogue, and not a variable of the routine.
  bool is_variable(const ::Node* node) const {
    const auto* reference = as<ColumnRef>(node);
    if (reference == nullptr || state_.body == nullptr || pg::length(reference->fields) != 1) return false;
    const auto& names = state_.body->variables;
    return std::find(names.begin(), names.end(), column_of(node)) != names.end();
  }

  void condition(const ::Node* node) {
    if (const auto* negation = as<BoolExpr>(node); negation != nullptr && negation->boolop == NOT_EXPR) {
      const std::string_view column = column_of(pg::nth(negation->args, 0));
      wanted_.more = wanted_.more || (column != "attisdropped" && column != "tgisinternal");
      return;
    }
    const auto* operation = as<A_Expr>(node);
    if (operation == nullptr) {
      wanted_.more = true;
      return;
    }
    const std::string op = pg::name_of(operation->name).name.str();
    const ::Node* left = operation->lexpr;
    const ::Node* right = operation->rexpr;
    if (operation->kind == AEXPR_OP_ANY && op == "=") {
      return match(column_of(left), "schema", right);  // nspname = ANY (current_schemas(false))
    }
    if (operation->kind != AEXPR_OP) {
      wanted_.more = true;
      return;
    }
    if (op != "=") {
      const bool harmless = column_of(left) == "attnum" && op == ">";
      wanted_.more = wanted_.more || !harmless;
      return;
    }
    if (column_of(left).empty() || is_variable(left)) std::swap(left, right);
    const std::string_view column = column_of(left);
    if (column.empty()) {
      wanted_.more = true;
      return;
    }
    if (!column_of(right).empty() && !is_variable(right)) return;  // a join
    match(column, "", right);
  }

  /// column = value
  void match(std::string_view column, std::string_view, const ::Node* value) {
    if (is_schema_column(column) && is_current_schema(value)) return;
    static constexpr std::array needless = {"table_catalog", "constraint_catalog", "attisdropped", "tgisinternal"};
    if (std::find(needless.begin(), needless.end(), column) != needless.end()) return;
    if (const auto* sublink = as<SubLink>(value)) return from_query(*sublink);
    const Text constant = fold_text(value, values_);
    if (!constant) {
      wanted_.broken = true;  // it may be any object
      return;
    }
    assign(column, *constant);
  }

  static bool is_schema_column(std::string_view column) {
    static constexpr std::array names = {"table_schema",       "schemaname",     "nspname",        "relnamespace",
                                         "constraint_schema",  "trigger_schema", "routine_schema", "typnamespace",
                                         "connamespace",       "pronamespace",   "schema_name",    "sequence_schema",
                                         "event_object_schema"};
    return std::find(names.begin(), names.end(), column) != names.end();
  }
  static bool is_current_schema(const ::Node* node) {
    while (const auto* cast = as<TypeCast>(node)) node = cast->arg;
    if (const auto* function = as<SQLValueFunction>(node)) return function->op == SVFOP_CURRENT_SCHEMA;
    const auto* call = as<FuncCall>(node);
    if (call == nullptr) return false;
    const std::string name = pg::name_of(call->funcname).name.str();
    return name == "current_schema" || name == "current_schemas";
  }

  /// attrelid = (SELECT oid FROM pg_class WHERE …): its conditions are conditions of the whole.
  void from_query(const ::SubLink& sublink) {
    const auto* query = as<SelectStmt>(sublink.subselect);
    if (query == nullptr || sublink.subLinkType != EXPR_SUBLINK) {
      wanted_.broken = true;
      return;
    }
    const Wanted inner = wanted_by(*query, state_, values_);
    wanted_.broken = wanted_.broken || inner.broken;
    wanted_.more = wanted_.more || inner.more;
    const auto take = [](Text& to, const Text& from) {
      if (from) to = from;
    };
    take(wanted_.schema, inner.schema);
    take(wanted_.relation, inner.relation);
    take(wanted_.type, inner.type);
  }

  void set_name(Text& to, const std::string& written) {
    const auto name = parse_catalog_name(written);
    if (!name) {
      wanted_.broken = true;
      return;
    }
    if (!name->schema.empty()) wanted_.schema = name->schema.str();
    to = name->name.str();
  }

  void assign(std::string_view column, const std::string& value) {
    struct Meaning {
      std::string_view column;
      Text Wanted::*member;
    };
    static constexpr std::array meanings = {
        Meaning{"table_name", &Wanted::relation},
        Meaning{"tablename", &Wanted::relation},
        Meaning{"relname", &Wanted::relation},
        Meaning{"viewname", &Wanted::relation},
        Meaning{"matviewname", &Wanted::relation},
        Meaning{"sequencename", &Wanted::relation},
        Meaning{"sequence_name", &Wanted::relation},
        Meaning{"event_object_table", &Wanted::relation},
        Meaning{"column_name", &Wanted::column},
        Meaning{"attname", &Wanted::column},
        Meaning{"constraint_name", &Wanted::constraint},
        Meaning{"conname", &Wanted::constraint},
        Meaning{"indexname", &Wanted::index},
        Meaning{"typname", &Wanted::type},
        Meaning{"enumlabel", &Wanted::label},
        Meaning{"proname", &Wanted::routine},
        Meaning{"routine_name", &Wanted::routine},
        Meaning{"tgname", &Wanted::trigger},
        Meaning{"trigger_name", &Wanted::trigger},
        Meaning{"policyname", &Wanted::policy},
        Meaning{"polname", &Wanted::policy},
        Meaning{"extname", &Wanted::extension},
        Meaning{"rolname", &Wanted::role},
        Meaning{"usename", &Wanted::role},
        Meaning{"relkind", &Wanted::kind},
        Meaning{"contype", &Wanted::constraint_kind},
        Meaning{"constraint_type", &Wanted::constraint_kind},
        Meaning{"data_type", &Wanted::data_type},
        Meaning{"is_nullable", &Wanted::nullable},
    };
    if (is_schema_column(column)) {
      wanted_.schema = value;
      return;
    }
    if (column == "attrelid" || column == "conrelid" || column == "tgrelid" || column == "indrelid" ||
        column == "polrelid" || (column == "oid" && !value.empty())) {
      return set_name(wanted_.relation, value);
    }
    if (column == "enumtypid") return set_name(wanted_.type, value);
    const auto meaning =
        std::find_if(meanings.begin(), meanings.end(), [&](const Meaning& one) { return one.column == column; });
    if (meaning == meanings.end()) {
      wanted_.more = true;
      return;
    }
    Text& member = wanted_.*(meaning->member);
    if (member && *member != value) wanted_.broken = true;
    member = value;
  }

  const State& state_;
  const Values& values_;
  Wanted& wanted_;
};

bool is_catalog(const ::RangeVar& relation) {
  const std::string_view schema = text(relation.schemaname);
  const std::string_view name = text(relation.relname);
  return schema == "information_schema" || schema == "pg_catalog" || (schema.empty() && name.starts_with("pg_"));
}

/// What a query of the catalogues wants.
Wanted wanted_by(const ::SelectStmt& query, const State& state, const Values& values) {
  Wanted wanted;
  const bool plain = query.op == SETOP_NONE && query.valuesLists == nullptr && query.groupClause == nullptr &&
                     query.havingClause == nullptr && query.withClause == nullptr && query.fromClause != nullptr &&
                     query.limitOffset == nullptr;
  wanted.broken = !plain;
  Conditions conditions(state, values, wanted);
  std::vector<const ::Node*> pending;
  for (std::size_t i = 0; i < pg::length(query.fromClause); ++i) pending.push_back(pg::nth(query.fromClause, i));
  std::size_t relations = 0;
  while (!pending.empty() && relations < most_conditions) {
    const ::Node* item = pending.back();
    pending.pop_back();
    if (const auto* join = as<JoinExpr>(item)) {
      wanted.broken = wanted.broken || join->jointype == JOIN_FULL || join->isNatural;
      pending.push_back(join->larg);
      pending.push_back(join->rarg);
      conditions.add(join->quals);
      continue;
    }
    ++relations;
    const auto* relation = as<RangeVar>(item);
    if (relation == nullptr || !is_catalog(*relation)) wanted.broken = true;
    if (relation != nullptr) wanted.sources.emplace_back(text(relation->relname));
    // The index of pg_index is a relation of its own beside its table.
    if (relation != nullptr && text(relation->relname) == "pg_index") wanted.broken = true;
  }
  conditions.add(query.whereClause);
  return wanted;
}

}  // namespace

std::optional<bool> catalog_has_rows(const ::SelectStmt& query, const State& state, const Values& values) {
  return catalog_has(wanted_by(query, state, values), state);
}

std::optional<int> catalog_row_count(const ::SelectStmt& query, const State& state, const Values& values) {
  const Wanted wanted = wanted_by(query, state, values);
  const auto any = catalog_has(wanted, state);
  if (any == false) return 0;
  return any == true && names_one(wanted) ? std::optional(1) : std::nullopt;
}

bool counts_rows(const ::SelectStmt& query) {
  if (pg::length(query.targetList) != 1) return false;
  const auto* target = as<ResTarget>(pg::nth(query.targetList, 0));
  const auto* call = target == nullptr ? nullptr : as<FuncCall>(target->val);
  return call != nullptr && call->agg_star && pg::name_of(call->funcname).name == "count";
}

}  // namespace pginterlock::effects
