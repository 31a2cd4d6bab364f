#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/names.h"

namespace pginterlock {
namespace {

/// The foreign key that this work validates; null when its table is nobody's yet, which leaves nothing to validate.
const advice::ForeignKey* key_of(const Context& ctx, const std::vector<advice::ForeignKey>& keys, const Work& work) {
  for (const advice::ForeignKey& key : keys) {
    if (work.cause.contains(key.cause)) return ctx.in_use(key.child) ? &key : nullptr;
  }
  return nullptr;
}

std::string instead(const Context& ctx, const Work& work, const QualifiedName& child, const ::Constraint& key) {
  const std::string written(pg::text(key.conname));
  const auto columns = pg::strings_of(key.fk_attrs);
  const std::string name = pg::quote_identifier(
      written.empty() ? pg::make_object_name(child.name, columns.empty() ? "" : columns.front(), "fkey") : written);
  const std::string action = advice::text(ctx, work.cause);
  const std::string add =
      written.empty() ? advice::with_word(action, "add", fmt::format("CONSTRAINT {}", name)) : action;
  return advice::alter(child, advice::earlier_actions(ctx, work.cause) + add + " NOT VALID") +
         "-- in a later transaction; reads and writes go on:\n" +
         advice::alter(child, fmt::format("VALIDATE CONSTRAINT {}", name));
}

void check(const Context& ctx, Reporter& out) {
  const auto causes = advice::causes(ctx, {Reason::add_foreign_key, Reason::column_foreign_key});
  if (causes.empty()) return;
  const std::vector<advice::ForeignKey> keys = advice::foreign_keys(ctx);
  for (const Work* work : causes) {
    const advice::ForeignKey* foreign = key_of(ctx, keys, *work);
    if (foreign == nullptr) continue;
    Report report{.message = fmt::format("every row of {} is checked against {} while writes to both wait",
                                         pg::sql_name(foreign->child), pg::sql_name(foreign->parent))};
    const ::AlterTableCmd* action = advice::action_at(ctx.statement, work->cause);
    const auto* key = action == nullptr ? nullptr : pg::as<::Constraint>(action->def);
    const Relation* child = ctx.before.schema.relation(foreign->child);
    const bool partitioned = child != nullptr && child->kind == RelationKind::partitioned_table;
    if (key != nullptr && (!partitioned || ctx.before.pg_version >= 18)) {
      report.instead = instead(ctx, *work, foreign->child, *key);
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
