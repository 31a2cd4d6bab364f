#include "pg/walk.h"

#include <algorithm>

namespace pginterlock::pg {

namespace {

class Children {
 public:
  explicit Children(std::vector<const ::Node*>& out) : out_(out) {}
  template <typename... Parts>
  void add(const Parts*... parts) {
    (add_one(parts), ...);
  }

 private:
  void add_one(const void* part) {
    if (part != nullptr) out_.push_back(static_cast<const ::Node*>(part));
  }
  std::vector<const ::Node*>& out_;
};

void append_list(const ::List& list, std::vector<const ::Node*>& out) {
  for (int i = 0; i < list.length; ++i) {
    if (const auto* element = static_cast<const ::Node*>(list.elements[i].ptr_value); element != nullptr) {
      out.push_back(element);
    }
  }
}

/// XMLTABLE, JSON and the rest that migrations seldom hold. False when the node is none of them.
bool append_rare(const ::Node* node, Children& out) {
  if (const auto* n = as<XmlExpr>(node)) {
    out.add(n->named_args, n->args);
  } else if (const auto* n = as<XmlSerialize>(node)) {
    out.add(n->expr);
  } else if (const auto* n = as<GroupingFunc>(node)) {
    out.add(n->args);
  } else if (const auto* n = as<GroupingSet>(node)) {
    out.add(n->content);
  } else if (const auto* n = as<RangeTableFunc>(node)) {
    out.add(n->docexpr, n->rowexpr, n->columns);
  } else if (const auto* n = as<RangeTableFuncCol>(node)) {
    out.add(n->colexpr, n->coldefexpr);
  } else if (const auto* n = as<RangeTableSample>(node)) {
    out.add(n->relation, n->args, n->repeatable);
  } else if (const auto* n = as<JsonFuncExpr>(node)) {
    out.add(n->context_item, n->pathspec, n->passing);
  } else if (const auto* n = as<JsonTable>(node)) {
    out.add(n->context_item, n->passing);
  } else if (const auto* n = as<JsonObjectConstructor>(node)) {
    out.add(n->exprs);
  } else if (const auto* n = as<JsonArrayConstructor>(node)) {
    out.add(n->exprs);
  } else if (const auto* n = as<JsonArrayQueryConstructor>(node)) {
    out.add(n->query);
  } else if (const auto* n = as<JsonObjectAgg>(node)) {
    out.add(n->arg, n->constructor);
  } else if (const auto* n = as<JsonArrayAgg>(node)) {
    out.add(n->arg, n->constructor);
  } else if (const auto* n = as<JsonAggConstructor>(node)) {
    out.add(n->agg_filter, n->agg_order, n->over);
  } else if (const auto* n = as<JsonParseExpr>(node)) {
    out.add(n->expr);
  } else if (const auto* n = as<JsonScalarExpr>(node)) {
    out.add(n->expr);
  } else if (const auto* n = as<JsonSerializeExpr>(node)) {
    out.add(n->expr);
  } else if (const auto* n = as<JsonKeyValue>(node)) {
    out.add(n->key, n->value);
  } else if (const auto* n = as<JsonValueExpr>(node)) {
    out.add(n->raw_expr);
  } else if (const auto* n = as<JsonIsPredicate>(node)) {
    out.add(n->expr);
  } else if (const auto* n = as<JsonArgument>(node)) {
    out.add(n->val);
  } else {
    return false;
  }
  return true;
}

/// Queries and the clauses of queries. False when the node is none of them.
bool append_query(const ::Node* node, Children& out) {
  switch (tag(node)) {
    case T_SelectStmt: {
      const auto* n = as<SelectStmt>(node);
      out.add(n->withClause, n->larg, n->rarg, n->distinctClause, n->targetList, n->intoClause, n->fromClause,
              n->whereClause, n->groupClause, n->havingClause, n->windowClause, n->valuesLists, n->sortClause,
              n->limitOffset, n->limitCount, n->lockingClause);
      return true;
    }
    case T_InsertStmt: {
      const auto* n = as<InsertStmt>(node);
      out.add(n->withClause, n->relation, n->selectStmt, n->onConflictClause, n->returningClause);
      return true;
    }
    case T_UpdateStmt: {
      const auto* n = as<UpdateStmt>(node);
      out.add(n->withClause, n->relation, n->targetList, n->fromClause, n->whereClause, n->returningClause);
      return true;
    }
    case T_DeleteStmt: {
      const auto* n = as<DeleteStmt>(node);
      out.add(n->withClause, n->relation, n->usingClause, n->whereClause, n->returningClause);
      return true;
    }
    case T_MergeStmt: {
      const auto* n = as<MergeStmt>(node);
      out.add(n->withClause, n->relation, n->sourceRelation, n->joinCondition, n->mergeWhenClauses, n->returningClause);
      return true;
    }
    case T_MergeWhenClause: {
      const auto* n = as<MergeWhenClause>(node);
      out.add(n->condition, n->targetList, n->values);
      return true;
    }
    case T_ReturningClause:
      out.add(as<ReturningClause>(node)->exprs);
      return true;
    case T_OnConflictClause:
      out.add(as<OnConflictClause>(node)->targetList, as<OnConflictClause>(node)->whereClause);
      return true;
    case T_WithClause:
      out.add(as<WithClause>(node)->ctes);
      return true;
    case T_CommonTableExpr:
      out.add(as<CommonTableExpr>(node)->ctequery);
      return true;
    case T_JoinExpr:
      out.add(as<JoinExpr>(node)->larg, as<JoinExpr>(node)->rarg, as<JoinExpr>(node)->quals);
      return true;
    case T_RangeSubselect:
      out.add(as<RangeSubselect>(node)->subquery);
      return true;
    case T_RangeFunction:
      out.add(as<RangeFunction>(node)->functions);
      return true;
    case T_SortBy:
      out.add(as<SortBy>(node)->node);
      return true;
    case T_WindowDef: {
      const auto* n = as<WindowDef>(node);
      out.add(n->partitionClause, n->orderClause, n->startOffset, n->endOffset);
      return true;
    }
    default:
      return false;
  }
}

}  // namespace

void append_children(const ::Node* node, std::vector<const ::Node*>& children) {
  Children out(children);
  switch (tag(node)) {
    case T_ColumnRef:
    case T_A_Const:
    case T_RangeVar:
    case T_String:
    case T_ParamRef:
      return;  // most nodes are leaves
    case T_List:
      append_list(*as<List>(node), children);
      return;
    case T_A_Expr:
      out.add(as<A_Expr>(node)->lexpr, as<A_Expr>(node)->rexpr);
      return;
    case T_BoolExpr:
      out.add(as<BoolExpr>(node)->args);
      return;
    case T_FuncCall: {
      const auto* n = as<FuncCall>(node);
      out.add(n->args, n->agg_order, n->agg_filter, n->over);
      return;
    }
    case T_TypeCast:
      out.add(as<TypeCast>(node)->arg);
      return;
    case T_NullTest:
      out.add(as<NullTest>(node)->arg);
      return;
    case T_BooleanTest:
      out.add(as<BooleanTest>(node)->arg);
      return;
    case T_CaseExpr:
      out.add(as<CaseExpr>(node)->arg, as<CaseExpr>(node)->args, as<CaseExpr>(node)->defresult);
      return;
    case T_CaseWhen:
      out.add(as<CaseWhen>(node)->expr, as<CaseWhen>(node)->result);
      return;
    case T_CoalesceExpr:
      out.add(as<CoalesceExpr>(node)->args);
      return;
    case T_MinMaxExpr:
      out.add(as<MinMaxExpr>(node)->args);
      return;
    case T_A_ArrayExpr:
      out.add(as<A_ArrayExpr>(node)->elements);
      return;
    case T_RowExpr:
      out.add(as<RowExpr>(node)->args);
      return;
    case T_A_Indirection:
      out.add(as<A_Indirection>(node)->arg, as<A_Indirection>(node)->indirection);
      return;
    case T_A_Indices:
      out.add(as<A_Indices>(node)->lidx, as<A_Indices>(node)->uidx);
      return;
    case T_SubLink:
      out.add(as<SubLink>(node)->testexpr, as<SubLink>(node)->subselect);
      return;
    case T_CollateClause:
      out.add(as<CollateClause>(node)->arg);
      return;
    case T_NamedArgExpr:
      out.add(as<NamedArgExpr>(node)->arg);
      return;
    case T_ResTarget:
      out.add(as<ResTarget>(node)->val);
      return;
    case T_MultiAssignRef:
      out.add(as<MultiAssignRef>(node)->source);
      return;
    default:
      if (!append_query(node, out)) append_rare(node, out);
      return;
  }
}

std::vector<std::string_view> columns_mentioned(const void* expression) {
  std::vector<std::string_view> columns;
  walk(expression, [&](const ::Node* node) {
    const auto* ref = as<ColumnRef>(node);
    if (ref == nullptr) return true;
    const auto* last = as<String>(nth(ref->fields, length(ref->fields) - 1));
    if (last != nullptr && std::find(columns.begin(), columns.end(), text(last->sval)) == columns.end()) {
      columns.push_back(text(last->sval));
    }
    return false;
  });
  return columns;
}

bool is_null_constant(const ::Node* expression) {
  while (const auto* cast = as<TypeCast>(expression)) expression = cast->arg;
  const auto* constant = as<A_Const>(expression);
  return constant != nullptr && constant->isnull;
}

bool is_constant(const ::Node* expression) {
  while (const auto* cast = as<TypeCast>(expression)) expression = cast->arg;
  return as<A_Const>(expression) != nullptr;
}

std::string_view string_constant(const ::Node* expression) {
  while (const auto* cast = as<TypeCast>(expression)) expression = cast->arg;
  const auto* constant = as<A_Const>(expression);
  if (constant == nullptr || constant->isnull || constant->val.node.type != T_String) return {};
  return text(constant->val.sval.sval);
}

}  // namespace pginterlock::pg
