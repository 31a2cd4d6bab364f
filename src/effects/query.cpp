// The relations that queries and data changes lock.
#include "effects/query.h"

#include <algorithm>
#include <array>
#include <vector>

#include "effects/dml_check.h"
#include "effects/existence.h"
#include "effects/expression_type.h"
#include "effects/query_names.h"
#include "effects/routine_lookup.h"
#include "pg/catalog.h"
#include "pg/walk.h"
#include "schema/named_objects.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::each;
using pg::text;

/// The name of a WITH query that can be seen, and the one before it.
struct Scope {
  std::string_view name;
  std::size_t before;  // 0: none
};

struct Item {
  const ::Node* node = nullptr;
  std::size_t scope = 0;                       // 1-based place in the list of scopes
  std::size_t frame = QueryNames::open_frame;  // of the names that it sees
  const ::SelectStmt* locking = nullptr;       // FROM items: the query whose FOR UPDATE may mean them
  bool row_share = false;                      // FROM items and queries there: all is locked FOR UPDATE or its like
  bool filtered = false;                       // FROM items: the query has a WHERE
};

/// Walks a query with a stack on the heap: its depth is the writer's choice.
class QueryWalk {
 public:
  QueryWalk(QueryUse use, const RoutineNames* around, EffectsBuilder& out)
      : use_(use), out_(out), names_(around, out) {}

  void run(const ::Node* root) {
    stack_.push_back({.node = root, .frame = is_query(root) ? QueryNames::statement_frame : QueryNames::open_frame});
    while (!stack_.empty()) {
      const Item item = stack_.back();
      stack_.pop_back();
      const std::size_t first = stack_.size();
      visit(item);
      std::reverse(stack_.begin() + static_cast<std::ptrdiff_t>(first), stack_.end());  // the first child comes first
    }
    for (const ::A_Expr* comparison : compared_) check_compared_labels(*comparison, out_);
  }

 private:
  /// How the rows of a target are changed.
  struct Change {
    bool indexes = true;
    bool filtered = false;
    bool inserts = false;
    std::optional<LockMode> below_view = std::nullopt;
  };
  /// The scope without names of WITH.
  static constexpr std::size_t no_with = 0;
  /// What a part of a query sees.
  struct Sight {
    std::size_t scope = no_with;
    std::size_t frame = QueryNames::open_frame;
  };
  void push(const void* node, Sight sight) {
    if (node == nullptr) return;
    stack_.push_back({.node = static_cast<const ::Node*>(node), .scope = sight.scope, .frame = sight.frame});
  }
  /// ORDER BY and GROUP BY may also name columns of the result.
  void push_sorted(const ::List* list, Sight sight);
  static bool is_query(const ::Node* node) {
    switch (pg::tag(node)) {
      case T_SelectStmt:
      case T_InsertStmt:
      case T_UpdateStmt:
      case T_DeleteStmt:
      case T_MergeStmt:
        return true;
      default:
        return false;
    }
  }
  std::size_t open_frame(std::size_t parent) { return parent == QueryNames::open_frame ? parent : names_.open(parent); }
  void name_target(std::size_t frame, const ::RangeVar& relation, const std::optional<Target>& target);
  void name_elements(std::size_t frame, const ::List* from, std::size_t scope);
  void name_element(std::size_t frame, const ::Node* item, std::size_t scope);
  void push_from(const ::List* from, const Item& like) {
    for (std::size_t i = 0; i < pg::length(from); ++i) push_from(pg::nth(from, i), like);
  }
  void push_from(const ::Node* node, Item like) {
    if (node == nullptr) return;
    like.node = node;
    stack_.push_back(like);
  }

  void visit(const Item& item);
  void visit_from_item(const Item& item);
  void visit_select(const ::SelectStmt& select, const Item& item);
  void visit_insert(const ::InsertStmt& insert, Sight sight);
  void visit_update(const ::UpdateStmt& update, Sight sight);
  void visit_delete(const ::DeleteStmt& deletion, Sight sight);
  void visit_merge(const ::MergeStmt& merge, Sight sight);
  void visit_expression(const Item& item);
  void visit_call(const ::FuncCall& call);
  void check_no_procedure(const QualifiedName& name);
  void check_function(const QualifiedName& name);
  void push_values(const ::List* rows, Sight sight);
  std::size_t open_with(const ::WithClause* with, Sight sight);
  bool is_with_query(const ::RangeVar& relation, std::size_t scope) const;
  bool locked_by(const ::SelectStmt& select, const ::RangeVar& relation) const;
  std::optional<Target> lock_target(const ::RangeVar& relation, const Change& change);

  const QueryUse use_;
  EffectsBuilder& out_;
  QueryNames names_;
  std::vector<Scope> scopes_;
  std::vector<Item> stack_;
  std::vector<const ::Node*> children_;
  std::vector<const ::A_Expr*> compared_;  // while enum values are not committed
};

/// A relation of a query: that its schema is gone is not told apart. Source: parse_relation.c, parserOpenTable.
std::optional<Target> find_queried(const ::RangeVar& relation, EffectsBuilder& out) {
  const std::string_view schema = text(relation.schemaname);
  if (!schema.empty() && existence_of_schema(out.schema(), schema) == Existence::no) {
    out.fail(FailureKind::undefined_object, "42P01",
             "relation " + quoted(pg::name_of(relation).plain()) + " does not exist");
    return std::nullopt;
  }
  return find_target(relation, out);
}

void QueryWalk::visit(const Item& item) {
  switch (pg::tag(item.node)) {
    case T_ColumnRef:
      if (item.frame != QueryNames::open_frame) names_.check(*as<ColumnRef>(item.node), item.frame);
      return;
    case T_A_Const:
    case T_ParamRef:
    case T_SetToDefault:
      return;
    case T_RangeVar:
    case T_JoinExpr:
    case T_RangeSubselect:
    case T_RangeTableSample:
      visit_from_item(item);
      return;
    case T_SelectStmt:
      visit_select(*as<SelectStmt>(item.node), item);
      return;
    case T_InsertStmt:
      visit_insert(*as<InsertStmt>(item.node), {item.scope, item.frame});
      return;
    case T_UpdateStmt:
      visit_update(*as<UpdateStmt>(item.node), {item.scope, item.frame});
      return;
    case T_DeleteStmt:
      visit_delete(*as<DeleteStmt>(item.node), {item.scope, item.frame});
      return;
    case T_MergeStmt:
      visit_merge(*as<MergeStmt>(item.node), {item.scope, item.frame});
      return;
    default:
      visit_expression(item);
      return;
  }
}

void QueryWalk::visit_expression(const Item& item) {
  if (const auto* call = as<FuncCall>(item.node)) visit_call(*call);
  if (const auto* cast = as<TypeCast>(item.node); cast != nullptr && cast->typeName != nullptr) {
    const std::string_view label = pg::string_constant(cast->arg);
    if (!label.empty()) check_enum_label(pg::type_of(*cast->typeName).name, label, out_);
  }
  const auto* comparison = out_.schema().uncommitted_enums.empty() ? nullptr : as<A_Expr>(item.node);
  if (comparison != nullptr) compared_.push_back(comparison);
  children_.clear();
  pg::append_children(item.node, children_);
  for (const ::Node* child : children_) push(child, {item.scope, item.frame});
}

void QueryWalk::visit_from_item(const Item& item) {
  if (const auto* join = as<JoinExpr>(item.node)) {
    push_from(join->larg, item);
    push_from(join->rarg, item);
    push(join->quals, {item.scope, item.frame});
    return;
  }
  if (const auto* subselect = as<RangeSubselect>(item.node)) {
    // parse_clause and analyze.c, transformLockingClause: FOR UPDATE goes into the queries of FROM.
    const bool sees_elements = subselect->lateral || item.frame <= QueryNames::statement_frame;
    Item inside{.node = subselect->subquery,
                .scope = item.scope,
                .frame = sees_elements ? item.frame : names_.parent_of(item.frame)};
    const bool all = item.locking != nullptr && pg::length(item.locking->lockingClause) > 0 &&
                     as<LockingClause>(pg::nth(item.locking->lockingClause, 0))->lockedRels == nullptr;
    inside.row_share = item.row_share || all;
    stack_.push_back(inside);
    return;
  }
  if (const auto* sample = as<RangeTableSample>(item.node)) {
    push_from(sample->relation, item);
    push(sample->args, {item.scope, item.frame});
    return;
  }
  const auto& relation = *as<RangeVar>(item.node);
  if (is_with_query(relation, item.scope)) return;
  const auto target = find_queried(relation, out_);
  if (!target || is_system_catalog(target->name)) return;
  const bool unreadable = use_ == QueryUse::executed && target->is(RelationKind::foreign_table) &&
                          !check_handler(target->known->server, out_);
  if (unreadable) return;
  const bool row_share = item.row_share || (item.locking != nullptr && locked_by(*item.locking, relation));
  const LockMode mode = row_share ? LockMode::row_share : LockMode::access_share;
  if (use_ == QueryUse::analyzed) {
    out_.lock(target->name, mode);
  } else {
    lock_with_parts(*target, {.mode = mode, .only = !relation.inh, .indexes = true, .filtered = item.filtered}, out_);
  }
  if (use_ == QueryUse::executed) check_populated(*target, out_);
}

void QueryWalk::name_element(std::size_t frame, const ::Node* root, std::size_t scope) {
  std::vector<const ::Node*> items{root};
  while (!items.empty()) {
    const ::Node* item = items.back();
    items.pop_back();
    if (const auto* join = as<JoinExpr>(item)) {
      if (join->isNatural || join->usingClause != nullptr) names_.merge_columns(frame);
      // An alias of the whole hides the names inside.
      if (join->alias != nullptr) names_.add(frame, join->alias);
      items.push_back(join->larg);
      items.push_back(join->rarg);
    } else if (const auto* relation = as<RangeVar>(item)) {
      const Relation* known = is_with_query(*relation, scope) ? nullptr : out_.known(out_.resolve(*relation));
      names_.add(frame, *relation, known);
    } else if (const auto* sample = as<RangeTableSample>(item)) {
      items.push_back(sample->relation);
    } else if (const auto* subselect = as<RangeSubselect>(item)) {
      names_.add(frame, subselect->alias);
    } else if (const auto* function = as<RangeFunction>(item)) {
      // Without an alias it has the function's name.
      names_.add(frame, function->alias);
      if (function->alias == nullptr) names_.add_any(frame);
    } else if (item != nullptr) {
      names_.add_any(frame);
    }
  }
}

void QueryWalk::name_elements(std::size_t frame, const ::List* from, std::size_t scope) {
  if (frame == QueryNames::open_frame) return;
  for (std::size_t i = 0; i < pg::length(from); ++i) name_element(frame, pg::nth(from, i), scope);
}

void QueryWalk::name_target(std::size_t frame, const ::RangeVar& relation, const std::optional<Target>& target) {
  if (frame != QueryNames::open_frame) names_.add(frame, relation, target ? target->known : nullptr);
}

void QueryWalk::push_sorted(const ::List* list, Sight sight) {
  for (std::size_t i = 0; i < pg::length(list); ++i) {
    const ::Node* element = pg::nth(list, i);
    const auto* sort = as<SortBy>(element);
    const auto* column = as<ColumnRef>(sort == nullptr ? element : sort->node);
    const bool may_be_result = column != nullptr && pg::length(column->fields) == 1;
    push(element, {sight.scope, may_be_result ? QueryNames::open_frame : sight.frame});
  }
}

void QueryWalk::visit_select(const ::SelectStmt& select, const Item& item) {
  const std::size_t scope = open_with(select.withClause, {item.scope, item.frame});
  if (select.larg != nullptr || select.rarg != nullptr) {
    push(select.larg, {scope, item.frame});
    push(select.rarg, {scope, item.frame});
    return;
  }
  const Sight inside{scope, open_frame(item.frame)};
  name_elements(inside.frame, select.fromClause, scope);
  check_row_locks(
      select, [&](std::string_view name) { return names_.has_element(inside.frame, name); },
      inside.frame != QueryNames::open_frame, out_);
  push_values(select.valuesLists, inside);
  push_from(select.fromClause, {.node = nullptr,
                                .scope = scope,
                                .frame = inside.frame,
                                .locking = select.lockingClause == nullptr ? nullptr : &select,
                                .row_share = item.row_share,
                                .filtered = select.whereClause != nullptr});
  push(select.targetList, inside);
  push(select.whereClause, inside);
  push_sorted(select.groupClause, inside);
  push(select.havingClause, inside);
  push(select.windowClause, inside);
  push_sorted(select.distinctClause, inside);
  push_sorted(select.sortClause, inside);
  push(select.limitOffset, inside);
  push(select.limitCount, inside);
}

void QueryWalk::visit_insert(const ::InsertStmt& insert, Sight sight) {
  sight.scope = open_with(insert.withClause, sight);
  const auto* conflict = insert.onConflictClause;
  const bool updates = conflict != nullptr && conflict->action == ONCONFLICT_UPDATE;
  const auto target = lock_target(*insert.relation, {.indexes = updates, .filtered = false, .inserts = true});
  push(insert.selectStmt, sight);
  const Sight inside{sight.scope, open_frame(sight.frame)};
  name_target(inside.frame, *insert.relation, target);
  push(reinterpret_cast<const ::Node*>(insert.returningClause), inside);
  if (conflict != nullptr) {
    const Sight with_excluded{sight.scope, open_frame(inside.frame)};
    names_.add_excluded(with_excluded.frame);
    // The columns of ON CONFLICT (…) are the table's alone.
    push(reinterpret_cast<const ::Node*>(conflict), with_excluded);
  }
  if (!target) return;
  if (!check_inserted(insert, *target, out_)) return;
  if (sight.scope == no_with && !check_selected_types(insert, *target, out_)) return;
  if (use_ == QueryUse::executed) insert_rows(insert, *target, out_);
}

void QueryWalk::visit_update(const ::UpdateStmt& update, Sight sight) {
  sight.scope = open_with(update.withClause, sight);
  const auto target = lock_target(*update.relation, {.filtered = update.whereClause != nullptr});
  const Sight inside{sight.scope, open_frame(sight.frame)};
  name_target(inside.frame, *update.relation, target);
  name_elements(inside.frame, update.fromClause, inside.scope);
  push_from(update.fromClause,
            {.node = nullptr, .scope = inside.scope, .frame = inside.frame, .filtered = update.whereClause != nullptr});
  push(update.targetList, inside);
  push(update.whereClause, inside);
  push(reinterpret_cast<const ::Node*>(update.returningClause), inside);
  if (!target || !check_updated(update, *target, out_)) return;
  if (sight.scope == no_with && !check_set_types(update, *target, out_)) return;
  if (use_ == QueryUse::executed) update_rows(update, *target, out_);
}

void QueryWalk::visit_delete(const ::DeleteStmt& deletion, Sight sight) {
  sight.scope = open_with(deletion.withClause, sight);
  const auto target = lock_target(*deletion.relation, {.filtered = deletion.whereClause != nullptr});
  const Sight inside{sight.scope, open_frame(sight.frame)};
  name_target(inside.frame, *deletion.relation, target);
  name_elements(inside.frame, deletion.usingClause, inside.scope);
  push_from(
      deletion.usingClause,
      {.node = nullptr, .scope = inside.scope, .frame = inside.frame, .filtered = deletion.whereClause != nullptr});
  push(deletion.whereClause, inside);
  push(reinterpret_cast<const ::Node*>(deletion.returningClause), inside);
  if (!target || !check_changeable(*target, 'd', out_)) return;
  if (sight.scope == no_with && !check_deleted_types(deletion, out_)) return;
  if (use_ == QueryUse::executed) delete_rows(deletion, *target, out_);
}

/// A view is replaced by its table only when the table is changed. Source: rewriteHandler.c, RewriteQuery.
bool changes(const ::MergeStmt& merge) {
  const auto actions = each<MergeWhenClause>(merge.mergeWhenClauses);
  return std::any_of(actions.begin(), actions.end(),
                     [](const ::MergeWhenClause& action) { return action.commandType != CMD_NOTHING; });
}

void QueryWalk::visit_merge(const ::MergeStmt& merge, Sight sight) {
  sight.scope = open_with(merge.withClause, sight);
  const auto below_view = changes(merge) ? std::nullopt : std::optional(LockMode::access_share);
  const auto target = lock_target(*merge.relation, {.below_view = below_view});
  const Sight inside{sight.scope, open_frame(sight.frame)};
  name_target(inside.frame, *merge.relation, target);
  if (inside.frame != QueryNames::open_frame) name_element(inside.frame, merge.sourceRelation, inside.scope);
  push_from(merge.sourceRelation, {.node = nullptr, .scope = inside.scope, .frame = inside.frame});
  push(merge.joinCondition, inside);
  push(merge.mergeWhenClauses, inside);
  push(reinterpret_cast<const ::Node*>(merge.returningClause), inside);
  if (!target || !check_merged(merge, *target, out_)) return;
  if (use_ == QueryUse::executed) merge_rows(merge, *target, out_);
}

/// parse_clause.c, setTargetTable. A WITH query cannot be the target.
std::optional<Target> QueryWalk::lock_target(const ::RangeVar& relation, const Change& change) {
  const auto target = find_queried(relation, out_);
  if (!target) return std::nullopt;
  // The rows go to an INSTEAD OF trigger: the view is not read.
  const bool stops_here = change.inserts && target->is(RelationKind::view) && has_instead_of_trigger(*target->known);
  if (use_ == QueryUse::analyzed || stops_here) {
    out_.lock(target->name, LockMode::row_exclusive);
    return target;
  }
  lock_with_parts(*target,
                  {.mode = LockMode::row_exclusive,
                   .only = !relation.inh,
                   .indexes = change.indexes,
                   .filtered = change.filtered || !change.indexes,
                   .below_view = change.below_view},
                  out_);
  return target;
}

/// A multi-row VALUES is most of a data migration's bytes and nearly all constants: those are passed over without a
/// visit.
void QueryWalk::push_values(const ::List* rows, Sight sight) {
  for (const auto& row : each<List>(rows)) {
    for (int i = 0; i < row.length; ++i) {
      const auto* value = static_cast<const ::Node*>(row.elements[i].ptr_value);
      if (pg::tag(value) != T_A_Const && pg::tag(value) != T_SetToDefault) push(value, sight);
    }
  }
}

/// Queries of WITH see those before them, with RECURSIVE all of the same WITH. Source: parse_cte.c.
std::size_t QueryWalk::open_with(const ::WithClause* with, Sight sight) {
  std::size_t scope = sight.scope;
  if (with == nullptr) return scope;
  const auto add = [&](const ::CommonTableExpr& query) {
    scopes_.push_back({text(query.ctename), scope});
    scope = scopes_.size();
  };
  if (with->recursive) {
    for (const auto& query : each<CommonTableExpr>(with->ctes)) add(query);
  }
  for (const auto& query : each<CommonTableExpr>(with->ctes)) {
    push(query.ctequery, {scope, sight.frame});
    if (!with->recursive) add(query);
  }
  return scope;
}

bool QueryWalk::is_with_query(const ::RangeVar& relation, std::size_t scope) const {
  if (relation.schemaname != nullptr) return false;
  for (; scope != 0; scope = scopes_[scope - 1].before) {
    if (scopes_[scope - 1].name == text(relation.relname)) return true;
  }
  return false;
}

bool QueryWalk::locked_by(const ::SelectStmt& select, const ::RangeVar& relation) const {
  const std::string_view shown = relation.alias != nullptr ? text(relation.alias->aliasname) : text(relation.relname);
  for (const auto& clause : each<LockingClause>(select.lockingClause)) {
    if (clause.lockedRels == nullptr) return true;
    for (const auto& named : each<RangeVar>(clause.lockedRels)) {
      if (text(named.relname) == shown) return true;
    }
  }
  return false;
}

/// Source: parse_func.c, ParseFuncOrColumn: a procedure is only called by CALL.
void QueryWalk::check_no_procedure(const QualifiedName& name) {
  const auto routines =
      out_.schema().routines_named(out_.schema().resolve_routine(name, out_.before().session.search_path()));
  if (routines.empty() ||
      !std::all_of(routines.begin(), routines.end(), [](const auto* one) { return one->procedure; })) {
    return;
  }
  out_.fail(FailureKind::wrong_object, "42809", name.name + "() is a procedure");
}

/// A function that history dropped, with all of its name. Source: parse_func.c, ParseFuncOrColumn.
void QueryWalk::check_function(const QualifiedName& name) {
  if (!name.schema.empty() || pg::builtin_function_exists(name.name.str(), out_.version())) return;
  const auto& path = out_.before().session.search_path();
  const auto there = [&](const std::string& schema) {
    return out_.schema().overloads.find({schema, name.name}) != nullptr;
  };
  const auto gone = [&](const std::string& schema) {
    return out_.schema().overloads.known_absent({schema, name.name});
  };
  if (std::any_of(path.begin(), path.end(), there) || std::none_of(path.begin(), path.end(), gone)) return;
  out_.fail(FailureKind::undefined_object, "42883", "function " + name.name + " does not exist");
}

/// Functions that lock what their argument names, and functions of the user's own that are run here.
void QueryWalk::visit_call(const ::FuncCall& call) {
  const QualifiedName name = pg::name_of(call.funcname);
  if (name.schema.empty() || name.schema == "pg_catalog") {
    // Each of them locks it in the same mode. Source: sequence.c, lock_and_open_sequence.
    if (const auto sequence = sequence_of_call(call, out_.before())) {
      if (use_ != QueryUse::executed) return;
      out_.lock(*sequence, LockMode::row_exclusive, Certainty::proved, RelationKind::sequence);
      return;
    }
  }
  if (use_ == QueryUse::executed) note_wait(call, out_);
  if (name.schema == "pg_catalog") return;
  check_no_procedure(name);
  check_function(name);
  if (use_ != QueryUse::executed) return;
  const auto is_written = [](const Routine* routine) {
    // Functions that are declared STABLE or IMMUTABLE cannot change anything. Source: spi.c, _SPI_execute_plan.
    return routine->volatility == pg::Volatility::volatile_ &&
           (routine->language == "plpgsql" || routine->language == "sql");
  };
  const auto analysed = [&](const QualifiedName& candidate) {
    const auto routines = out_.schema().routines_named(candidate);
    if (std::none_of(routines.begin(), routines.end(), is_written)) return false;
    const bool schema = std::any_of(routines.begin(), routines.end(),
                                    [&](const Routine* one) { return is_written(one) && one->may_define; });
    const QualifiedName key = routine_called(routines, call.args, out_.before());
    const std::string why = key.name.empty() ? ": history knows several functions of that name" : "";
    out_.unknown("the body of the function " + quoted(candidate.name) + " is not analysed" + why, schema, key);
    return true;
  };
  if (!name.schema.empty()) {
    analysed(name);
    return;
  }
  for (const std::string& schema : out_.before().session.search_path()) {
    if (analysed({schema, name.name})) return;
  }
}

/// What a view reads, at any depth. A change goes on to the one relation whose rows the view shows; the others are only
/// read. Source: rewriteHandler.c, AcquireRewriteLocks, rewriteTargetView; lockcmds.c, LockViewRecurse.
void lock_view(const Target& view, const Access& access, EffectsBuilder& out) {
  struct Pending {
    QualifiedName name;
    LockMode mode;
  };
  const bool fixed = access.below_view.has_value();
  std::vector<Pending> pending{{view.name, access.below_view.value_or(access.mode)}};
  for (std::size_t i = 0; i < pending.size(); ++i) {
    const auto [name, mode] = pending[i];
    const Relation* known = out.known(name);
    const bool is_view = known != nullptr && known->kind == RelationKind::view;
    if (i > 0 && is_view) out.lock(name, mode);
    if (!is_view) {
      lock_with_parts({name, known}, {.mode = mode, .indexes = access.indexes, .filtered = !fixed}, out);
      continue;
    }
    for (const Dependency& read : known->reads) {
      if (is_system_catalog(read.relation)) continue;
      const bool changed = mode == LockMode::row_exclusive && !fixed;
      const LockMode below = changed && known->updates != read.relation ? LockMode::access_share : mode;
      const bool listed = std::any_of(pending.begin(), pending.end(), [&](const Pending& one) {
        return one.name == read.relation && one.mode >= below;
      });
      if (!listed) pending.push_back({read.relation, below});
    }
  }
}

}  // namespace

// plancat.c, get_relation_info (indexes, in the mode of the table); inherit.c, expand_inherited_rtentry.
void lock_with_parts(const Target& target, const Access& access, EffectsBuilder& out) {
  out.lock(target.name, access.mode);
  if (target.known == nullptr) return;
  if (target.known->kind == RelationKind::view) {
    // LOCK TABLE says itself what it locks; of a query the planner may leave partitions out.
    lock_view(target, access, out);
    return;
  }
  const auto lock_indexes = [&](const Relation* relation, Certainty certainty) {
    if (!access.indexes || relation == nullptr) return;
    // Since 16 those of a partitioned table too.
    const bool skipped = relation->kind == RelationKind::partitioned_table && !access.only && out.version() < 16;
    if (skipped) return;
    for (const auto& index : relation->indexes) {
      out.lock({relation->name.schema, index->name}, access.mode, certainty, RelationKind::index);
    }
  };
  lock_indexes(target.known, Certainty::proved);
  if (access.only || target.known->children.empty()) return;
  const auto names = out.schema().with_descendants(target.name);
  const Certainty certainty = access.filtered ? Certainty::assumed : Certainty::proved;
  for (std::size_t i = 1; i < names.size(); ++i) {
    out.lock(names[i], access.mode, certainty);
    lock_indexes(out.known(names[i]), certainty);
  }
}

void lock_query(const void* query, QueryUse use, EffectsBuilder& out, const RoutineNames* around) {
  if (query != nullptr) QueryWalk(use, around, out).run(static_cast<const ::Node*>(query));
}

}  // namespace pginterlock::effects
