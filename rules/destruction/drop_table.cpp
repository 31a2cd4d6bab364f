#include <fmt/format.h>

#include "lint/advice.h"
#include "lint/unmade.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

/// The foreign keys of other tables, which CASCADE takes along. Views and others follow the new name.
std::string in_the_way(const Context& ctx, Span cause) {
  if (!advice::is_cascade(ctx.statement.node)) return {};
  std::vector<const Loss*> reached;
  for (const Loss& loss : ctx.effects.losses) {
    const bool foreign = loss.kind == ObjectKind::constraint || loss.kind == ObjectKind::view ||
                         loss.kind == ObjectKind::materialized_view;
    if (loss.implicit && loss.cause == cause && foreign) reached.push_back(&loss);
  }
  return advice::drops_of(reached);
}

/// All tables that the statement names go one way: they may need each other.
std::string instead(const Context& ctx, const Loss& loss) {
  const auto* drop = pg::as<::DropStmt>(ctx.statement.node);
  const std::string_view guard = drop != nullptr && drop->missing_ok ? "IF EXISTS " : "";
  std::string sql = "-- when no release that is running uses it: keep it out of sight for a while\n";
  std::string names;
  for (const Loss& each : ctx.effects.losses) {
    if (each.kind != ObjectKind::table || each.implicit || (drop == nullptr && &each != &loss)) continue;
    const QualifiedName retired{each.relation.schema, pg::truncate_identifier(each.relation.name + "_retired")};
    sql += fmt::format("ALTER TABLE {}{} RENAME TO {};\n", guard, each.object, pg::quote_identifier(retired.name));
    names += (names.empty() ? "" : ", ") + pg::sql_name(retired);
  }
  return sql + fmt::format("-- in a later migration, with a backup at hand\n{}DROP TABLE {}{};",
                           in_the_way(ctx, loss.cause), guard, names);
}

void check(const Context& ctx, Reporter& out) {
  for (const Loss& loss : ctx.effects.losses) {
    if (loss.kind != ObjectKind::table || loss.implicit || !loss.data || !ctx.in_use(loss.relation)) continue;
    const std::string others = advice::lost_with(ctx, loss.cause);
    const bool alone = others.empty() || advice::is_cascade(ctx.statement.node);
    Report report{.span = loss.cause,
                  .message = fmt::format("all rows of {} are destroyed{}{}", loss.object, alone ? "" : ", and with it ",
                                         alone ? "" : others),
                  .instead = instead(ctx, loss),
                  .certainty = loss.certainty};
    if (is_hardly_there(ctx, loss.relation)) {
      report.message += should_it_be_there;
      report.severity = Severity::amber;
      report.certainty = Certainty::assumed;
    }
    out.report(std::move(report));
  }
}

}  // namespace

namespace rules {

extern constinit const Rule drop_table = {
    .id = "drop-table",
    .family = Family::destruction,
    .severity = Severity::red,
    .concern = Concern::losses,
    .summary = "DROP TABLE of a table that may hold data",
    .why =
        "Rows, indexes, constraints, triggers, policies and privileges are gone; only a backup brings them back. "
        "Clients "
        "that still use the table fail at once, and every table that it has a foreign key to is locked as well.",
    .instead = R"(-- when no release that is running uses it: keep it out of sight for a while
ALTER TABLE legacy_orders RENAME TO legacy_orders_retired;
-- in a later migration, with a backup at hand
DROP TABLE legacy_orders_retired;)",
    .bad = R"(SET lock_timeout = '2s';
DROP TABLE legacy_orders;)",
    .good = R"(CREATE TABLE scratch (id bigint);
DROP TABLE scratch;)",
    .see = "https://www.postgresql.org/docs/current/sql-droptable.html",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
