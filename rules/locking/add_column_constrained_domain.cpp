#include <fmt/format.h>

#include "lint/advice.h"
#include "pg/names.h"
#include "pg/types.h"

namespace pginterlock {
namespace {

std::string instead(const Context& ctx, const Work& work) {
  const ::ColumnDef* column = advice::added_column(ctx.statement, work.cause);
  if (column == nullptr || column->typeName == nullptr) return {};
  const UserType* domain = ctx.before.schema.type(
      ctx.before.schema.resolve_type(pg::name_of(column->typeName->names), ctx.before.session.search_path()));
  if (domain == nullptr || !domain->base.known()) return {};
  const std::string key = pg::quote_identifier(work.column);
  return advice::first_steps(ctx, work.relation, work.cause) + "-- the domain's base type:\n" +
         advice::alter(work.relation, fmt::format("ADD COLUMN {} {}", key, pg::sql_type(domain->base))) +
         "-- what the domain demands, without a look at the rows that exist; VALIDATE it in a later transaction:\n" +
         advice::alter(
             work.relation,
             fmt::format("ADD CONSTRAINT {} CHECK (…) NOT VALID",
                         pg::quote_identifier(pg::make_object_name(work.relation.name, work.column, "check"))));
}

void check(const Context& ctx, Reporter& out) {
  for (const Work* work : advice::causes(ctx, {Reason::constrained_domain})) {
    out.report(*work, {.message = fmt::format(
                           "the domain of column {} has constraints: every row of {} is written anew while {}",
                           pg::quote_identifier(work->column), pg::sql_name(work->relation),
                           advice::waits(ctx, work->relation)),
                       .instead = instead(ctx, *work)});
  }
}

}  // namespace

namespace rules {

extern constinit const Rule add_column_constrained_domain = {
    .id = "add-column-constrained-domain",
    .family = Family::locking,
    .severity = Severity::red,
    .concern = Concern::work,
    .statements = {T_AlterTableStmt},
    .summary = "a new column of a domain that has a CHECK or NOT NULL",
    .why =
        "PostgreSQL tests the domain's constraints against each row, even when the column is null everywhere, and does "
        "so by writing the whole table anew under ACCESS EXCLUSIVE.",
    .instead = R"(ALTER TABLE users ADD COLUMN email text;  -- the domain's base type
ALTER TABLE users ADD CONSTRAINT users_email_check CHECK (email LIKE '%@%') NOT VALID;
-- in a later transaction; reads and writes go on:
ALTER TABLE users VALIDATE CONSTRAINT users_email_check;)",
    .bad = R"(CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
SET lock_timeout = '2s';
ALTER TABLE users ADD COLUMN contact email;)",
    .good = R"(SET lock_timeout = '2s';
ALTER TABLE users ADD COLUMN contact text;
ALTER TABLE users ADD CONSTRAINT users_contact_check CHECK (contact LIKE '%@%') NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT users_contact_check;)",
    .see = "https://www.postgresql.org/docs/current/sql-createdomain.html",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
