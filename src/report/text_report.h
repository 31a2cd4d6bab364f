#pragma once

#include <cstdint>
#include <string>
#include <unordered_set>

#include "report/report.h"
#include "report/style.h"

namespace pginterlock::report {

struct TextOptions {
  VersionRange versions = {};
  std::string working_directory = {};
  bool color = false;
  bool quiet = false;           // nothing about what is GREEN, and nothing for information
  bool verbose = false;         // also what GREEN statements lock, and everything about info findings
  bool explain_always = false;  // never shorten an explanation that was given before
};

/// The report that people read: each finding with its place in the source, what waits for how long, why, and what to
/// do instead; a line for each migration; the verdict last, where a terminal shows it.
class TextReport final : public ReportWriter {
 public:
  explicit TextReport(TextOptions options) : options_(std::move(options)), style_(options_.color) {}

  void add(const JudgedMigration& migration) override;
  LongText finish(const Totals& totals) override;
  /// One finding alone, as the report shows it.
  std::string finding(const Finding& finding, const SourceFile& source, const std::string& only_for);

 private:
  void write_finding(const Finding& finding, const SourceFile& source, const std::string& only_for);
  void write_position(const Finding& finding, const SourceFile& source, std::size_t margin);
  void write_place(const Finding& finding, const SourceFile& source, std::size_t margin);
  void write_impacts(const Finding& finding, std::size_t margin);
  void write_advice(const Finding& finding, std::size_t margin);
  void write_locks(const MigrationReport& report);
  void write_transactions(const MigrationReport& report);
  void write_discovery(const Totals& totals);
  void write_migration_line(const MigrationReport& report);
  /// A line of the notes below an excerpt: "= name: text".
  void note(std::size_t margin, std::string_view name, std::string_view text);
  void sql_note(std::size_t margin, std::string_view name, std::string_view sql);
  /// Whether this run has given this text of this rule before.
  bool said_before(const Rule& rule, std::string_view text);

  TextOptions options_;
  Style style_;
  std::string out_;
  std::unordered_set<std::uint64_t> said_;
};

}  // namespace pginterlock::report
