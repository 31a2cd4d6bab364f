#include <fmt/format.h>

#include <algorithm>

#include "lint/advice.h"
#include "pg/lexer.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

/// What the statement says behind the name of the table.
std::string_view behind_relation(const Context& ctx, const ::IndexStmt& index) {
  const std::string_view sql = ctx.statement.text();
  const std::size_t begin = ctx.statement.offset_of(index.relation->location) - ctx.statement.span.begin;
  pg::Lexer lexer(sql, std::min(begin, sql.size()), sql.size());
  pg::Token token = lexer.next_significant();
  std::size_t end = token.span.end;
  for (token = lexer.next_significant(); token.is('.', sql); token = lexer.next_significant()) {
    end = lexer.next_significant().span.end;
  }
  return sql.substr(end);
}

/// A partitioned table's index cannot be built CONCURRENTLY; those of its partitions can.
/// Source: indexcmds.c, DefineIndex.
std::string partitioned_steps(const Context& ctx, const ::IndexStmt& index, const QualifiedName& table) {
  constexpr std::size_t most = 3;
  const auto builds = advice::causes_on_each(ctx, Reason::create_index);
  const std::string_view behind = behind_relation(ctx, index);
  const std::string_view unique = index.unique ? "UNIQUE " : "";
  const std::string own =
      index.idxname == nullptr ? pg::make_object_name(table.name, "", "idx") : std::string(pg::text(index.idxname));
  const std::string parent = pg::sql_name({table.schema, own});
  std::string sql = fmt::format(
      "-- an index of {0} alone, which is valid as soon as every partition has its part:\n"
      "CREATE {1}INDEX {2} ON ONLY {0}{3};\n",
      pg::sql_name(table), unique, pg::quote_identifier(own), behind);
  sql += advice::outside_transaction(ctx);
  for (std::size_t i = 0; i < std::min(builds.size(), most); ++i) {
    const QualifiedName& partition = builds[i]->relation;
    const Relation* known = ctx.before.schema.relation(partition);
    // The index of a partition below a partition belongs to that one's.
    if (known == nullptr || known->parents != std::vector<QualifiedName>{table}) return {};
    sql += fmt::format("CREATE {}INDEX CONCURRENTLY {} ON {}{};\n", unique, pg::quote_identifier(builds[i]->index),
                       pg::sql_name(partition), behind);
  }
  for (std::size_t i = 0; i < std::min(builds.size(), most); ++i) {
    sql += fmt::format("ALTER INDEX {} ATTACH PARTITION {};\n", parent,
                       pg::sql_name({builds[i]->relation.schema, builds[i]->index}));
  }
  if (builds.size() > most) sql += fmt::format("-- and the same for {} more partitions", builds.size() - most);
  return sql;
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
  const std::string name = index->idxname == nullptr ? work.index : std::string(pg::text(index->idxname));
  Report report{.message = fmt::format("index {} of {} is built while {}", pg::quote_identifier(name),
                                       pg::sql_name(table), advice::waits(ctx, work.relation))};
  if (partitioned) {
    report.instead = partitioned_steps(ctx, *index, table);
  } else if (!index->relation->inh && (known == nullptr || !known->complete)) {
    // ONLY is written for partitioned tables, where nothing is built, and CONCURRENTLY fails.
    report.severity = Severity::amber;
    report.message += ", unless it is partitioned, as ONLY lets expect";
  } else {
    report.instead = advice::concurrently(ctx, *index);
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
    .concern = Concern::work,
    .statements = {T_IndexStmt},
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
