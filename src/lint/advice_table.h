#pragma once

#include "effects/effects.h"
#include "lint/rule.h"
#include "pg/ast.h"

namespace pginterlock::advice {

/// The table that the statement names, while the work may be told of a partition or a child of it: columns and
/// constraints are added to the whole.
inline QualifiedName altered_table(const Context& context, const Work& work) {
  const auto* alter = pg::as<::AlterTableStmt>(context.statement.node);
  if (alter == nullptr || alter->relation == nullptr) return work.relation;
  return context.before.schema.resolve(*alter->relation, context.before.session.search_path());
}

/// What is said behind steps for the rows of one of several relations.
inline std::string in_each_other(const QualifiedName& table, const Work& work) {
  return table == work.relation ? "" : "-- and so in each other partition or child\n";
}

}  // namespace pginterlock::advice
