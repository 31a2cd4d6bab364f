#pragma once

#include "report/json_writer.h"
#include "report/report.h"

namespace pginterlock::report {

struct JsonOptions {
  std::string_view tool_version;
  VersionRange versions;
  std::string working_directory;
};

/// The JSON report, as docs/report.schema.json describes it.
class JsonReport final : public ReportWriter {
 public:
  explicit JsonReport(JsonOptions options) : options_(std::move(options)) {}

  void add(const JudgedMigration& migration) override;
  LongText finish(const Totals& totals) override;

 private:
  JsonOptions options_;
  JsonWriter json_;  // the elements of "migrations": what stands before them is known only at the end
};

}  // namespace pginterlock::report
