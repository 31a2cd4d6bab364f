#include "report/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <filesystem>

namespace pginterlock::report {

std::string JudgedMigration::only_for(std::size_t finding, const VersionRange& range) const {
  const auto count = static_cast<unsigned>(range.max - range.min + 1);
  const std::uint32_t all = (std::uint32_t{1} << count) - 1;
  if (finding >= versions.size() || versions[finding] == all || versions[finding] == 0) return "";
  std::string text;
  for (unsigned first = 0; first < count; ++first) {
    if ((versions[finding] >> first & 1U) == 0) continue;
    const auto length = static_cast<unsigned>(std::countr_one(versions[finding] >> first));
    if (!text.empty()) text += ", ";
    const int low = range.min + static_cast<int>(first);
    text += length == 1 ? fmt::format("{}", low) : fmt::format("{}-{}", low, low + static_cast<int>(length) - 1);
    first += length;
  }
  return text;
}

void Totals::add(const MigrationReport& report) {
  const bool gone = report.migration.change && report.migration.change->kind == Change::Kind::deleted;
  if (!gone) ++migrations;
  statements += report.statements.size();
  verdict = std::max(verdict, report.verdict);
  for (const Finding& finding : report.findings) {
    if (finding.suppressed) {
      ++suppressed;
    } else {
      ++(finding.severity == Severity::red ? red : finding.severity == Severity::amber ? amber : info);
    }
  }
  add_framework(*report.migration.framework);
}

void Totals::add_history(const Framework& framework) {
  ++history;
  add_framework(framework);
}

void Totals::add_framework(const Framework& framework) {
  if (std::find(frameworks.begin(), frameworks.end(), framework.id) == frameworks.end())
    frameworks.push_back(framework.id);
}

std::string display_path(std::string_view path, std::string_view working_directory) {
  if (path.starts_with('/') && working_directory.size() > 1 && path.starts_with(working_directory) &&
      path.size() > working_directory.size() && path[working_directory.size()] == '/') {
    path.remove_prefix(working_directory.size() + 1);
  }
  const bool plain = !path.starts_with("./") && path.find("//") == std::string_view::npos &&
                     path.find("/.") == std::string_view::npos && !path.starts_with("../");
  if (plain) return std::string(path);
  std::string normal = std::filesystem::path(path).lexically_normal().generic_string();
  if (!normal.starts_with("../")) return normal;
  const std::string absolute = (std::filesystem::path(working_directory) / normal).lexically_normal().generic_string();
  const std::string below = std::string(working_directory) + "/";
  return absolute.starts_with(below) ? absolute.substr(below.size()) : normal;
}

}  // namespace pginterlock::report
