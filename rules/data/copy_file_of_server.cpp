#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "lint/advice.h"
#include "lint/meta_commands.h"

namespace pginterlock {
namespace {

/// The statement as psql runs it: a meta-command ends with its line.
std::string instead(const Context& ctx) {
  std::string rest(ctx.statement.text().substr(std::string_view("COPY").size()));
  std::replace(rest.begin(), rest.end(), '\n', ' ');
  return "-- where the migration runs, with its connection, by psql:\n\\copy" + rest;
}

void check(const Context& ctx, Reporter& out) {
  const auto* copy = pg::as<::CopyStmt>(ctx.statement.node);
  if (copy == nullptr || copy->is_program || copy->filename == nullptr) return;
  if (ctx.statement.source->path() == copy_of_psql) return;
  out.report({.message = fmt::format("'{}' is a file of the database server, {}, and needs the role {}",
                                     pg::text(copy->filename),
                                     copy->is_from ? "not one beside the migration" : "which its own user overwrites",
                                     copy->is_from ? "pg_read_server_files" : "pg_write_server_files"),
              .instead = instead(ctx),
              .certainty = Certainty::assumed});
}

}  // namespace

namespace rules {

extern constinit const Rule copy_file_of_server = {
    .id = "copy-file-of-server",
    .family = Family::data,
    .severity = Severity::amber,
    .summary = "COPY from or to a file, which is one of the database server",
    .why =
        "The server opens the file, as its own user, on its own machine. Where the migration runs elsewhere, on a "
        "managed service or against a replica that was promoted, the file is not there and the statement fails. Only a "
        "superuser or a member of pg_read_server_files (pg_write_server_files) may do it, which migrations should not "
        "be.",
    .instead =
        "-- send the rows with the migration, or with psql from where it runs:\n\\copy country FROM 'country.csv' CSV",
    .bad = "COPY country FROM '/srv/country.csv' CSV;",
    .good = "COPY country FROM STDIN;\nat\tAustria\n\\.\n",
    .see = "https://www.postgresql.org/docs/current/sql-copy.html",
    .check = check,
};

}  // namespace rules
}  // namespace pginterlock
