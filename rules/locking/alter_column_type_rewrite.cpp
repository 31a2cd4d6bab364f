#include <fmt/format.h>

#include <algorithm>

#include "lint/advice.h"
#include "pg/names.h"
#include "pg/types.h"
#include "text/lower_case.h"

namespace pginterlock {
namespace {

/// A type that another may change to without a rewrite: whether this change is one depends on the old type.
bool may_be_free(const pg::DataType& target) {
  static constexpr std::array types = {"text",        "varchar", "numeric",  "varbit", "timestamp",
                                       "timestamptz", "time",    "interval", "inet"};
  if (!target.builtin()) return true;
  return std::any_of(types.begin(), types.end(), [&](const char* type) { return target.is(type); });
}

std::string consequence(const Context& ctx, const Work& work) {
  const std::string table = pg::sql_name(work.relation);
  const std::string waits = advice::waits(ctx, work.relation);
  if (work.reason == Reason::type_change_check)
    return fmt::format("its CHECK is tested against every row of {} while {}", table, waits);
  if (work.reason == Reason::type_change_foreign_key)
    return fmt::format("the foreign key of {} is checked again while {}", table, waits);
  if (work.kind == WorkKind::rebuild) {
    return fmt::format("index {} of {} is built anew while {}", pg::quote_identifier(work.index), table, waits);
  }
  return fmt::format("{} and all its indexes are written anew while {}", table, waits);
}

/// A new column of a domain with constraints would be tested row by row: its base type is not.
/// Source: tablecmds.c, ATExecAddColumn, DomainHasConstraints.
const UserType* constrained_domain(const Context& ctx, const ::TypeName& type) {
  const UserType* known =
      ctx.before.schema.type(ctx.before.schema.resolve_type(pg::name_of(type.names), ctx.before.session.search_path()));
  const bool constrained = known != nullptr && known->kind == TypeKind::domain && !known->constraints.empty();
  return constrained && known->base.known() && type.arrayBounds == nullptr ? known : nullptr;
}

const Column* column_before(const Context& ctx, const Work& work, std::string_view name) {
  const Relation* table = ctx.before.schema.relation(work.relation);
  const Column* column = table == nullptr ? nullptr : table->column(name);
  return column != nullptr && column->complete ? column : nullptr;
}

/// With the TimeZone UTC such a change leaves the bytes as they are. Source: timestamp.c,
/// TimestampTimestampTzRequiresRewrite.
bool adds_or_takes_time_zone(const Column* before, const pg::DataType& target) {
  if (before == nullptr || before->type.array || target.array || !target.modifiers.empty()) return false;
  return (before->type.is("timestamp") && target.is("timestamptz")) ||
         (before->type.is("timestamptz") && target.is("timestamp"));
}

/// The change in a session whose TimeZone is UTC; empty: this is no such change.
std::string in_utc(const Context& ctx, const Work& work, const std::string& column, const ::ColumnDef& definition) {
  const pg::DataType target = pg::type_of(*definition.typeName);
  const std::string written(advice::behind(advice::text(ctx, work.cause), "using"));
  const bool utc = written.empty() || lower_case(written).ends_with("at time zone 'utc'");
  if (!utc || !adds_or_takes_time_zone(column_before(ctx, work, column), target)) return {};
  return fmt::format(
             "-- when the stored values are UTC they stay as they are; indexes on the column are built anew: drop "
             "them\n"
             "-- before, and build them CONCURRENTLY afterwards\n"
             "SET {}timezone = 'UTC';\n",
             ctx.before.session.in_transaction() ? "LOCAL " : "") +
         advice::alter(work.relation,
                       fmt::format("ALTER COLUMN {} TYPE {}", pg::quote_identifier(column), pg::sql_type(target))) +
         "-- otherwise\n";
}

std::string instead(const Context& ctx, const Work& work, const std::string& column, const ::ColumnDef& definition) {
  const std::string type = pg::sql_type(pg::type_of(*definition.typeName));
  const UserType* domain = constrained_domain(ctx, *definition.typeName);
  const std::string collation = definition.collClause == nullptr
                                    ? std::string()
                                    : " COLLATE " + pg::sql_name(pg::name_of(definition.collClause->collname));
  const std::string written(advice::behind(advice::text(ctx, work.cause), "using"));
  const std::string value = written.empty() ? fmt::format("{}::{}", pg::quote_identifier(column), type) : written;
  const std::string next = pg::truncate_identifier(column + "_new");
  return in_utc(ctx, work, column, definition) +
         advice::alter(work.relation, fmt::format("ADD COLUMN {} {}{}", pg::quote_identifier(next),
                                                  domain == nullptr ? type : pg::sql_type(domain->base), collation)) +
         (domain == nullptr ? "" : "-- what the domain demands, as a CHECK that is NOT VALID; VALIDATE it later\n") +
         "-- keep both in step with a BEFORE INSERT OR UPDATE trigger, then\n" +
         advice::backfill_from(work.relation, next, value) +
         "-- move readers and writers to the new column, and drop the old one in a later release";
}

void report(const Context& ctx, Reporter& out, const Work& work) {
  const ::AlterTableCmd* action = advice::action_at(ctx.statement, work.cause);
  const auto* definition = action == nullptr ? nullptr : pg::as<::ColumnDef>(action->def);
  if (definition == nullptr || definition->typeName == nullptr || action->subtype != AT_AlterColumnType) {
    return out.report(work, {.message = fmt::format("the change of type: {}", consequence(ctx, work))});
  }
  const pg::DataType target = pg::type_of(*definition->typeName);
  const std::string column(pg::text(action->name));
  Report report{.message = fmt::format("changing the type of {} to {}: {}", pg::quote_identifier(column),
                                       pg::sql_type(target), consequence(ctx, work)),
                .instead = instead(ctx, work, column, *definition)};
  if (work.certainty == Certainty::assumed && may_be_free(target) && work.kind == WorkKind::rewrite) {
    report.severity = Severity::amber;
    report.message += adds_or_takes_time_zone(column_before(ctx, work, column), target)
                          ? ", unless the TimeZone of the session is UTC"
                          : ", unless the old type, which no script shows, allows the change as it is";
  }
  out.report(work, std::move(report));
}

void check(const Context& ctx, Reporter& out) {
  for (const Work* work :
       advice::causes(ctx, {Reason::type_change, Reason::type_change_check, Reason::type_change_foreign_key})) {
    report(ctx, out, *work);
  }
}

}  // namespace

namespace rules {

extern constinit const Rule alter_column_type_rewrite = {
    .id = "alter-column-type-rewrite",
    .family = Family::locking,
    .severity = Severity::red,
    .concern = Concern::work,
    .statements = {T_AlterTableStmt},
    .summary = "a change of a column's type that writes the table or its indexes anew",
    .why =
        "Unless the stored values stay as they are (varchar to a longer varchar or to text, numeric to a larger "
        "precision "
        "of the same scale, …), PostgreSQL writes the table and all its indexes anew under ACCESS EXCLUSIVE. Even "
        "where "
        "they stay, an index, a CHECK or a foreign key on the column may have to be built or tested again.",
    .instead = R"(ALTER TABLE orders ADD COLUMN id_new bigint;
-- keep both in step with a BEFORE INSERT OR UPDATE trigger, and fill the rows that exist in batches
-- move readers and writers to the new column, and drop the old one in a later release)",
    .bad = R"(SET lock_timeout = '2s';
ALTER TABLE orders ALTER COLUMN id TYPE bigint;)",
    .good = R"(-- file: 1.sql
CREATE TABLE orders (id bigint PRIMARY KEY, note varchar(20));
-- file: 2.sql
SET lock_timeout = '2s';
ALTER TABLE orders ALTER COLUMN note TYPE varchar(80);)",
    .see = "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
