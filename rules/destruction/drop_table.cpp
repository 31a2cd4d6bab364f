#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  for (const Loss& loss : ctx.effects.losses) {
    if (loss.kind != ObjectKind::table || loss.implicit || !loss.data || !ctx.in_use(loss.relation)) continue;
    const std::string others = advice::lost_with(ctx, loss.cause);
    const bool alone = others.empty() || advice::is_cascade(ctx.statement.node);
    const QualifiedName retired{loss.relation.schema, pg::truncate_identifier(loss.relation.name + "_retired")};
    out.report({.span = loss.cause,
                .message = fmt::format("all rows of {} are destroyed{}{}", loss.object, alone ? "" : ", and with it ",
                                       alone ? "" : others),
                .instead = fmt::format("-- when no release that is running uses it: keep it out of sight for a while\n"
                                       "ALTER TABLE {} RENAME TO {};\n"
                                       "-- in a later migration, with a backup at hand\nDROP TABLE {};",
                                       loss.object, pg::quote_identifier(retired.name), pg::sql_name(retired)),
                .certainty = loss.certainty});
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
