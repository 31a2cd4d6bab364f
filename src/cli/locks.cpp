#include <fmt/format.h>

#include <stdexcept>

#include "cli/commands.h"
#include "cli/output.h"
#include "migration/discover.h"
#include "report/lock_pages.h"
#include "text/read_file.h"

namespace pginterlock::cli {

namespace {

/// SQL that PostgreSQL's parser refuses. The message says where and why.
class SqlError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

void require_readable(const SourceFile& source, Span range) {
  if (const std::string error = report::first_error(source, range); !error.empty()) throw SqlError(error);
}

/// The migrations that made what exists.
std::vector<Migration> load_schema(const std::string& path) {
  std::vector<Migration> history;
  if (path.empty()) return history;
  for (const MigrationFile& file : discover({path}).files) {
    history.push_back(load(file));
    require_readable(*history.back().up.source, history.back().up.range);
  }
  return history;
}

}  // namespace

int run_locks(const Options& options) {
  const bool from_input = options.sql == "-";
  const SourceFile sql(from_input ? "<stdin>" : "SQL", from_input ? read_standard_input() : options.sql);
  require_readable(sql, {0, sql.text().size()});
  const std::vector<Migration> history = load_schema(options.schema);
  const std::vector<report::StatementFacts> statements = report::facts_of(sql, history, options.versions);
  if (statements.empty()) throw UsageError("locks: the SQL holds no statement");
  write_output(options.output, options.format == Format::json
                                   ? report::locks_as_json(sql, statements, options.versions, PGINTERLOCK_VERSION)
                                   : report::locks_as_text(sql, statements, !options.schema.empty()));
  return 0;
}

}  // namespace pginterlock::cli
