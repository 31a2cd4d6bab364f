#include <fmt/format.h>

#include <algorithm>

#include "lint/advice.h"
#include "pg/ast.h"
#include "pg/names.h"
#include "pg/types.h"

namespace pginterlock {
namespace {

const UserType* enum_named(const Context& ctx, const QualifiedName& name) {
  const UserType* type = ctx.before.schema.type(name);
  return type != nullptr && type->kind == TypeKind::enumeration ? type : nullptr;
}

/// The values of the column's type that the new type does not have.
std::vector<std::string> removed(const Context& ctx, const Break& broken, const ::ColumnDef& definition) {
  const Relation* table = ctx.before.schema.relation(broken.relation);
  const Column* column = table == nullptr ? nullptr : table->column(broken.column);
  if (column == nullptr || definition.typeName == nullptr) return {};
  const UserType* before = enum_named(ctx, column->type.name);
  const UserType* after = enum_named(
      ctx, ctx.before.schema.resolve_type(pg::name_of(definition.typeName->names), ctx.before.session.search_path()));
  if (before == nullptr || after == nullptr) return {};
  std::vector<std::string> gone;
  for (const std::string& label : before->labels) {
    const bool kept = std::find(after->labels.begin(), after->labels.end(), label) != after->labels.end();
    if (!kept) gone.push_back(pg::quote_literal(label));
  }
  return gone;
}

/// USING that only casts: PostgreSQL reads each value as one of the new type. Source: enum.c, enum_in.
bool only_casts(const ::Node* value) {
  while (const auto* cast = pg::as<::TypeCast>(value)) value = cast->arg;
  return value != nullptr && pg::tag(value) == T_ColumnRef;
}

void check(const Context& ctx, Reporter& out) {
  for (const Break& broken : ctx.effects.breaks) {
    if (broken.kind != BreakKind::type_change || !ctx.in_use(broken.relation, broken.column)) continue;
    const ::AlterTableCmd* action = advice::action_at(ctx.statement, broken.cause);
    const auto* definition = action == nullptr ? nullptr : pg::as<::ColumnDef>(action->def);
    if (definition == nullptr || action->subtype != AT_AlterColumnType) continue;
    const std::vector<std::string> gone = removed(ctx, broken, *definition);
    if (gone.empty()) continue;
    const std::string column = pg::quote_identifier(broken.column);
    const std::string table = pg::sql_name(broken.relation);
    const bool one = gone.size() == 1;
    const std::string rows = fmt::format("rows of {} that hold {} make this statement fail (22P02), and ", table,
                                         one ? "it" : "one of them");
    out.report(
        {.span = broken.cause,
         .message =
             fmt::format("the new type of {} lacks {}: {}clients that use {} fail from then on", column,
                         advice::listing(gone), only_casts(definition->raw_default) ? rows : "", one ? "it" : "them"),
         .instead = fmt::format("-- first a release that neither writes nor asks for {0}, then the rows, in "
                                "batches:\nUPDATE {1} SET {2} = … WHERE {2} IN ({3});\n-- and when none is left, "
                                "the type",
                                one ? "it" : "them", table, column, fmt::join(gone, ", "))});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule remove_enum_value = {
    .id = "remove-enum-value",
    .family = Family::compatibility,
    .severity = Severity::amber,
    .concern = Concern::breaks,
    .statements = {T_AlterTableStmt},
    .summary = "a column changes to an enum without some of its values",
    .why =
        "PostgreSQL cannot drop a value of an enum, so tools make a new type and change the columns to it. A row that "
        "holds a value which the new type lacks stops the change, and clients that still write it or compare with it "
        "fail.",
    .instead = R"(-- first a release that neither writes nor asks for the value, then the rows, in batches:
UPDATE orders SET state = 'open' WHERE state = 'new';
-- and when none is left, the type)",
    .bad = R"(-- file: 1.sql
CREATE TYPE order_state AS ENUM ('new', 'open', 'done');
CREATE TABLE orders (id bigint, state order_state);
-- file: 2.sql
BEGIN;
SET LOCAL lock_timeout = '2s';
CREATE TYPE order_state_new AS ENUM ('open', 'done');
-- pginterlock: allow alter-column-type-rewrite: the table is small
ALTER TABLE orders ALTER COLUMN state TYPE order_state_new USING (state::text::order_state_new);
ALTER TYPE order_state RENAME TO order_state_old;
ALTER TYPE order_state_new RENAME TO order_state;
DROP TYPE order_state_old;
COMMIT;)",
    .good = R"(-- file: 1.sql
CREATE TYPE order_state AS ENUM ('new', 'open', 'done');
-- file: 2.sql
ALTER TYPE order_state ADD VALUE 'cancelled';)",
    .see = "https://www.postgresql.org/docs/current/datatype-enum.html#DATATYPE-ENUM-IMPLEMENTATION-DETAILS",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
