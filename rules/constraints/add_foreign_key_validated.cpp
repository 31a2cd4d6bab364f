#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/names.h"
#include "pg/types.h"

namespace pginterlock {
namespace {

/// The foreign key that this work validates; null when its table is nobody's yet, which leaves nothing to validate.
const advice::ForeignKey* key_of(const Context& ctx, const std::vector<advice::ForeignKey>& keys, const Work& work) {
  for (const advice::ForeignKey& key : keys) {
    if (work.cause.contains(key.cause)) return ctx.in_use(key.child) ? &key : nullptr;
  }
  return nullptr;
}

/// ALTER CONSTRAINT … ENFORCED (18) checks all rows under the lock of ALTER TABLE.
bool enforces(const Context& ctx, const Work& work) {
  const ::AlterTableCmd* action = advice::action_at(ctx.statement, work.cause);
  return action != nullptr && action->subtype == AT_AlterConstraint;
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

std::string_view action_of(char action) {
  switch (action) {
    case FKCONSTR_ACTION_RESTRICT:
      return "RESTRICT";
    case FKCONSTR_ACTION_CASCADE:
      return "CASCADE";
    case FKCONSTR_ACTION_SETNULL:
      return "SET NULL";
    case FKCONSTR_ACTION_SETDEFAULT:
      return "SET DEFAULT";
    default:
      return {};
  }
}

/// REFERENCES and all that belongs to it.
std::string reference_of(const QualifiedName& parent, const ::Constraint& key) {
  const auto columns = pg::strings_of(key.pk_attrs);
  std::string sql = "REFERENCES " + pg::sql_name(parent);
  if (!columns.empty()) sql += fmt::format(" ({})", pg::sql_list(columns));
  if (key.fk_matchtype == FKCONSTR_MATCH_FULL) sql += " MATCH FULL";
  const std::string_view on_delete = action_of(key.fk_del_action);
  const std::string_view on_update = action_of(key.fk_upd_action);
  if (!on_delete.empty()) sql += fmt::format(" ON DELETE {}", on_delete);
  if (!on_update.empty()) sql += fmt::format(" ON UPDATE {}", on_update);
  if (key.deferrable) sql += " DEFERRABLE";
  if (key.initdeferred) sql += " INITIALLY DEFERRED";
  return sql;
}

/// A foreign key that stands at a new column: the column first, without it. Empty: the column does more than that.
std::string instead_for_column(const Context& ctx, const Work& work, const advice::ForeignKey& key,
                               const ::ColumnDef& column) {
  if (column.typeName == nullptr || pg::serial_width(*column.typeName) > 0) return {};
  bool not_null = false;
  bool plain = true;
  for (const auto& constraint : pg::each<::Constraint>(column.constraints)) {
    not_null = not_null || constraint.contype == CONSTR_NOTNULL;
    plain = plain && constraint.contype != CONSTR_UNIQUE && constraint.contype != CONSTR_PRIMARY &&
            constraint.contype != CONSTR_CHECK && constraint.contype != CONSTR_GENERATED &&
            constraint.contype != CONSTR_IDENTITY;
  }
  if (!plain) return {};
  const std::string name(pg::text(column.colname));
  const std::string written(pg::text(key.constraint->conname));
  const std::string constraint =
      pg::quote_identifier(written.empty() ? pg::make_object_name(key.child.name, name, "fkey") : written);
  const std::string value = advice::clause(advice::text(ctx, work.cause), "default");
  return advice::first_steps(ctx, key.child, work.cause) +
         advice::alter(key.child, fmt::format("ADD COLUMN {} {}{}{}{}", pg::quote_identifier(name),
                                              pg::sql_type(pg::type_of(*column.typeName)), not_null ? " NOT NULL" : "",
                                              value.empty() ? "" : " DEFAULT ", value)) +
         advice::alter(key.child, fmt::format("ADD CONSTRAINT {} FOREIGN KEY ({}) {} NOT VALID", constraint,
                                              pg::quote_identifier(name), reference_of(key.parent, *key.constraint))) +
         "-- in a later transaction; reads and writes go on:\n" +
         advice::alter(key.child, fmt::format("VALIDATE CONSTRAINT {}", constraint));
}

void check(const Context& ctx, Reporter& out) {
  const auto causes = advice::causes(ctx, {Reason::add_foreign_key, Reason::column_foreign_key});
  if (causes.empty()) return;
  const std::vector<advice::ForeignKey> keys = advice::foreign_keys(ctx);
  for (const Work* work : causes) {
    if (enforces(ctx, *work)) {
      out.report(*work, {.message = fmt::format("every row of {} is checked while reads and writes of it wait",
                                                pg::sql_name(work->relation)),
                         .instead = "-- NOT VALID does not go with ENFORCED: add a second foreign key NOT VALID, "
                                    "validate it in a later\n-- transaction, and drop this one"});
      continue;
    }
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
    const auto* column = action == nullptr ? nullptr : pg::as<::ColumnDef>(action->def);
    if (column != nullptr && !partitioned) report.instead = instead_for_column(ctx, *work, *foreign, *column);
    out.report(*work, std::move(report));
  }
}

}  // namespace

namespace rules {

extern constinit const Rule add_foreign_key_validated = {
    .id = "add-foreign-key-validated",
    .family = Family::constraints,
    .severity = Severity::red,
    .concern = Concern::work,
    .statements = {T_AlterTableStmt},
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
