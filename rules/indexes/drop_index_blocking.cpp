#include <fmt/format.h>

#include "lint/advice.h"
#include "lint/unmade.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

/// Where CONCURRENTLY is possible: not with CASCADE, several names, a constraint's or a partitioned table's index.
/// Source: tablecmds.c, RemoveRelations and RangeVarCallbackForDropRelation.
bool can_be_concurrent(const Context& ctx, const ::DropStmt& drop, const QualifiedName& index, const Relation* table) {
  if (ctx.before.session.in_transaction() || drop.behavior == DROP_CASCADE || pg::length(drop.objects) != 1)
    return false;
  if (table == nullptr) return true;
  const TableIndex* known = table->index(index.name);
  return table->kind != RelationKind::partitioned_table && (known == nullptr || !known->constraint);
}

void report(const Context& ctx, Reporter& out, const ::DropStmt& drop, const QualifiedName& index) {
  const Schema& schema = ctx.before.schema;
  const Relation* table = schema.table_of_index(index);
  if (schema.relations.known_absent(index) || (table != nullptr && !ctx.in_use(table->name))) return;
  if (table == nullptr && !ctx.in_use(index)) return;
  const std::string name = pg::sql_name(index);
  Report report{.message = fmt::format("reads and writes of {} wait behind the lock that dropping {} needs",
                                       table == nullptr ? "its table" : pg::sql_name(table->name), name)};
  if (advice::waits_bounded(ctx)) report.severity = Severity::info;
  if (is_hardly_there(ctx, index)) {
    report.message += should_it_be_there;
    report.severity = Severity::info;
    report.certainty = Certainty::assumed;
  }
  if (table != nullptr) report.impacts.push_back({table->name, LockMode::access_exclusive, Duration::brief});
  if (can_be_concurrent(ctx, drop, index, table)) {
    report.fix = advice::insert_after(ctx, "index", "CONCURRENTLY", "drop it while readers and writers go on");
  }
  if (table == nullptr || table->kind != RelationKind::partitioned_table) {
    report.instead = fmt::format("{}DROP INDEX CONCURRENTLY {}{};", advice::outside_transaction(ctx),
                                 drop.missing_ok ? "IF EXISTS " : "", name);
  }
  out.report(std::move(report));
}

void check(const Context& ctx, Reporter& out) {
  const auto* drop = pg::as<::DropStmt>(ctx.statement.node);
  if (drop == nullptr || drop->removeType != OBJECT_INDEX || drop->concurrent) return;
  for (const auto& name : pg::each<::List>(drop->objects)) {
    report(ctx, out, *drop, ctx.before.schema.resolve(pg::name_of(&name), ctx.before.session.search_path()));
  }
}

}  // namespace

namespace rules {

extern constinit const Rule drop_index_blocking = {
    .id = "drop-index-blocking",
    .family = Family::indexes,
    .severity = Severity::amber,
    .statements = {T_DropStmt},
    .summary = "DROP INDEX without CONCURRENTLY",
    .why =
        "The index's table is locked in ACCESS EXCLUSIVE. Dropping takes a moment, but while the statement waits for "
        "its lock, every later reader and writer queues behind it. CONCURRENTLY waits without stopping anybody.",
    .instead = "DROP INDEX CONCURRENTLY orders_user_id_idx;  -- outside a transaction block",
    .bad = "DROP INDEX orders_user_id_idx;",
    .good = "DROP INDEX CONCURRENTLY orders_user_id_idx;",
    .see = "https://www.postgresql.org/docs/current/sql-dropindex.html",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
