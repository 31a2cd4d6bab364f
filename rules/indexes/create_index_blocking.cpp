#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

/// A partitioned table's index cannot be built CONCURRENTLY; those of its partitions can.
/// Source: indexcmds.c, DefineIndex.
std::string partitioned_steps(const Context& ctx, const Work& work) {
  const std::string only = advice::with_word(ctx.statement.text(), "on", "ONLY");
  return fmt::format(
      "-- an index of the parent alone, not valid yet:\n{};\n"
      "-- for each partition, outside a transaction block:\n"
      "CREATE INDEX CONCURRENTLY … ON partition (…);\n"
      "ALTER INDEX {} ATTACH PARTITION …;\n",
      only, pg::quote_identifier(work.index));
}

void check(const Context& ctx, Reporter& out) {
  const auto* index = pg::as<::IndexStmt>(ctx.statement.node);
  if (index == nullptr || index->concurrent || ctx.effects.work.empty()) return;
  const auto causes = advice::causes(ctx, {Reason::create_index});
  if (causes.empty()) return;
  const Work& work = *causes.front();
  const QualifiedName table = ctx.before.schema.resolve(*index->relation, ctx.before.session.search_path());
  const Relation* known = ctx.before.schema.relation(table);
  const bool partitioned = known != nullptr && known->kind == RelationKind::partitioned_table;
  Report report{.message = fmt::format("index {} of {} is built while {}", pg::quote_identifier(work.index),
                                       pg::sql_name(table), advice::waits(ctx, work.relation))};
  if (partitioned) {
    report.instead = partitioned_steps(ctx, work);
  } else {
    report.instead =
        "-- outside a transaction block:\n" + advice::with_word(ctx.statement.text(), "index", "CONCURRENTLY") + ";";
    if (!ctx.before.session.in_transaction()) {
      report.fix = advice::insert_after(ctx, "index", "CONCURRENTLY", "build it while writers go on");
      if (index->if_not_exists) report.fix->applicability = Applicability::unsafe;
    }
  }
  out.report(work, std::move(report));
}

}  // namespace

namespace rules {

extern constinit const Rule create_index_blocking = {
    .id = "create-index-blocking",
    .family = Family::indexes,
    .severity = Severity::red,
    .summary = "CREATE INDEX without CONCURRENTLY on a table that is in use",
    .why =
        "The table is locked in SHARE for as long as the index takes to build: reads go on, INSERT, UPDATE and DELETE "
        "wait. CONCURRENTLY takes longer and stops nobody; it cannot run in a transaction block.",
    .instead = R"(-- outside a transaction block:
CREATE INDEX CONCURRENTLY orders_user_id_idx ON orders (user_id);
-- when it fails it leaves an invalid index behind: DROP INDEX CONCURRENTLY orders_user_id_idx; and try again)",
    .bad = R"(SET lock_timeout = '2s';
CREATE INDEX orders_user_id_idx ON orders (user_id);)",
    .good = "CREATE INDEX CONCURRENTLY orders_user_id_idx ON orders (user_id);",
    .see = "https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
