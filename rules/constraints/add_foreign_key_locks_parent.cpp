#include <fmt/format.h>

#include <algorithm>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

/// Whether the key is validated at once: add-foreign-key-validated speaks of that one.
bool is_validated(const Context& ctx, const advice::ForeignKey& key) {
  return ctx.in_use(key.child) && std::any_of(ctx.effects.work.begin(), ctx.effects.work.end(), [&](const Work& work) {
           return (work.reason == Reason::add_foreign_key || work.reason == Reason::column_foreign_key) &&
                  work.cause.contains(key.cause);
         });
}

void check(const Context& ctx, Reporter& out) {
  for (const advice::ForeignKey& key : advice::foreign_keys(ctx)) {
    const Lock* parent = ctx.effects.lock_on(key.parent);
    if (parent == nullptr || parent->is_new || key.parent == key.child || !blocks_traffic(parent->mode)) continue;
    if (!ctx.in_use(key.parent) || is_validated(ctx, key)) continue;
    Report report{.span = key.cause,
                  .message = fmt::format("the foreign key also locks {}: writes to it wait behind this statement",
                                         pg::sql_name(key.parent)),
                  .impacts = {{parent->relation, parent->mode, Duration::brief}},
                  .certainty = parent->certainty};
    const Lock* child = ctx.effects.lock_on(key.child);
    if (child != nullptr && !child->is_new && ctx.in_use(key.child)) {
      report.impacts.push_back({child->relation, child->mode, Duration::brief});
    }
    if (advice::waits_bounded(ctx)) {
      report.severity = Severity::info;
    } else {
      report.message += ", and no lock_timeout ends its wait";
      report.fix = advice::set_lock_timeout(ctx);
      report.instead = advice::with_lock_timeout(ctx);
    }
    out.report(std::move(report));
  }
}

}  // namespace

namespace rules {

extern constinit const Rule add_foreign_key_locks_parent = {
    .id = "add-foreign-key-locks-parent",
    .family = Family::constraints,
    .severity = Severity::amber,
    .concern = Concern::locks,
    .statements = {T_CreateStmt, T_AlterTableStmt},
    .summary = "a foreign key whose other table is locked as well",
    .why =
        "A new foreign key puts triggers on the referenced table, which needs SHARE ROW EXCLUSIVE there, even when it "
        "is "
        "NOT VALID and even when the referencing table is new. While the statement waits for that lock, all later "
        "writes to the referenced table queue behind it.",
    .instead = R"(SET lock_timeout = '2s';  -- give up and try again instead of stopping writers
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey
  FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;  -- one foreign key in a transaction)",
    .bad = "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));",
    .good = R"(SET lock_timeout = '2s';
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));)",
    .see = "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
