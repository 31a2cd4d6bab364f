#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

void check(const Context& ctx, Reporter& out) {
  for (const Work* work : advice::causes(ctx, {Reason::update, Reason::merge})) {
    if (!work->whole_table) continue;
    out.report(*work,
               {.message = fmt::format("every row of {} is changed in one transaction: its row locks stay, and dead "
                                       "rows pile up, until the last one is done",
                                       pg::sql_name(work->relation)),
                .instead = advice::in_batches(ctx)});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule bulk_change = {
    .id = "bulk-change",
    .family = Family::transactions,
    .severity = Severity::amber,
    .concern = Concern::work,
    .summary = "an UPDATE or MERGE of a whole table in one transaction",
    .why =
        "Each row that is changed stays locked until the transaction ends, so writers of the same rows wait; VACUUM "
        "cannot clean up; replicas fall behind; and a failure near the end undoes it all.",
    .instead = R"(-- in batches, each in a transaction of its own, until no row is changed:
UPDATE users SET active = true
WHERE ctid = ANY (ARRAY(SELECT ctid FROM users WHERE active IS NULL LIMIT 5000));)",
    .bad = "UPDATE users SET active = true;",
    .good =
        "UPDATE users SET active = true WHERE ctid = ANY (ARRAY(SELECT ctid FROM users WHERE active IS NULL LIMIT "
        "5000));",
    .see = "https://www.postgresql.org/docs/current/sql-update.html",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
