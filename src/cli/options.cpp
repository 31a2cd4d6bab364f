#include "cli/options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>
#include <thread>

#include "cli/configuration.h"
#include "cli/suggest.h"
#include "migration/frameworks.h"

namespace pginterlock::cli {

namespace {

constexpr int oldest_known = 12;
constexpr int newest_known = 18;
constexpr std::array<std::string_view, 4> commands = {"check", "locks", "explain", "rules"};

template <typename T>
struct Choice {
  std::string_view word;
  T value;
};

/// The value of an option that is one of a few words.
template <typename T>
T one_of(std::string_view option, const std::string& word, std::initializer_list<Choice<T>> choices) {
  std::vector<std::string_view> words;
  for (const Choice<T>& choice : choices) {
    if (word == choice.word) return choice.value;
    words.push_back(choice.word);
  }
  const std::string hint = did_you_mean(word, words);
  throw UsageError(fmt::format("{} {}: must be one of {}{}", option, word, fmt::join(words, ", "), hint));
}

int parse_version(const std::string& whole, std::string_view part) {
  int version = 0;
  const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), version);
  if (error != std::errc{} || end != part.data() + part.size() || version < oldest_known || version > newest_known) {
    throw UsageError(fmt::format("--pg-version {}: must be a major version from {} to {}, or a range such as 14-17",
                                 whole, oldest_known, newest_known));
  }
  return version;
}

// One thread judges; more than a few that read ahead of it only wait.
constexpr unsigned default_jobs = 4;

unsigned parse_jobs(const std::string& text) {
  unsigned jobs = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), jobs);
  if (error != std::errc{} || end != text.data() + text.size() || jobs == 0 || jobs > 1024) {
    throw UsageError(fmt::format("--jobs {}: must be a number from 1 to 1024", text));
  }
  return jobs;
}

const Framework* parse_framework(const std::string& id) {
  if (const Framework* framework = find_framework(id); framework != nullptr) return framework;
  std::vector<std::string_view> known;
  for (const Framework& framework : frameworks()) known.push_back(framework.id);
  throw UsageError(
      fmt::format("--framework {}: must be one of {}{}", id, fmt::join(known, ", "), did_you_mean(id, known)));
}

/// The options as they were written, before anyone looked at their values.
struct Raw {
  bool help = false;
  bool version = false;
  std::vector<std::string> paths, select, ignore, sql;
  std::string format, pg_version, fail_on, jobs, color, stdin_filename, output, framework, rule, schema, config;
  bool no_config = false;
  std::optional<std::string> since;
  bool staged = false;
  bool quiet = false;
  bool verbose = false;
};

CLI::Option* add_value(CLI::App& app, const char* name, std::string& value) {
  return app.add_option(name, value)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

void add_check_options(CLI::App& check, Raw& raw) {
  check.add_option("paths", raw.paths);
  add_value(check, "--format,-f", raw.format);
  add_value(check, "--pg-version", raw.pg_version);
  add_value(check, "--fail-on", raw.fail_on);
  check.add_option("--select", raw.select)->allow_extra_args(false);
  check.add_option("--ignore", raw.ignore)->allow_extra_args(false);
  add_value(check, "--jobs,-j", raw.jobs);
  check.add_flag("--quiet,-q", raw.quiet);
  check.add_flag("--verbose,-v", raw.verbose);
  add_value(check, "--color", raw.color);
  add_value(check, "--stdin-filename", raw.stdin_filename);
  add_value(check, "--output,-o", raw.output);
  add_value(check, "--framework", raw.framework);
  add_value(check, "--config", raw.config);
  check.add_flag("--no-config", raw.no_config);
  add_value(check, "--schema", raw.schema);
  check.add_option("--since", raw.since)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  check.add_flag("--staged", raw.staged);
}

void add_locks_options(CLI::App& locks, Raw& raw) {
  locks.add_option("sql", raw.sql);
  add_value(locks, "--schema", raw.schema);
  add_value(locks, "--format,-f", raw.format);
  add_value(locks, "--pg-version", raw.pg_version);
  add_value(locks, "--output,-o", raw.output);
}

/// Refuses what no command knows.
void refuse_extras(const CLI::App& app, const CLI::App* command) {
  const std::vector<std::string> extras = app.remaining(true);
  if (extras.empty()) return;
  const std::string& extra = extras.front();
  if (extra.starts_with("-") && extra.size() > 1) {
    std::vector<std::string> names{"--help"};
    for (const CLI::App* known : {&app, command}) {
      if (known == nullptr) continue;
      for (const CLI::Option* option : known->get_options()) {
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
      }
    }
    const std::vector<std::string_view> views(names.begin(), names.end());
    const std::string_view word = std::string_view(extra).substr(0, extra.find('='));
    throw UsageError(fmt::format("{}: unknown option{} (see pginterlock{}{} --help)", word, did_you_mean(word, views),
                                 command == nullptr ? "" : " ", command == nullptr ? "" : command->get_name()));
  }
  if (command != nullptr) throw UsageError(fmt::format("{}: this argument is one too many", extra));
  const std::string hint = did_you_mean(extra, commands);
  throw UsageError(
      fmt::format("{}: unknown command{} (to judge a file or folder: pginterlock check {})", extra, hint, extra));
}

void settle_revision(const Raw& raw, Options& options) {
  if (!raw.since && !raw.staged) return;
  if (raw.since && raw.staged) {
    throw UsageError("--since and --staged: give one of them; --staged compares with HEAD");
  }
  if (raw.since && raw.since->empty()) throw UsageError("--since: the revision is empty; name a commit, branch or tag");
  options.since = raw.since.value_or("");
  options.staged = raw.staged;
  const std::string_view option = raw.staged ? "--staged" : "--since";
  if (std::find(options.paths.begin(), options.paths.end(), "-") != options.paths.end()) {
    throw UsageError(fmt::format("{}: needs files; standard input is in no repository", option));
  }
}

/// A path of the configuration, which is relative to the file that says it.
std::string from_folder(const Configuration& configuration, const std::string& path) {
  if (configuration.folder.empty() || path.starts_with('/')) return path;
  return configuration.folder + "/" + path;
}

/// What the configuration file says, where the command line says nothing.
void apply_configuration(const Configuration& configuration, Raw& raw) {
  using Setting = Configuration::Setting;
  const auto refuse = [&](const Setting& setting, const std::string& why) {
    throw UsageError(fmt::format("{}:{}: {}: {}", configuration.path, setting.line, setting.name, why));
  };
  const auto take_one = [&](const Setting& setting, std::string& value, bool path) {
    if (setting.list || setting.values.empty()) refuse(setting, "must be one value, not a list");
    if (value.empty()) value = path ? from_folder(configuration, setting.values[0]) : setting.values[0];
  };
  const auto take_list = [&](const Setting& setting, std::vector<std::string>& values, bool path) {
    if (!values.empty()) return;
    for (const std::string& value : setting.values) values.push_back(path ? from_folder(configuration, value) : value);
  };
  static constexpr std::array<std::string_view, 7> names = {"paths",   "framework", "schema", "pg-version",
                                                            "fail-on", "select",    "ignore"};
  for (const Setting& setting : configuration.settings) {
    if (setting.name == "paths") {
      take_list(setting, raw.paths, true);
    } else if (setting.name == "framework") {
      take_one(setting, raw.framework, false);
    } else if (setting.name == "schema") {
      take_one(setting, raw.schema, true);
    } else if (setting.name == "pg-version") {
      take_one(setting, raw.pg_version, false);
    } else if (setting.name == "fail-on") {
      take_one(setting, raw.fail_on, false);
    } else if (setting.name == "select") {
      take_list(setting, raw.select, false);
    } else if (setting.name == "ignore") {
      take_list(setting, raw.ignore, false);
    } else {
      refuse(setting, "unknown setting" + did_you_mean(setting.name, names));
    }
  }
}

void configure(Raw& raw) {
  if (raw.no_config && !raw.config.empty()) throw UsageError("--config and --no-config: give one of them");
  const std::string path = raw.no_config || !raw.config.empty() ? raw.config : find_configuration();
  if (!path.empty()) apply_configuration(read_configuration(path), raw);
}

void settle_check(const Raw& raw, Options& options) {
  options.paths = raw.paths;
  if (options.paths.empty()) options.paths.emplace_back(".");
  const auto inputs = std::count(options.paths.begin(), options.paths.end(), "-");
  if (inputs > 1) throw UsageError("-: standard input can be read once only");
  if (inputs == 0 && !raw.stdin_filename.empty()) {
    throw UsageError("--stdin-filename: needs the path - (standard input)");
  }
  options.stdin_filename = raw.stdin_filename;
  options.schema = raw.schema;
  settle_revision(raw, options);
  if (!raw.framework.empty()) options.framework = parse_framework(raw.framework);
  if (!raw.pg_version.empty()) options.versions = parse_versions(raw.pg_version);
  if (!raw.fail_on.empty()) {
    options.fail_on = one_of<FailOn>("--fail-on", raw.fail_on,
                                     {{"red", FailOn::red}, {"amber", FailOn::amber}, {"never", FailOn::never}});
  }
  if (!raw.format.empty()) {
    options.format = one_of<Format>("--format", raw.format, {{"text", Format::text}, {"json", Format::json}});
  }
  if (!raw.color.empty()) {
    options.color =
        one_of<ColorMode>("--color", raw.color,
                          {{"auto", ColorMode::automatic}, {"always", ColorMode::always}, {"never", ColorMode::never}});
  }
  options.jobs =
      raw.jobs.empty() ? std::clamp(std::thread::hardware_concurrency(), 1U, default_jobs) : parse_jobs(raw.jobs);
  options.rules = select_rules(raw.select, raw.ignore);
  options.quiet = raw.quiet;
  options.verbose = raw.verbose;
  options.output = raw.output;
}

void settle_locks(const Raw& raw, Options& options) {
  if (raw.sql.empty()) throw UsageError("locks: needs the SQL, in quotes, or - for standard input");
  if (raw.sql.size() > 1) {
    throw UsageError(fmt::format("locks: the SQL must be one argument; put it in quotes: '{} …'", raw.sql.front()));
  }
  options.sql = raw.sql.front();
  options.schema = raw.schema;
  options.output = raw.output;
  options.versions = {.min = oldest_known, .max = newest_known};
  if (!raw.pg_version.empty()) options.versions = parse_versions(raw.pg_version);
  if (raw.format.empty()) return;
  options.format = one_of<Format>("--format", raw.format, {{"text", Format::text}, {"json", Format::json}});
}

void settle_rules(const Raw& raw, Options& options) {
  options.output = raw.output;
  if (raw.format.empty()) return;
  options.format = one_of<Format>("--format", raw.format,
                                  {{"text", Format::text}, {"json", Format::json}, {"markdown", Format::markdown}});
}

/// CLI11's words for a missing value, in one line that names the option.
std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  const std::size_t required = text.find(": 1 required");
  if (required != std::string::npos) text = text.substr(0, required) + ": needs a value (see pginterlock --help)";
  return text;
}

}  // namespace

report::VersionRange parse_versions(const std::string& text) {
  const std::string_view view = text;
  std::size_t split = view.find("..");
  std::size_t next = split + 2;
  if (split == std::string_view::npos) {
    split = view.find('-', 1);
    next = split + 1;
  }
  const int min = parse_version(text, view.substr(0, split));
  const int max = split == std::string_view::npos ? min : parse_version(text, view.substr(next));
  if (max < min)
    throw UsageError(fmt::format("--pg-version {}: the range runs backwards; write {}-{}", text, max, min));
  return {.min = min, .max = max, .chosen = true};
}

Options parse_options(int argc, const char* const* argv) {
  Raw raw;
  CLI::App app("", "pginterlock");
  app.set_help_flag();
  app.add_flag("--help,-h", raw.help);
  app.add_flag("--version", raw.version);
  app.fallthrough();
  app.allow_extras();
  app.require_subcommand(0, 1);
  CLI::App* check = app.add_subcommand("check");
  CLI::App* explain = app.add_subcommand("explain");
  CLI::App* rules = app.add_subcommand("rules");
  CLI::App* locks = app.add_subcommand("locks");
  for (CLI::App* command : {check, explain, rules, locks}) {
    command->set_help_flag();
    command->add_flag("--help,-h", raw.help);
    command->allow_extras();
  }
  add_check_options(*check, raw);
  add_locks_options(*locks, raw);
  add_value(*explain, "rule", raw.rule);
  add_value(*rules, "--format,-f", raw.format);
  add_value(*rules, "--output,-o", raw.output);
  // "help" and "help check" are what people try first.
  std::vector<const char*> words(argv, argv + argc);
  if (words.size() > 1 && std::string_view(words[1]) == "help") {
    words.erase(words.begin() + 1);
    words.push_back("--help");
  }
  try {
    app.parse(static_cast<int>(words.size()), words.data());
  } catch (const CLI::ParseError& error) {
    throw UsageError(one_line(error.what()));
  }

  Options options;
  const std::vector<CLI::App*> chosen = app.get_subcommands();
  const CLI::App* command = chosen.empty() ? nullptr : chosen.front();
  const Command meant = command == check     ? Command::check
                        : command == explain ? Command::explain
                        : command == rules   ? Command::rules
                        : command == locks   ? Command::locks
                                             : Command::help;
  if (raw.help) {
    options.help_topic = meant;
    return options;
  }
  if (raw.version) {
    options.command = Command::version;
    return options;
  }
  refuse_extras(app, command);
  if (command == nullptr) throw UsageError("a command is missing; try: pginterlock check FOLDER (or --help)");
  options.command = meant;
  if (meant == Command::check) {
    configure(raw);
    settle_check(raw, options);
  }
  if (meant == Command::rules) settle_rules(raw, options);
  if (meant == Command::locks) settle_locks(raw, options);
  if (meant == Command::explain) {
    if (raw.rule.empty()) throw UsageError("explain: needs the name of a rule (pginterlock rules lists them)");
    options.rule = &rule_named(raw.rule);
  }
  return options;
}

}  // namespace pginterlock::cli
