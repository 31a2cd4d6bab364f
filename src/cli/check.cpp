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
#include "lint/pass.h"
#include "lint/recording.h"
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

using Reports = std::vector<MigrationReport>;

/// Judges histories for one PostgreSQL version. Each begins with the schema that was given. Where other threads help,
/// this one only walks through the migrations; what is told of them is judged behind it, by a state that follows.
class Judge {
 public:
  Judge(int version, const LintOptions& options, const std::vector<Migration>& schema, bool ways_back)
      : version_(version), options_(options), schema_(schema) {
    notes_.way_back_seen = ways_back;
    options_.notes = &notes_;
  }
  Judge(const Judge&) = delete;
  Judge& operator=(const Judge&) = delete;

  /// Adds its report to `reports`, at once or as side work.
  void judge(Prepared prepared, SideWork& side, const std::shared_ptr<Reports>& reports) {
    begin(prepared.migration, side);
    if (follower_ == nullptr) {
      reports->push_back(lint(std::move(prepared), ++ordinal_, *state_, options_));
      return;
    }
    const auto behind = std::make_shared<Behind>(std::move(prepared), ++ordinal_, follower_, options_);
    Recorder recorder(*state_, [&](Recording piece) {
      side.do_later([behind, piece = std::make_shared<Recording>(std::move(piece))] { behind->judge(*piece); });
    });
    walk(behind->prepared.migration, *behind->prepared.script, ordinal_, *state_, &recorder);
    side.do_later([behind, reports] { reports->push_back(behind->pass->take_report()); });
  }
  void replay(Prepared prepared, SideWork& side) {
    begin(prepared.migration, side);
    if (prepared.migration.down) side.do_later([this] { notes_.way_back_seen = true; });
    pginterlock::replay(std::move(prepared), ++ordinal_, *state_);
  }

 private:
  /// A migration that is judged behind the walk.
  struct Behind {
    Behind(Prepared&& migration, std::size_t number, std::shared_ptr<State> after, const LintOptions& how)
        : prepared(std::move(migration)), ordinal(number), follower(std::move(after)), options(how) {}

    void judge(Recording& piece) {
      if (pass == nullptr) pass = make_pass(prepared, ordinal, *follower, options);
      piece.play(*follower, *pass);
    }

    Prepared prepared;
    std::size_t ordinal;
    std::shared_ptr<State> follower;
    const LintOptions& options;
    std::unique_ptr<Pass> pass;
  };

  void begin(const Migration& migration, const SideWork& side) {
    if (state_ == nullptr || migration.history != history_) start(migration.history, side);
    if (first_) state_->whole_history = migration.whole_history && !state_->unread_changes;
    first_ = false;
  }

  void start(std::size_t history, const SideWork& side) {
    history_ = history;
    first_ = true;
    state_ = std::make_unique<State>();
    state_->pg_version = version_;
    follower_ = side.has_threads() ? std::make_shared<State>(*state_) : nullptr;
    if (follower_ != nullptr) state_->schema.record();
    for (const Migration& migration : schema_) pginterlock::replay(prepare(migration), ++ordinal_, *state_);
  }

  int version_;
  LintOptions options_;
  RunNotes notes_;  // of who judges
  const std::vector<Migration>& schema_;
  std::unique_ptr<State> state_;
  std::shared_ptr<State> follower_;  // null: what is walked through is judged at once
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

/// One pass over the inputs: each is read, walked through, judged, written and forgotten, each of these in the order of
/// the migrations. This thread walks.
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

  void replay(Prepared prepared, SideWork& side) {
    for_each_judge(std::move(prepared), [&](Judge& judge, Prepared one) { judge.replay(std::move(one), side); });
  }

  void judge(Prepared prepared, SideWork& side) {
    if (is_history(prepared.migration)) {
      side.do_later([this, framework = prepared.migration.framework] { totals_.add_history(*framework); });
      return replay(std::move(prepared), side);
    }
    const auto reports = std::make_shared<Reports>();
    for_each_judge(std::move(prepared),
                   [&](Judge& judge, Prepared one) { judge.judge(std::move(one), side, reports); });
    side.do_later([this, reports] {
      const report::JudgedMigration judged = report::merge(std::move(*reports));
      totals_.add(judged.report);
      writer_->add(judged);
    });
  }

  /// A tree is walked through once: each judge has its own.
  template <typename Visit>
  void for_each_judge(Prepared prepared, Visit&& visit) {
    for (std::size_t i = 0; i + 1 < judges_.size(); ++i) visit(judges_[i], prepare(prepared.migration));
    visit(judges_.back(), std::move(prepared));
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
