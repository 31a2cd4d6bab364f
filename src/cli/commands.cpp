#include "cli/commands.h"

#include "cli/help.h"
#include "cli/output.h"
#include "report/rule_pages.h"
#include "rules/rules.h"

namespace pginterlock::cli {

int run_explain(const Options& options) {
  write_standard_output(report::rule_page(*options.rule));
  return 0;
}

int run_rules(const Options& options) {
  switch (options.format) {
    case Format::text:
      write_output(options.output, report::rule_list(all_rules()));
      return 0;
    case Format::json:
      write_output(options.output, report::rules_as_json(all_rules()));
      return 0;
    case Format::markdown:
      write_output(options.output, report::rules_as_markdown(all_rules()));
      return 0;
  }
  return 0;
}

int run_version() {
  write_standard_output("pginterlock " PGINTERLOCK_VERSION " (grammar of PostgreSQL 18)\n");
  return 0;
}

int run(const Options& options) {
  switch (options.command) {
    case Command::help:
      write_standard_output(help_text(options.help_topic));
      return 0;
    case Command::version:
      return run_version();
    case Command::check:
      return run_check(options);
    case Command::explain:
      return run_explain(options);
    case Command::rules:
      return run_rules(options);
    case Command::locks:
      return run_locks(options);
  }
  return 0;
}

}  // namespace pginterlock::cli
