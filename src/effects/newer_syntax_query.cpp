// Newer syntax of queries, data changes and expressions.
#include "effects/newer_syntax.h"
#include "pg/walk.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::each;
using pg::text;

/// Whether the call was written in words of its own, not as name(…): AT LOCAL, IS NORMALIZED.
bool is_special_form(const ::FuncCall& call, std::string_view name, std::size_t arguments) {
  if (call.funcformat != COERCE_SQL_SYNTAX || pg::length(call.args) != arguments) return false;
  const auto* last = as<String>(pg::nth(call.funcname, pg::length(call.funcname) - 1));
  return last != nullptr && text(last->sval) == name;
}

bool has_format(const ::JsonValueExpr* value) {
  return value != nullptr && value->format != nullptr && value->format->format_type != JS_FORMAT_DEFAULT;
}

bool has_format(const ::List* values) {
  for (const auto& value : each<JsonValueExpr>(values)) {
    if (has_format(&value)) return true;
  }
  return false;
}

bool is_plain_aggregate(const ::JsonArrayAgg& aggregate) {
  return aggregate.constructor->output == nullptr && aggregate.absent_on_null && !has_format(aggregate.arg);
}

/// Whether JSON_VALUE and its like were written as a call of a function with two arguments.
bool is_plain_call(const ::JsonFuncExpr& call) {
  return call.passing == nullptr && call.output == nullptr && call.on_empty == nullptr && call.on_error == nullptr &&
         call.wrapper == JSW_UNSPEC && call.quotes == JS_QUOTES_UNSPEC && !has_format(call.context_item);
}

/// Most nodes are leaves, and of them constants alone may be newer.
bool is_leaf(NodeTag tag) { return tag == T_ColumnRef || tag == T_A_Const || tag == T_String || tag == T_RangeVar; }

}  // namespace

void NewerSyntax::expression(const void* node) {
  if (node == nullptr || done()) return;
  pg::walk(node, [&](const ::Node* part) {
    const NodeTag tag = pg::tag(part);
    if (!is_leaf(tag)) {
      query_part(part);
      return !done();
    }
    if (tag == T_A_Const) number(*as<A_Const>(part));
    return false;
  });
}

void NewerSyntax::query_part(const ::Node* node) {
  switch (pg::tag(node)) {
    case T_A_Const:
      return number(*as<A_Const>(node));
    case T_SelectStmt: {
      const auto* select = as<SelectStmt>(node);
      if (select->groupDistinct) needs(14, "GROUP BY DISTINCT");
      if (select->limitOption == LIMIT_OPTION_WITH_TIES) needs(13, "FETCH FIRST … WITH TIES");
      return;
    }
    case T_RangeSubselect:
      if (as<RangeSubselect>(node)->alias == nullptr) needs(16, "a subquery in FROM without an alias");
      return;
    case T_JoinExpr:
      if (as<JoinExpr>(node)->join_using_alias != nullptr) needs(14, "an alias for JOIN … USING");
      return;
    case T_CommonTableExpr: {
      const auto* common = as<CommonTableExpr>(node);
      if (common->search_clause != nullptr) needs(14, "SEARCH", common->search_clause->location);
      if (common->cycle_clause != nullptr) needs(14, "CYCLE", common->cycle_clause->location);
      return;
    }
    case T_MergeStmt:
      return merge(*as<MergeStmt>(node));
    case T_ReturningClause:
      if (as<ReturningClause>(node)->options != nullptr) needs(18, "RETURNING WITH (OLD AS …, NEW AS …)");
      return;
    case T_OnConflictClause:
      if (const auto* infer = as<OnConflictClause>(node)->infer) {
        for (const auto& element : each<IndexElem>(infer->indexElems)) index_element(element);
      }
      return;
    case T_XmlSerialize:
      if (as<XmlSerialize>(node)->indent) needs(16, "INDENT of XMLSERIALIZE", as<XmlSerialize>(node)->location);
      return;
    case T_FuncCall: {
      const auto* call = as<FuncCall>(node);
      if (is_special_form(*call, "timezone", 1)) needs(17, "AT LOCAL", call->location);
      if (is_special_form(*call, "is_normalized", 1) || is_special_form(*call, "is_normalized", 2)) {
        needs(13, "IS NORMALIZED", call->location);
      }
      return;
    }
    default:
      return json(node);
  }
}

/// 0x1F, 0b1, 0o7, 1_000. Source: scan.l, hexinteger, decinteger.
void NewerSyntax::number(const ::A_Const& node) {
  if (version_ >= 16 || node.isnull || node.location < 0) return;
  if (node.val.node.type != T_Integer && node.val.node.type != T_Float) return;
  const std::string_view sql = out_.statement().source->text();
  std::size_t at = out_.statement().offset_of(node.location);
  const auto is = [&](std::string_view characters) {
    return at < sql.size() && characters.find(sql[at]) != std::string_view::npos;
  };
  const bool zero = is("0");
  while (is("0123456789")) ++at;
  if (is("_") || (zero && is("xXoObB"))) needs(16, "a number in this notation", node.location);
}

/// Source: gram.y, MergeStmt, merge_when_clause.
void NewerSyntax::merge(const ::MergeStmt& node) {
  needs(15, "MERGE");
  for (const auto& clause : each<MergeWhenClause>(node.mergeWhenClauses)) {
    if (clause.matchKind == MERGE_WHEN_NOT_MATCHED_BY_SOURCE) needs(17, "WHEN NOT MATCHED BY SOURCE");
  }
  if (node.returningClause != nullptr) needs(17, "MERGE … RETURNING");
}

/// What older parsers read as a call of a function by this name fails for want of the function (42883).
void NewerSyntax::json(const ::Node* node) {
  const auto constructor = [&](int location, bool plain) {
    if (!plain) needs(16, "a JSON constructor of the SQL standard", location);
  };
  const auto function = [&](int location, bool plain) {
    if (!plain) needs(17, "a JSON function of the SQL standard", location);
  };
  switch (pg::tag(node)) {
    case T_JsonIsPredicate:
      return needs(16, "IS JSON", as<JsonIsPredicate>(node)->location);
    case T_JsonArrayConstructor: {
      const auto* array = as<JsonArrayConstructor>(node);
      return constructor(array->location,
                         array->output == nullptr && array->absent_on_null && !has_format(array->exprs));
    }
    case T_JsonArrayQueryConstructor:
      return constructor(as<JsonArrayQueryConstructor>(node)->location, false);
    case T_JsonObjectConstructor: {
      const auto* object = as<JsonObjectConstructor>(node);
      return constructor(object->location, object->output == nullptr && object->exprs == nullptr);
    }
    case T_JsonObjectAgg:
      return constructor(as<JsonObjectAgg>(node)->constructor->location, false);
    case T_JsonArrayAgg:
      return constructor(as<JsonArrayAgg>(node)->constructor->location, is_plain_aggregate(*as<JsonArrayAgg>(node)));
    case T_JsonParseExpr: {
      const auto* parse = as<JsonParseExpr>(node);
      return function(parse->location, !parse->unique_keys && !has_format(parse->expr));
    }
    case T_JsonSerializeExpr: {
      const auto* serialize = as<JsonSerializeExpr>(node);
      return function(serialize->location, serialize->output == nullptr && !has_format(serialize->expr));
    }
    case T_JsonFuncExpr:
      return function(as<JsonFuncExpr>(node)->location, is_plain_call(*as<JsonFuncExpr>(node)));
    case T_JsonTable:
      return needs(17, "JSON_TABLE", as<JsonTable>(node)->location);
    default:
      return;
  }
}

}  // namespace pginterlock::effects
