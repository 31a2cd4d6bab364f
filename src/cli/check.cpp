#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <memory>
#include <string_view>
#include <system_error>
#include <variant>

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "lint/lint.h"
#include "migration/discover.h"
#include "report/json_report.h"
#include "report/text_report.h"
#include "rules/rules.h"
#include "text/read_file.h"

namespace pginterlock::cli {

namespace {

/// Standard input in its place among the files.
struct StandardInput {};
using Input = std::variant<MigrationFile, StandardInput>;

std::vector<Input> inputs_of(const Options& options) {
  std::vector<Input> inputs;
  std::vector<std::string> paths;
  const auto take_paths = [&] {
    if (paths.empty()) return;
    for (MigrationFile& file : discover(paths, {.framework = options.framework})) inputs.emplace_back(std::move(file));
    paths.clear();
  };
  for (const std::string& path : options.paths) {
    if (path != "-") {
      paths.push_back(path);
      continue;
    }
    take_paths();
    inputs.emplace_back(StandardInput{});
  }
  take_paths();
  return inputs;
}

Migration load_standard_input(const Options& options) {
  const std::string& name = options.stdin_filename;
  std::error_code ignored;
  if (!name.empty() && (name.ends_with('/') || std::filesystem::is_directory(name, ignored))) {
    throw UsageError("--stdin-filename " + name + ": is a folder; name the file that standard input stands for");
  }
  return load_text(name.empty() ? "<stdin>" : name, read_standard_input(), options.framework);
}

Migration load_input(const Input& input, const Options& options) {
  const auto* file = std::get_if<MigrationFile>(&input);
  return file != nullptr ? load(*file) : load_standard_input(options);
}

std::shared_ptr<const SourceFile> copy_of(const SourceFile& source) {
  return std::make_shared<const SourceFile>(source.path(), std::string(source.text()));
}

/// A migration that shares nothing with another thread: a SourceFile fills in its lines when they are asked for.
Migration separate(const Migration& migration) {
  Migration copy = migration;
  copy.up.source = copy_of(*migration.up.source);
  if (copy.down) {
    const bool same = migration.down->source == migration.up.source;
    copy.down->source = same ? copy.up.source : copy_of(*migration.down->source);
  }
  return copy;
}

/// Judges a history for one PostgreSQL version.
class Judge {
 public:
  Judge(int version, const LintOptions& options) : options_(options) { state_.pg_version = version; }

  MigrationReport judge(const Migration& migration) { return lint(migration, ++ordinal_, state_, options_); }
  /// Judges several in another thread's time.
  std::vector<MigrationReport> judge_all(const std::vector<Migration>& migrations) {
    std::vector<MigrationReport> reports;
    reports.reserve(migrations.size());
    for (const Migration& migration : migrations) reports.push_back(judge(separate(migration)));
    return reports;
  }

 private:
  LintOptions options_;
  State state_;
  std::size_t ordinal_ = 0;
};

bool wants_color(ColorMode mode) {
  if (mode != ColorMode::automatic) return mode == ColorMode::always;
  const auto set = [](const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
  };
  if (set("NO_COLOR")) return false;
  if (set("CLICOLOR_FORCE") && std::string_view(std::getenv("CLICOLOR_FORCE")) != "0") return true;
  const char* terminal = std::getenv("TERM");
  return ::isatty(STDOUT_FILENO) == 1 && (terminal == nullptr || std::string_view(terminal) != "dumb");
}

std::unique_ptr<report::ReportWriter> writer_for(const Options& options) {
  std::error_code unknown;
  std::string working_directory = std::filesystem::current_path(unknown).string();
  if (options.format == Format::json) {
    return std::make_unique<report::JsonReport>(report::JsonOptions{.tool_version = PGINTERLOCK_VERSION,
                                                                    .versions = options.versions,
                                                                    .working_directory = std::move(working_directory)});
  }
  const bool color =
      wants_color(options.output.empty() || options.color == ColorMode::always ? options.color : ColorMode::never);
  return std::make_unique<report::TextReport>(report::TextOptions{.versions = options.versions,
                                                                  .working_directory = std::move(working_directory),
                                                                  .color = color,
                                                                  .quiet = options.quiet,
                                                                  .verbose = options.verbose});
}

/// One pass over the inputs: each is read, judged, written and forgotten.
class Check {
 public:
  explicit Check(const Options& options) : options_(options), writer_(writer_for(options)) {
    LintOptions lint_options;
    lint_options.rules = options.rules;
    lint_options.all_rules = all_rules();
    lint_options.keep_effects = options.format == Format::json || options.verbose;
    for (int version = options.versions.min; version <= options.versions.max; ++version) {
      judges_.emplace_back(version, lint_options);
    }
  }

  Verdict run() {
    const std::vector<Input> inputs = inputs_of(options_);
    Progress progress(inputs.size());
    const std::size_t batch = judges_.size() > 1 && options_.jobs > 1 ? 64 : 1;
    for (std::size_t first = 0; first < inputs.size(); first += batch) {
      const std::size_t last = std::min(first + batch, inputs.size());
      std::vector<Migration> migrations;
      for (std::size_t i = first; i < last; ++i) migrations.push_back(load_input(inputs[i], options_));
      if (batch == 1) {
        judge_here(migrations.front());
      } else {
        judge_in_parallel(migrations);
      }
      progress.reached(last);
    }
    return totals_.verdict;
  }

  std::string finish() { return writer_->finish(totals_); }

 private:
  void add(std::vector<MigrationReport> reports) {
    const report::JudgedMigration judged = report::merge(std::move(reports));
    totals_.add(judged.report);
    writer_->add(judged);
  }

  void judge_here(const Migration& migration) {
    std::vector<MigrationReport> reports;
    for (Judge& judge : judges_) reports.push_back(judge.judge(migration));
    add(std::move(reports));
  }

  void judge_in_parallel(const std::vector<Migration>& migrations) {
    std::vector<std::vector<MigrationReport>> by_version;
    for (std::size_t first = 0; first < judges_.size(); first += options_.jobs) {
      std::vector<std::future<std::vector<MigrationReport>>> running;
      for (std::size_t i = first; i < std::min<std::size_t>(first + options_.jobs, judges_.size()); ++i) {
        running.push_back(std::async(std::launch::async, [&, i] { return judges_[i].judge_all(migrations); }));
      }
      for (auto& result : running) by_version.push_back(result.get());
    }
    for (std::size_t at = 0; at < migrations.size(); ++at) {
      std::vector<MigrationReport> reports;
      for (auto& version : by_version) reports.push_back(std::move(version[at]));
      add(std::move(reports));
    }
  }

  const Options& options_;
  std::unique_ptr<report::ReportWriter> writer_;
  std::vector<Judge> judges_;
  report::Totals totals_;
};

bool fails(Verdict verdict, FailOn threshold) {
  switch (threshold) {
    case FailOn::red:
      return verdict == Verdict::red;
    case FailOn::amber:
      return verdict >= Verdict::amber;
    case FailOn::never:
      return false;
  }
  return true;
}

}  // namespace

int run_check(const Options& options) {
  Check check(options);
  const Verdict verdict = check.run();
  const std::string bytes = check.finish();
  if (options.output.empty()) {
    write_standard_output(bytes);
  } else {
    write_file(options.output, bytes);
  }
  return fails(verdict, options.fail_on) ? 1 : 0;
}

}  // namespace pginterlock::cli
