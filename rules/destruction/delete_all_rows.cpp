#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  if (pg::tag(ctx.statement.node) == T_TruncateStmt) return;
  for (const Work* work : advice::causes(ctx, {Reason::delete_})) {
    if (!work->whole_table) continue;
    const std::string others = advice::lost_with(ctx, work->cause);
    out.report(*work, {.message = fmt::format("every row of {} is deleted{}{}", pg::sql_name(work->relation),
                                              others.empty() ? "" : ", and by ON DELETE CASCADE ", others),
                       .instead = fmt::format(
                           "-- say which rows, and delete them in batches, each in a transaction of its own:\n"
                           "DELETE FROM {0} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {0} WHERE … LIMIT 5000));",
                           pg::sql_name(work->relation))});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule delete_all_rows = {
    .id = "delete-all-rows",
    .family = Family::destruction,
    .severity = Severity::red,
    .concern = Concern::work,
    .summary = "a DELETE that no WHERE bounds",
    .why =
        "All rows are gone. Each one stays locked until the transaction ends, and rows of other tables go with them by "
        "ON DELETE CASCADE.",
    .instead = R"(-- say which rows, and delete them in batches, each in a transaction of its own:
DELETE FROM sessions
WHERE ctid = ANY (ARRAY(SELECT ctid FROM sessions WHERE expires_at < now() LIMIT 5000));)",
    .bad = "DELETE FROM sessions;",
    .good = R"(DELETE FROM sessions
WHERE ctid = ANY (ARRAY(SELECT ctid FROM sessions WHERE expires_at < now() LIMIT 5000));)",
    .see = "https://www.postgresql.org/docs/current/sql-delete.html",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
