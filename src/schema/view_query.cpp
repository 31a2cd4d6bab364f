#include "schema/view_query.h"

#include "pg/ast.h"
#include "pg/catalog.h"
#include "pg/names.h"
#include "pg/walk.h"

namespace pginterlock::schema {

namespace {

/// Aggregates, window functions and functions that return sets.
bool makes_other_rows(const ::FuncCall& call, int version) {
  if (call.over != nullptr || call.agg_star || call.agg_within_group || call.agg_distinct) return true;
  const QualifiedName name = pg::name_of(call.funcname);
  if (!name.schema.empty() && name.schema != "pg_catalog") return false;
  const auto fact = pg::builtin_function(name.name, version);
  return fact && (fact->aggregate || fact->set_returning);
}

}  // namespace

const ::RangeVar* relation_behind_view(const ::Node* query, int version) {
  const auto* select = pg::as<::SelectStmt>(query);
  if (select == nullptr || select->op != SETOP_NONE || select->valuesLists != nullptr) return nullptr;
  if (select->distinctClause != nullptr || select->groupClause != nullptr || select->havingClause != nullptr ||
      select->windowClause != nullptr || select->withClause != nullptr || select->limitCount != nullptr ||
      select->limitOffset != nullptr) {
    return nullptr;
  }
  if (pg::length(select->fromClause) != 1) return nullptr;
  const auto* relation = pg::as<::RangeVar>(pg::nth(select->fromClause, 0));
  bool plain = relation != nullptr;
  pg::walk(select->targetList, [&](const ::Node* node) {
    const auto* call = pg::as<::FuncCall>(node);
    if (call != nullptr && makes_other_rows(*call, version)) plain = false;
    return plain && pg::as<::SubLink>(node) == nullptr;
  });
  return plain ? relation : nullptr;
}

}  // namespace pginterlock::schema
