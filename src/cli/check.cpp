#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <iterator>
#include <memory>
#include <string_view>
#include <system_error>

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/side_work.h"
#include "lint/lint.h"
#include "migration/discover.h"
#include "migration/revision.h"
#include "report/json_report.h"
#include "report/text_report.h"
#include "rules/rules.h"
#include "text/read_file.h"

namespace pginterlock::cli {

namespace {

/// Files that come one after the other, or (when it holds none) standard input in its place among them.
using Files = std::vector<MigrationFile>;

/// The inputs in their order; what discovery found is added to `totals`.
std::vector<Files> inputs_of(const Options& options, report::Totals& totals) {
  std::vector<Files> inputs;
  std::vector<std::string> paths;
  const auto take_paths = [&] {
    if (paths.empty()) return;
    Discovery found = discover(paths, {.framework = options.framework});
    if (options.staged || !options.since.empty()) {
      compare_with_revision(found.files, paths, {.since = options.since, .staged = options.staged});
    }
    inputs.push_back(std::move(found.files));
    std::move(found.histories.begin(), found.histories.end(), std::back_inserter(totals.histories));
    std::move(found.left_out.begin(), found.left_out.end(), std::back_inserter(totals.left_out));
    paths.clear();
  };
  for (const std::string& path : options.paths) {
    if (path != "-") {
      paths.push_back(path);
      continue;
    }
    take_paths();
    inputs.emplace_back();
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

/// What made the schema that is there before the first migration.
std::vector<Migration> load_schema(const std::string& path) {
  std::vector<Migration> schema;
  if (path.empty()) return schema;
  for (const MigrationFile& file : discover({path}).files) schema.push_back(load(file));
  return schema;
}

/// Judges histories for one PostgreSQL version. Each begins with the schema that was given.
class Judge {
 public:
  Judge(int version, const LintOptions& options, const std::vector<Migration>& schema, bool ways_back)
      : version_(version), options_(options), schema_(schema) {
    notes_.way_back_seen = ways_back;
    start(0);
  }

  MigrationReport judge(Prepared prepared) {
    options_.notes = &notes_;
    begin(prepared.migration);
    return lint(std::move(prepared), ++ordinal_, *state_, options_);
  }
  void replay(Prepared prepared) {
    begin(prepared.migration);
    notes_.way_back_seen = notes_.way_back_seen || prepared.migration.down.has_value();
    pginterlock::replay(std::move(prepared), ++ordinal_, *state_);
  }

 private:
  void begin(const Migration& migration) {
    if (migration.history != history_) start(migration.history);
    if (first_) state_->whole_history = migration.whole_history && !state_->unread_changes;
    first_ = false;
  }

  void start(std::size_t history) {
    history_ = history;
    first_ = true;
    state_ = std::make_unique<State>();
    state_->pg_version = version_;
    for (const Migration& migration : schema_) pginterlock::replay(prepare(migration), ++ordinal_, *state_);
  }

  int version_;
  LintOptions options_;
  RunNotes notes_;
  const std::vector<Migration>& schema_;
  std::unique_ptr<State> state_;
  std::size_t history_ = 0;
  bool first_ = true;  // no migration of the history was judged so far
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

/// One pass over the inputs: each is read, judged, written and forgotten. Judging is done in one thread, in the order
/// of the migrations; what is written of them, in that order as well.
class Check {
 public:
  explicit Check(const Options& options)
      : options_(options),
        writer_(writer_for(options)),
        schema_(load_schema(options.schema)),
        inputs_(inputs_of(options, totals_)) {
    if (options.staged || !options.since.empty()) totals_.since = options.staged ? "HEAD" : options.since;
    LintOptions lint_options;
    lint_options.rules = options.rules;
    lint_options.all_rules = all_rules();
    lint_options.keep_effects = options.format == Format::json || options.verbose;
    for (int version = options.versions.min; version <= options.versions.max; ++version) {
      judges_.emplace_back(version, lint_options, schema_, has_ways_back());
    }
  }

  Verdict run() {
    std::size_t count = 0;
    for (const Files& files : inputs_) count += files.empty() ? 1 : files.size();
    Progress progress(count);
    std::size_t done = 0;
    for (const Files& files : inputs_) {
      SideWork side(files, options_.jobs);
      if (files.empty()) judge(prepare(load_standard_input(options_)), side);
      for (std::size_t i = 0; i < files.size(); ++i) {
        judge(side.next(), side);
        progress.reached(++done);
      }
      side.finish();
    }
    return totals_.verdict;
  }

  LongText finish() { return writer_->finish(totals_); }

 private:
  /// Whether some migration has a file with its way back. Those that stand in the same file are seen as they come.
  bool has_ways_back() const {
    return std::any_of(inputs_.begin(), inputs_.end(), [](const Files& files) {
      return std::any_of(files.begin(), files.end(), [](const MigrationFile& file) { return file.down.has_value(); });
    });
  }

  void replay(Prepared prepared) {
    const Migration migration = prepared.migration;
    for (Judge& judge : judges_) {
      const bool first = &judge == &judges_.front();
      judge.replay(first ? std::move(prepared) : prepare(migration));
    }
  }

  void judge(Prepared prepared, SideWork& side) {
    if (is_history(prepared.migration)) {
      side.do_later([this, framework = prepared.migration.framework] { totals_.add_history(*framework); });
      return replay(std::move(prepared));
    }
    std::vector<MigrationReport> reports;
    const Migration migration = prepared.migration;
    for (Judge& judge : judges_) {
      const bool first = reports.empty();
      reports.push_back(judge.judge(first ? std::move(prepared) : prepare(migration)));
    }
    const auto all = std::make_shared<std::vector<MigrationReport>>(std::move(reports));
    side.do_later([this, all] {
      const report::JudgedMigration judged = report::merge(std::move(*all));
      totals_.add(judged.report);
      writer_->add(judged);
    });
  }

  const Options& options_;
  std::unique_ptr<report::ReportWriter> writer_;
  const std::vector<Migration> schema_;
  report::Totals totals_;
  const std::vector<Files> inputs_;
  std::deque<Judge> judges_;
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
  // It is kept: the system takes the memory of a large schema back faster than destructors do.
  static Check* const kept = new Check(options);
  Check& check = *kept;
  const Verdict verdict = check.run();
  write_output(options.output, check.finish());
  return fails(verdict, options.fail_on) ? 1 : 0;
}

}  // namespace pginterlock::cli
