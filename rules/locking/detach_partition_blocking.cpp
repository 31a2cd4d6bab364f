#include <fmt/format.h>

#include <algorithm>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

bool has_default_partition(const Context& ctx, const Relation* parent) {
  return parent != nullptr &&
         std::any_of(parent->children.begin(), parent->children.end(), [&](const QualifiedName& name) {
           const Relation* child = ctx.before.schema.relation(name);
           return child != nullptr && child->default_partition;
         });
}

void check(const Context& ctx, Reporter& out) {
  const auto* alter = pg::as<::AlterTableStmt>(ctx.statement.node);
  if (alter == nullptr || ctx.before.pg_version < 14 || advice::is_concurrently(ctx.statement.node)) return;
  const auto* action = pg::as<::AlterTableCmd>(pg::nth(alter->cmds, 0));
  if (action == nullptr || action->subtype != AT_DetachPartition) return;
  const QualifiedName parent = ctx.before.schema.resolve(*alter->relation, ctx.before.session.search_path());
  const Lock* lock = ctx.effects.lock_on(parent);
  const Relation* known = ctx.before.schema.relation(parent);
  if (lock == nullptr || !ctx.in_use(parent)) return;
  const bool concurrently = !has_default_partition(ctx, known);
  Report report{.message = fmt::format("reads and writes of {} and of all its partitions wait behind this lock",
                                       pg::sql_name(parent)),
                .instead = fmt::format("{}{} CONCURRENTLY;", advice::outside_transaction(ctx), ctx.statement.text())};
  if (!concurrently) {
    report.message += "; its DEFAULT partition rules out CONCURRENTLY";
    report.instead = advice::with_lock_timeout(ctx);
  }
  if (advice::waits_bounded(ctx)) report.severity = Severity::info;
  if (concurrently && !ctx.before.session.in_transaction()) {
    const std::size_t end = ctx.statement.span.end;
    report.fix = Fix{.title = "detach it while readers and writers go on",
                     .applicability = Applicability::safe,
                     .edits = {{.span = {end, end}, .text = " CONCURRENTLY"}}};
  }
  out.report(*lock, std::move(report));
}

}  // namespace

namespace rules {

extern constinit const Rule detach_partition_blocking = {
    .id = "detach-partition-blocking",
    .family = Family::locking,
    .severity = Severity::amber,
    .statements = {T_AlterTableStmt},
    .summary = "DETACH PARTITION without CONCURRENTLY",
    .why =
        "The parent is locked in ACCESS EXCLUSIVE. The work is short, but the wait for the lock makes every later "
        "reader "
        "and writer of the whole partitioned table queue behind it. CONCURRENTLY (PostgreSQL 14) does without; it "
        "cannot "
        "run in a transaction block, nor where there is a default partition.",
    .instead = "ALTER TABLE events DETACH PARTITION events_2020 CONCURRENTLY;",
    .bad = "ALTER TABLE events DETACH PARTITION events_2020;",
    .good = "ALTER TABLE events DETACH PARTITION events_2020 CONCURRENTLY;",
    .see = "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DETACH-PARTITION",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
