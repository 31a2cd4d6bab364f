#include "cli/help.h"

#include <fmt/format.h>

#include <string_view>

#include "migration/frameworks.h"

namespace pginterlock::cli {

namespace {

constexpr std::string_view program_help =
    R"(pginterlock reads PostgreSQL migrations and tells, before they run, what they will block, rewrite, destroy or break:
RED    it will fail, block an existing table for a time that grows with its size, destroy data, or break clients
AMBER  a person must decide
GREEN  none of this

It never connects to a database: it replays the migrations to know the tables they made.

Usage: pginterlock COMMAND [OPTIONS]

Commands:
  check [PATH...]   judge migrations: files, folders, or - for standard input (default: the current folder)
  locks 'SQL'       what a statement locks, rewrites, scans and builds, on each version of PostgreSQL
  explain RULE      what a rule looks for, why it matters, and what to do instead
  rules             list all rules

Options:
  --help            this text; after a command: the help of that command
  --version         the version of the program and of the SQL grammar

Examples:
  pginterlock check migrations/
  pginterlock check --since origin/main migrations/
  pginterlock check --pg-version 14-17 --format json migrations/0042_add_email.up.sql
  git show HEAD:db/7.sql | pginterlock check --stdin-filename db/7.sql -
  pginterlock locks 'ALTER TABLE users ADD COLUMN note text' --schema migrations/

Exit status: 0 nothing at or above --fail-on, 1 findings, 2 the check could not be made.
)";

constexpr std::string_view check_help =
    R"(Usage: pginterlock check [OPTIONS] [PATH...]

Judges migrations in the order in which they run. A PATH is a file, a folder or - (standard input); without one it is
the current folder. Earlier migrations tell what later ones meet, so name the whole folder where you can.

What is judged:
  --pg-version N            the PostgreSQL version it will run on, 12 to 18, or a range such as 14-17 (default: 15, the
                            oldest version that the PostgreSQL community supports)
  --select LIST             only these rules: rule ids or families, separated by commas; "default" and "all" are the
                            rules that run by default and all rules. What cannot be read is reported all the same
  --ignore LIST             all but these
  --schema PATH             SQL that made what exists before the first migration: schema.sql, structure.sql, the output of
                            pg_dump, or a folder of migrations
  --framework ID            the tool that runs the migrations, when its traces do not tell:
                            {frameworks}
  --config FILE             settings for what is not given here; without it the nearest pginterlock.toml, from the
                            current folder up to the root of the repository. --no-config: none
  --stdin-filename NAME     the name under which - is judged and reported
  --since REV               only what changed since the git revision REV, in the working tree; new files included. The
                            migrations before are read as history. Says what must not happen to migrations that have
                            run: edited, deleted, renamed, overtaken by a new one
  --staged                  the same for what is staged for the next commit, as it is in the index

What comes out:
  --format text|json        for people (default) or for programs
  --output FILE             write there; the file is replaced only when the report is complete
  --fail-on red|amber|never the verdict from which on the exit status is 1 (default: red)
  -q, --quiet               nothing about what is GREEN, nothing for information (text)
  -v, --verbose             also the locks of every statement, and all about info findings (text)
  --color auto|always|never default: when standard output is a terminal; NO_COLOR and CLICOLOR_FORCE are heeded

  -j, --jobs N              threads that read and parse ahead (default: one for each processor, at most 4)

Exit status: 0 nothing at or above --fail-on, 1 findings, 2 the check could not be made.
)";

constexpr std::string_view locks_help =
    R"(Usage: pginterlock locks [OPTIONS] 'SQL'

Tells for each statement what it locks and who waits, which tables it rewrites or reads as a whole, which indexes it
builds, whether it may run inside a transaction block, and how it fails. Versions of PostgreSQL that answer the same are
told together. SQL may be - (standard input). Of several statements, each meets what the ones before it made.

  --schema PATH             SQL that made what exists: a file (such as pg_dump --schema-only writes), or a folder of
                            migrations. Without it the tables are unknown, and so are their indexes, partitions, foreign
                            keys and views
  --pg-version N            a version from 12 to 18, or a range such as 14-17 (default: 12-18)
  --format text|json        for people (default) or for programs
  --output FILE             write there

Exit status: 0 answered, 2 the SQL or the schema cannot be read.
)";

constexpr std::string_view explain_help =
    R"(Usage: pginterlock explain RULE

Prints what the rule looks for, why it matters, what to do instead, and SQL that it does and does not object to.
)";

constexpr std::string_view rules_help =
    R"(Usage: pginterlock rules [--format text|json|markdown] [--output FILE]

Lists all rules. markdown is the whole reference, with the report on each rule's example.
)";

/// The ids, separated by commas, below each other where a line is full.
std::string framework_ids() {
  constexpr std::size_t indent = 28;
  constexpr std::size_t width = 118;
  std::string ids;
  std::size_t column = indent;
  for (const Framework& framework : frameworks()) {
    if (!ids.empty()) {
      const bool full = column + framework.id.size() + 3 > width;
      ids += full ? ",\n" + std::string(indent, ' ') : ", ";
      column = full ? indent : column + 2;
    }
    ids += framework.id;
    column += framework.id.size();
  }
  return ids;
}

}  // namespace

std::string help_text(Command topic) {
  switch (topic) {
    case Command::check:
      return fmt::format(fmt::runtime(check_help), fmt::arg("frameworks", framework_ids()));
    case Command::explain:
      return std::string(explain_help);
    case Command::rules:
      return std::string(rules_help);
    case Command::locks:
      return std::string(locks_help);
    case Command::help:
    case Command::version:
      break;
  }
  return std::string(program_help);
}

}  // namespace pginterlock::cli
