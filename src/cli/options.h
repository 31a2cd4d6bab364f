#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "report/report.h"

namespace pginterlock::cli {

/// An option or argument that cannot be used. The message names it and says what to do.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

enum class Command : std::uint8_t { help, version, check, explain, rules, locks };
enum class Format : std::uint8_t { text, json, markdown };
enum class FailOn : std::uint8_t { red, amber, never };
enum class ColorMode : std::uint8_t { automatic, always, never };

struct Options {
  Command command = Command::help;
  Command help_topic = Command::help;  // help: the command that is asked about, or help itself for all of them
  Format format = Format::text;

  // check
  std::vector<std::string> paths;
  std::string stdin_filename;  // empty: none was given
  const Framework* framework = nullptr;
  report::VersionRange versions;
  FailOn fail_on = FailOn::red;
  std::vector<const Rule*> rules;  // those that run
  unsigned jobs = 1;
  bool quiet = false;
  bool verbose = false;
  ColorMode color = ColorMode::automatic;
  std::string output;  // empty: standard output
  std::string since;   // a git revision; empty: none
  bool staged = false;

  // explain
  const Rule* rule = nullptr;

  // locks
  std::string sql;  // "-": standard input

  // check, locks
  std::string schema;  // a file or folder with what exists before; empty: none was given
};

/// Reads the command line. Throws UsageError.
Options parse_options(int argc, const char* const* argv);

/// "15", "14-17" or "14..17" within the versions that are known. Throws UsageError.
report::VersionRange parse_versions(const std::string& text);

/// The rules that --select and --ignore leave: comma lists of rule ids, family names, "default" and "all". Without
/// --select the default ones. The engine's rules stay unless they are ignored by name: a file that could not be read
/// must not become GREEN. Throws UsageError for a name that is none.
std::vector<const Rule*> select_rules(const std::vector<std::string>& select, const std::vector<std::string>& ignore);

/// The rule of that id. Throws UsageError.
const Rule& rule_named(const std::string& id);

}  // namespace pginterlock::cli
