#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lint/lint.h"
#include "migration/discover.h"
#include "text/long_text.h"

namespace pginterlock::report {

/// The PostgreSQL major versions that a run judges for.
struct VersionRange {
  int min = 15;
  int max = 15;
  bool chosen = false;  // by the user; false: the default
  friend bool operator==(const VersionRange&, const VersionRange&) = default;
};

/// One migration, judged for every version of the run.
struct JudgedMigration {
  MigrationReport report;
  /// For each finding a bit per version of the range, lowest version first. Empty: every finding holds for all.
  std::vector<std::uint32_t> versions;

  /// The versions that a finding holds for, when those are not all: "12-14".
  std::string only_for(std::size_t finding, const VersionRange& range) const;
};

/// Puts the reports of one migration for several versions, lowest first and at least one, together: a finding of
/// several versions is there once, with its worst severity; effects are united.
JudgedMigration merge(std::vector<MigrationReport> reports);

/// What a run counted so far.
struct Totals {
  std::size_t migrations = 0;
  std::size_t statements = 0;
  std::size_t red = 0, amber = 0, info = 0, suppressed = 0;
  Verdict verdict = Verdict::green;
  std::vector<std::string_view> frameworks;  // ids, in the order in which they were met
  std::vector<FoundHistory> histories;       // where migrations were found, and what told their framework
  std::vector<LeftOut> left_out;             // SQL that was not taken for migrations
  std::string since;                         // the git revision that is compared with; empty: none
  std::size_t history = 0;                   // migrations that were not judged: they are as they were at the revision

  void add(const MigrationReport& report);
  /// One that was not judged.
  void add_history(const Framework& framework);

 private:
  void add_framework(const Framework& framework);
};

/// Turns judged migrations into the bytes of one format. They come one by one and need not be kept.
class ReportWriter {
 public:
  ReportWriter() = default;
  virtual ~ReportWriter() = default;
  ReportWriter(const ReportWriter&) = delete;
  ReportWriter& operator=(const ReportWriter&) = delete;

  virtual void add(const JudgedMigration& migration) = 0;
  /// The whole report. Called once, at the end.
  virtual LongText finish(const Totals& totals) = 0;
};

/// A path as reports show it: relative to the working directory when it lies below it, "./" and "a/../" resolved.
std::string display_path(std::string_view path, std::string_view working_directory);

}  // namespace pginterlock::report
