#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

/// The parent of the foreign key that this work validates.
std::string parent_of(const Context& ctx, const Work& work) {
  for (const advice::ForeignKey& key : advice::foreign_keys(ctx)) {
    if (key.cause == work.cause || work.cause.contains(key.cause)) return pg::sql_name(key.parent);
  }
  return "the referenced table";
}

std::string instead(const Context& ctx, const Work& work, const ::Constraint& key) {
  const std::string written(pg::text(key.conname));
  const auto columns = pg::strings_of(key.fk_attrs);
  const std::string name = pg::quote_identifier(
      written.empty() ? pg::make_object_name(work.relation.name, columns.empty() ? "" : columns.front(), "fkey")
                      : written);
  const std::string action = advice::text(ctx, work.cause);
  const std::string add =
      written.empty() ? advice::with_word(action, "add", fmt::format("CONSTRAINT {}", name)) : action;
  return advice::alter(work.relation, add + " NOT VALID") + "-- in a later transaction; reads and writes go on:\n" +
         advice::alter(work.relation, fmt::format("VALIDATE CONSTRAINT {}", name));
}

void check(const Context& ctx, Reporter& out) {
  for (const Work* work : advice::causes(ctx, {Reason::add_foreign_key, Reason::column_foreign_key})) {
    Report report{.message = fmt::format("every row of {} is checked against {} while writes to both wait",
                                         pg::sql_name(work->relation), parent_of(ctx, *work))};
    const ::AlterTableCmd* action = advice::action_at(ctx.statement, work->cause);
    const auto* key = action == nullptr ? nullptr : pg::as<::Constraint>(action->def);
    const Relation* child = ctx.before.schema.relation(work->relation);
    const bool partitioned = child != nullptr && child->kind == RelationKind::partitioned_table;
    if (key != nullptr && (!partitioned || ctx.before.pg_version >= 18)) {
      report.instead = instead(ctx, *work, *key);
      report.fix = Fix{.title = "add it NOT VALID; validate it in a later migration",
                       .applicability = Applicability::unsafe,
                       .edits = {{.span = {work->cause.end, work->cause.end}, .text = " NOT VALID"}}};
    }
    out.report(*work, std::move(report));
  }
}

}  // namespace

namespace rules {

extern constinit const Rule add_foreign_key_validated = {
    .id = "add-foreign-key-validated",
    .family = Family::constraints,
    .severity = Severity::red,
    .summary = "a foreign key that is checked for all rows at once",
    .why =
        "Both tables are locked in SHARE ROW EXCLUSIVE while every row of the referencing table is looked up in the "
        "other: writes to both wait. NOT VALID skips the rows that exist, and VALIDATE CONSTRAINT reads them later "
        "while reads and writes go on.",
    .instead = R"(ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey
  FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
-- in a later transaction; reads and writes go on:
ALTER TABLE orders VALIDATE CONSTRAINT orders_user_id_fkey;)",
    .bad = R"(SET lock_timeout = '2s';
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id);)",
    .good = R"(SET lock_timeout = '2s';
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT orders_user_id_fkey;)",
    .see = "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
